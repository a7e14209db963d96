"""The page of the schema, and the table pages that lead to it: nothing that is there goes without being told."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlencode

from playwright.sync_api import Browser

from events.registry import CLAIMS, TYPES
from tests.web.asked import both
from tests.web.conftest import RANGE, Get
from timeline.projections.building import TABLES
from timeline.web import compat, reading, schema
from timeline.web.joins import JOINS
from timeline.web.metadata import DATABASE

__all__ = ["both"]

NAMED = {table.name: table for table in TABLES}


def test_every_table_is_for_one_thing() -> None:
    grouped = [name for group in schema.GROUPS for name in group.names]
    assert sorted(grouped) == sorted(NAMED)


def test_every_table_column_and_type_is_told_at_an_address_of_its_own(get: Get) -> None:
    page = unescape(RANGE.sub(r"\1", get("/schema").text))
    anchors = re.findall(r'\bid="([^"]*)"', page)
    assert len(anchors) == len(set(anchors))
    for table in TABLES:
        assert table.description in page
        assert {table.name, *(f"{table.name}.{column.name}" for column in table.columns)} <= set(anchors)
        assert all(column.description in page for column in table.columns), table.name
    assert {f"type-{name}" for name in TYPES} <= set(anchors)
    assert set(re.findall(r'href="#([^"]*)"', page)) <= set(anchors)


def test_the_drawing_shows_references_that_there_are() -> None:
    for one, other in schema.REFERS:
        assert other in {column.references for column in NAMED[one].columns}
    assert {name for pair in schema.REFERS for name in pair} == set(schema.DRAWN)


def test_the_words_that_fields_take_are_told() -> None:
    told = {(one.name, one.values) for one in schema.vocabularies()}
    assert ("stance", ("asserts", "denies", "questions", "cannot_confirm", "confirms")) in told
    assert ("outcome", ("killed", "injured", "killed_or_injured", "missing", "captured")) in told
    assert ("platform", ("aircraft", "helicopter", "drone")) in told
    assert {"status", "bound", "hedge", "origin_kind", "relation", "scope"} <= {name for name, _ in told}
    assert all(one.meaning and one.within for one in schema.vocabularies())


def test_what_is_often_joined_is_sql_that_has_an_answer_and_leads_to_it(both: Get) -> None:
    page = unescape(both("/schema").text)
    for tells, sql in JOINS:
        assert tells in page
        assert sql in page
        answer = both(f"/timeline{compat.SQL}.json?{urlencode({'sql': sql, '_shape': 'array'})}")
        assert answer.status_code == 200
        assert answer.json()
    links = re.findall('href="([^"]+)">Ask it here', both("/schema").text)
    assert [both(unescape(link)).status_code for link in links] == [200] * len(JOINS)


def test_claims_of_a_type_lead_to_the_casualties_that_they_tell(both: Get) -> None:
    way = re.search('href="([^"]+)">Casualties that these claims tell', both("/timeline/airstrikes").text)
    assert way
    assert "rows where event is one of " in both(unescape(way[1])).text
    told = both(unescape(way[1]).replace("casualties?", "casualties.json?_shape=array&")).json()
    types = {row["id"]: row["type"] for row in both("/timeline/events.json?_shape=array&_size=max").json()}
    every = both("/timeline/casualties.json?_shape=array&_size=max").json()
    assert told == [row for row in every if types[row["event"]] == "airstrike"]
    assert "Casualties that these claims tell" not in both("/timeline/control_statuses").text, "they tell none"


def test_the_front_page_and_every_table_lead_to_the_schema(get: Get) -> None:
    front = get("/").text
    assert 'href="/schema"' in front
    for group in schema.GROUPS:
        assert all(f'href="/{DATABASE}/{name}"' in front for name in group.names) is (group != schema.TECHNICAL)
    for name in NAMED:
        assert f'href="/schema#{name}"' in get(f"/{DATABASE}/{name}?_size=1").text


def heads(page: str) -> list[str]:
    """The columns of a table page, from left to right."""
    return re.findall(r'<th [^>]*data-column="([^"]*)"', page)


def test_a_table_page_is_in_reading_order_and_leaves_out_what_is_empty_there(get: Get) -> None:
    page = get("/timeline/events?type=airstrike").text
    columns = heads(page)
    assert columns[:4] == ["id", "occurred", "type", "summary"]
    wanted = ["summary", "status", "incident", "source", "origin", "stance"]
    assert sorted(wanted, key=columns.index) == wanted
    assert "replaced_by" not in columns
    assert re.search("Nothing on this page in: .*Replaced by", page)


def test_cells_stand_under_the_names_of_their_columns(get: Get) -> None:
    page = get("/timeline/claim_values").text
    row = re.search(r"<tbody[^>]*>\s*<tr[^>]*>(.*?)</tr>", page, re.DOTALL)
    assert row
    assert re.findall(r'<td class="col-([a-z_0-9]+) ', row[1]) == heads(page)
    assert "Link" not in heads(page)


def test_columns_that_a_reader_chose_or_asked_of_stay(get: Get) -> None:
    chosen = get("/timeline/events?_col=summary&_col=replaced_by&_col=type").text
    assert set(heads(chosen)) == {"id", "summary", "replaced_by", "type"}
    assert "replaced_by" in heads(get("/timeline/events?_sort=replaced_by").text)
    assert "replaced_by" in heads(get("/timeline/events?replaced_by__isnull=1").text)


def test_every_column_that_is_ranked_is_one_of_a_table() -> None:
    there = {column.name for table in TABLES for column in table.columns}
    ranked = [*reading.FIRST, *reading.LAST]
    assert set(ranked) <= there
    assert len(ranked) == len(set(ranked))
    assert all(set(own) <= {column.name for column in NAMED[table].columns} for table, own in reading.OWN.items())


def test_claims_of_a_type_that_is_added_have_their_table_among_the_others() -> None:
    assert {claim.table for claim in CLAIMS.values()} == set(schema.TYPED)


def test_the_columns_of_a_table_are_folded_below_its_sentence(get: Get) -> None:
    page = unescape(get("/schema").text)
    for table in TABLES:
        section = page.partition(f'aria-labelledby="{table.name}"')[2].partition("</section>")[0]
        open_, _, folded = section.partition("<details>")
        assert table.description in open_
        assert "<table" not in open_
        assert f'id="{table.name}.{table.columns[0].name}"' in folded


def test_the_schema_is_short_on_a_phone_and_an_address_of_a_column_opens_its_table(
    chromium: Browser, site: str
) -> None:
    with chromium.new_context(viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(f"{site}/schema")
        assert page.evaluate("document.documentElement.scrollHeight") < 40_000
        page = context.new_page()
        page.goto(f"{site}/schema#incidents.slug")
        assert page.locator('[id="incidents.slug"]').is_visible()
        assert page.locator('[id="sources.key"]').is_hidden()
