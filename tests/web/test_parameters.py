"""Whatever a visitor types after the question mark, he gets rows or is told what is wrong; the server never fails."""

from __future__ import annotations

import re
from html import unescape
from itertools import product
from urllib.parse import urlencode

import pytest

from tests.web.conftest import Get
from timeline.web import parameters

#: Every parameter that Datasette documents for tables, rows and queries, and those of its forms.
_COLUMNS = "_sort _sort_desc _facet _facet_array _facet_date _col _nocol _search_nope _search_summary"
_OTHERS = (
    "_facet_size _size _next _through _where _search _searchmode _fts_table _fts_pk _shape _labels _label _json _nl "
    "_timelimit _ttl _nocount _nofacet _nosuggest _stream _extra _dl _header _filter_column _sort_by_desc _row "
    "_json_infinity sql nope"
)
_LOOKUPS = (
    "exact not contains notcontains endswith startswith gt gte lt lte like notlike glob in notin arraycontains "
    "arraynotcontains date isnull notnull isblank notblank nope"
)
_VALUES = ["nope", "[", "99999999999999999999999", "{}", "a\0b", "²"]
#: Datasette leaves the other facets alone where one fails.
pytestmark = pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning")
_ENDINGS = ["", ".json", ".csv", ".geojson", ".atom", ".svg", ".map", ".chart"]
#: What cannot be taken, and a word of what to write instead.
_WRONG = [
    ("_sort", "nope", "Name one of"),
    ("_sort_desc", "nope", "Name one of"),
    ("_facet", "nope", "Name one of"),
    ("_facet_date", "nope", "Name one of"),
    ("_facet_array", "nope", "Name one of"),
    ("_facet_array", "summary", "does not hold lists"),
    ("_col", "nope", "Name one of"),
    ("_nocol", "nope", "Name one of"),
    ("nope", "1", "Name one of"),
    ("", "1", "Name one of"),
    ("nope__exact", "1", "Name one of"),
    ("nope__in", "a", "Name one of"),
    ("position__nope", "1", "Write position__ and one of exact, not"),
    ("position__", "1", "Write position__ and one of exact, not"),
    ("summary__in", "[", 'Write a,b or ["a", "b"]'),
    ("summary__notin", "[[1]]", 'Write a,b or ["a", "b"]'),
    ("summary__arraycontains", "a", "does not hold lists"),
    ("position__gt", "99999999999999999999999", "Write a smaller one"),
    ("_where", "a\0b", "Leave out %00"),
    ("_through", "x", "This is no JSON"),
    ("_through", '{"table": "nope", "column": "a", "value": 1}', "foreign key"),
    ("_where", "type = ", "Write a condition"),
    ("_where", "nope = 1", "no such column"),
    ("_size", "x", "Write a whole number"),
    ("_timelimit", "x", "whole number of milliseconds"),
    ("_ttl", "²", "whole number of seconds"),
]


@pytest.mark.parametrize(("name", "value", "remedy"), _WRONG)
def test_what_cannot_be_taken_is_named_with_its_value_and_what_to_write(
    get: Get, name: str, value: str, remedy: str, capfd: pytest.CaptureFixture[str]
) -> None:
    asked = urlencode({name: value})
    told = {ending: get(f"/timeline/events{ending}?{asked}") for ending in (".json", ".csv", "")}
    # A file of values has neither facets nor, in 0.65, a time for which it may be kept.
    assert [told[ending].status_code for ending in (".json", "")] == [400, 400]
    assert told[".csv"].status_code == 400 or name.startswith(("_facet", "_ttl"))
    problem = told[".json"].json()["error"]
    assert problem.startswith(f"{name}={value}: ")
    assert remedy in problem
    assert problem.endswith(".")
    if told[".csv"].status_code == 400:
        assert told[".csv"].text == f"{problem}\n"
        assert told[".csv"].headers["content-type"].startswith("text/plain")
    assert problem in unescape(told[""].text)
    assert 'href="/timeline/events"' in told[""].text
    assert "Traceback" not in capfd.readouterr().err


