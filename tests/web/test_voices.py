"""A voice's page has all that it says and all that came through it, by any of its names, and what became of each."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest

from events.registry import parse
from tests.samples import GROUND, claim, decided, killed
from tests.web.conftest import Get
from timeline import Timeline
from timeline.web.serve import application

ODD = 'A/B & <b>"desk"</b>'
ELDER = "Village elder"


@pytest.fixture(scope="module")
def all_seeds(example: Path) -> Iterator[Get]:
    app = application(example)
    with asyncio.Runner() as loop:
        yield lambda path: loop.run(app.client.get(path))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    """An agency that says something, passes on an elder, is printed by the Gazette, and calls itself otherwise."""
    folder = tmp_path_factory.mktemp("voices") / "t"
    mission = {"type": "actor_recorded", "key": "mission", "name": "The Mission", "kind": "external_forces"}
    mixed = [*killed({"value": 4, "chain": ["AGENCY", "Gazette"]}), *killed(2, party="NATO")]
    with Timeline.init(folder, "TST") as timeline:
        timeline.append(
            [
                *GROUND,
                parse(mission | {"aliases": ["R.S. Mission"]}),
                claim(citation={"source": "agency"}, incident="valley", strikes=1, **{"as": "own"}),
                claim(citation={"chain": ["agency", "Gazette"]}, strikes=2, **{"as": "first"}),
                claim(citation={"chain": [ELDER, "Agency", "Gazette"], "locator": "para 3"}, strikes=3),
                claim(citation={"chain": [ELDER, "Agency", "Gazette"], "locator": "para 4"}, incident=None, strikes=4),
                claim(casualties=mixed, incident="market", citation={"locator": "para 5"}),
                claim(citation={"chain": [ODD, "Gazette"], "locator": "para 6"}, strikes=6),
                claim(citation={"chain": ["RS-mission", "Gazette"], "locator": "para 7"}, strikes=7),
                claim(citation={"chain": ["the mission", "Gazette"], "locator": "para 8", "stance": "denies"}),
                claim(
                    citation={"chain": [{"voice": "Officials", "named": False}, "Gazette"], "locator": "para 9"},
                    strikes=9,
                ),
            ],
            recorded_by="Ada",
        )
        corrected = timeline.correct(
            "TST-0000-0008-81",
            claim(citation={"chain": ["agency", "Gazette"]}, strikes=20, **{"as": "first"}),
            reason="a nought was lost",
        )
        timeline.retract("TST-0000-0010-75", reason="of another year")
        timeline.append(
            decided("statement_superseded", old=[str(corrected.id)], change="withdrawal", said="2015-08-30")
        )
    app = application(folder)
    with asyncio.Runner() as loop:
        yield lambda path: loop.run(app.client.get(path))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    """An agency that passes on 503 claims of 14 elders, of which two are retracted, and publishes 14 documents."""
    folder = tmp_path_factory.mktemp("voices") / "t"
    source = {"type": "source_recorded", "kind": "wire", "publisher": "Agency"}
    with Timeline.init(folder, "TST") as timeline:
        timeline.append(
            [
                *GROUND,
                *(parse(source | {"key": f"wire-{number}", "title": f"Wire {number}"}) for number in range(13)),
                *(
                    claim(
                        citation={"chain": [f"Elder {number % 14}", "Agency", "Gazette"], "locator": f"para {number}"},
                        incident=None,
                    )
                    for number in range(503)
                ),
            ],
            recorded_by="Ada",
        )
        for row in timeline.db.query("select id from events where locator in ('para 0', 'para 1') order by locator"):
            timeline.retract(row["id"], reason="of another year")
    app = application(folder)
    with asyncio.Runner() as loop:
        yield lambda path: loop.run(app.client.get(path))


def sections(page: str) -> dict[str, list[str]]:
    """The claims of each list of the page, by the anchor of its heading."""
    parts = re.split(r'<h2 id="(\w+)">', page)
    lists = zip(parts[1::2], parts[2::2], strict=True)
    return {name: re.findall(r'<h3 dir="auto"><a href="/event/([^"]+)"', text) for name, text in lists}


def test_what_a_voice_says_and_what_it_passes_on_are_told_apart(small: Get) -> None:
    page = small("/voice/Agency")
    assert page.status_code == 200
    found = sections(page.text)
    current, past = ["TST-0000-0007-84", "TST-0000-0011-72"], ["TST-0000-0008-81", "TST-0000-0016-57"]
    assert sorted(found["says"]) == sorted([*current, *past])
    assert found["passes"] == ["TST-0000-0009-78", "TST-0000-0010-75"]
    text = unescape(re.sub(r"<[^>]+>", "", page.text))
    assert re.search(r"Is heard\s*directly 1 claim\s*through Gazette 1 claim", text)
    assert re.search(r"Passes on\s*Village elder 1 claim", text)
    assert "It says only this of it: Killed (Taliban)." in text
    assert "What became of them3 claims count, 1 of them in dispute; 1 corrected; 1 retracted; 1 superseded" in text
    assert re.search(r"Also written\s*agency, AGENCY", text)


def test_more_claims_and_ways_than_a_page_lists_are_all_counted(large: Get) -> None:
    page = large("/voice/Agency").text
    text = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", page)))
    passes = sections(page)["passes"]
    assert len(passes) == 60
    assert passes == sorted(passes, reverse=True)
    assert "Passes on 503 claims of others" in text
    assert "Claims of others that came through it. The latest 60 of 503, the last first. All are in the table" in text
    assert "What became of them501 claims count; 2 retracted" in text
    assert "Elder 0 35 claims and 2 other ways: 70 claims" in text
    assert "Elder 13 " not in text.partition("What became of them")[0]


def test_of_many_documents_of_a_voice_a_few_are_named_and_a_link_leads_to_all(large: Get) -> None:
    head = large("/voice/Agency").text.partition("Sources that it published")[2].partition("</dl>")[0]
    assert len(re.findall('href="/source/', head)) == 12
    link = re.search(r'href="([^"]+)">All 14<', head)
    assert link
    path, _, query = unescape(link[1]).partition("?")
    assert len(large(f"{path}.json?{query}&_shape=array").json()) == 14


def test_a_page_is_called_as_the_voice_was_first_recorded_and_every_spelling_leads_there(small: Get) -> None:
    for given in ("agency", "AGENCY", "a-g e.n'cy"):
        answer = small(f"/voice/{quote(given)}")
        assert (answer.status_code, answer.headers["location"]) == (302, "/voice/Agency")


def test_all_names_of_one_recorded_actor_are_one_voice(small: Get) -> None:
    for given in ("mission", "The Mission", "r.s. mission", "the mission"):
        assert small(f"/voice/{quote(given)}").headers["location"] == "/voice/RS-mission"
    page = small("/voice/RS-mission")
    assert sections(page.text)["says"] == ["TST-0000-0013-66", "TST-0000-0014-63"]
    assert 'href="/actor/mission"' in page.text
    actor = small("/actor/mission").text
    assert sections(actor)["claims"] == ["TST-0000-0013-66", "TST-0000-0014-63"]  # its denial too
    assert 'href="/voice/RS-mission"' in actor


def test_spellings_of_no_recorded_actor_are_one_page_which_says_as_how_many_origins_they_count(
    tmp_path: Path, small: Get
) -> None:
    told = [
        claim(citation={"chain": [name, "Gazette"], "locator": f"para {n}"}, incident="valley", strikes=n)
        for n, name in enumerate(("Radio Al-Manar", "Radio Al Manar", "radio al manar"), start=2)
    ]
    with Timeline.init(tmp_path / "t", "TST") as timeline:
        timeline.append([*GROUND, *told], recorded_by="Ada")
        row = timeline.db.execute("select origins_min from incidents where slug = 'valley'").fetchone()
    assert row == (2,)
    app = application(tmp_path / "t")
    with asyncio.Runner() as loop:
        page = loop.run(app.client.get("/voice/Radio%20Al-Manar")).text
    assert "Counted as 2 origins: nobody has recorded that these are names of one actor." in page
    assert "nobody has recorded" not in small("/voice/Agency").text
    assert "nobody has recorded" not in small("/voice/RS-mission").text


def test_a_voice_without_a_name_is_told_to_be_anybody(small: Get) -> None:
    assert "may be by different people" in small("/voice/Officials").text
    assert "may be by different people" not in small("/voice/Agency").text


def test_a_name_of_any_letters_has_its_page_and_harms_none(small: Get) -> None:
    path = f"/voice/{quote(ODD, safe='')}"
    page = small(path)
    assert page.status_code == 200
    assert "<b>" not in page.text.partition("<h1")[2].partition("</h1>")[0]
    assert f'href="{path}"' in small("/incident/bridge").text


@pytest.mark.parametrize(("name", "near"), [("Agensy", "Agency"), ("unstated", ""), ("coder", ""), ("Nobody", "")])
def test_who_never_spoke_has_no_page(small: Get, name: str, near: str) -> None:
    page = small(f"/voice/{name}")
    assert page.status_code == 404
    assert f"No claim here came from or through “{name}”." in page.text
    assert not near or re.search(f'href="/voice/{near}"', page.text, re.IGNORECASE)


def test_each_voice_of_the_seeds_has_a_page_and_a_table_with_exactly_the_claims_in_whose_chains_it_is(
    all_seeds: Get, example: Path
) -> None:
    with Timeline.open(example) as timeline:
        voices: dict[str, set[str]] = {}
        for row in timeline.db.query("select voice, event from attributions where voice not in ('unstated', 'coder')"):
            voices.setdefault(row["voice"], set()).add(row["event"])
    assert len(voices) > 30
    for voice, claims in voices.items():
        page = all_seeds(f"/voice/{quote(voice, safe='')}")
        assert page.status_code == 200, voice
        told = sections(page.text)
        assert {*told.get("says", ()), *told.get("passes", ())} == claims
        rows = all_seeds(f"/timeline/said-by.json?_shape=array&voice={quote(voice)}").json()
        assert {row["event"] for row in rows if row["part"] == "origin"} == set(told.get("says", ()))
        assert {row["event"] for row in rows} == claims


def test_each_name_on_the_page_of_an_incident_leads_to_a_voice(all_seeds: Get) -> None:
    for slug in ("musa-qala-takeover", "musa-qala-recapture", "helmand-base-shooting"):
        paths = set(re.findall(r'href="(/voice/[^"]+)"', all_seeds(f"/incident/{slug}").text))
        assert len(paths) > 3
        assert {all_seeds(unescape(path)).status_code for path in paths} == {200}


def test_what_reuters_says_is_told_with_its_incidents_a_chart_and_a_map(all_seeds: Get) -> None:
    page = all_seeds("/voice/Reuters").text
    for incident in ("musa-qala-takeover", "musa-qala-bombing", "helmand-base-shooting", "nawzad-takeover"):
        assert f'href="/incident/{incident}"' in page
    assert 'class="chart' in page
    assert 'class="map' in page
    assert "14 claims count, 7 of them in dispute" in re.sub(r"\s+", " ", page)
    picture = all_seeds("/voice/Reuters/chart.svg")
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert "Taliban take Musa Qala again" in picture.text


def test_voices_are_found_by_a_part_of_their_names_and_near_spellings_lead_to_them(all_seeds: Get) -> None:
    assert 'href="/voice/Governor%20Mohammad%20Sharif"' in all_seeds("/search?q=moham").text
    assert 'href="/voice/Reuters"' in all_seeds("/search?q=Ruters").text


def test_origins_and_voices_in_tables_lead_to_their_pages(all_seeds: Get) -> None:
    for table in ("events", "attributions", "incident_origins"):
        page = all_seeds(f"/timeline/{table}?_size=max").text
        assert 'href="/voice/Reuters"' in page
        assert 'href="/voice/unstated"' not in page


def test_an_incident_names_and_counts_the_voices_that_do_not_say_that_it_happened(all_seeds: Get) -> None:
    page = all_seeds("/incident/musa-qala-recapture").text
    lead = re.sub(r"<[^>]+>", "", page.partition("resting on ")[2].partition("</p>")[0])
    assert lead == (
        "2–3 independent origins: Afghan Ministry of Defence; 215th Corps Maiwand; Afghanistan Analysts Network in its "
        "own voice; and unnamed reports, a voice without a name. 2 other voices bear on it without saying that it "
        "happened: information received from the area (a voice without a name; says who held the place); and "
        "Gen. Breedlove (says who held the place and denies it)."
    )
    assert (
        "1 other voice bears on it without saying that it happened: <bdi>"
        in all_seeds("/incident/helmand-base-shooting").text
    )
