"""What the tables say of an incident, case by case."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlite_utils import Database

from events.base import Event
from events.registry import parse
from tests.samples import GROUND, claim, killed
from tests.tables import store
from timeline.log.sqlite import SqliteLog
from timeline.projections.runner import Projector

Row = dict[str, Any]


class Tables:
    """The tables of a log that holds the samples' ground and then `events`."""

    def __init__(self, db: Database, log: SqliteLog, projector: Projector) -> None:
        self.db, self.log, self.projector = db, log, projector

    def add(self, *events: Event) -> list[str]:
        entries = store(self.log, events)
        self.projector.catch_up()
        return [entry.id for entry in entries]

    def rows(self, query: str) -> list[Row]:
        return list(self.db.query(query))

    def incident(self, slug: str = "bridge") -> Row:
        (row,) = self.db.query("select * from incidents where slug = ?", [slug])
        return row

    def figures(self, slug: str = "bridge") -> list[Row]:
        return list(self.db.query("select * from incident_casualties where incident = ? order by party", [slug]))


@pytest.fixture
def tables() -> Iterator[Tables]:
    with SqliteLog.memory("TST") as log:
        store(log, GROUND)
        projector = Projector(log, None)
        projector.catch_up()
        yield Tables(projector.db, log, projector)
        projector.close()


def ends(row: Row) -> tuple[int | None, int | None]:
    return row["lowest"], row["highest"]


def test_an_incident_without_a_claim_is_a_row_too(tables: Tables) -> None:
    row = tables.incident()
    assert (row["title"], row["claim_count"], row["origins_max"], row["types"]) == ("Bridge", 0, 0, "[]")


def test_up_to_40_with_40_is_open_to_40_and_names_the_events(tables: Tables) -> None:
    one, two = tables.add(
        claim(casualties=killed("up to 40")), claim(casualties=killed(40), citation={"locator": "p. 2"})
    )
    (row,) = tables.figures()
    assert ends(row) == (None, 40)
    assert (json.loads(row["low_events"]), json.loads(row["high_events"])) == ([one], [one, two])
    assert row["claim_count"] == 2


def test_a_party_is_one_in_small_letters_and_in_capitals(tables: Tables) -> None:
    tables.add(
        claim(casualties=killed(40, party="Civilians")),
        claim(casualties=killed(30, party="civilians "), citation={"locator": "p. 2"}),
        claim(casualties=killed(20, party="civilian"), citation={"locator": "p. 3"}),
    )
    assert [(row["party"], ends(row)) for row in tables.figures()] == [("Civilians", (30, 40)), ("civilian", (20, 20))]


@pytest.mark.parametrize("stance", ["denies", "questions", "cannot_confirm"])
def test_a_figure_that_is_not_asserted_is_no_figure_of_the_incident(tables: Tables, stance: str) -> None:
    tables.add(claim(casualties=killed(40)))
    tables.add(claim(citation={"source": "agency", "stance": stance}, casualties=killed(99)))
    tables.add(claim(citation={"locator": "p. 9"}, casualties=killed({"value": 77, "stance": stance})))
    (row,) = tables.figures()
    assert (ends(row), row["claim_count"]) == ((40, 40), 1)
    assert len(tables.rows("select * from casualties")) == 3


def test_a_figure_is_asserted_within_a_claim_that_is_denied(tables: Tables) -> None:
    tables.add(claim(citation={"stance": "denies"}, casualties=killed({"value": 3, "stance": "confirms"})))
    assert [ends(row) for row in tables.figures()] == [(3, 3)]


def test_who_says_that_a_number_is_unknown_is_counted_only_where_nobody_gives_one(tables: Tables) -> None:
    tables.add(claim(casualties=killed("unknown")))
    (row,) = tables.figures()
    assert (ends(row), row["claim_count"]) == ((None, None), 1)
    tables.add(claim(casualties=killed(2), citation={"locator": "p. 2"}))
    (row,) = tables.figures()
    assert (ends(row), row["claim_count"]) == ((2, 2), 1)


def test_deaths_appear_once_in_the_incident_in_which_they_count(tables: Tables) -> None:
    (told,) = tables.add(claim(casualties=killed(2, party="NATO", counted_in="market")))
    assert tables.figures("bridge") == []
    (row,) = tables.figures("market")
    assert (ends(row), json.loads(row["high_events"])) == ((2, 2), [told])
    assert tables.rows("select count(*) as n from casualties") == [{"n": 1}]
    assert tables.incident("market")["claim_count"] == 1
    assert tables.incident("bridge")["claim_count"] == 1
    assert tables.incident("market")["types"] == "[]"


