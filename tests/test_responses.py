"""A claim can answer only what is recorded, or stands above it, and a label names one claim of its source."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from events.base import Event
from events.ledger.coding_corrected import CodingCorrected
from tests.samples import GROUND, claim
from tests.tables import store
from timeline import Faults, Timeline
from timeline.cli.append import append_files
from timeline.log.ids import format_id

DENIED: dict[str, Any] = {"citation": {"locator": "para 2", "stance": "denies"}, "strikes": 2}
LABELLED: dict[str, Any] = {"as": "v1"}
FIRST = claim(strikes=2, **LABELLED)


def denial(to: object, **fields: Any) -> Event:
    return claim(**DENIED | fields, responds_to=to)


@pytest.fixture
def timeline() -> Timeline:
    made = Timeline.memory("HEL")
    made.append([*GROUND, FIRST], recorded_by="test")
    return made


def refusal(timeline: Timeline, *events: Event) -> str:
    """Why the last of `events` is refused, and nothing stored."""
    head = len(timeline)
    with pytest.raises(Faults) as refused:
        timeline.append(list(events))
    assert len(timeline) == head
    return str(refused.value.faults[-1])


@pytest.mark.parametrize(
    "to",
    ["v1", "gazette:v1", "HEL-0000-0006-69", "hel0000000669", {"event": "v1", "properties": ["strikes", "killed"]}],
)
def test_a_claim_is_answered_by_its_label_or_its_id(timeline: Timeline, to: Any) -> None:
    id = str(timeline.append(denial(to)).id)
    row = timeline.db.table("events").get(id)
    fields = "strikes, killed" if isinstance(to, dict) else None
    assert (row["responds_to"], row["answered"], row["stance"]) == ("HEL-0000-0006-69", fields, "denies")
    assert timeline.db.table("problems").count == 0
    timeline.rebuild()
    assert timeline.db.table("events").get(id) == row


def test_a_label_is_found_in_the_same_input_above_the_answer(timeline: Timeline) -> None:
    second = claim(strikes=3, citation={"locator": "para 5"}, **{"as": "v2"})
    assert "Write the label (as) of a claim above this one" in refusal(timeline, denial("v2"), second)
    timeline.append([second, denial("v2")])
    assert timeline.db.table("problems").count == 0


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("v2", 'No claim of "gazette" before this one has the label "v2". Did you mean v1? Write the label'),
        (format_id("HEL", 60), "The log has no entry at position 60: it ends at 6."),
        ("HEL-0000-0006-96", "Did you mean HEL-0000-0006-69?"),
        ("XYZ-0000-0006-35", "has the prefix XYZ"),
        ("HEL-0000-0001-84", "HEL-0000-0001-84 is no claim, but source_recorded. Write the ID of a claim."),
    ],
)
def test_what_leads_nowhere_is_a_fault_at_its_place(timeline: Timeline, to: str, said: str) -> None:
    fault = refusal(timeline, denial(to))
    assert fault.startswith("events[0].responds_to.event: ")
    assert said in fault


def test_a_label_belongs_to_its_source(timeline: Timeline) -> None:
    other = denial("v1", citation={"source": "agency"})
    assert 'No claim of "agency"' in refusal(timeline, other)
    timeline.append(claim(citation={"source": "agency"}, **LABELLED))
    timeline.append(other)


def test_a_label_names_one_claim(timeline: Timeline) -> None:
    second = claim(strikes=9, citation={"locator": "para 9"}, **{"as": "v1"})
    assert refusal(timeline, second) == (
        'events[0].as: "v1" is the label of HEL-0000-0006-69 already. Write another label.'
    )
    fresh = [claim(strikes=n, citation={"locator": f"para {n}"}, **{"as": "v3"}) for n in (3, 4)]
    assert (
        refusal(timeline, *fresh) == 'events[1].as: "v3" is the label of event number 1 already. Write another label.'
    )


def test_a_label_that_a_stored_claim_is_given_later_is_answered_with_its_id(timeline: Timeline) -> None:
    timeline.append(claim(strikes=5, citation={"locator": "para 5"}))
    again = claim(strikes=5, citation={"locator": "para 5"}, **{"as": "late"})
    assert "That claim is recorded without it: write HEL-0000-0007-66." in refusal(timeline, again, denial("late"))


def test_a_field_that_no_claim_has_is_refused_in_a_correction_too(timeline: Timeline) -> None:
    id = str(timeline.append(denial("v1")).id)
    wrong = denial({"event": "v1", "properties": ["kiled"]})
    with pytest.raises(Faults, match=r"properties\[0\]: No claim has a field \"kiled\". Did you mean killed\?"):
        timeline.correct(id, wrong, reason="x")


def test_an_answer_to_what_is_not_there_has_no_effect_on_the_tables() -> None:
    with Timeline.memory("HEL") as timeline:
        store(timeline.log, [*GROUND, denial("v1"), FIRST, denial("v1", citation={"locator": "para 3"})])
        (problem,) = timeline.db.query("select event, problem from problems")
        assert problem["event"] == "HEL-0000-0006-69"
        assert timeline.db.table("events").count == len(GROUND) + 2


def test_a_corrected_claim_keeps_its_label_and_takes_no_others(timeline: Timeline) -> None:
    timeline.append(claim(strikes=7, citation={"locator": "para 7"}))

    def correction(**fields: Any) -> Event:
        whole = claim(citation={"locator": "para 7"}, **fields)
        return CodingCorrected(corrects="HEL-0000-0007-66", replacement=whole, reason="miscounted")

    assert '"v1" is the label of HEL-0000-0006-69 already.' in refusal(timeline, correction(strikes=8, **{"as": "v1"}))
    fixed = claim(strikes=4, **LABELLED)
    timeline.append(CodingCorrected(corrects="HEL-0000-0006-69", replacement=fixed, reason="miscounted"))
    timeline.append(denial("v1"))
    assert timeline.db.table("problems").count == 0


def test_a_misspelt_label_is_told_with_its_line_together_with_other_faults(tmp_path: Path) -> None:
    sheet = (
        "source: {key: radio, kind: news, publisher: Radio}\nevents:\n"
        "- {type: airstrike, as: first, strikes: 3x}\n"
        "- {type: airstrike, responds_to: frist, citation: {stance: denies}}\n"
        "- {type: airstrike, responds_to: first, citation: {stance: denies, locator: para 3}}\n"
        "- {type: airstrike, responds_to: {event: other}, strikes: 4x}\n"
    )
    (tmp_path / "a.yaml").write_text(sheet, "utf-8")
    with Timeline.memory() as timeline, pytest.raises(Faults) as refused:
        append_files(timeline, [str(tmp_path / "a.yaml")])
    assert [(fault.line, fault.field) for fault in refused.value.faults] == [
        (3, "events[0].strikes"),
        (4, "events[1].responds_to"),
        (6, "events[3].responds_to.event"),
        (6, "events[3].strikes"),
    ]
    assert "Did you mean first?" in str(refused.value)
