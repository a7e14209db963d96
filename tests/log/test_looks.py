from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.log.entries import Draft, Row, seal
from timeline.log.looks import NOT_COMMITTED, is_erased, look, redacts, sound
from timeline.log.merkle import leaf_hash

_SALT = b"0123456789abcdef"
_BEFORE, _AT, _AFTER = (f"2026-11-2{day}T16:00:00.000000Z" for day in (1, 2, 3))


def row(position: int = 7, *, type: str = "airstrike", at: str = _AT, body: bytes = b'{"redacts":[]}') -> Row:
    return seal(Draft(type, 1, body), prefix="HEL", position=position, recorded_at=at, recorded_by="d", salt=_SALT)[1]


def _damaged(value: Any, draw: st.DataObject) -> Any:
    """The value, another of its kind, or of another kind."""
    kinds = [st.just(value), st.none(), st.just(7), st.just("text"), st.just(b"")]
    if isinstance(value, bytes):
        at = draw.draw(st.integers(0, len(value) - 1))
        kinds += [st.binary(min_size=1, max_size=1).map(lambda byte: value[:at] + byte + value[at + 1 :])]
    return draw.draw(st.one_of(kinds))


@given(
    st.data(),
    st.integers(1, 10**9),
    st.sampled_from(["airstrike", "event_redacted"]),
    st.sampled_from([b"", *(instant.encode() for instant in (_BEFORE, _AT, _AFTER))]),
    st.sampled_from([-1, 0, 0, 0, 1]),
)
def test_the_quick_look_passes_what_the_thorough_look_has_no_word_on_and_nothing_else(
    data: st.DataObject, position: int, type: str, latest: bytes, beside: int
) -> None:
    at, *stored = row(position, type=type)
    for column in data.draw(st.sets(st.integers(0, 3), max_size=2)):
        stored[column] = _damaged(stored[column], data)
    entry, leaf, salt, body = stored
    found = sound("HEL", [(at, entry, leaf, salt, body)], position + beside - 1, latest)
    hashed, instant, problems = look("HEL", (at, entry, leaf, salt, body), latest)
    special = is_erased((at, entry, leaf, salt, body)) or type == "event_redacted"
    passes = not problems and not special and not beside
    assert found == (([hashed], instant) if passes else ([], latest))


@given(
    st.lists(st.sampled_from(["airstrike", "shooting", "event_redacted"]), min_size=1, max_size=12),
    st.lists(st.sampled_from([_BEFORE, _AT, _AFTER]), min_size=12, max_size=12),
    st.sets(st.integers(0, 11), max_size=2),
)
def test_the_quick_look_goes_as_far_as_each_entry_alone_would_pass(
    types: list[str], instants: list[str], damaged: set[int]
) -> None:
    rows = [
        row(position, type=type, at=at, body=b"{}" if position - 1 in damaged else b'{"redacts":[]}')
        for position, (type, at) in enumerate(zip(types, instants, strict=False), 8)
    ]
    rows = [(*found[:3], _SALT, b'{"redacts":[]}') for found in rows]
    leaves, latest = list[bytes](), b""
    for found in rows:
        one, after = sound("HEL", [found], 7 + len(leaves), latest)
        if not one:
            break
        leaves, latest = leaves + one, after
    assert sound("HEL", rows, 7, b"") == (leaves, latest)


def test_a_redaction_is_left_to_the_thorough_look_and_names_earlier_entries_alone() -> None:
    redaction = row(100, type="event_redacted", body=b'{"redacts":["HEL-0000-0042-58","HEL-0000-0101-75"]}')
    assert sound("HEL", [redaction], 99, b"") == ([], b"")
    assert not look("HEL", redaction, b"")[2]
    assert redacts(redaction) == {"HEL-0000-0042-58"}


@pytest.mark.parametrize("bytes_moved", [-3, 1])
def test_bytes_moved_between_salt_and_body_are_found_although_the_commitment_is_the_same(bytes_moved: int) -> None:
    at, entry, leaf, salt, body = row()
    both, end = salt + body, len(salt) + bytes_moved
    moved = (at, entry, leaf, both[:end], both[end:])
    assert sound("HEL", [moved], at - 1, b"") == ([], b"")
    assert look("HEL", moved, b"")[2] == [NOT_COMMITTED]


@pytest.mark.parametrize("version", [b"true", b"null", b'"1"', b"-1", b"0", b"1.0"])
def test_a_version_that_is_no_number_from_1_is_found_in_its_entry_and_in_no_other(version: bytes) -> None:
    at, entry, _, salt, body = row()
    forged = entry.replace(b'"version":1', b'"version":' + version)
    for said, good in ((forged, False), (entry, True)):
        found = (at, said, leaf_hash(said), salt, body)
        assert (bool(sound("HEL", [found], at - 1, b"")[0]), not look("HEL", found, b"")[2]) == (good, good)


def test_an_instant_of_an_entry_with_a_fault_does_not_count_as_the_latest() -> None:
    at, entry, _, salt, body = row(at=_AFTER)
    assert look("HEL", (at, entry, bytes(32), salt, body), _BEFORE.encode())[1] == _BEFORE.encode()
