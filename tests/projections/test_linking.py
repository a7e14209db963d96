"""Claims are linked with places and actors whenever either was recorded, and only by exact names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from events.base import Event
from events.ledger.coding_corrected import CodingCorrected
from events.registry import parse
from tests.samples import GROUND, claim, killed
from tests.tables import contents, store
from timeline.log.sqlite import SqliteLog
from timeline.matching.places import Places
from timeline.projections import gazetteer
from timeline.projections.runner import Projector

Row = dict[str, Any]


class Tables:
    """The tables of a log that holds the samples' ground and then whatever is added."""

    def __init__(self) -> None:
        self.log = SqliteLog.memory("TST")
        self.projector = Projector(self.log, None)
        self.add(*GROUND)

    @property
    def db(self) -> Database:
        return self.projector.db

    def add(self, *events: Event) -> list[str]:
        entries = store(self.log, events)
        self.projector.catch_up()
        return [entry.id for entry in entries]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return list(self.db.execute(query).fetchall())

    def places(self) -> list[tuple[Any, ...]]:
        return self.rows("select name, place, suggested, event_status from claim_places order by event")

    def point(self) -> tuple[Any, ...]:
        """Where the incident of the claims was, how exactly, and whose point that is."""
        query = "select latitude, longitude, where_prec, point_place from incidents where slug = 'bridge'"
        return self.rows(query)[0]

    def parties(self) -> list[tuple[Any, ...]]:
        return self.rows(
            "select party, fields, actor, suggested, event_status from claim_parties order by event, party"
        )

    def figures(self, actor: str = "nato") -> list[tuple[Any, ...]]:
        query = """select incident, reach, lowest, highest, claim_count, parties from actor_casualties
            where actor = ? order by incident, reach, civilian_status, outcome"""
        return list(self.db.execute(query, [actor]).fetchall())

    def same_when_rebuilt(self) -> bool:
        before = contents(self.db)
        self.projector.rebuild()
        return contents(self.db) == before


@pytest.fixture
def tables() -> Iterator[Tables]:
    made = Tables()
    yield made
    assert made.same_when_rebuilt()
    made.projector.close()
    made.log.close()


def place(key: str = "musa-qala", name: str = "Musa Qala", **fields: Any) -> Event:
    usual = {"kind": "district", "country": "AF", "admin1": "Helmand"}
    return parse({"type": "place_recorded", "key": key, "name": name} | usual | fields)


def actor(key: str, name: str, *part_of: str, **fields: Any) -> Event:
    data = {"type": "actor_recorded", "key": key, "name": name, "kind": "other", "part_of": list(part_of)}
    return parse(data | fields)


def at(name: str, admin1: str | None = "Helmand", **fields: Any) -> Event:
    there = {"name": name, "country": "AF"} | ({"admin1": admin1} if admin1 else {})
    return claim(citation={"locator": name}, place=there, **fields)


def exactly(where_prec: int) -> Event:
    """A claim that names Musa Qala, and knows only so well where it was."""
    return claim(place={"name": "Musa Qala", "admin1": "Helmand", "country": "AF", "where_prec": where_prec})


COALITION = (
    actor("coalition", "Coalition"),
    actor("nato", "NATO", "coalition"),
    actor("rs", "Resolute Support", "nato"),
)


def told(number: int, *casualties: Row) -> Event:
    return claim(citation={"locator": f"para {number}"}, casualties=list(casualties))


def test_without_a_gazetteer_nothing_is_linked_and_no_row_is_made(tables: Tables) -> None:
    tables.add(at("Musa Qala", operator="US", casualties=killed(2)))
    for table in ("claim_places", "claim_parties", "actor_parts", "actor_casualties"):
        assert tables.rows(f"select * from {table}") == []


@pytest.mark.parametrize("first", ["place", "claim"])
def test_a_place_is_linked_whether_it_was_recorded_before_or_after(tables: Tables, first: str) -> None:
    for events in ([place()], [at("Musa-Qala"), at("Musa Qalah"), at("Farah")])[:: 1 if first == "place" else -1]:
        tables.add(*events)
    assert tables.places() == [
        ("Musa-Qala", "musa-qala", None, "current"),
        ("Musa Qalah", None, '["musa-qala"]', "current"),
        ("Farah", None, None, "current"),
    ]


@pytest.mark.parametrize("first", ["place", "claim"])
def test_an_incident_whose_claim_gives_no_point_has_that_of_the_recorded_place(tables: Tables, first: str) -> None:
    recorded = place(lat="32.44565", lon="64.74486", where_prec=3)
    for event in (recorded, exactly(1))[:: 1 if first == "place" else -1]:
        tables.add(event)
    assert tables.point() == (32.44565, 64.74486, 3, "musa-qala"), "no more exactly than the place is known"


def test_a_claim_s_own_point_is_told_and_not_that_of_the_recorded_place(tables: Tables) -> None:
    tables.add(place(lat="32.44565", lon="64.74486", where_prec=3))
    tables.add(claim(place={"name": "Musa Qala", "admin1": "Helmand", "lat": "32.1", "lon": "64.2", "where_prec": 1}))
    assert tables.point() == (32.1, 64.2, 1, None)


