"""The page of a place says who held it on a day as the question does, and what is inferred or not known."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

import pytest

from tests.web.conftest import Get
from tests.web.district import HOSTILE, KEY, get, id_of, lists

__all__ = ["get"]

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
