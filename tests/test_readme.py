"""What the README tells a newcomer is done here word for word, and must come out as it says."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from pathlib import Path

from tests.console import blocks, commands, run, same

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
#: Never ends by itself: tests/web serves for real.
SERVES = "timeline serve"


def test_the_first_ten_minutes_go_as_the_readme_says(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(blocks(README, "yaml")[0], encoding="utf-8")
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    console = "".join(blocks(README, "console"))
    told = [(command, output) for command, output in commands(console) if not command.startswith((". ", SERVES))]
    assert [shlex.split(command)[:2] for command, _ in told] == [
        ["timeline", "init"],
        ["timeline", "types"],
        ["timeline", "append"],
        ["sed", "-i"],
        ["timeline", "append"],
        ["timeline", "append"],
        ["sqlite-utils", "helmand/timeline.db"],
    ]
    for command, output in told:
        came = run(command, tmp_path)
        if output:
            assert same(output, came), f"$ {command}\n{came}"
    script = tmp_path / "script.py"
    script.write_text(blocks(README, "python")[0], encoding="utf-8")
    assert run(f"{shlex.quote(sys.executable)} script.py", tmp_path).splitlines() == [
        "HEL-0000-0015-42 appended",
        "2-3 airstrikes on 22 August 2015",
    ]


def test_a_type_added_as_the_readme_says_has_its_table_schema_and_explanation(tmp_path: Path) -> None:
    for name in ("events", "timeline", "schemas", "seeds"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    path = re.findall(r"One file\. Write `(events/\S+\.py)`", README)[0]
    (tmp_path / path).write_text(blocks(README, "python")[1], encoding="utf-8")
    steps = f"""
        set -e
        export PYTHONPATH={shlex.quote(str(tmp_path))}
        timeline() {{ {shlex.quote(sys.executable)} -m timeline "$@"; }}
        {shlex.quote(sys.executable)} -m timeline.sheets.schemas
        timeline types abduction
        timeline init t --prefix HEL
        timeline append seeds/*.yaml abduction.yaml > answer
        tail -1 answer
        sqlite-utils t/timeline.db 'select abducted, abducted_low, abducted_high, perpetrator from abductions' --nl
    """
    (tmp_path / "abduction.yaml").write_text(
        "source: sputnik-2015-08-26\nincidents: {sangin-road-abduction: Abduction on the road}\n"
        "events: [{type: abduction, incident: sangin-road-abduction, abducted: at least 4, perpetrator: Taliban}]\n",
        encoding="utf-8",
    )
    came = run(steps, tmp_path)
    assert "People are taken and held against their will." in came
    assert "abducted: 4" in came
    assert "14 events appended" in came
    assert '{"abducted": "at least 4", "abducted_low": 4, "abducted_high": null, "perpetrator": "Taliban"}' in came
    assert '"const": "abduction"' in (tmp_path / "schemas" / "abduction.v1.json").read_text(encoding="utf-8")
    assert "abduction" in (tmp_path / "schemas" / "sheet.json").read_text(encoding="utf-8")


def test_the_layout_in_the_readme_is_the_layout() -> None:
    rows = re.findall(r"^\| (`[^|]+) \|", README, re.MULTILINE)
    named = [path for row in rows for path in re.findall(r"`([^`]+)`", row)]
    assert len(named) >= 9
    assert [path for path in named if not (ROOT / path).exists()] == []
