"""A redaction erases what an event said, shows that there was one, and is finished whatever interrupts it."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import pytest

from events.amendment import after_key
from events.base import Event
from events.ledger.coding_corrected import CodingCorrected
from events.ledger.event_redacted import EventRedacted
from events.registry import parse
from tests.attack.sound import assert_sound
from tests.forging import Forger
from tests.privacy import KEY, MARKER, SLUG, folder, holding, ids, incident, secret, source, timeline, withheld
from tests.samples import GROUND, claim
from tests.tables import contents, store
from tests.unknown import unknown
from timeline.errors import Faults, TimelineError
from timeline.log import sqlite
from timeline.log import verify as verifying
from timeline.log.entries import Draft
from timeline.log.ids import format_id, parse_id
from timeline.log.sqlite_file import connect
from timeline.log.verify import Checkpoint
from timeline.service import Timeline

WHY = {"reason": "names a witness", "authority": "the editor", "recorded_by": "desk"}


__all__ = ["folder", "timeline"]


def test_a_redacted_claim_is_in_no_file_and_its_row_says_that_it_was_there(timeline: Timeline, folder: Path) -> None:
    first = str(timeline.append(secret(), recorded_by="desk").id)
    second = str(timeline.correct(first, secret(strikes=4), reason="four", recorded_by="desk").id)
    state = timeline.verify()
    kept = Checkpoint(state.size, state.root, timeline.origin)
    redaction = str(timeline.redact(second, **WHY).id)
    assert holding(folder) == set()
    assert timeline.verify(kept).ok
    rows = list(timeline.db.query("select * from events where status = 'redacted' order by position"))
    told = ["entry_type", "id", "position", "recorded_at", "status", "summary", "type", "version"]
    assert [sorted(name for name in row if row[name] is not None) for row in rows] == [told, told]
    assert [(row["id"], row["type"], row["summary"]) for row in rows] == [
        (first, "airstrike", "Redacted"),
        (second, "coding_corrected", "Redacted"),
    ]
    changes = timeline.db.query("select event, amends, action, before, after, reason from corrections order by number")
    assert [tuple(row.values()) for row in changes] == [
        (redaction, id, "redacted", None, None, "names a witness (decided by the editor)") for id in (first, second)
    ]
    assert_sound(timeline)


def test_nothing_stays_where_sqlite_does_not_overwrite_what_it_deletes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it does is decided when it is compiled; that a redaction does not rest on it can be seen in either."""

    def keeping(path: Path | None, *, create: bool) -> Connection:
        db = connect(path, create=create)
        db.execute("PRAGMA secure_delete = OFF")
        return db

    monkeypatch.setattr(sqlite, "connect", keeping)
    with Timeline.init(tmp_path / "kept", "TST") as timeline:
        timeline.append(GROUND, recorded_by="desk")
        claims = [secret(strikes=n, note=f"Note {MARKER} " * 40, **{"as": f"v{n}"}) for n in range(1, 21)]
        for receipt in timeline.append(claims, recorded_by="desk"):
            timeline.redact(str(receipt.id), **WHY)
        assert holding(tmp_path / "kept") == set()
        assert timeline.verify().ok


@pytest.mark.parametrize("name", [KEY, SLUG])
def test_what_rests_on_a_redacted_source_or_incident_is_withheld(name: str, timeline: Timeline, folder: Path) -> None:
    timeline.append([source(), incident()], recorded_by="desk")
    told = claim(citation={"source": KEY}) if name == KEY else claim(incident=SLUG)
    id = timeline.append(told, recorded_by="desk").id
    timeline.redact(name, **WHY)
    assert [row["id"] for row in timeline.db["withheld"].rows] == [id]
    assert name not in repr(contents(timeline.db))
    assert_sound(timeline)
    timeline.append([source(), incident()], recorded_by="desk")
    assert [row["id"] for row in timeline.db["withheld"].rows] == [id], "another source of that name is not the one"
    assert_sound(timeline)


def test_the_redaction_of_what_is_restricted_shows_nothing_at_all(timeline: Timeline, folder: Path) -> None:
    id = str(timeline.append(secret(visibility="restricted"), recorded_by="desk").id)
    shown = contents(timeline.db)["events"]
    telling = EventRedacted(redacts=(id,), reason="danger", authority="the editor")
    with pytest.raises(Faults, match="Write visibility: restricted"):
        timeline.append(telling, recorded_by="desk")
    redaction = timeline.redact(id, **WHY).id
    assert contents(timeline.db)["events"] == shown
    assert [row["id"] for row in timeline.db["withheld"].rows] == [id, redaction]
    assert holding(folder) == set()
    assert_sound(timeline)


