from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.samples import GROUND, claim
from timeline.cli.group import cli
from timeline.folder import Settings
from timeline.service import Timeline

STRIKE = "TST-0000-0006-87"
#: Runs `timeline cite` with these arguments.
Cite = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Timeline.init(tmp_path / "sample", "TST", title="Sample") as timeline:
        timeline.append([*GROUND, claim(strikes=3)], recorded_by="Ada")
    return tmp_path / "sample"


@pytest.fixture
def cite(folder: Path) -> Cite:
    return lambda *arguments: CliRunner().invoke(cli, ["--dir", str(folder), "cite", *arguments])


def say(folder: Path, **settings: str) -> None:
    """Write `settings` into the timeline.toml."""
    (folder / "timeline.toml").write_text(Settings("Sample", **settings).to_toml(), encoding="utf-8")


def test_citations_go_to_standard_output_one_on_each_line(cite: Cite, folder: Path) -> None:
    say(folder, creator="Desk", publisher="Inst", base_url="https://example.org")
    done = cite(STRIKE, "bridge")
    assert (done.exit_code, done.stderr) == (0, "")
    event, incident = done.stdout.splitlines()
    said = f"3 airstrikes, according to Gazette, 26 August 2015 ({STRIKE})"
    assert event.startswith(f"Desk (20{event[8:10]}): {said}. Sample. Log position 6, 20")
    assert event.endswith(f" Inst. https://example.org/event/{STRIKE}")
    assert incident.endswith(" Inst. https://example.org/incident/bridge")


def test_what_the_settings_do_not_say_is_hinted_at_once_beside_the_citation(cite: Cite, folder: Path) -> None:
    say(folder, creator="Desk")
    done = cite(STRIKE, "bridge")
    assert done.exit_code == 0
    assert len(done.stdout.splitlines()) == 2
    (hint,) = done.stderr.splitlines()
    assert hint.startswith("Left out, because timeline.toml does not say it: publisher, base_url. ")


def test_csl_json_and_bibtex_are_whole_files(cite: Cite) -> None:
    items = json.loads(cite("--style", "csl-json", STRIKE, "bridge").stdout)
    assert [item["id"] for item in items] == [STRIKE, "bridge"]
    entries = cite("--style", "bibtex", STRIKE, "bridge").stdout
    assert entries.startswith(f"@misc{{{STRIKE},\n")
    assert entries.endswith("}\n")
    assert "\n\n@misc{bridge,\n" in entries


def test_without_an_id_the_whole_timeline_is_cited(cite: Cite) -> None:
    assert cite().stdout.startswith("Sample (20")


def test_a_refusal_names_all_that_is_wrong_and_prints_no_citation(cite: Cite) -> None:
    done = cite(STRIKE, "TST-0000-0006-86", "brigde")
    assert (done.exit_code, done.stdout) == (1, "")
    wrong, unknown = done.stderr.splitlines()
    assert f"write {STRIKE}" in wrong
    assert "Did you mean bridge?" in unknown


def test_a_corrected_event_is_cited_with_a_warning(cite: Cite, folder: Path) -> None:
    say(folder, creator="Desk", publisher="Inst", base_url="https://example.org")
    with Timeline.open(folder) as timeline, timeline.db.atomic():
        timeline.db.execute(
            "update events set status = 'corrected', replaced_by = 'TST-0000-0001-05' where position = 6"
        )
    done = cite(STRIKE)
    assert done.exit_code == 0
    assert STRIKE in done.stdout
    told = f"{STRIKE} was corrected by TST-0000-0001-05: cite TST-0000-0001-05, or say that you mean the old one."
    assert done.stderr == f"Warning: {told}\n"


def test_a_style_that_is_none_is_refused_with_those_there_are(cite: Cite) -> None:
    done = cite("--style", "apa", STRIKE)
    assert done.exit_code == 2
    assert "text, csl-json, bibtex" in done.stderr
