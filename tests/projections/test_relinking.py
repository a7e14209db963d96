"""What a change of the gazetteer leaves as it is, and what it must not: each followed, and as a rebuild has it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from events.base import Event
from events.registry import parse
from tests.samples import GROUND, claim, decided, killed
from tests.tables import assert_as_rebuilt
from timeline.service import Timeline

PLACE = {"name": "Musa Qala", "country": "AF", "admin1": "Helmand"}


def actor(key: str, name: str, **fields: Any) -> Event:
    return parse({"type": "actor_recorded", "key": key, "name": name, "kind": "rebel_group"} | fields)


def place(key: str, name: str, **fields: Any) -> Event:
    return parse({"type": "place_recorded", "key": key, "name": name, "kind": "district", "country": "AF"} | fields)


def of_bridge(paragraph: int, **fields: Any) -> Event:
    return claim(citation={"locator": f"para {paragraph}"} | fields.pop("citation", {}), **fields)


@pytest.fixture
def timeline() -> Iterator[Timeline]:
    with Timeline.memory("TST") as made:
        made.append(GROUND, recorded_by="test")
        add(made, of_bridge(1, casualties=killed(4), place=PLACE), of_bridge(2, incident="market", strikes=2))
        yield made
        assert_as_rebuilt(made)


def add(timeline: Timeline, *events: Event) -> None:
    timeline.append(events, recorded_by="test")


def correct(timeline: Timeline, key: str, better: Event) -> None:
    timeline.correct(key, better, reason="known better", recorded_by="test")


def made(timeline: Timeline) -> dict[str, int]:
    """The number of each incident's row, which is another one once it is made anew."""
    return dict(timeline.db.execute("select slug, rowid from incidents").fetchall())


def names(timeline: Timeline) -> Any:
    return timeline.db.execute("select names from incidents where slug = 'bridge'").fetchone()[0]


def test_only_incidents_whose_claims_name_a_new_actor_are_made_anew(timeline: Timeline) -> None:
    before = made(timeline)
    add(timeline, actor("taliban", "Taliban"))
    after = made(timeline)
    assert {slug for slug, row in before.items() if after[slug] != row} == {"bridge"}
    add(timeline, actor("others", "Others", aliases=["Nobody"]))
    assert made(timeline) == after


def test_claims_of_which_a_decision_tells_are_compared_anew_only_if_they_name_the_actor(
    timeline: Timeline,
) -> None:
    given = [of_bridge(number, casualties=killed(number, "The fighters")) for number in (3, 4)]
    old, new = (str(receipt.id) for receipt in timeline.append(given, recorded_by="test"))
    field = {"property": "killed", "party": "The fighters"}
    add(timeline, decided("statement_superseded", old=[old], new=[new], change="correction", fields=[field]))
    add(
        timeline, of_bridge(5, incident="market")
    )  # or the row of the bridge would be the last, and have its number again
    before = made(timeline)
    add(timeline, actor("others", "Others"))
    assert made(timeline) == before
    add(timeline, actor("fighters", "The fighters"))
    assert {slug for slug, row in made(timeline).items() if before[slug] != row} == {"bridge"}


def test_a_note_or_a_further_name_of_an_actor_compares_no_claim_anew(timeline: Timeline) -> None:
    add(timeline, actor("taliban", "Taliban"), place("musa-qala", "Musa Qala", admin1="Helmand"))
    before = made(timeline)
    correct(timeline, "taliban", actor("taliban", "Taliban", note="since 1994"))
    assert (made(timeline), names(timeline)) == (before, "Musa Qala; Taliban")
    correct(timeline, "taliban", actor("taliban", "Taliban", aliases=["Islamic Emirate"]))
    assert (made(timeline), names(timeline)) == (before, "Islamic Emirate; Musa Qala; Taliban")
    correct(timeline, "musa-qala", place("musa-qala", "Musa Qala", admin1="Helmand", aliases=["Mosa Qaleh"]))
    assert (made(timeline), names(timeline)) == (before, "Islamic Emirate; Mosa Qaleh; Musa Qala; Taliban")


def test_a_point_is_lent_by_what_a_place_is_part_of_as_soon_as_that_has_one(timeline: Timeline) -> None:
    province = place("helmand", "Helmand", kind="province")
    add(timeline, province, place("musa-qala", "Musa Qala", admin1="Helmand", part_of="helmand"))
    before = made(timeline)
    correct(timeline, "helmand", place("helmand", "Helmand", kind="province", lat="31.5", lon="64.2", where_prec=4))
    assert made(timeline) == before
    lent = "select latitude, point_place from incidents where slug = 'bridge'"
    assert timeline.db.execute(lent).fetchone() == (31.5, "helmand")