def test_nothing_more_can_be_done_to_what_was_redacted(timeline: Timeline) -> None:
    id = str(timeline.append(secret(), recorded_by="desk").id)
    redaction = str(timeline.redact(id, **WHY).id)
    for name in (id, redaction):
        for attempt in (timeline.retract, timeline.undo, timeline.restrict, timeline.publish):
            with pytest.raises(TimelineError, match="was redacted by"):
                attempt(name, reason="x")
        with pytest.raises(TimelineError, match="was redacted by"):
            timeline.correct(name, claim(), reason="x")
        with pytest.raises(TimelineError, match="was redacted by"):
            timeline.redact(name, **WHY)
    assert timeline.append(secret(), recorded_by="desk").outcome == "appended", "the log does not know it any more"


def test_a_redaction_that_leaves_a_version_of_the_event_is_refused(timeline: Timeline) -> None:
    first = str(timeline.append(secret(), recorded_by="desk").id)
    second = str(timeline.correct(first, secret(strikes=4), reason="four", recorded_by="desk").id)
    half = EventRedacted(redacts=(first,), follows=second, reason="danger", authority="the editor")
    with pytest.raises(Faults, match=rf"Write redacts: \[{first}, {second}\]"):
        timeline.append(half, recorded_by="desk")


@pytest.mark.parametrize("how", ["open", "rebuild", "append"])
def test_a_redaction_that_was_interrupted_before_it_erased_is_finished(
    how: str, timeline: Timeline, folder: Path
) -> None:
    id = str(timeline.append(secret(), recorded_by="desk").id)
    store(timeline.log, [EventRedacted(redacts=(id,), reason="danger", authority="the editor")])
    timeline.db.query("select 1")
    assert holding(folder), "appended, and not erased"
    assert_sound(timeline)
    if how == "rebuild":
        timeline.rebuild()
    elif how == "append":
        other = str(timeline.append(claim(citation={"locator": "para 2"}), recorded_by="desk").id)
        timeline.redact(other, **WHY)
    else:
        timeline.close()
        with Timeline.open(folder) as again:
            assert_sound(again)
    assert holding(folder) == set()


def test_tables_that_cannot_be_written_keep_nothing_in_the_log(timeline: Timeline, folder: Path) -> None:
    id = str(timeline.append(secret(), recorded_by="desk").id)
    timeline.close()
    (folder / "timeline.db").rename(folder / "there")
    (folder / "timeline.db").mkdir()
    with Timeline.open(folder) as again:
        with pytest.raises(TimelineError, match=r"not erased everywhere yet\. That is done when"):
            again.redact(id, **WHY)
        assert not again.log.get(parse_id(id)[1]).body
    assert holding(folder) == {"there"}
    (folder / "timeline.db").rmdir()
    (folder / "there").rename(folder / "timeline.db")
    with Timeline.open(folder) as again:
        assert holding(folder) == set()
        assert_sound(again)


def test_a_dry_run_after_a_redaction_takes_what_the_input_itself_declares_for_public(timeline: Timeline) -> None:
    timeline.redact(str(timeline.append(secret(), recorded_by="desk").id), **WHY)
    given = [parse({"type": "source_recorded", "key": "new", "kind": "news", "publisher": "New"})]
    given.append(claim(citation={"source": "new", "locator": "para 1"}))
    foretold = timeline.append(given, dry_run=True)
    assert [receipt.restricted for receipt in foretold] == [False, False]
    assert [receipt.restricted for receipt in timeline.append(given, recorded_by="desk")] == [False, False]


def test_what_is_redacted_while_the_log_is_verified_is_no_damage(
    timeline: Timeline, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "STEP", 1)
    monkeypatch.setattr(sqlite, "BATCH", 1)
    for at in range(2, 12, 3):
        id = str(timeline.append(secret(strikes=at, **{"as": f"v{at}"}), recorded_by="desk").id)
        seen = list[int]()

        def redact(done: int, of: int, at: int = at, id: str = id, seen: list[int] = seen) -> None:
            seen.append(done)
            if len(seen) == at:
                with Timeline.open(folder) as other:
                    other.redact(id, **WHY)

        assert timeline.verify(progress=redact).faults == ()
        assert not timeline.log.get(parse_id(id)[1]).body


