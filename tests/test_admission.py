"""What the log takes, what it has already, and what it refuses, told with the place in the event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.base import Event
from events.differing import differing
from events.registry import parse
from tests.begun import begun
from tests.laws import examples
from tests.samples import GROUND, claim, killed
from tests.strategies import histories
from tests.tables import contents, store
from timeline import admission
from timeline.errors import Fault, Faults
from timeline.service import Timeline


@pytest.fixture
def timeline(tmp_path: Path) -> Iterator[Timeline]:
    with begun(tmp_path / "t", GROUND) as made:
        yield made


def refused(timeline: Timeline, *events: Event) -> list[Fault]:
    """The faults for which `events` are refused; nothing of them is stored."""
    size = len(timeline)
    with pytest.raises(Faults, match="Nothing stored") as faults:
        timeline.append(events, recorded_by="test")
    assert len(timeline) == size
    return list(faults.value.faults)


@examples(8)
@given(histories(max_claims=6), st.data())
def test_appending_again_adds_nothing(history: list[Event], data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(history), max_size=5))
    with Timeline.memory("TST") as timeline:
        first = timeline.append([*history, *again], recorded_by="one")
        assert [receipt.outcome for receipt in first] == ["appended"] * len(history) + ["already"] * len(again)
        assert [receipt.position for receipt in first[: len(history)]] == list(range(1, len(history) + 1))
        tables, root = contents(timeline.db), timeline.verify()
        second = timeline.append([*history, *again], recorded_by="two")
        assert {receipt.outcome for receipt in second} == {"already"}
        assert [receipt.id for receipt in second] == [receipt.id for receipt in first]
        assert (contents(timeline.db), timeline.verify()) == (tables, root)
        assert root.ok


def test_what_comes_twice_is_stored_once_at_its_first_place() -> None:
    with Timeline.memory("TST") as timeline:
        receipts = timeline.append([*GROUND, claim(), *GROUND, claim()], recorded_by="test")
        assert [entry.type for entry in timeline.log.read()] == [event.type for event in [*GROUND, claim()]]
        assert [receipt.position for receipt in receipts] == [1, 2, 3, 4, 5, 6] * 2
        assert timeline.db.table("problems").count == 0


def test_another_spelling_of_the_same_claim_is_already_there(timeline: Timeline) -> None:
    one = timeline.append(claim(strikes=3, occurred="2015-08-22", citation={"chain": ["Gazette"]}))
    chain = [{"voice": " Gazette", "relation": "stated", "evidence": "stated"}]
    said = claim(
        strikes={"value": "3"},
        occurred={"value": "2015-08-22", "basis": "stated"},
        citation={"locator": ["para 1"], "chain": chain, "stance": "asserts"},
    )
    two = timeline.append(said)
    assert (two.outcome, two.id) == ("already", one.id)


def test_an_edited_claim_is_refused_with_its_id_what_differs_and_what_to_use(timeline: Timeline) -> None:
    receipt = timeline.append(claim(strikes=3, occurred={"value": "2015-08-22", "wording": "Saturday"}))
    edited = claim(strikes=2, occurred={"value": "2015-08-22", "wording": "on Saturday"}, note="seen again")
    (fault,) = refused(timeline, edited)
    assert str(receipt.id) in fault.problem
    assert 'occurred.wording: "Saturday" → "on Saturday"' in fault.problem
    assert "strikes: 3 → 2" in fault.problem
    assert 'note: (nothing) → "seen again"' in fault.problem
    assert f"`timeline correct {receipt.id}`" in fault.remedy
    assert "`as:`" in fault.remedy


@pytest.mark.parametrize(
    "other",
    [
        {"as": "v2"},
        {"incident": "market"},
        {"citation": {"locator": "para 2"}},
        {"citation": {"source": "agency"}},
        {"citation": {"chain": ["Governor", "Gazette"]}},
    ],
)
def test_a_second_claim_is_taken_where_something_tells_them_apart(timeline: Timeline, other: dict[str, Any]) -> None:
    timeline.append(claim(strikes=3))
    assert timeline.append(claim(strikes=2, **other)).outcome == "appended"


def test_two_claims_of_one_batch_that_nothing_tells_apart_are_refused(timeline: Timeline) -> None:
    (fault,) = refused(timeline, claim(strikes=3), claim(strikes=2))
    assert fault.field == "events[1]"
    assert "event number 1 of this input says something else" in fault.problem
    assert "`as:`" in fault.remedy
    assert "timeline correct" not in fault.remedy


def test_an_unknown_source_is_refused_with_the_nearest(timeline: Timeline) -> None:
    (fault,) = refused(timeline, claim(citation={"source": "gazete"}))
    assert fault.field == "events[0].citation.source"
    assert 'The source "gazete" is not recorded.' in fault.problem
    assert "Did you mean gazette?" in fault.remedy


def test_a_source_that_comes_after_its_claim_is_refused() -> None:
    with Timeline.memory() as timeline:
        (fault,) = refused(timeline, *GROUND[1:], claim(), GROUND[0])
        assert "Record it before this claim" in fault.remedy


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"incident": "brigde"}, "incident"),
        ({"incident": None, "about": ["market", "brigde"]}, "about[1]"),
        ({"casualties": killed(2, counted_in="brigde")}, "casualties[0].counted_in"),
    ],
)
def test_an_undeclared_incident_is_refused_with_the_nearest(
    timeline: Timeline, fields: dict[str, Any], place: str
) -> None:
    (fault,) = refused(timeline, claim(**fields))
    assert fault.field == f"events[0].{place}"
    assert "Did you mean bridge?" in fault.remedy
    assert "incidents: {brigde: …}" in fault.remedy


def test_an_incident_declared_in_the_same_batch_is_the_nearest_too(timeline: Timeline) -> None:
    harbour = parse({"type": "incident_declared", "slug": "harbour", "title": "Harbour"})
    (fault,) = refused(timeline, harbour, claim(incident="harbor"))
    assert "Did you mean harbour?" in fault.remedy
    assert [receipt.outcome for receipt in timeline.append([harbour, claim(incident="harbour")])] == ["appended"] * 2


def test_a_source_is_never_suggested_for_an_incident() -> None:
    with Timeline.memory() as timeline:
        (fault,) = refused(timeline, *GROUND, claim(incident="gazett"))
        assert "Did you mean" not in fault.remedy


def test_a_name_like_no_other_gets_no_suggestion(timeline: Timeline) -> None:
    (fault,) = refused(timeline, claim(incident="zzzzz"))
    assert fault.remedy.startswith("Declare a new one")


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({"citation": {"chain": ["Governor", "Reuters"]}}, "citation.chain"),
        ({"strikes": {"value": 3, "chain": ["Governor", "gazette"]}}, "strikes.chain"),
        ({"casualties": killed({"value": 3, "chain": ["Governor"]})}, "casualties[0].killed.chain"),
    ],
)
def test_a_chain_ends_with_the_publisher_spelt_as_in_the_source(
    timeline: Timeline, said: dict[str, Any], place: str
) -> None:
    (fault,) = refused(timeline, claim(**said))
    assert fault.field == f"events[0].{place}"
    assert fault.remedy == 'Write "Gazette" as the last voice.'


def test_a_chain_is_compared_with_a_source_of_the_same_batch() -> None:
    with Timeline.memory() as timeline:
        (fault,) = refused(timeline, *GROUND, claim(citation={"chain": ["Governor", "Reuters"]}))
        assert fault.field == "events[5].citation.chain"


@pytest.mark.parametrize("number", [0, 2], ids=["source", "incident"])
def test_a_source_or_incident_with_other_content_is_refused(timeline: Timeline, number: int) -> None:
    assert timeline.append(GROUND[number]).outcome == "already"
    changed = {"publisher": "The Gazette"} if number == 0 else {"title": "The bridge"}
    (fault,) = refused(timeline, GROUND[number].model_copy(update=changed))
    name = "gazette" if number == 0 else "bridge"
    assert name in fault.problem
    assert f"recorded otherwise in TST-0000-000{number + 1}" in fault.problem
    assert "→" in fault.problem
    assert f"`timeline correct TST-0000-000{number + 1}-" in fault.remedy


@pytest.mark.parametrize("number", [0, 2], ids=["source", "incident"])
def test_so_is_one_that_comes_otherwise_in_one_batch(number: int) -> None:
    changed = GROUND[number].model_copy(update={"publisher": "X"} if number == 0 else {"title": "X"})
    with Timeline.memory() as timeline:
        (fault,) = refused(timeline, GROUND[number], changed)
        assert "event number 1 of this input" in fault.problem
        assert "timeline correct" not in fault.remedy


def test_all_faults_are_told_at_once(timeline: Timeline) -> None:
    bad = claim(incident="x", citation={"source": "y"}, casualties=killed(1, counted_in="z"))
    faults = refused(timeline, claim(), bad, claim(strikes=1))
    assert [fault.field for fault in faults] == [
        "events[1].citation.source",
        "events[1].incident",
        "events[1].casualties[0].counted_in",
        "events[2]",
    ]


def test_what_another_process_appends_between_two_look_ups_is_already_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with Timeline.memory("TST") as timeline:
        find, others = timeline.log.find, list[Event]([*GROUND, claim()])

        def slow(keys: Iterable[str]) -> dict[str, int]:
            wanted = list(keys)
            found = find(wanted[: len(wanted) // 2])
            if others:
                theirs = others.copy()
                others.clear()
                store(timeline.log, theirs)
            return found | find(wanted[len(wanted) // 2 :])

        monkeypatch.setattr(timeline.log, "find", slow)
        receipts = timeline.append([*GROUND, claim()], recorded_by="test")
        assert {receipt.outcome for receipt in receipts} == {"already"}
        assert len(timeline) == len(receipts)


def test_a_faulty_batch_stores_nothing_of_it(timeline: Timeline) -> None:
    refused(timeline, claim(), claim(incident="nowhere"))
    assert timeline.append(claim()).outcome == "appended"


@pytest.mark.parametrize(
    ("old", "new", "differences"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 2}, ["a: 1 → 2"]),
        ({"a": 1}, {}, ["a: 1 → (nothing)"]),
        ({}, {"a": {"b": ["x"]}}, ['a.b[0]: (nothing) → "x"']),
        ({"a": 1}, {"a": {"value": 1, "hedge": "claimed"}}, ['a.hedge: (nothing) → "claimed"']),
        ({"a": "é"}, {"a": "e"}, ['a: "é" → "e"']),
    ],
)
def test_a_difference_names_the_field_and_both_values(
    old: dict[str, Any], new: dict[str, Any], differences: list[str]
) -> None:
    assert list(map(str, differing(old, new))) == differences


def test_a_field_that_no_claim_can_have_cannot_be_answered(timeline: Timeline) -> None:
    first = claim(casualties=killed(2), **{"as": "toll"})
    answer = {"stance": "denies", "locator": "para 9"}
    wrong = claim(citation=answer, responds_to={"event": "toll", "properties": ["kiled", "strikes"]})
    (fault,) = refused(timeline, first, wrong)
    assert str(fault) == ('events[1].responds_to.properties[0]: No claim has a field "kiled". Did you mean killed?')
    timeline.append([first, claim(citation=answer, responds_to={"event": "toll", "properties": ["killed"]})])


def test_the_nearest_of_many_missing_names_is_looked_for_once_for_each_and_not_for_all(
    timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "GUESSED", 2)
    names = ["gazete", "gazette-1", "gazete", "gazett", "gazete"]
    events = [claim(citation={"source": name, "locator": f"para {number}"}) for number, name in enumerate(names)]
    assert [fault.problem for fault in refused(timeline, *events)] == [
        f'The source "{name}" is not recorded.' for name in names
    ]
    guessed = ["Did you mean gazette?" in fault.remedy for fault in refused(timeline, *events)]
    assert guessed == [True, True, True, False, True]
