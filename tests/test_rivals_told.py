"""What the rivals say of kinds of attack, tolls and totals, of who held the place, and what is recorded of it."""

from __future__ import annotations

import sqlite3

import pytest

from tests.rival_sheets import db, folder

__all__ = ["db", "folder"]


def test_what_kind_of_attack_it_was_is_said_in_three_ways_by_three_voices(db: sqlite3.Connection) -> None:
    query = """select value, origin, source from claim_values where property = 'characterised_as'
        and origin_kind <> 'coder' order by value"""
    assert db.execute(query).fetchall() == [
        ("argument, not infiltration", "Afghan officials", "rferl-2015-08-26"),
        ("insider attack", "Long War Journal", "longwarjournal-2015-08-26"),
        ("misidentification by guards", "Bashir Ahmad Shakir", "longwarjournal-2015-08-26"),
    ]


def test_which_attack_of_the_year_it_was_is_said_of_one_population_and_period(db: sqlite3.Connection) -> None:
    query = """select value, population, period, incident from reported_figures where measure = 'ordinal'
        and source <> 'sputnik-2015-08-26' order by value"""
    assert db.execute(query).fetchall() == [
        ("2", "insider attacks", "2015", "helmand-base-shooting"),
        ("3", "insider attacks", "2015", "helmand-base-shooting"),
    ]


def test_killed_and_killed_or_injured_of_the_recapture_are_two_figures_of_one_ministry(db: sqlite3.Connection) -> None:
    query = """select outcome, value, origin, origin_kind, source from casualties
        where incident = 'musa-qala-recapture' and outcome <> 'injured' and stance = 'asserts' order by event"""
    assert db.execute(query).fetchall() == [
        ("killed_or_injured", "220", "Afghan Ministry of Defence", "named", "dawn-2015-08-30"),
        ("killed", "120", "Afghan Ministry of Defence", "named", "upi-2015-08-30"),
        ("killed", "220", "Afghan Ministry of Defence", "named", "upi-2015-08-30"),
        ("killed", "220-300", "unnamed reports", "unnamed", "aan-2015-09-03"),
        ("killed", "at least 110", "215th Corps Maiwand", "named", "tgcom24-2130621"),
    ]
    rows = """select outcome, lowest, highest, origins_min, origins_max from incident_casualties
        where incident = 'musa-qala-recapture' and outcome <> 'injured' order by outcome"""
    assert db.execute(rows).fetchall() == [("killed", 110, None, 2, 3), ("killed_or_injured", 220, 220, 1, 1)]


def test_who_doubts_a_figure_neither_moves_nor_supports_it(db: sqlite3.Connection) -> None:
    query = """select casualties.value, casualties.stance, answered from casualties join events
        on events.id = casualties.event where casualties.stance <> 'asserts' and casualties.stance <> 'confirms'"""
    assert db.execute(query).fetchall() == [("220-300", "questions", "killed")]
    caveat = """select said.origin, said.answered, toll.source from events as said join events as toll
        on toll.id = said.responds_to where said.type = 'statement' and said.source = 'foxnews-2015-08-27'"""
    assert db.execute(caveat).fetchall() == [("AP", "killed", "foxnews-2015-08-27")]


def test_a_toll_that_the_dataset_leaves_open_is_unknown_and_not_zero(db: sqlite3.Connection) -> None:
    query = """select source, party, value, hedge from casualties
        where incident = 'musa-qala-renewed-bombing' order by event, party"""
    assert db.execute(query).fetchall() == [
        ("foxnews-2015-08-27", "Taliban", "10", "claimed"),
        ("foxnews-2015-08-27", "civilians", "30", "claimed"),
        ("tbij-afghanistan-2015", "all", "unknown", None),
        ("tbij-afghanistan-2015", "civilians", "unknown", None),
    ]
    rows = """select party, lowest, highest from incident_casualties
        where incident = 'musa-qala-renewed-bombing' order by party"""
    assert db.execute(rows).fetchall() == [("Taliban", 10, 10), ("all", None, None), ("civilians", 30, 30)]


