"""What the README tells a newcomer is done here word for word, and must come out as it says."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

from tests.console import blocks, commands, run_in_shell, same

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
        ["sed", "-i.bak"],
        ["timeline", "append"],
        ["timeline", "append"],
        ["sqlite-utils", "helmand/timeline.db"],
    ]
    for command, output in told:
        came = run_in_shell(command, tmp_path)
        if output:
            assert same(output, came), f"$ {command}\n{came}"
    script = tmp_path / "script.py"
    script.write_text(blocks(README, "python")[0], encoding="utf-8")
    assert run_in_shell(f"{shlex.quote(sys.executable)} script.py", tmp_path).splitlines() == [
        "HEL-0000-0024-15 appended",
        "2-3 airstrikes on 22 August 2015",
    ]


def test_the_layout_in_the_readme_is_the_layout() -> None:
    rows = re.findall(r"^\| (`[^|]+) \|", README, re.MULTILINE)
    named = [path for row in rows for path in re.findall(r"`([^`]+)`", row)]
    assert len(named) >= 9
    assert [path for path in named if not (ROOT / path).exists()] == []
