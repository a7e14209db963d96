"""What a cell shows: words, links and shapes, made of its own row alone, and nothing that a value could smuggle in."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest

from events.registry import CLAIMS
from events.values.said import Hedge, Stance
from tests.web.conftest import Get
from tests.web.hostile import text
from timeline.projections.building import TABLES
from timeline.projections.columns import STATUSES
from timeline.web import cells, leading, marks
from timeline.web.serve import application

#: A row of no table that has every column.
ROW = {"id": "HEL-0000-0011-54", "event": "HEL-0000-0011-54", "slug": "musa-qala-bombing", "key": "af-helmand"}
IDS = [f"HEL-0000-{number:04}-54" for number in range(leading.NAMED + 1)]


def shown(column: str, value: object, table: str | None = "events", **row: object) -> str | None:
    """The HTML of a cell; None where it is left to Datasette."""
    cell = cells.of(table, column, value)
    made = cell(value, ROW | {column: value} | row, str) if cell else None
    return None if made is None else str(made)


def words(html: str | None) -> str:
    """What a reader sees, without what is not read out."""
    spoken = re.sub(r'<span aria-hidden="true">.*?</span>', "", html or "")
    return re.sub(r"<[^>]*>", "", spoken).strip()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("event", '"><script>alert(1)</script>'),
        ("event", "HEL-0000-0011-54<script>"),
        ("incident", "musa qala"),
        ("incident", "../../-/logout"),
        ("low_events", '["HEL-0000-0011-54", "<script>"]'),
        ("low_events", '{"HEL-0000-0011-54": 1}'),
        ("low_events", "[1"),
        ("summary", "HEL-0000-0011-54"),
        ("hedge", "<b>reportedly</b>"),
        ("status", ["current"]),
        ("recorded_at", "2026-11-28T13:04:08Z<script>"),
        ("recorded_at", "2026-13-28T13:04:08Z"),
        ("id", 7),
        ("id", None),
    ],
)
def test_what_does_not_look_like_what_its_column_holds_is_left_to_datasette(column: str, value: object) -> None:
    assert shown(column, value) is None


@pytest.mark.parametrize("table", [None, *(table.name for table in TABLES)])
def test_no_column_lets_html_through(table: str | None) -> None:
    columns = {column.name for found in TABLES if table in (None, found.name) for column in found.columns}
    for column in sorted(columns):
        hostile = text(column)
        beside = dict.fromkeys(ROW, hostile)
        labelled = {"value": hostile, "label": hostile}
        for value in (hostile, hostile * 9, json.dumps([hostile]), json.dumps(hostile), labelled):
            for made in (shown(column, value, table) or "", shown(column, value, table, **beside) or ""):
                assert set(re.findall(r"<[^ >]*", made)) <= {"<a", "</a", "<span", "</span", "<time", "</time"}, column
                assert all(re.fullmatch(r'[^"<>]*', given) for given in re.findall(r'="(.*?)"[ >]', made)), column


def test_a_source_without_a_title_is_called_as_pages_call_it_and_said_to_have_none() -> None:
    row = {"key": "dawn-2015-08-30", "cited_as": "Dawn, 30 August 2015"}
    made = shown("title", None, "sources", **row)
    assert made == (
        '<span class="untitled"><a href="/source/dawn-2015-08-30">Dawn, 30 August 2015</a> (no title)</span>'
    )
    assert shown("title", None, "sources", key="dawn-2015-08-30") is None
    assert shown("title", None, "events", **row) is None


def test_the_label_of_a_linked_incident_is_escaped() -> None:
    value = {"value": "musa-qala-bombing", "label": "<b>Bombing</b>"}
    assert shown("incident", value) == '<a href="/incident/musa-qala-bombing">&lt;b&gt;Bombing&lt;/b&gt;</a>'


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("status", STATUSES.replace(" or ", ", ").split(", ")),
        ("hedge", get_args(Hedge)),
        ("stance", get_args(Stance)[1:]),
    ],
)
def test_what_a_reader_must_not_overlook_has_a_word_and_a_shape(column: str, values: list[str]) -> None:
    for value in values:
        made = shown(column, value)
        assert words(made) == value.replace("_", " ")
        assert re.search(r'aria-hidden="true">\S</span>', made or ""), value


def test_no_two_statuses_have_one_shape() -> None:
    given = [shape for _, shape, _ in marks.MARKS["status"].values()]
    assert len(given) == len(set(given))


@pytest.mark.parametrize(
    ("column", "row", "word"),
    [
        ("low", {"bound": "up_to"}, "open"),
        ("low", {"bound": "unknown"}, ""),
        ("low", {"bound": None}, ""),
        ("strikes_high", {"strikes": "at least 3"}, "open"),
        ("strikes_high", {"strikes": "unknown"}, ""),
        ("strikes_high", {"strikes": None}, ""),
        ("earliest", {"latest": "2015-08-26"}, "open"),
        ("latest", {"earliest": "2015-08-22"}, "open"),
        ("latest", {"earliest": None}, ""),
        ("period_latest", {"period_earliest": "2015-07-04"}, "open"),
        ("highest", {"lowest": 2}, "open"),
        ("lowest", {"lowest": None, "highest": None, "low_events": '["HEL-0000-0011-54"]'}, "open"),
        ("lowest", {"lowest": None, "highest": None, "low_events": "[]", "high_events": "[]"}, ""),
        ("from_earliest", {"from_latest": "2015-08-26"}, "open"),
        ("to_at", {"from_at": "2026-11-28T13:04:08Z"}, "now"),
        ("to_day", {"from_day": "2015-08-26"}, "now"),
    ],
)
def test_an_empty_end_is_told_where_it_means_something(column: str, row: dict[str, Any], word: str) -> None:
    assert words(shown(column, None, None, **row)) == word


def test_a_long_list_of_events_is_short_and_leads_to_the_rest() -> None:
    few, many, most = (shown("low_events", json.dumps(IDS[:count])) or "" for count in (4, 16, leading.NAMED + 1))
    assert few.count("/event/") == 4
    assert "more" not in few
    assert many.count("/event/") == leading.LISTED
    assert f'<a href="/timeline/events?id__in={",".join(IDS[:16])}">and 12 more</a>' in many
    assert most.endswith(f"and {len(IDS) - leading.LISTED} more")


def test_the_claims_of_a_row_are_a_number_that_leads_to_them() -> None:
    assert shown("from_events", json.dumps(IDS[:1])) == f'<a class="id" href="/event/{IDS[0]}">{IDS[0]}</a>'
    assert shown("events", json.dumps(IDS[:3])) == (
        f'<a href="/timeline/events?id__in={",".join(IDS[:3])}">3 claims</a>'
    )
    assert (shown("events", json.dumps(IDS[:3]), None) or "").count("/event/") == 3


def test_lists_of_words_are_words() -> None:
    assert shown("types", '["airstrike", "other"]', "incidents") == "airstrike, other"
    assert shown("types", "[]", "incidents") is None


def test_long_text_is_cut_and_leads_to_all_of_it() -> None:
    made = shown("body", "word " * 100) or ""
    assert words(made) == f"{' '.join(['word'] * 11)} … all of it"
    assert 'href="/event/HEL-0000-0011-54"' in made
    assert shown("body", "{}") is None


def test_what_a_correction_changed_is_read_without_the_marks_of_json() -> None:
    assert shown("before", json.dumps("up to 40"), "corrections") == "up to 40"
    assert shown("after", json.dumps({"low": 1}), "corrections") is None


def test_how_others_doubt_a_claim_has_the_marks_of_what_they_do() -> None:
    cell = shown("doubted", "denied, not confirmed", None) or ""
    assert re.findall('class="mark ([a-z]+)"><span aria-hidden="true">(.)</span> ([a-z ]+)<', cell) == [
        ("against", "✗", "denied"),
        ("hedge", "?", "not confirmed"),
    ]
    assert shown("doubted", "<b>denied</b>", None) is None


def test_whether_days_are_rivals_is_told_in_a_word() -> None:
    assert (shown("rival_days", 1), shown("rival_days", 0, None)) == ("yes", "no")


def test_the_kind_of_an_origin_is_told_in_words() -> None:
    assert shown("origin_kind", "own") == "the publisher’s own voice"
    assert shown("origin_kind", "named", None) == "a named voice"
    assert words(shown("origin_kind", "unstated")) == "unstated"


def test_instants_are_told_to_the_minute_and_large_numbers_in_groups() -> None:
    assert words(shown("recorded_at", "2026-11-28T13:04:08.069174Z")) == "28 November 2026, 13:04 UTC"
    assert shown("high", 12000) == "12,000"
    assert shown("high", 40) is None
    assert shown("position", 12000) is None


def test_titles_lead_to_the_pages_of_their_rows() -> None:
    assert shown("title", "A <title>", "incidents") == '<a href="/incident/musa-qala-bombing">A &lt;title&gt;</a>'


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("property", "occurred", "the day"),
        ("property", "value", "the number reported"),
        ("property", "killed_or_injured", "killed or injured"),
        ("property", "controller", "who held it"),
        ("fields", '["taken_by", "casualties"]', "who took it, casualties"),
        ("party", "all", "people"),
        ("base_party", "all", "people"),
        ("party", "side B", "unnamed side B"),
        ("rule", "disjoint_days", "disjoint days"),
        ("type", "armed_clash", "armed clash"),
    ],
)
def test_codes_are_said_in_words_in_tables_and_in_queries(column: str, value: str, said: str) -> None:
    assert words(shown(column, value)) == words(shown(column, value, None)) == said


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("occurred", "2015-08-17/2015-08-23", "17–23 August 2015"),
        ("earliest", "2015-08-17", "17 August 2015"),
        ("reported", "2015-08", "August 2015"),
        ("published", "2015-08-26T22:13", "26 August 2015, 22:13"),
        ("from_latest", "2015", "2015"),
    ],
)
def test_a_column_of_days_has_all_of_them_written_out(column: str, value: str, said: str) -> None:
    assert (words(shown(column, value)) or value) == said
    assert shown(column, "no day") is None


def test_the_days_of_an_incident_that_are_a_whole_month_or_year_are_that_unless_sources_disagree() -> None:
    def ends(earliest: str, latest: str, **beside: Any) -> list[str]:
        days = {"earliest": earliest, "latest": latest}
        return [words(shown(end, days[end], "incidents", **(beside | days))) for end in ("earliest", "latest")]

    assert ends("2007-01-01", "2007-12-31", rival_days=0) == ["2007", "2007"]
    assert ends("2014-12-01", "2014-12-31", rival_days=0) == ["December 2014", "December 2014"]
    assert ends("2015-07-01", "2015-08-23", rival_days=0) == ["1 July 2015", "23 August 2015"]
    assert ends("2015-08-01", "2015-08-31", rival_days=1) == ["1 August 2015", "31 August 2015"]
    supplied = ends("2014-12-01", "2014-12-31", basis="imputed")
    assert supplied == ["December 2014date supplied by the coder", "December 2014"]


def test_a_claimed_day_is_written_out_as_the_day_of_a_claim_is() -> None:
    assert words(shown("value", "2015-08-22", "claim_values", property="occurred")) == "22 August 2015"
    assert shown("value", "2015", "claim_values", property="killed") is None
    why = "No day fits both 2015-07-29 and 2015-08-17/2015-08-23."
    assert words(shown("why", why, property="occurred")) == "No day fits both 29 July 2015 and 17–23 August 2015."
    why = "No day fits all of 2015-08-24, 2015-08-25 and 2015-08-26."
    told = "No day fits all of 24 August 2015, 25 August 2015 and 26 August 2015."
    assert words(shown("why", why, property="occurred")) == told
    assert shown("why", "No number fits both 2014-2016 and 3.", property="killed") is None


def test_pages_of_disagreements_have_no_code_and_no_bare_day(example: Path, run: Any) -> None:
    app = application(example)
    for path in ("/timeline/contradictions", "/timeline/contradicting_values", "/timeline/disagreements"):
        page = run(app.client.get(path)).text
        told = " ".join(re.findall(r"<td[^>]*>(.*?)</td>", page, re.DOTALL))
        facets = " ".join(re.findall(r'data-facet-value="[^"]*">(.*?)</a>', page, re.DOTALL))
        seen = words(told + facets)
        assert "the day" in seen
        assert not re.findall(r"\b[a-z]+_[a-z]+|\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b", seen)
        raw = run(app.client.get(f"{path}.json?_shape=array")).json()
        assert "occurred" in {row["property"] for row in raw}


def test_csv_and_json_have_the_raw_values(get: Get) -> None:
    for table in ("incident_casualties", "claim_values", *(claim.table for claim in CLAIMS.values())):
        assert not re.search(r"<(span|a|time)\b", get(f"/timeline/{table}.csv").text)
        assert not re.search(r"<(span|a|time)\b", get(f"/timeline/{table}.json?_shape=array").text)
    assert ">open<" in get("/timeline/claim_values?bound__notnull=1&high__isnull=1").text
    rows = get("/timeline/claim_values.json?_shape=array&bound__notnull=1").json()
    assert {type(row["high"]) for row in rows} == {int, type(None)}


def test_a_long_text_ends_with_a_whole_clause_where_that_is_most_of_it() -> None:
    clauses = f"{'word ' * 25}at the base; 2 NATO soldiers killed and some more of it, and more still"
    made = cells.of(None, "summary", clauses)
    assert made
    assert words(made(clauses * 2, {"event": "HEL-0000-0017-36"}, str)).endswith("at the base; … all of it")


def test_a_claimed_number_of_five_digits_is_told_in_threes_and_nothing_else_is() -> None:
    made = cells.of("claim_values", "value", "about 12000")
    assert made
    assert made("about 12000", {"property": "value", "bound": "about"}, str) == "about 12,000"
    assert made("20150826", {"property": "note", "bound": None}, str) is None
    assert made("2015", {"property": "value", "bound": "stated"}, str) is None


def test_a_doubt_about_a_value_says_which_value_is_doubted() -> None:
    made = cells.of("claim_values", "stance", "questions")
    assert made
    told = {"killed": "questions the number killed", "occurred": "questions the day", "claim": "questions"}
    assert {name: words(made("questions", {"property": name}, str)) for name in told} == told
    assert words(made("denies", {"id": "HEL-0000-0093-02"}, str)) == "denies"