def test_a_place_to_go_on_from_that_is_none_is_told_so(get: Get) -> None:
    for asked in ("_next=nope&_sort=number", "_next=1,2,3,4,5"):
        answer = get(f"/timeline/claim_values.json?{asked}")
        assert answer.status_code in (200, 400)
        assert answer.status_code == 200 or answer.json()["error"].startswith("_next=")


def test_no_parameter_makes_the_server_fail(get: Get, capfd: pytest.CaptureFixture[str]) -> None:
    others = _OTHERS.split()
    names = [*_COLUMNS.split(), *others, *(f"summary__{lookup}" for lookup in _LOOKUPS.split())]
    asked = []
    for number, name in enumerate(names):
        # Each ending with each kind of value, without all of them with all.
        asked += [("/timeline/withheld.json", name, _VALUES[number % len(_VALUES)])]
        asked += [(f"/timeline/claim_values{_ENDINGS[number % len(_ENDINGS)]}", name, "[")]
        asked += [(f"/timeline/what-happened{_ENDINGS[-1 - number % len(_ENDINGS)]}", name, "[")]
    asked += [(f"/timeline/events{ending}", name, "[") for ending, name in product(_ENDINGS, ("_sort", "summary__in"))]
    asked += [("/timeline.json", "sql", value) for value in _VALUES]
    asked += [("/timeline/claim_values/HEL-0000-0011-54,0.json", name, "[") for name in others if "_j" in name]
    failed = {(path, name, value) for path, name, value in asked if get(_at(path, name, value)).status_code >= 500}
    assert failed == set()
    assert not re.search("Traceback|Caught this error", capfd.readouterr().err)


def _at(path: str, name: str, value: str) -> str:
    return f"{path}?{urlencode({name: value})}"


def test_a_table_that_is_not_there_and_parameters_that_are_right_are_answered_as_ever(get: Get) -> None:
    assert get("/timeline/nope?_sort=nope").status_code == 404
    assert get("/timeline/events?_sort=position").status_code == 200


@pytest.mark.parametrize("asked", ["dispute=1", "disputed__nope=1", "_nope__exact=1"])
@pytest.mark.parametrize("ending", _ENDINGS)
def test_a_filter_that_is_misspelt_is_refused_in_every_form_and_never_answered_with_no_rows_or_all(
    get: Get, ending: str, asked: str
) -> None:
    answer = get(f"/timeline/incidents{ending}?{asked}")
    assert answer.status_code == 400
    assert asked in answer.text


@pytest.mark.parametrize("asked", ["disputed=1", "disputed__exact=1", "rowid__gt=1", "_nope=1", ""])
def test_a_filter_that_is_spelt_right_and_whatever_else_is_answered(get: Get, asked: str) -> None:
    assert get(f"/timeline/incidents.json?{asked}").status_code == 200


@pytest.mark.parametrize("ending", _ENDINGS)
def test_what_networks_append_to_a_link_is_taken_away_in_every_form(get: Get, ending: str) -> None:
    path = f"/timeline/incidents{ending}"
    answer = get(f"{path}?title=a+%26+b&utm_source=news&title=&utm_Campaign_2=x&fbclid=a__b&mc_cid=1")
    assert (answer.status_code, answer.headers["location"]) == (302, f"{path}?title=a+%26+b&title=")
    assert get(f"/{path}?gclid=1").headers["location"] == path
    assert get(f"{path}?utm=x").status_code == 400


def test_a_column_is_read_before_the_last_two_underscores() -> None:
    assert parameters.misnamed([("a__b__exact", "1")], ["a__b"]) is None
    assert "There is no column “a” here. Name one of a__b." in (parameters.misnamed([("a__b", "1")], ["a__b"]) or "")
