"""What counts of an event follows from the log's index, also where somebody has changed that."""

from __future__ import annotations

from pathlib import Path

import pytest

from events.amendment import after_key
from tests.forging import Forger
from tests.samples import GROUND, claim
from timeline import Timeline
from timeline.errors import TimelineError


def test_an_index_that_leads_in_a_circle_is_told_and_put_right_by_a_rebuild(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "TST") as timeline:
        timeline.append(GROUND)
        first = timeline.append(claim(strikes=1))
        second = timeline.correct(str(first.id), claim(strikes=2), reason="counted again")
        forger = Forger(tmp_path / "t" / "log.db")
        forger.execute("INSERT INTO key_index VALUES (?, ?)", (after_key(str(second.id)), first.position))
        forger.close()
        with pytest.raises(TimelineError, match=f"{first.id} amends {second.id}, which came no earlier"):
            timeline.correct(str(second.id), claim(strikes=3), reason="and again")
        assert not timeline.verify().ok
        timeline.rebuild()
        assert timeline.verify().ok
        timeline.correct(str(second.id), claim(strikes=3), reason="and again")
