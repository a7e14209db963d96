"""A timeline in a folder: made, found, opened, and kept also where its tables cannot follow."""

from __future__ import annotations

import shutil
import sqlite3
import warnings
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.forked import timeline as run
from tests.samples import GROUND, claim, strike
from tests.tables import draft
from timeline.errors import TimelineError
from timeline.folder import Settings, settings
from timeline.service import Timeline


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a timeline that holds the samples' ground."""
    path = tmp_path / "sample"
    with Timeline.init(path, "TST", title="Sample", licence="CC0-1.0") as timeline:
        timeline.append(GROUND, recorded_by="test")
    return path


def test_a_timeline_is_a_folder_that_can_be_opened_again(folder: Path) -> None:
    with Timeline.open(folder) as timeline:
        assert len(timeline) == len(GROUND)
        assert timeline.settings == Settings("Sample", "CC0-1.0")
        assert settings(folder) == timeline.settings
        assert timeline.log.prefix == "TST"
        assert timeline.db.table("incidents").count == 3
    assert {file.name for file in folder.iterdir()} >= {"timeline.toml", "log.db", "timeline.db"}


def test_a_title_is_by_default_the_folders_name(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "helmand", "HEL") as timeline:
        assert timeline.settings.title == "helmand"


@pytest.mark.parametrize("title", ['a "quoted" \\ title', "Хроника’s 🗺", "tab\there", "line\nfeed", "del\x7fete"])
def test_any_title_survives_its_file(tmp_path: Path, title: str) -> None:
    with Timeline.init(tmp_path / "x", "HEL", title=title):
        assert settings(tmp_path / "x").title == title


def test_a_timeline_is_not_made_over_another(folder: Path) -> None:
    with pytest.raises(TimelineError, match="is a timeline already"):
        Timeline.init(folder, "XYZ")
    (folder / "timeline.toml").unlink()
    with pytest.raises(
        TimelineError, match=r"the log of a timeline with the prefix TST, whose timeline\.toml is missing"
    ):
        Timeline.init(folder, "XYZ")


def test_an_interrupted_init_can_be_done_again(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "new", "HEL"):
        pass
    (tmp_path / "new" / "timeline.toml").unlink()
    with Timeline.init(tmp_path / "new", "HEL", title="Again") as timeline:
        assert timeline.settings.title == "Again"
        assert len(timeline) == 0


@pytest.mark.parametrize("prefix", ["", "A", "ABCDEFG", "A1", "ÄB", "A-B"])
def test_what_is_no_prefix_is_refused(tmp_path: Path, prefix: str) -> None:
    with pytest.raises(TimelineError, match="prefix"):
        Timeline.init(tmp_path / "x", prefix)
    with Timeline.init(tmp_path / "x", "HEL") as timeline:
        assert len(timeline) == 0


def test_a_folder_that_cannot_be_made_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(TimelineError, match="Choose a folder"):
            Timeline.init(path, "HEL")


def test_a_folder_without_a_timeline_is_refused_with_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(TimelineError, match=r"is not a timeline. Make one: timeline init"):
        Timeline.open(tmp_path)


def test_what_is_nearly_a_timeline_is_answered_with_the_one_that_is_near(tmp_path: Path) -> None:
    Timeline.init(tmp_path / "all" / "helmand", "HEL").close()
    Timeline.init(tmp_path / "all" / "zabul", "ZAB").close()
    for named, meant in (
        ("all/helmnad", "Did you mean .*/all/helmand\\?$"),
        ("all", "Did you mean .*/all/helmand or .*/all/zabul\\?$"),
        ("all/helmand/log.db", "Name the folder that this file is in: .*/all/helmand$"),
        ("all/kunduz", "Make one: timeline init .*/all/kunduz --prefix HEL$"),
    ):
        with pytest.raises(TimelineError, match=f"is not a timeline. {meant}"):
            Timeline.open(tmp_path / named)


