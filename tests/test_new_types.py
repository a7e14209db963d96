"""A type that is added as docs/new-types.md says, word for word, is as good as one that was always there."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests import forked
from tests.console import ROOT, blocks, commands, environment, same
from tests.scripts import LIVENESS_SECONDS

PAGE = (ROOT / "docs" / "new-types.md").read_text(encoding="utf-8")
FILE = blocks(PAGE, "python")[0]
SHEET = """\
source: sputnik-2015-08-26
incidents: {ghazni-prison: Break out of a prison}
events: [{type: prison_break, incident: ghazni-prison, occurred: 2015-09, escaped: at least 4, freed_by: Taliban}]
"""
COLUMNS = '{"escaped": "at least 4", "escaped_low": 4, "escaped_high": null, "freed_by": "Taliban"}'
COLUMNS_ASKED = "select escaped, escaped_low, escaped_high, freed_by from prison_breaks"
#: Run a module as `python -m` does, and a file as `python` does.
MODULE = (
    "-c",
    "import runpy, sys; sys.argv.pop(0); runpy.run_module(sys.argv[0], run_name='__main__', alter_sys=True)",
)
FILE_RUN = ("-c", "import runpy, sys; sys.argv.pop(0); runpy.run_path(sys.argv[0], run_name='__main__')")
#: What a user does with the type.
STEPS = (
    (*MODULE, "timeline.sheets.schemas", "my-schemas"),
    ("timeline", "types", "prison_break"),
    ("timeline", "init", "t", "--prefix", "HEL"),
    ("timeline", "append", "seeds/2015-08-26-sputnik-musa-qala.yaml", "prison.yaml"),
    ("timeline", "rebuild"),
    ("timeline", "new", "prison_break"),
    ("sqlite-utils", "t/timeline.db", COLUMNS_ASKED, "--nl"),
    (*MODULE, "datasette", "t/timeline.db", "--get", "/event/HEL-0000-0023-18"),
)


def run(path: str, folder: Path, *command: str) -> str:
    """What a command prints in `folder`, where Python's path is `path` and the editor changes nothing."""
    done = forked.run(command, cwd=folder, env=environment() | {"PYTHONPATH": path, "EDITOR": "cat"})
    assert done.returncode == (1 if "new" in command else 0), done.stderr
    return done.stdout + done.stderr


def holds(path: str, folder: Path) -> None:
    """The steps come out as they should in `folder`, where Python's path is `path`."""
    came = "".join(run(path, folder, *step) for step in STEPS)
    assert "23 events appended" in came
    assert "Escape of at least 4 prisoners, freed by Taliban, in September 2015" in " ".join(came.split())
    assert COLUMNS in came
    assert "- type: prison_break" in came, "the template that timeline new opens"
    assert "#freed_by:" in came
    assert "<title>HEL-0000-0023-18" in came
    assert "Who freed them, where somebody did." in came.partition("<title>")[2]
    for name in ("prison_break.v1.json", "sheet.json"):
        assert '"const": "prison_break"' in (folder / "my-schemas" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "Escape of prisoner(s)"),
        ({"escaped": 4, "freed_by": "Taliban"}, "Escape of 4 prisoners, freed by Taliban"),
        (
            {"freed_by": "Taliban", "occurred": "2015-09"},
            "Escape of prisoner(s), freed by Taliban, in September 2015",
        ),
    ],
)
def test_its_sentence_is_english_whatever_is_left_out(
    monkeypatch: pytest.MonkeyPatch, said: dict[str, Any], sentence: str
) -> None:
    module = ModuleType("prison_break")
    monkeypatch.setitem(sys.modules, "prison_break", module)
    exec(compile(FILE, "prison_break.py", "exec"), module.__dict__)
    event = module.PrisonBreak(incident="ghazni-prison", citation={"source": "s"}, **said)
    assert event.summary() == sentence


