"""What an issuer replaced says so in every table, wherever it was carried, and leaves every current figure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from events.base import Event
from events.registry import parse
from tests.begun import begun
from tests.samples import GROUND, claim, decided
from tests.tables import contents
from timeline.service import Timeline

NATO = {"party": "NATO", "civilian_status": "combatant"}
ATTACKERS = {"party": "attackers", "role": "perpetrator"}


def statement(perpetrators: int, attackers: dict[str, int], label: str, **fields: Any) -> Event:
    """What the mission says of the attack: two soldiers killed, by so many, with what became of them."""
    cited = {"chain": ["Mission", "Gazette"], "locator": "para 1"}
    casualties = [NATO | {"killed": 2}, ATTACKERS | attackers]
    told = {"perpetrators": perpetrators, "casualties": casualties, "citation": cited, "as": label}
    return claim("insider_attack", **told | fields)


FIRST, SECOND = statement(2, {"killed": 2}, "v1"), statement(1, {"injured": 1}, "v2")
#: The first statement in another paper, and what that paper says itself.
REPRINT = statement(2, {"killed": 2}, "reprint", citation={"source": "agency", "chain": ["mission ", "Agency"]})
OWN = statement(2, {"killed": 2}, "own", citation={"source": "agency", "locator": "para 2"})
V1, V2, COPY, PAPER, NEXT, AFTER = (
    "TST-0000-0006-87",
    "TST-0000-0007-84",
    "TST-0000-0008-81",
    "TST-0000-0009-78",
    "TST-0000-0010-75",
    "TST-0000-0011-72",
)
FIELDS = ["perpetrators", {"property": "killed", "party": "attackers"}]


@pytest.fixture
def timeline(tmp_path: Path) -> Iterator[Timeline]:
    with begun(tmp_path / "t", [*GROUND, FIRST, SECOND, REPRINT, OWN]) as made:
        yield made
        assert made.db.table("problems").count == 0
        followed = contents(made.db)
        made.rebuild()
        assert contents(made.db) == followed


def replaced(old: str = "gazette:v1", new: str | None = "gazette:v2", fields: Any = FIELDS, **more: Any) -> Event:
    change = {"change": "correction", "new": [new]} if new else {"change": "withdrawal"}
    return decided("statement_superseded", old=[old], fields=list(fields), **change | more)


def marked(timeline: Timeline) -> dict[str, list[str]]:
    """For each claim the fields whose values are superseded, as the table of values tells it."""
    query = """select event, property, party, superseded_by from claim_values
        where event_status = 'superseded' order by event, number"""
    found: dict[str, list[str]] = {}
    for row in timeline.db.query(query):
        field = f"{row['property']} of {row['party']}" if row["party"] else row["property"]
        found.setdefault(row["event"], []).append(field)
        assert row["superseded_by"]
    return found


def killed(timeline: Timeline, party: str = "attackers") -> list[tuple[int, int, int]]:
    query = "select lowest, highest, claim_count from incident_casualties where party = ? and outcome = 'killed'"
    return [(row["lowest"], row["highest"], row["claim_count"]) for row in timeline.db.query(query, [party])]


BOTH_FIELDS = ["killed of attackers", "perpetrators"]


def test_the_values_are_marked_in_the_old_claim_and_in_its_reprint_by_the_same_voice_alone(timeline: Timeline) -> None:
    assert killed(timeline) == [(2, 2, 3)]
    timeline.append(replaced())
    assert marked(timeline) == {V1: BOTH_FIELDS, COPY: BOTH_FIELDS}
    assert killed(timeline) == [(2, 2, 1)]
    assert killed(timeline, "NATO") == [(2, 2, 4)]


def test_the_claim_stays_current_and_says_which_of_its_fields_are_superseded(timeline: Timeline) -> None:
    timeline.append(replaced())
    query = "select id, status, superseded from events where origin_kind is not null order by position"
    told = {row["id"]: (row["status"], json.loads(row["superseded"] or "[]")) for row in timeline.db.query(query)}
    both = ("current", ["killed", "perpetrators"])
    assert told == {V1: both, COPY: both, V2: ("current", []), PAPER: ("current", [])}
    typed = {row["event"]: row["superseded"] for row in timeline.db["insider_attacks"].rows}
    assert {event for event, superseded in typed.items() if superseded} == {V1, COPY}
    figures = timeline.db.query("select event, party, superseded_by from casualties where event_status = 'superseded'")
    assert sorted((row["event"], row["party"], row["superseded_by"]) for row in figures) == [
        (V1, "attackers", NEXT),
        (COPY, "attackers", NEXT),
    ]


def test_undoing_it_brings_every_value_back(timeline: Timeline) -> None:
    timeline.append(replaced())
    timeline.undo(NEXT, reason="x")
    assert marked(timeline) == {}
    assert killed(timeline) == [(2, 2, 3)]
    # What it would supersede stays readable, with that it does not.
    assert {row["in_force"] for row in timeline.db["superseded_values"].rows} == {0}


def test_a_corrected_decision_supersedes_what_it_names_now(timeline: Timeline) -> None:
    timeline.append(replaced())
    timeline.correct(NEXT, replaced(fields=["perpetrators"]), reason="the dead were not corrected")
    assert marked(timeline) == {V1: ["perpetrators"], COPY: ["perpetrators"]}
    assert killed(timeline) == [(2, 2, 3)]


def test_a_reprint_that_comes_later_is_reached_too(timeline: Timeline) -> None:
    timeline.append(replaced())
    late = timeline.append(statement(2, {"killed": 2}, "late"))
    assert marked(timeline)[str(late.id)] == BOTH_FIELDS


def test_what_the_voice_says_again_later_counts(timeline: Timeline) -> None:
    timeline.append(replaced(said="2015-08-26"))
    again = {"chain": ["Mission", "Gazette"], "said": "2015-08-28"}
    later = timeline.append(statement(2, {"killed": 2}, "later", citation=again))
    assert str(later.id) not in marked(timeline)


def test_a_statement_that_is_replaced_twice_gives_way_to_the_last_one(timeline: Timeline) -> None:
    third = timeline.append(statement(2, {"injured": 2}, "v3"))
    timeline.append([replaced(fields=["perpetrators"]), replaced("gazette:v2", "gazette:v3", [])])
    # The third statement has two again: it is no reprint of the first one.
    assert marked(timeline) == {V1: ["perpetrators"], V2: ["injured of attackers", "perpetrators"]}
    assert str(third.id) not in marked(timeline)


def test_a_withdrawal_takes_back_all_of_the_statement_wherever_it_was_carried(timeline: Timeline) -> None:
    timeline.append(replaced(new=None, fields=[]))
    assert marked(timeline).keys() == {V1, V2, COPY}
    assert killed(timeline) == [(2, 2, 1)]
    # The second statement has the same two soldiers, of the same voice; its own values stay.
    assert marked(timeline)[V2] == ["killed of NATO"]


def test_a_claim_that_carries_the_old_text_or_was_made_of_it_is_reached_whoever_speaks(timeline: Timeline) -> None:
    link = decided("claims_linked", claims=[PAPER, V1], relation="same_text", evidence="inferred")
    timeline.append([replaced(), link])
    assert marked(timeline) == dict.fromkeys((V1, COPY, PAPER), BOTH_FIELDS)
    timeline.undo(AFTER, reason="x")
    assert marked(timeline).keys() == {V1, COPY}


def test_what_is_made_of_a_reprint_is_reached_wherever_it_is_and_whichever_came_first(timeline: Timeline) -> None:
    far = timeline.append(statement(3, {"killed": 3}, "far", incident="valley", citation={"source": "agency"}))
    farther = timeline.append(statement(3, {"killed": 3}, "farther", incident="market", citation={"source": "agency"}))
    derived = {"relation": "derived", "evidence": "stated"}
    timeline.append(replaced())
    timeline.append(decided("claims_linked", claims=["agency:farther", "agency:far"], **derived))
    assert marked(timeline).keys() == {V1, COPY}
    link = timeline.append(decided("claims_linked", claims=["agency:far", "agency:reprint"], **derived))
    assert marked(timeline) == dict.fromkeys((V1, COPY, str(far.id), str(farther.id)), BOTH_FIELDS)
    timeline.undo(str(link.id), reason="x")
    assert marked(timeline).keys() == {V1, COPY}


def test_a_source_that_republishes_the_old_one_is_reached_without_a_link(timeline: Timeline) -> None:
    told = {"key": "mirror", "kind": "news", "publisher": "Mirror", "republishes": "gazette"}
    source = parse({"type": "source_recorded"} | told)
    printed = statement(2, {"killed": 2}, "printed", citation={"source": "mirror", "chain": None})
    timeline.append([replaced(), source, printed])
    (id,) = (
        row["id"]
        for row in timeline.db.query("select id from events where source = 'mirror' and type <> 'source_recorded'")
    )
    assert marked(timeline) == dict.fromkeys((V1, COPY, id), BOTH_FIELDS)
    timeline.correct("mirror", parse({"type": "source_recorded"} | told | {"republishes": None}), reason="x")
    assert marked(timeline).keys() == {V1, COPY}


def test_it_is_reached_on_another_incident_and_through_a_claim_on_none(timeline: Timeline) -> None:
    said = {"source": "agency", "locator": "para 5"}
    far = timeline.append(statement(2, {"killed": 2}, "far", incident="valley", citation=said))
    between = timeline.append(statement(3, {"killed": 2}, "between", incident=None, citation=said))
    timeline.append(replaced())
    assert str(far.id) not in marked(timeline)
    derived = {"relation": "derived", "evidence": "inferred"}
    timeline.append(decided("claims_linked", claims=["agency:far", "agency:between"], **derived))
    assert str(far.id) not in marked(timeline)
    timeline.append(decided("claims_linked", claims=["agency:between", "gazette:v1"], **derived))
    assert marked(timeline) == dict.fromkeys((V1, COPY, str(far.id), str(between.id)), BOTH_FIELDS)


def test_a_figure_that_belongs_to_no_incident_is_superseded_and_stays_so(timeline: Timeline) -> None:
    def troops(number: int, label: str, **fields: Any) -> Event:
        told = {"measure": "level", "population": "troops", "value": number, "as": label}
        return claim("reported_figure", incident=None, citation={"locator": label}, **told | fields)

    old = timeline.append(troops(12000, "old"))
    timeline.append([troops(9800, "new"), replaced("gazette:old", "gazette:new", ["value"])])
    assert marked(timeline) == {old.id: ["value"]}
    timeline.correct("gazette", GROUND[0].model_copy(update={"title": "A title"}), reason="x")
    assert marked(timeline) == {old.id: ["value"]}
    corrected = timeline.correct(str(old.id), troops(12500, "old"), reason="misread")
    assert marked(timeline) == {corrected.id: ["value"]}
    timeline.undo(str(corrected.id), reason="x")
    assert marked(timeline) == {old.id: ["value"]}


def test_nothing_rests_on_a_number_that_was_miscoded(timeline: Timeline) -> None:
    timeline.append(replaced())
    fixed = timeline.correct(V1, statement(4, {"killed": 4}, "v1"), reason="misread")
    assert marked(timeline) == {fixed.id: BOTH_FIELDS}
    assert killed(timeline) == [(2, 2, 2)]


def test_a_value_that_two_decisions_supersede_stays_so_until_both_are_undone(timeline: Timeline) -> None:
    timeline.append([replaced(), replaced(V1, V2, ["perpetrators"])])
    timeline.undo(NEXT, reason="x")
    assert marked(timeline) == {V1: ["perpetrators"], COPY: ["perpetrators"]}
    timeline.undo(AFTER, reason="x")
    assert marked(timeline) == {}


def test_a_day_and_a_place_that_are_superseded_are_those_of_the_incident_no_more(timeline: Timeline) -> None:
    said = {"chain": ["Mission", "Gazette"]}
    where = {"as": "where", "occurred": "2015-08-25", "place": "Base", "incident": "market", "citation": said}
    timeline.append(claim("shooting", **where))
    timeline.append(claim("shooting", **where | {"as": "there", "occurred": "2015-08-26", "place": "Town"}))
    days = "select earliest, latest, place from incidents where slug = 'market'"
    assert list(timeline.db.query(days)) == [{"earliest": "2015-08-25", "latest": "2015-08-26", "place": "Base"}]
    timeline.append(replaced("gazette:where", "gazette:there", ["occurred", "place"]))
    assert list(timeline.db.query(days)) == [{"earliest": "2015-08-26", "latest": "2015-08-26", "place": "Town"}]


def test_a_merge_brings_reprints_into_reach_and_a_split_takes_them_out(timeline: Timeline) -> None:
    said = {"source": "agency", "chain": ["Mission", "Agency"], "locator": "para 5"}
    far = timeline.append(statement(2, {"killed": 2}, "far", incident="valley", citation=said))
    timeline.append([replaced(), decided("incidents_merged", incident="valley", into="bridge")])
    assert marked(timeline)[str(far.id)] == BOTH_FIELDS
    timeline.append(decided("incident_split", incident="bridge", into="market", claims=["agency:far", COPY]))
    assert marked(timeline).keys() == {V1}


def recorded(key: str, name: str, *aliases: str) -> Event:
    return parse({"type": "actor_recorded", "key": key, "name": name, "kind": "other", "aliases": list(aliases)})


#: The first statement in a paper that calls the mission and the attackers otherwise.
RENAMED = statement(
    2,
    {},
    "renamed",
    casualties=[{"party": "gunmen", "role": "perpetrator", "killed": 2}],
    citation={"source": "agency", "chain": ["Resolute Support", "Agency"]},
)
VOICE, GUNMEN = recorded("mission", "Resolute Support", "Mission"), recorded("gunmen", "gunmen", "Attackers")


def test_a_recorded_actor_is_reached_by_all_its_names_whenever_these_are_recorded(timeline: Timeline) -> None:
    other = str(timeline.append([replaced(), RENAMED])[-1].id)
    assert other not in marked(timeline)
    timeline.append(VOICE)
    assert marked(timeline)[other] == ["perpetrators"]
    timeline.append(GUNMEN)
    assert marked(timeline)[other] == ["killed of gunmen", "perpetrators"]
    assert killed(timeline, "gunmen") == []
    timeline.correct("gunmen", recorded("gunmen", "gunmen"), reason="others are meant")
    assert marked(timeline)[other] == ["perpetrators"]
    assert killed(timeline, "gunmen") == [(2, 2, 1)]


def test_the_field_of_a_decision_may_name_the_party_by_any_of_its_names(timeline: Timeline) -> None:
    decision = replaced(fields=[{"property": "killed", "party": "gunmen"}])
    timeline.append([GUNMEN, decision])
    assert marked(timeline) == {event: ["killed of attackers"] for event in (V1, COPY)}
    timeline.correct("gunmen", recorded("gunmen", "Attackers"), reason="gunmen are others")
    assert marked(timeline) == {}
    timeline.correct("gunmen", GUNMEN, reason="they are not")
    assert marked(timeline) == {event: ["killed of attackers"] for event in (V1, COPY)}


def test_another_name_of_one_party_in_the_new_statement_is_no_change(timeline: Timeline) -> None:
    def taken(by: str, label: str) -> Event:
        said = {"chain": ["Mission", "Gazette"], "locator": label}
        return claim("district_fall", taken_by=by, place="Bridge", citation=said, **{"as": label})

    old = str(timeline.append([taken("Taliban", "old"), taken("Islamic Emirate", "new")])[0].id)
    timeline.append(replaced("gazette:old", "gazette:new", []))
    assert marked(timeline) == {old: ["taken_by"]}
    timeline.append(recorded("taliban", "Taliban", "Islamic Emirate"))
    assert marked(timeline) == {}


def test_two_names_of_one_voice_are_one_origin_now_and_of_any_time_once_they_are_recorded(timeline: Timeline) -> None:
    timeline.append(RENAMED)
    least = "select origins_min from {} where {} = 'bridge' and claim_count order by origins_min desc limit 1"

    def origins() -> list[int]:
        tables = (("incidents", "slug"), ("incidents_as_recorded", "incident"), ("incidents_as_reported", "incident"))
        return [timeline.db.execute(least.format(*table)).fetchone()[0] for table in tables]

    assert origins() == [2, 2, 2]
    timeline.append(VOICE)
    assert origins() == [1, 1, 1]
    query = "select distinct origin_actor from incident_origins where origin_kind = 'named'"
    assert [row["origin_actor"] for row in timeline.db.query(query)] == ["mission"]
