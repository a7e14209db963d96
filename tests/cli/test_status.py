"""`timeline status` says what the timeline holds, in words and as data."""

from __future__ import annotations

import json
from pathlib import Path

from tests.begun import begun
from tests.forked import timeline
from tests.samples import GROUND, claim, strike


def test_status_as_json_tells_what_its_words_tell(tmp_path: Path) -> None:
    folder = tmp_path / "t"
    with begun(folder, GROUND) as made:
        made.append([strike(1), claim(visibility="restricted")], recorded_by="test")
        last = made.log.get(len(made))
    told = timeline("--dir", str(folder), "status", "--json")
    assert json.loads(told.stdout) == {
        "title": "t",
        "folder": str(folder),
        "events": 7,
        "claims": 1,
        "incidents": 3,
        "sources": 2,
        "withheld": 1,
        "problems": 0,
        "recorded_at": last.recorded_at,
        "next_id": "TST-0000-0008-81",
        "signed": 0,
    }
    words = timeline("--dir", str(folder)).stdout
    assert "7 events: 1 claim on 3 incidents from 2 sources." in words
    assert f"Last appended {last.recorded_at}. Next ID TST-0000-0008-81." in words


def test_a_log_that_is_shorter_than_its_last_checkpoint_is_told(tmp_path: Path) -> None:
    folder = str(tmp_path / "t")
    with begun(tmp_path / "t", GROUND):
        pass
    (tmp_path / "t" / "checkpoint").write_text(f"incident-timeline/TST\n7\n{'A' * 43}=\n", encoding="utf-8")
    assert json.loads(timeline("--dir", folder, "status", "--json").stdout)["signed"] == 7
    assert "The last checkpoint in the folder is of 7 events: the log has lost 2." in timeline("--dir", folder).stdout


def test_a_timeline_that_holds_nothing_has_no_last_instant(tmp_path: Path) -> None:
    folder = str(tmp_path / "t")
    assert timeline("init", folder, "--prefix", "TST").returncode == 0
    told = json.loads(timeline("--dir", folder, "status", "--json").stdout)
    assert (told["events"], told["recorded_at"], told["next_id"]) == (0, None, "TST-0000-0001-05")
