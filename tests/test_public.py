"""The public face: its names, and a foreign `events` that stands before ours is named instead of failing obscurely."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import timeline
from tests.scripts import LIVENESS_SECONDS, environment

NAMES = [
    "Abduction",
    "ActorRecorded",
    "Airstrike",
    "ArmedClash",
    "AttackOnCivilians",
    "ControlStatus",
    "DistrictFall",
    "Fault",
    "Faults",
    "IedExplosion",
    "IncidentDeclared",
    "InsiderAttack",
    "NonViolentTransfer",
    "Other",
    "PlaceRecorded",
    "Receipt",
    "Recorded",
    "ReportedFigure",
    "Shelling",
    "Shooting",
    "SourceRecorded",
    "Statement",
    "SuicideAttack",
    "TerritoryRecaptured",
    "Timeline",
    "TimelineError",
]
IMPORT = ("-c", "from timeline import Timeline, Airstrike")
COMMAND = ("-m", "timeline", "types")


def run(*arguments: str, first: Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Python with these arguments, in the folder `cwd`, with the folder `first` before the project."""
    return subprocess.run(
        [sys.executable, *arguments],
        env=environment(first),
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=LIVENESS_SECONDS,
        check=False,
    )


def test_these_names_are_public() -> None:
    assert timeline.__all__ == dir(timeline) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_can_be_imported(name: str) -> None:
    found = getattr(timeline, name)
    assert found.__name__ == name
    assert found.__doc__


def test_a_name_that_is_not_public_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        _ = timeline.Nothing


def test_a_script_needs_two_names(tmp_path: Path) -> None:
    script = """
from timeline import Airstrike, IncidentDeclared, SourceRecorded, Timeline
with Timeline.memory("HEL") as timeline:
    timeline.append([
        SourceRecorded(key="x", kind="news", publisher="X"),
        IncidentDeclared(slug="y", title="Y"),
    ])
    print(timeline.append(Airstrike(incident="y", strikes="up to 3", citation={"source": "x"})).summary)
"""
    done = run("-c", script, first=tmp_path, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "Up to 3 airstrikes\n", "")


@pytest.mark.parametrize("arguments", [IMPORT, COMMAND], ids=["import", "command"])
@pytest.mark.parametrize("place", ["events.py", "events/__init__.py"])
@pytest.mark.parametrize("content", ["", "def handler(): ...\n", "import a_module_that_is_not_there\n"])
def test_a_foreign_events_module_is_named(tmp_path: Path, arguments: tuple[str, ...], place: str, content: str) -> None:
    foreign = tmp_path / "first" / place
    foreign.parent.mkdir(parents=True)
    foreign.write_text(content, encoding="utf-8")
    done = run(*arguments, first=tmp_path / "first", cwd=tmp_path)
    assert done.returncode != 0
    assert str(foreign) in done.stderr
    assert "stands before incident-timeline's own package events" in done.stderr
    assert ("Traceback" in done.stderr) is (arguments == IMPORT)


def test_a_folder_of_that_name_without_modules_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "events").mkdir()
    done = run(*IMPORT, first=tmp_path, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