def test_damage_is_told_though_something_is_redacted_meanwhile(
    timeline: Timeline, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "STEP", 1)
    events = [secret(strikes=number, **{"as": f"v{number}"}) for number in (1, 2)]
    first, other = (str(receipt.id) for receipt in timeline.append(events, recorded_by="desk"))
    forger = Forger(folder / "log.db")
    forger.execute("UPDATE log SET body = NULL, salt = NULL WHERE position = ?", [parse_id(first)[1]])
    forger.close()
    done = list[int]()

    def redact(position: int, of: int) -> None:
        if not done:
            timeline.redact(other, **WHY)
        done.append(position)

    (fault,) = timeline.verify(progress=redact).told()
    assert fault == f"Position {parse_id(first)[1]}: body and salt are not what the entry commits to."


def shelling(**fields: Any) -> Event:
    told: dict[str, Any] = {"note": f"Note {MARKER}", "place": f"Place {MARKER}"}
    return claim("shelling", **{**told, **fields})


@pytest.mark.parametrize("hidden", [False, True], ids=["all public", "another restricted"])
@pytest.mark.parametrize("what", ["the event", "its correction", "the event, by its correction", "a later release's"])
def test_what_cannot_be_read_here_is_redacted_and_stays_so_when_it_can_be(
    what: str, hidden: bool, timeline: Timeline, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if hidden:
        timeline.append(claim(strikes=9, citation={"locator": "para 9"}, visibility="restricted"), recorded_by="desk")
    first = shelling() if what.startswith("the event") else secret()
    line = [str(timeline.append(first, recorded_by="desk").id)]
    if what == "a later release's":
        body = f'{{"changes":"{line[0]}","reason":"{MARKER}","visibility":"public"}}'
        later = Draft("visibility_changed", 9, body.encode(), (after_key(line[0]),))
        line += [entry.id for entry in timeline.log.append([later], recorded_by="desk")]
    else:
        line.append(
            str(timeline.correct(line[0], shelling(note=f"Other {MARKER}"), reason="so", recorded_by="desk").id)
        )
    answer = claim(citation={"locator": "para 2"}, responds_to=line[0])
    (answered,) = ids(timeline, answer) if what != "a later release's" else (None,)
    state = timeline.verify()
    kept = Checkpoint(state.size, state.root, timeline.origin)
    with unknown("shelling"):
        timeline.rebuild()
        assert holding(folder)
        timeline.redact(line[-1 if "by its" in what else 0], **WHY)
        assert holding(folder) == set()
        assert timeline.verify(kept).ok
        assert_sound(timeline)
        told = {row["id"]: row["status"] for row in timeline.db.query("select id, status from events")}
        assert [told.get(id) for id in line] == [None if hidden else "redacted"] * 2
        with pytest.raises(TimelineError, match="was redacted by"):
            timeline.redact(line[0], **WHY)
    before = contents(timeline.db)
    timeline.rebuild()
    assert contents(timeline.db) == before
    assert answered is None or answered in withheld(timeline)
    assert_sound(timeline)


@pytest.mark.parametrize("amends", [len(GROUND) + 1, len(GROUND) + 2, len(GROUND) + 9])
@pytest.mark.parametrize("readable", [True, False])
def test_an_amendment_that_somebody_forged_is_redacted_without_what_it_names(
    readable: bool, amends: int, timeline: Timeline, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (id,) = ids(timeline, claim(strikes=3))
    whole = shelling(citation={"locator": "para 2"})
    forged = CodingCorrected(
        corrects=format_id("TST", amends), replacement=whole, follows=format_id("TST", 2), reason=MARKER
    )
    (entry,) = store(timeline.log, [forged])
    with nullcontext() if readable else unknown("shelling"):
        timeline.rebuild()
        assert holding(folder)
        timeline.redact(entry.id, **WHY)
        assert holding(folder) == set()
        assert [row["status"] for row in timeline.db.query("select status from events where id = ?", [id])] == [
            "current"
        ]
        assert_sound(timeline)


def test_the_redaction_of_what_cannot_be_read_and_may_be_restricted_tells_nothing(
    timeline: Timeline, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (id,) = ids(timeline, shelling(visibility="restricted"))
    with unknown("shelling"):
        telling = EventRedacted(redacts=(id,), reason=MARKER, authority="the editor")
        with pytest.raises(Faults, match="Write visibility: restricted"):
            timeline.append(telling, recorded_by="desk")
        redaction = timeline.redact(id, **WHY).id
        assert withheld(timeline) == [id, redaction]
        assert holding(folder) == set()
        assert_sound(timeline)
