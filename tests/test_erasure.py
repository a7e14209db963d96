"""What redactions name is erased, whatever interrupted that before; nothing else is, and nothing twice."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from events.base import Event
from events.ledger.event_redacted import EventRedacted, redacted_key
from tests.forging import Forger
from tests.privacy import holding, secret
from tests.samples import GROUND, strike
from tests.tables import store
from timeline.erasure import erase_redacted, unerased
from timeline.log.ids import format_id
from timeline.log.sqlite import SqliteLog
from timeline.service import Timeline

SECRET = len(GROUND) + 1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Timeline.init(tmp_path / "t", "TST") as timeline:
        timeline.append([*GROUND, secret()], recorded_by="desk")
    return tmp_path / "t"


@pytest.fixture
def log(folder: Path) -> Iterator[SqliteLog]:
    with SqliteLog.open(folder / "log.db") as log:
        yield log


def redaction(position: int) -> Event:
    return EventRedacted(redacts=(format_id("TST", position),), reason="danger", authority="the editor")


def bodies(log: SqliteLog) -> list[bytes]:
    return [entry.body for entry in log.read()]


def test_what_is_redacted_is_unerased_until_it_is_erased_once(log: SqliteLog) -> None:
    assert not unerased(log)
    assert not erase_redacted(log)
    store(log, [redaction(SECRET)])
    assert unerased(log)
    assert erase_redacted(log)
    assert (unerased(log), erase_redacted(log)) == (False, False)
    assert [position for position, body in enumerate(bodies(log), 1) if not body] == [SECRET]


def test_what_is_still_to_be_erased_elsewhere_stays_unerased(log: SqliteLog) -> None:
    store(log, [redaction(SECRET)])
    assert erase_redacted(log, more=True)
    assert bodies(log)[SECRET - 1] == b""
    assert unerased(log)
    assert erase_redacted(log), "there is nothing to empty, and bytes may be left"
    assert not unerased(log)


def test_a_redaction_of_what_comes_after_it_erases_nothing_and_keeps_nobody_from_opening(folder: Path) -> None:
    with SqliteLog.open(folder / "log.db") as log:
        store(log, [redaction(SECRET + 2), strike(1)])
        before = bodies(log)
        assert not unerased(log)
        assert not erase_redacted(log)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with Timeline.open(folder) as timeline:
            assert [entry.body for entry in timeline.log.read()] == before
            assert timeline.verify().ok


def test_a_key_that_leads_to_no_redaction_erases_nothing(log: SqliteLog, folder: Path) -> None:
    store(log, [strike(1)])
    before = bodies(log)
    forger = Forger(folder / "log.db")
    forger.execute("INSERT INTO key_index VALUES (?, ?)", (redacted_key(format_id("TST", SECRET)), SECRET + 1))
    forger.close()
    assert not unerased(log)
    assert not erase_redacted(log)
    assert bodies(log) == before


def test_bytes_that_are_left_where_the_entry_is_empty_are_overwritten_by_who_opens_it_next(folder: Path) -> None:
    with SqliteLog.open(folder / "log.db") as log:
        store(log, [redaction(SECRET)])
        erase_redacted(log, more=True)
    Timeline.open(folder).close()
    assert holding(folder) == set()
    with SqliteLog.open(folder / "log.db") as log:
        assert not unerased(log)
