"""The verifier stands alone, reads the published examples, and takes no byte of a proof for another."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import timeline.verifier
from tests.test_layout import ROOT
from timeline.log.entries import Draft, seal
from timeline.log.inclusion import inclusion
from timeline.proofs.signing import SigningKey
from timeline.verifier import NotProved, Proved, VerifierKey, keys_in, opened, proved

# The examples of C2SP signed-note ("Verifier keys", "Example"), written by another implementation.
EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE = (
    "This is an example message.\n\n— example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
ORIGIN = "incident-timeline/HEL"
KEY = SigningKey.new(ORIGIN)
KEYS = keys_in(KEY.verifier)
INDEX, SIZE = 41, 70
BODY = '{"title":"Musa Qala موسی کلا"}'.encode()


def sealed(position: int) -> tuple[bytes, bytes, bytes]:
    """Entry, leaf and salt of the entry at `position`."""
    draft = Draft("incident_declared", 1, BODY)
    at, salt = "2026-11-22T16:00:00.000000Z", position.to_bytes(16, "big")
    _, row = seal(draft, prefix="HEL", position=position, recorded_at=at, recorded_by="desk", salt=salt)
    return row[1], row[2], row[3]


LEAVES = [sealed(position)[1] for position in range(1, SIZE + 1)]
ENTRY, _, SALT = sealed(INDEX + 1)
EXTRA = ENTRY + b"\n" + SALT.hex().encode() + b"\n" + BODY + b"\n"


def leaves(after: int, until: int) -> Iterator[bytes]:
    return iter(LEAVES[after:until])


PATH, TREE = inclusion(INDEX, SIZE, [], leaves)


def checkpoint(origin: str = ORIGIN, size: object = SIZE, root: bytes = TREE, more: str = "") -> str:
    return f"{origin}\n{size}\n{b64encode(root).decode()}\n{more}"


def made(
    *, extra: bytes = EXTRA, index: object = INDEX, path: list[bytes] = PATH, note: str = KEY.sign(checkpoint())
) -> bytes:
    told = ["c2sp.org/tlog-proof@v1", f"extra {b64encode(extra).decode()}", f"index {index}"]
    return "\n".join([*told, *(b64encode(one).decode() for one in path), "", note]).encode()


def refused(proof: bytes, keys: list[VerifierKey] = KEYS) -> str:
    with pytest.raises(NotProved) as caught:
        proved(proof, keys)
    return str(caught.value)


def test_it_imports_only_the_standard_library_and_cryptography() -> None:
    tree = ast.parse(Path(timeline.verifier.__file__).read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert all(node.level == 0 for node in froms)
    tops = {name.split(".")[0] for name in names | {node.module or "" for node in froms}}
    assert tops - sys.stdlib_module_names == {"cryptography"}


def test_it_loads_nothing_of_the_log_and_nothing_of_the_log_or_the_prover_loads_it() -> None:
    loads = "import sys, {}; print(*(name for name in sys.modules if name.startswith(('timeline.', 'events'))))"
    for module, never in [
        ("timeline.verifier", ("timeline.log", "timeline.proofs", "events")),
        ("timeline.proofs.checkpoints, timeline.proofs.prove", ("timeline.verifier",)),
    ]:
        command = [sys.executable, "-c", loads.format(module)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        assert [name for name in done.stdout.split() if name.startswith(never)] == []


def test_the_published_example_of_a_key_and_a_note_verifies() -> None:
    (key,) = keys_in(f"# a comment\n\n{EXAMPLE_KEY}\n")
    text, _, line = EXAMPLE.partition("\n\n")
    signature = b64decode(line.split()[2])
    assert str(key) == "example.com/foo+530d903a"
    assert signature[:4] == key.id
    assert key.has_signed(f"{text}\n".encode(), signature[4:])
    with pytest.raises(NotProved, match="not a checkpoint"):
        opened(EXAMPLE.encode(), [key])


def test_a_proof_tells_what_the_log_had_where() -> None:
    found = proved(made(), KEYS)
    assert (found.index, found.checkpoint.origin, found.checkpoint.size) == (INDEX, ORIGIN, SIZE)
    assert found.checkpoint.root == TREE
    assert found.checkpoint.signers == tuple(KEYS)
    assert found.entry["id"] == "HEL-0000-0042-58"
    assert found.body == json.loads(BODY)
    assert proved(made(extra=ENTRY + b"\n"), KEYS).body is None


def test_signatures_of_others_are_passed_over_and_extension_lines_are_no_harm() -> None:
    other, more = SigningKey.new("witness.example/w"), SigningKey.new(ORIGIN)
    text = checkpoint(more="an extension\n")
    strange = "".join(key.sign(text).partition("\n\n")[2] for key in (other, more))
    note = KEY.sign(text) + strange
    found = opened(note.encode(), [*KEYS, *keys_in(other.verifier)])
    assert [str(key) for key in found.signers] == [str(KEYS[0]), str(keys_in(other.verifier)[0])]
    assert opened(note.encode(), KEYS).signers == tuple(KEYS)
    sixteen = KEY.sign(text) + 15 * strange.splitlines(keepends=True)[0]
    assert opened(sixteen.encode(), KEYS).size == SIZE


PROOF = made()
TEXT = PROOF.decode()
LINES = TEXT.splitlines(keepends=True)
STRANGER = SigningKey.new(ORIGIN)


def entry(**fields: object) -> bytes:
    """An extra that holds another entry alone."""
    said = json.loads(ENTRY) | fields
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def only(extra: bytes) -> bytes:
    """A proof whose entry is of a log with one other leaf, so that all but the entry itself is right."""
    leaf, other = sha256(b"\0" + extra.partition(b"\n")[0]).digest(), bytes(32)
    root = sha256(b"\1" + other + leaf).digest()
    return made(extra=extra, index=1, path=[other], note=KEY.sign(checkpoint(size=2, root=root)))


WRONG = {
    "empty": (b"", "first line is not c2sp.org/tlog-proof@v1"),
    "another version": (PROOF.replace(b"@v1", b"@v2", 1), "first line is not c2sp.org/tlog-proof@v1"),
    "a checkpoint": (KEY.sign(checkpoint()).encode(), "first line is not c2sp.org/tlog-proof@v1"),
    "no checkpoint": ("".join(LINES[:8]).encode(), "it has no checkpoint"),
    "no extra": ("".join(LINES[:1] + LINES[2:]).encode(), 'second line of the proof is not "extra"'),
    "bad base64": (PROOF.replace(b"extra ", b"extra !", 1), 'second line of the proof is not "extra"'),
    "no index": ("".join(LINES[:2] + LINES[3:]).encode(), 'third line of the proof is not "index"'),
    "a leading zero": (made(index=f"0{INDEX}"), 'third line of the proof is not "index"'),
    "a negative index": (made(index=-1), 'third line of the proof is not "index"'),
    "an index outside": (made(index=SIZE), "proof is of index 70, and the checkpoint of a log of 70 entries only"),
    "another index": (made(index=INDEX + 1), "do not lead to the root that was signed"),
    "a short hash": (made(path=[*PATH[:2], b"short", *PATH[3:]]), "Line 6 of the proof is not the base64 of a hash"),
    "another hash": (made(path=[*PATH[:2], bytes(32), *PATH[3:]]), "do not lead to the root that was signed"),
    "a hash too many": (made(path=[*PATH, bytes(32)]), "has more hashes than"),
    "a hash too few": (made(path=PATH[:-1]), "has fewer hashes than"),
    "another root": (made(note=KEY.sign(checkpoint(root=bytes(32)))), "do not lead to the root that was signed"),
    "a changed checkpoint": (PROOF.replace(b"\n70\n", b"\n71\n"), "The signature of incident-timeline/HEL"),
    "another's signature": (made(note=STRANGER.sign(checkpoint())), "by none of the keys that are known"),
    "another log's name": (
        made(note=KEY.sign(checkpoint(origin="incident-timeline/AFG"))),
        "is of incident-timeline/AFG",
    ),
    "a size with a zero": (made(note=KEY.sign(checkpoint(size="070"))), "What was signed is not a checkpoint"),
    "a short root": (made(note=KEY.sign(checkpoint(root=b"short"))), "What was signed is not a checkpoint"),
    "no signature": (made(note=checkpoint()), "The checkpoint is not signed"),
    "a cut signature": (PROOF[:-1], "not signed, or was cut off"),
    "a blank signature": (PROOF.replace("— ".encode(), b"- "), "is not a signature: em dash, name and base64"),
    "Windows' line ends": (PROOF.replace(b"\n", b"\r\n"), "end as on Windows"),
    "a byte order mark": (b"\xef\xbb\xbf" + PROOF, "begins with a byte order mark"),
    "a tab": (PROOF.replace(b"index ", b"index\t"), "control character"),
    "another file of Windows": (b"%PDF-1.5\r\n%\xb5\xb5", "not UTF-8"),
    "Latin 1": (PROOF.replace("—".encode(), b"\x97"), "not UTF-8"),
    "too long": (PROOF + b"x" * (1 << 20), "longer than"),
    "another body": (made(extra=EXTRA.replace(b"Musa", b"Mosa")), "are not what the entry commits to"),
    "another salt": (made(extra=EXTRA.replace(SALT.hex().encode(), b"f" * 32)), "are not what the entry commits to"),
    "a short salt": (made(extra=EXTRA.replace(SALT.hex().encode(), b"00")), "salt is not 16 bytes"),
    "another entry": (made(extra=ENTRY.replace(b"desk", b"disk") + b"\n"), "do not lead to the root"),
    "no body after the salt": (
        made(extra=ENTRY + b"\n" + SALT.hex().encode() + b"\n"),
        "extra data of the proof are not",
    ),
    "no newline": (made(extra=ENTRY), "extra data of the proof are not"),
    "no JSON": (only(b"entry\n"), "entry is not a JSON object"),
    "blanks in JSON": (only(ENTRY.replace(b",", b", ") + b"\n"), "entry is not a JSON object in canonical form"),
    "a key twice": (only(ENTRY.replace(b'"version":1', b'"version":1,"version":1') + b"\n"), "in canonical form"),
    "one field more": (only(entry(more=1)), "does not say exactly commitment, id"),
    "a position in words": (only(entry(position="42")), "does not say exactly commitment, id"),
    "another position": (only(entry()), "says that it is HEL-0000-0042-58 at position 42, and is at 2"),
    "another ID": (only(entry(position=2)), "says that it is HEL-0000-0042-58 at position 2, and is at 2"),
    "wrong check digits": (
        only(entry(position=2, id="HEL-0000-0002-82")),
        "check digits of HEL-0000-0002-82 are wrong",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_whatever_is_wrong_with_a_proof_is_named(name: str) -> None:
    proof, words = WRONG[name]
    assert words in refused(proof)


def test_a_proof_that_is_right_for_another_log_is_refused_without_its_key() -> None:
    assert "none of the keys" in refused(PROOF, keys_in(STRANGER.verifier))
    assert "none of the keys" in refused(PROOF, [])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("key", "is not a verifier key"),
        (KEY.verifier.replace("+", "-", 1), "is not a verifier key"),
        (EXAMPLE_KEY.replace("530d903a", "530D903A"), "is not a verifier key"),
        (f"{KEY.verifier}x", "is not a verifier key"),
        (KEY.verifier.replace("incident", "incidents"), "was changed: its hash should be"),
        (EXAMPLE_KEY.replace("Aeky", "Beky"), "is not an Ed25519 key"),
        (KEY.verifier[:-4], "is not an Ed25519 key"),
    ],
    ids=["no parts", "hyphen", "capitals", "longer", "other name", "other algorithm", "shorter"],
)
def test_what_is_no_key_is_refused(text: str, words: str) -> None:
    with pytest.raises(NotProved, match=words):
        keys_in(text)


def same_or_refused(proof: bytes, keys: Callable[[], list[VerifierKey]]) -> None:
    try:
        found: Proved = proved(proof, keys())
    except NotProved:
        return
    assert found == proved(PROOF, KEYS)


@given(at=st.integers(0, len(PROOF) - 1), flip=st.integers(1, 255))
def test_any_changed_byte_of_a_proof_is_refused_or_means_the_same(at: int, flip: int) -> None:
    same_or_refused(PROOF[:at] + bytes([PROOF[at] ^ flip]) + PROOF[at + 1 :], lambda: KEYS)


def test_every_byte_of_a_proof_counts() -> None:
    for at in range(len(PROOF)):
        for flip in (1, 0x20):
            refused(PROOF[:at] + bytes([PROOF[at] ^ flip]) + PROOF[at + 1 :])


@given(at=st.integers(0, len(EXTRA) - 1), flip=st.integers(1, 255))
def test_any_changed_byte_of_entry_salt_or_body_is_refused(at: int, flip: int) -> None:
    refused(made(extra=EXTRA[:at] + bytes([EXTRA[at] ^ flip]) + EXTRA[at + 1 :]))


@given(at=st.integers(0, len(PROOF)), length=st.integers(0, 40), given=st.binary(max_size=40))
def test_any_piece_exchanged_is_refused_or_means_the_same(at: int, length: int, given: bytes) -> None:
    same_or_refused(PROOF[:at] + given + PROOF[at + length :], lambda: KEYS)


@given(at=st.integers(0, len(KEY.verifier) - 1), character=st.characters(min_codepoint=1, max_codepoint=0x2FF))
def test_any_changed_character_of_the_key_is_refused_or_means_the_same(at: int, character: str) -> None:
    same_or_refused(PROOF, lambda: keys_in(KEY.verifier[:at] + character + KEY.verifier[at + 1 :]))


@given(st.binary(max_size=200))
def test_what_is_no_proof_is_refused_and_no_error_of_ours(garbage: bytes) -> None:
    refused(garbage)
    refused(b"c2sp.org/tlog-proof@v1\n" + garbage)
    with pytest.raises(NotProved):
        opened(garbage, KEYS)
