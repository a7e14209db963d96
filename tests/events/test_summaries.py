from __future__ import annotations

from typing import Any

import pytest
import yaml

from events.registry import TYPES, parse

STRIKE: dict[str, Any] = {
    "type": "airstrike",
    "incident": "musa-qala-bombing",
    "occurred": "2015-08-22",
    "place": {"name": "Musa Qala", "admin1": "Helmand"},
    "operator": "US",
    "strikes": 3,
    "casualties": [{"party": "Taliban", "killed": {"value": 40, "hedge": "reportedly"}}],
}
SAID = "3 US airstrikes at Musa Qala, Helmand, on 22 August 2015; 40 Taliban reportedly killed"
FALL: dict[str, Any] = {"type": "district_fall", "place": {"name": "Nawzad", "admin1": "Helmand"}}
ATTACK: dict[str, Any] = {"type": "insider_attack"}


def summary(claim: dict[str, Any], citation: dict[str, Any] | None = None, **fields: Any) -> str:
    given = claim | fields | {"citation": {"source": "x"} | (citation or {})}
    return parse({name: value for name, value in given.items() if value is not None}).summary()


def test_an_airstrike_is_said_in_one_sentence() -> None:
    assert summary(STRIKE) == SAID


@pytest.mark.parametrize(
    ("stance", "begins"),
    [
        ("asserts", "3 US airstrikes"),
        ("confirms", "Confirmed: 3 US airstrikes"),
        ("denies", "Denied: 3 US airstrikes"),
        ("questions", "Questioned: 3 US airstrikes"),
        ("cannot_confirm", "Not confirmed: 3 US airstrikes"),
    ],
)
def test_a_stance_begins_the_sentence(stance: str, begins: str) -> None:
    assert summary(STRIKE, {"stance": stance}).startswith(begins)


def test_a_hedge_on_the_whole_claim_begins_the_sentence() -> None:
    assert summary(STRIKE, {"hedge": "allegedly"}) == f"Allegedly: {SAID}"


def test_a_hedge_on_one_value_stands_with_it() -> None:
    hedged = summary(STRIKE, strikes={"value": 3, "hedge": "possibly"}, casualties=None)
    assert hedged == "Possibly 3 US airstrikes at Musa Qala, Helmand, on 22 August 2015"


@pytest.mark.parametrize(
    ("strikes", "begins"),
    [
        (1, "1 US airstrike at"),
        ("up to 4", "Up to 4 US airstrikes at"),
        ("more than 1", "More than 1 US airstrikes at"),
        ("2-3", "2-3 US airstrikes at"),
        ("none", "No US airstrikes at"),
        ("dozens", "Dozens of US airstrikes at"),
        ("tens of thousands", "Tens of thousands of US airstrikes at"),
        ("several", "Several US airstrikes at"),
        ("a few", "A few US airstrikes at"),
        ("unknown", "An unknown number of US airstrikes at"),
        (None, "US airstrike(s) at"),
    ],
)
def test_every_kind_of_number_reads_as_english(strikes: object, begins: str) -> None:
    assert summary(STRIKE, strikes=strikes).startswith(begins)


@pytest.mark.parametrize(
    ("entry", "ends"),
    [
        ({"party": "NATO", "killed": 2}, "; 2 NATO killed"),
        ({"party": {"value": "NATO", "wording": "NATO soldiers"}, "killed": 2}, "; 2 NATO soldiers killed"),
        ({"party": "all", "killed": "dozens"}, "; dozens of people killed"),
        ({"party": "all", "killed_or_injured": "at least 9"}, "; at least 9 people killed or injured"),
        ({"party": "farmers", "killed": "unknown"}, "; an unknown number of farmers killed"),
        ({"party": "farmers", "killed": "none", "injured": 3}, "; no farmers killed, 3 farmers injured"),
        ({"party": "NATO", "killed": {"value": 2, "stance": "denies"}}, "; 2 NATO killed (denied)"),
        ({"party": "NATO", "killed": {"value": 2, "stance": "cannot_confirm"}}, "; 2 NATO killed (not confirmed)"),
        ({"party": "NATO", "killed": {"value": 2, "stance": "asserts"}}, "; 2 NATO killed"),
        ({"party": "NATO", "killed": 2, "counted_in": "shooting"}, "; 2 NATO killed (counted in shooting)"),
        ({"party": "NATO", "killed": 2, "counted_in": "musa-qala-bombing"}, "; 2 NATO killed"),
    ],
)
def test_casualties_follow_with_whatever_is_said_of_them(entry: dict[str, Any], ends: str) -> None:
    assert summary(STRIKE, casualties=[entry]) == SAID.partition(";")[0] + ends