def test_one_claim_may_tell_deaths_that_count_in_two_incidents(tables: Tables) -> None:
    tables.add(claim(casualties=[*killed(2, party="NATO"), *killed(3, party="farmers", counted_in="market")]))
    assert [(row["party"], ends(row)) for row in tables.figures("bridge")] == [("NATO", (2, 2))]
    assert [(row["party"], ends(row)) for row in tables.figures("market")] == [("farmers", (3, 3))]


def test_the_figures_of_a_joint_claim_are_split_among_no_incidents(tables: Tables) -> None:
    tables.add(claim(incident=None, about=["bridge", "market"], casualties=killed(9)))
    assert tables.figures("bridge") == tables.figures("market") == []
    assert tables.incident("bridge")["claim_count"] == tables.incident("market")["claim_count"] == 1
    relations = tables.rows("select incident, relation from claim_incidents order by incident")
    assert [(row["incident"], row["relation"]) for row in relations] == [("bridge", "about"), ("market", "about")]


def test_party_status_role_and_outcome_are_kept_apart(tables: Tables) -> None:
    entries = [
        {"party": "all", "killed": 5, "injured": 6},
        {"party": "all", "killed": 4, "civilian_status": "civilian"},
        {"party": "all", "killed": 1, "role": "perpetrator"},
        {"party": "farmers", "killed": 4},
    ]
    tables.add(claim(casualties=entries))
    found = {
        (row["party"], row["civilian_status"], row["role"], row["outcome"]): row["highest"] for row in tables.figures()
    }
    assert found == {
        ("all", "unstated", "victim", "killed"): 5,
        ("all", "unstated", "victim", "injured"): 6,
        ("all", "civilian", "victim", "killed"): 4,
        ("all", "unstated", "perpetrator", "killed"): 1,
        ("farmers", "unstated", "victim", "killed"): 4,
    }


def test_totals_over_other_days_are_no_ends_of_one_range(tables: Tables) -> None:
    def total(days: str, number: int, **fields: Any) -> Event:
        occurred = {"value": days, "extent": "cumulative"}
        return claim("armed_clash", {"locator": str(number)}, occurred=occurred, casualties=killed(number), **fields)

    tables.add(
        total("2016-01/2016-06", 1800),
        total("2016-01/2016-03", 2500),
        total("2016-01-01/2016-06-30", 1900),
        claim("armed_clash", {"locator": "4"}, occurred="2016-01-02", casualties=killed(5)),
        total("../2016-03", 9),
    )
    assert [(row["period"], *ends(row)) for row in sorted(tables.figures(), key=lambda row: row["period"])] == [
        ("", 5, 5),
        ("../2016-03-31", 9, 9),
        ("2016-01-01/2016-03-31", 2500, 2500),
        ("2016-01-01/2016-06-30", 1800, 1900),
    ]


def test_days_are_those_that_the_sources_state(tables: Tables) -> None:
    tables.add(
        claim(occurred="2015-08-22"),
        claim(occurred="2015-08", citation={"locator": "p. 2"}),
        claim(occurred={"value": "2015-08-30", "basis": "report_date"}, citation={"locator": "p. 3"}),
        claim(occurred={"value": "2001/2015", "extent": "cumulative"}, citation={"locator": "p. 4"}),
        claim(citation={"locator": "p. 5"}),
    )
    assert (tables.incident()["earliest"], tables.incident()["latest"]) == ("2015-08-01", "2015-08-31")


def test_a_day_taken_from_the_report_stands_where_no_source_states_one(tables: Tables) -> None:
    tables.add(claim(occurred={"value": "2015-08-30", "basis": "report_date"}))
    assert (tables.incident()["earliest"], tables.incident()["latest"]) == ("2015-08-30", "2015-08-30")


def test_an_end_that_one_claim_leaves_open_is_open(tables: Tables) -> None:
    tables.add(claim(occurred="2015-08-22"), claim(occurred="../2015-08-26", citation={"locator": "p. 2"}))
    assert (tables.incident()["earliest"], tables.incident()["latest"]) == (None, "2015-08-26")
    tables.add(claim(occurred="2015-08-20/..", citation={"locator": "p. 3"}))
    assert (tables.incident()["earliest"], tables.incident()["latest"]) == (None, None)


def test_an_open_end_of_a_date_that_the_source_does_not_state_opens_nothing(tables: Tables) -> None:
    open_end = claim(occurred={"value": "2015-08-30/..", "basis": "imputed"}, citation={"locator": "p. 2"})
    tables.add(claim(occurred="2015-08-22"), open_end)
    assert (tables.incident()["earliest"], tables.incident()["latest"]) == ("2015-08-22", "2015-08-22")


