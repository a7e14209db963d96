"""Whatever is wrong with one stored entry a thorough look names, and a quick look passes none that this has a word on.

Nearly all entries of nearly all logs are sound, so the quick look decides how long a log takes to verify: it compares
the stored bytes part by part, and leaves all that is rare to the thorough one.
"""

from __future__ import annotations

from pydantic_core import from_json

from timeline.errors import TimelineError
from timeline.log.entries import INSTANT_LENGTH, Row, commit, is_closing, is_instant, opening
from timeline.log.ids import parse_id
from timeline.log.merkle import leaf_hash

#: What is wrong where body or salt is another one, or missing.
NOT_COMMITTED = "body and salt are not what the entry commits to."
#: How an entry's bytes begin, before what it commits to.
_COMMITMENT = b'{"commitment":"'
#: How an entry says that it is a redaction, in canonical bytes.
_REDACTION = b'"type":"event_redacted"'


def sound_at(prefix: str, row: Row, position: int, latest: bytes) -> bytes | None:
    """The entry's instant, if it stands at `position` and nothing is wrong with it, after one of the instant `latest`.

    None also for what redacts or was redacted: `look` then says what it is.
    """
    at, stored, leaf, salt, body = row
    if at == position and type(stored) is type(salt) is type(body) is bytes and leaf == leaf_hash(stored):
        start = opening(prefix, position, commit(salt, body))
        end = len(start) + INSTANT_LENGTH
        instant, closing = stored[len(start) : end], stored[end:]
        if (
            stored.startswith(start)
            and (instant == latest or (instant > latest and is_instant(instant)))
            and is_closing(closing)
            and _REDACTION not in closing
        ):
            return instant
    return None


def look(prefix: str, row: Row, latest: bytes) -> tuple[bytes, bytes, list[str]]:
    """The hash of the entry as it is stored, the latest instant, and what is wrong with it.

    `latest` was the latest instant before it. An instant that was damaged upwards must not make the next ones seem to
    go back, so that only one of a sound entry counts.
    """
    position, stored, stored_leaf, salt, body = row
    if not isinstance(stored, bytes):
        return b"", latest, ["the entry is not stored as bytes."]
    leaf = leaf_hash(stored)
    if is_erased(row):
        commitment = stored[len(_COMMITMENT) :][:64].decode("ascii", "replace")
    else:
        commitment = commit(salt, body) if isinstance(salt, bytes) and isinstance(body, bytes) else 64 * "?"
    start = opening(prefix, position, commitment)
    end = len(start) + INSTANT_LENGTH
    instant = stored[len(start) : end]
    problems = []
    if stored_leaf != leaf:
        problems.append("the leaf is not the hash of the entry.")
    if not stored.startswith(start):
        committed = stored.startswith(start[: start.index(b'"id"')])
        problems.append("the entry has another ID or position." if committed else NOT_COMMITTED)
    if instant != latest and (instant < latest or not is_instant(instant)):
        problems.append("the instant is before that of the entry before it, or is none.")
    if not is_closing(stored[end:]):
        problems.append("the entry is not in canonical bytes.")
    return leaf, latest if problems else instant, problems


def is_erased(row: Row) -> bool:
    """Whether nothing is stored of what the entry said."""
    return row[3] is None and row[4] is None


def redacts(row: Row) -> set[str]:
    """The IDs of earlier entries that an entry redacts."""
    position, stored, _, _, body = row
    if not isinstance(stored, bytes) or not isinstance(body, bytes) or _REDACTION not in stored:
        return set()
    try:
        ids = from_json(body)["redacts"]
        return {id for id in ids if parse_id(id)[1] < position}
    except (ValueError, TypeError, LookupError, TimelineError):
        return set()
