"""In a sheet a decision may name a claim of the sheet's own source by its bare label, and what is stored is whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from events.decision import Decision
from events.registry import TYPES
from events.values.response import as_id
from timeline import Timeline
from timeline.cli.append import append_files
from timeline.errors import Faults
from timeline.sheets.claim_names import naming
from timeline.sheets.read import parse

SHEET = """\
source: {key: radio, kind: news, publisher: Radio}
incidents: {bridge: Bridge}
events:
- {type: airstrike, as: first, incident: bridge, strikes: 2}
- {type: airstrike, as: second, incident: bridge, strikes: 3, citation: para 2}
"""
REPLACED = "- {type: statement_superseded, old: [%s], new: [%s], change: correction, reason: x}\n"


def last(text: str) -> dict[str, Any]:
    """The body of the last event of the sheet."""
    return parse(text.encode(), "s.yaml", "yaml")[-1].event.body()


def refused(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "s.yaml"
    file.write_text(text, "utf-8")
    with Timeline.memory() as timeline, pytest.raises(Faults) as faults:
        append_files(timeline, [str(file)])
    return [str(fault).removeprefix(f"{tmp_path}/") for fault in faults.value.faults]


@pytest.mark.parametrize("name", [name for name, found in TYPES.items() if issubclass(found, Decision)])
def test_the_fields_of_every_decision_that_hold_names_of_claims_are_known(name: str) -> None:
    body = parse(TYPES[name].example.encode(), "e.yaml", "yaml")[0].event.body()
    lists = {field: given for field, given in body.items() if isinstance(given, list)}
    assert set(naming(name)) == {field for field, given in lists.items() if all(map(as_id, map(str, given)))}


def test_a_bare_label_stands_for_a_claim_of_the_sheets_own_source() -> None:
    found = last(SHEET + REPLACED % ("first", "second"))
    assert (found["old"], found["new"]) == (["radio:first"], ["radio:second"])


def test_names_of_claims_of_other_sources_and_ids_stay_as_written() -> None:
    found = last(SHEET + REPLACED % ("agency:first", "hel-0000-0016-39, second"))
    assert (found["old"], found["new"]) == (["agency:first"], ["HEL-0000-0016-39", "radio:second"])


def test_the_replacement_of_a_corrected_decision_is_read_in_the_same_way() -> None:
    link = "{type: claims_linked, claims: [first, agency:a], relation: derived, evidence: stated, reason: x}"
    corrected = f"- {{type: coding_corrected, corrects: HEL-0000-0016-39, reason: x, replacement: {link}}}\n"
    assert last(SHEET + corrected)["replacement"]["claims"] == ["radio:first", "agency:a"]


def test_without_a_source_a_bare_label_names_no_claim() -> None:
    with pytest.raises(Faults) as faults:
        parse(("events:\n" + REPLACED % ("first", "second")).encode(), "s.yaml", "yaml")
    assert [(fault.column, fault.field) for fault in faults.value.faults] == [
        (38, "events[0].old[0]"),
        (52, "events[0].new[0]"),
    ]
    assert '"first" names no claim.' in str(faults.value)


def test_a_label_that_no_claim_has_is_told_where_it_stands_with_the_nearest(tmp_path: Path) -> None:
    assert refused(tmp_path, SHEET + REPLACED % ("frist", "second")) == [
        's.yaml:6:38 events[2].old[0]: No claim of "radio" before this one has the label "frist". Did you mean first? '
        "Write the label (as) of a claim above this one or recorded before, or an ID."
    ]


def test_it_is_told_together_with_the_other_faults_of_a_faulty_decision(tmp_path: Path) -> None:
    found = refused(
        tmp_path,
        SHEET
        + "- {type: claims_linked, claims: [frist, agency:a], relation: copied, evidence: stated, reason: x}\n"
        + "- {type: incidents_linked, incidents: [bridge, brigde], relation: near, reason: x}\n"
        + "- {type: incidents_merged, incident: bridge, into: brigde, reason: [x]}\n",
    )
    assert [fault.split(": ")[0].split(" ")[1] for fault in found] == [
        "events[2].claims[0]",
        "events[2].claims[1]",
        "events[2].relation",
        "events[3].incidents[1]",
        "events[3].relation",
        "events[4].into",
        "events[4].reason",
    ]
    assert "Did you mean first?" in found[0]
    assert "Did you mean bridge?" in found[3]
