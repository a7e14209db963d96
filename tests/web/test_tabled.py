"""The page of a table shows what readers need, in words; what is folded away is one link off, and stays in the data."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest

from events.registry import parse
from tests.samples import GROUND, claim
from tests.web.conftest import RANGE, Get, answered, plain
from timeline.projections.building import TABLES
from timeline.service import Timeline
from timeline.web import compat, forms, mending, reading
from timeline.web.serve import application

HEADS = re.compile(r'<th [^>]*data-column="([^"]+)"')
CELL = '<td class="col-{}[^>]*>(.*?)</td>'


@pytest.fixture(scope="module")
def get(example: Path) -> Iterator[Get]:
    app = application(example)
    with asyncio.Runner() as loop:
        yield lambda path: loop.run(app.client.get(path))


def heads(get: Get, path: str) -> list[str]:
    """The columns that the page shows, in their order."""
    return HEADS.findall(get(path).text)


def test_whatever_is_folded_away_is_a_column_and_one_link_off(get: Get) -> None:
    columns = {table.name: [column.name for column in table.columns] for table in TABLES}
    for name, folded in reading.OWN_FOLDED.items():
        assert set(folded.split()) <= set(columns[name]), name
    page = get("/timeline/events").text
    every = re.search(r'href="([^"]+)">Show all columns', page)
    assert every
    shown = heads(get, f"/timeline/events{unescape(every[1])}")
    assert sorted(shown) == sorted(columns["events"])
    assert "position" not in heads(get, "/timeline/events")
    assert set(get("/timeline/events.json?_shape=array").json()[0]) == set(columns["events"])


@pytest.mark.parametrize("table", sorted(reading.OWN_FOLDED))
def test_all_columns_of_any_table_can_be_shown(get: Get, table: str) -> None:
    if every := re.search(r'href="([^"]+)">Show all columns', get(f"/timeline/{table}").text):
        answer = get(f"/timeline/{table}{unescape(every[1])}")
        assert answer.status_code == 200
        assert "Show the usual columns" in answer.text


def test_the_other_forms_of_rows_are_called_as_those_of_an_answer_are(get: Get) -> None:
    row, asked = "/timeline/claim_values/HEL-0000-0017-36,1", f"/timeline{compat.SQL}?sql=select+1"
    for path in ("/timeline/airstrikes", row, asked):
        listed = re.search("This data as (.*?)</p>", get(path).text, re.DOTALL)
        assert listed
        names = re.findall(r'href="(?!#)[^"]+">([^<]+)</a>', listed[1])
        assert "JSON" in names
        assert set(names) <= set(forms.FORMS.values()), path


def test_deaths_that_count_in_another_incident_are_told_as_such(get: Get) -> None:
    assert "counted_in" in heads(get, "/timeline/casualties?incident=musa-qala-takeover")


def test_a_column_that_is_asked_for_is_shown(get: Get) -> None:
    assert "locator" in heads(get, "/timeline/events?locator__notblank=1")
    assert "position" in heads(get, "/timeline/events?_sort=position")
    assert heads(get, "/timeline/events?_col=via")[:2] == ["id", "via"]
    assert "Show the usual columns" in get("/timeline/events?_col=via").text


def test_the_heading_names_no_column_that_is_folded_away(get: Get) -> None:
    asked = " ".join(get("/timeline/airstrikes").text.split())
    assert re.search(r"[0-9]+ rows in the order of their days<", asked)
    assert "sorted by earliest descending" in get("/timeline/airstrikes?_sort_desc=earliest").text


def test_sources_are_called_by_publisher_and_day_and_stay_keys_in_the_data(get: Get) -> None:
    link = '<a href="/source/sputnik-2015-08-26">Sputnik News, 26 August 2015</a>'
    for path in ("/timeline/casualties", "/timeline/killed?incident=helmand-base-shooting"):
        assert link in get(path).text
    assert "source=sputnik-2015-08-26" in get("/timeline/incident_origins").text
    assert '">Sputnik News, 26 August 2015</a>' in get("/timeline/incident_origins").text.partition("<table")[0]
    assert "sputnik-2015-08-26" in get("/timeline/casualties.csv").text
    assert "Sputnik News, 26 August 2015" not in get("/timeline/casualties.csv").text


def test_two_sources_of_one_publisher_and_day_are_told_apart_by_their_keys(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "TST") as timeline:
        day = {"type": "source_recorded", "kind": "news", "publisher": "<b>Daily", "published": "2015-08-26T10:00"}
        sources = [parse(day | {"key": key}) for key in ("daily-1", "daily-2")]
        sources.append(parse({"type": "source_recorded", "kind": "news", "publisher": "Weekly", "key": "weekly"}))
        cited = [claim(incident=None, citation={"source": source}) for source in ("daily-1", "daily-2", "weekly")]
        timeline.append([*GROUND, *sources, *cited], recorded_by="test")

    async def page() -> str:
        return str((await application(tmp_path / "t").client.get("/timeline/airstrikes")).text)

    found = re.findall(r'<a href="/source/[^"]+">([^<]+)</a>', asyncio.run(page()))
    assert found == [
        *("&lt;b&gt;Daily, 26 August 2015 (daily-1)", "&lt;b&gt;Daily, 26 August 2015 (daily-2)", "Weekly"),
    ]


def test_the_way_back_to_the_usual_columns_keeps_the_filters(get: Get) -> None:
    page = get("/timeline/events?type=airstrike&_col=via").text
    assert re.search(r'href="\?type=airstrike">Show the usual columns', page)


def test_the_table_of_incidents_tells_disputes_casualties_and_what_they_rest_on(get: Get) -> None:
    assert heads(get, "/timeline/incidents") == [
        *("title", "disputed", "earliest", "latest", "types", "place", "casualties", "rests_on")
    ]
    rows = {row["slug"]: row for row in get("/timeline/incidents.json?_shape=array").json()}
    page = get("/timeline/incidents?slug=helmand-base-shooting").text
    assert rows["helmand-base-shooting"]["disputed"] == 1
    (disputed,) = re.findall(CELL.format("disputed"), page)
    assert re.search(r'href="/incident/helmand-base-shooting#disagreements">.*⇄</span> \d+ disagreement', disputed)
    (casualties,) = re.findall(CELL.format("casualties"), page)
    assert re.search(r"<b>\d.*killed", casualties)
    (rests_on,) = re.findall(CELL.format("rests_on"), page)
    assert re.fullmatch(r"\d+ claims?, [\d–]+ independent origins?", RANGE.sub(r"\1", rests_on))


def test_incidents_are_in_dispute_where_the_table_of_contradictions_says_so(get: Get) -> None:
    found = get("/timeline/contradictions.json?_shape=array&_size=max&judgement=contradiction").json()
    rows = get("/timeline/incidents.json?_shape=array").json()
    assert {row["slug"] for row in rows if row["disputed"]} == {row["incident"] for row in found} != set()
    assert len({row["disputed"] for row in rows}) == 2


def test_facets_are_in_words_and_keys_have_names(get: Get) -> None:
    periods = get("/timeline/control_periods").text
    assert re.search(r">in dispute</a>", periods)
    assert re.search(r">not in dispute</a>", periods)
    assert re.search(r'place=af-helmand-musa-qala"[^>]*>Musa Qala</a>', periods)
    assert '<a href="/place/af-helmand-musa-qala">Musa Qala</a>' in periods
    assert re.search(r'href="/incident/[a-z-]+">[A-Z]', get("/timeline/claim_spells").text)
    incidents = get("/timeline/incidents").text
    for name in ("types", "year", "disputed", "admin1"):
        assert f'data-column="{name}"' in incidents.partition("<table")[0], name
    assert ">None</a>" not in get("/timeline/events").text


@pytest.mark.parametrize("asked", ["_facet=disputed", "_facet=disputed&disputed=1", "_facet_array=types"])
def test_a_facet_of_a_table_that_is_asked_for_as_well_is_there_once(get: Get, asked: str) -> None:
    page = get(f"/timeline/incidents?{asked}").text.partition("<table")[0]
    shown = re.findall('data-column="([a-z0-9_]+)"', page)
    assert sorted(shown) == sorted({*shown})
    assert {"disputed", "types", "year"} <= {*shown}
    assert page.count("In dispute: in dispute") == ("disputed=1" in asked)


@pytest.mark.parametrize(("table", "key"), [("events", "id"), ("airstrikes", "event")])
def test_a_day_that_no_source_states_is_marked_in_tables_of_claims_and_told_in_every_form(
    get: Get, table: str, key: str
) -> None:
    supplied, stated = "HEL-0000-0065-86", "HEL-0000-0011-54"
    page = get(f"/timeline/{table}?{key}={supplied}").text.partition("<tbody")[2]
    assert "date taken from the report</small>" in page.partition("col-occurred")[2].partition("</td>")[0]
    assert "date taken" not in get(f"/timeline/{table}?{key}={stated}&_nocol=summary").text.partition("<tbody")[2]
    asked = f"{key}__in={supplied},{stated}&_shape=array"
    told = {row[key]: row["basis"] for row in get(f"/timeline/{table}.json?{asked}").json()}
    assert told == {supplied: "report_date", stated: "stated"}
    assert "report_date" in get(f"/timeline/{table}.csv?{key}={supplied}").text


def test_rows_that_can_be_drawn_have_links_that_keep_the_filters(get: Get) -> None:
    page = unescape(get("/timeline/events?type=airstrike").text)
    for ending in ("chart", "map"):
        assert re.search(
            rf'href="/timeline/events\.{ending}\?type=airstrike[^"]*">{ending.title()} of these rows', page
        )
        assert f"{ending.title()} of these rows" not in get("/timeline/sources").text
        assert f"{ending.title()} of these rows" not in get("/timeline/events?type=none").text


def test_all_events_can_be_paged_through_from_the_last_one_on(get: Get) -> None:
    at, positions = "/timeline/events.json?_size=20&_shape=objects", list[int]()
    while at:
        part = get(at).json()
        positions += [row["position"] for row in part["rows"]]
        at = (part.get("next_url") or "").replace("http://localhost", "")
    assert positions == sorted(set(positions), reverse=True)
    assert len(positions) > 100
    assert "rows in the order of the log, the last first" in get("/timeline/events").text


def test_names_landmarks_and_language_are_added_to_a_page_of_datasettes(get: Get) -> None:
    for path in ("/timeline/events?type=airstrike", "/timeline/claim_values/HEL-0000-0011-54,1"):
        page = get(path).text
        assert '<html lang="en">' in page
        assert page.count('role="main"') == 1
        fields = re.findall(r'<(?:select|input type="text") [^>]*name="_[^>]*>', page)
        assert all("aria-label=" in field for field in fields)
    assert str(mending.mended("<h3>a</h3><h2>b</h2><h3>c</h3>")) == '<h3 aria-level="2">a</h3><h2>b</h2><h3>c</h3>'


def test_plain_datasette_has_the_words_of_the_timeline_and_no_wall_of_facets(tmp_path: Path, seeded: Path) -> None:
    with plain(seeded / "timeline.db") as url:
        page = answered(f"{url}/timeline/events").text
        assert "Helmand &amp; its &lt;incidents&gt;" in answered(f"{url}/").text
        assert "CC BY 4.0" in page
        assert "Suggested facets" not in page
        settings = answered(f"{url}/-/settings.json").json()
    assert (settings["suggest_facets"], settings["truncate_cells_html"]) == (False, 240)


@pytest.mark.parametrize("title", ["Another title", "A third"])
def test_what_timeline_toml_says_reaches_the_tables_when_the_timeline_is_opened_next(
    tmp_path: Path, title: str
) -> None:
    Timeline.init(tmp_path / "t", "HEL", title="One").close()
    with Timeline.open(tmp_path / "t") as timeline:
        assert next(iter(timeline.db.table("projection").rows))["title"] == "One"
    (tmp_path / "t/timeline.toml").write_text(f'title = "{title}"\nlicence = "CC0-1.0"\n')
    with Timeline.open(tmp_path / "t") as timeline:
        row = next(iter(timeline.db.table("projection").rows))
        assert (row["title"], row["licence"]) == (title, "CC0-1.0")
        timeline.rebuild()
        assert next(iter(timeline.db.table("projection").rows))["title"] == title


def test_settings_of_an_operator_and_of_other_databases_stay(tmp_path: Path, seeded: Path) -> None:
    app = compat.make(seeded / "timeline.db", {})
    app._settings |= {"truncate_cells_html": 99, "suggest_facets": True}
    compat.settle(app, "timeline")
    assert app.setting("truncate_cells_html") == 99
    assert app.setting("suggest_facets") is False
    app._settings["suggest_facets"] = True
    compat.settle(app, "another")
    assert app.setting("suggest_facets") is True


def test_the_facet_of_hedges_says_which_hedges_it_counts(get: Get) -> None:
    assert re.search(r"<summary[^>]*>Hedge of the whole claim ", get("/timeline/events").text)


@pytest.mark.parametrize(
    ("words", "found"),
    [("Helmand", 8), ("washir", 1), ("airstrike", 2), ("insider attack", 1), ("musa qala airstrike", 2)],
)
def test_search_finds_incidents_by_title_place_province_and_type(get: Get, words: str, found: int) -> None:
    rows = get(f"/timeline/incidents.json?_search={quote(words)}&_shape=array").json()
    assert len(rows) == found


def test_the_table_of_incidents_tells_casualties_and_disagreements_in_every_form(get: Get) -> None:
    (row,) = get("/timeline/incidents.json?slug=helmand-base-shooting&_shape=array").json()
    (told,) = get(
        "/timeline/incidents_as_recorded.json?incident=helmand-base-shooting&to_at__isnull=1&_shape=array"
    ).json()
    assert row["casualties"] == told["casualties"]
    query = "incident=helmand-base-shooting&judgement=contradiction&_shape=array"
    assert row["disagreements"] == len(get(f"/timeline/contradictions.json?{query}").json()) == 4
    assert {"casualties", "disagreements"} <= set(get("/timeline/incidents.csv").text.splitlines()[0].split(","))
    assert heads(get, "/timeline/incidents").count("casualties") == 1


def test_facets_of_everything_in_the_log_say_that_they_count_entries_and_of_claims_only_they_count_claims(
    get: Get,
) -> None:
    def counted(path: str) -> tuple[str, str]:
        facet = get(path).text.partition('id="facet-source"')[2].partition("</details>")[0]
        found = re.search(r'data-facet-value="sputnik-2015-08-26">.*?facet-count">([0-9]+)', facet)
        assert found
        return found[1], facet

    (entries, told), (claims, silent) = (counted(f"/timeline/events{query}") for query in ("", "?stance__notnull=1"))
    assert int(entries) > int(claims)
    assert "Entries of every kind are counted here" in told
    assert 'href="?stance__notnull=1">Claims only</a>' in told
    assert "Entries of every kind" not in silent
    about = get("/source/sputnik-2015-08-26").text
    assert f"{claims} claims" in about


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("incidents?disputed=1&year=2015", "where in dispute and year = 2015 in the order of their days"),
        (
            "events?disputed=1&earliest__gte=2015-08-01&latest__lte=2015-08-31",
            "where in dispute, earliest ≥ 2015-08-01 and latest ≤ 2015-08-31 in the order of the log",
        ),
        ("incidents?disputed=0", "where not in dispute in the order of their days"),
        ("control_periods", "sorted by from earliest"),
        ("events?status=current&admin1=Helmand", "where province = &#34;Helmand&#34; and status = &#34;current&#34;"),
        ("incidents?title__contains=and+year+nope", "where title contains &#34;and year nope&#34;"),
    ],
)
def test_the_heading_of_a_table_calls_its_columns_in_words(get: Get, path: str, said: str) -> None:
    page = get(f"/timeline/{path}").text
    assert said in page.partition('<h2 class="counted">')[2].partition("</h2>")[0]


def test_the_form_of_filters_calls_columns_in_words_and_asks_for_their_names(get: Get) -> None:
    page = get("/timeline/incidents?disputed=1").text
    for name, words in (("admin1", "Province"), ("where_prec", "Precision of the place"), ("disputed", "In dispute")):
        assert re.search(f'<option[^>]* value="{name}"[^>]*>{words}</option>', page)
    assert not re.search("<option[^>]*>(?:Sort by )?[a-z]+_[a-z]+</option>", page)


def test_a_chain_names_its_claim_in_words_before_its_id(get: Get) -> None:
    page = get("/timeline/attributions").text
    said = "3 US airstrikes at Musa Qala, Helmand, on 22 August 2015; 40 Taliban reportedly killed"
    assert f'href="/event/HEL-0000-0011-54">{said}</a><br><small class="id">HEL-0000-0011-54</small>' in page


def test_a_holder_that_no_claim_names_is_told_as_inferred_and_from_what(get: Get) -> None:
    page = get("/timeline/control_periods").text
    assert ">[]<" not in page
    assert re.search('data-label="Told"[^>]*><span class="end">inferred</span>', page)
    assert re.search('data-label="Events"[^>]*>inferred from <a class="id"', page)
