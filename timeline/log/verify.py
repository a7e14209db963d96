"""A log verifies only if every stored byte of its entries is what was appended, as far as its hashes can tell.

The stored bytes are hashed as they are; nothing is parsed and written anew. A body may be missing only where a later
entry redacts it. Without a checkpoint this finds damage. Who forges a log can recompute every hash in it, and is found
out only by a checkpoint: the size and Merkle root (RFC 6962 §2.1) of an earlier day, which today's log must extend.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Self

from timeline.errors import TimelineError
from timeline.log.engine import KeysOf, Log
from timeline.log.entries import Entry
from timeline.log.ids import format_id
from timeline.log.looks import NOT_COMMITTED, is_erased, look, redacts, sound_at
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


#: Progress is told each time that so many entries are done.
STEP = 1000


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
        if found.ok or not _redacted_after(log, head):
            return found


def _redacted_after(log: Log, head: int) -> bool:
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
    tree, faults = Frontier(), list[tuple[int, str]]()
    erased, redacted, unchecked = list[int](), set[str](), 0
    sizes = {checkpoint.size for checkpoint in against}
    roots = {0: tree.root().hex()}
    prefix, position, latest, head = log.prefix, 0, b"", 0
    try:
        head = log.head()
        for row in log.raw(head):
            if row[0] % STEP == 0:
                progress(row[0] // 2, head)
            if instant := sound_at(prefix, row, position + 1, latest):
                position, latest, leaf = position + 1, instant, row[2]
            else:
                if row[0] != position + 1:
                    faults.append((position + 1, f"missing: the next entry is at position {row[0]}."))
                position = row[0]
                leaf, latest, problems = look(prefix, row, latest)
                erased += [position] if is_erased(row) else []
                redacted |= redacts(row)
                faults += [(position, problem) for problem in problems]
            tree.add(leaf)
            if tree.size in sizes:
                roots[tree.size] = tree.root().hex()
        if position < head:
            faults.append((position + 1, f"missing: no entry can be read from here on, and the log ends at {head}."))
        unnamed = [position for position in erased if format_id(prefix, position) not in redacted]
        faults = sorted([*faults, *((position, NOT_COMMITTED) for position in unnamed)])
        if keys_of and not faults:
            keys = _Keys(keys_of, known)
            faults += _index_faults(log, keys, position, lambda done: progress((position + done) // 2, head))
            unchecked = len(keys.strange)
        faults += [(0, flaw) for flaw in log.flaws()]
    except TimelineError as error:
        faults.append((position + 1, str(error)))
    for size, root in dict.fromkeys((checkpoint.size, checkpoint.root) for checkpoint in against):
        if size not in roots:
            faults.append((tree.size + 1, f"cut off: the checkpoint is of {size} entries."))
        elif roots[size] != root:
            faults.append((size, "the entries up to here are not those that the checkpoint is of."))
    return Verification(tree.size, tree.root().hex(), tuple(faults), unchecked), head


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