@pytest.mark.parametrize(
    ("occurred", "row"),
    [
        ("2015-08-22", ("2015-08-22", "2015-08-22", 1)),
        ("2015-08-22~", ("2015-08-22", "2015-08-22", 2)),
        ("2015-08-22/..", ("2015-08-22", None, None)),
        ("../2015-08", (None, "2015-08-31", None)),
        ({"value": "2015-08-01/2015-08-02", "rule": "earlier_this_month"}, ("2015-08-01", "2015-08-02", 4)),
        (None, (None, None, None)),
    ],
)
def test_an_event_has_the_days_and_the_precision_of_its_date(
    tables: Tables, occurred: object, row: tuple[str | None, str | None, int | None]
) -> None:
    tables.add(claim(occurred=occurred))
    (found,) = tables.db.query("select earliest, latest, date_prec from events where type = 'airstrike'")
    assert tuple(found.values()) == row
    (typed,) = tables.db.query("select earliest, latest from airstrikes")
    assert tuple(typed.values()) == row[:2]


def test_an_incident_that_nobody_dates_has_no_days(tables: Tables) -> None:
    tables.add(
        claim(), claim(casualties=killed(1, counted_in="market"), occurred="2015-08-22", citation={"locator": "2"})
    )
    assert tables.incident("market")["earliest"] is None


def test_the_most_precise_place_stands_for_the_incident(tables: Tables) -> None:
    tables.add(
        claim(place={"name": "Helmand", "where_prec": 4}),
        claim(place={"name": "Musa Qala", "admin1": "Helmand", "where_prec": 3}, citation={"locator": "p. 2"}),
        claim(
            place={"name": "Musa Qala bazaar", "lat": "32.44565", "lon": "64.74486", "where_prec": 3},
            citation={"locator": "p. 3"},
        ),
        claim(place="somewhere", citation={"locator": "p. 4"}),
    )
    row = tables.incident()
    assert (row["place"], row["admin1"]) == ("Musa Qala bazaar", None)
    assert (row["latitude"], row["longitude"], row["where_prec"]) == (32.44565, 64.74486, 3)
    named = next(tables.db.query("select place from events where id = ?", [row["place_event"]]))
    assert named == {"place": "Musa Qala bazaar"}


def test_sources_and_origins_are_counted_apart(tables: Tables) -> None:
    tables.add(
        claim(citation={"chain": ["Governor", "Gazette"]}),
        claim(citation={"source": "agency", "chain": ["Governor", "Agency"]}),
        claim(citation={"locator": "p. 2"}),
    )
    row = tables.incident()
    assert (row["claim_count"], row["source_count"]) == (3, 2)
    assert (row["origins_min"], row["origins_max"]) == (1, 2)
    assert (row["first_reported"], row["last_reported"]) == ("2015-08", "2015-08")  # the month may mean its last day


@pytest.mark.parametrize("stance", ["denies", "questions", "cannot_confirm"])
def test_who_affirms_nothing_that_its_claim_gives_is_no_origin(tables: Tables, stance: str) -> None:
    entry = {"party": "Taliban", "killed": {"value": 40, "stance": stance}}
    doubting = {"citation": {"chain": ["Ministry", "Gazette"]}, "casualties": [entry]}
    tables.add(claim(**doubting))
    assert (tables.incident()["origins_min"], tables.incident()["origins_max"]) == (0, 0)
    tables.add(claim(**doubting, strikes=2, **{"as": "more"}))
    assert (tables.incident()["origins_min"], tables.incident()["origins_max"]) == (1, 1)


def test_the_coders_reading_adds_no_origin(tables: Tables) -> None:
    tables.add(
        claim(characterised_as={"value": "insider attack", "by": "coder"}, citation={"chain": ["Governor", "Gazette"]})
    )
    assert (tables.incident()["origins_min"], tables.incident()["origins_max"]) == (1, 1)
    (row,) = tables.rows("select * from claim_values where property = 'characterised_as'")
    assert (row["origin"], row["origin_kind"], row["hedge"], row["stance"]) == ("coder", "coder", None, None)


