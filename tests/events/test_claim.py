from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from events.claim import Claim
from events.claims.airstrike import Airstrike
from events.registry import parse
from tests.strategies import claim_data, claims
from tests.written import Data

FIGURE = {"party": "NATO", "killed": 2}
BASE: Data = {"type": "airstrike", "incident": "bridge", "citation": {"source": "gazette-2015", "locator": "para 3"}}


def claim(**fields: Any) -> Claim:
    made = parse({name: value for name, value in (BASE | fields).items() if value is not None})
    assert isinstance(made, Claim)
    return made


def refusal(**fields: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        claim(**fields)
    return "\n".join(error["msg"] for error in refused.value.errors())


def test_a_claim_may_be_about_one_incident_several_or_none() -> None:
    assert claim().incidents() == ("bridge",)
    assert claim(incident=None, about=["bridge", "market"]).incidents() == ("bridge", "market")
    assert claim(incident=None).incidents() == ()


def test_a_claim_has_either_an_incident_or_several_that_it_is_about() -> None:
    assert "either incident or about" in refusal(about=["market"])


def test_a_joint_claim_names_each_incident_once() -> None:
    assert "names an incident twice" in refusal(incident=None, about=["market", "market"])


def test_the_incident_in_which_deaths_count_is_named_once_and_last() -> None:
    counted = [
        FIGURE | {"counted_in": slug, "role": role}
        for slug, role in (("market", "victim"), ("bridge", "victim"), ("market", "perpetrator"))
    ]
    assert claim(casualties=counted).incidents() == ("bridge", "market")


def test_a_part_of_the_casualties_names_the_party_that_it_is_part_of() -> None:
    farmers = {"party": "farmers", "killed": 1, "subset_of": "all"}
    assert claim(casualties=[{"party": "all", "killed": 3}, farmers]).casualties[1].subset_of == "all"
    assert '"all" in subset_of is no other party of these casualties' in refusal(casualties=[FIGURE, farmers])
    assert "Write one of them: NATO." in refusal(casualties=[FIGURE, farmers])


def test_no_party_is_part_of_itself() -> None:
    circle = [{"party": a, "killed": 1, "subset_of": b} for a, b in (("men", "women"), ("women", "men"))]
    assert '"women" in subset_of is no other party' in refusal(casualties=circle)
    alone = refusal(casualties=[{"party": "all", "killed": 3, "subset_of": "all"}])
    assert "Add the whole as an entry of its own." in alone


@pytest.mark.parametrize("said", [{"hedge": "reportedly"}, {"stance": "asserts"}, {"chain": ["x"]}, {"quote": "x"}])
def test_the_coders_own_reading_is_said_by_nobody(said: Data) -> None:
    reading = {"value": "insider attack", "by": "coder"}
    kept = claim(characterised_as=reading).characterised_as
    assert kept is not None
    assert kept.by == "coder"
    assert "The coder's own reading" in refusal(characterised_as=reading | said)


def test_a_characterisation_is_the_sources_unless_it_says_otherwise() -> None:
    kept = claim(characterised_as={"value": "insider attack", "hedge": "allegedly"}).characterised_as
    assert kept is not None
    assert (kept.by, kept.hedge) == ("source", "allegedly")


@pytest.mark.parametrize("grade", ["G1", "A7", "A", "a1", "A1 "])
def test_a_grade_is_admiraltys(grade: str) -> None:
    assert claim(grade="F6").grade == "F6"
    assert "pattern" in refusal(grade=grade)


def test_a_field_of_another_type_is_refused() -> None:
    assert "Extra inputs" in refusal(taken_by="Taliban")


def test_a_claim_needs_a_citation() -> None:
    assert refusal(citation=None) == "Field required"


def test_an_event_never_changes() -> None:
    made: Any = claim()
    with pytest.raises(ValidationError, match="frozen"):
        made.note = "later"


@pytest.mark.parametrize("deep", [False, True])
def test_a_changed_copy_is_another_event(deep: bool) -> None:
    one = claim()
    assert one.model_copy(deep=deep).keys == one.keys
    other = one.model_copy(update={"incident": "market"}, deep=deep)
    assert other.keys == claim(incident="market").keys
    assert other.canonical == claim(incident="market").canonical


def test_a_script_gives_the_same_claim_as_a_sheet() -> None:
    script = Airstrike(
        incident="bridge", citation={"source": "gazette-2015", "locator": ("para 3",)}, strikes=3, as_="v1"
    )
    sheet = claim(strikes="3", **{"as": "v1"})
    assert script == sheet
    assert script.keys == sheet.keys


@given(claim_data())
def test_the_order_of_fields_does_not_matter(data: Data) -> None:
    turned = {name: data[name] for name in reversed(data)}
    assert parse(turned).keys == parse(data).keys


@pytest.mark.parametrize(
    ("other", "same_slot"),
    [
        ({"note": "x"}, True),
        ({"strikes": 3}, True),
        ({"occurred": "2015-08-22"}, True),
        ({"citation": BASE["citation"] | {"hedge": "reportedly"}}, True),
        ({"type": "district_fall"}, False),
        ({"incident": "market"}, False),
        ({"incident": None, "about": ["bridge"]}, False),
        ({"as": "v2"}, False),
        ({"citation": {"source": "gazette-2015", "locator": "para 4"}}, False),
        ({"citation": {"source": "agency-2015", "locator": "para 3"}}, False),
        ({"citation": BASE["citation"] | {"chain": ["x", "Gazette"]}}, False),
    ],
)
def test_a_slot_is_type_source_incident_locator_chain_and_label(other: Data, same_slot: bool) -> None:
    one, two = claim(), claim(**other)
    assert (one.content_key == two.content_key) is (other == {"as": "v2"}), "a label alone says nothing new"
    assert (one.slot_key == two.slot_key) is same_slot


def test_the_order_of_locators_and_of_a_joint_claims_incidents_makes_no_other_slot() -> None:
    citation = {"source": "gazette-2015", "locator": ["p. 1", "p. 2"]}
    one = claim(incident=None, about=["bridge", "market"], citation=citation)
    two = claim(incident=None, about=["market", "bridge"], citation=citation | {"locator": ["p. 2", "p. 1"]})
    assert one.slot_key == two.slot_key


@given(claims)
def test_every_value_is_found_where_it_says_that_it_stands(claim: Claim) -> None:
    for value in claim.values():
        found: Any = claim
        for step in value.path:
            found = found[step] if isinstance(step, int) else getattr(found, step)
        assert found is value.said
        assert (value.casualties is not None) == (value.path[0] == "casualties")


@given(claims)
def test_no_value_is_left_out(claim: Claim) -> None:
    given_so = {name for name in claim.model_fields_set if getattr(claim, name) is not None}
    told = {str(value.path[0]) for value in claim.values()}
    beside = {"incident", "about", "citation", "grade", "tags", "note", "as_", "type", "responds_to"}
    assert told == given_so - beside - (set() if claim.casualties else {"casualties"})
