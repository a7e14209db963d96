"""`timeline new` with real editors: programs that change the file, or fail, or do nothing."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.forked import timeline
from tests.samples import GROUND, claim
from tests.scripts import environment
from timeline import Timeline

SOURCE = """
for name, said in {"key": "radio", "kind": "news", "publisher": "Radio"}.items():
    text = text.replace(f"\\n  {name}:\\n", f"\\n  {name}: {said}\\n")
"""
STRIKE = SOURCE + 'text = text.replace("#strikes:", "strikes: 3").replace("#incident:", "incident: bridge")'
TOO_FEW = STRIKE.replace("strikes: 3", "strikes: 40ish")
MEND = 'text = text.replace("40ish", "40")'
BEGINNING = """\
import os, pathlib, sys
file = pathlib.Path(sys.argv[-1])
shown = sorted(pathlib.Path(__file__).parent.glob("shown-*"))
text = file.read_text("utf-8")
pathlib.Path(__file__).with_name(f"shown-{len(shown)}").write_text(text, "utf-8")
"""


class Desk:
    """A timeline, and an editor that does one of `steps`, in Python, each time that it is opened."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.timeline = folder / "t"
        with Timeline.init(self.timeline, "HEL") as made:
            made.append(GROUND)

    def new(self, *arguments: str, steps: tuple[str, ...] = (), **settings: str) -> subprocess.CompletedProcess[str]:
        script = self.folder / "my editor.py"
        choices = "".join(
            f"{'if' if not n else 'elif'} len(shown) == {n}:\n"
            + "".join(f"    {line}\n" for line in (step or "pass").splitlines())
            for n, step in enumerate(steps)
        )
        script.write_text(BEGINNING + choices + 'file.write_text(text, "utf-8")\n', encoding="utf-8")
        env = environment(EDITOR=shlex.join([sys.executable, str(script)])) | settings
        env = {name: value for name, value in env.items() if value}
        return timeline("--dir", str(self.timeline), "new", *arguments, cwd=self.folder, env=env)

    def shown(self) -> list[str]:
        """What the editor was given, each time."""
        return [file.read_text("utf-8") for file in sorted(self.folder.glob("shown-*"))]

    def kept(self) -> list[Path]:
        return sorted(self.timeline.glob("*.yaml"))

    def stored(self) -> list[str]:
        """The sentences of what was appended."""
        with Timeline.open(self.timeline) as opened:
            assert opened.verify().ok
            return [row["summary"] for row in opened.db.query("select summary from events order by position")][5:]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def refused(desk: Desk, done: subprocess.CompletedProcess[str]) -> str:
    """What was said, where nothing is stored."""
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    assert desk.stored() == []
    return done.stderr


def test_what_is_filled_in_is_appended_when_the_editor_closes(desk: Desk) -> None:
    done = desk.new("airstrike", "--recorded-by", "desk", steps=(STRIKE,))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("2 events appended, 0 already there.\n")
    assert desk.stored() == ["Source radio: Radio, undated", "3 airstrikes"]
    assert desk.kept() == []


def test_the_schema_that_the_template_names_is_there(desk: Desk) -> None:
    desk.new("airstrike", steps=("",))
    address = re.match(r"# yaml-language-server: \$schema=file://(\S+)\n", desk.shown()[0])
    assert address
    assert Path(unquote(address[1])).is_file()


def test_faults_are_shown_above_their_lines_until_they_are_mended(desk: Desk) -> None:
    done = desk.new(
        "airstrike", steps=(TOO_FEW, 'text = text.replace("40ish", "50ish")', 'text = text.replace("50ish", "5")')
    )
    assert done.returncode == 0, done.stderr
    first, second, third = desk.shown()
    assert "#!!" not in first
    assert re.search(
        r'#!! events\[0\]\.strikes: "40ish" is not a quantity\.[^\n]*\n(    #!!.*\n)*    strikes: 40ish', second
    )
    assert "40ish" not in third
    assert third.count("is not a quantity") == 1
    assert desk.stored()[1] == "5 airstrikes"


def test_an_unknown_incident_is_shown_with_the_nearest(desk: Desk) -> None:
    slip = STRIKE.replace("incident: bridge", "incident: brigde")
    done = desk.new("airstrike", steps=(slip, 'text = text.replace("brigde", "bridge")'))
    assert done.returncode == 0, done.stderr
    assert "Did you mean bridge?" in desk.shown()[1]


@pytest.mark.parametrize(
    "step",
    ["", 'text = ""', 'text = "\\n \\n"', 'text = text.replace("\\n", "\\r\\n")', 'text = "\\ufeff" + text'],
    ids=["untouched", "emptied", "blank", "saved with other line ends", "saved with a byte order mark"],
)
def test_a_template_that_nobody_fills_in_stores_nothing_and_leaves_nothing(desk: Desk, step: str) -> None:
    assert (
        refused(desk, desk.new("airstrike", steps=(step,))) == "The file was closed without a change. Nothing stored.\n"
    )
    assert desk.kept() == []


def test_who_gives_up_keeps_the_text_and_can_append_it_later(desk: Desk) -> None:
    said = refused(desk, desk.new("airstrike", steps=(TOO_FEW, "")))
    (kept,) = desk.kept()
    assert said.endswith(f"Nothing stored.\nYour text is kept. When it is mended: timeline append {kept}\n")
    text = kept.read_text("utf-8")
    assert "#!!" not in text
    line = next(number for number, line in enumerate(text.splitlines(), 1) if "40ish" in line)
    assert f'{kept}:{line}:14 events[0].strikes: "40ish" is not a quantity.' in said
    kept.write_text(text.replace("40ish", "40"), "utf-8")
    assert timeline("--dir", str(desk.timeline), "append", str(kept)).returncode == 0
    assert desk.stored()[1] == "40 airstrikes"