def test_a_value_with_its_own_chain_has_its_own_attribution(tables: Tables) -> None:
    chain = ["Governor", {"voice": "Pajhwok", "relation": "translated_by", "evidence": "inferred"}, "Gazette"]
    (event,) = tables.add(claim(strikes=2, casualties=killed({"value": 4, "chain": chain})))
    rows = tables.rows("select property, party, hop, voice, relation, evidence from attributions order by number")
    assert [tuple(row.values()) for row in rows] == [
        (None, None, 1, "Gazette", "stated", "stated"),
        ("killed", "Taliban", 1, "Governor", "stated", "stated"),
        ("killed", "Taliban", 2, "Pajhwok", "translated_by", "inferred"),
        ("killed", "Taliban", 3, "Gazette", "cited_by", "stated"),
    ]
    assert {row["event"] for row in tables.rows("select event from attributions")} == {event}


def test_an_events_row_holds_the_claims_own_origin_way_and_day(tables: Tables) -> None:
    (event,) = tables.add(
        claim(
            citation={"chain": ["Governor", "Reuters", "Gazette"], "hedge": "claimed", "locator": ["p. 1", "p. 2"]},
            occurred="2015-07",
            tags=["check"],
            note="two\nlines",
        )
    )
    (row,) = tables.rows(f"select * from events where id = '{event}'")
    expected = {
        "type": "airstrike",
        "incident": "bridge",
        "occurred": "2015-07",
        "earliest": "2015-07-01",
        "latest": "2015-07-31",
        "source": "gazette",
        "origin": "Governor",
        "via": "Reuters → Gazette",
        "hedge": "claimed",
        "stance": "asserts",
        "status": "current",
        "replaced_by": None,
        "reported": "2015-08-26",
        "recorded_by": "test",
        "locator": "p. 1; p. 2",
        "tags": '["check"]',
        "note": "two\nlines",
    }
    assert expected.items() <= row.items()


def test_a_quantity_gives_its_words_and_its_ends(tables: Tables) -> None:
    tables.add(claim(strikes="more than 4", casualties=killed("2-3")))
    (strike,) = tables.rows("select strikes, strikes_low, strikes_high from airstrikes")
    assert tuple(strike.values()) == ("more than 4", 5, None)
    (figure,) = tables.rows("select value, low, best, high, bound from casualties")
    assert tuple(figure.values()) == ("2-3", 2, None, 3, "range")


def test_the_largest_number_fits(tables: Tables) -> None:
    tables.add(claim(strikes=f"more than {2**53 - 1}"))
    (strike,) = tables.rows("select strikes_low, typeof(strikes_low) as kind from airstrikes")
    assert tuple(strike.values()) == (2**53, "integer")


def test_a_claim_on_no_incident_is_kept(tables: Tables) -> None:
    (event,) = tables.add(claim(incident=None, casualties=killed(400, party="British")))
    assert [
        row["id"] for row in tables.rows("select id from events where incident is null and type = 'airstrike'")
    ] == [event]
    assert tables.rows("select count(*) as n from incident_casualties") == [{"n": 0}]


def test_a_claim_on_an_incident_that_is_declared_only_later_has_no_effect(tables: Tables) -> None:
    tables.add(claim(incident="later", casualties=killed(3)))
    tables.add(parse({"type": "incident_declared", "slug": "later", "title": "Later"}))
    assert tables.incident("later")["claim_count"] == 0
    assert tables.figures("later") == []
    assert "later" in tables.rows("select * from problems")[0]["problem"]


def test_a_figure_that_counts_elsewhere_lends_no_origin_where_it_is_told(tables: Tables) -> None:
    official = {"value": 2, "chain": ["An official", "Gazette"]}
    tables.add(claim(casualties=killed(official, counted_in="market")))
    assert (tables.incident("bridge")["origins_min"], tables.incident("bridge")["origins_max"]) == (0, 1)
    assert (tables.incident("market")["origins_min"], tables.incident("market")["origins_max"]) == (1, 1)


def test_who_says_that_a_number_is_unknown_is_no_origin_of_a_number(tables: Tables) -> None:
    chief = {"value": "unknown", "chain": ["The chief", "Gazette"]}
    tables.add(claim(casualties=killed(40)), claim(casualties=killed(chief), citation={"locator": "p. 2"}))
    (row,) = tables.figures()
    assert (ends(row), row["claim_count"], row["origins_min"], row["origins_max"]) == ((40, 40), 1, 0, 1)


def test_days_that_the_source_states_come_before_days_that_the_coder_supplies(tables: Tables) -> None:
    supplied = {"value": "2015-08-20", "basis": "report_date"}
    tables.add(claim(occurred="2015-08-22"), claim(occurred=supplied, citation={"locator": "p. 2"}))
    row = tables.incident("bridge")
    assert (row["earliest"], row["latest"]) == ("2015-08-22", "2015-08-22")
