"""Nothing public is made of what is restricted or rests on it: not a row, a count, a name or a search term."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given

from events.amendment import Amendment
from events.base import Event
from events.claim import Claim
from events.ledger.coding_corrected import CodingCorrected
from events.ledger.visibility_changed import VisibilityChanged
from tests.amended import amended_histories
from tests.laws import examples
from tests.privacy import (
    KEY,
    MARKER,
    RESTRICTED,
    SLUG,
    folder,
    holding,
    ids,
    incident,
    secret,
    source,
    timeline,
    withheld,
)
from tests.samples import claim
from tests.tables import assert_as_rebuilt, contents, store
from timeline.errors import Faults, TimelineError
from timeline.log.ids import format_id
from timeline.log.sqlite import SqliteLog
from timeline.projections import building, runner
from timeline.projections.projected import whole_of
from timeline.projections.runner import Projector
from timeline.service import Timeline
from timeline.standing import Standing

__all__ = ["folder", "timeline"]


NARROWING: dict[str, Callable[[str], Event]] = {
    "claim": lambda id: VisibilityChanged(changes=id, visibility="restricted", reason="danger"),
    "correction": lambda id: CodingCorrected(
        corrects=id, reason="danger", replacement=claim(strikes=2, note=f"Other {MARKER}", **RESTRICTED)
    ),
    "value": lambda id: CodingCorrected(
        corrects=id,
        reason="danger",
        replacement=claim(strikes=3, place={"name": f"Place {MARKER}", **RESTRICTED}),
    ),
}


@pytest.mark.parametrize("how", NARROWING)
def test_narrowing_leaves_nothing_in_any_public_file(how: str, timeline: Timeline, folder: Path) -> None:
    (id,) = ids(timeline, secret())
    assert {file.removesuffix("-wal") for file in holding(folder)} == {"log.db", "timeline.db"}
    ids(timeline, NARROWING[how](id))
    assert {file.removesuffix("-wal") for file in holding(folder)} == {"log.db"}
    assert id in withheld(timeline)
    assert_as_rebuilt(timeline)


@pytest.mark.parametrize("name", [KEY, SLUG])
def test_narrowing_a_source_or_an_incident_takes_its_claims_along(name: str, timeline: Timeline, folder: Path) -> None:
    recorded = ids(timeline, source(), incident(), secret(citation={"source": KEY}), secret(incident=SLUG))
    timeline.restrict(name, reason="danger", recorded_by="desk")
    rest = [recorded[0], recorded[2]] if name == KEY else [recorded[1], recorded[3]]
    assert set(rest) < set(withheld(timeline))
    assert list(timeline.db.query("select * from sources where key = ?", [name])) == []
    assert list(timeline.db.query("select * from incidents where slug = ?", [name])) == []
    assert b"".join(repr(list(db)).encode() for db in contents(timeline.db).values()).count(name.encode()) == 0
    timeline.publish(name, reason="safe", recorded_by="desk")
    assert withheld(timeline) == []
    assert_as_rebuilt(timeline)


def test_a_restricted_claim_corrected_to_a_public_one_and_back_shows_only_the_public_version(
    timeline: Timeline, folder: Path
) -> None:
    (first,) = ids(timeline, secret(**RESTRICTED))
    second = str(timeline.correct(first, claim(strikes=2), reason="for the public", recorded_by="desk").id)
    assert withheld(timeline) == [first]
    (row,) = timeline.db.query("select * from events where entry_type = 'coding_corrected'")
    assert (row["id"], row["status"], row["amends"], row["summary"]) == (second, "current", None, "2 airstrikes")
    assert list(timeline.db.query("select * from corrections")) == []
    assert {file for file in holding(folder) if not file.startswith("log.db")} == set()
    third = str(timeline.correct(first, secret(**RESTRICTED), reason="danger", recorded_by="desk").id)
    assert withheld(timeline) == [first, second, third]
    assert {file for file in holding(folder) if not file.startswith("log.db")} == set()
    assert_as_rebuilt(timeline)
    timeline.undo(third, reason="no danger", recorded_by="desk")
    assert second not in withheld(timeline)
    assert_as_rebuilt(timeline)


def test_a_public_source_in_place_of_a_restricted_one_shows_the_claims_on_it(timeline: Timeline, folder: Path) -> None:
    _, told = ids(timeline, source(note=MARKER, **RESTRICTED), claim(citation={"source": KEY}))
    timeline.correct(KEY, source(), reason="the note was the danger", recorded_by="desk")
    assert [row["source"] for row in timeline.db.query("select source from events where id = ?", [told])] == [KEY]
    assert list(timeline.db.query("select note from sources where key = ?", [KEY])) == [{"note": None}]
    assert_as_rebuilt(timeline)


def test_publishing_holds_for_the_version_that_counts_and_not_for_what_was_restricted_before(
    timeline: Timeline, folder: Path
) -> None:
    (first,) = ids(timeline, secret())
    timeline.restrict(first, reason="danger", recorded_by="desk")
    second = str(timeline.correct(first, claim(strikes=2), reason="without names", recorded_by="desk").id)
    assert second in withheld(timeline), "a restriction holds for later versions"
    timeline.publish(first, reason="nothing left in it", recorded_by="desk")
    assert first in withheld(timeline)
    assert second not in withheld(timeline)
    assert {file for file in holding(folder) if not file.startswith("log.db")} == set()
    assert_as_rebuilt(timeline)


def test_publishing_shows_no_earlier_version_that_was_restricted_with_the_one_that_counts(
    timeline: Timeline, folder: Path
) -> None:
    (id,) = ids(timeline, secret())
    version = str(timeline.correct(id, claim(strikes=3), reason="no names", recorded_by="desk").id)
    restriction = timeline.restrict(id, reason="danger", recorded_by="desk").id
    publication = timeline.publish(id, reason="safe without the name", recorded_by="desk").id
    assert withheld(timeline) == [id, restriction, publication]
    assert [row["id"] for row in timeline.db.query("select id from events where id = ?", [version])] == [version]
    assert {file for file in holding(folder) if not file.startswith("log.db")} == set()
    assert_as_rebuilt(timeline)


def test_a_retracted_claim_can_be_restricted(timeline: Timeline, folder: Path) -> None:
    (first,) = ids(timeline, secret())
    timeline.retract(first, reason="coded twice", recorded_by="desk")
    timeline.restrict(first, reason="danger", recorded_by="desk")
    assert {file for file in holding(folder) if not file.startswith("log.db")} == set()
    assert_as_rebuilt(timeline)


def test_an_answer_to_a_claim_is_withheld_while_that_is(timeline: Timeline, folder: Path) -> None:
    labelled: dict[str, Any] = {"as": "v1"}
    answering = secret(citation={"locator": "p. 2"}, responds_to="v1")
    first, answer = ids(timeline, claim(strikes=3, **labelled), answering)
    assert withheld(timeline) == []
    timeline.restrict(first, reason="danger", recorded_by="desk")
    assert {first, answer} < set(withheld(timeline))
    assert {file for file in holding(folder) if not file.startswith("log.db")} == set()
    timeline.publish(first, reason="safe", recorded_by="desk")
    assert withheld(timeline) == []
    assert_as_rebuilt(timeline)


def test_what_is_so_already_or_cannot_be_restricted_is_refused(timeline: Timeline) -> None:
    (first,) = ids(timeline, secret(**RESTRICTED))
    with pytest.raises(TimelineError, match="is restricted already"):
        timeline.restrict(first, reason="again")
    with pytest.raises(TimelineError, match="is public already"):
        timeline.publish("gazette", reason="again")
    changed = str(timeline.publish(first, reason="safe", recorded_by="desk").id)
    late = VisibilityChanged(changes=first, visibility="restricted", reason="danger")
    with pytest.raises(Faults, match=f"write follows: {changed}"):
        timeline.append(late, recorded_by="desk")


def test_a_dry_run_says_what_would_be_restricted(timeline: Timeline) -> None:
    receipts = timeline.append([source(**RESTRICTED), claim(citation={"source": KEY}), claim()], dry_run=True)
    assert [receipt.restricted for receipt in receipts] == [True, True, False]


def marked(event: Event, word: str) -> Event:
    """The event with `word` in the names of its restricted persons and, where it is restricted itself, in its text."""
    whole = whole_of(event)
    changed: dict[str, Any] = {}
    if isinstance(whole, Claim):
        changed["people"] = tuple(
            person.model_copy(update={"name": word}) if person.visibility == "restricted" else person
            for person in whole.people
        )
    if whole.restricted:
        changed["note" if "note" in type(whole).model_fields else "title"] = word
    marked = whole.model_copy(update=changed)
    return event.model_copy(update={"replacement": marked}) if isinstance(event, CodingCorrected) else marked


@examples(20)
@given(amended_histories("TST"))
def test_no_table_holds_a_word_of_what_was_restricted_and_never_published(history: list[Any]) -> None:
    published = {event.changes for event in history if isinstance(event, VisibilityChanged)}
    with SqliteLog.memory("TST") as log:
        for position, event in enumerate(history, 1):
            version = not isinstance(event, Amendment) or isinstance(event, CodingCorrected)
            hidden = version and format_id("TST", position) not in published
            store(log, [marked(event, f"{MARKER}{position}") if hidden else event])
        projector = Projector(log, None)
        projector.catch_up()
        assert [line for line in projector.db.conn.iterdump() if MARKER in line] == []
        projector.close()


def test_a_restriction_that_a_reader_keeps_from_the_tables_is_no_success(timeline: Timeline, folder: Path) -> None:
    id = str(timeline.append(secret(visibility="public"), recorded_by="desk").id)
    timeline.db.execute("pragma busy_timeout = 100")
    with closing(sqlite3.connect(folder / "timeline.db", isolation_level=None)) as reader:
        reader.execute("begin")
        reader.execute("select count(*) from events").fetchone()
        with pytest.raises(TimelineError, match=r"timeline.db-wal still holds(?s:.*)they may still show it"):
            timeline.restrict(id, reason="a witness asked for it", recorded_by="desk")
        with pytest.raises(TimelineError, match=r"timeline.db-wal still holds"):
            timeline.rebuild()
    timeline.rebuild()
    assert {name.removesuffix("-wal") for name in holding(folder)} == {"log.db"}


@pytest.mark.parametrize("how", ["restrict", "redact", "correct", "retract"])
def test_what_a_reader_keeps_from_another_process_that_was_quicker_is_told_too(
    how: str, timeline: Timeline, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (id,) = ids(timeline, secret(people=[{"name": MARKER, "visibility": "public"}]))
    if how == "retract":  # of what is shown alone
        shown = claim(strikes=1, note=f"Note {MARKER}", people=[{"name": MARKER}])
        ids(timeline, CodingCorrected(corrects=id, reason="danger", replacement=shown))
    timeline.db.execute("pragma busy_timeout = 100")
    monkeypatch.setattr(building, "BUSY", 0.1)
    catch_up = Projector.catch_up

    def beaten(projector: Projector, progress: Callable[[int], None] = lambda done: None) -> int:
        monkeypatch.setattr(Projector, "catch_up", catch_up)
        other = Projector(projector.log, projector.path)
        with pytest.raises(TimelineError, match=r"timeline.db-wal still holds"):
            other.catch_up()
        other.close()
        return projector.catch_up(progress)

    why: dict[str, Any] = {"reason": "danger", "recorded_by": "desk"}
    why |= {"authority": "the editor"} if how == "redact" else {}
    why |= {"event": claim(strikes=3, people=[{"name": MARKER}])} if how == "correct" else {}
    with closing(sqlite3.connect(folder / "timeline.db", isolation_level=None)) as reader:
        reader.execute("begin")
        reader.execute("select count(*) from events").fetchone()
        monkeypatch.setattr(Projector, "catch_up", beaten)
        with pytest.raises(TimelineError, match=r"timeline.db-wal still holds(?s:.*) is stored"):
            getattr(timeline, how)(id, **why)
    if how == "redact":
        Timeline.open(folder).close()
        assert holding(folder) == set()


@pytest.mark.parametrize("why", ["narrowed", "many are new", "another release"])
def test_tables_that_are_made_afresh_leave_nothing_behind_or_say_so(
    why: str, timeline: Timeline, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (id,) = ids(timeline, secret())
    timeline.db.execute("pragma busy_timeout = 100")
    if why == "many are new":
        monkeypatch.setattr(runner, "MANY", 1)
        store(timeline.log, [claim(strikes=number, citation={"locator": f"para {number}"}) for number in range(2, 20)])
    if why == "another release":
        monkeypatch.setattr(runner, "FINGERPRINT", "of another")
    store(timeline.log, [VisibilityChanged(changes=id, visibility="restricted", reason="danger")])
    with closing(sqlite3.connect(folder / "timeline.db", isolation_level=None)) as reader:
        reader.execute("begin")
        reader.execute("select count(*) from events").fetchone()
        with pytest.raises(TimelineError, match=r"timeline.db-wal still holds"):
            _ = timeline.db
    timeline.rebuild()
    assert {name.removesuffix("-wal") for name in holding(folder)} == {"log.db"}


@pytest.mark.parametrize("where", [building, runner])
def test_what_is_restricted_by_what_comes_while_the_tables_are_made_is_not_in_them(
    where: ModuleType, timeline: Timeline, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids(timeline, claim(strikes=9))

    def looked_at(log: SqliteLog) -> Standing:
        standing = Standing(log)
        store(log, [source(**RESTRICTED), secret(citation={"source": KEY})])
        monkeypatch.undo()
        return standing

    monkeypatch.setattr(where, "Standing", looked_at)
    if where is building:
        timeline.rebuild()
    else:
        store(timeline.log, [claim(strikes=8, citation={"locator": "para 8"})])
        _ = timeline.db
    assert {name for name in holding(folder) if not name.startswith("log.db")} == set()
    assert len(withheld(timeline)) == 2
    assert_as_rebuilt(timeline)


def test_a_process_that_was_stopped_before_it_emptied_the_write_ahead_log_is_made_up_for(
    timeline: Timeline, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (id,) = ids(timeline, secret())
    with monkeypatch.context() as stopped:
        stopped.setattr(Projector, "_leave_nothing_behind", lambda projector: None)
        stopped.setattr(runner, "_checkpoint", lambda db: None)
        timeline.restrict(id, reason="danger", recorded_by="desk")
    assert [file for file in holding(folder) if not file.startswith("log.db")] != []
    with Timeline.open(folder) as again:
        assert withheld(again)[0] == id
    assert {file for file in holding(folder) if not file.startswith("log.db")} == set()


def test_who_restricts_again_what_a_process_that_was_stopped_has_restricted_finds_it_out_of_the_tables(
    timeline: Timeline, folder: Path
) -> None:
    (id,) = ids(timeline, secret())
    store(timeline.log, [VisibilityChanged(changes=id, visibility="restricted", reason="danger")])
    with Timeline.open(folder) as again, pytest.raises(TimelineError, match="is restricted already"):
        again.restrict(id, reason="danger", recorded_by="desk")
    assert {file.removesuffix("-wal") for file in holding(folder)} == {"log.db"}
