"""Every bad sheet is answered with all of its faults: where each stands, what it is, and what to write instead.

The table is in two parts: the slips of the pen in bad_sheets.py, and whole sheets with their answers in bad_sheets.txt.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from events.registry import CLAIMS, TYPES
from tests import forked
from tests.sheets.bad_sheets import SHEETS
from tests.sheets.test_unreadable_sheets import BYTES
from timeline import Timeline
from timeline.errors import Faults
from timeline.sheets.read import parse

TEXT = Path(__file__).with_name("bad_sheets.txt").read_text(encoding="utf-8")
FIELDS = ", ".join(field.alias or name for name, field in CLAIMS["airstrike"].model_fields.items())


def table() -> list[tuple[str, str, list[str]]]:
    """What is wrong, the sheet, and what is said about it, without the file's name."""
    parts = re.findall(r"^=== (.+)\n((?:.*\n)*?)--- says\n((?:(?!=== ).+\n)*)", TEXT, re.MULTILINE)
    return [*SHEETS, *((name, sheet, said.splitlines()) for name, sheet, said in parts)]


def test_the_table_is_long_and_many_of_its_sheets_have_several_faults() -> None:
    assert len({name for name, _, _ in table()}) == len(table()) >= 60
    assert len(TEXT.split("=== ")) - 1 == len(table()) - len(SHEETS)
    assert sum(len(said) >= 3 for _, _, said in table()) >= 20


@pytest.mark.parametrize(("sheet", "expected"), [case[1:] for case in table()], ids=[case[0] for case in table()])
def test_a_bad_sheet_is_answered_with_all_of_its_faults(sheet: str, expected: list[str]) -> None:
    with pytest.raises(Faults) as refused:
        parse(sheet.encode(), "mine.yaml", "yaml")
    told = [
        str(fault).replace(", ".join(TYPES), "{TYPES}").replace(FIELDS, "{FIELDS}") for fault in refused.value.faults
    ]
    assert told == ["mine.yaml:" + text for text in expected]


def test_the_command_refuses_every_one_of_them_and_stores_nothing(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "HEL") as timeline:
        before = timeline.verify()
    for number, raw in enumerate([*(sheet.encode() for _, sheet, _ in table()), *(raw for _, raw, _ in BYTES)]):
        (tmp_path / f"{number}.yaml").write_bytes(raw)
    # One process for all of them: the command itself is run, and its exit code and words are looked at.
    script = """
import pathlib, sys
from click.testing import CliRunner
from timeline.cli.group import cli
for file in sorted(pathlib.Path(".").glob("*.yaml")):
    done = CliRunner().invoke(cli, ["--dir", "t", "append", str(file)])
    assert done.exit_code == 1, (file, done.exit_code)
    assert isinstance(done.exception, SystemExit), (file, done.exception)
    assert done.output.endswith("\\nNothing stored.\\n"), (file, done.output)
    assert "Traceback" not in done.output, file
    assert done.output.startswith(str(file)), (file, done.output)
"""
    done = forked.run(["-c", script], cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    with Timeline.open(tmp_path / "t") as timeline:
        assert len(timeline) == 0
        assert timeline.verify() == before