def test_totals_of_strikes_belong_to_no_incident_and_keep_their_periods(db: sqlite3.Connection) -> None:
    query = """select value, period_earliest, period_latest, incident, origin from reported_figures
        where population = 'airstrikes' order by value"""
    assert db.execute(query).fetchall() == [
        ("18", "2015-08-24", "2015-08-30", None, "Coalition spokesman Tribus"),
        ("24", "2015-08-22", None, None, "Gen. Breedlove"),
    ]


def test_who_denies_the_recapture_of_the_centre_is_no_origin_of_it(db: sqlite3.Connection) -> None:
    denial = """select territory_recaptured.scope, events.stance, responds_to from territory_recaptured join events
        on events.id = territory_recaptured.event where events.origin = 'Gen. Breedlove'"""
    assert db.execute(denial).fetchall() == [("centre", "denies", "HEL-0000-0075-56")]
    answered = "select source, origin, type from events where id = 'HEL-0000-0075-56'"
    ministry = ("dawn-2015-08-30", "Afghan Ministry of Defence", "territory_recaptured")
    assert db.execute(answered).fetchall() == [ministry]
    row = "select earliest, latest, origins_min, origins_max from incidents where slug = 'musa-qala-recapture'"
    # Ministry and corps; the unnamed reports and the analysts' own voice are together one more at most.
    assert db.execute(row).fetchall() == [("2015-08-30", "2015-08-30", 2, 3)]


@pytest.mark.parametrize("scope", ["centre", "district", "town"])
def test_the_last_day_of_august_is_disputed_for_every_part_of_the_place(db: sqlite3.Connection, scope: str) -> None:
    query = """select controller, disputed from control_periods where scope = ?
        and '2015-08-31' between from_latest and to_earliest order by controller"""
    found = db.execute(query, [scope]).fetchall()
    assert found == [("Afghan National Defence and Security Forces", 1), ("Taliban", 1)]


def test_who_held_the_place_after_the_recapture_is_observed_three_times(db: sqlite3.Connection) -> None:
    query = """select told.occurred, body ->> '$.occurred.basis', scope, held.status, controller, told.hedge
        from control_statuses held join events told on told.id = held.event order by told.occurred"""
    assert db.execute(query).fetchall() == [
        ("2015-08-30", "imputed", None, "controlled", "Afghan forces", None),
        ("2015-08-31", None, None, "controlled", "Taliban", "reportedly"),
        ("2015-09-02", "report_date", "centre", "neither", None, None),
    ]


def test_nawzad_fell_in_july_or_in_the_week_before_the_article(db: sqlite3.Connection) -> None:
    query = """select source, earliest, latest, date_prec from events
        where type = 'district_fall' and incident = 'nawzad-takeover' order by earliest, latest"""
    assert db.execute(query).fetchall() == [
        ("upi-2015-08-30", None, None, None),
        ("sputnik-2015-08-26", "2015-07-01", "2015-07-31", 4),
        ("reuters-2015-07-30", "2015-07-29", "2015-07-29", 1),
        ("antiwar-2015-08-26", "2015-08-17", "2015-08-23", 3),
    ]


def test_the_rows_battle_is_an_incident_of_its_own_in_which_nobody_is_named(db: sqlite3.Connection) -> None:
    query = "select party, value, high from casualties where incident = 'musa-qala-fighting' order by party"
    assert db.execute(query).fetchall() == [("side A", "25", 25), ("side B", "60", 60)]
    days = "select earliest, latest from incidents where slug = 'musa-qala-fighting'"
    assert db.execute(days).fetchall() == [("2015-08-23", "2015-08-26")]


def test_places_and_parties_of_the_rivals_are_linked_with_what_is_recorded(db: sqlite3.Connection) -> None:
    query = """select distinct claim_places.place from claim_places join events on events.id = claim_places.event
        where events.source <> 'sputnik-2015-08-26' order by 1"""
    assert [place for (place,) in db.execute(query)] == [
        "af-helmand-musa-qala",
        "af-helmand-nawzad",
        "af-helmand-washir",
    ]
