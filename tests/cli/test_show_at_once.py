"""`timeline show` and `timeline status` start at once: tables that hold all of the log need no vocabulary."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.ledger.event_redacted import EventRedacted
from tests import rival_claims as rival
from tests.decided import decided_histories
from tests.forked import timeline
from tests.laws import examples
from tests.samples import GROUND, claim, strike
from tests.scripts import LIVENESS_SECONDS
from tests.tables import store, tables_of
from timeline import Timeline
from timeline.amending import current
from timeline.cli.show_incident import show_now
from timeline.cli.show_story import show_story
from timeline.errors import TimelineError
from timeline.log.ids import format_id
from timeline.log.sqlite import SqliteLog
from timeline.projections.building import FINGERPRINT as MADE
from timeline.projections.kept import FINGERPRINT, kept
from timeline.projections.now import OWN_TELLING, counting
from timeline.projections.runner import Projector
from timeline.projections.summary import TELLING
from timeline.reconcile.asof import NOW

#: What takes long to import.
HEAVY = ("pydantic", "sqlite_utils", "rich", "events.registry")
_PROBE = f"""
import sys
from timeline.cli import main
sys.argv = ["timeline", *sys.argv[1:]]
try:
    main()
finally:
    print(*(name for name in {HEAVY} if name in sys.modules), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("at-once") / "t"
    rival.build(folder)
    return folder


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    with Timeline.init(tmp_path / "t", "TST") as made:
        made.append([*GROUND, strike(1)], recorded_by="test")
    return tmp_path / "t"


def printed(show: Callable[..., object], *arguments: object) -> str:
    with redirect_stdout(StringIO()) as out:
        show(*arguments)
    return out.getvalue()


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", "market"],
        ["show", "bridge"],
        ["show", "old-bridge"],
        ["show", rival.FORTY],
        ["show", rival.RIVAL],
        ["show", "gazette"],
        ["status"],
        [],
    ],
)
def test_what_stands_in_tables_is_shown_without_the_vocabulary(built: Path, arguments: list[str]) -> None:
    command = [sys.executable, "-c", _PROBE, "--dir", str(built), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LIVENESS_SECONDS, check=True)
    assert done.stderr.split() == []
    assert done.stdout


@examples(8)
@given(data=st.data())
def test_of_any_history_the_same_is_shown_with_and_without_the_vocabulary(data: st.DataObject) -> None:
    with tables_of(data.draw(decided_histories("TST"))) as db:
        for row in list(db.query("select slug from incident_slugs")):
            assert printed(show_now, db, row["slug"]) == printed(show_story, db, row["slug"], NOW, False)


@examples(8)
@given(data=st.data())
def test_of_any_history_the_version_that_counts_is_that_of_the_log(data: st.DataObject) -> None:
    with SqliteLog.memory("TST") as log, closing(Projector(log, None)) as projector:
        store(log, data.draw(decided_histories("TST")))
        projector.catch_up()
        for row in list(projector.db.query("select id from events where status != 'superseded'")):
            try:
                of_log = current(log, row["id"]).id
            except TimelineError:
                of_log = None
            assert counting(projector.db, row["id"]) in (None, of_log)
            if row["id"] == of_log:
                assert counting(projector.db, row["id"]) == of_log


def test_the_fingerprint_that_is_kept_is_that_of_the_tables() -> None:
    assert FINGERPRINT.read_text(encoding="utf-8").strip() == MADE, "run `make docs`"


def test_tables_behind_their_log_are_brought_up_to_date_before_they_are_shown(fresh: Path) -> None:
    assert kept(fresh) is not None
    with SqliteLog.open(fresh / "log.db") as log:
        (entry,) = store(log, [strike(2)])
    assert kept(fresh) is None
    assert timeline("--dir", str(fresh), "show", entry.id).stdout.startswith(entry.id)
    assert kept(fresh) is not None


@pytest.mark.parametrize("emptied", [False, True])
def test_a_redaction_that_was_interrupted_is_ended_before_anything_is_shown(emptied: bool, fresh: Path) -> None:
    with SqliteLog.open(fresh / "log.db") as log:
        id, position = format_id("TST", log.head()), log.head()
        redaction = EventRedacted(redacts=(id,), reason="danger", authority="the editor")
        store(log, [redaction])
        with closing(Projector(log, fresh / "timeline.db")) as projector:
            projector.catch_up()
        if emptied:  # and the bytes are in the file still
            log.erase([position], more=True)
        assert bool(log.get(position).body) is not emptied
    assert kept(fresh) is None
    assert timeline("--dir", str(fresh), "status").returncode == 0
    assert kept(fresh) is not None
    with SqliteLog.open(fresh / "log.db") as log:
        assert (log.get(position).body, log.erasing) == (b"", False)


@pytest.mark.parametrize(
    "change",
    [
        "update projection set tables = 'of another release'",
        "update projection set commitment = 'of another log', began_with = 'of another log'",
        "update projection set position = 1, began_with = 'of another log'",
        "update projection set as_recorded = '2015-08-26'",
        "delete from projection",
        "drop table projection",
    ],
)
def test_tables_of_another_release_or_log_are_not_taken_as_they_are(fresh: Path, change: str) -> None:
    with closing(sqlite3.connect(fresh / "timeline.db")) as db, db:
        db.execute(change)
    assert kept(fresh) is None
    assert timeline("--dir", str(fresh), "status").stdout.startswith("t (")
    assert kept(fresh) is not None


@pytest.mark.parametrize("name", ["timeline.db", "log.db"])
@pytest.mark.parametrize("content", [None, b"", b"no database, but long enough to be taken for one, perhaps"])
def test_files_that_are_missing_or_damaged_are_left_to_what_explains_them(
    fresh: Path, name: str, content: bytes | None
) -> None:
    for file in fresh.glob(f"{name}*"):
        file.unlink()
    if content is not None:
        (fresh / name).write_bytes(content)
    assert kept(fresh) is None
    done = timeline("--dir", str(fresh), "show", "TST-0000-0001-05")
    assert "Traceback" not in done.stderr
    assert done.returncode == 0 or str(fresh / name) in done.stderr


def test_the_types_that_say_of_nothing_that_it_happened_are_those_of_the_vocabulary() -> None:
    assert set(OWN_TELLING) == TELLING


def test_an_incident_of_which_claims_name_several_places_is_shown_without_the_vocabulary(fresh: Path) -> None:
    with Timeline.open(fresh) as made:
        told = [claim("armed_clash", place={"name": name}, citation={"locator": name}) for name in ("Nawzad", "Kajaki")]
        made.append(told, recorded_by="test")
    command = [sys.executable, "-c", _PROBE, "--dir", str(fresh), "show", "bridge"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LIVENESS_SECONDS, check=True)
    assert done.stderr.split() == []
    assert "not all claims name the same place: Nawzad, according to" in done.stdout