@pytest.mark.parametrize(
    ("step", "how"),
    [
        ('file.write_text(text, "utf-8")\nsys.exit(3)', "ended with the code 3"),
        ('file.write_text(text, "utf-8")\nos.kill(os.getpid(), 9)', "was killed by the signal 9"),
    ],
)
def test_an_editor_that_fails_stores_nothing_and_loses_nothing(desk: Desk, step: str, how: str) -> None:
    done = desk.new("airstrike", steps=(STRIKE + "\n" + step,))
    said = refused(desk, done)
    assert f"(EDITOR) {how}." in said
    (kept,) = desk.kept()
    assert f"timeline append {kept}" in said
    assert "    strikes: 3\n" in kept.read_text("utf-8")


def test_an_editor_that_fails_before_anything_is_written_leaves_nothing(desk: Desk) -> None:
    assert "ended with the code 1" in refused(desk, desk.new("airstrike", steps=("sys.exit(1)",)))
    assert desk.kept() == []


def test_a_text_that_is_emptied_after_a_fault_is_kept_as_it_was(desk: Desk) -> None:
    refused(desk, desk.new("airstrike", steps=(TOO_FEW, 'text = ""')))
    (kept,) = desk.kept()
    assert "strikes: 40ish" in kept.read_text("utf-8")


def test_a_text_in_another_encoding_is_left_as_it_was_saved(desk: Desk) -> None:
    saved = 'file.write_text(text.replace("#note:", "note: Qalʿah"), "utf-16")\nsys.exit(0)'
    assert "The file is in UTF-16" in refused(desk, desk.new("airstrike", steps=(saved,)))
    (kept,) = desk.kept()
    assert "note: Qalʿah" in kept.read_text("utf-16")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        (
            "no-such-editor --wait",
            'The editor "no-such-editor --wait" (EDITOR) cannot be run: No such file or directory.',
        ),
        ("/", 'The editor "/" (EDITOR) cannot be run: Permission denied.'),
        ("vi 'x", 'The editor "vi \'x" (EDITOR) cannot be run: No closing quotation. Write it as in a shell.'),
    ],
)
def test_an_editor_that_cannot_be_run_is_named_with_its_setting(desk: Desk, setting: str, said: str) -> None:
    assert said in refused(desk, desk.new("airstrike", EDITOR=setting))
    assert desk.kept() == []


def test_without_any_editor_the_setting_is_named(desk: Desk) -> None:
    said = refused(desk, desk.new("airstrike", EDITOR="", VISUAL="", PATH=str(desk.folder)))
    assert said == "There is no editor here. Set EDITOR to one: EDITOR=nano\n"


def test_visual_comes_before_editor(desk: Desk) -> None:
    assert "(VISUAL) ended with the code 1" in refused(desk, desk.new("airstrike", VISUAL="false"))


def test_a_recorded_source_is_taken_by_its_key(desk: Desk) -> None:
    done = desk.new("airstrike", "--source", "gazette", steps=('text = text.replace("#strikes:", "strikes: 2")',))
    assert done.returncode == 0, done.stderr
    assert desk.stored() == ["2 airstrikes"]
    assert "source: gazette\n" in desk.shown()[0]


def test_a_source_that_is_not_recorded_is_answered_with_the_nearest(desk: Desk) -> None:
    said = refused(desk, desk.new("airstrike", "--source", "gazete"))
    assert said == 'The source "gazete" is not recorded. Did you mean gazette?\n'


def test_a_source_that_is_like_none_that_is_recorded_is_answered_with_what_to_do(desk: Desk) -> None:
    said = refused(desk, desk.new("airstrike", "--source", "nowhere-at-all"))
    assert said.endswith("is not recorded. Leave --source out, and describe the source in the template.\n")


def test_a_type_that_does_not_exist_is_answered_with_the_nearest(desk: Desk) -> None:
    assert 'airstike" is not a type of event. Did you mean airstrike?' in refused(desk, desk.new("airstike"))


def test_a_ledger_event_is_written_in_the_same_way(desk: Desk) -> None:
    fill = 'text = text.replace("slug:\\n", "slug: hill\\n").replace("title:\\n", "title: The hill\\n")'
    done = desk.new("incident_declared", steps=(fill,))
    assert done.returncode == 0, done.stderr
    assert desk.stored() == ["Incident hill: The hill"]


def test_the_template_names_the_newest_sources_and_the_incidents_nearest_in_time(desk: Desk) -> None:
    with Timeline.open(desk.timeline) as opened:
        opened.append([claim(incident="valley", occurred="2015-08-20"), claim(incident="market", occurred="2011")])
    desk.new("airstrike", "--source", "gazette", steps=("",))
    desk.new("airstrike", steps=("", ""))
    first, second = desk.shown()
    assert re.findall(r"^#   (\w+)  # ", first, re.MULTILINE) == ["valley", "market", "bridge"]
    assert re.findall(r"^#source: (\w+)  # (\w+)$", second, re.MULTILINE) == [
        ("agency", "Agency"),
        ("gazette", "Gazette"),
    ]
