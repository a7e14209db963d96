"""The page of a place says what its tables say: who held it when, by which claims, and what is not known."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from events.registry import parse
from tests.control import PLACE, fall, ground, said, story
from tests.web.conftest import ROOT, Get
from tests.web.test_pages import said as words_of
from timeline import Timeline
from timeline.log.ids import format_id
from timeline.sheets.read import read
from timeline.web.serve import application

GAZETTEER = ROOT / "seeds" / "helmand-gazetteer.yaml"
HOSTILE = '<img src=x onerror="alert(1)">'
KEY = "af-helmand-musa-qala"
FIRST = len(ground()) + 1
LINK = {
    "type": "incidents_linked",
    "incidents": ["raid", "musa-qala-takeover"],
    "relation": "coincides",
    "reason": f"the same night {HOSTILE}",
}


def id_of(number: int) -> str:
    """The ID of the claim `number` of the story, from 1."""
    return format_id("HEL", FIRST - 1 + number)


@pytest.fixture(scope="module")
def get(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    """Asks for pages of the story, told of a recorded place, and of a few others that are not recorded."""
    folder = tmp_path_factory.mktemp("place") / "t"
    others: list[Any] = [
        fall("blog", "2015-07", {"locator": "1"}, incident=None, place={"name": "Zeytun"}),
        fall("blog", "2015-07", {"locator": "2"}, incident=None, place={"name": "Zeytun", "admin1": "Herat"}),
        fall("blog", "2015-07-09", {"locator": "3"}, incident=None, place={"name": HOSTILE}, taken_by=HOSTILE),
        said("armed_clash", "blog", "2015-07-10", {"locator": "4"}, place={"name": "Kunjak", "admin1": "Helmand"}),
        *(
            fall("blog", day, {"locator": day}, place=PLACE | {"name": "Kajaki"})
            for day in ("2015-07-01", "2015-07-03")
        ),
        said("control_status", "blog", None, {"locator": "5", "stance": "cannot_confirm"}, status="contested"),
        parse({"type": "incident_declared", "slug": "raid", "title": f"Raid {HOSTILE}"}),
        fall("blog", "2015-08-24", {"locator": "6"}, incident="raid", place=PLACE | {"name": "Washir"}),
        parse({"type": "incident_declared", "slug": "second-raid", "title": f"Second {HOSTILE}"}),
        fall("blog", "2015-08-25", {"locator": "7"}, incident="second-raid", place=PLACE | {"name": "Washir"}),
        parse(LINK),
        *(
            said(
                "control_status",
                source,
                "2015-08-28",
                place={"name": "Baghni", "admin1": "Helmand"},
                scope=scope,
                status="controlled",
                controller="Taliban",
            )
            for source, scope in (("blog", "district"), ("daily", "centre"))
        ),
    ]
    with Timeline.init(folder, "HEL") as timeline:
        timeline.append([*ground(), *story(), *others], recorded_by="test")
        timeline.append([one.event for one in read([str(GAZETTEER)])], recorded_by="test")
    app = application(folder)
    with asyncio.Runner() as loop:
        yield lambda path: loop.run(app.client.get(path))


def test_the_periods_are_told_in_order_with_their_claims(get: Get) -> None:
    text = words_of(get(f"/place/{KEY}"))
    table = text.partition("The same as a table")[2]
    order = [
        table.index(days)
        for days in (
            "24–25 August 2015 disputed",
            "26–29 August 2015 inferred in part No claim tells of 27–29 August 2015. Taliban Said by",
            "30 August 2015 said Afghan National Defence and Security Forces Said by",
            "31 August 2015 to 1 September 2015 disputed",
            "2 September 2015 disputed",
        )
    ]
    assert order == sorted(order)
    disputed = table[order[0] : order[1]]
    assert lists(disputed, "Taliban Said by") == [id_of(1), id_of(3), id_of(5)]
    assert lists(disputed, "Security Forces Had it until then, according to") == [id_of(2)]
    assert lists(disputed, "Inferred: held until the change that is dated later by") == [id_of(5), id_of(6)]
    assert lists(table[order[1] : order[2]], "Said by") == [id_of(2), id_of(6)]
    assert lists(table[order[1] : order[2]], "Inferred from what is said of earlier days by") == [
        id_of(1),
        id_of(3),
        id_of(5),
    ]
    assert lists(table[order[3] : order[4]], "Inferred from what is said of earlier days by") == [id_of(4)]
    assert "Before 24 August 2015 and after 2 September 2015 no claim says who held it." in text
    assert "No more is known" in table[order[4] :]


def lists(text: str, words: str) -> list[str]:
    """The IDs that stand behind these words, up to the next ones that begin a list."""
    _, found, rest = text.partition(words)
    assert found, words
    ends = r"Said by|Inferred|Borne out|Had it|Begun by|Ended by|Denied by|No more|Taliban |Neither side|Afghan N"
    return re.findall(r"HEL-[0-9-]+", re.split(ends, rest)[0])


def test_a_list_of_claims_on_the_page_names_voice_and_source_and_then_the_id(get: Get) -> None:
    page = get(f"/place/{KEY}").text.partition("The same as a table")[2].partition("Every claim on who held it")[0]
    text = " ".join(re.sub(r"<[^>]*>", "", page).split())
    assert f"Afghan Ministry of Defence, in UPI, 30 August 2015 {id_of(4)}" in text
    assert f"Sputnik News, 26 August 2015, in its own voice {id_of(2)}" in text
    assert '<a href="/voice/Afghan%20Ministry%20of%20Defence">' in page
    assert not re.search(r"HEL-[0-9-]+\s*HEL-", text)


def test_every_band_leads_to_its_row(get: Get) -> None:
    page = get(f"/place/{KEY}").text
    svg = page.partition('<svg class="bands ')[2].partition("</svg>\n</div>")[0]
    targets = set(re.findall(r'<a href="#([\w-]+)">', svg))
    assert len(targets) == 5
    assert targets <= set(re.findall(r'<tr role="row" id="([\w-]+)"', page))
    assert svg.count(">disputed<") == 7
    assert "<title>Taliban, disputed: 24–25 August 2015</title>" in svg
    assert "<script" not in page.partition("<main")[2].partition("</main>")[0]


def test_every_claim_on_control_is_listed_with_what_it_changes(get: Get) -> None:
    text = words_of(get(f"/place/{KEY}")).partition("Every claim on who held it")[2]
    assert all(id_of(number) in text for number in range(1, 9))
    assert "Afghan Ministry of Defence , quoted by Xinhua , cited by UPI" in text
    assert "reportedly (controller)" in text
    assert "The bands do not rest on it: it cannot confirm this." in text


def test_a_dispute_with_nobody_else_named_says_so(get: Get) -> None:
    text = words_of(get("/place/af-helmand-kajaki"))
    assert "1–2 July 2015 disputed Taliban" in text
    assert "A claim that dates it later names nobody who had it until then." in text
    assert "names nobody who" not in words_of(get(f"/place/{KEY}"))


def test_what_the_gazetteer_knows_and_the_incidents_there_are_shown(get: Get) -> None:
    text = words_of(get(f"/place/{KEY}"))
    assert "District in Helmand , Afghanistan (AF)" in text
    assert "موسی قلعه" in text
    assert "Places in it" in words_of(get("/place/af-helmand"))
    assert 'href="/place/af-helmand-sangin"' in get("/place/af-helmand").text


def test_what_happened_in_a_part_of_a_place_happened_there(get: Get) -> None:
    page = get("/place/af-helmand").text
    assert 'href="/incident/musa-qala-takeover"' in page
    assert "Download this picture as SVG" in page.partition("Who held it")[0]


def test_what_happened_there_stands_above_who_held_it_with_what_is_remarkable(get: Get) -> None:
    text = words_of(get(f"/place/{KEY}")).partition("What happened there")[2].partition("Who held it")[0]
    days = "Between 1 July and 26 August 2015, as sources disagree"
    assert f"{days.replace(',', '')} Taliban take Musa Qala ⇄ 1 disagreement ≠ 2 places named None counted" in text
    page = get(f"/place/{KEY}").text
    for style, section in (("against", "disagreements"), ("hedge", "places")):
        assert f'class="mark {style}" href="/incident/musa-qala-takeover#{section}"' in page
    assert text.index("Taliban take Musa Qala") < text.index("30 August 2015 Recapture of Musa Qala")
    assert f"Raid {HOSTILE} coincides with Taliban take Musa Qala the same night" in text
    assert HOSTILE not in page


def test_an_incident_leads_to_those_before_and_after_it_at_its_place(get: Get) -> None:
    takeover, recapture = (words_of(get(f"/incident/{slug}")) for slug in ("musa-qala-takeover", "musa-qala-recapture"))
    assert "After it at Musa Qala, Helmand · 30 August 2015 → Recapture of Musa Qala" in takeover
    assert "← Before it at" not in takeover
    days = "Between 1 July and 26 August 2015, as sources disagree"
    assert f"← Before it at Musa Qala, Helmand · {days} Taliban take Musa Qala" in recapture
    assert (
        "in the order of days Between 1 July and 26 August 2015, as sources disagree · Taliban take Musa Qala "
        "30 August 2015 · Recapture of Musa Qala this one All incidents at Musa Qala, Helmand , and who held it"
    ) in recapture
    page = get("/incident/musa-qala-takeover").text
    assert '<a rel="next" href="/incident/musa-qala-recapture">' in page


def test_a_hostile_title_before_or_after_an_incident_is_shown_as_text(get: Get) -> None:
    page = get("/incident/raid")
    assert f"After it at Washir, Helmand · 25 August 2015 → Second {HOSTILE}" in words_of(page)
    assert HOSTILE not in page.text


def test_what_is_before_and_after_is_not_told_as_of_then(get: Get) -> None:
    page = get("/incident/musa-qala-takeover?as-reported=2015-09")
    assert page.status_code == 200
    assert "After it" not in words_of(page)


@pytest.mark.parametrize("name", ["Musa Qala", "musa-kala", "MUSA QALEH", "موسی قلعه", KEY.upper()])
def test_any_name_of_a_place_leads_to_its_one_page(get: Get, name: str) -> None:
    answer = get(f"/place/{quote(name)}")
    assert (answer.status_code, answer.headers["location"]) == (302, f"/place/{KEY}")
    assert f'href="/place/{KEY}"' in get(f"/search?q={quote(name)}").text


def test_a_place_that_is_not_recorded_has_a_page_by_the_name_that_claims_write(get: Get) -> None:
    page = get("/place/" + quote("Zeytun, Herat"))
    assert "no recorded place is linked with it" in words_of(page)
    assert "some day of July 2015" in words_of(page)
    assert get("/place/kunjak").headers["location"] == "/place/" + quote("Kunjak, Helmand")
    assert "No claim says who held it." in words_of(get("/place/" + quote("Kunjak, Helmand")))


def test_a_name_of_no_place_suggests_near_ones(get: Get) -> None:
    answer = get("/place/Musa%20Qalla")
    assert answer.status_code == 404
    assert "There is no place “Musa Qalla” in this timeline." in words_of(answer)
    assert f'href="/place/{KEY}"' in answer.text


def test_a_name_of_several_places_leads_to_all_of_them(get: Get) -> None:
    text = get("/place/Zeytun").text
    assert "Also called so" in text
    assert f'href="/place/{quote("Zeytun, Herat")}"' in text


def test_hostile_names_are_shown_as_text(get: Get) -> None:
    page = get("/place/" + quote(HOSTILE, safe=""))
    assert page.status_code == 200
    assert HOSTILE not in page.text
    assert "&lt;img src=x" in page.text


def test_incident_and_event_pages_and_tables_lead_to_the_place(get: Get) -> None:
    link = f'href="/place/{KEY}"'
    assert link in get("/incident/musa-qala-takeover").text
    assert link in get(f"/event/{id_of(1)}").text
    assert link in get("/").text
    for table in ("control_changes", "control_periods", "claim_places", "place_names"):
        assert link in get(f"/timeline/{table}?_size=max").text, table
    assert get(f"/timeline/places/{KEY}").headers["location"] == f"/place/{KEY}"


ANSWERS = {
    "2015-08-23": "unknown",
    "2015-08-25": "disputed",
    "2015-08-26": "Taliban",
    "2015-08-27": "inferred",
    "2015-08-30": "Afghan National Defence and Security Forces",
    "2015-08-31": "disputed",
    "2015-09-03": "unknown",
}


def who_held(get: Get, place: str, day: str) -> list[dict[str, Any]]:
    answer = get(f"/timeline/who-held.json?_shape=array&place={quote(place)}&day={day}")
    found: list[dict[str, Any]] = answer.json()
    return found


@pytest.mark.parametrize("day", ANSWERS)
@pytest.mark.parametrize("place", [KEY, "musa QALA", "Musa-Kala", "موسی قلعه"])
def test_one_query_tells_who_held_a_place_on_a_day(get: Get, place: str, day: str) -> None:
    (row,) = who_held(get, place, day)
    assert (row["place"], row["scope"], row["answer"]) == (KEY, "centre", ANSWERS[day])


@pytest.mark.parametrize("form", ["json", "csv", "svg", "atom"])
def test_a_day_that_is_none_is_refused_in_words_in_every_form(get: Get, form: str) -> None:
    answer = get(f"/timeline/who-held.{form}?place={KEY}&day=August")
    assert answer.status_code == 400
    assert "“August” is no day. Write one as 2015-08-27." in (answer.json()["error"] if form == "json" else answer.text)


def test_its_answer_names_the_holders_and_the_events(get: Get) -> None:
    (row,) = who_held(get, KEY, "2015-08-25")
    assert row["controllers"] == "Afghan National Defence and Security Forces; Taliban"
    assert json.loads(row["events"]) == [id_of(number) for number in (1, 2, 3, 5, 6)]
    (row,) = who_held(get, "Zeytun, Herat", "2015-07-10")
    assert (row["answer"], row["controllers"]) == ("uncertain", "Taliban")


@pytest.mark.parametrize("place", ["Sangin", "kunjak"])
def test_a_known_place_of_which_nothing_is_told_is_unknown(get: Get, place: str) -> None:
    (row,) = who_held(get, place, "2015-08-25")
    assert (row["scope"], row["answer"], row["events"]) == ("unstated", "unknown", "[]")


@pytest.mark.parametrize("form", ["json", "csv", "atom", "geojson", "svg"])
def test_a_place_that_is_not_known_is_not_found_in_any_form(get: Get, form: str) -> None:
    answer = get(f"/timeline/who-held.{form}?place=Atlantis&day=2015-08-25")
    assert answer.status_code == 404
    says = "There is no place “Atlantis” in this timeline."
    assert says in (answer.json()["error"] if form in ("json", "geojson") else answer.text)


def asked(get: Get, place: str, day: str) -> str:
    """The answer on the page of the place, as HTML."""
    page = get(f"/place/{quote(place)}?day={day}")
    assert page.status_code == 200
    return str(page.text.partition('id="answer"')[2].partition("</section>")[0])


@pytest.mark.parametrize("place", [KEY, "af-helmand-kajaki", "Zeytun, Herat"])
def test_the_page_answers_for_every_day_as_the_query_does_with_all_its_events(get: Get, place: str) -> None:
    for day in ("2015-06-30", "2015-07-02", "2015-07-31", *ANSWERS):
        (row,) = who_held(get, place, day)
        answer = asked(get, place, day)
        assert f"<bdi>{row['answer']}</bdi></span>" in answer, day
        assert set(re.findall(r"HEL-[0-9-]+", re.sub(r'href="[^"]*"', "", answer))) == set(json.loads(row["events"])), (
            day
        )
        assert all(f"<bdi>{name}</bdi></b>" in answer for name in filter(None, row["controllers"].split("; "))), day


def test_the_answer_says_who_says_so_and_where_it_is_as_a_table(get: Get) -> None:
    answer = asked(get, KEY, "2015-08-25")
    text = " ".join(re.sub(r"<[^>]*>", " ", answer).split())
    assert "Who held it on 25 August 2015 The district centre: disputed : rival accounts" in text
    assert "Fall of Musa Qala, Helmand, from Afghan forces to Taliban on 26 August 2015" in text
    assert re.search(rf"A blog in its own voice, in A blog[^A-Z]+[A-Z][a-z]+ 2015 {id_of(5)}", text), text
    table = re.search(r'href="(/timeline/who-held[^"]*)"', answer)
    assert table
    assert get(table[1].replace("&amp;", "&")).status_code == 200


def test_the_answer_of_a_dispute_with_nobody_else_named_says_so(get: Get) -> None:
    (row,) = who_held(get, "af-helmand-kajaki", "2015-07-02")
    remark = "A claim that dates it later names nobody who had it until then."
    assert (row["answer"], row["controllers"], row["remark"]) == ("disputed", "Taliban", remark)
    answer = " ".join(re.sub(r"<[^>]*>", " ", asked(get, "af-helmand-kajaki", "2015-07-02")).split())
    assert "disputed : a claim that dates it later names nobody who had it until then." in answer
    assert remark in get("/timeline/who-held?place=Kajaki&day=2015-07-02").text
    (row,) = who_held(get, KEY, "2015-08-25")
    assert row["remark"] is None


def test_a_day_of_which_no_claim_tells_is_inferred_from_the_last_that_does(get: Get) -> None:
    text = " ".join(re.sub(r"<[^>]*>", " ", asked(get, KEY, "2015-08-28")).split())
    why = (
        "no claim tells of that day; last said for 26 August 2015, and the next day that is told of is 30 August 2015."
    )
    assert f"inferred : {why}" in text
    ends = text.partition("Ends with")[2]
    assert "Recapture of Musa Qala, Helmand, by Afghan forces on 30 August 2015 Afghan Ministry of Defence" in ends
    assert lists(text, "Ends with") == [id_of(4)]
    (row,) = who_held(get, KEY, "2015-08-28")
    assert (row["last_said"], row["next_said"]) == ("2015-08-26", "2015-08-30")
    assert json.loads(row["said_by"]) == []
    inferred = json.loads(row["inferred_from"])
    assert [id for told in inferred for id in re.findall("^HEL-[0-9-]+: Taliban, said of 2015-08-2", told)] == [
        f"{id_of(number)}: Taliban, said of 2015-08-2" for number in (1, 2, 3, 5, 6)
    ]


def test_a_claim_on_a_part_is_told_as_such_where_scopes_have_one_answer(get: Get) -> None:
    answer = " ".join(re.sub(r"<[^>]*>", " ", asked(get, "Baghni, Helmand", "2015-08-28")).split())
    assert "The whole district, and likewise the district centre: Taliban" in answer
    whole, part = answer.split("under control of Taliban on 28 August 2015")[1:]
    assert "alone" not in whole
    in_its_voice = r"The Nation in its own voice, in The Nation, 27 August 2015 HEL-[0-9-]+ tells of"
    assert re.search(f"{in_its_voice} the district centre alone", part)


def test_the_name_of_a_place_leads_on_with_the_day(get: Get) -> None:
    assert get("/place/musa-kala?day=2015-08-25").headers["location"] == f"/place/{KEY}?day=2015-08-25"


@pytest.mark.parametrize("day", ["August", "2015-8-5", "20150825", "2015-02-30", quote(HOSTILE)])
def test_what_is_no_day_is_told_above_the_bands(get: Get, day: str) -> None:
    page = get(f"/place/{KEY}?day={day}")
    assert page.status_code == 400
    assert "is no day. Write it as 2015-08-26." in page.text
    assert "The same as a table" in page.text
    assert HOSTILE not in page.text


@pytest.mark.parametrize("query", ["", "?day=", "?day=%20"])
def test_nothing_is_answered_that_was_not_asked(get: Get, query: str) -> None:
    assert 'id="answer"' not in get(f"/place/{KEY}{query}").text
