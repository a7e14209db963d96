"""Nothing in docs/ is only claimed: consoles are run, sheets read, references made afresh, and links lead somewhere."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from events.amendment import Amendment
from events.base import Event
from events.claim import Claim
from events.decision import Decision
from events.registry import CLAIMS, TYPES
from events.values.quantity import VAGUE, Quantity
from events.values.response import as_id
from events.values.rules import RULES
from tests.console import ROOT, blocks, commands, run, same
from timeline.cli.group import VERBS, cli
from timeline.errors import Faults
from timeline.projections.building import TABLES
from timeline.service import Timeline
from timeline.sheets.fields import PARTS
from timeline.sheets.read import parse
from timeline.sheets.yaml import read_yaml
from timeline.shipped import seeds
from timeline.web.questions import OTHERS, QUESTIONS

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
SEED = ROOT / "seeds" / "2015-08-26-sputnik-musa-qala.yaml"
#: The decisions of the example, which are of no source.
TOGETHER = ROOT / "seeds" / "rivals" / "what-belongs-together.yaml"
#: The first line of a block that the reader is to write into a file of this name.
NAMED = re.compile(r"# ([\w-]+\.(?:yaml|py))$", re.MULTILINE)

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def sections(page: str) -> dict[str, str]:
    """The text below each heading of the second rank."""
    _, *parts = re.split(r"^## (.+)\n", (DOCS / page).read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def rows(text: str) -> Iterator[list[str]]:
    """The cells of every row of the tables in `text`, headings included."""
    for line in re.findall(r"^\| (.*) \|$", text, re.MULTILINE):
        yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line)]


@pages
def test_what_a_page_shows_of_the_console_is_what_comes(page: Path, tmp_path: Path) -> None:
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    for language, block in re.findall(r"^```(\w+)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.M | re.S):
        if named := NAMED.match(block):
            (tmp_path / named[1]).write_text(block, encoding="utf-8")
        for command, shown in commands(block) if language == "console" else ():
            came = run(command, tmp_path)
            assert same(shown, came), f"$ {command}\n{came}"


@pages
def test_every_sheet_on_a_page_is_valid_or_shown_to_be_refused(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    appended = " ".join(command for block in blocks(text, "console") for command, _ in commands(block))
    for block in blocks(text, "yaml"):
        if named := NAMED.match(block):
            # With its answer, which the test above compares.
            assert f" {named[1]}" in appended
        else:
            assert not refused(block), block


def refused(block: str) -> str:
    """Why a sheet, or a part of one in the place of that part in the example, is refused; nothing if it is not."""
    seed, data = (read_yaml(raw, "example").data for raw in (SEED.read_bytes(), block.encode()))
    part = {"events": data} if isinstance(data, list) else data
    own_source = any(event["type"] == "source_recorded" for event in part.get("events", []))
    sheet = part if own_source else {**seed, **part}
    try:
        reads = parse(json.dumps(sheet).encode(), "example", "json")
        # What an amendment changes, and what a decision names by its ID, is in no timeline here.
        events = [event for event in reads.events if not isinstance(event, Amendment) and not named_by_id(event)]
        with Timeline.memory() as timeline:
            timeline.append(events, recorded_by="docs", dry_run=True)
    except Faults as faults:
        return str(faults)
    return ""


def named_by_id(event: Event) -> bool:
    return isinstance(event, Decision) and any(as_id(name) for _, name in event.claims_named())


def test_an_example_with_a_fault_is_noticed() -> None:
    assert "40ish" in refused("- {type: airstrike, strikes: 40ish, citation: {locator: para 3}}\n")
    assert "musa-kala" in refused("- {type: airstrike, incident: musa-kala, citation: {locator: para 3}}\n")


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the pages that are made from the models."""
    folder = tmp_path_factory.mktemp("generated")
    subprocess.run([sys.executable, DOCS / "generate.py", folder], check=True, env={"PYTHONPATH": str(ROOT)})
    return folder


@pytest.mark.parametrize("name", ["types.md", "tables.md", "questions.md"])
def test_the_generated_pages_are_what_the_models_say_now(name: str, generated: Path) -> None:
    fresh = (generated / name).read_text(encoding="utf-8")
    assert (DOCS / name).read_text(encoding="utf-8") == fresh, "Run: make docs"


def test_every_question_is_told_with_all_its_parameters() -> None:
    told = {
        name: [cells[0].strip("`") for cells in rows(text) if "`" in cells[0]]
        for name, text in sections("questions.md").items()
    }
    assert told == {name: list(asked.asks) for name, asked in (QUESTIONS | OTHERS).items()}


def test_every_type_and_part_has_all_its_fields_on_the_page_of_types() -> None:
    told = {
        name: {cells[0].split("`")[1] for cells in rows(text) if "`" in cells[0]}
        for name, text in sections("types.md").items()
    }
    assert told.keys() == {*TYPES, *PARTS, "Every claim"}
    common = {field.alias or name for name, field in Claim.model_fields.items()} - {"type"}
    assert told["Every claim"] == common
    for name, model in {**TYPES, **PARTS}.items():
        fields = {field.alias or field_name for field_name, field in model.model_fields.items()} - {"type"}
        assert told[name] == (fields - common if name in CLAIMS else fields), name


