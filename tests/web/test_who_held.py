"""Who held a place on a day is answered with who says so, and from what it is inferred."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.web.asked import both, rows, told, words_of
from tests.web.conftest import Get

__all__ = ["both"]


@pytest.mark.parametrize(
    ("day", "answer", "controllers"),
    [
        ("2015-08-25", "disputed", "NATO and Afghan security forces; Taliban"),
        ("2015-08-26", "Taliban", "Taliban"),
        ("2015-08-27", "inferred", "Taliban"),
        ("2015-08-30", "disputed", "Afghan National Defence and Security Forces; Taliban"),
        ("2015-08-31", "disputed", "Afghan National Defence and Security Forces; Taliban"),
    ],
)
def test_who_held_musa_qala_on_a_day(both: Get, day: str, answer: str, controllers: str) -> None:
    found = rows(both, "who-held", place="Musa Qala", day=day)
    assert told(found, "scope", "answer", "controllers") == [
        (scope, answer, controllers) for scope in ("centre", "district", "town")
    ]
    assert {row["place"] for row in found} == {"af-helmand-musa-qala"}
    assert {row["day"] for row in found} == {day}


def test_who_held_musa_qala_on_27_august_and_which_claims_say_so(both: Get) -> None:
    """Held against the seeds: who says that it fell, or was retaken; para 1 and 4 tell of the town alone."""
    fell, retaken = ["14", "56", "71", "83", "89"], ["78", "86"]
    found = rows(both, "who-held", place="Musa Qala", day="2015-08-27")
    claims = {row["scope"]: {id[9:13].lstrip("0") for id in json.loads(row["events"])} for row in found}
    assert claims == {
        "centre": {*fell, *retaken},
        "district": {*fell, *retaken},
        "town": {*fell, *retaken, "8", "13"},
    }


def voiced(row: dict[str, Any], column: str) -> dict[str, list[str]]:
    """The numbers of the claims of one column, by what they say before who says it."""
    found: dict[str, list[str]] = {}
    for line in json.loads(row[column]):
        id, _, says = line.partition(": ")
        said = re.split(r"(?<=, according to)|(?<=by) (?!the coder)", says)[0]
        found.setdefault(said, []).append(id[9:13].lstrip("0"))
    return found


def test_a_claim_is_listed_for_the_days_alone_of_which_it_tells(both: Get) -> None:
    """The analysts heard that it was held for one day only, and of the Taliban's return on the next."""
    forces = "Afghan National Defence and Security Forces"
    days = {
        day: rows(both, "who-held", place="Musa Qala", day=day) for day in ("2015-08-30", "2015-08-31", "2015-09-02")
    }
    for row in days["2015-08-30"]:
        dated = f"{forces} (date supplied by the coder), according to"
        assert voiced(row, "said_by") == {f"{forces}, according to": ["78"], dated: ["86"]}
        assert "87" not in {id[9:13].lstrip("0") for id in json.loads(row["inferred_from"])}
    for row in days["2015-08-31"]:
        assert voiced(row, "said_by") == {"Taliban, according to": ["87"]}
        assert voiced(row, "inferred_from") == {
            f"{forces}, said without a day by": ["75", "79", "84", "85", "101"],
            f"{forces}, said of 2015-08-30 by": ["78"],
            "Taliban, inferred from the denial by": ["93"],
        }
    (centre,) = (row for row in days["2015-09-02"] if row["scope"] == "centre")
    assert voiced(centre, "said_by") == {"neither (date taken from the report), according to": ["92"]}
    assert voiced(centre, "inferred_from")["Taliban, said of 2015-08-31 by"] == ["87"]
    assert "86" not in {id[9:13].lstrip("0") for id in json.loads(centre["events"])}


def test_who_denies_it_stands_under_those_that_deny_it_and_begins_and_ends_nothing(both: Get) -> None:
    for day in ("2015-08-27", "2015-08-30", "2015-08-31", "2015-09-02"):
        for row in rows(both, "who-held", place="Musa Qala", day=day):
            assert "HEL-0000-0093-02" not in row["begun_by"] + row["ended_by"] + row["said_by"]
    (row,) = (one for one in rows(both, "who-held", place="Musa Qala", day="2015-09-02") if one["scope"] == "centre")
    assert "HEL-0000-0093-02" not in row["inferred_from"]  # he says by then that neither side has it
    assert "HEL-0000-0093-02" in row["denied_by"]


def test_the_day_before_it_is_taken_is_told_of_by_nobody(both: Get) -> None:
    """That it was taken from the Taliban on the 30th says that they had it until then, and nothing of the 29th."""
    for row in rows(both, "who-held", place="Musa Qala", day="2015-08-29"):
        assert (row["answer"], row["last_said"], row["next_said"]) == ("inferred", "2015-08-26", "2015-08-30")
        assert voiced(row, "inferred_from")["Taliban until 2015-08-30, according to"] == ["78"]
    page = both("/place/af-helmand-musa-qala?day=2015-08-29").text
    assert "No claim tells of 27–29 August 2015." in words_of(page)
    assert "the next day that is told of is 30 August 2015." in words_of(page)


