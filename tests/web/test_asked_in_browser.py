"""What a reader asks on the front page is answered in the browser: the questions, the search, the chart, the feeds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin
from urllib.request import urlopen

import feedparser
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.scripts import LIVENESS_SECONDS
from tests.web.conftest import TAKEOVER
from timeline.web.questions import QUESTIONS

BOMBING = "musa-qala-bombing"
#: What is typed into each question's form, cells of one row that only the right answer has, and its heading.
ASKED: dict[str, tuple[dict[str, str], list[str], str]] = {
    "what-happened": (
        {"place": "Musa-Kala", "from": "2015-08-23", "to": "2015-08-23"},
        ["Bombing around Musa Qala", "up to 40 Taliban combatants killed; 40 people killed"],
        "What happened in Musa Qala on 23 August 2015?",
    ),
    "who-held": (
        {"place": "Musa Qala", "day": "2015-08-25"},
        ["centre, district", "disputed", "Reuters (inferred), in NDTV, 26 August 2015"],
        "Who held Musa Qala on 25 August 2015?",
    ),
    "disagreements": (
        {"incident": TAKEOVER},
        ["the day", "No day fits all of 24 August 2015, 25 August 2015 and 26 August 2015."],
        "On what do sources disagree about “Taliban take Musa Qala again”?",
    ),
    "killed": (
        {"incident": BOMBING},
        ["Taliban", "up to 40", "Reuters", "NDTV"],
        "How many were killed in “Bombing around Musa Qala”, according to whom?",
    ),
    "claims-of": (
        {"source": "sputnik-2015-08-26"},
        ["HEL-0000-0017-36", "para 8", "perpetrators"],
        "What did “Despite US Bombings",
    ),
    "said-by": (
        {"voice": "reuters", "place": "Helmand"},
        ["HEL-0000-0014-45", "via", "Governor Mohammad Sharif", "Reuters → Sputnik News"],
        "What does Reuters say, itself and through others, in Helmand?",
    ),
    "corrected-since": (
        {"since": "2020-01-01"},
        ["title", "Taliban take Musa Qala again", "it was not the first time"],
        "What was corrected since 1 January 2020?",
    ),
    "one-origin": (
        {"incident": "Most foreign forces leave Afghanistan"},
        ["HEL-0000-0018-33", "Sputnik News"],
        "Which claims on “Most foreign forces leave Afghanistan” rest on one origin only?",
    ),
    "known-by": (
        {"day": "2015-08-26", "place": "Musa Kala"},
        ["Bombing around Musa Qala", "up to 40 Taliban combatants killed"],
        "What was known by 26 August 2015, in Musa Qala?",
    ),
}


@pytest.fixture(scope="module")
def desktop(chromium: Browser) -> Iterator[Page]:
    with chromium.new_context(viewport={"width": 1280, "height": 900}) as context:
        yield context.new_page()


def ask(page: Page, site: str, name: str) -> None:
    """Ask a question from the front page as a reader does, and find the row that answers it."""
    given, cells, heading = ASKED[name]
    page.goto(f"{site}/")
    page.locator("ul.questions summary").filter(has_text=QUESTIONS[name].title).click()
    if given:
        form = page.locator("form.ask").filter(visible=True)
        for label, typed in given.items():
            form.get_by_label(label, exact=False).fill(typed)
        form.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    assert page.title().startswith(heading)
    answers = page.locator("table.rows tbody tr")
    for cell in cells:
        answers = answers.filter(has_text=cell)
    expect(answers.first).to_be_visible()


def test_every_question_is_asked_here() -> None:
    assert ASKED.keys() == QUESTIONS.keys()
    assert all(given.keys() == QUESTIONS[name].asks.keys() for name, (given, *_) in ASKED.items())


@pytest.mark.parametrize("name", ASKED)
def test_a_question_is_asked_from_the_front_page_and_answered(desktop: Page, site: str, name: str) -> None:
    ask(desktop, site, name)


def test_each_question_has_an_example_near_the_top_that_the_tables_answer(desktop: Page, site: str) -> None:
    desktop.goto(f"{site}/")
    top = desktop.get_by_role("heading", name="Questions").evaluate("one => one.getBoundingClientRect().top")
    assert top < 900
    examples = {link.inner_text(): link.get_attribute("href") or "" for link in desktop.locator("ul.questions a").all()}
    assert [href.partition("?")[0] for href in examples.values()] == [f"/timeline/{name}" for name in QUESTIONS]
    assert "What happened in Helmand in August 2015?" in examples
    for words, href in examples.items():
        desktop.goto(f"{site}{href}")
        expect(desktop.get_by_role("heading", level=1)).to_have_text(words)
        assert desktop.locator("table.rows tbody tr").count() > 0, href


def test_a_question_is_asked_and_answered_on_a_phone_without_script(chromium: Browser, site: str) -> None:
    with chromium.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, java_script_enabled=False
    ) as context:
        page = context.new_page()
        ask(page, site, "who-held")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_mark_of_the_chart_leads_to_its_incident(desktop: Page, site: str) -> None:
    desktop.goto(f"{site}/")
    marks = desktop.locator("svg.chart a")
    earlier = re.search(r"long before these lie (\d) earlier", desktop.locator("main").inner_text())
    rows = desktop.get_by_role("table").first.locator("tbody tr").count()
    assert marks.count() == rows - int(earlier[1] if earlier else 0)
    marks.and_(desktop.get_by_role("link", name=re.compile("^Bombing around Musa Qala"))).locator("circle").click()
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Bombing around Musa Qala")


def test_the_search_finds_what_only_one_claim_says(desktop: Page, site: str) -> None:
    desktop.goto(f"{site}/")
    desktop.get_by_role("searchbox").fill("reinforcements")
    desktop.keyboard.press("Enter")
    expect(desktop.get_by_text("Reinforcements were asked for, and none came").first).to_be_visible()


@pytest.mark.parametrize(
    ("title", "newest"),
    [("What is new", "HEL-0000-0114-36"), ("What was corrected", "it was not the first time")],
)
def test_the_head_of_the_front_page_leads_to_feeds_that_a_reader_of_feeds_reads(
    desktop: Page, site: str, title: str, newest: str
) -> None:
    desktop.goto(f"{site}/")
    link = desktop.locator(f'head link[rel=alternate][type="application/atom+xml"][title="{title}"]')
    with urlopen(urljoin(site, link.get_attribute("href")), timeout=LIVENESS_SECONDS) as answer:
        assert answer.headers.get_content_type() == "application/atom+xml"
        read = feedparser.parse(answer.read())
    assert read.bozo is False
    assert read.version == "atom10"
    assert all(entry.id and entry.title and entry.link and entry.updated_parsed for entry in read.entries)
    assert newest in str(read.entries[0])
