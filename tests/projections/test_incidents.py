"""What the tables say of an incident, case by case."""

from __future__ import annotations

import pytest

from events.registry import parse
from tests.projections.told import Tables, ends, tables
from tests.samples import claim, killed

__all__ = ["tables"]


def test_an_incident_without_a_claim_is_a_row_too(tables: Tables) -> None:
    row = tables.incident()
    assert (row["title"], row["claim_count"], row["origins_max"], row["types"]) == ("Bridge", 0, 0, "[]")


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