def test_a_name_that_becomes_anothers_too_is_nobodys(timeline: Timeline) -> None:
    add(timeline, actor("taliban", "Taliban"))
    linked = "select actor from claim_parties where party = 'Taliban'"
    assert timeline.db.execute(linked).fetchone() == ("taliban",)
    add(timeline, actor("pakistani-taliban", "TTP", aliases=["Taliban"]))
    assert timeline.db.execute(linked).fetchone() == (None,)
    assert timeline.db.execute("select count(*) from actor_casualties").fetchone() == (0,)


def test_what_is_part_of_an_actor_is_part_of_all_that_this_becomes_a_part_of(timeline: Timeline) -> None:
    for paragraph, number, party in ((3, 5, "Red Unit"), (4, 2, "Emirate")):
        add(timeline, of_bridge(paragraph, incident="market", casualties=killed(number, party)))
    add(timeline, actor("taliban", "Taliban"), actor("emirate", "Emirate"))
    add(timeline, actor("red-unit", "Red Unit", part_of=["taliban"]))
    why = "select why from contradictions where incident = 'market'"
    assert timeline.db.execute(why).fetchall() == []
    correct(timeline, "taliban", actor("taliban", "Taliban", part_of=["emirate"]))
    (told,) = timeline.db.execute(why).fetchone()
    assert told == "A part is more than its whole: 5 killed (Red Unit) of 2 killed (Emirate)."


def test_voices_are_one_origin_once_they_are_one_actor(timeline: Timeline) -> None:
    for paragraph, voice in ((4, "Ministry of Defence"), (5, "the ministry")):
        add(timeline, of_bridge(paragraph, strikes=3, citation={"basis": "named", "chain": [voice, "Gazette"]}))
    origins = "select origins_max from incident_quantities where incident = 'bridge' and property = 'strikes'"
    assert timeline.db.execute(origins).fetchone() == (2,)
    add(timeline, actor("mod", "Ministry of Defence", aliases=["the ministry"]))
    assert timeline.db.execute(origins).fetchone() == (1,)


def test_a_voice_of_one_value_alone_is_looked_for_too(timeline: Timeline) -> None:
    for paragraph, voice in ((4, "Ministry of Defence"), (5, "the ministry")):
        add(timeline, of_bridge(paragraph, strikes={"value": "3", "chain": [voice, "Gazette"]}))
    origins = "select origins_max from incident_quantities where incident = 'bridge' and property = 'strikes'"
    assert timeline.db.execute(origins).fetchone() == (2,)
    add(timeline, actor("mod", "Ministry of Defence", aliases=["the ministry"]))
    assert timeline.db.execute(origins).fetchone() == (1,)


def test_the_voice_of_a_claim_that_says_no_more_than_that_it_happened_is_looked_for_too(timeline: Timeline) -> None:
    add(timeline, of_bridge(4, citation={"basis": "named", "chain": ["Ministry of Defence", "Gazette"]}))
    add(timeline, actor("mod", "Ministry of Defence"))
    found = "select origin_actor from incident_origins where incident = 'bridge' and origin = 'Ministry of Defence'"
    assert timeline.db.execute(found).fetchone() == ("mod",)


def test_what_may_be_meant_is_suggested_as_soon_as_it_is_recorded_and_compares_nothing_anew(timeline: Timeline) -> None:
    add(timeline, place("elsewhere", "Elsewhere", admin1="Helmand"), actor("others", "Others"))
    before = made(timeline)
    add(timeline, place("mosa-qala", "Mosa Qala", admin1="Helmand"), actor("taleban", "Talibans"))
    for table, key in (("claim_places", "mosa-qala"), ("claim_parties", "taleban")):
        assert [row["suggested"] for row in timeline.db[table].rows] == [f'["{key}"]']
    assert made(timeline) == before


def test_a_new_name_of_an_actor_is_that_of_the_voice_that_only_carried_a_claim_of_one_text(timeline: Timeline) -> None:
    told = (
        claim(incident="valley", citation={"chain": ["Governor", "The Wire", "Gazette"]}, casualties=killed(4)),
        claim(
            incident="valley", citation={"source": "agency", "chain": ["Wire Agency", "Agency"]}, casualties=killed(4)
        ),
    )
    ids = [str(receipt.id) for receipt in timeline.append(told, recorded_by="test")]
    add(timeline, actor("wire", "Wire Agency"))
    add(timeline, decided("claims_linked", claims=ids, relation="same_text", evidence="stated"))
    query = "select origins_min, origins_max from incident_casualties where incident = 'valley'"
    assert timeline.db.execute(query).fetchall() == [(2, 2)]
    correct(timeline, "wire", actor("wire", "Wire Agency", aliases=["The Wire"]))
    assert timeline.db.execute(query).fetchall() == [(1, 1)]
