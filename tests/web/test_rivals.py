"""What sources disagree on, what issuers replaced and what was decided, on the pages of incidents, as of any time."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from tests import rival_claims as rival
from tests.web.conftest import RANGE, Get
from tests.web.test_pages import row, said
from timeline.web.serve import application


@pytest.fixture(scope="module")
def recorded() -> list[str]:
    """When the appends were recorded, once `rivals` has made them."""
    return []


@pytest.fixture(scope="module")
def rivals(tmp_path_factory: pytest.TempPathFactory, recorded: list[str]) -> Iterator[Get]:
    folder: Path = tmp_path_factory.mktemp("rivals") / "t"
    recorded += rival.build(folder)
    app = application(folder)
    with asyncio.Runner() as loop:
        yield lambda path: loop.run(app.client.get(path))


def section(page: str, id: str) -> str:
    """The words under the heading `id` of a page, up to the next heading of its rank."""
    part = RANGE.sub(r"\1", page.partition(f'id="{id}"')[2].partition("<h2")[0])
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", f"<{part}")).split())


#: How the sources of these claims are called.
WIRE, REPRINT, GAZETTE = "in Wire, 23 August 2015", "in Wire, 24 August 2015", "in Gazette, 26 August 2015"


def test_what_cannot_all_be_true_stands_side_by_side_with_the_origins_of_each_side(rivals: Get) -> None:
    text = section(rivals("/incident/bridge").text, "disagreements")
    days = "Between 22 and 24 August 2015, as sources disagree"
    assert f"The day (insider attack) {days} No day fits both 22 August 2015 and 24 August 2015." in text
    assert (
        "22 August 2015 Carried by 1 independent origin Mission : Saturday in Wire, 23 August 2015 · "
        f"{rival.V1} 24 August 2015 Carried by up to 1 independent origin Gazette in its own voice in "
        f"Gazette, 26 August 2015 · {rival.RIVAL}"
    ) in text


def test_the_lead_marks_a_disputed_day_and_tells_what_sources_say_alike(rivals: Get) -> None:
    text = said(rivals("/incident/bridge"))
    assert "Between 22 and 24 August 2015, as sources disagree ⇄ day disputed" in text
    assert "All sources that mention it agree: 2 NATO killed (2 sources, 1 independent origin) ." in text


def test_an_incident_on_which_nothing_disagrees_says_so_only_where_there_is_something_to_compare(rivals: Get) -> None:
    assert 'id="disagreements"' not in rivals("/incident/market").text
    assert "day disputed" not in rivals("/incident/market").text


def test_superseded_figures_are_marked_and_stand_apart_from_the_range(rivals: Get) -> None:
    gone = row(rivals("/incident/bridge"), "attackers killed")
    assert gone == (
        "attackers killed none counts here "
        f"2 · Mission ↷ superseded by {rival.SUPERSESSION} takes no part in the range · {WIRE} · {rival.V1}"
    )


def test_what_the_issuer_replaced_is_told_before_and_since(rivals: Get) -> None:
    text = section(rivals("/incident/bridge").text, "replaced")
    assert "A correction: the issuer says that it was wrong Issuer: Mission · said so" in text
    assert f"Perpetrators 2 {WIRE} · {rival.V1} 2 two men {REPRINT} · {rival.REPRINT} 1 {GAZETTE} · {rival.V2}" in text
    assert f"Killed (attackers) 2 in Wire, 23 August 2015 · {rival.V1} The new statement does not say it again." in text


def test_what_the_new_statement_adds_is_told_with_what_it_changes(rivals: Get) -> None:
    text = said(rivals("/incident/bridge")).partition("Replaced by the issuer")[2]
    assert re.search(r"Injured \(attackers\) The old statement did not say it\. 1 ", text)


def test_assessments_are_marked_as_estimates_and_lead_to_what_they_rely_on(rivals: Get) -> None:
    text = section(rivals("/incident/bridge").text, "assessments")
    assert "not claims by sources: they take part in no range" in text
    assert "Fair (two or more credible sources) By the desk , 10 September 2015: said so" in text
    assert f"2 (1–3) NATO killed best estimate Relies on 1 claim {rival.V2}" in text


def test_links_are_told_in_both_directions_and_merges_with_their_slugs(rivals: Get) -> None:
    bridge, market, valley = (
        section(rivals(f"/incident/{slug}").text, "others") for slug in ("bridge", "market", "valley")
    )
    assert "It coincides with Market said so" in bridge
    assert "It is part of Valley said so" in bridge
    assert f"Also known by the slug old-bridge : Old bridge , merged into it one bridge {rival.MERGE}" in bridge
    assert "1 claim on it turned out to be on Market elsewhere" in bridge
    assert "It coincides with Bridge" in market
    assert "1 claim that was taken to be on Bridge turned out to be on it" in market
    assert "Bridge is part of it" in valley


def test_claims_say_what_they_depend_on_and_which_values_are_superseded(rivals: Get) -> None:
    text = section(rivals("/incident/bridge").text, "claims")
    assert f"Carries the same text as (inferred) {rival.V1} : said so" in text
    assert f"Perpetrators : 2 ↷ superseded by {rival.SUPERSESSION}" in text
    assert "in Wire, 23 August 2015 · TST" in text
    assert "Derived from (inferred)" not in text, "the derived claim was split off"
    assert f"Derived from (inferred) {rival.UP_TO}" in section(rivals("/incident/market").text, "claims")


@pytest.mark.parametrize(
    ("path", "leads"),
    [
        ("/incident/old-bridge", "/incident/bridge"),
        ("/incident/Old-Bridge", "/incident/bridge"),
        ("/incident/old-bridge/cite.json", "/incident/bridge/cite.json"),
        ("/incident/old-bridge?as-reported=2015-08-24", "/incident/bridge?as-reported=2015-08-24"),
    ],
)
def test_the_slug_of_a_merged_incident_leads_to_the_one_that_it_is(rivals: Get, path: str, leads: str) -> None:
    answer = rivals(path)
    assert (answer.status_code, answer.headers["location"]) == (301, leads)


def test_the_slug_of_an_undone_merge_is_a_page_again_and_no_browser_keeps_the_way(rivals: Get) -> None:
    assert rivals("/incident/market").status_code == 200
    assert rivals("/incident/old-bridge").headers["cache-control"] == "no-cache"


def test_a_merged_slug_is_found_by_the_form(rivals: Get) -> None:
    assert rivals("/search?q=old-bridge").headers["location"] == "/incident/old-bridge"


def test_the_page_as_of_then_says_so_and_has_only_what_was_reported(rivals: Get) -> None:
    page = rivals("/incident/bridge?as-reported=2015-08-25")
    text = said(page)
    assert "As reported by 25 August 2015: only what sources say on which that day is printed" in text
    assert "day disputed" not in text
    assert 'id="replaced"' not in page.text, "what replaces it was not published yet"
    assert 'id="assessments"' not in page.text
    assert row(page, "attackers") == (
        f"attackers killed 2 1 claim, 1 independent origin: Mission 2 · Mission · {WIRE} · {rival.V1}"
    )
    assert rival.V2 not in page.text.partition('id="then"')[0]
    assert 'id="cite"' not in page.text


def test_a_day_later_the_statement_is_replaced_and_the_day_disputed(rivals: Get) -> None:
    text = said(rivals("/incident/bridge?as-reported=2015-08-26"))
    assert "Between 22 and 24 August 2015, as sources disagree ⇄ day disputed" in text
    assert f"Killed (attackers) 2 in Wire, 23 August 2015 · {rival.V1}" in text


def test_the_page_as_recorded_then_knows_nothing_that_was_decided_later(rivals: Get, recorded: list[str]) -> None:
    before = said(rivals(f"/incident/bridge?as-recorded={recorded[0]}"))
    assert "As recorded at" in before
    assert "superseded by" not in before
    assert f"{rival.FORTY}" in before
    assert "Lost on the way" not in before
    linked = said(rivals(f"/incident/bridge?as-recorded={recorded[1]}"))
    assert f"Killed : up to 40 Taliban {rival.UP_TO} became 40 Taliban {rival.FORTY} : an open end is closed" in linked
    assert "Also known by the slug" not in linked


def test_states_that_were_recorded_within_one_minute_have_links_of_their_own(rivals: Get) -> None:
    links = re.findall(r'as-recorded=([^"]*)">([^<]*)</a>', rivals("/incident/bridge").text)
    assert len(links) > 2
    assert len({minute[:16] for minute, _ in links}) < len(links), "else there is nothing to tell apart"
    assert len({told for _, told in links}) == len(links)


def test_a_slug_was_an_incident_of_its_own_until_it_was_merged(rivals: Get, recorded: list[str]) -> None:
    page = rivals(f"/incident/old-bridge?as-recorded={recorded[1]}")
    assert page.status_code == 200
    assert rival.LATE in said(page)
    market = rivals(f"/incident/market?as-recorded={recorded[3]}")
    assert market.headers["location"] == f"/incident/valley?as-recorded={recorded[3]}"


def test_both_times_may_be_given(rivals: Get, recorded: list[str]) -> None:
    text = said(rivals(f"/incident/bridge?as-reported=2015-08-26&as-recorded={recorded[0]}"))
    assert "As reported by 26 August 2015 and as recorded at" in text
    assert "superseded by" not in text


@pytest.mark.parametrize("query", ["", "?as-reported=&as-recorded=", "?as-reported=%20"])
def test_empty_fields_are_now(rivals: Get, query: str) -> None:
    text = said(rivals(f"/incident/bridge{query}"))
    assert "As reported by" not in text.partition("What was known by when")[0]


def test_before_anything_was_reported_nothing_was_known(rivals: Get) -> None:
    page = rivals("/incident/bridge?as-reported=2014")
    assert page.status_code == 200
    assert "By then nothing was known of it" in said(page)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("as-reported=soon", '"soon" is not a date'),
        ("as-recorded=2015-08-26T12:00", "If it is meant in UTC, write 2015-08-26T12:00Z"),
        ("as-recorded=9999-12-31T23:59-23:59", "is not a time"),
        ("as-reported=%3Cb%3E&as-recorded=%00", "is not a time"),
    ],
)
def test_what_is_no_date_is_told_and_the_page_is_that_of_now(rivals: Get, query: str, told: str) -> None:
    page = rivals(f"/incident/bridge?{query}")
    assert page.status_code == 400
    text = unescape(re.sub(r"<[^>]*>", " ", page.text))
    assert told in text
    assert "So this page shows what is known now." in text
    assert "Traceback" not in text
    assert "<b>&" not in page.text


def test_each_step_of_what_was_known_leads_to_the_page_as_of_then(rivals: Get) -> None:
    page = rivals("/incident/bridge?as-reported=2015-08-24").text
    steps = re.findall(r'href="/incident/bridge\?as-reported=([0-9-]+)"', page)
    assert steps == ["2015-08-23", "2015-08-24", "2015-08-26"]
    assert row(rivals("/incident/bridge?as-reported=2015-08-25"), "24 August 2015").startswith(
        "24 August 2015 shown here"
    )


def test_the_home_page_marks_incidents_in_dispute_in_words(rivals: Get) -> None:
    assert "Bridge ⇄ 1 disagreement " in said(rivals("/"))


def test_a_source_says_whose_text_it_carries_and_who_carries_its_own(rivals: Get) -> None:
    assert "Carries the text of A wire" in said(rivals("/source/copy"))
    assert "Its text is carried by copy Wire" in said(rivals("/source/wire"))
    assert f"Perpetrators : 2 ↷ superseded by {rival.SUPERSESSION}" in said(rivals("/source/copy"))


@pytest.mark.parametrize(
    ("id", "words", "links"),
    [
        (rival.TEXT, "Carries the same text as " + rival.V1, [f"/event/{rival.REPRINT}", f"/event/{rival.V1}"]),
        (rival.DERIVED, f"Is derived from {rival.UP_TO}", [f"/event/{rival.FORTY}"]),
        (rival.LINK, "Coincides with Market market", ["/incident/bridge", "/incident/market"]),
        (rival.PART, "Is part of Valley valley", ["/incident/valley"]),
        (rival.MERGE, "Is one with Bridge bridge", ["/incident/old-bridge", "/incident/bridge"]),
        (rival.SPLIT, "Are on Market market", [f"/event/{rival.FORTY}"]),
        (rival.ASSESSMENT, "Best figures 2 (1–3) NATO killed best estimate", [f"/event/{rival.V2}"]),
        (rival.SUPERSESSION, "Fields that changed Perpetrators; Killed (attackers)", [f"/event/{rival.V2}"]),
    ],
)
def test_a_decision_has_a_page_in_words_that_leads_to_what_it_names(
    rivals: Get, id: str, words: str, links: list[str]
) -> None:
    page = rivals(f"/event/{id}")
    assert "What it decides" in said(page)
    assert words in said(page)
    assert "Why " in said(page)
    assert "What it records" not in said(page)
    for link in links:
        assert f'href="{link}"' in page.text


def test_an_undone_decision_says_until_when_it_held(rivals: Get) -> None:
    assert re.search("Held since .* UTC, until ", said(rivals(f"/event/{rival.AGAIN}")))
    assert "What it records" in said(rivals(f"/event/{rival.UNDOING}"))


def test_a_claim_marks_superseded_values_and_names_the_decisions_on_it(rivals: Get) -> None:
    page = rivals(f"/event/{rival.REPRINT}")
    assert f"superseded by {rival.SUPERSESSION} ; since then {rival.V2}" in row(page, "Perpetrators")
    assert f"Decisions on it Carries the same text as (inferred) {rival.V1} : said so" in said(page)
    assert f"Decisions on it {rival.ASSESSMENT}" not in said(rivals(f"/event/{rival.RIVAL}"))
    assert rival.ASSESSMENT in said(rivals(f"/event/{rival.V2}"))


def test_tables_of_decisions_lead_to_pages(rivals: Get) -> None:
    links = rivals("/timeline/claim_links").text
    assert f'href="/event/{rival.V1}"' in links
    assert 'href="/incident/market"' in rivals("/timeline/incident_links").text
