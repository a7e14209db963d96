"""One box finds incidents, places, actors, sources and claims, by any name and by the beginnings of words."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.samples import GROUND, claim
from tests.web.conftest import Get
from timeline import Timeline
from timeline.web import search
from timeline.web.serve import application


@pytest.fixture(scope="module")
def both(example: Path) -> Iterator[Get]:
    """Asks for pages of a timeline that holds all seeds."""
    app = application(example)
    with asyncio.Runner() as loop:
        yield lambda path: loop.run(app.client.get(path))


def part(html: str, name: str) -> str:
    """The section below the heading `name`, in words; empty where there is none."""
    found = re.search(rf'<h2 id="{name}">(.*?)(<h2|</main>)', html, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", found[1])).split()) if found else ""


def test_words_find_what_has_each_of_them_in_every_kind(both: Get) -> None:
    page = both("/search?q=musa+qala").text
    assert "Taliban take Musa Qala" in part(page, "incidents")
    assert "Musa Qala district" in part(page, "places")
    assert "Despite US Bombings" not in part(page, "sources")
    assert "3 US airstrikes at Musa Qala" in part(page, "claims")
    assert part(page, "actors") == ""
    assert part(both("/search?q=musa+zebra").text, "claims") == ""


@pytest.mark.parametrize("typed", ["2015-08-26", "26 August 2015", "August 26, 2015", "on 26 Aug. 2015", "26/08/2015"])
def test_a_day_in_any_usual_form_finds_what_may_have_happened_on_it(both: Get, typed: str) -> None:
    page = both(f"/search?q={quote(typed)}").text
    assert "26 August 2015 is read as a date" in page
    assert "Fighting around Musa Qala" in part(page, "incidents")
    assert "Bombing around Musa Qala" not in part(page, "incidents"), "it was over by then"
    assert part(page, "claims").count("26 August 2015 ·") > 6
    assert "Despite US Bombings" in part(page, "sources"), "it was published on that day"


def test_a_month_or_a_year_finds_what_lies_in_it_and_other_words_narrow_that(both: Get) -> None:
    month, year = both("/search?q=August+2015").text, both("/search?q=Helmand+2015").text
    for found in (month, year):
        assert "Bombing around Musa Qala" in part(found, "incidents")
        assert "retake Musa Qala 2007" not in part(found, "incidents")
    assert "NATO and Afghan forces retake" not in part(year, "incidents")
    narrowed = part(both("/search?q=Washir+in+August+2015").text, "incidents")
    assert "Shooting of two NATO soldiers" in narrowed
    assert "Bombing" not in narrowed
    assert "Bombing around Musa Qala" in part(both("/search?q=Musa+Kala+August+2015").text, "incidents"), "by any name"
    assert part(both("/search?q=zebra+August+2015").text, "incidents") == ""


def test_a_date_that_is_read_in_two_ways_is_read_in_neither(both: Get) -> None:
    page = both("/search?q=bombs+08%2F09%2F2015").text
    assert 'href="/search?q=bombs%202015-09-08">8 September 2015</a>' in page
    assert "read as a date" not in page
    assert "Nothing here has" not in both("/search?q=08%2F09%2F2015").text


@pytest.mark.parametrize("typed", ["Musa Qala August", "26 Aug", "August 26", "on 26th of August"])
def test_a_date_without_a_year_finds_the_incidents_of_any_year_and_offers_each(both: Get, typed: str) -> None:
    page = both(f"/search?q={quote(typed)}").text
    assert "Fighting around Musa Qala" in part(page, "incidents")
    assert "retake Musa Qala 2007" not in part(page, "incidents"), "it was in December"
    (year,) = re.findall(r'href="(/search\?q=[^"]+)">(?:26 )?August 2015</a>', page)
    assert "August 2015 is read as a date" in both(year).text


def test_a_date_without_a_year_on_which_nothing_happened_is_asked_for_its_year(both: Get) -> None:
    assert "together with its year, such as 3 January 2015" in both("/search?q=zebra+3+January").text
    assert "its year" not in both("/search?q=may").text, "it is a word as well"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("31 February 2015", "“31 February 2015” is no day: February 2015 has 28 days."),
        ("bombs on 2015-02-30", "“2015-02-30” is no day: February 2015 has 28 days."),
        ("2015-13-45", "“2015-13-45” is no day: there is no month 13."),
        ("31/04/2015", "“31/04/2015” is no day: April 2015 has 30 days."),
        ("from 1 April 2015 to 31 April 2015", "“31 April 2015” is no day: April 2015 has 30 days."),
    ],
)
def test_a_day_that_is_not_in_the_calendar_is_told_and_not_read_as_another_date(
    both: Get, typed: str, why: str
) -> None:
    page = both(f"/search?q={quote(typed)}").text
    assert why in page
    assert "read as a date" not in page
    assert "Nothing here has" not in page


def test_where_nothing_is_of_the_days_that_were_typed_the_notes_do_not_contradict_each_other(both: Get) -> None:
    alone, with_word = (both(f"/search?q={typed}").text for typed in ("1999", "zebra+1999"))
    assert "1999 is read as a date." in alone
    assert "Nothing here may have happened then, and nothing has the date as it is typed." in alone
    assert "and has the other word, and nothing has all of this as it is typed." in with_word
    for page in (alone, with_word):
        assert "comes first" not in page
        assert "Nothing here has" not in page


def test_of_more_than_are_listed_for_a_date_the_links_say_which_are_in_the_tables(
    both: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "LISTED", 2)
    page = both("/search?q=August+2015").text
    assert "All of which the first and the last day are known: the table of incidents." in page
    assert "All of which the first and the last day are known: the table of events" in page


def test_what_has_the_date_as_written_is_found_after_what_is_of_these_days(both: Get) -> None:
    claims = part(both("/search?q=2007").text, "claims")
    assert claims.index("2007 ·") < claims.index("August 2015 ·")
    assert "/source/sputnik-2015-08-26" in both("/search?q=sputnik-2015-08").text


def test_the_beginning_of_a_word_is_enough_and_capitals_make_no_difference(both: Get) -> None:
    page = both("/search?q=BOMB").text
    assert "Bombing around Musa Qala" in part(page, "incidents")
    assert "Despite US Bombings" in part(page, "sources")


@pytest.mark.parametrize("name", ["Musa Qaleh", "musa-kala", "موسی قلعه"])
def test_a_place_is_found_by_any_of_its_names(both: Get, name: str) -> None:
    assert part(both(f"/search?q={quote(name)}").text, "places") == "Places Musa Qala district"


@pytest.mark.parametrize("name", ["Musa Qaleh", "Musa Kala", "موسی قلعه"])
def test_the_incidents_at_a_place_are_found_by_any_of_its_names(both: Get, name: str) -> None:
    found = part(both(f"/search?q={quote(name)}").text, "incidents")
    assert "Taliban take Musa Qala" in found
    assert "Bombing around Musa Qala" in found


@pytest.mark.parametrize(
    ("words", "claim"),
    [("220 dead", "220 Taliban killed"), ("exaggerated", "220-300 Taliban"), ("two individuals", "")],
)
def test_a_claim_is_found_by_the_words_of_its_source(both: Get, words: str, claim: str) -> None:
    claims = part(both(f"/search?q={quote(words)}").text, "claims")
    assert words in claims
    assert claim in claims


@pytest.mark.parametrize("typed", ["12000", "12,000", "troops 12000", "12000 NATO", "1200"])
def test_a_number_is_found_whether_it_is_typed_with_commas_or_without(both: Get, typed: str) -> None:
    assert ("About 12,000 NATO troops" in part(both(f"/search?q={quote(typed)}").text, "claims")) == (typed != "1200")


@pytest.mark.parametrize("typed", ["павло", "Кириленко", "павло кириленко", "PAVLÓ", "al jazeera"])
def test_a_voice_is_found_in_small_letters_of_any_script_and_as_names_are_compared(
    tmp_path: Path, run: Any, typed: str
) -> None:
    with Timeline.init(tmp_path / "t", "TST", title="Voices") as timeline:
        timeline.append(GROUND, recorded_by="test")
        for number, voice in enumerate(("Павло Кириленко", "Pavlo Kyrylenko", "Al-Jazeera")):
            cited = {"source": "agency", "locator": f"para {number}", "chain": [voice, "Agency"]}
            timeline.append(claim(strikes=3, citation=cited))
    page = run(application(tmp_path / "t").client.get(f"/search?q={quote(typed)}")).text
    assert part(page, "voices").removeprefix("Voices ") in ("Павло Кириленко", "Pavlo Kyrylenko", "Al-Jazeera")


def test_a_number_without_commas_in_a_text_is_found_with_them(tmp_path: Path, run: Any) -> None:
    with Timeline.init(tmp_path / "t", "TST") as timeline:
        timeline.append([*GROUND, claim(note="some 12000 rounds")], recorded_by="test")
    page = run(application(tmp_path / "t").client.get("/search?q=12%2C000+rounds")).text
    assert part(page, "claims")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Mousa Qala", "/place/af-helmand-musa-qala"),
        ("Resolute Suport", "/actor/resolute-support"),
        ("Talliban", "/actor/taliban"),
    ],
)
def test_a_misspelt_name_that_nothing_has_offers_the_nearest(both: Get, typed: str, meant: str) -> None:
    page = both(f"/search?q={quote(typed)}").text
    near = page[page.index('id="near"') :]
    assert f'href="{meant}"' in near
    assert 'id="near"' not in both("/search?q=zqxjw").text


@pytest.mark.parametrize("typed", ["a " * 5000, "musa " * 5000, "a" * 60_000, " ".join(map(str, range(1000)))])
def test_however_much_is_typed_a_few_words_are_searched_for_and_it_says_so(both: Get, typed: str) -> None:
    page = both(f"/search?q={quote(typed)}")
    assert page.status_code == 200
    assert f"{search.WORDS} different words of its beginning" in page.text
    assert len(page.text) < 100_000
    assert "words of its beginning" not in both(f"/search?q={quote('musa qala ' * 10)}").text


def test_a_prefix_and_a_few_digits_offer_the_event_at_that_position(both: Get) -> None:
    leads = both("/search?q=hel+61").headers["location"]
    assert 'href="/event/HEL-0000-0061-98"' in both(leads).text


def test_no_event_is_advised_that_the_timeline_does_not_hold(both: Get) -> None:
    page = both("/event/HEL-0000-9999-00").text
    assert "do not fit the rest" in page
    assert "HEL-0000-9999-63" not in page
    assert "write HEL-0000-0061-98" in both("/event/HEL-0000-0061-00").text


def test_an_actor_is_found_by_any_of_its_names(both: Get) -> None:
    page = both(f"/search?q={quote('طالبان')}").text
    assert part(page, "actors") == "Actors Taliban rebel group"
    assert 'href="/actor/taliban"' in page


@pytest.mark.parametrize(
    ("typed", "leads"),
    [
        ("hel-0000-0011-54", "/event/hel-0000-0011-54"),
        ("HEL-0000-0011-55", "/event/HEL-0000-0011-55"),
        (" Musa-Qala-Bombing ", "/incident/musa-qala-bombing"),
        ("SPUTNIK-2015-08-26", "/source/sputnik-2015-08-26"),
    ],
)
def test_an_id_a_slug_and_the_key_of_a_source_lead_to_their_pages(both: Get, typed: str, leads: str) -> None:
    found = both(f"/search?q={quote(typed)}")
    assert (found.status_code, found.headers["location"]) == (302, leads)


@pytest.mark.parametrize(
    "typed",
    ["", '"', "-", "* zebra OR (", 'NEAR("a" b)', "id:x", "'; drop table events; --", "%", "_", "\0", 'zq\0"zq'],
)
def test_whatever_is_typed_is_words_and_no_language_of_its_own(both: Get, typed: str) -> None:
    page = both(f"/search?q={quote(typed)}")
    assert page.status_code == 200
    assert part(page.text, "claims") == ""


def test_of_more_than_are_listed_it_says_so_and_where_all_are(both: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    page = both("/search?q=helmand").text
    assert "The 20 that fit best" in part(page, "claims")
    assert page.count('<ol class="claims">') == 1
    assert page.count("<h3 dir") == search.LISTED
    assert 'href="/timeline/events?_search=helmand"' in page
    monkeypatch.setattr(search, "WEIGHED", 25)
    assert "The last 20 recorded of more than 25" in part(both("/search?q=helmand").text, "claims")


def test_the_page_of_an_actor_tells_its_names_incidents_and_casualties(both: Get) -> None:
    page = both("/actor/taliban")
    assert "Afghan Taliban" in page.text
    assert "Renewed bombing around Musa Qala" in part(page.text, "incidents")
    assert "10 killed" in part(page.text, "casualties")
    assert "With its parts" not in part(page.text, "casualties"), "it has none"
    assert part(both("/actor/coalition").text, "casualties").count("With its parts") == 1


def test_an_actor_takes_no_part_where_only_its_dead_of_elsewhere_are_told(both: Get) -> None:
    page = both("/actor/nato").text
    assert 'href="/incident/helmand-base-shooting"' in page
    assert 'href="/incident/musa-qala-takeover"' not in page


def test_an_actor_is_found_in_capitals_and_a_wrong_key_suggests_the_nearest(both: Get) -> None:
    assert both("/actor/TALIBAN").headers["location"] == "/actor/taliban"
    assert both("/timeline/actors/taliban").headers["location"] == "/actor/taliban"
    page = both("/actor/talibans")
    assert page.status_code == 404
    assert 'href="/actor/taliban"' in page.text


def test_tables_lead_to_the_pages_of_actors(both: Get) -> None:
    assert 'href="/actor/taliban"' in both("/timeline/actor_casualties").text


def test_the_front_page_tells_what_is_in_dispute_and_what_is_new(both: Get) -> None:
    page = both("/").text
    disputed = part(page, "disputed")
    assert disputed.index("Shooting of two NATO") < disputed.index("Taliban take Musa Qala")
    assert "All 5 incidents on which sources disagree" in disputed
    assert "Corrected: title" in part(page, "corrected")
    assert "it was not the first time" in part(page, "corrected")
    query = "/timeline/events.json?origin_kind__notblank=1&_sort_desc=position&_size=1&_shape=array"
    newest = both(query).json()[0]
    assert f'href="/event/{newest["id"]}"' in page[page.index('id="latest"') :]


def test_the_table_of_incidents_is_searched_by_other_names_of_places_and_parties(both: Get) -> None:
    def found(words: str) -> set[str]:
        rows = both(f"/timeline/incidents.json?_shape=array&_search={quote(words)}").json()
        return {row["slug"] for row in rows}

    assert "musa-qala-takeover" in found("Musa Kala") == found("موسی قلعه")
    assert "helmand-base-shooting" in found("North Atlantic Treaty Organization")
    assert "Taliban take Musa Qala" in both("/timeline/incidents?_search=Musa+Kala").text


def test_the_search_box_lists_an_actor_and_not_each_incident_in_which_it_took_part(both: Get) -> None:
    page = both("/search?q=Taleban").text
    assert "Taliban" in part(page, "actors")
    assert part(page, "incidents") == ""
