"""What is stored, is told; what is not, neither."""

from __future__ import annotations

import pytest

from events.base import Event
from tests.samples import GROUND, claim, strike
from timeline import Timeline
from timeline.admission import Plan
from timeline.appending import append
from timeline.errors import Fault, Faults, TimelineError
from timeline.log.engine import MAX_DRAFTS
from timeline.log.entries import Draft, Entry


def test_an_event_too_large_to_store_is_a_fault_already_in_a_dry_run() -> None:
    tags = [f"{number:03}" + "x" * 97 for number in range(50)]
    casualties = [{"party": f"{number}" + "p" * 1900, "killed": 1} for number in range(40)]
    with Timeline.memory() as timeline:
        timeline.append(GROUND)
        with pytest.raises(Faults, match=r"^It has [0-9,]+ bytes as stored\. An event may have 65,535"):
            timeline.append(claim(tags=tags, casualties=casualties), dry_run=True)


def test_a_large_input_with_one_more_claim_is_appended_again_without_being_taken_for_edited() -> None:
    # All say the same in different places, in more than one part.
    said = [claim(citation={"locator": f"row {number}"}) for number in range(MAX_DRAFTS + 200)]
    with Timeline.memory() as timeline:
        timeline.append([*GROUND, *said])
        more = [*GROUND, claim(citation={"locator": "row new"}), *said]
        assert [receipt.outcome for receipt in timeline.append(more)].count("appended") == 1
        with pytest.raises(Faults, match="says the same, and is missing here"):
            timeline.append([*more[:-1], claim(citation={"locator": "row changed"})])


def test_what_others_append_between_two_parts_is_told_with_how_much_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    events: list[Event] = [strike(number) for number in range(MAX_DRAFTS + 5)]
    rival = strike(MAX_DRAFTS + 2).model_copy(update={"note": "somebody else was quicker"})
    with Timeline.memory() as timeline:
        timeline.append(GROUND)
        store = timeline.log.append
        others = [rival]

        def slow(drafts: list[Draft], *, recorded_by: str, expected: int | None = None) -> list[Entry]:
            entries = store(drafts, recorded_by=recorded_by, expected=expected)
            while others:
                event = others.pop()
                store([Draft(event.type, event.version, event.canonical, event.keys)], recorded_by="others")
            return entries

        monkeypatch.setattr(timeline.log, "append", slow)

        def locate(made: Plan) -> list[Fault]:
            return [Fault(problem.problem, field=str(problem.index)) for problem in made.problems]

        with pytest.raises(TimelineError) as refused:
            append(events, timeline.log, locate, "test", lambda stage, done: None)
        assert str(refused.value).startswith(f"{MAX_DRAFTS + 2}: ")
        assert str(refused.value).endswith("The first 1,000 events are stored, the others are not.")
        assert len(timeline) == len(GROUND) + MAX_DRAFTS + 1