def test_a_place_without_a_point_lends_that_of_what_it_is_part_of_and_says_so(tables: Tables) -> None:
    (province, *_) = tables.add(place("helmand", "Helmand", kind="province"), place(part_of="helmand"), exactly(3))
    assert tables.point() == (None, None, 3, None)
    there = place("helmand", "Helmand", kind="province", lat="31", lon="64")
    tables.add(CodingCorrected(corrects=province, reason="its middle", replacement=there))
    assert tables.point() == (31, 64, 4, "helmand")


def test_the_point_goes_with_the_link_and_with_the_record(tables: Tables) -> None:
    (recorded,) = tables.add(place(lat="32.44565", lon="64.74486", where_prec=3))
    tables.add(at("Musa Qala"))
    there = place(lat="32.5", lon="64.8", where_prec=2)
    tables.add(CodingCorrected(corrects=recorded, reason="misread", replacement=there))
    assert tables.point() == (32.5, 64.8, 2, "musa-qala")
    tables.add(place("town", kind="town"))
    assert tables.point() == (None, None, None, None)


def test_a_second_place_of_the_same_name_takes_the_link_away(tables: Tables) -> None:
    tables.add(place(), at("Musa Qala"))
    tables.add(place("town", kind="town"))
    assert tables.places() == [("Musa Qala", None, '["musa-qala", "town"]', "current")]


def test_what_the_coder_wrote_stays_as_written(tables: Tables) -> None:
    (event,) = tables.add(at("musa qala", casualties=killed(2, party="taleban")))
    tables.add(place(), actor("taliban", "Taliban", aliases=["Taleban"]))
    assert tables.rows(f"select place from events where id = '{event}'") == [("musa qala",)]
    assert tables.rows("select party from incident_casualties") == [("taleban",)]


def test_parties_are_linked_in_whatever_field_they_stand(tables: Tables) -> None:
    tables.add(*COALITION)
    tables.add(claim(operator="NATO", target="farmers", casualties=[*killed(2, party="NATO"), *killed(3, party="all")]))
    assert tables.parties() == [
        ("NATO", '["casualties", "operator"]', "nato", None, "current"),
        ("farmers", '["target"]', None, None, "current"),
    ]


def test_words_that_are_no_party_are_not_taken_for_one(tables: Tables) -> None:
    tables.add(*COALITION, claim("insider_attack", uniform="NATO", weapon="NATO"))
    assert tables.parties() == []


def test_parts_are_listed_with_their_depth_and_the_event_that_recorded_them(tables: Tables) -> None:
    coalition, nato, mission = tables.add(*COALITION)
    assert tables.rows("select part, depth, event from actor_parts where actor = 'coalition' order by depth") == [
        ("coalition", 0, coalition),
        ("nato", 1, nato),
        ("rs", 2, mission),
    ]


def test_figures_are_read_with_and_without_parts(tables: Tables) -> None:
    tables.add(*COALITION)
    tables.add(told(1, *killed(2, "NATO")), told(2, *killed(3, "Resolute Support")))
    assert tables.figures("nato") == [
        ("bridge", "alone", 2, 2, 1, '["NATO"]'),
        ("bridge", "with parts", 2, 3, 2, '["NATO", "Resolute Support"]'),
    ]
    assert tables.figures("rs") == [
        ("bridge", "alone", 3, 3, 1, '["Resolute Support"]'),
        ("bridge", "with parts", 3, 3, 1, '["Resolute Support"]'),
    ]
    assert tables.figures("coalition") == [("bridge", "with parts", 2, 3, 2, '["NATO", "Resolute Support"]')]


def test_all_names_of_an_actor_are_one_and_a_total_is_nobodys(tables: Tables) -> None:
    tables.add(actor("taliban", "Taliban", aliases=["Taleban"]))
    tables.add(told(1, *killed(40, "Taliban"), *killed(90, "all")), told(2, *killed("up to 40", "taleban")))
    assert tables.figures("taliban")[0] == ("bridge", "alone", None, 40, 2, '["Taliban", "taleban"]')
    assert {row[2] for row in tables.rows("select * from actor_casualties")} == {"alone", "with parts"}


def test_of_a_whole_and_its_part_in_one_claim_the_whole_counts(tables: Tables) -> None:
    tables.add(*COALITION)
    tables.add(told(1, *killed(5, "NATO"), *killed(2, "Resolute Support", subset_of="NATO")))
    assert tables.figures("nato") == [
        ("bridge", "alone", 5, 5, 1, '["NATO"]'),
        ("bridge", "with parts", 5, 5, 1, '["NATO"]'),
    ]


