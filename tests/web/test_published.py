"""What a public server says to crawlers, to strangers and to whoever turns words around."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any
from urllib.robotparser import RobotFileParser

import pytest
from datasette.app import Datasette

from events.registry import parse
from tests.samples import GROUND, claim
from tests.web.conftest import Get
from timeline import Timeline
from timeline.web.serve import application

TURNED = "Bridge \u202ereversed\u2066 \u067e\u0644\u200c\u0645"


def test_crawlers_are_asked_to_leave_all_but_the_pages_themselves(get: Get) -> None:
    answer = get("/robots.txt")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    rules = answer.text.splitlines()
    assert rules[:3] == ["User-agent: *", "Disallow: /-/", "Disallow: /*?"]
    assert "Allow: /timeline/events?_next=" in rules
    # The standard library reads no wildcards; what it reads, it understands.
    read = RobotFileParser()
    read.parse(rules)
    assert read.can_fetch("any", "/incident/musa-qala-takeover")
    assert not read.can_fetch("any", "/-/plugins")


@pytest.mark.parametrize(
    ("path", "kept_out"),
    [
        *(("/", False), ("/incident/musa-qala-takeover", False), ("/timeline/events", False)),
        *(("/timeline/events?_facet=type", True), ("/timeline?sql=select+1", True), ("/-/plugins", True)),
        *(("/search?q=musa", True), ("/timeline/events?type=airstrike", True)),
    ],
)
def test_whatever_has_a_question_in_its_address_is_kept_out_of_indexes(get: Get, path: str, kept_out: bool) -> None:
    assert get(path).headers.get("x-robots-tag") == ("noindex" if kept_out else None)


@pytest.mark.parametrize(
    "name", ["messages", "allow-debug", "permissions", "rules", "check", "allowed", "api", "patterns", "threads.json"]
)
def test_the_operators_tools_are_nobodys(get: Get, name: str) -> None:
    assert get(f"/-/{name}").status_code == 403


@pytest.fixture(scope="module")
def turned(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What is answered of an incident whose title turns words around, by path."""
    folder = tmp_path_factory.mktemp("turned") / "t"
    with Timeline.init(folder, "TST", title="Turned") as timeline:
        timeline.append(GROUND, recorded_by="test")
        declared = [parse({"type": "incident_declared", "slug": slug, "title": TURNED}) for slug in ("one", "other")]
        timeline.append(declared)
        place = {"name": "the bridge", "lat": "32.5", "lon": "64.5", "where_prec": 1}
        said = [{"source": "agency", "locator": f"para {number}"} for number in range(2)]
        for slug, citation in zip(("one", "other"), said, strict=True):
            timeline.append([claim(incident=slug, occurred="2015-08-22", strikes=2, place=place, citation=citation)])

    async def answers() -> dict[str, Any]:
        app = application(folder)
        paths = [
            *("/", "/incident/one", "/timeline/incidents", "/timeline", "/search?q=bri"),
            *("/timeline/incidents.chart", "/chart.svg", "/timeline/incidents.map?_file=svg"),
            "/timeline/events.atom?_sort_desc=position",
            "/timeline/incidents.json?_shape=array",
        ]
        return {path: await app.client.get(path) for path in paths}

    return asyncio.run(answers())


def test_what_would_turn_words_around_is_shown_on_pages_pictures_and_feeds(turned: dict[str, Any]) -> None:
    shown = 0
    for path, answer in turned.items():
        assert answer.status_code == 200, path
        if ".json" in path:  # each text as it is, in escapes
            continue
        assert not any(one in answer.text for one in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"), path
        if "\u067e\u0644" in answer.text:
            shown += 1
            assert "Bridge \\u202ereversed\\u2066 \u067e\u0644\u200c\u0645" in answer.text, path
    assert shown >= 6
    rows = turned["/timeline/incidents.json?_shape=array"].json()
    assert {row["title"] for row in rows if row["slug"] in ("one", "other")} == {TURNED}


def test_the_tab_and_the_heading_read_from_left_to_right(turned: dict[str, Any]) -> None:
    page = turned["/incident/one"].text
    assert "<title>Bridge \\u202ereversed" in page
    assert '<h1 dir="ltr">Bridge \\u202ereversed' in page


OURS = [
    *("/", "/incident/musa-qala-takeover", "/event/HEL-0000-0011-54", "/source/sputnik-2015-08-26"),
    *("/place/Musa%20Qala,%20Helmand,%20AF", "/timeline", "/timeline/killed?incident=musa-qala-takeover", "/schema"),
]


def told(page: str) -> dict[str, str]:
    """What the head of a page tells those who list or share it."""
    return dict(re.findall(r'<(?:meta (?:name|property)|link rel)="([a-z:]+)" (?:content|href)="([^"]*)">', page))


@pytest.mark.parametrize("path", OURS)
def test_each_page_tells_what_it_is_to_those_who_list_or_share_it(get: Get, path: str) -> None:
    page = get(path).text
    head = told(page.partition("</head>")[0])
    assert 40 < len(head["description"]) <= 300 + 200  # escapes are longer than what they stand for
    assert head["og:description"] == head["description"]
    assert head["og:title"] in page.partition("<title>")[2].partition("</title>")[0]
    assert {"canonical", "og:url"}.isdisjoint(head)
    assert "Queries took" not in page
    for name, to in (("Search", "/search"), ("Questions", "/#questions"), ("Tables", "/timeline")):
        assert f'<a href="{to}">{name}</a>' in page.partition("</header>")[0]


def test_where_the_timeline_has_an_address_each_page_has_one_whatever_host_was_asked(tables: Path, run: Any) -> None:
    app = Datasette([str(tables)], metadata={"base_url": "https://example.org/helmand", "license": "CC0", "title": "T"})

    def asked(path: str) -> Any:
        return run(app.client.get(path, headers={"host": "evil.example"}))

    for path, one in {
        "/": "/",
        "/incident/musa-qala-takeover?as-reported=2015-08-27": "/incident/musa-qala-takeover",
        "/timeline/killed?incident=musa-qala-takeover": "/timeline/killed?incident=musa-qala-takeover",
        "/timeline": "/timeline",
    }.items():
        head = told(asked(path).text.partition("</head>")[0])
        assert head["canonical"] == head["og:url"] == f"https://example.org/helmand{one}"
    picture = asked("/timeline/incidents.map?_file=svg").text
    assert "https://example.org/helmand/timeline/incidents.map" in picture
    for path in ("/", "/incident/musa-qala-takeover", "/timeline/incidents.map?_file=svg", "/timeline/events.atom"):
        assert "evil.example" not in asked(path).text, path
    assert "canonical" not in asked("/incident/nope").text
