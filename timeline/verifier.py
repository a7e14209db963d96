"""What a proof proves follows from its file and a verifier key alone: no log, no tables, none of the prover's code.

Everything is read and hashed here anew, with the standard library and an Ed25519 that others wrote. The formats are
C2SP's: signed-note (https://c2sp.org/signed-note), tlog-checkpoint (https://c2sp.org/tlog-checkpoint) and tlog-proof
(https://c2sp.org/tlog-proof). The extra data of a proof, which tlog-proof leaves to the application, are lines that end
in a newline: the entry; then, unless they are withheld, the salt in hexadecimal and the body.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

#: Bytes of a proof: two texts of 65,535 bytes in base64, a path of 64 hashes, and room for many signatures.
LARGEST = 1 << 20
#: What an entry says (docs/log.md).
_FIELDS = {
    "commitment": str,
    "id": str,
    "position": int,
    "recorded_at": str,
    "recorded_by": str,
    "type": str,
    "version": int,
}
_ID = re.compile(r"([A-Z]{2,6})-([0-9]{4}|[1-9][0-9]{4,})-([0-9]{4})-([0-9]{2})")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")
#: A line with a key's name and, in base64, its ID and signature.
_SIGNATURE = re.compile(r"— ([^\s+]+) ([^\s]+)")
#: The byte that says which kind of signature a key makes (signed-note, "Signature types").
_ED25519 = b"\x01"


class NotProved(Exception):
    """The first thing that is wrong with a proof, a checkpoint or a key."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key by its name and its ID of four bytes (signed-note, "Verifier keys")."""

    name: str
    id: bytes
    public: bytes

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Reads `name+hash+base64`. Raises NotProved."""
        name, _, rest = text.partition("+")
        told, _, encoded = rest.partition("+")
        key = _unbase64(encoded)
        if not name or re.search(r"\s", name) or not re.fullmatch(r"[0-9a-f]{8}", told) or not key:
            raise NotProved(f"{text[:200]!a} is not a verifier key. It has the form name+hash+base64.")
        if key[:1] != _ED25519 or len(key) != 33:
            raise NotProved(f"{name}+{told} is not an Ed25519 key, the only kind that is understood here.")
        id = sha256(name.encode() + b"\n" + key).digest()[:4]
        if id.hex() != told:
            raise NotProved(f"The verifier key {name}+{told} was changed: its hash should be {id.hex()}.")
        return cls(name, id, key[1:])

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}"

    def has_signed(self, text: bytes, signature: bytes) -> bool:
        """Whether this is the key's Ed25519 signature of `text` (RFC 8032)."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text)
        except InvalidSignature:
            return False
        return True


