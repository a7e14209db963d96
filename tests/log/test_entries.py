from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from timeline.errors import TimelineError
from timeline.log.entries import MAX_BYTES, Draft, is_closing, is_instant, seal, signature, unseal, utc_now

AT = "2026-11-22T16:00:00.000000Z"
NAMES = st.text(st.characters(codec="utf-8", categories=["L", "P", "Zs"]), min_size=1).filter(
    lambda name: bool(name.strip()) and name.isprintable()
)


@given(st.binary(min_size=1), st.integers(1, 10**14), NAMES, st.integers(1, 99), st.binary(min_size=16, max_size=16))
def test_an_entry_is_canonical_and_commits_to_its_body(
    body: bytes, position: int, name: str, version: int, salt: bytes
) -> None:
    draft = Draft("airstrike", version, body)
    entry, row = seal(draft, prefix="HEL", position=position, recorded_at=AT, recorded_by=signature(name), salt=salt)
    fields = asdict(entry)
    del fields["body"]
    # rfc8785 takes no integers beyond ±(2^53 - 2); positions stay far below.
    assert row[1] == rfc8785.dumps(fields)
    assert entry.commitment == sha256(salt + body).hexdigest()
    assert row == (position, row[1], sha256(b"\0" + row[1]).digest(), salt, body)
    assert unseal(row) == entry


@pytest.mark.parametrize(
    ("draft", "name"),
    [
        (Draft("airstrike", 1, b"x" * (MAX_BYTES + 1)), "desk"),
        (Draft("airstrike", 1, b""), "desk"),
        (Draft("airstrike", 1, b"x"), "d" * MAX_BYTES),
    ],
)
def test_a_body_and_an_entry_have_a_size(draft: Draft, name: str) -> None:
    with pytest.raises(TimelineError, match="bytes, and may have"):
        seal(draft, prefix="HEL", position=1, recorded_at=AT, recorded_by=name, salt=b"")


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\x00", "\udcff", "\u202edesk"])
def test_a_name_must_be_visible(name: str) -> None:
    with pytest.raises(TimelineError, match="cannot be recorded as a name"):
        signature(name)


def test_a_name_is_recorded_in_nfc() -> None:
    assert signature("Jose\u0301") == "Jos\u00e9"


@pytest.mark.parametrize("damaged", [b"", b"{}", b"[]", b"null", b"\xff", None, 7, "text"])
def test_an_unreadable_entry_is_refused_with_its_position(damaged: object) -> None:
    with pytest.raises(TimelineError, match="entry at position 7 is damaged"):
        unseal((7, damaged, b"", b"", b"{}"))


@pytest.mark.parametrize("change", [{"position": 8}, {"recorded_at": "yesterday"}, {"recorded_at": 5}, {"more": 1}])
def test_an_entry_that_says_what_none_can_is_refused(change: dict[str, object]) -> None:
    draft = Draft("airstrike", 1, b"{}")
    _, (position, stored, *rest) = seal(draft, prefix="HEL", position=7, recorded_at=AT, recorded_by="desk", salt=b"")
    changed = json.dumps(json.loads(stored) | change).encode()
    with pytest.raises(TimelineError, match="entry at position 7 is damaged"):
        unseal((position, changed, rest[0], rest[1], rest[2]))


def test_the_clock_writes_instants_in_one_form() -> None:
    assert is_instant(utc_now().encode())


@given(st.datetimes(datetime.fromisoformat("1000-01-01")))
def test_every_instant_in_this_form_is_one(instant: datetime) -> None:
    assert is_instant(instant.strftime("%Y-%m-%dT%H:%M:%S.%fZ").encode())


@pytest.mark.parametrize(
    "text",
    [
        b"2026-11-22T16:00:00.000000",
        b"2026-11-22 16:00:00.000000Z",
        b"2026-11-22T16:00:00,000000Z",
        b"2026-11-22T16:00:00.000000+00:00",
        b"2026-11-31T16:00:00.000000Z",
        b"2026-11-22T24:00:00.000000Z",
        b"2026-11-22T16:00:60.000000Z",
        b"0000-11-22T16:00:00.000000Z",
        b"2026-11-22T16:00:00.000000Z\n",
        b"\xff",
        b"",
    ],
)
def test_any_other_form_is_no_instant(text: bytes) -> None:
    assert not is_instant(text)


@pytest.mark.parametrize(
    "rest",
    [
        b'","recorded_by":"desk","type":"a","version": 1}',
        b'","type":"a","recorded_by":"desk","version":1}',
        b'","recorded_by":"desk","type":"a","version":1.0}',
        b'","recorded_by":"desk","type":"a","version":1,"version":1}',
        b'","recorded_by":"desk","type":"a"}',
        b'"recorded_by":"desk","type":"a","version":1}',
        b'","recorded_by":["desk"],"type":"a","version":1}',
        b'","recorded_by":"e\xcc\x81","type":"a","version":1}',
        b"",
    ],
)
def test_a_closing_has_one_spelling(rest: bytes) -> None:
    assert is_closing(b'","recorded_by":"desk","type":"a","version":1}')
    assert not is_closing(rest)