def test_a_dispute_in_which_one_party_alone_is_named_says_that_a_claim_dates_it_later(both: Get) -> None:
    (row,) = rows(both, "who-held", place="Nawzad", day="2015-08-15")
    assert (row["answer"], row["controllers"]) == ("disputed", "Taliban")
    assert row["remark"] == "A claim that dates it later names nobody who had it until then."
    page = both("/timeline/who-held?place=Nawzad&day=2015-08-15").text
    assert row["remark"] in page
    assert "Disputed: Taliban, or not" in words_of(page)


@pytest.mark.parametrize("day", ["2015-07-29", "2015-07-31", "2015-08-15", "2015-08-20"])
def test_a_claim_that_dates_a_fall_later_ends_nobodys_hold_and_begins_none_on_the_same_day(both: Get, day: str) -> None:
    later, first = "HEL-0000-0049-37", "HEL-0000-0046-46"
    (row,) = rows(both, "who-held", place="Nawzad", day=day)
    assert [id for id in (later, first) if id in row["begun_by"]] == [first]
    assert later in row["dated_later_by"]
    assert row["ended_by"] == "[]"
    answer = words_of(both(f"/timeline/who-held?place=Nawzad&day={day}").text.partition('id="answer"')[2])
    assert re.search(f"Dated later by antiwar.com.* {later}", answer)
    assert "Ended by" not in answer
    page = both(f"/place/af-helmand-nawzad?day={day}").text
    told = words_of(page.partition('id="answer"')[2].partition("</section>")[0])
    assert "Dated later by" in told
    assert "Ends with" not in told
    assert "Had it until then" not in told
    assert "Ended by" not in words_of(page.partition('id="periods"')[2].partition("</table>")[0])


def test_after_the_last_day_told_of_nobody_is_known_and_the_answer_and_its_rule_say_so(both: Get) -> None:
    page = words_of(both("/timeline/who-held?place=Nawzad&day=2015-08-25").text)
    assert "Unknown: no claim tells who held it then or later; the last day told of before is 17–23 August 2015" in page
    assert "unknown on every other day, and so before the first and after the last of which any claim tells" in page
    assert "no claim tells who held it then or before" in words_of(
        both("/timeline/who-held?place=Nawzad&day=2015-06-25").text
    )


def test_where_no_claim_tells_of_a_place_the_answer_and_its_page_lead_to_those_in_it_that_are_told_of(
    both: Get,
) -> None:
    day = "2015-08-25"
    note = both(f"/timeline/who-held?place=Helmand&day={day}").text.partition("Claims tell who held places in it")[2]
    note = note.partition("</p>")[0]
    assert re.findall('href="([^"]+)"', note) == [
        f"/timeline/who-held?day={day}&amp;place=af-helmand-{name}" for name in ("musa-qala", "nawzad")
    ]
    page = both("/place/af-helmand").text
    assert re.search('Claims tell who held places in it: <a href="/place/af-helmand-musa-qala">', page)
    for place in ("Nawzad", "Musa+Qala"):
        assert "places in it" not in both(f"/timeline/who-held?place={place}&day={day}").text


def test_what_retakes_a_place_still_ends_who_had_it(both: Get) -> None:
    for row in rows(both, "who-held", place="Musa Qala", day="2015-08-28"):
        assert "HEL-0000-0078-47" in row["ended_by"]
        assert row["dated_later_by"] == "[]"


def test_the_page_names_voice_and_source_before_the_id_and_marks_a_voice_that_the_coder_inferred(both: Get) -> None:
    page = both("/timeline/who-held?place=Musa+Qala&day=2015-08-24").text
    answer = page.partition('id="answer"')[2]
    assert "Taliban, according to Reuters (inferred), in NDTV, 26 August 2015 HEL-0000-0056-16" in words_of(answer)
    assert (
        '<a href="/voice/Reuters">Reuters</a> (inferred), in <a class="cited" href="/source/ndtv-2015-08-26">' in answer
    )
    (row, *_) = rows(both, "who-held", place="Musa Qala", day="2015-08-24")
    told = "HEL-0000-0056-16: Taliban, according to Reuters (inferred), via NDTV, in ndtv-2015-08-26"
    assert told in json.loads(row["said_by"])


