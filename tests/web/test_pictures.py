"""A picture's file is whole by itself: well-formed, white, without variables, and its caption tells what and whence."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.control import ground, story
from tests.web import hostile
from tests.web.asked import words_of
from tests.web.conftest import Get
from timeline import Timeline
from timeline.folder import Settings
from timeline.log.ids import format_id
from timeline.reports.cite import State
from timeline.web.pictures import svg
from timeline.web.serve import application
from timeline.web.styles import STYLE

SVG = "{http://www.w3.org/2000/svg}"
FIGURE = """<p class="key"><span><svg width="18" height="16"><circle r="7"/></svg> Battles</span></p>
<h3>The town</h3>
<div class="scroll"><svg class="chart bands" width="100%" height="80" style="min-width: 9rem" role="group">
<a href="/incident/one"><text class="lane" x="0">{title}</text></a><a href="#row"><rect width="50%" height="9"/></a>
<g class="narrow"><text>phone</text></g></svg></div>
<p class="quiet">Cut.</p><p class="files"><a href="/chart.svg">As SVG</a></p>"""
FILES = [
    "/chart.svg",
    "/timeline/incidents.svg",
    "/timeline/events.svg?type=airstrike",
    "/source/sputnik-2015-08-26/chart.svg",
    "/incident/musa-qala-takeover/claims.svg",
]


def made(figure: str = FIGURE.format(title="One"), **told: Any) -> str:
    state = State("TST", 12, "2026-11-22T10:00:00Z", None)
    settings = Settings("Sample & <more>", "CC BY 4.0")
    caption: dict[str, Any] = {"heading": "Heading", "shown": "What is shown.", "cited": ["TST-0000-0006-87", "one"]}
    caption |= {"state": state, "made": date(2026, 11, 28), "settings": settings}
    caption |= {"page": "https://example.org/place/x?y=1"} | told
    return svg.file(figure, svg.Caption(**caption), svg.rules(STYLE))


def texts(svg: str) -> list[str]:
    return ["".join(text.itertext()) for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_the_caption_has_what_is_shown_the_ids_the_position_the_day_the_title_and_the_licence() -> None:
    svg = made()
    said = " ".join(texts(svg))
    for told in (
        *("Heading", "What is shown.", "TST-0000-0006-87, one", "log position 12, 2026-11-22"),
        *("Drawn on 2026-11-28 (UTC).", "Sample & <more>", "Licence: CC BY 4.0.", "https://example.org/place/x?y=1"),
    ):
        assert told in said
    read = ElementTree.fromstring(svg)
    assert read.findtext(f"{SVG}title") == "Heading"
    assert "log position 12" in str(read.findtext(f"{SVG}desc"))


def test_the_file_has_a_width_of_its_own_and_every_percentage_is_of_what_is_drawn() -> None:
    read = ElementTree.fromstring(made())
    width, height = int(read.attrib["width"]), int(read.attrib["height"])
    assert read.attrib["viewBox"] == f"0 0 {width} {height}"
    (drawn,) = (one for one in read.iter(f"{SVG}svg") if "chart" in one.get("class", ""))
    assert (int(drawn.attrib["x"]) * 2 + int(drawn.attrib["width"]), drawn.attrib["height"]) == (width, "80")
    assert "style" not in drawn.attrib
    said = texts(made())
    assert "phone" not in said
    assert "As SVG" not in said
    assert [one for one in said if one in ("Battles", "The town", "Cut.")] == ["Battles", "The town", "Cut."]


def test_links_lead_from_the_file_to_the_site() -> None:
    links = [link.get("href") for link in ElementTree.fromstring(made()).iter(f"{SVG}a")]
    assert links == ["https://example.org/incident/one", "https://example.org/place/x?y=1#row"]


def test_a_picture_with_a_view_box_alone_gets_its_height_from_it() -> None:
    map_ = (
        '<svg class="map" width="100%" viewBox="0 0 300 150" preserveAspectRatio="xMidYMid"><path d="M0 0L9 9"/></svg>'
    )
    (drawn,) = (one for one in ElementTree.fromstring(made(map_)).iter(f"{SVG}svg") if one.get("class") == "map")
    assert float(drawn.attrib["height"]) * 2 == float(drawn.attrib["width"])


def test_styles_are_plain_enough_for_programs_that_are_no_browsers() -> None:
    rules = svg.rules(STYLE)
    assert "svg .explosions { fill: #b4532a; }" in rules
    assert "svg .sure.c2 { fill: #b4532a; }" in rules
    assert not re.search(r"var\(|:is\(|:has\(|:hover|:focus|@media|main\.timeline", rules)


def test_long_captions_and_titles_stay_inside_and_hostile_ones_stay_words() -> None:
    title = hostile.text("title") + "\x00\x0b" + "w" * 400
    svg = made(FIGURE.format(title="T" * 300), heading=title, shown=title, cited=["TST-0000-0006-87"] * 40)
    assert ElementTree.fromstring(svg).findtext(f"{SVG}title") == title.replace("\x00", "�").replace("\x0b", "�")
    assert not [text for text in texts(svg) if len(text) > 130]
    assert "".join(texts(svg)).count("TST-0000-0006-87") == 8
    rest = "and 32 more, all named in the description within this file, and at the address below."
    assert rest in " ".join(texts(svg))
    assert str(ElementTree.fromstring(svg).findtext(f"{SVG}desc")).count("TST-0000-0006-87") == 40
    tags = {element.tag.removeprefix(SVG) for element in ElementTree.fromstring(svg).iter()}
    assert tags.isdisjoint({"script", "img", "q"})


def test_up_to_thirty_events_are_all_named_below_a_picture_on_lines_that_stay_inside() -> None:
    ids = [format_id("TST", number) for number in range(1, 31)]
    svg = made(FIGURE.format(title="T"), heading="H", shown="S", cited=ids)
    caption = [text for text in texts(svg) if "TST-" in text]
    assert re.findall(r"TST-[0-9-]+[0-9]", " ".join(caption)) == ids
    assert len(caption) > 3
    assert not [text for text in caption if len(text) > 130]
    assert "more" not in " ".join(caption)


@pytest.mark.parametrize("path", FILES)
def test_each_file_is_well_formed_and_names_position_day_and_what_it_shows(get: Get, path: str) -> None:
    answer = get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml; charset=utf-8")
    assert answer.headers["content-disposition"].endswith('.svg"')
    assert "script" not in answer.headers["content-security-policy"]
    said = " ".join(texts(answer.text))
    assert re.search(r"log position [0-9]+, 2", said)
    assert f"Drawn on {datetime.now(UTC).date().isoformat()} (UTC)." in said
    assert "Helmand & its <incidents>" in said
    assert re.search(r"Shows HEL-0000-", said)


def test_each_incident_of_a_chart_is_named_by_the_event_that_declares_it(get: Get) -> None:
    said = " ".join(texts(get("/timeline/incidents.svg?_where=slug='musa-qala-takeover'").text))
    (declared,) = get("/timeline/incident_slugs.json?slug=musa-qala-takeover&_shape=array").json()
    assert f"Shows {declared['event']}." in said
    assert "Incidents, where slug='musa-qala-takeover'. 1 of 1 row drawn." in said


def test_the_picture_of_a_question_says_what_it_draws_of_what_was_asked_and_has_the_answer_of_who_held_a_place(
    example: Path,
) -> None:
    app = application(example)
    paths = ("who-held.svg?place=musa-kala&day=2015-08-27", "what-happened.map?_file=svg&place=Helmand&from=2015-08")
    held, happened = (
        texts(asyncio.run(app.client.get(f"/timeline/{path}", follow_redirects=True)).text) for path in paths
    )
    assert held[0] == "When: the claims that answer “Who held Musa Qala on 27 August 2015?”"
    assert "The answer, by what of the place is meant:" in " ".join(held)
    assert "inferred (Taliban)" in " ".join(held)
    assert " ".join(happened).startswith("Map of incidents: What happened in Helmand since August 2015?")


def test_of_a_map_with_many_incidents_the_first_places_are_listed_and_all_in_the_description() -> None:
    ids = [f"HEL-0000-{number:04}-00" for number in range(40)]
    document = made("<p>one</p>", cited=ids, listed=[f"Place {id}" for id in ids])
    desc = ElementTree.fromstring(document).findtext(f"{SVG}desc") or ""
    assert all(f"Place {id}" in desc for id in ids)
    below = " ".join(texts(document))
    assert f"Place {ids[7]}" in below
    assert f"Place {ids[8]}" not in below
    assert "And 32 more, in the description within this file." in below


def test_the_caption_of_a_question_says_once_what_was_asked_and_what_of_the_answer_is_drawn(example: Path) -> None:
    async def asked() -> list[str]:
        client = application(example).client
        paths = ("who-held.svg?place=Musa+Qala&day=2015-08-24", "killed.svg?incident=musa-qala-recapture")
        return [" ".join(texts((await client.get(f"/timeline/{path}")).text)) for path in paths]

    held, killed = asyncio.run(asked())
    assert "Drawn: all 6 claims that the answer names." in held
    assert "Drawn: 1 of the 6 claims that the 6 rows name; not drawn: 5 without a day (HEL-0000-0075-56, " in killed
    for said in (held, killed):
        assert "asked with" not in said
        assert "?," not in said


def test_a_picture_and_its_page_name_the_incidents_that_are_not_drawn_for_want_of_a_day(example: Path) -> None:
    async def asked() -> list[str]:
        client = application(example).client
        return [(await client.get(f"/timeline/disagreements.{form}")).text for form in ("svg", "chart")]

    picture, page = asyncio.run(asked())
    named = (
        "4 of 12 rows drawn; not drawn: 8 without a day (“Shooting of two NATO soldiers at a base in Helmand”, "
        "“Renewed bombing around Musa Qala”, “Afghan forces are said to retake Musa Qala”)."
    )
    assert named in " ".join(texts(picture))
    assert named in words_of(page)


def _lanes(example: Path, path: str) -> list[str]:
    picture = asyncio.run(application(example).client.get(path)).text
    return [
        str(one.text) for one in ElementTree.fromstring(picture).iter(f"{SVG}text") if "lane" in one.get("class", "")
    ]


def test_bars_of_claims_say_whose_they_are_and_where_that_is_the_same_in_which_source_by_its_name(
    example: Path,
) -> None:
    held = _lanes(example, "/timeline/who-held.svg?place=Musa+Qala&day=2015-08-24")
    fall = "Fall of Musa Qala, Helmand, to Taliban on 24 August 2015"
    assert len(held) == len(set(held)) == 6
    assert f"Reuters (inferred), in NDTV, 26 August 2015: {fall}" in held
    assert any(lane.startswith("Sputnik News in its own voice: Recapture of Musa Qala") for lane in held)
    claims = _lanes(example, "/incident/helmand-base-shooting/claims.svg")
    assert claims[0].endswith(": Attack on 25 August 2015")
    assert all(": " in lane for lane in claims)
    of_events = _lanes(example, "/timeline/events.svg?incident=helmand-base-shooting")
    assert set(claims) <= set(of_events)


@pytest.mark.parametrize("path", ["/timeline/events.svg?disputed=1", "/chart.svg"])
def test_the_file_of_a_chart_says_in_full_what_its_picture_cuts_and_that_these_are_claims(
    example: Path, path: str
) -> None:
    text = asyncio.run(application(example).client.get(path)).text
    described = unescape(text.partition("<desc>")[2].partition("</desc>")[0])
    assert "Rows are claims by sources, not established facts." in described
    cut = [unescape(one) for one in re.findall('<text class="lane[^>]*>([^<]*)…</text>', text)]
    full = [line.removeprefix("In full: ") for line in described.splitlines() if line.startswith("In full: ")]
    assert len(full) == len(cut)
    assert all(line.startswith(begun) for line, begun in zip(full, cut, strict=True))
    assert ("where in dispute" in described) == ("disputed" in path)
    assert bool(full) == ("events" in path)


def test_the_page_of_an_incident_says_as_its_picture_does_how_many_claims_are_not_drawn(example: Path) -> None:
    client = application(example).client
    page, picture = (
        asyncio.run(client.get(f"/incident/helmand-base-shooting{name}")).text for name in ("", "/claims.svg")
    )
    (left_out,) = re.findall("Not drawn: ([0-9]+) more claims, which give no day.", page)
    assert f"{left_out} more claims on it give no day." in " ".join(texts(picture))
    assert int(left_out) > 0
    assert "The list below has all claims." in page


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("killed.{}?incident=musa-qala-recapture", "When: the claims that answer “How many were killed in \u2018"),
        ("disagreements.{}?incident=", "When: the incidents that answer “On what do sources disagree?”"),
        ("what-happened.{}?from=2015", "When: the incidents that answer “What happened since 2015?”"),
        ("what-is-new.{}", "When: the claims that answer “What is new?”"),
        ("figures.{}", "Casualty figures by incident over time"),
        ("incidents.{}", "Incidents over time"),
    ],
)
def test_a_chart_never_bears_the_title_of_a_question_that_it_does_not_answer(
    example: Path, path: str, title: str
) -> None:
    async def asked() -> tuple[str, str]:
        client = application(example).client
        page, file = [await client.get(f"/timeline/{path.format(form)}") for form in ("chart", "svg")]
        return page.text, file.text

    page, file = asyncio.run(asked())
    assert " ".join(texts(file)).startswith(title)
    assert f"<title>{title}" in page
    assert f'<h1 dir="auto">{title}' in page


def test_how_many_were_killed_leads_to_the_picture_of_the_figures_where_there_is_one(example: Path) -> None:
    async def asked() -> None:
        client = application(example).client
        for slug in [row["slug"] for row in (await client.get("/timeline/incidents.json?_shape=array")).json()]:
            picture = f"/incident/{slug}/casualties.svg"
            for form in ("", ".chart"):
                page = (await client.get(f"/timeline/killed{form}?incident={slug}")).text
                offered[form] += f'href="{picture}"' in page
                assert f'href="{picture}"' not in page or (await client.get(picture)).status_code == 200
        file = (await client.get("/timeline/killed.svg?incident=musa-qala-recapture")).text
        assert "The figures themselves are drawn in the picture of casualties" in " ".join(texts(file))

    offered = {"": 0, ".chart": 0}
    asyncio.run(asked())
    assert offered[""] >= offered[".chart"] > 1


@pytest.mark.parametrize(
    "path",
    ["/source/nothing/chart.svg", "/incident/foreign-drawdown/casualties.svg", "/timeline/incidents.svg?_to=1900"],
)
def test_where_there_is_nothing_to_draw_there_is_no_file(get: Get, path: str) -> None:
    assert get(path).status_code == 404


def test_the_file_of_a_place_tells_who_held_it_and_every_event_that_says_so(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "HEL") as timeline:
        timeline.append([*ground(), *story()], recorded_by="test")
        events = {row["event"] for row in timeline.db.query("select event from control_changes where counted")}

    async def asked() -> tuple[str, str]:
        app = application(tmp_path / "t")
        paths = ("/place/Musa%20Qala", "/place/Musa%20Qala/control.svg")
        page, file = [(await app.client.get(path, follow_redirects=True)).text for path in paths]
        return page, file

    page, svg = asyncio.run(asked())
    assert re.search(r'href="/place/[^"]+/control\.svg"', page)
    said = " ".join(texts(svg))
    assert "Who held Musa Qala" in said
    assert [event for event in events if event not in said] == []
    assert re.findall(r"url\(#([a-z0-9-]+)\)", svg)
    assert set(re.findall(r"url\(#([a-z0-9-]+)\)", svg)) <= set(re.findall(r' id="([a-z0-9-]+)"', svg))
