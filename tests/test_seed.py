"""The article that the users named, from its sheet to the tables: asked of timeline.db as any reader would."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from timeline.appending import Receipt
from timeline.errors import TimelineError
from timeline.service import Timeline
from timeline.sheets.read import read

SHEET = Path(__file__).parent.parent / "seeds" / "2015-08-26-sputnik-musa-qala.yaml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("seed") / "helmand"
    with Timeline.init(path, "HEL") as timeline:
        append(timeline)
    return path


@pytest.fixture(scope="module")
def db(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(folder / "timeline.db")) as connection:
        yield connection


@pytest.fixture
def timeline() -> Iterator[Timeline]:
    with Timeline.memory("HEL") as timeline:
        append(timeline)
        yield timeline


def append(timeline: Timeline) -> list[Receipt]:
    return timeline.append([found.event for found in read([str(SHEET)])], recorded_by="desk")


def test_the_second_append_stores_nothing(folder: Path) -> None:
    with Timeline.open(folder) as timeline:
        before = timeline.verify()
        receipts = append(timeline)
        assert {receipt.outcome for receipt in receipts} == {"already"}
        assert [receipt.position for receipt in receipts] == list(range(1, len(timeline) + 1))
        assert timeline.verify() == before
        assert before.ok


def test_the_airstrike_reads_as_one_sentence(db: sqlite3.Connection) -> None:
    rows = db.execute("select summary from events where type = 'airstrike'").fetchall()
    assert rows == [("3 US airstrikes at Musa Qala, Helmand, on 22 August 2015; 40 Taliban reportedly killed",)]


def test_two_nato_soldiers_are_killed_in_exactly_one_incident(db: sqlite3.Connection) -> None:
    rows = db.execute("select incident, lowest, highest from incident_casualties where party = 'NATO'").fetchall()
    assert rows == [("helmand-base-shooting", 2, 2)]


def test_the_lede_counts_its_deaths_in_the_shooting_whose_row_rests_on_three_claims(db: sqlite3.Connection) -> None:
    query = "select claim_count, high_events from incident_casualties where incident = 'helmand-base-shooting'"
    ((count, events),) = db.execute(query).fetchall()
    assert count == 3
    told = "select event from casualties where incident = 'musa-qala-takeover' and counted_in = 'helmand-base-shooting'"
    ((lede,),) = db.execute(told).fetchall()
    assert lede in json.loads(events)
    assert db.execute("select locator from events where id = ?", [lede]).fetchone() == ("para 1",)


def test_reportedly_belongs_to_the_forty_alone(db: sqlite3.Connection) -> None:
    query = """select property, value, hedge, origin from claim_values where incident = 'musa-qala-bombing'
        and property in ('strikes', 'killed') order by property"""
    assert db.execute(query).fetchall() == [
        ("killed", "40", "reportedly", "unstated"),
        ("strikes", "3", None, "Sputnik News"),
    ]
    hedged = "select count(*) from claim_values where hedge is not null"
    assert db.execute(hedged).fetchone() == (1,)
    assert db.execute("select count(*) from events where hedge is not null").fetchone() == (0,)


@pytest.mark.parametrize(
    ("incident", "origins"),
    [
        ("musa-qala-bombing", (0, 1)),
        ("helmand-base-shooting", (1, 2)),
        ("musa-qala-takeover", (1, 2)),
        ("nawzad-takeover", (0, 1)),
    ],
)
def test_origins_are_counted_and_not_outlets(db: sqlite3.Connection, incident: str, origins: tuple[int, int]) -> None:
    query = "select origins_min, origins_max from incidents where slug = ?"
    assert db.execute(query, [incident]).fetchone() == origins


@pytest.mark.parametrize(("incident", "origins"), [("musa-qala-bombing", (0, 1)), ("helmand-base-shooting", (1, 2))])
def test_so_are_those_of_figures(db: sqlite3.Connection, incident: str, origins: tuple[int, int]) -> None:
    query = "select origins_min, origins_max from incident_casualties where incident = ?"
    assert db.execute(query, [incident]).fetchall() == [origins]


def test_two_incidents_are_falls_of_districts(db: sqlite3.Connection) -> None:
    query = "select distinct incident from district_falls order by 1"
    assert db.execute(query).fetchall() == [("musa-qala-takeover",), ("nawzad-takeover",)]


def test_nawzad_fell_in_a_month_and_not_on_a_day(db: sqlite3.Connection) -> None:
    query = "select occurred, earliest, latest from district_falls where incident = 'nawzad-takeover'"
    assert db.execute(query).fetchall() == [("2015-07", "2015-07-01", "2015-07-31")]


def test_the_governor_came_through_reuters(db: sqlite3.Connection) -> None:
    query = """select hop, voice, relation from attributions where property is null and event in
        (select id from events where origin like 'Governor%') order by hop"""
    assert db.execute(query).fetchall() == [
        (1, "Governor Mohammad Sharif", "stated"),
        (2, "Reuters", "quoted_by"),
        (3, "Sputnik News", "cited_by"),
    ]
    assert db.execute("select via from events where origin like 'Governor%'").fetchall() == [
        ("Reuters → Sputnik News",)
    ]


def test_only_the_coder_calls_it_an_insider_attack(db: sqlite3.Connection) -> None:
    query = "select distinct value, origin, stance from claim_values where property = 'characterised_as'"
    assert db.execute(query).fetchall() == [("insider attack", "coder", None)]


def test_the_source_is_kept_exactly_as_printed(db: sqlite3.Connection) -> None:
    query = "select publisher, host, published, updated, zone from sources"
    assert db.execute(query).fetchall() == [
        ("Sputnik News", "GlobalSecurity.org", "2015-08-26T22:13", "2015-08-26T23:45", "unknown")
    ]


def test_the_incidents_have_the_slugs_that_rival_claims_will_use(db: sqlite3.Connection) -> None:
    slugs = [slug for (slug,) in db.execute("select slug from incidents order by slug")]
    assert slugs == ["helmand-base-shooting", "musa-qala-bombing", "musa-qala-takeover", "nawzad-takeover"]


def test_every_claim_says_where_in_the_article_it_stands(db: sqlite3.Connection) -> None:
    query = "select count(*) from events where origin is not null and locator not like 'para %'"
    assert db.execute(query).fetchone() == (0,)


def test_nothing_is_without_effect_and_every_key_leads_somewhere(db: sqlite3.Connection) -> None:
    assert db.execute("select * from problems").fetchall() == []
    assert db.execute("pragma foreign_key_check").fetchall() == []


def test_no_text_of_the_article_is_in_the_sheet_but_short_wordings() -> None:
    for found in read([str(SHEET)]):
        for _, value in found.event:
            assert len(str(getattr(value, "wording", "") or "")) < 80


def test_an_edited_wording_is_refused_with_the_claim_and_what_to_use(folder: Path, tmp_path: Path) -> None:
    edited = tmp_path / "edited.yaml"
    edited.write_text(
        SHEET.read_text(encoding="utf-8").replace("wording: Saturday", "wording: on Saturday"), encoding="utf-8"
    )
    with Timeline.open(folder) as timeline:
        (claim,) = timeline.db.query("select id from events where type = 'airstrike'")
        size = len(timeline)
        with pytest.raises(Exception, match="Nothing stored") as refused:
            timeline.append([found.event for found in read([str(edited)])])
        assert claim["id"] in str(refused.value)
        assert f"timeline correct {claim['id']}" in str(refused.value)
        assert 'occurred.wording: "Saturday" → "on Saturday"' in str(refused.value)
        assert len(timeline) == size


def test_a_changed_byte_fails_the_verification_at_its_position(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in ("log.db", "timeline.toml"):
        (copy / name).write_bytes((folder / name).read_bytes())
    with closing(sqlite3.connect(copy / "log.db")) as log:
        log.execute("drop trigger log_update")
        log.execute(
            "update log set body = cast(replace(cast(body as text), 'Nawzad', 'Nawzax') as blob) where position = 12"
        )
        log.commit()
    with Timeline.open(copy) as timeline:
        verification = timeline.verify()
    assert not verification.ok
    assert {position for position, _ in verification.faults} == {12}


@pytest.mark.parametrize(
    ("old", "new"),
    [("citation: {locator: para 3}", "citation: {locator: para 4}"), ("Governor Mohammad Sharif", "Mohammad Sharif")],
)
def test_a_sheet_whose_locator_or_voice_was_edited_doubles_nothing(
    timeline: Timeline, tmp_path: Path, old: str, new: str
) -> None:
    edited = tmp_path / "edited.yaml"
    edited.write_text(SHEET.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    size = len(timeline)
    with pytest.raises(TimelineError, match=r"HEL-0000-00(07-66|09-60) says the same, and is missing here"):
        timeline.append([found.event for found in read([str(edited)])])
    assert len(timeline) == size


def test_a_label_alone_says_nothing_new(timeline: Timeline, tmp_path: Path) -> None:
    edited = tmp_path / "edited.yaml"
    labelled = SHEET.read_text(encoding="utf-8").replace("- type: airstrike\n", "- type: airstrike\n    as: v1\n")
    edited.write_text(labelled, encoding="utf-8")
    receipts = timeline.append([found.event for found in read([str(edited)])])
    assert {receipt.outcome for receipt in receipts} == {"already"}


def test_the_same_said_in_another_place_is_added_to_the_sheet_as_a_claim(timeline: Timeline, tmp_path: Path) -> None:
    added = tmp_path / "added.yaml"
    again = SHEET.read_text(encoding="utf-8") + (
        "\n  - type: district_fall\n    incident: nawzad-takeover\n"
        "    occurred: {value: 2015-07, wording: last month}\n"
        "    place: nawzad\n    scope: {value: district, wording: the Nawzad district}\n"
        "    taken_by: {value: Taliban, wording: the group}\n    citation: {locator: para 12}\n"
    )
    added.write_text(again, encoding="utf-8")
    receipts = timeline.append([found.event for found in read([str(added)])])
    assert [receipt.outcome for receipt in receipts].count("appended") == 1