@pytest.mark.parametrize(
    ("occurred", "ends"),
    [
        ("2015-08-22", "on 22 August 2015"),
        ("2015-08-02", "on 2 August 2015"),
        ("2015-07", "in July 2015"),
        ("2007", "in 2007"),
        ("2015-08-23/2015-08-26", "between 23 August 2015 and 26 August 2015"),
        ("2015-08-23/2015-08-23", "on 23 August 2015"),
        ("2015-08/2015-08", "in August 2015"),
        ("2015-08-22?/2015-08-22", "between possibly 22 August 2015 and 22 August 2015"),
        ({"value": "2015-07/2015-08", "extent": "throughout"}, "from July 2015 to August 2015"),
        ({"value": "2001/2015", "extent": "cumulative"}, "from 2001 to 2015"),
        ("2015-08-22~", "around 22 August 2015"),
        ("2015-08-22?", "possibly on 22 August 2015"),
        ("2015-08%", "possibly around August 2015"),
        ("2015?", "possibly in 2015"),
        ("2015-08-XX", "on a day in August 2015"),
        ("2015-XX", "in a month in 2015"),
        ("2015-XX-XX~", "around a day in 2015"),
        ("2015-08-22/..", "since 22 August 2015"),
        ("../2015-08-22~", "by around 22 August 2015"),
        ({"value": "../2015-08-22", "extent": "throughout"}, "until 22 August 2015"),
        ("2015-08-22?/2015-08-26~", "between possibly 22 August 2015 and around 26 August 2015"),
        ("[2015-08-22,2015-08-23]", "on 22 or 23 August 2015"),
        ("[2015-08-21,2015-08-22,2015-08-24]", "on 21, 22 or 24 August 2015"),
        ("[2015-07-31,2015-08-01]", "on 31 July 2015 or 1 August 2015"),
        ("[2014,2015-07]", "in 2014 or July 2015"),
        ("[2015-07,2015-08-22]", "in July 2015 or on 22 August 2015"),
    ],
)
def test_a_date_is_as_exact_as_the_source(occurred: object, ends: str) -> None:
    assert summary(STRIKE, occurred=occurred, casualties=None) == f"3 US airstrikes at Musa Qala, Helmand, {ends}"


@pytest.mark.parametrize(
    ("basis", "ends"), [("report_date", "(date taken from the report)"), ("imputed", "(date supplied by the coder)")]
)
def test_a_date_that_the_source_does_not_state_is_told_as_the_coders(basis: str, ends: str) -> None:
    occurred = {"value": "2015-08-26", "basis": basis}
    assert summary(FALL, occurred=occurred).endswith(f" on 26 August 2015 {ends}")
    status: dict[str, Any] = {"status": "controlled", "controller": "Taliban", "occurred": occurred}
    assert summary(FALL | {"type": "control_status"}, **status).endswith(f" on 26 August 2015 {ends}")


def test_what_is_not_said_is_not_in_the_sentence() -> None:
    assert summary({"type": "airstrike"}) == "Airstrike(s)"
    assert summary(STRIKE, occurred=None, casualties=None) == "3 US airstrikes at Musa Qala, Helmand"
    assert summary(STRIKE, place=None, casualties=None) == "3 US airstrikes on 22 August 2015"
    assert summary(STRIKE, place="Musa Qala", casualties=None) == "3 US airstrikes at Musa Qala on 22 August 2015"


def test_a_province_is_named_once() -> None:
    place = {"name": "southern Helmand", "admin1": "Helmand"}
    assert summary(STRIKE, place=place, casualties=None) == "3 US airstrikes at southern Helmand on 22 August 2015"


@pytest.mark.parametrize("place", [{"name": "Helmand"}, {"name": "Helmand", "admin1": "Helmand"}])
def test_a_province_is_where_something_happens_in(place: dict[str, Any]) -> None:
    said = summary(STRIKE, place=place | {"where_prec": 4}, casualties=None)
    assert said == "3 US airstrikes in Helmand on 22 August 2015"


@pytest.mark.parametrize(
    ("party", "one"),
    [
        ("civilians", "1 civilian"),
        ("Resolute Support service members", "1 Resolute Support service member"),
        ("all", "1 person"),
        ("local policemen", "1 local policeman"),
        ("children", "1 child"),
        ("Afghan forces", "1 of the Afghan forces"),
        ("Taliban", "1 Taliban"),
        ("United States", "1 United States"),
    ],
)
def test_one_of_a_party_is_told_as_one(party: str, one: str) -> None:
    strike = {"type": "airstrike"}
    assert summary(strike, casualties=[{"party": party, "killed": 1}]) == f"Airstrike(s); {one} killed"
    assert summary(strike, casualties=[{"party": party, "killed": 2}]).endswith(
        f"; 2 {'people' if party == 'all' else party} killed"
    )


