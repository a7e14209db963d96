"""The rivals of the first article, with it and the gazetteer: who says what, and how many say it, as the tables tell.

Both sets are appended in the order of the example, as `timeline demo` does it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from events.ledger.incident_declared import IncidentDeclared
from events.ledger.source_recorded import SourceRecorded
from timeline.appending import Receipt
from timeline.service import Timeline
from timeline.sheets.read import parse
from timeline.shipped import seeds

SHEETS = seeds()
RIVALS = [sheet for sheet in SHEETS if sheet.parent.name == "rivals"]
#: What the rivals have to do with each other: decisions, and no source.
TOGETHER = RIVALS[-1]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rivals") / "helmand"
    with Timeline.init(path, "HEL") as timeline:
        append(timeline, SHEETS)
    return path


@pytest.fixture(scope="module")
def db(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(folder / "timeline.db")) as connection:
        yield connection


def append(timeline: Timeline, sheets: list[Path]) -> list[Receipt]:
    read = [found.event for sheet in sheets for found in parse(sheet.read_bytes(), sheet.name, "yaml")]
    return timeline.append(read, recorded_by="desk")


def test_the_second_append_of_both_sets_stores_nothing(folder: Path) -> None:
    with Timeline.open(folder) as timeline:
        before = timeline.verify()
        receipts = append(timeline, SHEETS)
        assert {receipt.outcome for receipt in receipts} == {"already"}
        assert [receipt.position for receipt in receipts] == list(range(1, len(timeline) + 1))
        assert timeline.verify() == before
        assert before.ok


def test_the_rivals_come_last_and_move_no_id_of_the_first_article_and_the_gazetteer(folder: Path) -> None:
    first = SHEETS[: len(SHEETS) - len(RIVALS)]
    assert [sheet.name for sheet in first] == ["2015-08-26-sputnik-musa-qala.yaml", "helmand-gazetteer.yaml"]
    assert first + RIVALS == SHEETS
    with Timeline.memory("HEL") as alone, Timeline.open(folder) as both:
        for receipt in append(alone, first):
            assert alone[receipt.id or ""].event == both[receipt.id or ""].event


def test_every_sheet_is_one_source_and_cites_no_other(db: sqlite3.Connection) -> None:
    for sheet in RIVALS[:-1]:
        found = [read.event for read in parse(sheet.read_bytes(), sheet.name, "yaml")]
        (source,) = [event for event in found if isinstance(event, SourceRecorded)]
        said = [row for (row,) in db.execute("select type from events where source = ?", [source.key])]
        assert len(said) > 1
        assert len(said) + len([event for event in found if isinstance(event, IncidentDeclared)]) == len(found)
    assert db.execute("select count(*) from sources where url is null").fetchone() == (0,)


def test_two_soldiers_are_killed_throughout(db: sqlite3.Connection) -> None:
    told = "select distinct low, high from casualties where party = 'NATO' and outcome = 'killed'"
    assert db.execute(told).fetchall() == [(2, 2)]
    rows = "select incident, outcome, lowest, highest, claim_count from incident_casualties where party = 'NATO'"
    assert db.execute(rows).fetchall() == [("helmand-base-shooting", "killed", 2, 2, 6)]


def test_the_killed_of_22_august_are_open_to_40_and_each_origin_counts_once(db: sqlite3.Connection) -> None:
    query = """select lowest, highest, claim_count, origins_min, origins_max from incident_casualties
        where incident = 'musa-qala-bombing' and party = 'Taliban' and outcome = 'killed'"""
    assert db.execute(query).fetchall() == [(None, 40, 6, 2, 3)]
    told = """select origin, source, value, hedge from casualties
        where incident = 'musa-qala-bombing' and party = 'Taliban' order by origin, source"""
    assert db.execute(told).fetchall() == [
        ("BBC", "hidayatullah-2015-08-27", "up to 40", "reportedly"),
        ("BBC", "upi-2015-08-30", "up to 40", None),
        ("Reuters", "nation-2015-08-27", "up to 40", None),
        ("Reuters", "ndtv-2015-08-26", "up to 40", None),
        ("extracontent", "extracontent-2015-09", "up to 40", None),
        ("unstated", "sputnik-2015-08-26", "40", "reportedly"),
    ]


def test_the_dataset_has_the_forty_without_hedge_and_open_end_and_of_all_people(db: sqlite3.Connection) -> None:
    query = """select party, low, high, hedge, figure_wording from casualties
        where incident = 'musa-qala-bombing' and source = 'tbij-afghanistan-2015'"""
    assert db.execute(query).fetchall() == [("all", 40, 40, None, "40-40")]


def test_the_strikes_of_22_august_are_two_or_three(db: sqlite3.Connection) -> None:
    query = """select source, strikes_low, strikes_high from airstrikes
        where incident = 'musa-qala-bombing' and strikes is not null order by event"""
    assert db.execute(query).fetchall() == [("sputnik-2015-08-26", 3, 3), ("tbij-afghanistan-2015", 2, 3)]


def test_the_strikes_of_22_august_are_one_range_of_the_incident(db: sqlite3.Connection) -> None:
    query = """select property, lowest, highest, json_array_length(low_events), json_array_length(high_events),
        claim_count from incident_quantities where incident = 'musa-qala-bombing' and type = 'airstrike'"""
    assert db.execute(query).fetchall() == [("strikes", 2, 3, 1, 2, 2)]


def test_the_fall_has_three_rival_days_and_the_monday_of_two_papers_is_one_origin(db: sqlite3.Connection) -> None:
    query = """select occurred, origin, source from events where type = 'district_fall'
        and incident = 'musa-qala-takeover' and occurred is not null
        and coalesce(body ->> '$.occurred.basis', 'stated') = 'stated' order by occurred, source"""
    assert db.execute(query).fetchall() == [
        ("2015-08-24", "Reuters", "nation-2015-08-27"),
        ("2015-08-24", "Reuters", "ndtv-2015-08-26"),
        ("2015-08-25", "extracontent", "extracontent-2015-09"),
        ("2015-08-26", "Afghanistan Analysts Network", "aan-2015-09-03"),
        ("2015-08-26", "Sputnik News", "sputnik-2015-08-26"),
    ]
    row = "select earliest, latest, origins_min, origins_max from incidents where slug = 'musa-qala-takeover'"
    # The governor and Reuters are named; Sputnik, the blog and the analysts speak in their own voices.
    assert db.execute(row).fetchall() == [("2015-08-24", "2015-08-26", 2, 5)]


def test_that_the_two_papers_had_it_from_reuters_is_marked_as_inferred(db: sqlite3.Connection) -> None:
    query = """select distinct evidence from attributions join events on events.id = attributions.event
        where voice = 'Reuters' and hop = 1 and source in ('ndtv-2015-08-26', 'nation-2015-08-27')"""
    assert db.execute(query).fetchall() == [("inferred",)]


def test_the_first_and_the_second_statement_differ_in_the_attackers_alone(db: sqlite3.Connection) -> None:
    query = """select body ->> '$.as', perpetrators, events.origin from insider_attacks join events
        on events.id = insider_attacks.event where body ->> '$.as' in ('v1', 'v2') order by 1"""
    assert db.execute(query).fetchall() == [("v1", "2", "Resolute Support"), ("v2", "1", "Resolute Support")]
    tolls = """select body ->> '$.as', party, outcome, casualties.value from casualties join events
        on events.id = casualties.event where body ->> '$.as' in ('v1', 'v2') order by 1, 2"""
    assert db.execute(tolls).fetchall() == [
        ("v1", "NATO", "killed", "2"),
        ("v1", "attackers", "killed", "2"),
        ("v2", "NATO", "killed", "2"),
        ("v2", "attackers", "injured", "1"),
        ("v2", "other man in uniform", "injured", "1"),
    ]


def test_the_second_statement_supersedes_the_first_in_the_attackers_alone_wherever_it_was_carried(
    db: sqlite3.Connection,
) -> None:
    query = """select events.id, property, claim_values.value, party, event_status, superseded_by from claim_values
        join events on events.id = event where superseded_by is not null order by 1, 2"""
    by = "HEL-0000-0111-45"
    assert db.execute(query).fetchall() == [
        ("HEL-0000-0017-36", "perpetrators", "2", None, "superseded", by),  # para 8 of the first article
        ("HEL-0000-0060-04", "killed", "2", "attackers", "superseded", by),
        ("HEL-0000-0060-04", "perpetrators", "2", None, "superseded", by),
    ]
    tolls = "select event, party, outcome, value from casualties where event_status = 'superseded'"
    assert db.execute(tolls).fetchall() == [("HEL-0000-0060-04", "attackers", "killed", "2")]
    claims = "select id, status, superseded from events where superseded is not null order by id"
    assert db.execute(claims).fetchall() == [
        ("HEL-0000-0017-36", "current", '["perpetrators"]'),
        ("HEL-0000-0060-04", "current", '["killed","perpetrators"]'),
    ]


def test_the_two_soldiers_stay_in_both_statements_and_the_attackers_are_one_now(db: sqlite3.Connection) -> None:
    query = """select party, outcome, lowest, highest, claim_count from incident_casualties
        where incident = 'helmand-base-shooting' order by party"""
    assert db.execute(query).fetchall() == [
        ("NATO", "killed", 2, 2, 6),
        ("attackers", "injured", 1, 1, 1),
        ("other man in uniform", "injured", 1, 1, 1),
    ]
    voices = """select claim_values.value, claim_values.origin from claim_values
        where property = 'perpetrators' and event_status = 'current' order by event"""
    # What the first article says in its own voice is no statement of the mission's, and stays.
    assert db.execute(voices).fetchall() == [("2", "Sputnik News"), ("1", "Resolute Support")]


def test_the_evidence_tells_what_counted_before_the_statement_was_replaced_and_after(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "helmand", "HEL") as timeline:
        append(timeline, SHEETS[:-1])
        append(timeline, [TOGETHER])
        query = """select casualties from incidents_as_recorded
            where incident = 'helmand-base-shooting' order by from_at"""
        *_, before, after = [row["casualties"] for row in timeline.db.query(query)]
        told = "select distinct casualties from incidents_as_reported where incident = 'helmand-base-shooting'"
        (reported,) = [row["casualties"] for row in timeline.db.query(told)]
    injured = "1 attacker injured"
    both = f"2 attackers killed; {injured}"
    other = "1 other man in uniform injured"
    assert before == f"2 NATO combatants killed; {other}; {both}"
    # Both statements were published on the same day, so that no day knew only the first.
    assert after == reported == f"2 NATO combatants killed; {other}; {injured}"


def test_claims_that_rest_on_one_another_are_linked_and_the_bound_that_is_lost_can_be_seen(
    db: sqlite3.Connection,
) -> None:
    query = """select one.source, link.relation, other.source, link.evidence from claim_links link
        join events one on one.id = link.claim join events other on other.id = link.other order by link.event"""
    assert db.execute(query).fetchall() == [
        ("nation-2015-08-27", "same_text", "ndtv-2015-08-26", "inferred"),
        ("nation-2015-08-27", "same_text", "ndtv-2015-08-26", "inferred"),
        ("sputnik-2015-08-26", "derived", "ndtv-2015-08-26", "inferred"),
        ("tbij-afghanistan-2015", "derived", "ndtv-2015-08-26", "inferred"),
        ("tbij-afghanistan-2015", "derived", "dawn-2015-08-30", "inferred"),
        ("tbij-afghanistan-2015", "derived", "voa-2015-09", "inferred"),
    ]
    lost = """select one.value, one.hedge, other.value from claim_links link join casualties one on one.event = claim
        join casualties other on other.event = link.other and other.outcome = one.outcome
        where relation = 'derived' order by link.event"""
    assert db.execute(lost).fetchall() == [("40", "reportedly", "up to 40"), ("40", None, "up to 40")]


def test_what_is_derived_adds_no_origin(db: sqlite3.Connection) -> None:
    query = "select origins_min, origins_max from incidents where slug = 'musa-qala-bombing'"
    # Reuters and the BBC are named, the blog may be one more; the first article and the dataset rest on Reuters.
    assert db.execute(query).fetchall() == [(2, 3)]


def test_the_battle_overlaps_with_the_takeover_and_the_shooting_coincides_with_it(db: sqlite3.Connection) -> None:
    query = "select incident, relation, other from incident_links order by event"
    assert db.execute(query).fetchall() == [
        ("musa-qala-fighting", "overlaps", "musa-qala-takeover"),
        ("helmand-base-shooting", "coincides", "musa-qala-takeover"),
    ]


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


def test_nothing_is_without_effect_and_every_key_leads_somewhere(db: sqlite3.Connection) -> None:
    assert db.execute("select * from problems").fetchall() == []
    assert db.execute("pragma foreign_key_check").fetchall() == []


@pytest.mark.parametrize("sheet", RIVALS, ids=lambda sheet: sheet.stem)
def test_no_text_of_a_rival_is_in_its_sheet_but_short_wordings(sheet: Path) -> None:
    for found in parse(sheet.read_bytes(), sheet.name, "yaml"):
        for wording in wordings(found.event.body()):
            assert len(wording) < 50, wording


def wordings(part: object) -> Iterator[str]:
    """Every wording and quotation anywhere in a stored event."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name in ("wording", "quote") and isinstance(value, str):
                yield value
            yield from wordings(value)
    elif isinstance(part, list):
        for item in part:
            yield from wordings(item)
