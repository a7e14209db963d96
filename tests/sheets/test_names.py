"""A faulty input tells in one go also what is wrong with it besides its own faults, and nothing that only follows."""

from __future__ import annotations

from pathlib import Path

import pytest

from timeline import Timeline
from timeline.cli.append import append_files
from timeline.errors import Faults

SHEET = """\
source: {key: gazette, kind: newz, publisher: Gazette}
incidents: {harbour: "", market: Market}
events:
- {type: airstrike, incident: harbor, strikes: 40ish, casualties: [{party: T, killed: 1, counted_in: nowhere}]}
- {type: airstrike, incident: harbour, citation: {chain: [Mayor, Herald]}}
- {type: airstrike, incident: markett}
- {type: airstrike, incident: market, about: [market], strikes: 3ish}
"""


def faults_of(sheet: str, folder: Path) -> list[tuple[int, str, str]]:
    file = folder / "mine.yaml"
    file.write_text(sheet, encoding="utf-8")
    with Timeline.memory() as timeline:
        with pytest.raises(Faults) as refused:
            append_files(timeline, [str(file)])
        assert len(timeline) == 0
    return [(fault.line, fault.field, fault.problem) for fault in refused.value.faults]


def test_unknown_names_are_told_together_with_faulty_values(tmp_path: Path) -> None:
    told = faults_of(SHEET, tmp_path)
    assert [(line, field) for line, field, _ in told] == [
        (1, "source.kind"),
        (2, "incidents.harbour"),
        (4, "events[0].incident"),
        (4, "events[0].strikes"),
        (4, "events[0].casualties[0].counted_in"),
        (6, "events[2].incident"),
        (7, "events[3]"),
        (7, "events[3].strikes"),
    ]
    assert told[2][2] == 'The incident "harbor" is not declared.'
    assert told[6][2].startswith("A claim has either incident or about.")


def test_what_the_input_declares_with_a_fault_is_not_called_unknown_as_well(tmp_path: Path) -> None:
    problems = [problem for _, _, problem in faults_of(SHEET, tmp_path)]
    assert not any('"gazette"' in problem or '"harbour"' in problem for problem in problems)


def test_a_place_is_part_of_places_and_an_actor_of_actors_in_whatever_form_that_is_written(tmp_path: Path) -> None:
    sheet = (
        "- {type: place_recorded, key: helmand, name: Helmand, kind: province}\n"
        "- {type: place_recorded, key: nawa, name: Nawa, kind: district, part_of: [helmand]}\n"
        "- {type: actor_recorded, key: nato, name: NATO, kind: alliance}\n"
        "- {type: actor_recorded, key: isaf, name: ISAF, kind: alliance, part_of: nato}\n"
    )
    told = faults_of(f"events:\n{sheet}", tmp_path)
    assert [(line, field) for line, field, _ in told] == [(3, "events[1].part_of"), (5, "events[3].part_of")]
    assert all("expected here" in problem for *_, problem in told)


def test_an_unknown_source_of_a_sheet_is_told_once(tmp_path: Path) -> None:
    events = "- {type: airstrike, strikes: 1, citation: {locator: a}}\n" * 2 + "- {type: airstrike, strikes: x}\n"
    told = faults_of(f"source: gazette\nevents:\n{events}", tmp_path)
    assert [(line, field) for line, field, _ in told][:1] == [(1, "source")]
    assert len([1 for line, _, _ in told if line == 1]) == 1


def test_places_and_actors_are_known_although_they_are_faulty_and_unknown_ones_are_told(tmp_path: Path) -> None:
    events = (
        "- {type: place_recorded, key: helmand, name: Helmand, kind: land}\n"
        "- {type: place_recorded, key: nawa, name: Nawa, kind: district, part_of: helmand}\n"
        "- {type: place_recorded, key: farah, name: Farah, kind: city, part_of: iran}\n"
        "- {type: actor_recorded, key: isaf, name: ISAF, kind: army, part_of: [nato]}\n"
    )
    told = faults_of(f"events:\n{events}", tmp_path)
    assert [(line, field) for line, field, _ in told] == [
        (2, "events[0].kind"),
        (4, "events[2].kind"),
        (4, "events[2].part_of"),
        (5, "events[3].kind"),
        (5, "events[3].part_of[0]"),
    ]
    assert told[2][2] == 'The place "iran" is not recorded.'
