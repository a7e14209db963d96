"""After every attack: nothing that was acknowledged is lost, nothing is half there, and the work can be done again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.attack.attacked import Ended, plain
from tests.attack.deeds import AUTHORITY, DECIDED, DEEDS, HELD, PROVED, REASON, SECRET, STALE
from tests.backed_up import raw
from tests.privacy import holding
from tests.samples import GROUND
from tests.tables import assert_as_rebuilt
from timeline.cli.verifiers import known
from timeline.folder import LOG, SETTINGS, TABLES
from timeline.log.entries import Entry
from timeline.proofs.checkpoints import latest, sign
from timeline.proofs.keys import SIGNING, VERIFIER, listed
from timeline.service import Timeline
from timeline.verifier import opened, proved


def assert_sound(timeline: Timeline) -> None:
    """The log verifies, index and all, and the tables are those of a rebuild, row by row."""
    assert timeline.verify().faults == ()
    assert_as_rebuilt(timeline)
    assert list(timeline.db.query("select * from problems")) == []


def assert_said(ended: Ended) -> None:
    """It ended well, or said in words what is wrong; a process that died otherwise has said nothing.

    Whether what ended well has done its work is asked by `assert_nothing_lost`.
    """
    assert "Traceback" not in ended.err + ended.out
    assert ended.code in (0, 1)
    assert ended.code == 0 or ended.err.count("\n") >= 1


def assert_nothing_lost(name: str, place: Path, ended: Ended) -> int:
    """Open what the attack has left, check it, do the deed again; return how much was stored and not acknowledged."""
    deed, folder = DEEDS[name], place / "t"
    if ended.code == 0:
        _assert_done(name, folder, ended)
    if name == "init":
        _assert_made(folder, ended)
        return 0
    if deed.makes:
        _assert_made_whole(name, place, ended)
    # Opening is all that it takes to end what was begun.
    Timeline.open(folder).close()
    left = holding(folder)
    with Timeline.open(folder) as timeline:
        before = len(GROUND) + len(HELD) + len(deed.more) + len(deed.behind)
        stored = list(timeline.log.read(before))
        assert len(timeline) == before + len(stored)
        if name == "redact":
            assert bool(left) is (not stored)
        assert_sound(timeline)
        if deed.events:
            _assert_kept(name, stored, ended)
            receipts = timeline.append(deed.events, recorded_by="desk")
            assert {receipt.outcome for receipt in receipts[: len(stored)]} <= {"already"}
            assert {receipt.outcome for receipt in receipts[len(stored) :]} <= {"appended"}
            assert timeline.verify().ok
        elif deed.more:
            assert len(stored) <= 1
            assert stored or not ended.acknowledged
            if not stored:
                _do_again(name, timeline)
            assert {file for file in holding(folder) if name == "redact" or not file.startswith("log.db")} == set()
        if name == "rotate":
            _assert_signs(timeline, folder)
        if name == "rebuild":
            timeline.rebuild()
            assert not list(folder.glob("*.staged*"))
    return len({entry.id for entry in stored} - ended.acknowledged)


def _assert_done(name: str, folder: Path, ended: Ended) -> None:
    """What ended well has done all that it was to do, before anybody opens the timeline and ends what was begun."""
    deed = DEEDS[name]
    kept = holding(folder)
    tables = {file for file in kept if not file.startswith("log.db")}
    if name == "init":
        assert {SETTINGS, SIGNING, VERIFIER} <= {file.name for file in folder.iterdir()}
        assert "Its first event will be TST-0000-0001" in ended.out
        return
    assert len(ended.acknowledged) >= len(deed.events)
    if name == "rotate":
        assert ended.out.splitlines() == [key for key in listed(folder).splitlines() if "+" in key][1:]
    if name == "redact":
        assert (kept, ended.acknowledged) == (set(), {SECRET, DECIDED})
    if name == "restrict":
        assert (tables, ended.acknowledged) == (set(), {SECRET, DECIDED})
    if not ended.err:  # else it may be a warning that the tables could not follow
        with closing(sqlite3.connect(folder / TABLES)) as db, closing(sqlite3.connect(folder / LOG)) as log:
            (head,) = log.execute("select max(position) from log").fetchone()
            assert db.execute("select position from projection").fetchall() == [(head,)]
            assert db.execute("select name from sqlite_schema where name = ?", [STALE]).fetchall() == []


def _assert_made_whole(name: str, place: Path, ended: Ended) -> None:
    """What the deed makes is whole or not there, and where it is not there the deed can be done again."""
    made = place / DEEDS[name].makes
    there = (made / SETTINGS if name == "restore" else made).exists()
    assert there or ended.code != 0
    if not there:
        again = plain(name, place)
        assert (again.code, again.err) == (0, "")
        assert not list(place.rglob("*.partial"))
    log = raw(place / "t" / LOG)
    if name == "checkpoint":
        # What was signed is kept, too, so that nothing is signed that contradicts it.
        assert made.read_text(encoding="utf-8") == latest(place / "t")
    elif name == "prove":
        assert proved(made.read_bytes(), known(place / "t")).entry["id"] == PROVED
    elif name == "backup":
        assert raw(made) == log
    elif name == "export":
        with closing(sqlite3.connect(made)) as tables:
            assert tables.execute("pragma integrity_check").fetchall() == [("ok",)]
            assert tables.execute("select position, as_reported from projection").fetchall() == [
                (len(log), "2015-08-25")
            ]
    else:
        with Timeline.open(made) as restored:
            assert list(restored.log.raw(len(log))) == log
            assert_sound(restored)


def _assert_signs(timeline: Timeline, folder: Path) -> None:
    """What was signed before is still checked by the keys that are listed, and the last of them signs."""
    first, *others = known(folder)
    assert opened(latest(folder).encode(), [first, *others]).signers == (first,)
    assert len(others) <= 1
    sign(timeline, folder)
    *_, last = keys = known(folder)
    assert len(keys) <= 2
    assert opened(latest(folder).encode(), keys).signers == (last,)


def _assert_made(folder: Path, ended: Ended) -> None:
    if not (folder / SETTINGS).exists():
        assert not ended.acknowledged
        Timeline.init(folder, "TST").close()
    with Timeline.open(folder) as timeline:
        timeline.append([*GROUND, *HELD], recorded_by="desk")
        assert_sound(timeline)


def _assert_kept(name: str, stored: list[Entry], ended: Ended) -> None:
    """What was acknowledged is there, and beside it at most what was in flight, whole."""
    deed, ids = DEEDS[name], {entry.id for entry in stored}
    assert ended.acknowledged <= ids
    assert len(ids - ended.acknowledged) <= deed.told
    assert len(stored) % deed.together == 0
    assert [entry.body for entry in stored] == [event.canonical for event in deed.events][: len(stored)]


def _do_again(name: str, timeline: Timeline) -> None:
    if name == "redact":
        timeline.redact(SECRET, reason=REASON, authority=AUTHORITY, recorded_by="desk")
    else:
        timeline.restrict(SECRET, reason=REASON, recorded_by="desk")
        _ = timeline.db
