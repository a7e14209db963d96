"""The root of a growing Merkle tree is known after every leaf, with one hash kept for each bit of the tree's size.

RFC 6962 §2.1: a leaf's hash is SHA-256(0x00 ‖ entry), a node's SHA-256(0x01 ‖ left ‖ right); a tree of n leaves is
split at the largest power of two below n. What is kept, the frontier, are the roots of the full subtrees that this
makes, the largest first: as many as n has bits set.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256


def leaf_hash(entry: bytes) -> bytes:
    """32 bytes."""
    return sha256(b"\x00" + entry).digest()


class Frontier:
    """Takes leaf hashes in order, many at once if there are; `root()` is the root of all taken so far."""

    __slots__ = ("_subtrees", "size")

    def __init__(self) -> None:
        self.size = 0
        self._subtrees: list[bytes] = []

    def extend(self, leaves: Sequence[bytes]) -> None:
        """Like adding to a binary number: each carry joins two full subtrees of the same size."""
        done = 0
        while done < len(leaves):
            most = 1 << (len(leaves) - done).bit_length() - 1
            width = min(self.size & -self.size or most, most)
            node = _full(leaves[done : done + width])
            carry = self.size // width
            while carry & 1:
                node = sha256(b"\x01" + self._subtrees.pop() + node).digest()
                carry >>= 1
            self._subtrees.append(node)
            self.size += width
            done += width

    def root(self) -> bytes:
        """32 bytes; of no leaves, the hash of nothing (RFC 6962 §2.1)."""
        if not self._subtrees:
            return sha256().digest()
        *larger, root = self._subtrees
        for subtree in reversed(larger):
            root = sha256(b"\x01" + subtree + root).digest()
        return root


def _full(nodes: Sequence[bytes]) -> bytes:
    """The root over 1, 2, 4, 8, … nodes of one size."""
    while len(nodes) > 1:
        nodes = [sha256(b"\x01" + left + right).digest() for left, right in zip(nodes[::2], nodes[1::2], strict=True)]
    return nodes[0]