def keys_in(text: str, file: str = "") -> list[VerifierKey]:
    """The verifier keys in a file, one on each line; blank lines and those that begin with # say none.

    Raises NotProved for any other line; it is named as one of `file`, if that is given.
    """
    keys = []
    for number, line in enumerate(text.splitlines(), 1):
        if (said := line.strip()) and not said.startswith("#"):
            try:
                keys.append(VerifierKey.parse(said))
            except NotProved as problem:
                raise NotProved(f"{file}, line {number}: {problem}" if file else str(problem)) from problem
    return keys


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint, and which of the known keys have signed it: at least one."""

    origin: str
    size: int
    root: bytes
    signers: tuple[VerifierKey, ...]


@dataclass(frozen=True, slots=True)
class Proved:
    """What a proof proves: that the log had this entry at `index` (counted from 0) when the checkpoint was signed.

    What the entry says is the log's word: `entry` has id, type, version, recorded_at and recorded_by. `body` is None
    where the proof withholds it.
    """

    checkpoint: Signed
    index: int
    entry: dict[str, Any]
    body: dict[str, Any] | None


def opened(note: bytes, keys: Sequence[VerifierKey]) -> Signed:
    """The checkpoint in a signed note, if one of `keys` has signed it and bears the name of the log.

    Signatures of unknown keys are passed over; a bad one of a known key is refused, whatever others there are
    (signed-note, "Signatures"; tlog-checkpoint, "Note text"). Raises NotProved.
    """
    text, signatures = _split(note)
    known = {(key.name, key.id): key for key in keys}
    signers, strangers = dict[VerifierKey, None](), list[str]()
    for name, id, signature in signatures:
        key = known.get((name, id))
        if key is None:
            strangers.append(f"{name}+{id.hex()}")
        elif key.has_signed(text, signature):
            signers[key] = None
        else:
            raise NotProved(f"The signature of {key} is not that of this checkpoint: one of the two was changed.")
    if not signers:
        raise NotProved(f"The checkpoint is signed by {', '.join(strangers)}, and by none of the keys that are known.")
    origin, size, root = _checkpoint(text)
    if all(key.name != origin for key in signers):
        raise NotProved(f"The checkpoint is of {origin}, and signed only by {', '.join(map(str, signers))}.")
    return Signed(origin, size, root, tuple(signers))


def proved(proof: bytes, keys: Sequence[VerifierKey]) -> Proved:
    """What the tlog-proof `proof` proves to who trusts `keys` (tlog-proof, "Verifying"). Raises NotProved."""
    extra, index, path, note = _parts(proof)
    stored, said, body = _extra(extra)
    signed = opened(note, keys)
    if index >= signed.size:
        raise NotProved(f"The proof is of index {index}, and the checkpoint of a log of {signed.size} entries only.")
    if root_from(sha256(b"\x00" + stored).digest(), index, signed.size, path) != signed.root:
        raise NotProved(
            "Entry, index and hashes do not lead to the root that was signed: one of them is another's, or changed."
        )
    _check_place(said, index)
    return Proved(signed, index, said, body)


def _parts(proof: bytes) -> tuple[bytes, int, list[bytes], bytes]:
    """Extra data, index, hashes and signed note (tlog-proof, "Format")."""
    _check_text(proof, "proof")
    head, empty, note = proof.decode().partition("\n\n")
    first, *lines = head.split("\n")
    if first != "c2sp.org/tlog-proof@v1":
        raise NotProved("This is not a proof: its first line is not c2sp.org/tlog-proof@v1.")
    if not empty:
        raise NotProved("The proof was cut off: it has no checkpoint.")
    extra = _unbase64(lines.pop(0)[len("extra ") :]) if lines and lines[0].startswith("extra ") else None
    if extra is None:
        raise NotProved('The second line of the proof is not "extra" and base64, which holds the entry.')
    index = lines.pop(0) if lines else ""
    if not index.startswith("index ") or not _NUMBER.fullmatch(index[len("index ") :]):
        raise NotProved('The third line of the proof is not "index" and a number.')
    path = []
    for number, line in enumerate(lines, 4):
        path.append(_unbase64(line) or b"")
        if len(path[-1]) != 32:
            raise NotProved(f"Line {number} of the proof is not the base64 of a hash of 32 bytes.")
    return extra, int(index[len("index ") :]), path, note.encode()


def _extra(extra: bytes) -> tuple[bytes, dict[str, Any], dict[str, Any] | None]:
    """The entry's bytes, what it says, and what its body says."""
    *lines, rest = extra.split(b"\n")
    if rest or len(lines) not in (1, 3):
        raise NotProved("The extra data of the proof are not an entry, alone or followed by salt and body.")
    said = _object(lines[0], "entry")
    if said.keys() != _FIELDS.keys() or any(type(said[name]) is not kind for name, kind in _FIELDS.items()):
        raise NotProved(f"The entry does not say exactly {', '.join(_FIELDS)}.")
    if len(lines) == 1:
        return lines[0], said, None
    if not re.fullmatch(rb"[0-9a-f]{32}", lines[1]):
        raise NotProved("The salt is not 16 bytes in hexadecimal.")
    if sha256(bytes.fromhex(lines[1].decode()) + lines[2]).hexdigest() != said["commitment"]:
        raise NotProved("Salt and body are not what the entry commits to: one of the three was changed.")
    return lines[0], said, _object(lines[2], "body")


