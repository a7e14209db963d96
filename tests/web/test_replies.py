"""A claim that answers another is seen at both, and at the figure that it answers, though nothing contradicts."""

from __future__ import annotations

import re

from tests.web.asked import both, words_of
from tests.web.conftest import Get

__all__ = ["both"]

TOLL, REMARK, REPORTS, DOUBT = "HEL-0000-0065-86", "HEL-0000-0066-83", "HEL-0000-0084-29", "HEL-0000-0085-26"
RENEWED, RECAPTURE = "/incident/musa-qala-renewed-bombing", "/incident/musa-qala-recapture"


def test_an_incident_without_a_contradiction_says_that_a_claim_on_it_is_answered(both: Get) -> None:
    """Held against the sheet of Fox News: AP remarks on the figures of the Taliban's spokesman."""
    text = words_of(both(RENEWED).text)
    assert "No claims on it were found that cannot all be true. One answers another all the same." in text
    assert (
        f"Answers to claims Both may be true: nothing is resolved by an answer. Answered by AP: the number killed, "
        f"as given by Taliban spokesman Qari Yousef ({TOLL})" in text
    )


def test_a_figure_that_is_answered_or_questioned_is_marked_with_the_claim_that_does_so(both: Get) -> None:
    for path, answered, mark in ((RENEWED, 2, f"answered by {REMARK}"), (RECAPTURE, 1, f"questioned by {DOUBT}")):
        figures = re.findall(r"<li[^>]*>(?:(?!</li>).)*</li>", both(path).text, re.DOTALL)
        assert sum(mark in words_of(figure) and 'class="whose"' in figure for figure in figures) == answered


def test_who_denies_a_claim_as_a_whole_does_not_mark_its_figures(both: Get) -> None:
    """Held against the sheet of VOA: the general denies that the centre was retaken, and says nothing of 220 men."""
    figures = both(RECAPTURE).text.partition('id="casualties"')[2].partition('id="then"')[0]
    assert "HEL-0000-0093-02" not in figures


def test_a_row_of_figures_says_also_where_it_is_folded_that_one_is_questioned_or_answered(both: Get) -> None:
    for path, marked in ((RENEWED, ["answered", "answered"]), (RECAPTURE, ["questioned"])):
        folded = re.findall(r"<details><summary>(?:(?!</summary>).)*</summary>", both(path).text)
        found = re.findall(r'class="mark[^>]*>(?:<span[^>]*>.</span> )?([a-z ]+)<', " ".join(folded))
        assert set(found) == set(marked)


def test_both_claims_say_in_lists_what_they_answer_and_by_what_they_are_answered(both: Get) -> None:
    for path in (RENEWED, "/source/foxnews-2015-08-27", "/voice/AP"):
        text = words_of(both(path).text)
        assert f"Answers {TOLL}: the number killed" in text
        assert f"answered by {REMARK}: the number killed" in text
    text = words_of(both("/source/aan-2015-09-03").text)
    assert f"Questions {REPORTS}: the number killed" in text
    assert f"questioned by {DOUBT}: the number killed" in text


def test_of_what_was_reported_later_no_answer_is_told(both: Get) -> None:
    page = both(f"{RECAPTURE}?as-reported=2015-09-02").text
    assert DOUBT not in page
    assert "Answers to claims" not in words_of(page)
    later = words_of(both(f"{RECAPTURE}?as-reported=2015-09-03").text)
    assert (
        "Questioned by Afghanistan Analysts Network in its own voice: the number killed, as given by unnamed reports"
        in later
    )


def test_a_denial_that_contradicts_by_a_rule_stands_among_the_contradictions_alone(both: Get) -> None:
    answers = words_of(both(RECAPTURE).text).partition("Answers to claims")[2].partition("Casualties claimed")[0]
    assert "Questioned by Afghanistan Analysts Network" in answers
    assert "Breedlove" not in answers


def test_a_denial_says_alike_wherever_it_is_listed_which_claims_it_denies_and_for_which_part(both: Get) -> None:
    """Held against the sheet of VOA: the general answers the claim in Dawn; two more have it from the same ministry."""
    denial, others = "HEL-0000-0093-02", "HEL-0000-0078-47 and HEL-0000-0079-44, for the centre"
    for path in (RECAPTURE, "/source/voa-2015-09", "/voice/Gen.%20Breedlove"):
        page = words_of(both(path).text)
        assert f"Denies HEL-0000-0075-56, {others}" in page, path
    own = words_of(both(f"/event/{denial}").text)
    assert "220 enemies killed or injured Denies it, for the centre" in own
    assert f"Speaks againstDenies {others}" in own
    assert "all of it" not in own
    said = words_of(both("/timeline/said-by?voice=Gen.+Breedlove").text)
    assert "denies it, for the centre HEL-0000-0075-56" in said
    assert "Speaks against" not in both("/event/HEL-0000-0085-26").text, "its answer says all"


def test_who_denies_an_incident_is_counted_and_the_part_that_is_denied_told(both: Get) -> None:
    """Held against the sheet of VOA: one general denies the recapture of the centre."""
    page = both(RECAPTURE).text
    assert '<a class="mark against" href="#disagreements">denied by 1 voice, of the centre</a>' in page
    assert "some deny it" not in page


def test_beside_claims_that_are_denied_stand_the_voices_that_tell_of_it_undenied(both: Get) -> None:
    counted = "Carried by 1 independent origin. Only the claims that are denied are counted here."
    rest = "Afghanistan Analysts Network in its own voice; and unnamed reports, a voice without a name."
    page = words_of(both(RECAPTURE).text)
    assert f"{counted} Those that are not denied rest on 215th Corps Maiwand; {rest}" in page
    assert page.count("Only the claims that are denied") == 1
    assert f"{counted} Those that are not denied rest on {rest}" in words_of(
        both(f"{RECAPTURE}?as-reported=2015-09").text
    )
