"""The part of a page that says how to cite it, and the files behind its links."""

from __future__ import annotations

import asyncio
import json
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.web import hostile
from tests.web.conftest import Get
from tests.web.test_pages import STRIKE, said
from timeline.cli.group import cli
from timeline.folder import Settings
from timeline.service import Timeline
from timeline.web import compat
from timeline.web.metadata import metadata, settings_of
from timeline.web.serve import application

BOMBING = "musa-qala-bombing"
PAGES = [(f"/event/{STRIKE}", STRIKE), (f"/incident/{BOMBING}", BOMBING)]
#: The notation and media type behind each ending.
FILES = [
    ("json", "csl-json", "application/vnd.citationstyles.csl+json; charset=utf-8"),
    ("bib", "bibtex", "application/x-bibtex; charset=utf-8"),
]

pages = pytest.mark.parametrize(("path", "id"), PAGES)


def printed(folder: Path, *arguments: str) -> str:
    """What `timeline cite` prints on standard output."""
    return CliRunner().invoke(cli, ["--dir", str(folder), "cite", *arguments]).stdout


@pages
def test_a_page_shows_the_citation_that_the_command_prints(get: Get, seeded: Path, path: str, id: str) -> None:
    assert printed(seeded, id).strip() in said(get(path))


def test_a_decision_is_headed_and_cited_by_the_names_of_what_it_is_about(example: Path) -> None:
    """Held against the sheet of what belongs together: the mission put its first statement right."""
    app, v1, v2 = application(example), *(f"the claim “v{n}” of RFE/RL, 26 August 2015" for n in (1, 2))
    perpetrators, attackers = "the number of perpetrators", "the number of attackers killed"
    shooting = "“Shooting of two NATO soldiers at a base in Helmand”"
    decisions = {
        "HEL-0000-0111-45": f"Resolute Support corrected {perpetrators} and {attackers} in {v1}; see {v2}",
        "HEL-0000-0113-39": f"{shooting} coincides with “Taliban take Musa Qala again”",
        "HEL-0000-0109-51": "The claim “afg088” of The Bureau of Investigative Journalism is derived from the claim",
    }
    with asyncio.Runner() as loop:
        for id, begins in decisions.items():
            page = unescape(loop.run(app.client.get(f"/event/{id}")).text)
            heading = page.partition("<h1")[2].partition(">")[2].partition("</h1>")[0]
            assert heading.startswith(begins)
            assert f"{heading}: {loop.run(reason(app, id))}" in printed(example, id), "only the heading has no reason"
            assert printed(example, id).startswith(begins)
            assert printed(example, id).strip() in page


async def reason(app: Any, id: str) -> str:
    """Why it was so decided."""
    found = await app.client.get(f"/timeline/events.json?id={id}&_shape=array")
    return str(json.loads(found.json()[0]["body"])["reason"])


@pages
@pytest.mark.parametrize(("ending", "style", "media_type"), FILES)
def test_a_page_links_to_the_files_that_the_command_prints(
    get: Get, seeded: Path, path: str, id: str, ending: str, style: str, media_type: str
) -> None:
    assert f'href="{path}/cite.{ending}"' in get(path).text
    file = get(f"{path}/cite.{ending}")
    assert file.status_code == 200
    assert file.headers["content-type"] == media_type
    assert file.headers["content-disposition"] == f'attachment; filename="{id}.{ending}"'
    assert file.text == printed(seeded, id, "--style", style)


@pytest.mark.parametrize(
    ("sloppy", "right"),
    [
        ("/event/hel0000001154/cite.json", f"/event/{STRIKE}/cite.json"),
        ("/event/HEL%E2%80%930000-0011-54/cite.bib", f"/event/{STRIKE}/cite.bib"),
        ("/incident/Musa-Qala-Bombing/cite.bib", f"/incident/{BOMBING}/cite.bib"),
    ],
)
def test_any_spelling_leads_to_the_file_of_the_canonical_one(get: Get, sloppy: str, right: str) -> None:
    answer = get(sloppy)
    assert (answer.status_code, answer.headers["location"]) == (301, right)


@pytest.mark.parametrize(
    "path",
    ["/event/HEL-0000-0011-55/cite.json", "/event/HEL-0000-0042-58/cite.bib", "/incident/nowhere/cite.json"],
)
def test_there_is_no_file_for_what_is_not_there(get: Get, path: str) -> None:
    answer = get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")