def test_parts_without_a_whole_in_one_claim_are_not_added_and_leave_the_upper_end_open(tables: Tables) -> None:
    tables.add(*COALITION, actor("us", "US", "nato"))
    tables.add(told(1, *killed(3, "US"), *killed(2, "Resolute Support")))
    assert tables.figures("nato") == [("bridge", "with parts", 3, None, 1, '["Resolute Support", "US"]')]


def test_an_unknown_number_of_one_part_is_no_number_of_the_whole(tables: Tables) -> None:
    tables.add(*COALITION, actor("us", "US", "nato"))
    tables.add(told(1, *killed("unknown", "US"), *killed("unknown", "Resolute Support")))
    assert tables.figures("nato") == [("bridge", "with parts", None, None, 1, '["Resolute Support", "US"]')]


def test_deaths_that_count_elsewhere_are_in_the_row_of_that_incident(tables: Tables) -> None:
    tables.add(*COALITION, told(1, *killed(2, "NATO", counted_in="market")))
    assert {row[0] for row in tables.figures("nato")} == {"market"}


def test_a_correction_of_a_claim_moves_its_links_to_the_new_event(tables: Tables) -> None:
    tables.add(place(), *COALITION)
    (old,) = tables.add(at("Musa Qala", operator="NATO", casualties=killed(2, "NATO")))
    tables.add(CodingCorrected(corrects=old, reason="misread", replacement=at("Farah", casualties=killed(9, "NATO"))))
    assert [row[1:] for row in tables.places()] == [("musa-qala", None, "corrected"), (None, None, "current")]
    assert {row[-1] for row in tables.parties()} == {"corrected", "current"}
    assert tables.figures("nato")[0][2:4] == (9, 9)


def test_a_party_of_whom_one_figure_is_superseded_is_linked_once_with_the_status_of_the_claim(tables: Tables) -> None:
    old = claim(citation={"locator": "para 1"}, casualties=killed(2, injured=1))
    new = claim(citation={"locator": "para 2"}, casualties=killed(3))
    told = {"type": "statement_superseded", "change": "update", "reason": "a rising toll"}
    first, second = tables.add(old, new)
    tables.add(parse(told | {"old": [first], "new": [second]}), actor("taliban", "Taliban"))
    linked = ("Taliban", '["casualties"]', "taliban", None, "current")
    assert tables.parties() == [linked, linked]
    assert tables.same_when_rebuilt()


def test_a_corrected_place_links_by_its_new_names_alone(tables: Tables) -> None:
    (old,) = tables.add(place(aliases=["Musa Kala"]))
    tables.add(at("Musa Kala"), at("Mosa"))
    tables.add(CodingCorrected(corrects=old, reason="typing error", replacement=place(aliases=["Mosa"])))
    assert [row[:2] for row in tables.places()] == [("Musa Kala", None), ("Mosa", "musa-qala")]
    assert tables.rows("select name from place_names order by number") == [("Musa Qala",), ("Mosa",)]
    assert tables.rows("select event from places") != [(old,)]


def test_a_corrected_actor_has_its_new_parts_and_no_old_ones(tables: Tables) -> None:
    *_, old = tables.add(*COALITION)
    tables.add(told(1, *killed(2, "Resolute Support")))
    assert len(tables.figures("nato")) == 1
    tables.add(CodingCorrected(corrects=old, reason="no part of it", replacement=actor("rs", "Resolute Support")))
    assert tables.figures("nato") == []
    assert json.loads(str(tables.rows("select json_group_array(actor) from actor_parts where part = 'rs'")[0][0])) == [
        "rs"
    ]


def test_a_place_that_is_part_of_nothing_recorded_has_no_effect(tables: Tables) -> None:
    tables.add(place(part_of="helmand"))
    assert tables.rows("select key from places") == []
    assert "helmand" in str(tables.rows("select problem from problems"))


def test_the_gazetteer_is_read_once_as_long_as_nothing_in_it_changes(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables.add(place(), at("Musa-Qala"))
    read, real = [], gazetteer.recorded_places

    def reading(db: Database) -> Places:
        read.append(db)
        return real(db)

    monkeypatch.setattr(gazetteer, "recorded_places", reading)
    tables.add(at("Musa Qala"))
    tables.add(at("Farah"))
    assert len(read) <= 1
    tables.add(place("nawzad", "Nawzad"), at("Nawzad"))
    assert [linked for _, linked, *_ in tables.places()] == ["musa-qala", "musa-qala", None, "nawzad"]


def test_a_place_that_another_process_recorded_is_linked(tmp_path: Path) -> None:
    log = SqliteLog.create(tmp_path / "log.db", "TST")
    one, other = (Projector(log, tmp_path / "timeline.db") for _ in range(2))
    store(log, [*GROUND, place(), at("Musa Qala")])
    one.catch_up()
    store(log, [place("farah", "Farah", admin1="Farah")])
    other.catch_up()
    store(log, [at("Farah", admin1="Farah")])
    one.catch_up()
    query = "select place from claim_places order by event"
    assert one.db.execute(query).fetchall() == [("musa-qala",), ("farah",)]
    for projector in (one, other):
        projector.close()
    log.close()
