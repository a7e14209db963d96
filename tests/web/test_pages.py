from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from tests.web.conftest import RANGE, Get

STRIKE, GOVERNOR, LEDE = "HEL-0000-0011-54", "HEL-0000-0014-45", "HEL-0000-0008-63"
MISSION, SHOOTING = "HEL-0000-0017-36", "HEL-0000-0016-39"
IN_SPUTNIK = "· in Sputnik News, 26 August 2015 ·"
CLASH, FALL, STATEMENT = "HEL-0000-0012-51", "HEL-0000-0013-48", "HEL-0000-0015-42"


def said(answer: Any) -> str:
    """The words of a page's main part: elements become blanks, runs of blanks one."""
    assert answer.status_code in (200, 404)
    main = RANGE.sub(r"\1", answer.text.partition("<main")[2].partition("</main>")[0]).replace("<wbr>", "")
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", "<main" + main)).split())


def row(answer: Any, field: str) -> str:
    """The words of the row of a page's table whose heading begins with `field`."""
    rows = re.findall(r"<tr.*?</tr>", answer.text, re.DOTALL)
    found = [" ".join(unescape(re.sub(r"<[^>]*>", " ", one)).split()) for one in rows]
    return next(one for one in found if one.startswith(field))


def test_the_home_page_has_every_incident_source_and_table(get: Get) -> None:
    page = get("/")
    assert "<h1" in page.text
    assert "Helmand &amp; its &lt;incidents&gt;" in page.text
    for path in (
        "/incident/musa-qala-retaken",
        "/incident/foreign-drawdown",
        "/incident/musa-qala-bombing",
        "/incident/musa-qala-takeover",
        "/incident/nawzad-takeover",
        "/incident/helmand-base-shooting",
        "/source/sputnik-2015-08-26",
        "/timeline/incident_casualties",
        "/timeline/airstrikes",
    ):
        assert f'href="{path}"' in page.text
    assert '"/timeline/projection"' not in page.text
    assert "6 incidents, known only through 14 claims in 1 source" in said(page)
    assert "Licence of the data: CC BY 4.0" in " ".join(page.text.split())


def test_the_home_page_lists_incidents_by_day_with_what_counts_in_each(get: Get) -> None:
    _, _, text = said(get("/")).partition("Incidents in the order of their days")
    titles = ("retake Musa Qala", "forces leave", "take Nawzad", "Bombing around", "Shooting of", "Taliban take Musa")
    order = [text.index(title) for title in titles]
    assert order == sorted(order)
    assert "July 2015" in text
    assert "40 Taliban combatants killed" in text
    assert text.count("2 NATO combatants killed") == 1


def test_an_event_page_shows_summary_source_type_and_record(get: Get) -> None:
    text = said(get(f"/event/{STRIKE}"))
    for words in (
        "3 US airstrikes at Musa Qala, Helmand, on 22 August 2015; 40 Taliban reportedly killed",
        "current",
        "Bombing around Musa Qala",
        "Sputnik News says so in its own voice",
        "Despite US Bombings, Taliban Capture District",
        "read at GlobalSecurity.org",
        "Locator para 3",
        "UTC by the desk",
        "Weapons released from the air",
        '"locator": [ "para 3" ]',
    ):
        assert words in text


def test_a_place_is_where_it_was_and_where_it_stands_in_the_source_is_the_locator(get: Get) -> None:
    page = get(f"/event/{STRIKE}").text
    assert page.count(">Where<") == 1
    assert ">Locator<" in page.partition('id="values"')[2]


def test_a_hedge_stands_with_the_value_that_it_belongs_to_and_with_no_other(get: Get) -> None:
    page = get(f"/event/{STRIKE}")
    assert row(page, "Killed") == (
        "Killed How many were killed. 40 Taliban combatants a bare figure – asserts ≈ reportedly "
        "An origin not stated, cited by Sputnik News para 3"
    )
    assert (
        row(page, "Strikes")
        == "Strikes How many strikes. 3 a bare figure – asserts Sputnik News in its own voice para 3"
    )


def test_the_chain_is_told_voice_by_voice(get: Get) -> None:
    text = said(get(f"/event/{GOVERNOR}"))
    assert "Governor Mohammad Sharif is the origin Reuters quotes it Sputnik News cites it" in text
    assert "The source names no day: the coder takes it from the report." in text


def test_the_coders_reading_is_marked_as_not_the_sources(get: Get) -> None:
    reading = row(get(f"/event/{SHOOTING}"), "Characterised as")
    assert "insider attack – coder’s reading The coder's own reading, not the source's" in reading
    assert "asserts" not in reading


def test_casualties_that_count_elsewhere_are_marked_with_the_incident_where_they_count(get: Get) -> None:
    killed = row(get(f"/event/{LEDE}"), "Killed")
    assert "counted in Shooting of two NATO soldiers at a base in Helmand , not where it is told" in killed