def ask(folder: Path, *paths: str) -> list[Any]:
    async def answers() -> list[Any]:
        app = application(folder)
        return [await app.client.get(path) for path in paths]

    return asyncio.run(answers())


def test_a_date_of_the_coder_is_cited_and_shown_as_the_coders(get: Get) -> None:
    said = "on 26 August 2015 (date taken from the report)"
    page = get("/event/HEL-0000-0014-45").text
    assert said in page.partition("<h1")[2].partition("</h1>")[0]
    occurred = page.partition('<tr role="row" class="coder">')[2].partition("</tr>")[0]
    assert "26 August 2015" in occurred
    assert "coder’s reading" in occurred
    assert "Governor" not in occurred
    for path in ("cite.bib", "cite.json"):
        assert "date taken from the report" in get(f"/event/HEL-0000-0014-45/{path}").text, path


def test_the_address_that_is_cited_is_the_pages_own(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "HEL") as timeline:
        timeline.append(hostile.events(), recorded_by="desk")
    settings = Settings("T", "", "Desk", "Inst", "https://example.org/t")
    (tmp_path / "t" / "timeline.toml").write_text(settings.to_toml(), encoding="utf-8")
    for path in ("/event/HEL-0000-0003-78", f"/incident/{hostile.KEY}"):
        page, file = ask(tmp_path / "t", path, f"{path}/cite.json")
        (item,) = json.loads(file.text)
        assert item["URL"] == f"https://example.org/t{path}"
        assert page.status_code == 200
        assert item["URL"] in said(page)
        assert "No address stands in it" not in page.text


@pages
def test_a_page_says_why_a_citation_has_no_address_where_nobody_set_one(get: Get, path: str, id: str) -> None:
    assert "No address stands in it: this timeline does not say where it will stay" in said(get(path))


def test_hostile_words_stay_words_in_every_file(tmp_path: Path) -> None:
    words = hostile.text("settings")
    with Timeline.init(tmp_path / "t", "HEL", title=words) as timeline:
        receipts = timeline.append(hostile.events(), recorded_by="desk")
    settings = Settings(words, "", words, words, "https://example.org/t")
    (tmp_path / "t" / "timeline.toml").write_text(settings.to_toml(), encoding="utf-8")
    of_each = ("", "/cite.json", "/cite.bib")
    answers = iter(ask(tmp_path / "t", *(f"/event/{receipt.id}{rest}" for receipt in receipts for rest in of_each)))
    for receipt, page, csl, bib in zip(receipts, answers, answers, answers, strict=True):
        block = page.text.partition('<p class="citation"')[2].partition("</p>")[0]
        assert "<img" not in block
        assert unescape(block).count("<img src=/x") >= 3
        (item,) = json.loads(csl.text)
        assert item["author"] == [{"literal": words}]
        assert bib.text.count("{") == bib.text.count("}")
        for answer in (csl, bib):
            assert answer.headers["content-disposition"] == (
                f'attachment; filename="{receipt.id}.{"json" if answer is csl else "bib"}"'
            )


def test_a_corrected_event_says_so_before_its_citation(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "HEL") as timeline:
        timeline.append(hostile.events(), recorded_by="desk")
        with timeline.db.atomic():
            timeline.db.execute(
                "update events set status = 'corrected', replaced_by = 'HEL-0000-0004-75' where position = 3"
            )
    (page,) = ask(tmp_path / "t", "/event/HEL-0000-0003-78")
    told = said(page).partition(" Cite ")[2]
    assert told.startswith("HEL-0000-0003-78 was corrected by HEL-0000-0004-75: cite HEL-0000-0004-75, or say that ")


def test_the_metadata_carries_the_settings_to_the_pages() -> None:
    settings = Settings("T", "CC0-1.0", "Desk", "Inst", "https://example.org/t")
    assert settings_of(metadata(settings), "HEL") == settings
    assert settings_of(metadata(Settings("T")), "HEL") == Settings("T")
    assert "creator" not in metadata(Settings("T"))


def test_a_datasette_that_knows_only_the_tables_cites_them_by_what_they_say(seeded: Path) -> None:
    async def answer() -> Any:
        application(seeded)  # registers the plugin, as the entry point of an installed package does
        plain = compat.make(seeded / "timeline.db", {})
        return await plain.client.get(f"/event/{STRIKE}")

    text = said(asyncio.run(answer()))
    assert "40 Taliban reportedly killed, according to Sputnik News, 26 August 2015 (HEL-0000-0011-54) (20" in text
    assert "). Helmand & its <incidents>. Log position 21, 20" in text
