"""A page runs and loads what came with it, and a file runs and loads nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.web.conftest import ROOT, Get
from tests.web.test_hostile import PHONE, watch
from timeline.web import compat, guard

OURS = [
    *("/", "/incident/musa-qala-takeover", "/event/HEL-0000-0011-54", "/source/sputnik-2015-08-26"),
    *("/place/Musa%20Qala", "/incident/none"),
]
DATASETTES = ["/timeline", "/timeline/events", "/timeline/incidents?_facet=place", "/timeline/figures", "/-/plugins"]
FILES = [
    *(
        "/timeline/events.json",
        "/timeline/events.csv",
        "/timeline/events.atom?_sort_desc=position",
        "/timeline/incidents.geojson",
    ),
    *("/event/HEL-0000-0011-54/cite.bib", "/event/HEL-0000-0011-54/cite.json"),
]


def policy_of(answer: Any) -> dict[str, list[str]]:
    parts = (part.split() for part in answer.headers["content-security-policy"].split(";"))
    return {name: sources for name, *sources in parts}


@pytest.mark.parametrize("path", [*OURS, *DATASETTES])
def test_a_page_runs_only_scripts_that_stand_in_its_template(get: Get, path: str) -> None:
    answer = get(path)
    if "location" in answer.headers:
        path = answer.headers["location"]
        answer = get(path)
    policy = policy_of(answer)
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    itself, nonce = policy["script-src"]
    assert itself == "'self'"
    scripts = re.findall(r"<script\b([^>]*)>", answer.text)
    assert all(f'nonce="{nonce[7:-1]}"' in attributes for attributes in scripts)
    assert ("'unsafe-inline'" in policy["style-src"]) == (path in DATASETTES)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] in ("same-origin", "no-referrer")  # the latter is Datasette's own
    assert policy_of(get(path))["script-src"] != policy["script-src"]


@pytest.mark.parametrize("path", FILES)
def test_a_file_may_run_and_load_nothing(get: Get, path: str) -> None:
    answer = get(path)
    assert answer.status_code == 200
    assert policy_of(answer) == {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "frame-ancestors": ["'none'"],
        "sandbox": [],
    }
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_our_templates_have_neither_event_handlers_nor_style_attributes() -> None:
    for template in (ROOT / "timeline" / "web" / "html").glob("*.html"):
        assert not re.search(r"\s(style|on[a-z]+)\s*=", template.read_text(encoding="utf-8")), template.name


def test_an_operator_may_widen_the_policy_for_pages(tables: Path, run: Any) -> None:
    more = {"frame-ancestors": "https://news.example", "img-src": "https://tiles.example", "media-src": "'self'"}
    app = compat.make(tables, {"plugins": {"timeline": {"content_security_policy": more}}})
    policy = policy_of(run(app.client.get("/timeline")))
    assert policy["frame-ancestors"] == ["https://news.example"]
    assert policy["img-src"] == ["'self'", "data:", "https://tiles.example"]
    assert policy["media-src"] == ["'self'"]
    file = policy_of(run(app.client.get("/timeline/events.json")))
    assert file["frame-ancestors"] == ["https://news.example"]
    assert "img-src" not in file


def test_a_browser_finds_no_violation_and_datasettes_pages_still_work(address: str, chromium: Browser) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        seen = watch(page)
        for path in (*OURS, *DATASETTES):
            page.goto(address + path)
        page.goto(f"{address}/timeline/incidents")
        page.locator("th svg").first.click()
        page.get_by_text("Sort descending").first.click()
        assert "_sort_desc=title" in page.url
        page.goto(f"{address}/timeline?sql=select+1")
        page.locator(".cm-editor, .CodeMirror").first.wait_for()
        assert seen["errors"] == seen["violations"] == []


def test_the_button_that_chooses_columns_on_a_phone_is_allowed(address: str, chromium: Browser) -> None:
    """Its event handler stands in a template of 1.0; 0.65 has no such button."""
    with chromium.new_context(viewport=PHONE) as context:
        page = context.new_page()
        seen = watch(page)
        page.goto(f"{address}/timeline/incidents")
        page.locator("details.more > summary").click()
        button = page.locator("button.choose-columns-mobile")
        assert button.count() == len(compat.HANDLERS)
        if button.count():
            button.click()
            page.locator("column-chooser dialog").wait_for()
        assert seen["errors"] == seen["violations"] == []


def test_a_script_that_got_into_a_page_does_not_run(address: str, chromium: Browser) -> None:
    inject = """() => {
        window.__violated = [];
        document.addEventListener("securitypolicyviolation", event => window.__violated.push(event.effectiveDirective));
        document.body.insertAdjacentHTML("beforeend", '<img src="data:," onerror="window.__hit=1">');
        const script = document.createElement("script");
        script.textContent = "window.__hit=2";
        document.body.append(script);
    }"""
    with chromium.new_context() as context:
        page = context.new_page()
        for path in ("/", "/timeline/events"):
            page.goto(address + path)
            page.evaluate(inject)
            page.wait_for_function("window.__violated.length === 2")
            assert page.evaluate("window.__violated.sort()") == ["script-src-attr", "script-src-elem"]
            assert page.evaluate("window.__hit") is None


def test_a_picture_that_is_opened_runs_no_script(seeded: Path, chromium: Browser) -> None:
    """Served as any file is; its own styles hold."""
    picture = """<svg xmlns="http://www.w3.org/2000/svg"><style>rect { fill: #f00 }</style>
        <rect width="9" height="9"/><script>document.documentElement.setAttribute("data-hit", "1")</script></svg>"""
    policy = guard.policy(compat.make(seeded / "timeline.db", {}), guard.FILES)
    with chromium.new_context() as context:
        page = context.new_page()
        page.route("**/*", lambda route: route.fulfill(body=picture, headers=policy, content_type="image/svg+xml"))
        page.goto("http://127.0.0.1:9/picture.svg")
        assert page.locator("svg").get_attribute("data-hit") is None
        assert page.evaluate("getComputedStyle(document.querySelector('rect')).fill") == "rgb(255, 0, 0)"