@pytest.mark.parametrize(
    ("party", "killed", "said"),
    [
        ("side A", 25, "25 of the unnamed side A"),
        ("side A", 1, "1 of the unnamed side A"),
        ("side A", "dozens", "dozens of people of the unnamed side A"),
        ("side B", "unknown", "an unknown number of people of the unnamed side B"),
        ("Government of Syria", "up to 4", "up to 4 of the Government of Syria"),
    ],
)
def test_of_a_party_by_whose_name_nobody_is_called_its_people_are_told(party: str, killed: object, said: str) -> None:
    told = summary({"type": "airstrike"}, casualties=[{"party": party, "killed": killed}])
    assert told == f"Airstrike(s); {said} killed"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Fall of Nawzad, Helmand"),
        ({"scope": "unstated"}, "Fall of Nawzad, Helmand"),
        ({"scope": "district", "occurred": "2015-07"}, "Fall of the district of Nawzad, Helmand, in July 2015"),
        ({"taken_by": "Taliban"}, "Fall of Nawzad, Helmand, to Taliban"),
        ({"taken_by": "Taliban", "lost_by": "ANA"}, "Fall of Nawzad, Helmand, from ANA to Taliban"),
        ({"place": None, "scope": "town"}, "Fall of the town"),
        ({"place": None}, "Fall of a place"),
        ({"place": "Nawzad", "taken_by": "Taliban", "occurred": "2015"}, "Fall of Nawzad to Taliban in 2015"),
    ],
)
def test_the_fall_of_a_place_says_what_fell_from_whom_to_whom(fields: dict[str, Any], said: str) -> None:
    assert summary(FALL, **fields) == said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Attack"),
        ({"target": "NATO"}, "Attack on NATO"),
        ({"target": "NATO", "perpetrators": 1}, "Attack on NATO by 1 perpetrator"),
        (
            {"target": "NATO", "perpetrators": 2, "uniform": "Afghan"},
            "Attack on NATO by 2 perpetrators in Afghan uniform",
        ),
        ({"target": "NATO", "uniform": "Afghan"}, "Attack on NATO by perpetrators in Afghan uniform"),
        ({"target": "NATO", "affiliation": "ANA"}, "Attack on NATO by ANA"),
        ({"perpetrators": 2, "affiliation": "ANA"}, "Attack by 2 ANA perpetrators"),
        ({"characterised_as": {"value": "insider attack"}}, "Attack (characterised as insider attack)"),
        (
            {"characterised_as": {"value": "accident", "stance": "denies"}},
            "Attack (characterised as accident denied)",
        ),
        (
            {"characterised_as": {"value": "insider attack", "by": "coder"}, "occurred": "2015-08-26"},
            "Attack on 26 August 2015 (characterised as insider attack by the coder)",
        ),
    ],
)
def test_an_attack_is_called_what_it_is_called_only_with_who_calls_it_so(fields: dict[str, Any], said: str) -> None:
    assert summary(ATTACK, **fields) == said


def test_what_a_claim_denies_to_be_is_named_where_its_type_does_not_say_it() -> None:
    denied = {"value": "suicide attack", "stance": "denies"}
    assert summary({"type": "suicide_attack"}, characterised_as=denied, place="Ghazni") == (
        "Suicide attack at Ghazni (characterised as suicide attack denied)"
    )


def test_anything_else_is_in_the_coders_words() -> None:
    assert summary({"type": "other"}, description="families leave", place="Musa Qala") == "Families leave at Musa Qala"


def test_sources_and_incidents_have_summaries() -> None:
    source = {"type": "source_recorded", "key": "x", "kind": "news", "publisher": "Gazette"}
    assert parse(source).summary() == "Source x: Gazette, undated"
    full = source | {"title": "Despite bombings", "host": "Mirror", "published": "2015-08-26T22:13"}
    assert parse(full).summary() == "Source x: Gazette, “Despite bombings”, 26 August 2015, 22:13, read at Mirror"
    assert parse({"type": "incident_declared", "slug": "x", "title": "Shooting"}).summary() == "Incident x: Shooting"


@pytest.mark.parametrize("name", sorted(TYPES))
def test_a_summary_needs_nothing_but_what_a_type_demands(name: str) -> None:
    example = yaml.load(TYPES[name].example, yaml.BaseLoader)
    fields = [info.alias or field for field, info in TYPES[name].model_fields.items() if info.is_required()]
    # Only a withdrawal has no new statement.
    least = {"change": "withdrawal"} if name == "statement_superseded" else {}
    assert parse({"type": name} | {field: example[field] for field in fields} | least).summary()