def test_scopes_of_which_the_same_is_told_share_a_row_of_the_page_in_which_each_claim_is_told_in_full_once(
    both: Get,
) -> None:
    page = both("/timeline/who-held?place=Musa+Qala&day=2015-08-30").text.partition('id="answer"')[2]
    assert page.count('<tr role="row">') == 2  # the headings and one answer
    assert "centre, district, town" in words_of(page)
    told = "Gen. Breedlove, via Reuters, in VOA, September 2015 HEL-0000-0093-02"
    assert words_of(page).count(told) == 1
    assert "Gen. Breedlove, of the centre HEL-0000-0093-02" in words_of(page)
    assert len(rows(both, "who-held", place="Musa Qala", day="2015-08-30")) == 3


def test_what_is_said_of_other_scopes_too_is_not_listed_again(both: Get) -> None:
    """Paragraphs 1 and 4 tell of the town alone."""
    page = both("/timeline/who-held?place=Musa+Qala&day=2015-08-27").text.partition('id="answer"')[2]
    assert page.count('<tr role="row">') == 3
    town = words_of(page.rpartition('<tr role="row">')[2])
    assert "As for the centre and the district, and: Taliban, said without a day by Sputnik News" in town
    assert "Ended by As for the centre and the district" in town
    assert "HEL-0000-0014-45" not in town
    assert "HEL-0000-0008-63" in town


def test_nobody_tells_who_held_musa_qala_in_2012(both: Get) -> None:
    """One sentence says that it was retaken in 2007; the next that is told of it is its fall in August 2015."""
    for row in rows(both, "who-held", place="Musa Qala", day="2012-05-01"):
        assert (row["answer"], row["controllers"]) == ("inferred", "NATO and Afghan security forces")
        assert (row["last_said"], row["next_said"]) == ("2007", "2015-08-24")
        assert row["said_by"] == "[]"
        assert json.loads(row["inferred_from"]) == [
            "HEL-0000-0010-57: NATO and Afghan security forces, said of 2007 by Sputnik News, in sputnik-2015-08-26"
        ]
    page = words_of(both("/timeline/who-held?place=Musa+Qala&day=2012-05-01").text)
    assert "NATO and Afghan security forces, said of 2007 by Sputnik News, 26 August 2015 HEL-0000-0010-57" in page


def test_the_denial_of_the_centre_is_told_of_every_part_of_musa_qala_with_its_voice(both: Get) -> None:
    denial = "Gen. Breedlove, via Reuters → VOA, in voa-2015-09"
    for row in rows(both, "who-held", place="Musa Qala", day="2015-08-30"):
        assert json.loads(row["denied_by"]) == [f"HEL-0000-0093-02: {denial}, of the centre"]
        inferred = f"HEL-0000-0093-02: Taliban, inferred from the denial by {denial}"
        assert inferred in json.loads(row["inferred_from"])
        assert voiced(row, "inferred_from").keys() == {
            "Afghan National Defence and Security Forces, said without a day by",
            "Taliban, inferred from the denial by",
        }


def test_a_claim_that_it_fell_later_does_not_say_who_held_it_before(both: Get) -> None:
    for row in rows(both, "who-held", place="Musa Qala", day="2015-08-25"):
        said, inferred = (json.loads(row[name]) for name in ("said_by", "inferred_from"))
        assert [told[9:] for told in said] == ["0089-14: Taliban, according to extracontent, in extracontent-2015-09"]
        assert voiced(row, "inferred_from")["Taliban, said of 2015-08-24 by"] == ["56", "71"]
        before = [told for told in inferred if ": NATO and Afghan security forces" in told]
        assert before
        assert "HEL-0000-0010-57: NATO and Afghan security forces, said of 2007 by Sputnik News" in before[0]
        later = ": NATO and Afghan security forces, inferred from the later date given by "
        assert all(later in one for one in before[1:])
        assert not any(one.startswith("HEL-0000-0089-14") for one in before)  # by then it says itself that it fell


@pytest.mark.parametrize(
    ("place", "day", "before", "since", "why"),
    [
        ("Musa Qala", "1990-01-01", None, "2007", " or before; the first day told of since is 2007"),
        (
            *("Nawzad", "2015-08-24", "2015-08-17/2015-08-23", None),
            " or later; the last day told of before is 17–23 August 2015",
        ),
        ("Sangin", "2015-08-24", None, None, " on any day"),
    ],
)
def test_where_nobody_is_known_the_nearest_days_are_named_that_are_told_of(
    both: Get, place: str, day: str, before: str | None, since: str | None, why: str
) -> None:
    for row in rows(both, "who-held", place=place, day=day):
        assert (row["answer"], row["last_said"], row["next_said"]) == ("unknown", before, since)
    then = "" if why == " on any day" else " then"
    told = f"no claim tells who held it{then}{why}"
    page = words_of(both(f"/timeline/who-held?place={place.replace(' ', '+')}&day={day}").text)
    assert f"Unknown: {told}" in page
    if then:
        assert f"unknown: {told}." in words_of(
            both(f"/place/{rows(both, 'who-held', place=place, day=day)[0]['place']}?day={day}").text
        )