def test_every_table_and_column_is_on_the_page_of_tables() -> None:
    told = {name: [cells[0] for cells in rows(text)][2:] for name, text in sections("tables.md").items()}
    assert told == {table.name: [f"`{column.name}`" for column in table.columns] for table in TABLES}


def test_every_command_and_option_is_on_the_page_of_commands() -> None:
    told = sections("commands.md")
    assert isinstance(cli, click.Group)
    for name in ("", *VERBS):
        command = cli.get_command(click.Context(cli), name) if name else cli
        assert command
        section = told[f"timeline {name}".strip()]
        verbs = command.commands.values() if isinstance(command, click.Group) and name else [command]
        for parameter in (parameter for verb in verbs for parameter in verb.params):
            if isinstance(parameter, click.Option):
                for option in parameter.opts:
                    assert re.search(rf"`{option}[` ]", section), f"timeline {name} {option}"
    assert {name.removeprefix("timeline ") for name in told if name.startswith("timeline ")} == {*VERBS}


def test_the_quantities_on_the_page_have_the_ends_that_it_gives() -> None:
    told = sections("coding.md")["How many"]
    for written, low, high, *_ in list(rows(told))[2:]:
        quantity = Quantity.parse(written.strip("`"))
        if quantity.bound == "unknown":
            assert (low, high) == ("takes no part", "takes no part")
        else:
            ends = tuple("open" if end is None else str(end) for end in (quantity.low, quantity.high))
            assert (low, high) == ends, written
    assert [word for word in VAGUE if word not in " ".join(told.split())] == []


def test_the_dates_on_the_page_can_be_written_so() -> None:
    written = [
        cells[1].strip("`") for cells in rows(sections("coding.md")["When"]) if cells[1].startswith("`occurred:")
    ]
    assert len(written) >= 6
    for occurred in written:
        assert not refused(f"- {{type: airstrike, {occurred}, citation: {{locator: para 3}}}}\n"), occurred


def test_the_rules_on_the_page_are_those_of_the_table() -> None:
    told = list(rows(sections("coding.md")["Words for a day"]))[2:]
    assert told == [
        [
            f"`{rule.name}`",
            rule.example or "(none)",
            rule.gives,
            str(rule.date_prec or "by their number"),
            str(rule.page),
        ]
        for rule in RULES.values()
    ]


def seed_events() -> list[Event]:
    return [read.event for read in parse(SEED.read_bytes(), str(SEED), "yaml")]


def test_every_paragraph_of_the_example_has_the_events_that_cite_it() -> None:
    table = [cells for cells in rows((DOCS / "seed.md").read_text(encoding="utf-8")) if cells[0].isdigit()]
    assert [int(cells[0]) for cells in table] == list(range(1, 13))
    assert all(why for *_, why in table)
    with Timeline.memory("HEL") as timeline:
        timeline.append([read.event for read in parse(SEED.read_bytes(), str(SEED), "yaml")], recorded_by="docs")
        found = timeline.db.query("select locator, id from events where locator is not null order by position")
        cited: dict[str, list[str]] = {}
        for row in found:
            cited.setdefault(row["locator"].removeprefix("para "), []).append(row["id"])
    assert {cells[0]: cells[2].split(", ") for cells in table if cells[2] != "none"} == cited


def test_every_rival_of_the_example_has_a_row_with_the_claims_of_its_sheet() -> None:
    told = {}
    for cells in list(rows(sections("seed.md")["The rivals"]))[2:]:
        (sheet,) = re.findall(r"\]\(\.\./(seeds/rivals/[\w.-]+\.yaml)\)", cells[0])
        told[ROOT / sheet] = cells[2].split(", ")
        assert cells[1]
        assert cells[3]
    sheets = seeds()
    with Timeline.memory("HEL") as timeline:
        for sheet in sheets:
            receipts = timeline.append([read.event for read in parse(sheet.read_bytes(), str(sheet), "yaml")])
            if sheet.parent != SEED.parent and sheet != TOGETHER:
                claims = [receipt.id for receipt in receipts if receipt.type in CLAIMS]
                assert told.pop(sheet) == claims, sheet.name
    assert told == {}


def test_every_decision_of_the_example_has_a_row() -> None:
    told = [id for cells in list(rows(sections("seed.md")["What belongs together"]))[2:] for id in cells[0].split(", ")]
    with Timeline.memory("HEL") as timeline:
        for sheet in seeds():
            receipts = timeline.append([read.event for read in parse(sheet.read_bytes(), str(sheet), "yaml")])
    assert told == [receipt.id for receipt in receipts]


def test_the_check_without_this_program_comes_to_the_same_root(tmp_path: Path) -> None:
    script = next(block for block in blocks((DOCS / "log.md").read_text(encoding="utf-8"), "python"))
    (tmp_path / "check.py").write_text(script, encoding="utf-8")
    with Timeline.init(tmp_path / "t", "HEL") as timeline:
        timeline.append([read.event for read in parse(SEED.read_bytes(), str(SEED), "yaml")], recorded_by="docs")
        state = timeline.verify()
    assert run("python check.py t/log.db", tmp_path) == f"{state.size} {state.root}"


@pages
def test_every_link_to_a_file_or_a_heading_leads_there(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if link.startswith("http"):
            continue
        path, _, heading = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not heading or heading in anchors(target), link


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_page_is_in_the_index() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    assert {page.name for page in PAGES} - set(re.findall(r"\]\(([\w-]+\.md)\)", index)) == {"README.md"}
