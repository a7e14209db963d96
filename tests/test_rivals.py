"""The rivals of the first article, with it and the gazetteer: who says what, and how many say it, as the tables tell.

Both sets are appended in the order of the example, as `timeline demo` does it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from events.ledger.incident_declared import IncidentDeclared
from events.ledger.source_recorded import SourceRecorded
from tests.rival_sheets import RIVALS, SHEETS, TOGETHER, append, db, folder
from timeline.service import Timeline
from timeline.sheets.read import parse

__all__ = ["db", "folder"]


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
