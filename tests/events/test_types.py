"""What every type of event must have: a new one is held to it without being named here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
import rfc8785
import yaml
from hypothesis import given
from pydantic import BaseModel, ValidationError

from events.base import Event
from events.claim import Claim
from events.registry import CLAIMS, TYPES, load, parse
from events.values.frozen import Frozen
from events.values.quantity import LARGEST
from tests.strategies import events

NAMES = sorted(TYPES)
#: The types of claims and their tables, by which sheets and scripts name them.
VOCABULARY = {
    "abduction": "abductions",
    "airstrike": "airstrikes",
    "armed_clash": "armed_clashes",
    "attack_on_civilians": "attacks_on_civilians",
    "control_status": "control_statuses",
    "district_fall": "district_falls",
    "ied_explosion": "ied_explosions",
    "insider_attack": "insider_attacks",
    "non_violent_transfer": "non_violent_transfers",
    "other": "other_claims",
    "reported_figure": "reported_figures",
    "shelling": "shellings",
    "shooting": "shootings",
    "statement": "statements",
    "suicide_attack": "suicide_attacks",
    "territory_recaptured": "territory_recaptured",
}


def models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """The model and all that its fields hold."""
    yield model
    for field in model.model_fields.values():
        yield from _within(field.annotation)


def _within(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from models(annotation)
    for part in get_args(annotation):
        yield from _within(part)


MODELS = sorted({model for found in TYPES.values() for model in models(found)}, key=lambda model: model.__name__)


def leaves(data: Any) -> Iterator[Any]:
    """Every value within `data`, lists and objects included."""
    yield data
    for part in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from leaves(part)


def example(name: str) -> Event:
    # As a sheet is read: every scalar a text.
    return parse(yaml.load(TYPES[name].example, yaml.BaseLoader))


def test_the_types_of_the_vocabulary_are_found() -> None:
    claims = [name for name in TYPES if name in CLAIMS]
    ledger = [name for name in TYPES if name not in CLAIMS]
    assert VOCABULARY.items() <= {name: found.table for name, found in CLAIMS.items()}.items()
    assert {"incident_declared", "source_recorded"} <= set(ledger)
    assert list(TYPES) == [*sorted(claims), *sorted(ledger)], "claims first, both in alphabetical order"
    assert list(CLAIMS) == claims


@pytest.mark.parametrize("model", MODELS)
def test_every_model_and_every_field_of_it_is_described(model: type[BaseModel]) -> None:
    # Said[Quantity] and its like are described by what they are made of.
    origin = model.__pydantic_generic_metadata__["origin"] or model
    assert (origin.__doc__ or "").strip()
    for name, field in model.model_fields.items():
        if name != "type":
            assert (field.description or "").endswith((".", "]", "}")), f"{model.__name__}.{name}"


@pytest.mark.parametrize("model", MODELS)
def test_every_model_is_frozen_and_refuses_unknown_fields(model: type[BaseModel]) -> None:
    assert issubclass(model, Frozen)
    assert model.model_config["frozen"]
    assert model.model_config["extra"] == "forbid"


@pytest.mark.parametrize("name", NAMES)
def test_a_type_has_its_name_a_version_and_a_module_of_that_name(name: str) -> None:
    found = TYPES[name]
    assert found.model_fields["type"].default == name
    assert found.version >= 1
    assert found.__module__.rpartition(".")[2] == name


def test_only_what_says_that_something_happened_is_a_happening() -> None:
    assert {"control_status", "reported_figure", "statement"} == {
        name for name in VOCABULARY if not CLAIMS[name].happening
    }


@pytest.mark.parametrize("name", sorted(CLAIMS))
def test_a_claim_has_a_table_of_its_own_and_every_value_of_it_is_said(name: str) -> None:
    assert re.fullmatch("[a-z_]+", CLAIMS[name].table)
    assert len({found.table for found in CLAIMS.values()}) == len(CLAIMS)
    for field, info in CLAIMS[name].model_fields.items():
        if field not in Claim.model_fields:
            assert "value" in next(_within(info.annotation)).model_fields, field


@pytest.mark.parametrize("name", NAMES)
def test_the_example_is_a_valid_event_of_its_type(name: str) -> None:
    event = example(name)
    assert type(event) is TYPES[name]
    assert event.summary()


@pytest.mark.parametrize("name", NAMES)
def test_the_example_has_canonical_bytes_and_loads_again(name: str) -> None:
    event = example(name)
    assert event.canonical == rfc8785.dumps(event.body())
    assert load(name, TYPES[name].version, json.loads(event.canonical)) == event


@given(events)
def test_a_stored_event_loads_as_the_same_event(event: Event) -> None:
    loaded = load(event.type, event.version, json.loads(event.canonical))
    assert loaded == event
    assert loaded.canonical == event.canonical
    assert loaded.keys == event.keys


@given(events)
def test_the_canonical_bytes_are_those_of_an_independent_implementation(event: Event) -> None:
    assert event.canonical == rfc8785.dumps(event.body())


@given(events)
def test_a_body_holds_neither_floats_nor_anything_that_is_not_said(event: Event) -> None:
    body = event.body()
    for leaf in leaves(body):
        assert leaf is not None
        assert type(leaf) in (str, int, bool, list, dict)
        assert leaf not in ([], {})
    assert "type" not in body


@given(events)
def test_a_summary_is_one_line_that_begins_with_a_capital(event: Event) -> None:
    assert len(event.summary().splitlines()) == 1
    assert event.summary()[0] == event.summary()[0].upper()[0]


@given(events)
def test_what_an_event_says_identifies_it(event: Event) -> None:
    content, slot, *label = event.keys
    assert label == ([f"label:{event.citation.source}:{event.as_}"] if isinstance(event, Claim) and event.as_ else [])
    assert content.startswith("content:")
    assert slot.partition(":")[0] in ("slot", "source", "incident", "place", "actor")
    assert len(set(event.incidents())) == len(event.incidents())


def test_the_largest_number_can_be_stored() -> None:
    event = parse({"type": "airstrike", "strikes": LARGEST, "citation": {"source": "x"}})
    assert load("airstrike", 1, json.loads(event.canonical)) == event


@pytest.mark.parametrize(("name", "version"), [("earthquake", 1), ("airstrike", 2), ("airstrike", 0)])
def test_a_type_or_version_of_a_later_release_is_named(name: str, version: int) -> None:
    with pytest.raises(LookupError, match=f"does not know {name} version {version}"):
        load(name, version, {})


@pytest.mark.parametrize("data", [{}, {"type": "earthquake"}, {"type": None}, {"type": "airstrike"}])
def test_data_of_no_type_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        parse(data)


def test_an_events_type_is_not_another_types() -> None:
    with pytest.raises(ValidationError, match="airstrike"):
        TYPES["airstrike"].model_validate({"type": "other", "citation": {"source": "x"}})
