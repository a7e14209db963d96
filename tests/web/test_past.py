"""Every page over tables of the past says as of when they are, and its citations say it too."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from tests.processes import free_port, serving
from tests.web.conftest import Get
from tests.web.test_pages import STRIKE, said
from tests.web.test_serve import page
from timeline import Timeline, TimelineError
from timeline.backups import backup
from timeline.exports.sqlite import export
from timeline.web.serve import application_of

ROOT = Path(__file__).parents[2]
BOMBING, SOURCE = "musa-qala-bombing", "sputnik-2015-08-26"
PAGES = ("/", f"/event/{STRIKE}", f"/incident/{BOMBING}", f"/source/{SOURCE}", "/event/HEL-0000-0099-10")
NOTE = "As recorded up to HEL-0000-0011-54, and as reported by 26 August 2015. What came later is not here."


@pytest.fixture(scope="module")
def then(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seed's tables as of then, in a file of any name."""
    file = tmp_path_factory.mktemp("then") / "as of then.db"
    with Timeline.open(seeded) as timeline:
        export(timeline.log, timeline.db, file, as_recorded="HEL-0000-0011-54", as_reported="2015-08-26")
    return file


def test_every_page_says_as_of_when_it_is(then: Path, seeded: Path, get: Get) -> None:
    app, title = application_of(then, seeded)
    assert title == "Helmand & its <incidents>"
    with asyncio.Runner() as loop:
        for path in PAGES:
            assert NOTE in loop.run(app.client.get(path)).text, path
            assert "What came later is not here" not in get(path).text, path
        for path in ("/timeline", "/timeline/airstrikes"):
            assert NOTE in loop.run(app.client.get(path)).text, path
        shown = said(loop.run(app.client.get(f"/event/{STRIKE}")))
    assert "Log position 11," in shown
    assert ", as reported by 2015-08-26." in shown


def test_without_its_timeline_a_file_has_no_title_but_the_prefix(then: Path, tmp_path: Path) -> None:
    Timeline.init(tmp_path / "other", "HEL", title="Another").close()
    for folder in (None, tmp_path / "other"):
        assert application_of(then, folder)[1] == "Timeline HEL"


@pytest.mark.parametrize("content", ["", "no database"])
def test_a_file_that_holds_no_tables_is_refused_with_what_to_do(content: str, tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    with pytest.raises(TimelineError, match="There is no such file"):
        application_of(file, None)
    file.write_text(content)
    with pytest.raises(TimelineError, match="timeline export sqlite FILE"):
        application_of(file, None)
    assert [found.name for found in tmp_path.iterdir()] == ["a.db"]


def test_a_backup_is_not_served_and_leads_to_a_timeline_that_is(seeded: Path, tmp_path: Path) -> None:
    backup(seeded, tmp_path / "b.db")
    holds = r"b\.db holds a log, and no tables. .*: timeline restore \S+b\.db DIRECTORY"
    with pytest.raises(TimelineError, match=holds):
        application_of(tmp_path / "b.db", None)


def test_the_server_shows_a_file_until_it_is_stopped(then: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "timeline", "serve", str(then), "-p", str(port)]
    with serving(command, port, cwd=ROOT) as url:
        assert NOTE in page(f"{url}/")
        assert "40 Taliban reportedly killed" in page(f"{url}/event/{STRIKE}")


def test_datasette_alone_shows_a_file_called_timeline(then: Path, tmp_path: Path) -> None:
    (tmp_path / "timeline.db").write_bytes(then.read_bytes())
    port = free_port()
    command = [sys.executable, "-m", "datasette", str(tmp_path / "timeline.db"), "-p", str(port)]
    with serving(command, port, cwd=ROOT) as url:
        assert NOTE in page(f"{url}/")
        assert NOTE in page(f"{url}/incident/{BOMBING}")
