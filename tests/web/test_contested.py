"""Wherever a claim is shown, it is seen that others contradict, deny or doubt it, and what it doubts itself."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from tests.samples import GROUND, claim, killed
from tests.web.asked import both, words_of
from tests.web.conftest import Get
from timeline import Timeline
from timeline.web.contested import manners
from timeline.web.serve import application

__all__ = ["both"]

DENIED, RIVAL, REPORTS, DOUBT, DENIAL = (
    f"HEL-0000-{one}" for one in ("0075-56", "0079-44", "0084-29", "0085-26", "0093-02")
)
RECAPTURE = "/incident/musa-qala-recapture#disagreements"
IN_DISPUTE = f'<a class="mark against" href="{RECAPTURE}"><span aria-hidden="true">⇄</span> in dispute</a>'


def cells(page: str, id: str) -> dict[str, str]:
    """The cells of the row of a table that tells of the event `id`, by column."""
    (row,) = [row for row in page.split("<tr") if id in row.split("</td>")[0] and "<td" in row]
    return dict(re.findall(r'<td class="col-(\w+)[^>]*>(.*?)</td>', row, re.DOTALL))


def test_the_page_of_a_claim_says_that_it_is_in_dispute_on_what_and_by_whom_it_is_denied(both: Get) -> None:
    """Held against the sheets of UPI and VOA: 120 and 220 men dead, and the centre never retaken."""
    page = both(f"/event/{RIVAL}").text
    assert IN_DISPUTE in page
    text = words_of(page)
    assert "Others contradict it on the number of Taliban combatants killed and on whether it happened." in text
    assert f"Denied by Gen. Breedlove, for the centre ({DENIAL})." in text


def test_the_page_of_a_claim_that_is_answered_says_how(both: Get) -> None:
    assert f"Answered byDenied by Gen. Breedlove, for the centre {DENIAL}" in words_of(both(f"/event/{DENIED}").text)
    text = words_of(both(f"/event/{REPORTS}").text)
    assert "current asserts ⇄ in dispute ? questioned" in text
    assert f"Questioned by Afghanistan Analysts Network in its own voice: the number killed ({DOUBT})." in text


def test_a_claim_that_nobody_contradicts_or_doubts_has_no_mark(both: Get) -> None:
    page = both("/event/HEL-0000-0092-05").text
    assert "Others contradict it" not in page
    assert "in dispute" not in page.partition('id="beside"')[0]


def test_a_claim_that_questions_a_figure_is_not_shown_as_just_asserting_it(both: Get) -> None:
    text = words_of(both(f"/event/{DOUBT}").text)
    assert "current asserts ? questions the number killed" in text
    assert "Taliban killed Questions the number killed" in text
    assert " In killed" not in text
    questioned = cells(both("/timeline/events?id=HEL-0000-0085-26").text, DOUBT)
    assert words_of(questioned["stance"]) == "asserts ? questions the number killed"


def test_the_answer_of_how_many_were_killed_marks_a_figure_that_is_questioned(both: Get) -> None:
    page = both("/timeline/killed?incident=musa-qala-recapture").text
    (row,) = [words_of(row) for row in page.split("<tr") if DOUBT in row]
    assert "220-300 (questioned)" in row
    assert "? questions the number killed" in row
    assert "220–300" not in page


@pytest.mark.parametrize(("table", "rows"), [("claim_values", 3), ("control_changes", 1)])
def test_a_value_of_a_claim_that_is_denied_as_a_whole_is_not_said_to_be_what_is_denied(
    both: Get, table: str, rows: int
) -> None:
    """Held against the sheet of VOA: the general denies the recapture, not that Musa Qala is a place."""
    page = both(f"/timeline/{table}?event={DENIAL}").text
    said = [words_of(cell) for cell in re.findall(r'<td class="col-stance[^>]*>(.*?)</td>', page, re.DOTALL)]
    assert said == ["✗ denies"] * rows
    (one,) = re.findall(
        r'<td class="col-stance[^>]*>(.*?)</td>',
        both(f"/timeline/claim_values?event={DOUBT}&stance=questions").text,
        re.DOTALL,
    )
    assert words_of(one) == "? questions the number killed"


@pytest.mark.parametrize(("table", "field"), [("claim_values", "property"), ("casualties", "outcome")])
def test_tables_of_figures_mark_those_that_others_contradict_and_no_others(both: Get, table: str, field: str) -> None:
    page = both(f"/timeline/{table}?incident=musa-qala-recapture&{field}__in=killed,killed_or_injured&_size=max").text
    marked = [row for row in page.split("<tr") if f'<a href="{RECAPTURE}">' in row]
    assert sorted(id for row in marked for id in set(re.findall(r'/event/(HEL-[0-9-]+)"', row))) == [
        "HEL-0000-0078-47",
        RIVAL,
        REPORTS,
    ]
    value = 'class="col-value[^>]*>(?:<span class="whole">)?[^<]*(?:</span>)?<br><a'
    assert all(re.search(value, row) for row in marked)


def test_the_answer_of_how_many_were_killed_marks_the_figures_that_others_contradict(both: Get) -> None:
    rows = both("/timeline/killed.json?incident=musa-qala-recapture&_shape=array").json()
    disputed = {row["event"] for row in rows if row["disputed"]}
    assert disputed == {"HEL-0000-0078-47", RIVAL, REPORTS}
    page = both("/timeline/killed?incident=musa-qala-recapture").text
    for row in rows:
        (shown,) = [words_of(one) for one in page.split("<tr") if row["event"] in one]
        assert (f"{row['value']}⇄ in dispute" in shown) is (row["event"] in disputed)
        assert shown.count("in dispute") == (row["event"] in disputed)


def test_the_table_of_who_took_and_held_places_marks_claims_as_other_tables_do(both: Get) -> None:
    page = both("/timeline/control_changes?_size=max").text
    assert words_of(cells(page, RIVAL)["event"]) == f"{RIVAL} ⇄ in dispute ✗ denied"
    assert words_of(cells(page, REPORTS)["event"]) == f"{REPORTS} ⇄ in dispute ? questioned"
    assert words_of(cells(page, "HEL-0000-0086-23")["event"]) == "HEL-0000-0086-23"


def test_a_figure_of_a_denied_claim_is_denied_in_the_answer_of_how_many_were_killed(tmp_path: Path) -> None:
    with Timeline.init(tmp_path, "TST") as timeline:
        told = claim(incident="market", citation={"stance": "denies"}, casualties=killed(40))
        timeline.append([*GROUND, told], recorded_by="test")
    app = application(tmp_path)
    with asyncio.Runner() as loop:
        page = loop.run(app.client.get("/timeline/killed?incident=market")).text
    (row,) = [words_of(row) for row in page.split("<tr") if "TST-" in row and "denie" in row]
    assert "✗ denies" in row
    assert "denies the number" not in row


@pytest.mark.parametrize("table", ["events", "territory_recaptured"])
def test_tables_of_claims_mark_those_that_are_in_dispute_denied_or_questioned(both: Get, table: str) -> None:
    page = both(f"/timeline/{table}?_size=max").text
    status = "status" if table == "events" else "event_status"
    told = {id: words_of(cells(page, id)[status]) for id in (DENIED, RIVAL, REPORTS, DOUBT)}
    assert told == {
        DENIED: "● current ⇄ in dispute ✗ denied",
        RIVAL: "● current ⇄ in dispute ✗ denied",
        REPORTS: "● current ⇄ in dispute ? questioned",
        DOUBT: "● current",
    }
    assert f'<a href="{RECAPTURE}">' in cells(page, RIVAL)[status]


def test_the_columns_disputed_and_doubted_of_events_are_the_marks_of_its_page(both: Get) -> None:
    rows = both("/timeline/events.json?_shape=array&_size=max&stance__notnull=1").json()
    page = both("/timeline/events?stance__notnull=1&_size=max").text
    for row in rows:
        status = words_of(cells(page, row["id"])["status"])
        marks = [mark for mark in ("in dispute", "denied", "questioned", "not confirmed") if mark in status]
        told = ["in dispute"] * bool(row["disputed"]) + (row["doubted"].split(", ") if row["doubted"] else [])
        assert (row["id"], marks) == (row["id"], told)
    assert {row["doubted"] for row in rows if row["disputed"]} == {None, "denied", "questioned"}


def test_what_has_a_column_of_its_own_on_the_page_is_not_said_beside_the_status_again(both: Get) -> None:
    for path in ("/timeline/events?disputed=1", "/timeline/events?disputed=1&doubted__notnull=1"):
        row = cells(both(path).text, RIVAL)
        assert words_of(row["disputed"]) == "⇄ in dispute"
        assert f'href="{RECAPTURE}"' in row["disputed"]
        assert words_of(row["status"]) == "● current" + ("" if "doubted" in row else " ✗ denied")
        assert words_of(row.get("doubted", "✗ denied")) == "✗ denied"


def test_the_disputed_claims_of_a_month_are_a_filter_of_events_on_its_page_and_in_csv(both: Get) -> None:
    asked = "disputed=1&earliest__gte=2015-08-01&latest__lte=2015-08-31&_size=max"
    page, given = (both(f"/timeline/events{form}?{asked}").text for form in ("", ".csv"))
    rows = both("/timeline/events.json?_shape=array&_size=max").json()
    days = {row["id"]: [str(row[end])[:7] for end in ("earliest", "latest")] for row in rows}
    august = {row["id"]: row for row in rows if days[row["id"]] == ["2015-08", "2015-08"]}
    listed = {id for id in august if f">{id}</a>" in page}
    assert listed == {id for id, row in august.items() if row["disputed"]} == {id for id in august if f"{id}," in given}
    assert 0 < len(listed) < len(august)
    facet = both("/timeline/events").text
    assert re.search(r'href="[^"]*disputed=1[^"]*"[^>]*>\s*in dispute', facet)


def test_a_denial_is_told_at_each_claim_that_it_denies_wherever_that_is_listed(both: Get) -> None:
    """Held against the sheet of VOA: what the general denies UPI and Dawn have from one ministry."""
    carried = "HEL-0000-0078-47"
    for path in (
        "/incident/musa-qala-recapture",
        "/incident/musa-qala-recapture?as-reported=2015-09-30",
        f"/event/{REPORTS}",
        "/voice/Afghan%20Ministry%20of%20Defence",
    ):
        listed = both(path).text.split("<li")
        for id in (DENIED, carried, RIVAL):
            (item,) = [item for item in listed if f'<h3 dir="auto"><a href="/event/{id}">' in item]
            assert f"denied by {DENIAL}, for the centre" in words_of(item)
        (denial,) = [item for item in listed if f'/event/{DENIAL}">Denied' in item] or [""]
        assert words_of(denial).count("Denies HEL") == bool(denial)
    page = both("/incident/musa-qala-recapture?as-reported=2015-08-31").text
    assert DENIAL not in page


def test_what_is_in_dispute_or_denied_looks_alike_wherever_it_stands(both: Get) -> None:
    listed = both("/incident/musa-qala-recapture").text.partition('<ol class="claims">')[2].split("<li")
    marked = [item for item in listed if ">⇄</span> in dispute</a>" in item]
    told = [id for item in marked for id in re.findall(r'<h3 dir="auto"><a href="/event/(HEL-[0-9-]+)">', item)]
    assert sorted(told) == [DENIED, "HEL-0000-0078-47", RIVAL, REPORTS, DENIAL, "HEL-0000-0101-75"]
    assert all('<a class="mark against" href="#disagreements">' in item for item in marked)
    beside = both(f"/event/{DOUBT}").text.partition('id="beside"')[2]
    assert IN_DISPUTE in beside
    denied = '<span aria-hidden="true">✗</span> denied'
    for text in (*listed, beside, both(f"/event/{RIVAL}").text):
        assert text.count(denied) == len(re.findall(f'class="mark against"[^>]*>{denied}', text))


def test_a_claim_of_which_no_value_is_said_as_the_whole_is_told_by_its_values_alone() -> None:
    def value(property_: str, stance: str, **more: object) -> dict[str, object]:
        return {"property": property_, "stance": stance, "origin_kind": "named", "superseded_by": None} | more

    def said(stance: str, values: list[dict[str, object]]) -> list[str]:
        return [manner.striptags() for manner in manners({"stance": stance}, values)]

    doubt = value("killed", "questions")
    assert said("asserts", [doubt]) == ["? questions the number killed"]
    assert said("asserts", [doubt, value("injured", "questions")]) == [
        "? questions the number killed and the number injured"
    ]
    assert said("asserts", [value("place", "asserts"), doubt]) == ["asserts", "? questions the number killed"]
    assert said("asserts", [doubt | {"origin_kind": "coder"}]) == ["asserts"]
    assert said("confirms", []) == ["✓ confirms"]


def test_how_a_whole_claim_is_said_has_the_mark_that_its_values_have(both: Get) -> None:
    denial = both(f"/event/{DENIAL}").text
    head, _, values = denial.partition("</h1>")[2].partition('id="values"')
    mark = '<span class="mark against"><span aria-hidden="true">✗</span> denies</span>'
    assert mark in head.partition("<dl")[0]
    assert mark in values
    doubt = both(f"/event/{DOUBT}").text.partition("</h1>")[2].partition("<dl")[0]
    assert '<span class="mark hedge"><span aria-hidden="true">?</span> questions the number killed</span>' in doubt
