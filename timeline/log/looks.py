"""Whatever is wrong with one stored entry a thorough look names, and a quick look passes none that this has a word on.

Nearly all entries of nearly all logs are sound, so the quick look decides how long a log takes to verify: it goes
through many in one loop, compares the stored bytes part by part, and stops at all that is rare.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from pydantic_core import from_json

from timeline.errors import TimelineError
from timeline.log.entries import INSTANT_LENGTH, OPENING, SALT_BYTES, Row, commit, is_closing, is_instant, opening
from timeline.log.ids import ids_after, parse_id
from timeline.log.merkle import leaf_hash

#: What is wrong where body or salt is another one, or missing.
NOT_COMMITTED = "body and salt are not what the entry commits to."
#: How an entry's bytes begin, before what it commits to.
_COMMITMENT = b'{"commitment":"'
#: How an entry says that it is a redaction, in canonical bytes.
_REDACTION = b'"type":"event_redacted"'


def sound(prefix: str, rows: Iterable[Row], position: int, latest: bytes) -> tuple[list[bytes], bytes]:
    """The leaf hashes of those entries, from `position` + 1 on, before the first with which anything is wrong.

    And the instant of the last of them: `latest` was that of the entry before. What redacts or was redacted is passed
    as little as what is wrong; `look` then says which of them it is.
    """
    leaves, passed = list[bytes](), set[bytes]()
    for id, (at, stored, leaf, salt, body) in zip(ids_after(prefix, position), rows, strict=False):
        position += 1
        try:
            hashed = sha256(b"\x00" + stored).digest()
            commitment = sha256(salt + body).hexdigest().encode()
        except TypeError:  # damage has turned bytes into something else
            break
        start = OPENING % (commitment, id, position)
        if leaf != hashed or at != position or len(salt) != SALT_BYTES or not stored.startswith(start):
            break
        if (rest := stored[len(start) :]) not in passed:
            instant, closing = rest[:INSTANT_LENGTH], rest[INSTANT_LENGTH:]
            if _REDACTION in closing or not is_closing(closing):
                break
            if instant != latest:
                if instant < latest or not is_instant(instant):
                    break
                latest = instant
                passed.clear()
            passed.add(rest)
        leaves.append(leaf)
    return leaves, latest


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
        salted = isinstance(salt, bytes) and isinstance(body, bytes) and len(salt) == SALT_BYTES
        commitment = commit(salt, body) if salted else 64 * "?"
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
