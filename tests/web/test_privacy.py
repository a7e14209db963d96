"""Pages tell that something is withheld or redacted, and nothing of what it says."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.privacy import MARKER, incident, secret, source
from tests.samples import GROUND, claim
from tests.web.conftest import Get, unchanging
from timeline import Timeline
from timeline.web.serve import application

KEY, SLUG = f"{MARKER}-gazette", f"{MARKER}-bridge"
WITHHELD, REDACTED, PARTLY = "TST-0000-0008-81", "TST-0000-0009-78", "TST-0000-0010-75"
FEEDS = [f"/timeline/{question}.json?_shape=array&voice=Voice+{MARKER}" for question in ("said-by", "what-is-new")]
SEARCHED = ("events", "claim_values", "sources", "incidents")


@pytest.fixture(scope="module")
def get(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    folder = tmp_path_factory.mktemp("privacy") / "t"
    with Timeline.init(folder, "TST") as timeline:
        hidden = [source(visibility="restricted"), incident(visibility="restricted")]
        parts = claim(
            citation={"locator": "para 3"},
            people=[{"name": MARKER}, {"name": "Known <b>person</b>", "visibility": "public", "age": 34}],
            strikes=2,
        )
        told = [secret(citation={"source": KEY}), secret(citation={"locator": "para 2"}), parts]
        timeline.append([*GROUND, *hidden, *told], recorded_by="desk")
        timeline.redact(REDACTED, reason="names a <witness>", authority="the editor", recorded_by="desk")
    app = application(folder)
    with asyncio.Runner() as loop:
        yield lambda path: loop.run(app.client.get(path))


@pytest.mark.parametrize("path", [f"/event/{WITHHELD}", f"/event/{WITHHELD}/cite.bib"])
def test_the_page_of_a_withheld_event_says_only_that(get: Get, path: str) -> None:
    page = get(path)
    assert page.status_code == 403
    assert "This event is withheld" in page.text
    assert "it is restricted, or rests on what is restricted or was redacted." in page.text
    assert MARKER not in page.text


def test_the_page_of_a_redacted_event_says_why_and_who_decided(get: Get) -> None:
    page = get(f"/event/{REDACTED}")
    assert page.status_code == 410
    assert "This event is redacted" in page.text
    assert "names a &lt;witness&gt; (decided by the editor)" in page.text
    redaction = get("/event/TST-0000-0011-72")
    assert redaction.status_code == 200
    assert f'href="/event/{REDACTED}"' in redaction.text


@pytest.mark.parametrize(
    ("name", "other"),
    [
        (f"source/{KEY}", "source/none"),
        (f"incident/{SLUG}", "incident/none"),
        (f"voice/{MARKER}", "voice/none"),
    ],
)
def test_a_restricted_source_or_incident_is_as_unknown_as_one_that_never_was(get: Get, name: str, other: str) -> None:
    page, never = get(f"/{name}"), get(f"/{other}")
    assert page.status_code == never.status_code == 404
    assert unchanging(page).replace(name.partition("/")[2], "none") == unchanging(never)


def test_persons_are_named_on_a_page_only_where_they_are_public(get: Get) -> None:
    page = get(f"/event/{PARTLY}")
    assert page.status_code == 200
    assert "<bdi>Known &lt;b&gt;person&lt;/b&gt;</bdi>, <bdi>34</bdi>" in page.text
    assert MARKER not in page.text


@pytest.mark.parametrize(
    "path",
    ["/", "/timeline", "/timeline/events.json?_shape=array&_size=max", "/timeline/withheld.json", "/incident/bridge"]
    + ["/timeline/voices.json?_shape=array", "/timeline/attributions.json?_shape=array", "/timeline/what-is-new.atom"]
    + [f"/timeline/{table}.json?_shape=array&_search={MARKER}" for table in SEARCHED],
)
def test_no_page_list_or_search_shows_it(get: Get, path: str) -> None:
    page = get(path)
    assert page.status_code == 200
    assert MARKER not in page.text
    assert "_search" not in path or page.json() == []


@pytest.mark.parametrize("path", FEEDS)
def test_a_voice_that_speaks_in_restricted_claims_alone_is_as_unknown_as_one_that_never_spoke(
    get: Get, path: str
) -> None:
    asked, never = get(path), get(path.replace(MARKER, "nobody"))
    assert asked.status_code == never.status_code == 404
    assert asked.text.replace(MARKER, "nobody") == never.text


def test_a_search_finds_nothing_of_it(get: Get) -> None:
    assert "Nothing here has this word." in get(f"/search?q={MARKER}").text
