"""Whoever fills in a template has a valid sheet: this holds for every type without its being named here."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml

from events.registry import CLAIMS, TYPES, parse
from events.values.frozen import Bare
from timeline.errors import Faults
from timeline.sheets import read
from timeline.sheets.fields import fields_of
from timeline.sheets.template import WIDTH, Known, template

SCHEMA = "file:///schemas/sheet.json"
ALL = pytest.mark.parametrize("name", TYPES)


def example(name: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.load(TYPES[name].example, yaml.BaseLoader)
    return data


def filled(text: str, data: dict[str, Any], indent: str) -> str:
    """`text` with what `data` says, each value on the line of its field; a field behind a # loses it."""
    for name, value in data.items():
        if name != "type":
            line = re.compile(rf"^{indent}#?{name}:$", re.MULTILINE)
            assert len(line.findall(text)) == 1, name
            said = f"{indent}{name}: {json.dumps(value, ensure_ascii=False)}"
            text = line.sub(said.replace("\\", r"\\"), text)
    return text


@ALL
def test_a_template_with_the_example_of_its_type_filled_in_says_the_example(name: str) -> None:
    text = filled(template(TYPES[name], SCHEMA, Known()), example(name), "    ")
    if name in CLAIMS:
        text = filled(text, example("source_recorded"), "  ")
    *_, last = read.parse(text.encode(), "new.yaml", "yaml")
    assert last.event == parse(example(name))


@ALL
def test_a_template_as_it_is_lacks_what_must_be_given_and_has_no_other_fault(name: str) -> None:
    with pytest.raises(Faults) as refused:
        read.parse(template(TYPES[name], SCHEMA, Known()).encode(), "new.yaml", "yaml")
    lacking = {fault.field.rpartition(".")[2] for fault in refused.value.faults}
    required = {field for field, info in fields_of(TYPES[name]) if info.is_required()}
    source = {field for field, info in fields_of(TYPES["source_recorded"]) if info.is_required()}
    groups = {"citation"}  # it has nothing that must be given, once the sheet has its source
    assert lacking == (required - groups) | (source if name in CLAIMS else set())


@ALL
def test_every_field_has_a_line_of_its_own_below_its_meaning(name: str) -> None:
    lines = template(TYPES[name], SCHEMA, Known()).splitlines()
    for field, info in fields_of(TYPES[name]):
        (at,) = (number for number, line in enumerate(lines) if re.fullmatch(rf"    #?{field}:", line))
        assert lines[at].startswith("    #") != info.is_required()
        told = " ".join(line.lstrip("# ") for line in lines[:at])
        assert " ".join(str(info.description).split()) in told


@ALL
def test_no_line_of_prose_is_wider_than_one_reads(name: str) -> None:
    assert max(map(len, template(TYPES[name], SCHEMA, Known()).splitlines())) <= WIDTH


def test_the_first_line_is_for_editors_that_check_sheets() -> None:
    first, _, _ = template(TYPES["airstrike"], SCHEMA, Known()).partition("\n")
    assert first == f"# yaml-language-server: $schema={SCHEMA}"


def test_what_is_recorded_is_named_and_can_be_taken_by_deleting_a_sign() -> None:
    known = Known(sources={"gazette": "Three dead\nat the bridge"}, incidents={"bridge": "Fight for the bridge"})
    text = template(TYPES["airstrike"], SCHEMA, known)
    assert "#source: gazette  # Three dead at the bridge\n" in text
    assert "#   bridge  # Fight for the bridge\n" in text


def test_a_source_that_is_recorded_stands_alone() -> None:
    text = template(TYPES["airstrike"], SCHEMA, Known(source="gazette"))
    assert "\nsource: gazette\n" in text
    assert "publisher" not in text.partition("events:")[0]
    (found,) = read.parse(text.encode(), "new.yaml", "yaml")
    assert found.event == parse({"type": "airstrike", "citation": {"source": "gazette"}})


def test_a_group_that_may_be_one_word_is_not_taken_apart() -> None:
    bare = [info.annotation for _, info in fields_of(TYPES["other"]) if info.is_required()]
    assert any(isinstance(kind, type) and issubclass(kind, Bare) for kind in bare)
    assert "\n    description:\n    # " in template(TYPES["other"], SCHEMA, Known())
