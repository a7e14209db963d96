"""An inclusion path leads from one leaf to the root of the first `size` leaves, and never needs them all in memory.

RFC 6962 §2.1.1: the path of a leaf are the roots of the subtrees beside those that it lies in, the nearest first. What
is kept of a log are the roots of its full subtrees of 256 leaves, of a million leaves 125 KB, made in one pass; the
leaves of at most two such subtrees are read again for each path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from itertools import islice

from timeline.log.merkle import Frontier

#: Leaves of a full subtree: the width of a tile in C2SP tlog-tiles ("Merkle Tree").
WIDTH = 256

#: Gives the leaves at the positions `after` + 1 to `until`, as `Log.leaves`.
Leaves = Callable[[int, int], Iterator[bytes]]


def full_subtrees(leaves: Iterable[bytes]) -> list[bytes]:
    """The roots of all full subtrees of WIDTH leaves, in order."""
    rest, roots = iter(leaves), []
    while len(some := list(islice(rest, WIDTH))) == WIDTH:
        roots.append(_root_of(some))
    return roots


def inclusion(index: int, size: int, full: list[bytes], leaves: Leaves) -> tuple[list[bytes], bytes]:
    """The path of the leaf at `index` (from 0) in a tree of `size` leaves, and the root to which it leads.

    `full` is what `full_subtrees` gave for these leaves or for more. Raises ValueError where index ≥ size.
    """
    if not 0 <= index < size or size // WIDTH > len(full):
        raise ValueError(f"no leaf {index} in a tree of {size}, of which {len(full)} full subtrees are known")

    def root(start: int, end: int) -> bytes:
        if end - start < WIDTH:
            return _root_of(leaves(start, end))
        if end - start == WIDTH:
            return full[start // WIDTH]
        middle = start + _half(end - start)
        return _joined(root(start, middle), root(middle, end))

    def path(start: int, end: int) -> tuple[list[bytes], bytes]:
        if end - start == 1:
            return [], next(leaves(start, end))
        middle = start + _half(end - start)
        if index < middle:
            below, own = path(start, middle)
            beside = root(middle, end)
            return [*below, beside], _joined(own, beside)
        below, own = path(middle, end)
        beside = root(start, middle)
        return [*below, beside], _joined(beside, own)

    return path(0, size)


def _half(leaves: int) -> int:
    """The largest power of two below the number of leaves, at which a tree is split (RFC 6962 §2.1)."""
    return 1 << (leaves - 1).bit_length() - 1


def _root_of(leaves: Iterable[bytes]) -> bytes:
    tree = Frontier()
    tree.extend(list(leaves))
    return tree.root()


def _joined(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()
