"""The root of a growing Merkle tree is known after every leaf, with one hash kept for each bit of the tree's size.

RFC 6962 §2.1: a leaf's hash is SHA-256(0x00 ‖ entry), a node's SHA-256(0x01 ‖ left ‖ right); a tree of n leaves is
split at the largest power of two below n. What is kept, the frontier, are the roots of the full subtrees that this
makes, the largest first: as many as n has bits set.
"""

from __future__ import annotations

from hashlib import sha256


def leaf_hash(entry: bytes) -> bytes:
    """32 bytes."""
    return sha256(b"\x00" + entry).digest()


class Frontier:
    """Takes leaf hashes in order; `root()` is the root of all taken so far."""

    __slots__ = ("_subtrees", "size")

    def __init__(self) -> None:
        self.size = 0
        self._subtrees: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Like adding 1 to a binary number: each carry joins two full subtrees of the same size."""
        carry = self.size
        while carry & 1:
            leaf = sha256(b"\x01" + self._subtrees.pop() + leaf).digest()
            carry >>= 1
        self._subtrees.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """32 bytes; of no leaves, the hash of nothing (RFC 6962 §2.1)."""
        if not self._subtrees:
            return sha256().digest()
        *larger, root = self._subtrees
        for subtree in reversed(larger):
            root = sha256(b"\x01" + subtree + root).digest()
        return root
