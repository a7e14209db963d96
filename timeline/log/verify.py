"""A log verifies only if every stored byte of its entries is what was appended, as far as its hashes can tell.

The stored bytes are hashed as they are; nothing is parsed and written anew. A body may be missing only where a later
entry redacts it. Without a checkpoint this finds damage. Who forges a log can recompute every hash in it, and is found
out only by a checkpoint: the size and Merkle root (RFC 6962 §2.1) of an earlier day, which today's log must extend.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Self

from timeline.errors import TimelineError
from timeline.log.engine import KeysOf, Log
from timeline.log.entries import Entry, Row
from timeline.log.ids import format_id
from timeline.log.looks import NOT_COMMITTED, is_erased, look, redacts, sound
from timeline.log.merkle import Frontier


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log's size and root at some time, to be kept where whoever writes the log cannot change it."""

    size: int
    #: 64 hexadecimal digits.
    root: str
    #: A name for the log that it is of.
    origin: str = ""

    def text(self) -> str:
        """The checkpoint as C2SP tlog-checkpoint writes it: origin, size, root in base64."""
        return f"{self.origin}\n{self.size}\n{b64encode(bytes.fromhex(self.root)).decode()}\n"

    def check_of(self, origin: str) -> None:
        """Raises TimelineError where it is not of the log with this name."""
        if self.origin != origin:
            raise TimelineError(
                f"The checkpoint is of {self.origin}, and this is {origin}. Name a checkpoint of this log; if it is "
                "one, somebody has changed the prefix in log.db: restore it from a backup."
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads what `text` wrote; lines after the third, such as signatures, are left alone. Raises TimelineError."""
        try:
            origin, size, root, *_ = text.splitlines()
            if size.isascii() and size.isdecimal() and len(digest := b64decode(root, validate=True)) == 32:
                return cls(int(size), digest.hex(), origin)
        except ValueError:
            pass
        raise TimelineError("This is not a checkpoint. Give a file that `timeline checkpoint` has written.")


@dataclass(frozen=True, slots=True)
class Verification:
    """What `verify` found. `faults` are positions, in order, each with what is wrong there; 0 is the whole file."""

    #: Entries that were read.
    size: int
    #: 64 hexadecimal digits, of the entries as they are stored now.
    root: str
    faults: tuple[tuple[int, str], ...]
    #: Entries of types that nobody here knows: which keys the index should have of them, only their package tells.
    unchecked: int = 0

    @property
    def ok(self) -> bool:
        return not self.faults

    def told(self) -> list[str]:
        """The faults, each in a line."""
        return [f"Position {position}: {problem}" if position else problem for position, problem in self.faults]


#: So many entries are looked at in one loop, and then it is told how far that is.
STEP = 256


def verify(
    log: Log,
    keys_of: KeysOf | None = None,
    against: Collection[Checkpoint] = (),
    progress: Callable[[int, int], None] = lambda done, of: None,
    known: Callable[[Entry], bool] = lambda entry: True,
) -> Verification:
    """Checks positions, IDs, leaves, commitments, instants and spelling of all entries that are there when it starts.

    And that nothing but a log is in the store, with all that keeps its entries from being changed.
    With `keys_of` also that the index has exactly the keys of the entries, and at least these of entries that are not
    `known`, of which it cannot tell all; with `against`, that the log extends these checkpoints. Damage is never
    raised, always listed: what cannot be read at all ends the list. `progress` is told how many entries are done, and
    of how many; each is looked at twice, for its bytes and for its keys. What a redaction erases meanwhile is no
    damage: then all is looked at again.
    """
    while True:
        found, head = _verified(log, keys_of, against, progress, known)
        if found.ok or not redacted_after(log, head):
            return found


def redacted_after(log: Log, head: int) -> bool:
    """Whether anything was redacted since `head` was the head."""
    try:
        return any(redacts(row) for row in log.raw(log.head(), after=head))
    except TimelineError:
        return False


def _verified(
    log: Log,
    keys_of: KeysOf | None,
    against: Collection[Checkpoint],
    progress: Callable[[int, int], None],
    known: Callable[[Entry], bool],
) -> tuple[Verification, int]:
    """What there is to `verify`, looked at once, and what was the head then."""
    entries, faults = _Entries(log.prefix, {checkpoint.size for checkpoint in against}), list[tuple[int, str]]()
    head, unchecked = 0, 0
    # SQLite looks through its file meanwhile, on another processor if there is one.
    with ThreadPoolExecutor(1) as beside:
        flaws = _meanwhile(log.flaws, beside)
        try:
            head = log.head()
            for rows in _batches(log.raw(head)):
                entries.take(rows)
                progress(entries.position // 2, head)
            faults = entries.all_faults(head)
            if keys_of and not faults:
                keys, half = _Keys(keys_of, known), entries.position
                faults += _index_faults(log, keys, half, lambda done: progress((half + done) // 2, head))
                unchecked = len(keys.strange)
            faults += [(0, flaw) for flaw in flaws()]
        except TimelineError as error:
            faults = [*(faults or entries.faults), (entries.position + 1, str(error))]
    for size, root in dict.fromkeys((checkpoint.size, checkpoint.root) for checkpoint in against):
        if size not in entries.roots:
            faults.append((entries.tree.size + 1, f"cut off: the checkpoint is of {size} entries."))
        elif entries.roots[size] != root:
            faults.append((size, "the entries up to here are not those that the checkpoint is of."))
    return Verification(entries.tree.size, entries.tree.root().hex(), tuple(faults), unchecked), head


def _meanwhile(work: Callable[[], list[str]], beside: ThreadPoolExecutor) -> Callable[[], list[str]]:
    """What waits for `work` to be done beside other work; where no thread can be had, it does it then."""
    try:
        return beside.submit(work).result
    except RuntimeError:
        return work


class _Entries:
    """What is wrong with the entries, taken in order, and the roots of the trees of `sizes` that they make."""

    def __init__(self, prefix: str, sizes: Collection[int]) -> None:
        self.position = 0
        self.faults = list[tuple[int, str]]()
        self.tree = Frontier()
        self.roots = {0: self.tree.root().hex()}
        self._prefix, self._latest = prefix, b""
        self._sizes = sorted(sizes, reverse=True)
        self._erased, self._redacted = list[int](), set[str]()

    def take(self, rows: list[Row]) -> None:
        """The next entries: nearly all of them at once."""
        while rows:
            leaves, self._latest = sound(self._prefix, rows, self.position, self._latest)
            self.position += len(leaves)
            self._grow(leaves)
            for row in rows[len(leaves) : len(leaves) + 1]:
                self._take_one(row)
            rows = rows[len(leaves) + 1 :]

    def _take_one(self, row: Row) -> None:
        if row[0] != self.position + 1:
            self.faults.append((self.position + 1, f"missing: the next entry is at position {row[0]}."))
        self.position = row[0]
        leaf, self._latest, problems = look(self._prefix, row, self._latest)
        self._erased += [self.position] if is_erased(row) else []
        self._redacted |= redacts(row)
        self.faults += [(self.position, problem) for problem in problems]
        self._grow([leaf])

    def _grow(self, leaves: list[bytes]) -> None:
        while self._sizes and (more := self._sizes[-1] - self.tree.size) <= len(leaves):
            self.tree.extend(leaves[:more])
            self.roots[self._sizes.pop()] = self.tree.root().hex()
            leaves = leaves[more:]
        self.tree.extend(leaves)

    def all_faults(self, head: int) -> list[tuple[int, str]]:
        """In order, after the last entry that can be read of a log that ends at `head`."""
        faults = list(self.faults)
        if self.position < head:
            faults.append(
                (self.position + 1, f"missing: no entry can be read from here on, and the log ends at {head}.")
            )
        unnamed = [position for position in self._erased if format_id(self._prefix, position) not in self._redacted]
        return sorted([*faults, *((position, NOT_COMMITTED) for position in unnamed)])


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """All rows, many at once; where one cannot be read, first those before it."""
    while True:
        some = list[Row]()
        try:
            some.extend(islice(rows, STEP))
        except TimelineError:
            yield some
            raise
        if not some:
            return
        yield some


class _Keys:
    """Which keys entries should have in the index, and which entries may have more of them than are known here."""

    def __init__(self, keys_of: KeysOf, known: Callable[[Entry], bool]) -> None:
        self.of = keys_of
        self._known = known
        self.strange = set[int]()

    def see(self, entry: Entry) -> dict[str, int]:
        """The keys that must lead to the entry."""
        if not self._known(entry):
            self.strange.add(entry.position)
        return dict.fromkeys(self.of(entry), entry.position)


def _index_faults(log: Log, keys: _Keys, head: int, progress: Callable[[int], None]) -> Iterator[tuple[int, str]]:
    """Every key of every entry up to `head` must lead to it. If the index has more keys than these: which they are."""
    surplus = sum(1 for _ in _keys(log, head))
    for entry in log.read(until=head):
        if entry.position % STEP == 0:
            progress(entry.position)
        wanted = keys.see(entry)
        found = log.find(wanted)
        surplus -= len(wanted)
        for key in wanted:
            if found.get(key) != entry.position:
                yield entry.position, f'the index leads the key "{key}" to {found.get(key, "no position")}.'
    if surplus:
        for key, position in _keys(log, head):
            if position not in keys.strange and not (0 < position <= head and key in keys.of(log.get(position))):
                yield position, f'the index has the key "{key}", which this entry does not have.'


def _keys(log: Log, head: int) -> Iterator[tuple[str, int]]:
    """All keys but those of entries appended since `head` was the head."""
    return ((key, position) for key, position in log.keys("") if not head < position <= log.head())
