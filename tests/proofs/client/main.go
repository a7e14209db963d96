// A client of C2SP tlog-proof and signed-note that owes nothing to this project but what docs/proofs.md tells: notes are
// opened and paths are checked by golang.org/x/mod. It reads requests as lines of JSON and answers each with a line.
package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A request asks for one of three things: with Leaves, the root and all inclusion paths of that tree; with Proof, what
// it proves; with Note, who has signed it.
type request struct {
	Leaves      []string
	Proof, Note string
	Keys        []string
}

type answer struct {
	Error               string     `json:",omitempty"`
	Root                string     `json:",omitempty"`
	Paths               [][]string `json:",omitempty"`
	Origin, Entry, Body string     `json:",omitempty"`
	Index, Size         int64
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var asked request
		told := answer{}
		err := json.Unmarshal(lines.Bytes(), &asked)
		switch {
		case err != nil:
		case asked.Leaves != nil:
			err = tree(asked.Leaves, &told)
		case asked.Proof != "":
			err = proof(asked.Proof, asked.Keys, &told)
		default:
			_, err = checkpoint(asked.Note, asked.Keys, &told)
		}
		if err != nil {
			told = answer{Error: err.Error()}
		}
		line, _ := json.Marshal(told)
		fmt.Println(string(line))
	}
}

// checkpoint opens a signed note and reads origin, size and root from it.
func checkpoint(text string, keys []string, told *answer) (root tlog.Hash, err error) {
	var verifiers []note.Verifier
	for _, key := range keys {
		verifier, err := note.NewVerifier(key)
		if err != nil {
			return root, err
		}
		verifiers = append(verifiers, verifier)
	}
	opened, err := note.Open([]byte(text), note.VerifierList(verifiers...))
	if err != nil {
		return root, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 {
		return root, errors.New("not a checkpoint")
	}
	told.Origin = lines[0]
	if told.Size, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return root, err
	}
	root, err = tlog.ParseHash(lines[2])
	told.Root = root.String()
	return root, err
}

// proof checks a tlog-proof, and that the body in it, if any, is what the entry commits to.
func proof(text string, keys []string, told *answer) error {
	head, signed, _ := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	if len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("not a proof")
	}
	extra, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil {
		return err
	}
	if told.Index, err = strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64); err != nil {
		return err
	}
	var path tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		path = append(path, hash)
	}
	root, err := checkpoint(signed, keys, told)
	if err != nil {
		return err
	}
	said := bytes.Split(bytes.TrimSuffix(extra, []byte("\n")), []byte("\n"))
	if err := tlog.CheckRecord(path, told.Size, root, told.Index, tlog.RecordHash(said[0])); err != nil {
		return err
	}
	told.Entry = string(said[0])
	if len(said) == 3 {
		salt, err := hex.DecodeString(string(said[1]))
		if err != nil {
			return err
		}
		var entry struct{ Commitment string }
		if err := json.Unmarshal(said[0], &entry); err != nil {
			return err
		}
		sum := sha256.Sum256(append(salt, said[2]...))
		if hex.EncodeToString(sum[:]) != entry.Commitment {
			return errors.New("the entry commits to another body")
		}
		told.Body = string(said[2])
	}
	return nil
}

// tree gives the root of a tree of these leaves, and the path of each.
func tree(leaves []string, told *answer) error {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) (found []tlog.Hash, err error) {
		for _, index := range indexes {
			found = append(found, stored[index])
		}
		return found, nil
	})
	for n, leaf := range leaves {
		hash, err := tlog.ParseHash(leaf)
		if err != nil {
			return err
		}
		added, err := tlog.StoredHashesForRecordHash(int64(n), hash, reader)
		if err != nil {
			return err
		}
		stored = append(stored, added...)
	}
	told.Size = int64(len(leaves))
	root, err := tlog.TreeHash(told.Size, reader)
	if err != nil {
		return err
	}
	told.Root = root.String()
	for n := range leaves {
		path, err := tlog.ProveRecord(told.Size, int64(n), reader)
		if err != nil {
			return err
		}
		told.Paths = append(told.Paths, []string{})
		for _, hash := range path {
			told.Paths[n] = append(told.Paths[n], hash.String())
		}
	}
	return nil
}
