"""A decision that does not fit what was decided is refused with what to write, whoever else decides meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from events.base import Event
from events.ledger.coding_corrected import CodingCorrected
from events.registry import parse
from tests.begun import begun
from tests.forked import together
from tests.refusing import refused
from tests.samples import GROUND, claim, decided, killed
from timeline import appending
from timeline.admission import Plan, plan
from timeline.errors import Faults
from timeline.log.engine import Log
from timeline.service import Timeline

FIRST = claim(strikes=2, casualties=killed(2), **{"as": "first"})
SECOND = claim(strikes=3, casualties=killed(3), citation={"locator": "para 2"}, **{"as": "second"})
#: The IDs of the two claims, and of what is decided after them.
ONE, TWO, NEXT, AFTER, THIRD = (
    "TST-0000-0006-87",
    "TST-0000-0007-84",
    "TST-0000-0008-81",
    "TST-0000-0009-78",
    "TST-0000-0010-75",
)


@pytest.fixture
def timeline(tmp_path: Path) -> Iterator[Timeline]:
    with begun(tmp_path / "t", [*GROUND, FIRST, SECOND]) as made:
        yield made


def merge(incident: str, into: str, **fields: Any) -> Event:
    return decided("incidents_merged", incident=incident, into=into, **fields)


def split(*claims: str, incident: str = "bridge", into: str = "market") -> Event:
    return decided("incident_split", incident=incident, into=into, claims=list(claims))


def replaced(*fields: Any, old: str = ONE, new: str = TWO) -> Event:
    return decided("statement_superseded", old=[old], new=[new], fields=list(fields), change="correction")


def corrected(id: str, event: Event) -> CodingCorrected:
    return CodingCorrected(corrects=id, reason="x", replacement=event)


def test_slugs_cannot_be_merged_in_a_circle(timeline: Timeline) -> None:
    timeline.append([merge("bridge", "market"), merge("market", "valley")])
    assert refused(timeline, merge("valley", "bridge")) == [
        'into: "bridge" is merged into "valley" already: the slugs would lead in a circle. Undo that merge first, or '
        "leave this one out."
    ]


def test_a_merge_that_is_refused_merges_nothing_for_what_follows(timeline: Timeline) -> None:
    link = decided("incidents_linked", incidents=["bridge", "market"], relation="distinct")
    timeline.append(link)
    with pytest.raises(Faults) as faults:
        timeline.append([merge("bridge", "market"), split(ONE)], recorded_by="test")
    (fault,) = faults.value.faults
    assert str(fault).startswith("events[0].into: bridge")


def test_not_even_within_one_input(timeline: Timeline) -> None:
    (fault,) = refused(timeline, merge("bridge", "market"), merge("market", "bridge"))
    assert "the slugs would lead in a circle" in fault


def test_a_corrected_merge_cannot_lead_in_a_circle_either(timeline: Timeline) -> None:
    timeline.append([merge("bridge", "market"), merge("market", "valley")])
    (fault,) = refused(timeline, corrected(AFTER, merge("market", "bridge")))
    assert fault.startswith("replacement.into: ")
    assert "the slugs would lead in a circle" in fault
    # What is corrected itself is no obstacle.
    timeline.append(corrected(NEXT, merge("bridge", "valley")))
    assert timeline.db.table("problems").count == 0


def test_undoing_a_correction_cannot_lead_in_a_circle_either(timeline: Timeline) -> None:
    timeline.append(merge("bridge", "market"))
    timeline.append(corrected(NEXT, merge("bridge", "valley")))
    timeline.append(merge("market", "bridge"))
    (fault,) = refused(timeline, decided("undone", undoes=AFTER))
    assert fault.startswith("undoes: ")
    assert "the slugs would lead in a circle" in fault


def derived(one: str, other: str) -> Event:
    return decided("claims_linked", claims=[one, other], relation="derived", evidence="inferred")


def part(one: str, other: str) -> Event:
    return decided("incidents_linked", incidents=[one, other], relation="part_of")


@pytest.mark.parametrize("apart", [True, False])
def test_no_incident_is_part_of_itself_by_way_of_others(timeline: Timeline, apart: bool) -> None:
    links = [part("bridge", "market"), part("market", "valley")]
    if apart:
        timeline.append(links)
    (fault,) = refused(timeline, *([] if apart else links), part("valley", "bridge"))
    assert fault.startswith("incidents: That leads in a circle: valley → bridge → market → valley. ")


@pytest.mark.parametrize("apart", [True, False])
def test_no_claim_is_derived_from_itself_by_way_of_others(timeline: Timeline, apart: bool) -> None:
    timeline.append(claim(strikes=4, citation={"locator": "para 3"}))
    links = [derived(ONE, TWO), derived(TWO, NEXT)]
    if apart:
        timeline.append(links)
    (fault,) = refused(timeline, *([] if apart else links), derived(NEXT, ONE))
    assert fault.startswith(f"claims: That leads in a circle: {NEXT} → {ONE} → {TWO} → {NEXT}. ")


@pytest.mark.parametrize("apart", [True, False])
def test_incidents_that_are_linked_as_two_are_not_merged(timeline: Timeline, apart: bool) -> None:
    link = decided("incidents_linked", incidents=["bridge", "market"], relation="distinct")
    if apart:
        timeline.append(link)
    (fault,) = refused(timeline, *([] if apart else [link]), merge("market", "bridge"))
    assert fault.startswith("into: bridge is distinct from market: so it was decided in ")


def test_a_slug_is_merged_once_at_a_time_and_otherwise_by_a_correction(timeline: Timeline) -> None:
    timeline.append(merge("bridge", "market"))
    (fault,) = refused(timeline, merge("bridge", "valley"))
    assert f"{NEXT} has decided on this otherwise" in fault
    assert f"timeline correct {NEXT}" in fault


def test_the_same_decision_again_is_there_already(timeline: Timeline) -> None:
    assert timeline.append(merge("bridge", "market")).outcome == "appended"
    again = timeline.append(merge("bridge", "market"))
    assert (again.outcome, again.id) == ("already", NEXT)
    timeline.undo(NEXT, reason="x")
    assert timeline.append(merge("bridge", "market")).outcome == "already, undone"


def test_what_was_undone_is_decided_again_after_the_undoing_and_not_without(timeline: Timeline) -> None:
    timeline.append(merge("bridge", "market"))
    timeline.undo(NEXT, reason="x")
    assert refused(timeline, merge("bridge", "valley")) == [
        f"follows: This was decided in {NEXT}, and undone by {AFTER}. To decide it again, write follows: {AFTER}."
    ]
    assert timeline.append(merge("bridge", "market", follows=AFTER)).outcome == "appended"
    timeline.undo(THIRD, reason="x")
    (fault,) = refused(timeline, merge("bridge", "market", follows=NEXT))
    assert "The last that was done on this is TST-0000-0011-72, not " in fault
    assert timeline.append(merge("bridge", "valley", follows="TST-0000-0011-72")).outcome == "appended"


def test_follows_is_for_what_was_decided_and_undone(timeline: Timeline) -> None:
    assert refused(timeline, merge("bridge", "market", follows=ONE)) == [
        "follows: Nothing was decided on this before. Leave follows out."
    ]
    timeline.append(merge("bridge", "market"))
    assert refused(timeline, merge("bridge", "valley", follows=NEXT)) == [
        f"follows: What was decided in {NEXT} holds. Leave follows out; to decide otherwise, use "
        f"`timeline correct {NEXT}`."
    ]


def test_only_claims_on_the_incident_can_be_split_from_it(timeline: Timeline) -> None:
    timeline.append(claim(incident="valley", citation={"locator": "para 3"}, strikes=4))
    assert refused(timeline, split(ONE, NEXT)) == [
        f'claims[1]: {NEXT} is not on "bridge", but on valley. Leave it out.'
    ]
    (fault,) = refused(timeline, split("gazette:first", "gazette:fist"))
    assert fault.startswith(
        'claims[1]: No claim of "gazette" before this one has the label "fist". Did you mean first?'
    )


def test_what_was_split_off_is_where_it_was_split_to(timeline: Timeline) -> None:
    timeline.append(split("gazette:first"))
    (fault,) = refused(timeline, split(ONE, into="valley"))
    assert fault.startswith(f'claims[0]: {ONE} is not on "bridge"')
    assert timeline.append(split(ONE, incident="market", into="valley")).outcome == "appended"


def test_nothing_is_split_between_incidents_that_are_merged(timeline: Timeline) -> None:
    timeline.append(merge("bridge", "market"))
    assert refused(timeline, split(ONE)) == [
        'into: "bridge" and "market" are merged. Undo the merge first, or declare another incident.'
    ]


@pytest.mark.parametrize("name", ["TST-0000-0001-05", "TST-0000-0099-03", "HEL-0000-0001-84"])
def test_names_of_what_is_no_claim_are_refused(timeline: Timeline, name: str) -> None:
    for event in (split(name), replaced(old=name), replaced(new=name)):
        (fault,) = refused(timeline, event)
        assert fault.partition(":")[0] in ("claims[0]", "old[0]", "new[0]")
        assert name in fault


def test_a_claim_that_was_redacted_can_be_named_no_more(timeline: Timeline) -> None:
    timeline.redact(ONE, reason="x", authority="a court")
    assert refused(timeline, split(ONE, TWO)) == [
        f"claims[0]: {ONE} was redacted: what it said is erased. Leave it out."
    ]
    (fault,) = refused(timeline, split("gazette:first"))
    assert 'No claim of "gazette" before this one has the label "first".' in fault


def test_a_redacted_claim_is_told_where_a_statement_replaces_another(timeline: Timeline) -> None:
    timeline.append(replaced("killed"))
    timeline.redact(TWO, reason="x", authority="a court")
    fault, *_ = refused(timeline, replaced(old=TWO, new=ONE))
    assert fault.startswith(f"old[0]: {TWO} was redacted: what it said is erased.")


def test_decisions_of_one_input_rest_on_its_claims(timeline: Timeline) -> None:
    third = claim(strikes=4, citation={"locator": "para 3"}, **{"as": "third"})
    timeline.append([third, replaced("strikes", old="gazette:third"), split("gazette:third")])
    assert timeline.db.table("problems").count == 0
    assert [row["claim"] for row in timeline.db.query("select claim from incident_splits")] == [NEXT]


def test_two_who_merge_against_each_other_at_the_same_moment_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Timeline.init(tmp_path / "t", "TST") as mine, Timeline.open(tmp_path / "t") as theirs:
        mine.append(GROUND)
        rivals = [merge("market", "bridge")]

        def meanwhile(events: Sequence[Event], log: Log, **progress: Any) -> Plan:
            made = plan(events, log, **progress)
            if rivals:
                monkeypatch.setattr(appending, "plan", plan)
                theirs.append(rivals.pop())
            return made

        monkeypatch.setattr(appending, "plan", meanwhile)
        with pytest.raises(Faults, match="the slugs would lead in a circle"):
            mine.append(merge("bridge", "market"))
        assert [row["slug"] for row in mine.db.query("select slug from incident_merges")] == ["market"]


MERGING = """
import sys
from events.registry import parse
from timeline.errors import Faults
from timeline.service import Timeline

