"""The shape of the tables, on which scripts rely."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlite_utils import Database

from events.registry import CLAIMS
from events.values.dates import Occurred
from events.values.quantity import Quantity
from tests.samples import GROUND, claim, killed
from tests.tables import store
from timeline.log.sqlite import SqliteLog
from timeline.projections.building import TABLES
from timeline.projections.runner import Projector
from timeline.projections.tables import Table
from timeline.projections.typed import own_fields

PINNED = {
    "events": "id, position, type, incident, occurred, earliest, latest, summary, source, origin, via, hedge, stance, "
    "status, replaced_by, reported, recorded_at, recorded_by",
    "incidents": "slug, title, types, earliest, latest, place, admin1, latitude, longitude, where_prec, "
    "place_event, "
    "claim_count, source_count, origins_min, origins_max, first_reported, last_reported",
    "casualties": "event, event_status, incident, counted_in, party, wording, civilian_status, role, outcome, value, "
    "low, best, high, bound, hedge, stance, origin, source",
    "incident_casualties": "incident, party, civilian_status, role, outcome, lowest, highest, low_events, high_events, "
    "claim_count, origins_min, origins_max",
    "claim_values": "event, event_status, incident, property, party, role, value, low, high, bound, wording, hedge, "
    "stance, origin, source",
    "attributions": "event, property, hop, voice, relation, evidence",
    "sources": "key, kind, publisher, host, title, published, updated, zone, url, sha256",
}
KEYS = {table.name: table for table in TABLES}
FIGURE: dict[str, Any] = {"measure": "count", "population": "raids", "value": 3}
PERIODS: list[dict[str, Any]] = [
    {"period": "2015-07", "as": "a"},
    {"period": {"value": "2015-07-04/..", "wording": "since the fourth"}, "as": "b"},
    {"as": "c"},
]


@pytest.fixture(scope="module")
def db() -> Iterator[Database]:
    with SqliteLog.memory("TST") as log:
        strikes = claim(strikes=3, casualties=killed({"value": 40, "wording": "some forty"}))
        store(log, [*GROUND, strikes, *(claim("reported_figure", **FIGURE, **told) for told in PERIODS)])
        projector = Projector(log, None)
        projector.catch_up()
        yield projector.db
        projector.close()


@pytest.mark.parametrize("name", sorted(PINNED))
def test_a_table_begins_with_the_columns_that_scripts_rely_on(db: Database, name: str) -> None:
    pinned = PINNED[name].split(", ")
    assert [column.name for column in db.table(name).columns][: len(pinned)] == pinned


def test_the_tables_of_the_types_are_called_as_scripts_expect(db: Database) -> None:
    assert {"airstrikes", "district_falls", "insider_attacks"} <= set(db.table_names())


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_and_column_is_described_and_there(db: Database, table: Table) -> None:
    assert table.description
    assert all(column.description for column in table.columns)
    there = {column.name: column.type for column in db.table(table.name).columns}
    kinds = {str: "TEXT", int: "INTEGER", float: "REAL"}
    assert there == {column.name: kinds[column.type] for column in table.columns}
    assert tuple(db.table(table.name).pks) == table.pk


def test_no_table_is_there_without_a_description(db: Database) -> None:
    described = {table.name for table in TABLES}
    assert {name for name in db.table_names() if "_fts" not in name} == described


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_foreign_keys_lead_to_keys_and_hold(db: Database, table: Table) -> None:
    led = {(key.column, key.other_table, key.other_column) for key in db.table(table.name).foreign_keys}
    assert led == {
        (column.name, column.references, KEYS[column.references].pk[0]) for column in table.columns if column.references
    }
    assert db.execute(f"pragma foreign_key_check([{table.name}])").fetchall() == []


def test_every_row_of_a_claim_leads_to_its_event_its_incident_and_its_source(db: Database) -> None:
    for name in ("casualties", "claim_values", *(found.table for found in CLAIMS.values())):
        led = {key.column: key.other_table for key in db.table(name).foreign_keys}
        assert {"event": "events", "incident": "incidents", "source": "sources"}.items() <= led.items()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_whatever_is_looked_up_has_an_index(db: Database, table: Table) -> None:
    indexed = {index.columns[0] for index in db.table(table.name).indexes} | {table.pk[0]}
    assert {column.name for column in table.columns if column.index or column.references} <= indexed


def test_labels_facets_and_sort_orders_are_columns() -> None:
    for table in TABLES:
        columns = {column.name for column in table.columns}
        named = {*table.pk, *table.search, *table.facets, *table.lists, *filter(None, [table.label, table.sort])}
        assert named <= columns, table.name


@pytest.mark.parametrize(
    ("name", "word"),
    [("events", "airstrikes"), ("incidents", "bridge"), ("claim_values", "forty"), ("sources", "gazette")],
)
def test_a_search_finds_a_word(db: Database, name: str, word: str) -> None:
    assert len(list(db.table(name).search(word))) >= 1
    assert list(db.table(name).search("absent")) == []


@pytest.mark.parametrize("name", sorted(CLAIMS))
def test_a_quantity_and_days_have_three_columns(name: str) -> None:
    columns = {column.name: column for column in KEYS[CLAIMS[name].table].columns}
    for field, kind in own_fields(CLAIMS[name]).items():
        annotation = str(CLAIMS[name].model_fields[field].annotation)
        assert field in columns
        assert ({f"{field}_low", f"{field}_high"} <= columns.keys()) is (kind == "quantity")
        assert ({f"{field}_earliest", f"{field}_latest"} <= columns.keys()) is (kind == "days")
        assert (Quantity.__name__ in annotation) is (kind == "quantity")
        assert (Occurred.__name__ in annotation) is (kind == "days")


def test_the_days_of_a_period_are_in_its_columns(db: Database) -> None:
    assert db.execute("select period, period_earliest, period_latest from reported_figures").fetchall() == [
        ("2015-07", "2015-07-01", "2015-07-31"),
        ("2015-07-04/..", "2015-07-04", None),
        (None, None, None),
    ]
    assert db.execute("select value, wording from claim_values where property = 'period'").fetchall() == [
        ("2015-07", None),
        ("2015-07-04/..", "since the fourth"),
    ]


def test_a_typed_table_has_one_row_for_each_event_of_the_type(db: Database) -> None:
    assert db.execute("select count(*) from airstrikes").fetchone() == (1,)
    assert db.execute("select count(*) from district_falls").fetchone() == (0,)


@pytest.mark.parametrize("column", ["type", "status", "stance"])
def test_of_events_of_one_value_an_index_alone_tells_the_last_and_counts_others(db: Database, column: str) -> None:
    def plan(sql: str) -> str:
        return " ".join(str(row["detail"]) for row in db.query(f"explain query plan {sql}"))

    last = plan(f"select id, summary from events where {column} = 'x' order by position desc limit 101")
    assert last == f"SEARCH events USING INDEX idx_events_{column} ({column}=?)"
    for other in {"type", "status", "stance", "hedge", "disputed"} - {column}:
        rows = f"select id, {other}, summary from events where {column} = 'x'"
        counted = plan(f"select {other}, count(*) from ({rows}) where {other} is not null group by {other}")
        assert f"USING COVERING INDEX idx_events_{column}" in counted or "idx_events_hedge" in counted
