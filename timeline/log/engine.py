"""What every engine of a log promises. `tests/log/test_contract.py` holds each engine to it.

- Positions count from 1 without gaps; an entry never changes and never goes away. Its body goes away in one case: a
  later entry redacts it. The entry, its leaf and so every root stay as they were.
- An append is all or nothing, and durable when it returns.
- No two entries have a key in common. Keys are opaque here; callers make them from what identifies an event, so that
  appending the same again is found out. The index of keys can be rebuilt from the entries.
- An engine may store an append and fail to acknowledge it: a process is killed after the commit, or a replica's answer
  is lost. The caller then appends the same drafts again, and `KeyTaken` tells where they are. An `expected` position is
  of no use for this: the first attempt may have moved the head itself, so that the second one gets `Conflict`.
- Entries are read in the order of their positions, while others append.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from threading import Event as Flag
from typing import Protocol, Self, TypeAlias

from timeline.errors import TimelineError
from timeline.log.entries import Draft, Entry, Row

#: Drafts in one append.
MAX_DRAFTS = 1_000

#: Gives an entry's keys: the same ones that its draft had.
KeysOf: TypeAlias = Callable[[Entry], tuple[str, ...]]


class Conflict(TimelineError):
    """The log's head is not where the caller expected it. Look at what others have appended, and try again."""

    def __init__(self, expected: int, head: int) -> None:
        super().__init__(
            f"The log was expected to end at position {expected} and ends at {head}: others have appended. "
            "Nothing stored. Look at what is new, and try again."
        )
        self.expected = expected
        self.head = head


class KeyTaken(TimelineError):
    """A draft's key belongs to the entry at `position`, or, if that is None, to another draft of the same append."""

    def __init__(self, key: str, position: int | None) -> None:
        holder = "another draft of the same append" if position is None else f"the entry at position {position}"
        super().__init__(f'The key "{key}" belongs to {holder}. Nothing stored. Leave out what is there already.')
        self.key = key
        self.position = position


class NotInLog(TimelineError):
    """No entry has this position, or has it yet."""

    def __init__(self, position: int, head: int) -> None:
        super().__init__(f"The log has no entry at position {position}: it ends at {head}.")
        self.position = position


class LogExists(TimelineError):
    """Where a log was to be created there is one, or another database."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} exists already. Open it, or choose another folder.")


class Log(Protocol):
    """An append-only sequence of entries. Every method raises TimelineError when the store cannot be read or written.

    One object may be used by several threads at once, and one log by several processes.
    """

    @property
    def prefix(self) -> str:
        """The prefix of its IDs, fixed when it was created."""

    def append(self, drafts: Sequence[Draft], *, recorded_by: str, expected: int | None = None) -> list[Entry]:
        """Appends 1 to 1,000 drafts, all or none, and returns their entries once they are durable.

        All get the same instant, never before that of the entry before them: a clock that went back is held, with a
        warning (RuntimeWarning) if by more than a second. Raises Conflict when `expected` is given and is not the head,
        KeyTaken, and TimelineError for a body or entry over 65,535 bytes.
        """

    def read(self, after: int = 0, until: int | None = None) -> Iterator[Entry]:
        """The entries at the positions `after` + 1 to `until`, or to what is the head when reading starts."""

    def get(self, position: int) -> Entry:
        """The entry at `position`. Raises NotInLog."""

    def head(self) -> int:
        """The last position, 0 when the log is empty. Raises TimelineError where the store was removed or replaced."""

    def subscribe(self, after: int = 0, *, stop: Flag | None = None) -> Iterator[Entry]:
        """The entries after `after`, then each new one within a second of its append, until `stop` is set."""

    def find(self, keys: Iterable[str]) -> dict[str, int]:
        """The positions of the entries that have these keys; keys that no entry has are left out."""

    def keys(self, prefix: str) -> Iterator[tuple[str, int]]:
        """The keys that begin with `prefix`, in order of their UTF-8 bytes, with the positions of their entries."""

    def raw(self, until: int, *, after: int = 0) -> Iterator[Row]:
        """What is stored at the positions `after` + 1 to `until`, unchecked, for `verify` and for proofs."""

    def leaves(self, after: int, until: int) -> Iterator[bytes]:
        """The leaf hashes as stored, 32 bytes each, at the positions `after` + 1 to `until`.

        Of a million entries, some seconds and no memory to speak of. Raises TimelineError where one is missing.
        """

    def flaws(self) -> list[str]:
        """What is wrong with the store beside its entries and its index, each with what to do; for `verify`."""

    def backup(self, file: Path, settings: str) -> None:
        """Writes the log as it is now, with the settings of its timeline, into a new file, while others append.

        What is written is not verified, and holds what was redacted and not erased yet: both are the caller's.
        """

    def reindex(self, keys_of: KeysOf) -> None:
        """Builds the index anew from the entries. Of two entries with the same key, the earlier one keeps it.

        Puts back what keeps entries from being changed, where that is gone, with a warning (RuntimeWarning).
        """

    @property
    def erasing(self) -> bool:
        """Whether an erasure was not ended, so that a file may still hold bytes of it: `erase` ends it."""

    def erase(self, positions: Iterable[int], *, more: bool = False) -> None:
        """Erases body, salt and keys of the entries at these positions, so that no file of the store holds them.

        Each must be named by a later entry of type event_redacted, or nothing is erased and TimelineError is raised.
        What is erased already stays so: after an interruption it is done again, also without positions. With `more`
        the caller has still to erase it elsewhere, and `erasing` stays true until it is done without. Raises
        TimelineError also where another program keeps the bytes from being overwritten; then do it again when that is
        closed.
        """

    def close(self) -> None:
        """Lets go of the store. Iterators that are still running raise TimelineError."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *exception: object) -> None: ...