folder, one, other, pairs = sys.argv[1:]
with Timeline.open(folder) as timeline:
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(int(pairs)):
        merge = {"type": "incidents_merged", "reason": "x"}
        try:
            timeline.append(parse(merge | {"incident": f"{one}-{number}", "into": f"{other}-{number}"}))
        except Faults as refused:
            assert "the slugs would lead in a circle" in str(refused), refused
            print(number)
"""


def test_of_two_processes_that_merge_against_each_other_one_wins_every_time(tmp_path: Path) -> None:
    pairs = 20
    slugs = [f"{name}-{number}" for name in ("a", "b") for number in range(pairs)]
    with Timeline.init(tmp_path / "t", "TST") as timeline:
        timeline.append([parse({"type": "incident_declared", "slug": slug, "title": slug}) for slug in slugs])
        orders = [("a", "b"), ("b", "a")]
        printed = together(MERGING, [(tmp_path / "t", *order, pairs) for order in orders])
        assert sorted(map(int, " ".join(printed).split())) == list(range(pairs))
        merged = {row["slug"] for row in timeline.db.query("select slug from incident_merges")}
        assert len(merged) == pairs
        assert timeline.db.table("problems").count == 0
        assert timeline.verify().ok


def test_a_claim_of_a_source_that_is_not_recorded_is_told_of_the_source(timeline: Timeline) -> None:
    link = decided("claims_linked", claims=["gazete:a", ONE], relation="derived", evidence="inferred")
    (fault,) = refused(timeline, link)
    assert fault.startswith('claims[0]: The source "gazete" is not recorded. Did you mean gazette?')