def _object(text: bytes, name: str) -> dict[str, Any]:
    """The JSON object that `text` is, in the one spelling that RFC 8785 has for it where there are no fractions."""
    try:
        found = json.loads(text)
        spelt = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except (ValueError, RecursionError):
        found, spelt = None, b""
    if not isinstance(found, dict) or spelt != text:
        raise NotProved(f"The {name} is not a JSON object in canonical form.")
    return found


def _check_place(said: dict[str, Any], index: int) -> None:
    """The entry must name the position at which it is, and so must its ID (ISO 7064 MOD 97-10)."""
    id = _ID.fullmatch(said["id"])
    if said["position"] != index + 1 or not id or int(id[2] + id[3]) != index + 1:
        raise NotProved(
            f"The entry says that it is {said['id']} at position {said['position']}, and is at {index + 1}."
        )
    if int("".join(str(int(letter, 36)) for letter in "".join(id.groups()))) % 97 != 1:
        raise NotProved(f"The check digits of {said['id']} are wrong.")


def root_from(node: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root to which a leaf and its inclusion path lead (RFC 9162 §2.1.3.2)."""
    last = size - 1
    for sibling in path:
        if last == 0:
            raise NotProved(f"The proof has more hashes than a log of {size} entries needs for index {index}.")
        if index & 1 or index == last:
            node = sha256(b"\x01" + sibling + node).digest()
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = sha256(b"\x01" + node + sibling).digest()
        index, last = index >> 1, last >> 1
    if last:
        raise NotProved(f"The proof has fewer hashes than a log of {size} entries needs.")
    return node


def _split(note: bytes) -> tuple[bytes, list[tuple[str, bytes, bytes]]]:
    """The text of a signed note, and name, key ID and signature of each signature (signed-note, "Format")."""
    _check_text(note, "checkpoint")
    text, empty, rest = note.decode().rpartition("\n\n")
    if not empty or not rest.endswith("\n"):
        raise NotProved("The checkpoint is not signed, or was cut off: no signature follows after an empty line.")
    signatures = []
    for line in rest[:-1].split("\n"):
        found = _SIGNATURE.fullmatch(line)
        signature = found and _unbase64(found[2])
        if not found or not signature or len(signature) < 5:
            raise NotProved(f"{line[:100]!a} is not a signature: em dash, name and base64.")
        signatures.append((found[1], signature[:4], signature[4:]))
    return f"{text}\n".encode(), signatures


def _checkpoint(text: bytes) -> tuple[str, int, bytes]:
    """Origin, size and root (tlog-checkpoint, "Note text")."""
    lines = text.decode().removesuffix("\n").split("\n")
    if len(lines) >= 3 and all(lines) and _NUMBER.fullmatch(lines[1]):
        root = _unbase64(lines[2])
        if root is not None and len(root) == 32:
            return lines[0], int(lines[1]), root
    raise NotProved("What was signed is not a checkpoint: origin, size and root in base64, each on a line of its own.")


def _check_text(given: bytes, name: str) -> None:
    if len(given) > LARGEST:
        raise NotProved(f"The {name} is longer than {LARGEST:,} bytes. None is.")
    try:
        text = given.decode()
    except UnicodeDecodeError as error:
        raise NotProved(f"The {name} is not UTF-8: byte {error.start + 1}.") from error
    if text.startswith("\ufeff"):
        raise NotProved(f"The {name} begins with a byte order mark, which an editor has put before what was signed.")
    if b"\r\n" in given:
        raise NotProved(f"The lines of the {name} end as on Windows, CR LF, and what was signed ends in LF alone.")
    if control := re.search(r"[\x00-\x09\x0b-\x1f]", text):
        raise NotProved(f"The {name} holds the control character {control[0]!a}.")


def _unbase64(text: str) -> bytes | None:
    """What the base64 (RFC 4648 §4) holds; None for any spelling but the one of an encoder."""
    try:
        found = b64decode(text, validate=True)
    except ValueError:
        return None
    return found if b64encode(found).decode() == text else None