def test_one_file_in_this_repository_is_enough(tmp_path: Path) -> None:
    for name in ("events", "timeline", "schemas", "seeds", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (path,) = re.findall(r"Write the file to `(events/\S+\.py)`", PAGE)
    (tmp_path / path).write_text(FILE, encoding="utf-8")
    (tmp_path / "prison.yaml").write_text(SHEET, encoding="utf-8")
    holds(str(tmp_path), tmp_path)
    # What make schemas and make docs do.
    for make in ((*MODULE, "timeline.sheets.schemas"), (*FILE_RUN, "docs/generate.py")):
        assert run(str(tmp_path), tmp_path, *make) == ""
    assert (tmp_path / "schemas" / "prison_break.v1.json").is_file()
    assert "\n## prison_break\n" in (tmp_path / "docs" / "types.md").read_text(encoding="utf-8")
    assert "\n## prison_breaks\n" in (tmp_path / "docs" / "tables.md").read_text(encoding="utf-8")


def test_a_package_of_its_own_adds_it_by_two_lines(tmp_path: Path) -> None:
    package, place = tmp_path / "prison-breaks", tmp_path / "installed"
    package.mkdir()
    (package / "prison_break.py").write_text(FILE, encoding="utf-8")
    (package / "pyproject.toml").write_text(blocks(PAGE, "toml")[0], encoding="utf-8")
    offline = ("--no-index", "--no-build-isolation", "--disable-pip-version-check", "--quiet")
    command = [sys.executable, "-m", "pip", "install", *offline, "--target", str(place), str(package)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LIVENESS_SECONDS, check=False)
    assert done.returncode == 0, done.stderr
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    (tmp_path / "prison.yaml").write_text(SHEET, encoding="utf-8")
    path = f"{place}:{ROOT}"
    holds(path, tmp_path)
    ((shown, output),) = commands(blocks(PAGE, "text")[0])
    assert same(output, run(path, tmp_path, *shown.split()).strip())
    # Without the package its claims are kept, and said to have no effect.
    run(str(ROOT), tmp_path, "timeline", "--dir", "t", "rebuild")
    asked = "select event, problem from problems"
    problem = json.loads(run(str(ROOT), tmp_path, "sqlite-utils", "t/timeline.db", asked, "--nl"))
    assert problem["event"] == "HEL-0000-0023-18"
    assert "the package that adds the type" in problem["problem"]
    # Nothing is wrong with the log: it is verified, signed and backed up.
    whole = ("timeline", "--dir", "t")
    verified = run(str(ROOT), tmp_path, *whole, "verify")
    assert verified.startswith("The log verifies")
    assert "1 event is of a type that nobody here knows" in verified
    assert json.loads(run(str(ROOT), tmp_path, *whole, "verify", "--json"))["keys_unchecked"] == 1
    run(str(ROOT), tmp_path, *whole, "checkpoint", "t.checkpoint")
    run(str(ROOT), tmp_path, *whole, "backup", "t.backup")
    assert run(str(ROOT), tmp_path, "timeline", "restore", "t.backup", "restored").startswith("Restored")
    # Once the package is there again, what reads has the claims, without having been told to rebuild.
    assert "0 claims" in run(str(ROOT), tmp_path, *whole, "show", "ghazni-prison")
    assert "1 claim" in run(path, tmp_path, *whole, "show", "ghazni-prison")
    assert "nobody here knows" not in run(path, tmp_path, *whole, "verify")


def package(folder: Path, module: str, entry: str = "added") -> None:
    """An installed package of one module, whose entry point names `entry`."""
    (folder / "added.py").write_text(module, encoding="utf-8")
    told = folder / "sad_types-2.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: sad-types\nVersion: 2.0\n", encoding="utf-8")
    (told / "entry_points.txt").write_text(f"[incident_timeline.types]\nsad = {entry}\n", encoding="utf-8")


RENAMED = FILE.replace('"prison_breaks"', '"{}"')


@pytest.mark.parametrize(
    ("module", "entry", "said"),
    [
        ("import nowhere_at_all\n", "added", "added, which cannot be imported: No module named 'nowhere_at_all'"),
        ("def (\n", "added", "added, which cannot be imported: invalid syntax"),
        ("TYPES = []\n", "added", "added, which defines no type of event"),
        (FILE, "added:PrisonBreak", '"added:PrisonBreak", which is no module. Name the module alone: "added"'),
        (
            FILE.replace('"prison_break"', '"airstrike"'),
            "added",
            'PrisonBreak, which has the name "airstrike", which Airstrike of events.claims.airstrike has already',
        ),
        (
            RENAMED.replace("{}", "airstrikes"),
            "added",
            'PrisonBreak, which has the table "airstrikes", which Airstrike of events.claims.airstrike has already',
        ),
        (RENAMED.replace("{}", "Prison breaks"), "added", "PrisonBreak, which lacks table. See docs/new-types.md"),
        (FILE.replace("def core", "def cores"), "added", "PrisonBreak, which lacks core. See"),
        (
            FILE.replace("    example: ClassVar[str] =", "    sample: ClassVar[str] ="),
            "added",
            "PrisonBreak, which lacks example.",
        ),
        (
            FILE.replace('"prison_break"', "str", 1).replace("Literal[str]", "str"),
            "added",
            "PrisonBreak, which lacks type.",
        ),
        (
            FILE.replace("Said[Quantity] | None", "int | None"),
            "added",
            "PrisonBreak, which has the field escaped, which does not say who says it. Write Said[…]",
        ),
    ],
)
def test_a_package_that_adds_what_cannot_be_taken_is_named(tmp_path: Path, module: str, entry: str, said: str) -> None:
    package(tmp_path, module, entry)
    assert f"The package sad-types 2.0 adds {said}" in refused(tmp_path)


@pytest.mark.parametrize(
    ("module", "said"),
    [
        (RENAMED.replace("{}", "sources"), 'has the table "sources", which is there already'),
        (FILE.replace("freed_by", "origin"), 'has a field for the column "origin", which is there already'),
    ],
)
def test_a_table_or_column_of_the_timelines_own_is_not_a_types(tmp_path: Path, module: str, said: str) -> None:
    package(tmp_path, module)
    assert f"The type prison_break (added) {said}" in refused(tmp_path)


def refused(folder: Path) -> str:
    """What the command says that is refused because of the package in `folder`."""
    done = subprocess.run(
        [sys.executable, "-m", "timeline", "types"],
        env=environment() | {"PYTHONPATH": f"{folder}:{ROOT}"},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=LIVENESS_SECONDS,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr
