"""Every page of an event that was corrected or retracted says so, and leads to what counts."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.samples import GROUND, claim, killed
from tests.web.conftest import Get
from tests.web.test_pages import said
from timeline import Timeline
from timeline.log.ids import format_id
from timeline.web.corrected import CORRECTED_SINCE
from timeline.web.serve import application

OLD, MOVED, GONE, NEW, LAST, RETRACTION, UNDOING = (format_id("TST", number) for number in (6, 7, 8, 9, 10, 11, 13))


@pytest.fixture(scope="module")
def amended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    folder = tmp_path_factory.mktemp("web") / "t"
    with Timeline.init(folder, "TST") as timeline:
        timeline.append(GROUND, recorded_by="test")
        old, moved, gone = timeline.append(
            [
                claim(strikes=3, casualties=killed(40)),
                claim(citation={"locator": "para 2"}),
                claim(citation={"locator": "para 3"}, note="twice"),
            ],
            recorded_by="test",
        )
        new = timeline.correct(str(old.id), claim(strikes=2), reason="<b>two</b>, not three", recorded_by="ana")
        last = timeline.correct(str(new.id), claim(strikes=1), reason="one", recorded_by="ana")
        retraction = timeline.retract(str(gone.id), reason="entered twice", recorded_by="ana")
        undone = timeline.correct(str(moved.id), claim(strikes=7, citation={"locator": "para 2"}), reason="x")
        undoing = timeline.undo(str(undone.id), reason="y")
        denial = claim(
            citation={"locator": "para 20", "stance": "denies"},
            responds_to={"event": str(last.id), "properties": ["strikes"]},
        )
        assert timeline.append(denial, recorded_by="test").position == 14
        told = (old, moved, gone, new, last, retraction, undoing)
        assert tuple(one.id for one in told) == (OLD, MOVED, GONE, NEW, LAST, RETRACTION, UNDOING)
    app = application(folder)
    with asyncio.Runner() as loop:
        yield lambda path: loop.run(app.client.get(path))


@pytest.mark.parametrize("id", [OLD, NEW])
def test_a_corrected_event_leads_to_what_counts(amended: Get, id: str) -> None:
    page = amended(f"/event/{id}")
    assert f"This was corrected. What counts is {LAST}" in said(page)
    assert f'href="/event/{LAST}"' in page.text
    assert "&lt;b&gt;two&lt;/b&gt;, not three" in page.text
    assert "<b>two</b>" not in page.text


def test_what_counts_shows_what_was_changed_and_why(amended: Get) -> None:
    text = said(amended(f"/event/{LAST}"))
    assert "This was corrected" not in text
    assert f"{NEW} corrects {OLD}" in text
    assert f"{LAST} corrects {NEW}" in text
    assert "by ana" in text


def test_a_retracted_event_says_so_and_the_retraction_leads_to_it(amended: Get) -> None:
    text = said(amended(f"/event/{GONE}"))
    assert "This was retracted and counts no more. Nothing counts in its place." in text
    assert "entered twice" in text
    assert f'href="/event/{GONE}"' in amended(f"/event/{RETRACTION}").text


def test_an_undone_correction_leads_back(amended: Get) -> None:
    assert f"What counts is {MOVED}" in said(amended(f"/event/{UNDOING}"))
    assert f"{UNDOING} undoes" in said(amended(f"/event/{MOVED}"))


@pytest.mark.parametrize("path", ["/incident/bridge", "/source/gazette"])
def test_pages_with_several_claims_mark_those_that_count_no_more(amended: Get, path: str) -> None:
    text = said(amended(path))
    assert f"{OLD} · replaced by {NEW}" in text
    assert text.index(LAST) < text.index(OLD), "what counts comes first"


def test_the_table_of_corrections_can_be_read_and_searched(amended: Get) -> None:
    page = amended("/timeline/corrections.json?_shape=array&_search=entered")
    (found,) = page.json()
    assert found["action"] == "retracted"
    assert amended("/timeline/corrections").status_code == 200


def test_a_denial_and_what_it_answers_lead_to_each_other(amended: Get) -> None:
    denial = format_id("TST", 14)
    assert f"Answers {LAST}" in said(amended(f"/event/{denial}"))
    answered = said(amended(f"/event/{LAST}")).partition("Answered by ")[2]
    assert answered.startswith("Denied by ")
    assert f": the number of strikes {denial} " in answered
    assert "Answered by" not in said(amended(f"/event/{MOVED}"))


def test_the_question_what_was_corrected_tells_fields_in_plain_words_and_retracted_claims_as_sentences(
    amended: Get,
) -> None:
    found = amended("/timeline/corrected-since.json?since=&_shape=array").json()
    told = [(row["action"], row["amends"], row["field"], row["before"], row["after"]) for row in found]
    assert ("corrected", OLD, "strikes", 3, 2) in told
    (event,) = amended(f"/timeline/events.json?id={GONE}&_shape=array").json()
    sentence = event["summary"]
    assert ("retracted", GONE, None, sentence, None) in told
    assert sentence in said(amended("/timeline/corrected-since?since="))


def test_the_page_of_an_event_tells_fields_in_plain_words_and_which_of_several_it_was(amended: Get) -> None:
    page = said(amended(f"/event/{OLD}"))
    assert "casualties killed casualties[0].killed 40 –" in page
    assert re.search(r"\bstrikes 3 2\b", page)


def test_the_table_of_corrections_says_in_words_what_was_changed(amended: Get) -> None:
    page = amended("/timeline/corrections").text
    changed = re.findall(r'<a class="told" href="/event/([^"]+)">([^<]+)</a><br><small class="id">\1</small>', page)
    assert (OLD, "3 airstrikes; 40 Taliban killed") in changed
    assert (NEW, "2 airstrikes") in changed
    assert "Recorded by" in page.partition("Folded away on this page")[2].partition("</p>")[0]


def test_what_an_issuer_says_instead_is_looked_up_among_the_values_of_its_claims(example: Path) -> None:
    with closing(sqlite3.connect(example / "timeline.db")) as db:
        steps = [step for *_, step in db.execute(f"explain query plan {CORRECTED_SINCE}", {"since": "2015"})]
    assert [step for step in steps if step.startswith("SEARCH since")] == [
        "SEARCH since USING INDEX sqlite_autoindex_claim_values_1 (event=?)"
    ]


def test_the_table_of_corrections_leads_to_what_issuers_replaced_even_where_it_is_empty(
    example: Path, amended: Get
) -> None:
    app, way = application(example), '<a href="/timeline/corrected-since?since=">1 statement replaced by the issuer</a>'
    with asyncio.Runner() as loop:
        for asked in ("", "?action=undone"):
            assert way in loop.run(app.client.get(f"/timeline/corrections{asked}")).text
        assert way not in loop.run(app.client.get("/timeline/supersessions")).text
    assert "replaced by the issuer</a>" not in amended("/timeline/corrections").text, "nobody has"


def test_a_table_without_rows_offers_nothing_to_count_and_has_no_order(example: Path) -> None:
    with asyncio.Runner() as loop:
        page = loop.run(application(example).client.get("/timeline/corrections?action=undone&_facet=field")).text
    counted = re.search('<h2 class="counted">(.*?)</h2>', page)
    assert counted
    assert counted[1].startswith("0 rows where action")
    assert "sorted by" not in counted[1]
    assert 'id="facet-field"' not in page


def test_the_front_page_names_statements_that_issuers_replaced_beside_what_was_corrected_here(
    example: Path, amended: Get
) -> None:
    app = application(example)
    with asyncio.Runner() as loop:
        page = loop.run(app.client.get("/")).text
    corrected = page.partition('id="corrected"')[2].partition("</section>")[0]
    told = 'Issuers have replaced 1 statement of theirs: <a href="/timeline/corrected-since?since=">'
    assert told in corrected
    assert "Issuers have replaced" not in amended("/").text, "nobody has"
