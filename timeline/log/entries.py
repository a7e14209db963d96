"""An entry's bytes bind an ID, an instant and a name to the hash of a body, and are a pure function of what they say.

The bytes are the canonical JSON object {commitment, id, position, recorded_at, recorded_by, type, version}. Keys sort
in this order, so the bytes are put together from three parts: the opening, which position and body fix; the instant,
always 27 characters; and the closing, which says by whom and what, and repeats from entry to entry. `seal` writes them
and `verify` compares them part by part, without parsing a million JSON objects.

The commitment is SHA-256(salt ‖ body): a short body cannot be guessed from the entry alone, because the salt is random.
"""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any, TypeAlias
from unicodedata import normalize

from pydantic_core import from_json

from events.canonical import canonical
from timeline.errors import TimelineError
from timeline.log.ids import format_id
from timeline.log.merkle import leaf_hash

#: Bytes of a body and of an entry: what fits the length fields of C2SP tlog-tiles' entry bundles (unsigned 16 bits).
MAX_BYTES = 65_535
SALT_BYTES = 16
#: Characters of `recorded_at`.
INSTANT_LENGTH = 27
#: An entry's bytes up to the instant: commitment, ID and position are put in.
OPENING = b'{"commitment":"%b","id":"%b","position":%d,"recorded_at":"'

_INSTANT = "%Y-%m-%dT%H:%M:%S.%fZ"
_WRITTEN = re.compile(rb"[1-9]\d{3}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\d\.\d{6}Z")

#: What an engine stores of one entry: position, entry, leaf, salt, body. Damage can have turned any of the last four
#: into anything, None included.
Row: TypeAlias = tuple[int, Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be appended: a body in canonical bytes, and the keys that no other entry may have."""

    type: str
    version: int
    body: bytes
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """What has been appended. `recorded_at` is a UTC instant like 2026-11-22T16:00:00.000000Z.

    `commitment` are 64 hexadecimal digits. `body` is empty where it was erased, as no other is.
    """

    id: str
    position: int
    type: str
    version: int
    recorded_at: str
    recorded_by: str
    commitment: str
    body: bytes


def utc_now() -> str:
    """The clock's instant, in microseconds; texts of this form sort as the instants do."""
    return datetime.now(UTC).strftime(_INSTANT)


def not_before(latest: str) -> str:
    """Now, or `latest` if the clock has gone back behind it."""
    now = utc_now()
    if now >= latest:
        return now
    if datetime.fromisoformat(latest) - datetime.fromisoformat(now) > timedelta(seconds=1):
        warnings.warn(
            f"The clock says {now}, which is before the last entry. {latest} is recorded instead. Set the clock.",
            RuntimeWarning,
            stacklevel=3,
        )
    return latest


def is_instant(text: bytes) -> bool:
    """Whether `utc_now` could have written it."""
    if not _WRITTEN.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text.decode("ascii"))
    except ValueError:
        return False
    return True


def signature(recorded_by: str) -> str:
    """The name as it is recorded: in NFC. Raises TimelineError when it is blank or holds unprintable characters."""
    if not recorded_by.strip() or not recorded_by.isprintable():
        raise TimelineError(f"{recorded_by!a} cannot be recorded as a name. Say who records, with visible characters.")
    return normalize("NFC", recorded_by)


def seal(
    draft: Draft, *, prefix: str, position: int, recorded_at: str, recorded_by: str, salt: bytes
) -> tuple[Entry, Row]:
    """The entry and what to store of it. Raises TimelineError when body or entry is empty or too long."""
    commitment = commit(salt, draft.body)
    stored = (
        opening(prefix, position, commitment) + recorded_at.encode() + closing(recorded_by, draft.type, draft.version)
    )
    for name, size in (("body", len(draft.body)), ("entry", len(stored))):
        if not 0 < size <= MAX_BYTES:
            raise TimelineError(
                f"The {name} of one {draft.type} has {size:,} bytes, and may have 1 to {MAX_BYTES:,}. Shorten it."
            )
    entry = Entry(
        id=format_id(prefix, position),
        position=position,
        type=draft.type,
        version=draft.version,
        recorded_at=recorded_at,
        recorded_by=recorded_by,
        commitment=commitment,
        body=draft.body,
    )
    return entry, (position, stored, leaf_hash(stored), salt, draft.body)


def unseal(row: Row) -> Entry:
    """The entry that was stored, if it can be read; TimelineError if not. Nothing is hashed: that is for `verify`."""
    position, stored, _leaf, salt, body = row
    body = b"" if body is None and salt is None else body
    try:
        fields = from_json(stored)
        readable = isinstance(stored, bytes) and isinstance(body, bytes)
        if readable and fields["position"] == position and is_instant(fields["recorded_at"].encode()):
            return Entry(body=body, **fields)
    except (AttributeError, KeyError, TypeError, ValueError):
        pass
    raise damaged(position)


def damaged(position: object) -> TimelineError:
    """What is said of an entry that cannot be read."""
    return TimelineError(f"The entry at position {position} is damaged. `timeline verify` tells what else is.")


def commit(salt: bytes, body: bytes) -> str:
    """SHA-256(salt ‖ body), 64 hexadecimal digits."""
    return sha256(salt + body).hexdigest()


def opening(prefix: str, position: int, commitment: str) -> bytes:
    """An entry's bytes up to the instant."""
    return OPENING % (commitment.encode(), format_id(prefix, position).encode(), position)


@lru_cache(maxsize=1024, typed=True)
def closing(recorded_by: str, type: str, version: int) -> bytes:
    """An entry's bytes after the instant. Raises ValueError for what has no canonical bytes."""
    return b'",' + canonical({"recorded_by": recorded_by, "type": type, "version": version})[1:]


@lru_cache(maxsize=1024)
def is_closing(rest: bytes) -> bool:
    """Whether these bytes are a closing, spelt as `closing` spells it, with two texts and a number from 1."""
    try:
        said = from_json(b"{" + rest.removeprefix(b'",'))
        version, *texts = (said[name] for name in ("version", "recorded_by", "type"))
        if type(version) is not int or version < 1 or any(type(text) is not str for text in texts):
            return False
        return closing(**said) == rest
    except (ValueError, TypeError, LookupError):
        return False
