"""A signing key turns a checkpoint into a signed note that any client of C2SP signed-note can open.

The key's name is the log's origin, as tlog-checkpoint ("Signatures") has it, so that it leads from a verifier key to
the log that it is for. Signatures are Ed25519 (RFC 8032): the same text has the same signature, however often it is
signed.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

from timeline.errors import TimelineError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

# The library is imported when a key is used: no other command should wait for it.

#: Says that a key or a signature is Ed25519 (signed-note, "Signature types").
_ED25519 = b"\x01"


class SigningKey:
    """An Ed25519 key under the name of a log. Made by `new` and `read`."""

    def __init__(self, name: str, private: Ed25519PrivateKey) -> None:
        self._name = name
        self._private = private

    @classmethod
    def new(cls, name: str) -> SigningKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return cls(name, Ed25519PrivateKey.generate())

    @classmethod
    def read(cls, name: str, pem: bytes) -> SigningKey:
        """The key in a PEM file (RFC 7468, PKCS #8, not encrypted). Raises TimelineError for anything else."""
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        try:
            private = load_pem_private_key(pem, None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as problem:
            raise TimelineError("It holds no key in PEM, or one with a password.") from problem
        if not isinstance(private, Ed25519PrivateKey):
            raise TimelineError("It holds a key of another kind than Ed25519.")
        return cls(name, private)

    def pem(self) -> bytes:
        """The private key, as `read` reads it and other programs do: PKCS #8."""
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

        return self._private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    @property
    def verifier(self) -> str:
        """The verifier key, which is public: `name+hash+base64` (signed-note, "Verifier keys")."""
        return f"{self._name}+{self._id.hex()}+{b64encode(self._encoded).decode()}"

    def sign(self, text: str) -> str:
        """The signed note of `text`, which must end in a newline (signed-note, "Format")."""
        signature = b64encode(self._id + self._private.sign(text.encode())).decode()
        return f"{text}\n— {self._name} {signature}\n"

    @property
    def _encoded(self) -> bytes:
        return _ED25519 + self._private.public_key().public_bytes_raw()

    @property
    def _id(self) -> bytes:
        return _id(self._name, self._encoded)


def is_verifier(text: str) -> bool:
    """Whether this is a verifier key as `SigningKey.verifier` spells it, of whatever name."""
    name, _, rest = text.partition("+")
    told, _, encoded = rest.partition("+")
    try:
        key = b64decode(encoded, validate=True)
    except ValueError:
        return False
    return bool(name) and key[:1] == _ED25519 and len(key) == 33 and told == _id(name, key).hex()


def _id(name: str, encoded: bytes) -> bytes:
    """SHA-256(name ‖ newline ‖ type ‖ public key), its first four bytes (signed-note, "Signatures")."""
    return sha256(name.encode() + b"\n" + encoded).digest()[:4]
