"""The committed schemas are those of the models, and accept and refuse what the sheet reader does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from events.registry import TYPES
from timeline.sheets.schemas import schemas
from timeline.shipped import seeds

ROOT = Path(__file__).parent.parent.parent
COMMITTED = ROOT / "schemas"
SEEDS = seeds()
MADE = schemas()


def as_an_editor_reads(text: str) -> Any:
    """The data with YAML's own types: numbers are numbers. Days stay text, as in YAML 1.2."""
    return json.loads(json.dumps(yaml.safe_load(text), default=lambda day: day.isoformat()))


def test_the_committed_schemas_are_those_of_the_models() -> None:
    assert {file.name: file.read_text(encoding="utf-8") for file in COMMITTED.glob("*.json")} == MADE, (
        "The models have changed: run make schemas, and commit what it writes."
    )
    assert MADE.keys() == {f"{name}.v{found.version}.json" for name, found in TYPES.items()} | {"sheet.json"}


@pytest.mark.parametrize("name", sorted(MADE))
def test_every_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(json.loads(MADE[name]))


@pytest.mark.parametrize("name", TYPES)
def test_the_example_and_the_stored_body_of_every_type_meet_its_schema(name: str) -> None:
    found = TYPES[name]
    validator = Draft202012Validator(json.loads(MADE[f"{name}.v{found.version}.json"]))
    event = found.model_validate(yaml.load(found.example, yaml.BaseLoader))
    validator.validate({"type": name, **event.body()})
    assert not validator.is_valid({"type": name, **event.body(), "no_such_field": 1})
    assert not validator.is_valid(event.body())


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)
def test_an_editor_finds_nothing_wrong_with_the_seeds(seed: Path) -> None:
    text = seed.read_text(encoding="utf-8")
    first = text.split("\n", 1)[0]
    assert (seed.parent / first.removeprefix("# yaml-language-server: $schema=")).resolve() == COMMITTED / "sheet.json"
    Draft202012Validator(json.loads(MADE["sheet.json"])).validate(as_an_editor_reads(text))


def test_an_editor_takes_words_in_place_of_any_date_but_not_in_place_of_nothing() -> None:
    validator = Draft202012Validator(json.loads(MADE["sheet.json"]))
    figure = {"type": "reported_figure", "measure": "count", "population": "raids", "value": 3}
    for date, valid in (({"wording": "last month", "rule": "auto"}, True), ({"wording": "last month"}, False)):
        assert validator.is_valid({"events": [figure | {"period": date, "occurred": date}]}) is valid


@pytest.mark.parametrize("name", TYPES)
def test_an_editor_finds_nothing_wrong_with_the_example_of_any_type_as_one_of_a_sheets_events(name: str) -> None:
    validator = Draft202012Validator(json.loads(MADE["sheet.json"]))
    event = as_an_editor_reads(TYPES[name].example)
    validator.validate({"source": "sputnik-2015-08-26", "events": [event]})
    assert not validator.is_valid({"events": [{key: value for key, value in event.items() if key != "type"}]})
    assert not validator.is_valid({"events": [event | {"no_such_field": 1}]})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("strikes: 3", "strikes: 40ish"),
        ("scope: town", "scop: town"),
        ("kind: news", "kind: newz"),
        ("type: airstrike", "type: airstrik"),
        ("civilian_status: combatant", "civilian_status: soldier"),
        ("key: sputnik-2015-08-26", "key: Sputnik News"),
    ],
)
def test_an_editor_marks_what_the_reader_would_refuse(old: str, new: str) -> None:
    text = SEEDS[0].read_text(encoding="utf-8")
    assert old in text
    validator = Draft202012Validator(json.loads(MADE["sheet.json"]))
    assert not validator.is_valid(as_an_editor_reads(text.replace(old, new, 1)))