@pytest.mark.parametrize(
    "path",
    [
        "/incident/musa-qala-takeover",
        "/source/sputnik-2015-08-26",
        "/voice/Sputnik News",
        "/timeline/claims-of?source=sputnik-2015-08-26",
        "/search?q=soldiers",
    ],
)
def test_a_claim_in_a_list_calls_the_incident_where_its_casualties_count_by_its_title(get: Get, path: str) -> None:
    text = unescape(get(path).text)
    assert "(counted in “Shooting of two NATO soldiers at a base in Helmand”)" in text
    assert "(counted in helmand-base-shooting)" not in text


def test_an_event_page_shows_the_other_claims_on_its_incidents(get: Get) -> None:
    text = get(f"/event/{LEDE}").text.partition('id="beside"')[2].partition('class="printed')[0]
    assert set(re.findall(r"/event/(HEL-[-0-9]+)", text)) == {
        CLASH, FALL, GOVERNOR, STATEMENT, SHOOTING, MISSION,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("id", "links"),
    [("HEL-0000-0001-84", "/source/sputnik-2015-08-26"), ("HEL-0000-0005-72", "/incident/musa-qala-bombing")],
)
def test_events_about_the_record_have_a_page_too(get: Get, id: str, links: str) -> None:
    page = get(f"/event/{id}")
    assert page.status_code == 200
    assert f'href="{links}"' in page.text
    assert "What it says" not in page.text


@pytest.mark.parametrize(
    "sloppy",
    [
        "hel-0000-0011-54",
        "HEL0000001154",
        "%20HEL-%200000-0011-54%0A",
        "HEL%E2%80%930000%E2%80%930011%E2%80%9354",
        "HEL-%0A0000-0011-54",
    ],
)
def test_any_spelling_of_an_id_leads_to_the_canonical_one(get: Get, sloppy: str) -> None:
    answer = get(f"/event/{sloppy}")
    assert answer.status_code == 301
    assert answer.headers["location"] == f"/event/{STRIKE}"


@pytest.mark.parametrize(
    ("typed", "leads"),
    [
        ("/search?q=musa-qala-bombing", "/incident/musa-qala-bombing"),
        ("/search?q=%20Sputnik-2015-08-26", "/source/sputnik-2015-08-26"),
        ("/incident/MUSA-QALA-BOMBING", "/incident/musa-qala-bombing"),
    ],
)
def test_the_name_of_an_incident_or_a_source_leads_to_its_page(get: Get, typed: str, leads: str) -> None:
    answer = get(typed)
    assert answer.status_code in (301, 302)
    assert answer.headers["location"].endswith(leads)


@pytest.mark.parametrize("path", [f"/event/{STRIKE}/", "/incident/musa-qala-bombing/", "/source/sputnik-2015-08-26/"])
def test_a_slash_at_the_end_does_no_harm(get: Get, path: str) -> None:
    assert get(get(path).headers["location"]).status_code == 200


@pytest.mark.parametrize("typed", ["HEL-0000-0011-55", "HEL-0000-0101-54", "HEL-0000-00011-54", "HEK-0000-0011-54"])
def test_a_mistyped_id_is_not_found_and_suggests_the_nearest_one(get: Get, typed: str) -> None:
    page = get(f"/event/{typed}")
    assert page.status_code == 404
    assert f'href="/event/{STRIKE}"' in page.text
    assert "3 US airstrikes" in said(page)


def test_an_id_that_the_timeline_has_not_reached_is_not_found(get: Get) -> None:
    page = get("/event/HEL-0000-0042-58")
    assert page.status_code == 404
    assert "this timeline has only 21 events so far" in said(page)


def test_an_id_of_another_timeline_is_not_found_and_the_prefix_is_named(get: Get) -> None:
    page = get("/event/MAR-0000-0001-07")
    assert page.status_code == 404
    assert "HEL" in said(page)


@pytest.mark.parametrize(
    "nonsense", ["x", "%3Cscript%3Ealert(1)%3C/script%3E", "%FF%FE", "a" * 3000, "../../etc/passwd"]
)
def test_nonsense_in_place_of_an_id_is_not_found(get: Get, nonsense: str) -> None:
    page = get(f"/event/{nonsense}")
    assert page.status_code == 404
    assert "<script>alert" not in page.text


def test_an_incident_page_counts_claims_sources_and_origins_in_words(get: Get) -> None:
    assert (
        "3 claims in 1 source, resting on 1–2 independent origins: "
        "Resolute Support ; and Sputnik News in its own voice ."
    ) in said(get("/incident/helmand-base-shooting"))
    assert (
        "1 claim in 1 source, resting on up to 1 independent origin: "
        "Sputnik News in its own voice; and an origin that the source leaves unstated ."
    ) in said(get("/incident/musa-qala-bombing"))


