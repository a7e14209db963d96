"""Tables and columns are called in words, which their definitions give, and keep their names in the data."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from tests.web.conftest import Get
from timeline.projections.building import TABLES
from timeline.web import cells, labels, summaries, terms, words
from timeline.web.serve import application


@pytest.fixture(scope="module")
def get(example: Path) -> Iterator[Get]:
    app = application(example)
    with asyncio.Runner() as loop:
        yield lambda path: loop.run(app.client.get(path))


def test_no_two_columns_of_a_table_are_called_alike() -> None:
    for table in TABLES:
        called = Counter(column.heading for column in table.columns)
        assert max(called.values()) == 1, table.name
        assert not any("_" in heading for heading in called), table.name


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("type", "territory_recaptured", "territory recaptured"),
        ("type", "airstrike", "airstrike"),
        ("type", "ied_explosion", "IED explosion"),
        ("fields", "taken_by, side_a", "taken by, side a"),
        ("field", "casualties[0].killed_or_injured", "casualties killed or injured"),
        ("stance", "cannot_confirm", "cannot confirm"),
        ("reported", "2015-08", "August 2015"),
        ("voice", "war_monitor", "war_monitor"),
        ("publisher", "war_monitor", "war_monitor"),
        ("recorded_by", "ada_b", "ada_b"),
        ("wording", "see the_file", "see the_file"),
        ("url", "https://news.example/a_b", "https://news.example/a_b"),
        ("place", "af-helmand", "af-helmand"),
    ],
)
def test_codes_and_days_are_put_into_words_and_what_people_write_is_not(column: str, value: str, said: str) -> None:
    assert terms.said(column, value) == said


def test_a_cell_of_a_code_is_in_words_and_what_somebody_wrote_is_as_it_is() -> None:
    assert cells.of("events", "recorded_by", "ada_b") is None
    for column, code, said in (("type", "armed_clash", "armed clash"), ("told", '["2015-08"]', "August 2015")):
        shown = cells.of("events", column, code)
        assert shown
        assert re.sub("<[^>]*>", "", str(shown(code, {}, str))) == said
    stance = cells.of("events", "stance", "cannot_confirm")
    assert stance
    assert 'class="mark' in str(stance("cannot_confirm", {}, str))


def test_a_query_calls_its_columns_as_tables_do() -> None:
    assert labels.column(None, "admin1") == labels.column("incidents", "admin1") == "Province"
    assert labels.column(None, "no_such_column") == "No such column"


def test_headings_facets_and_values_are_in_words_with_the_name_beside_them(get: Get) -> None:
    page = unescape(get("/timeline/incidents?_facet=admin1&_col=admin1&_col=claim_count").text)
    assert re.search(r'<th [^>]*title="admin1: Province or state."[^>]*><a [^>]*>Province</a>', page)
    assert re.search(r'<th [^>]*data-column="claim_count"[^>]*><a [^>]*>Claims</a>', page)
    assert 'data-label="Claims"' in page
    facets = page.partition("<table")[0]
    assert re.search(r'types__arraycontains=district_fall"[^>]*>district fall</a>', facets)
    assert "(array)" not in facets
    assert ">territory recaptured</td>" in get("/timeline/events?type=territory_recaptured").text
    (row, *_) = get("/timeline/events.json?type=territory_recaptured&_shape=array").json()
    assert row["type"] == "territory_recaptured"
    assert ",territory_recaptured," in get("/timeline/events.csv?type=territory_recaptured").text


def test_the_page_of_a_row_has_the_same_words(get: Get) -> None:
    page = get("/timeline/claim_values/HEL-0000-0017-36,1").text
    assert 'data-label="Kind of origin"' in page
    assert re.search(r'<th [^>]*data-column="origin_kind"[^>]*>Kind of origin</th>', page)


def test_a_page_is_headed_by_what_its_table_is_called_and_leads_to_the_timeline(get: Get) -> None:
    for path in ("/timeline/claim_values", "/timeline/claim_values/HEL-0000-0017-36,1", "/timeline?sql=select+1"):
        answer = get(path)
        page = get(answer.headers["location"]).text if "location" in answer.headers else answer.text
        crumbs = page.partition('<p class="crumbs">')[2].partition("</p>")[0]
        assert re.findall(r">([^<>]+)</a>", crumbs) == ["Helmand, August 2015", "Search", "Questions", "Tables"]
    page = get("/timeline/claim_values").text
    assert "<h1>Claim values</h1>" in page
    assert re.search(r"<title>Claim values: [0-9]+ rows · Helmand, August 2015</title>", page)


def test_a_summary_calls_incidents_and_sources_by_their_names(get: Get) -> None:
    page = unescape(get("/timeline/events?type=incidents_linked").text)
    assert "“Shooting of two NATO soldiers at a base in Helmand” coincides with “Taliban take Musa Qala again”" in page
    assert "helmand-base-shooting coincides" in get("/timeline/events.csv?type=incidents_linked").text
    linked = unescape(get("/timeline/events?type=claims_linked").text)
    assert "The claim “fall” of The Nation, 27 August 2015 carries the same text" in linked
    declared = unescape(get("/timeline/events?type=incident_declared").text)
    assert "Incident: NATO and Afghan forces retake Musa Qala" in declared


def test_a_key_in_a_summary_that_nobody_recorded_stays() -> None:
    names = {"the-fall": "“The fall”"}
    assert summaries.told("the-fall coincides with the-rise; see x/the-fall", names) == (
        "“The fall” coincides with the-rise; see x/the-fall"
    )
    assert summaries.told("Source desk-1: Desk, “A”", {}) == "Source: Desk, “A”"


def test_a_replaced_statement_is_told_with_its_issuer_wherever_the_decision_is_named(get: Get) -> None:
    """Held against the sheet of what belongs together: the mission put its first statement right."""
    told = "Resolute Support corrected the number of perpetrators and the number of attackers killed"
    for path in (
        "/timeline/events?type=statement_superseded",
        "/timeline/events.atom?type=statement_superseded&_sort_desc=position",
        "/timeline/supersessions.atom?_sort_desc=event",
        "/event/HEL-0000-0060-04",
    ):
        page = unescape(get(path).text)
        assert told in page
        assert "The issuer corrected" not in page


def test_an_issuer_that_is_not_known_stays_the_issuer() -> None:
    assert summaries.told("The issuer took back a-b: gone", {"a-b": "B"}, "X-1") == "The issuer took back B: gone"
    assert summaries.told("The issuer took back a-b: gone", {"a-b": "B", "X-1": "A"}, "X-1") == "A took back B: gone"


def test_a_name_in_a_summary_is_escaped(get: Get) -> None:
    shown = cells.of("events", "summary", summaries.told("a-b" + " and more" * 40, {"a-b": "“<b>”"}))
    assert shown
    assert "&lt;b&gt;" in str(shown("“<b>”" + " and more" * 40, {"id": "HEL-0000-0017-36"}, str))


def test_the_contents_of_a_page_are_words(get: Get) -> None:
    links = set[str]()
    for row in get("/timeline/incidents.json?_shape=array").json():
        (contents,) = re.findall(r'<p class="contents">(.*?)</p>', get(f"/incident/{row['slug']}").text)
        links |= {unescape(word) for word in re.findall(r">([^<>]+)</a>", contents)}
    assert {"2 hedges lost", "1 statement replaced"} <= links
    assert all(re.fullmatch(r"[\w ]+", word) for word in links)


def test_an_ied_is_written_in_capitals_as_a_heading_too() -> None:
    assert labels.table("ied_explosions") == "IED explosions"
    assert words.label("ied_explosion") == "IED explosion"
    assert words.label("applied_force") == "Applied force"
