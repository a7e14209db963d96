"""Each question has a page that its form leads to, which tells what it asks, and what is wrong with what was typed."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from contextlib import closing
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from tests.samples import GROUND, claim
from tests.web.asked import both, shown, words_of
from tests.web.conftest import Get
from timeline.service import Timeline
from timeline.web import terms
from timeline.web.answers import answered
from timeline.web.metadata import CAVEAT, NEVER_ADD
from timeline.web.questions import ALL, OTHERS, QUESTIONS
from timeline.web.serve import application

__all__ = ["both"]

BOMBING = "musa-qala-bombing"


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_front_page_asks_each_question_with_its_parameters_explained(both: Get, name: str) -> None:
    question, front, page = QUESTIONS[name], both("/").text, both(f"/timeline/{name}")
    assert page.status_code == 200, page.text
    for text in (front, page.text):
        assert question.title in text
        for given, meaning in question.asks.items():
            assert meaning in text
            assert f'name="{given}"' in text
    form = re.search(rf'<form class="ask" action="/timeline/{name}" method="get">(.*?)</form>', front, re.S)
    assert (form is not None) == bool(question.asks)
    assert not form or form[1].count("required") == len(question.asks) - len(question.optional)
    assert question.optional <= question.asks.keys()
    assert form or f'href="/timeline/{name}"' in front
    assert set(re.findall(r":([a-z_]+)\b", question.sql)) == question.asks.keys()


def test_every_parameter_of_the_other_queries_is_explained() -> None:
    for asked in OTHERS.values():
        assert set(re.findall(r":([a-z_]+)\b", asked.sql)) == asked.asks.keys()


@pytest.mark.parametrize(
    ("path", "says", "near"),
    [
        ("known-by?day=27.8.2015", "“27.8.2015” is no day. Write one as 2015-08-27.", ""),
        ("known-by?day=", "Nothing is typed for: day.", ""),
        ("who-held?place=Musa+Qala&day=2015-02-30", "“2015-02-30” is no day. Write one as 2015-08-27.", ""),
        ("who-held?place=Kabul&day=2015-08-27", "There is no place “Kabul” in this timeline.", ""),
        ("what-happened?place=Helmand&from=2015-02-30", "“2015-02-30” is no day, month or year.", ""),
        ("what-happened?from=yesterday", "“yesterday” is no day, month or year.", ""),
        ("what-happened?from=2015-09&to=2015-08", "“2015-08” ends before “2015-09” begins.", ""),
        ("what-happened?place=Atlantis", "There is no place “Atlantis” in this timeline.", ""),
        ("what-happened?place=Musa+Kalla", "There is no place “Musa Kalla” in this timeline.", "place=Musa%20Qala"),
        ("killed?incident=nope", "There is no incident “nope” in this timeline.", ""),
        ("killed?incident=Bombing+near+Musa+Qala", "There is no incident “Bombing near Musa Qala”", BOMBING),
        ("disagreements?incident=musa-qala-bombin", "There is no incident “musa-qala-bombin”", BOMBING),
        ("claims-of?source=sputnik-2015-08-27", "There is no source “sputnik-2015-08-27”", "sputnik-2015-08-26"),
        ("corrected-since?since=last+week", "“last week” is no day, month or year.", ""),
        ("said-by?voice=Reuter", "There is no voice “Reuter” in this timeline.", "voice=Reuters"),
        ("what-is-new?actor=talibans", "There is no actor “talibans” in this timeline.", "actor=taliban"),
        ("killed?incident=%3Cimg+src%3Dx%3E", "There is no incident “&lt;img src=x&gt;”", ""),
    ],
)
def test_what_is_no_day_and_names_nothing_is_told_and_has_no_answer(both: Get, path: str, says: str, near: str) -> None:
    answer = both(f"/timeline/{path}")
    page = answer.text
    assert f'<p class="lead" dir="auto">{says}' in page
    assert '<form class="ask"' in page
    assert 'id="answer"' not in page
    assert "<img src=x>" not in page
    assert not near or re.search(rf'Did you mean</p>\n<ul class="plain">.*?href="[^"]*{near}', page, re.S)
    name, _, query = path.partition("?")
    found = both(f"/timeline/{name}.json?_shape=array&{query}")
    if "Nothing is typed" in says:
        assert answer.status_code == found.status_code == 200, "a question that is not yet asked"
        assert found.json() == []
    else:
        assert answer.status_code == found.status_code == (404 if says.startswith("There is no") else 400)
        assert unescape(says).split(".", maxsplit=1)[0] in found.json()["error"]


@pytest.mark.parametrize("form", ["csv", "json", "geojson", "atom"])
@pytest.mark.parametrize(
    ("question", "parameter", "typed"),
    [
        ("what-happened", "place", "Helmnd"),
        ("killed", "incident", "nope"),
        ("claims-of", "source", "BBC"),
        ("said-by", "voice", "zzz"),
    ],
)
def test_a_program_that_names_what_is_not_here_is_told_as_the_page_tells(
    both: Get, form: str, question: str, parameter: str, typed: str
) -> None:
    answer = both(f"/timeline/{question}.{form}?{parameter}={typed}")
    says = f"There is no {parameter} “{typed}” in this timeline."
    assert answer.status_code == 404
    assert says in both(f"/timeline/{question}?{parameter}={typed}").text
    if form in ("csv", "atom"):
        assert answer.headers["content-type"].startswith("text/plain")
        assert answer.text.startswith(says)
    else:
        told = answer.json()
        assert (told["ok"], told["status"]) == (False, 404)
        assert told["error"].startswith(says)
    assert both(f"/timeline/{question}.{form}?{parameter}=").status_code == 200, "a question that is not yet asked"


def test_no_question_is_explained_by_a_name_of_the_example_which_no_other_timeline_has(example: Path) -> None:
    with closing(sqlite3.connect(example / "timeline.db")) as tables:
        found = tables.execute(
            "select slug from incidents union select key from sources union select voice from attributions"
            " union select publisher from sources union select name from place_names union select place from incidents"
        )
        names = {name for (name,) in found if name} - {"coder", "unstated"}
    asks = " ".join(meaning for question in ALL.values() for meaning in question.asks.values())
    assert len(names) > 50
    assert [name for name in names if re.search(rf"\b{re.escape(name)}\b", asks)] == []


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("known-by?day=2015-08-26", "What was known by 26 August 2015?"),
        ("known-by?day=2015-08-26&place=musa-kala", "What was known by 26 August 2015, in Musa Qala?"),
        ("said-by?voice=Reuters&place=Helmand", "What does Reuters say, itself and through others, in Helmand?"),
        ("who-held?place=musa-kala&day=2015-08-27", "Who held Musa Qala on 27 August 2015?"),
        ("what-happened?place=af-helmand&from=2015-08&to=2015-08", "What happened in Helmand in August 2015?"),
        ("what-happened?from=2015-08-26&to=2015-08-26", "What happened on 26 August 2015?"),
        ("what-happened?from=2015&to=2016", "What happened from 2015 to 2016?"),
        ("what-happened?to=2015-08-26", "What happened until 26 August 2015?"),
        ("what-happened?from=2015-08-26", "What happened since 26 August 2015?"),
        ("what-happened", "What happened in a place, in some days?"),
        ("killed?incident=Bombing+Around+musa+qala", "How many were killed in “Bombing around Musa Qala”"),
        ("killed?incident=Musa+Qala+Bombing", "How many were killed in “Bombing around Musa Qala”"),
        ("claims-of?source=antiwar.com", "What did “antiwar.com, 26 August 2015” claim"),
        ("said-by?voice=REUTERS", "What does Reuters say, itself and through others?"),
        ("said-by?voice=coder", "What is the coder’s own reading?"),
        ("said-by?voice=unstated&place=Helmand", "What is said of which the source states no origin, in Helmand?"),
        ("what-is-new?place=Musa+Kala&voice=Reuters", "What is new: Musa Qala, Reuters"),
        ("one-origin", "Which claims rest on one origin only?"),
    ],
)
def test_the_page_of_an_answer_is_headed_by_what_was_asked(both: Get, path: str, heading: str) -> None:
    page = both(f"/timeline/{path}").text
    assert f"<title>{heading}" in page
    assert f'<h1 dir="auto">{heading}' in page
    assert re.search(r'<h2 id="answer">[1-9]', page)
    before, _, after = page.partition('<details class="sql">')
    assert "select " not in before
    assert "with among" not in before
    assert "<pre " in after
    for words in ("Custom SQL query", "Query parameters", "Run SQL", "[]</td>", ">af-helmand"):
        assert words not in page


@pytest.mark.parametrize("name", [*QUESTIONS, *OTHERS])
def test_the_page_of_a_question_has_caveat_licence_and_source_and_nothing_to_answer_before_it_is_asked(
    both: Get, name: str
) -> None:
    page, asked = both(f"/timeline/{name}").text, (QUESTIONS | OTHERS)[name]
    assert CAVEAT in page
    assert NEVER_ADD in page
    assert "Data source: " in page
    assert ('id="answer"' in page) == (asked.asks.keys() == asked.optional)
    assert 'class="faults"' not in page


def test_what_is_here_is_offered_to_the_forms_by_name(both: Get) -> None:
    for page in (both("/").text, both("/timeline/killed").text):
        assert (
            f'<option value="{BOMBING}" label="Bombing around Musa Qala, 22 or 23 August 2015, as sources disagree">'
            in page
        )
        assert len(re.findall('<datalist id="offered-incident">', page)) == 1
    sources = both("/timeline/claims-of").text
    assert '<option value="reuters-2015-07-30" label="Reuters, 30 July 2015">' in sources
    assert '<option value="Musa Qala" label="Helmand">' in both("/timeline/who-held").text


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [("12,000", "15,000", "12,000–15,000"), ("12,000", "open", "12,000 or more"), ("open", "40", "up to 40")],
)
def test_the_range_of_an_answer_is_told_in_words_whatever_its_size(low: str, high: str, told: str) -> None:
    (row,) = answered(["value", "low", "high"], [["a number", low, high]]).rows
    assert row == ["a number", told]


def test_a_group_of_figures_has_its_own_origins_and_its_range_as_on_the_page_of_its_incident(both: Get) -> None:
    found = shown(both("/timeline/figures").text)
    groups = [(row["Whose"], row["Outcome"], row["Range"], row["Independent origins"]) for row in found]
    assert ("Taliban", "killed", "110–300 or more", "2–3") in groups
    assert ("Taliban", "injured", "26–80", "2") in groups
    assert [row[2] for row in groups if row[0] == "people" and row[3] == "0"] == ["unknown"]


def test_why_sources_disagree_says_who_claims_what_is_denied_and_where(both: Get) -> None:
    page = both("/timeline/disagreements?incident=").text
    (why,) = re.findall(r'class="of-why"[^>]*>(Denied by Gen\. Breedlove.*?)</td>', page, re.S)
    assert re.search(
        r'for the centre: .*?class="cited" href="/source/[^"]+".*? \(<a class="id" href="/event/HEL-0000-0075-56">',
        why,
    )
    assert why.count('class="cited"') == why.count('class="id"') > 1


@pytest.mark.parametrize(
    ("asked", "nothing"),
    [
        ("disagreements?incident=foreign-drawdown", "No claims that count contradict or answer each other here."),
        ("killed?incident=musa-qala-takeover", "No claim gives a figure of killed that counts here."),
        ("corrected-since?since=2100-01-01", "Nothing has been corrected or replaced since then."),
        (
            "what-happened?place=Helmand&from=1990&to=1990",
            "No claim that counts tells of an incident there in these days.",
        ),
    ],
)
def test_an_empty_answer_says_what_that_means(both: Get, asked: str, nothing: str) -> None:
    page = words_of(both(f"/timeline/{asked}").text)
    assert nothing in page
    assert ("Deaths that its claims tell, but that count in another incident" in page) == asked.startswith("killed")


def test_a_voice_that_is_no_source_is_offered_as_the_voice_that_it_is(both: Get) -> None:
    page = both("/timeline/claims-of?source=BBC").text
    assert "There is no source “BBC” in this timeline." in page
    assert re.search(r'It is a voice: <a href="/voice/BBC">', page)
    assert "It is a voice" not in both("/timeline/claims-of?source=nobody").text


def test_all_incidents_that_have_in_their_titles_what_was_typed_are_offered(both: Get) -> None:
    page = both("/timeline/killed?incident=musa+qala").text
    offered = page.partition("Did you mean</p>")[2].partition("</ul>")[0]
    slugs = "retaken", "bombing", "takeover", "renewed-bombing", "recapture", "fighting"
    assert sorted(re.findall(r"incident=(musa-qala-[a-z-]+)", offered)) == sorted(f"musa-qala-{one}" for one in slugs)


def test_the_voice_of_the_coder_is_asked_for_as_the_page_says(both: Get) -> None:
    page = both("/timeline/said-by?voice=coder").text
    assert "or coder for the coder’s own readings, or unstated." in page
    assert "There is no voice" not in page
    assert 'id="answer"' in page


@pytest.mark.parametrize("name", QUESTIONS | OTHERS)
def test_what_a_question_tells_readers_names_no_column_as_programs_do(name: str) -> None:
    asked = (QUESTIONS | OTHERS)[name]
    assert not re.search(r"[a-z]_[a-z]|NULL|[.;] [a-z]+: ", asked.tells)


def test_the_other_forms_of_an_answer_are_called_as_readers_call_them(both: Get) -> None:
    page = both("/timeline/known-by?day=2015-08-26").text
    forms = re.search("<p>The same as (.*?)</p>", page)
    assert forms
    assert re.findall(">([^<]+)</a>", forms[1]) == [
        *("chart", "map", "CSV", "JSON", "GeoJSON", "Atom feed", "SVG of the chart"),
    ]


def test_the_values_that_a_voice_says_alone_are_called_as_everywhere_else(both: Get) -> None:
    page = unescape(both("/timeline/said-by?voice=coder").text)
    only = re.findall('data-label="Only in"[^>]*>([^<]*)</td>', page)
    assert {"the day", "what it was"} == set(only)
    assert terms.term("only", "occurred,killed (all),casualties") == "the day, killed (people), casualties"
    assert terms.term("only", "killed (police, at a base),taken_by") == "killed (police, at a base), who took it"


def test_the_page_explains_its_own_headings_and_folds_what_the_columns_of_programs_hold(both: Get) -> None:
    page = both("/timeline/who-held?place=Musa+Qala&day=2015-08-24").text
    tells = page.partition('<p class="tells">')[2].partition("</p>")[0]
    for heading in ("Who held it", "Said by", "Inferred from", "Begun and ended by"):
        assert f">{heading}</th>" in page
        assert f"{heading}: " in tells or f"{heading[:8]}" in tells
    folded = page.partition("What the columns of JSON, CSV and SQL hold</summary>")[2].partition("</details>")[0]
    assert "last_said: " in folded
    assert "last_said: " not in tells


def test_the_chart_of_who_held_a_place_counts_no_rows_that_the_page_does_not_have(both: Get) -> None:
    chart = both("/timeline/who-held.chart?place=Musa+Qala&day=2015-08-24").text
    assert "Drawn: all 6 claims that the answer names." in chart


def test_what_became_of_a_claim_is_told_in_one_column(both: Get) -> None:
    page = both("/timeline/claims-of?source=sputnik-2015-08-26").text
    headings = re.findall(r'<th role="columnheader" scope="col">([^<]*)</th>', page)
    assert headings == ["Claim", "Locator", "Incident", "Who says it", "How it is said", "What became of it"]
    told = [words_of(row) for row in re.findall(r'data-label="What became of it"[^>]*>(.*?)</td>', page)]
    assert "Superseded perpetrators by HEL-0000-0111-45 ⇄ in dispute" in told
    assert "" in told, "nothing became of it"
    assert any(one.startswith("⇄ in dispute Derived from inferred by the coder ") for one in told)
    assert not re.search(r"<a [^>]*>[^/]*<a ", page), "a link within a link"
    said = [words_of(row) for row in re.findall(r'data-label="Who says it"[^>]*>(.*?)</td>', page)]
    assert "Governor Mohammad Sharif through Reuters → Sputnik News" in said


@pytest.mark.parametrize(
    "path",
    ["/timeline/airstrikes?place=Musa+Qala", "/timeline/events?_sort_desc=position", "/timeline/said-by?voice=BBC"],
)
def test_a_feed_reader_finds_the_feed_of_rows_and_of_answers_by_their_address(both: Get, path: str) -> None:
    head = both(path).text.partition("</head>")[0]
    (at,) = re.findall('<link rel="alternate" type="application/atom.xml" title="[^"]+" href="([^"]+)">', head)
    answer = both(unescape(at))
    if answer.status_code == 302:  # to the newest first
        answer = both(answer.headers["location"])
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert "<entry>" in answer.text


def test_a_question_that_has_no_feed_offers_none(both: Get) -> None:
    assert "application/atom" not in both("/timeline/voices").text.partition("</head>")[0]


def test_a_province_that_is_not_recorded_is_offered_in_letters_that_sqlite_cannot_make_small(tmp_path: Path) -> None:
    oblast = "Донецька область"
    with Timeline.init(tmp_path / "t", "TST") as timeline:
        timeline.append([*GROUND, claim(place={"name": "Волноваха", "admin1": oblast, "country": "UA"})])
    app = application(tmp_path / "t")
    with asyncio.Runner() as loop:
        for typed in (oblast.lower(), oblast.upper(), "Донецкая область"):
            page = loop.run(app.client.get(f"/timeline/what-happened?{urlencode({'place': typed})}"))
            assert page.status_code == 404
            assert f'?place={quote(oblast)}&from=&to=">{oblast}</a>' in unescape(page.text)
        assert loop.run(app.client.get(f"/timeline/what-happened?{urlencode({'place': oblast})}")).status_code == 200