def test_an_incident_page_has_a_row_for_each_group_of_casualties_with_its_claims_folded_away(get: Get) -> None:
    page = get("/incident/helmand-base-shooting")
    group = row(page, "NATO")
    assert group == (
        "NATO combatants killed 2 "
        "3 claims, 1–2 independent origins: Resolute Support; and Sputnik News in its own voice "
        f"2 NATO soldiers · Sputnik News in its own voice · told of Taliban take Musa Qala {IN_SPUTNIK} {LEDE} "
        f"2 NATO soldiers · Sputnik News in its own voice {IN_SPUTNIK} {SHOOTING} "
        f"2 Resolute Support service members · Resolute Support ✓ confirms {IN_SPUTNIK} {MISSION}"
    )


def test_figures_told_of_an_incident_and_counted_in_another_are_marked(get: Get) -> None:
    page = get("/incident/musa-qala-takeover")
    group = row(page, "NATO")
    assert group.startswith("NATO combatants killed none counts here 2 NATO soldiers")
    assert "not here counted in Shooting of two NATO soldiers at a base in Helmand" in group
    assert "<details" not in page.text.partition('id="casualties"')[2].partition("<h2")[0]


def test_an_incident_page_lists_its_claims_with_wording_and_voices(get: Get) -> None:
    text = said(get("/incident/musa-qala-takeover")).partition(" Claims ")[2]
    assert "Governor Mohammad Sharif , quoted by Reuters , cited by Sputnik News" in text
    assert "In the source’s words: early in the morning , the district" in text
    assert text.index("para 4") < text.index("para 5") < text.index("para 1 ")


def test_a_source_page_has_its_record_and_its_claims_in_the_order_of_the_source(get: Get) -> None:
    page = get("/source/sputnik-2015-08-26")
    text = said(page)
    assert "Published 26 August 2015, 22:13 Updated 26 August 2015, 23:45 Time zone unknown" in text
    assert re.findall(r"· para ([0-9]+)", text) == [
        "1",
        "1",
        "2",
        "3",
        "4",
        "4",
        "5",
        "6",
        "7",
        "8",
        "9",
        "9",
        "10",
        "12",
    ]
    assert re.search(r'<a[^>]* href="https://www\.globalsecurity\.org/[^"]*" rel="noopener[^"]*"', page.text)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("/incident/musa-qala-bombin", "/incident/musa-qala-bombing"),
        ("/source/sputnik-2015-8-26", "/source/sputnik-2015-08-26"),
    ],
)
def test_a_mistyped_slug_or_key_is_not_found_and_suggests_the_nearest_one(get: Get, wrong: str, right: str) -> None:
    page = get(wrong)
    assert page.status_code == 404
    assert f'href="{right}"' in page.text


def test_tables_have_scopes_and_pages_one_main_heading(get: Get) -> None:
    for path in ("/", f"/event/{STRIKE}", "/incident/helmand-base-shooting", "/source/sputnik-2015-08-26"):
        main = get(path).text.partition("<main")[2].partition("</main>")[0]
        assert main.count("<h1") == 1
        assert "<script" not in main
        assert all("scope=" in heading for heading in re.findall(r"<th\b[^>]*>", main))


def test_no_page_names_another_host_than_datasettes_and_the_sources(get: Get) -> None:
    for path in ("/", f"/event/{STRIKE}", "/incident/helmand-base-shooting", "/source/sputnik-2015-08-26"):
        hosts = set(re.findall(r"(?:src|href|action)=\"https?://([^/\"]+)", get(path).text))
        assert hosts <= {"datasette.io", "www.globalsecurity.org"}


@pytest.mark.parametrize(
    ("spelt", "address"),
    [
        ("/incident/musa-qala-takeover/", "/incident/musa-qala-takeover"),
        ("/event/HEL-0000-0008-63/", "/event/HEL-0000-0008-63"),
        ("/source/sputnik-2015-08-26/?x=1", "/source/sputnik-2015-08-26?x=1"),
        ("/voice/a%2Fb/", "/voice/a%2Fb"),
        ("/schema/", "/schema"),
        ("/search/?q=musa", "/search?q=musa"),
        ("/source/SPUTNIK-2015-08-26", "/source/sputnik-2015-08-26"),
        ("/source/SPUTNIK-2015-08-26/chart.svg", "/source/sputnik-2015-08-26/chart.svg"),
    ],
)
def test_another_spelling_of_an_address_redirects_to_the_one_that_a_page_has(
    get: Get, spelt: str, address: str
) -> None:
    answer = get(spelt)
    assert (answer.status_code, answer.headers["location"]) == (301, address)
