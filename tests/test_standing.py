"""What counts of an event follows from the log's index, also where somebody has changed that."""

from __future__ import annotations

from pathlib import Path

import pytest

from events.amendment import Amendment, after_key
from events.registry import parse
from tests.forging import Forger
from tests.samples import GROUND, claim, decided
from timeline import Timeline
from timeline.errors import Faults, TimelineError
from timeline.histories import History
from timeline.log.entries import Draft, seal
from timeline.standing import Standing


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


@pytest.mark.parametrize(
    "forged",
    [{"type": "claim_retracted", "retracts": ""}, {"type": "event_redacted", "redacts": "", "authority": "me"}],
)
def test_an_amendment_forged_before_what_it_amends_has_no_effect_and_is_named_when_another_is_tried(
    forged: dict[str, str], tmp_path: Path
) -> None:
    with Timeline.init(tmp_path / "t", "TST") as timeline:
        timeline.append(GROUND)
        early, later = (timeline.append(claim(citation={"locator": f"para {number}"})) for number in (1, 2))
        assert early.position
        shown = timeline.db.execute("select * from events where id = ?", [str(later.id)]).fetchall()
        amendment = parse({name: value or str(later.id) for name, value in forged.items()} | {"reason": "forged"})
        assert isinstance(amendment, Amendment)
        forger = Forger(tmp_path / "t" / "log.db")
        instant = timeline.log.get(early.position).recorded_at
        draft = Draft(amendment.type, 1, amendment.canonical)
        salt = b"0123456789abcdef"
        forger.put(
            seal(draft, prefix="TST", position=early.position, recorded_at=instant, recorded_by="x", salt=salt)[1]
        )
        forger.close()
        timeline.rebuild()
        assert timeline.verify().ok
        assert timeline.db.execute("select * from events where id = ?", [str(later.id)]).fetchall() == shown
        assert [row["event"] for row in timeline.db.query("select event from problems")] == [str(early.id)]
        with pytest.raises(Faults, match=f"{early.id} is stored as what comes right after {later.id}.*forged"):
            timeline.retract(str(later.id), reason="wrong")


def test_all_assessments_are_read_once_for_whatever_claims_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"incident": "bridge", "assessor": "the desk", "assessed": "2015-09-01", "grade": "confirmed"}
    with Timeline.memory("TST") as timeline:
        timeline.append(GROUND)
        told = [timeline.append(claim(citation={"locator": f"para {number}"})) for number in range(4)]
        claims = [str(receipt.id) for receipt in told]
        first = timeline.append(decided("incident_assessed", relies_on=claims[:2], **said))
        replacement = decided("incident_assessed", relies_on=claims[1:3], **said)
        timeline.correct(str(first.id), replacement, reason="the other one")
        standing, read = Standing(timeline.log), list[str]()
        history = standing.history

        def reading(id: str) -> History:
            read.append(id)
            return history(id)

        monkeypatch.setattr(standing, "history", reading)
        found = [standing.relying("incident_assessed", [id]) for id in claims]
        assert found == [[first.position]] * 3 + [[]]
        assert read == [first.id]