def test_a_log_without_its_settings_is_told_how_it_has_them_again_and_not_to_begin_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Timeline.init(tmp_path / "helmand", "HEL", title="Helmand").close()
    (tmp_path / "helmand" / "timeline.toml").unlink()
    monkeypatch.delenv("TIMELINE_DIR", raising=False)
    monkeypatch.chdir(tmp_path / "helmand")
    for named in (tmp_path / "helmand", None):
        with pytest.raises(
            TimelineError, match=r'timeline.toml is missing: write one beside log.db, with the line: title = "…"$'
        ):
            Timeline.open(named)
    (tmp_path / "helmand" / "timeline.toml").write_text('title = "Helmand"', encoding="utf-8")
    with Timeline.open() as timeline:
        assert timeline.settings.title == "Helmand"


def test_a_timeline_is_found_from_below_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TIMELINE_DIR", raising=False)
    (folder / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(folder / "a" / "b")
    with Timeline.open() as timeline:
        assert len(timeline) == len(GROUND)


def test_a_timeline_is_found_by_the_environment_unless_one_is_named(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TIMELINE_DIR", str(folder))
    with Timeline.open() as timeline:
        assert len(timeline) == len(GROUND)
    with Timeline.init(tmp_path / "other", "XYZ"), Timeline.open(tmp_path / "other") as timeline:
        assert timeline.log.prefix == "XYZ"
    monkeypatch.setenv("TIMELINE_DIR", str(tmp_path))
    with pytest.raises(TimelineError, match="is not a timeline"):
        Timeline.open()


def test_where_there_is_no_timeline_the_message_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TIMELINE_DIR", raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(TimelineError, match="timeline init helmand --prefix HEL"):
        Timeline.open()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("title = ", "Mend the file"),
        ('licence = "x"', "the title is missing"),
        ('title = "x"\ncolour = "red"', '"colour" is not a setting'),
        ('title = " "', "the title is missing"),
        ("title = 3", '"title" is not a setting, or not a text'),
        ('title = "x"\nbase_url = "example.org"', r'base_url "example\.org" is not the address.*"https://example\.org'),
        ('title = "x"\nbase_url = "https://"', "is not the address"),
        ('title = "x"\nbase_url = "https://example.org/a?b"', r"without \? and #"),
        ('title = "x"\nbase_url = "https://example.org/\\n{a}"', "is not the address"),
        ('title = "x"\nbase_url = "javascript:alert(1)"', "is not the address"),
        ("\xff", "Mend the file"),
    ],
)
def test_a_settings_file_that_says_something_else_is_refused(folder: Path, text: str, problem: str) -> None:
    (folder / "timeline.toml").write_bytes(text.encode("latin-1"))
    with pytest.raises(TimelineError, match=problem):
        Timeline.open(folder)


def test_what_citations_need_is_read_from_the_settings_file(folder: Path) -> None:
    given = Settings("Sample", "", 'The "desk"', "Institute & Söhne", "https://example.org/helmand")
    (folder / "timeline.toml").write_text(given.to_toml(), encoding="utf-8")
    assert settings(folder) == given


def test_a_slash_at_the_end_of_the_base_url_makes_no_second_one(folder: Path) -> None:
    (folder / "timeline.toml").write_text('title = "x"\nbase_url = "https://example.org/"', encoding="utf-8")
    assert settings(folder).base_url == "https://example.org"


def test_a_folder_that_lost_its_log_is_refused(folder: Path) -> None:
    (folder / "log.db").unlink()
    with pytest.raises(TimelineError, match=r"log\.db"):
        Timeline.open(folder)


def replaced_by_a_folder(tables: Path) -> None:
    tables.unlink()
    (tables / "inside").mkdir(parents=True)


def replaced_by_another_file(tables: Path) -> None:
    tables.write_bytes(b"this is no database at all" * 100)


def locked_as_its_lock_is_a_folder(tables: Path) -> None:
    lock = tables.with_name(f"{tables.name}-lock")
    lock.unlink()
    lock.mkdir()


@pytest.mark.parametrize("damage", [replaced_by_a_folder, replaced_by_another_file, locked_as_its_lock_is_a_folder])
def test_events_are_stored_also_where_the_tables_cannot_follow(folder: Path, damage: Callable[[Path], None]) -> None:
    damage(folder / "timeline.db")
    with Timeline.open(folder) as timeline:
        with pytest.warns(RuntimeWarning, match="The events are stored, but the tables are not up to date"):
            receipt = timeline.append(claim())
        assert timeline[str(receipt.id)].event == claim()
        assert timeline.verify().ok
        with pytest.raises(TimelineError, match=r"timeline\.db"):
            _ = timeline.db
    for file in folder.glob("timeline.db*"):
        shutil.rmtree(file) if file.is_dir() else file.unlink()
    with Timeline.open(folder) as timeline:
        assert timeline.db.table("airstrikes").count == 1


def test_a_rebuild_replaces_tables_that_cannot_be_read_any_more(folder: Path) -> None:
    replaced_by_another_file(folder / "timeline.db")
    with Timeline.open(folder) as timeline, pytest.raises(TimelineError, match="run `timeline rebuild`"):
        _ = timeline.db
    with Timeline.open(folder) as timeline:
        timeline.rebuild()
        assert timeline.db.table("incidents").count == 3


def test_a_bad_prefix_leaves_no_folder_behind(tmp_path: Path) -> None:
    with pytest.raises(TimelineError, match="not a prefix"):
        Timeline.init(tmp_path / "new", "H")
    assert not (tmp_path / "new").exists()


def test_events_are_stored_while_the_tables_may_only_be_read(folder: Path) -> None:
    with Timeline.open(folder) as timeline:
        tables = timeline.db
        tables.execute("pragma query_only = on")
        with pytest.warns(RuntimeWarning, match=r"readonly database.* Make folder and file writable"):
            timeline.append(claim())
        tables.execute("pragma query_only = off")
    with Timeline.open(folder) as timeline:
        assert timeline.db.table("airstrikes").count == 1


def test_appending_warns_of_nothing_where_all_is_well(folder: Path) -> None:
    with warnings.catch_warnings(), Timeline.open(folder) as timeline:
        warnings.simplefilter("error")
        timeline.append(claim())


def test_the_tables_follow_what_others_append(folder: Path) -> None:
    with Timeline.open(folder) as reader, Timeline.open(folder) as writer:
        assert reader.db.table("airstrikes").count == 0
        writer.append(claim())
        assert reader.db.table("airstrikes").count == 1
        reader.log.append([draft(strike(9))], recorded_by="test")
        assert writer.db.table("airstrikes").count == 2


def test_other_programs_see_the_tables_at_once(folder: Path) -> None:
    with Timeline.open(folder) as timeline, closing(sqlite3.connect(folder / "timeline.db")) as other:
        timeline.append(claim())
        assert other.execute("select count(*) from airstrikes").fetchone() == (1,)


def test_a_new_timeline_below_another_is_named_where_commands_would_take_the_other(tmp_path: Path) -> None:
    for name, told in (("outer", "timeline append SHEET.yaml"), ("outer/inner", "timeline --dir inner append")):
        folder = tmp_path / name
        done = run("init", folder.name, "--prefix", "TST", cwd=folder.parent)
        assert done.returncode == 0, done.stderr
        assert told in done.stdout


def test_to_which_timeline_events_were_appended_is_said_where_another_may_be_meant(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TIMELINE_DIR", raising=False)
    (folder / "inner").mkdir()
    event = folder.parent / "event.json"
    event.write_text(claim().model_dump_json(exclude_none=True), encoding="utf-8")

    def told(*options: str, cwd: Path) -> str:
        done = run(*options, "append", str(event), cwd=cwd)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()[-1]

    said = f", in the timeline {folder}."
    assert told(cwd=folder.parent).endswith(" already there.")
    assert told(cwd=folder).endswith(" already there.")
    assert told(cwd=folder / "inner").endswith(said)
    assert run("init", "below", "--prefix", "TST", cwd=folder).returncode == 0
    assert told(cwd=folder).endswith(said)
    assert told("--dir", str(folder), cwd=folder / "inner").endswith(" already there.")
