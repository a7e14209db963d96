"""Every field of every event type that takes free text holds HTML and script here, fields yet to be written too."""

from __future__ import annotations

from collections.abc import Callable
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from events.base import Event
from events.decision import Decision
from events.ledger.incident_declared import IncidentDeclared
from events.ledger.source_recorded import SourceRecorded
from events.registry import CLAIMS, TYPES, parse

#: The key of the source and the slug of the incident, which have no room for HTML.
KEY = "hostile"
#: An incident that others are linked with and split into, and one that is merged away.
OTHER, MERGED = f"{KEY}-too", f"{KEY}-merged"
#: For fields that are not free text: the first that a field accepts is its value.
SAMPLES = (
    "https://127.0.0.1:9/'onmouseover='window.__hit=4'//javascript:alert(4)",
    KEY,
    f"{KEY}:airstrike-told",
    "2015-08-22",
    "Asia/Kabul",
    "last_month",
    "32.5",
    "AF",
    "A1",
    "a" * 64,
    "up to 40",
    "en",
    True,
)


def text(path: str) -> str:
    """What is put into the text field at `path`; `path` stands in it, to be found on a page."""
    return (
        f'{path}<img src=/x onerror="window.__hit=1"></title></q></script><script>window.__hit=2;alert(2)</script>'
        "'\"><svg onload=alert(3)>{{7*7}}"
    )


def events() -> list[Event]:
    """A source, incidents, of each type of claim one about an incident and a joint one, and a decision of each type."""
    recorded = data(SourceRecorded, "source") | {"key": KEY}
    declared, *others = (data(IncidentDeclared, "incident") | {"slug": slug} for slug in (KEY, OTHER, MERGED))
    claims: list[dict[str, Any]] = []
    for name, model in CLAIMS.items():
        claim = consistent(data(model, name), recorded["publisher"])
        # Each answers one that stands above it, if there is any, by its label.
        answered = {"responds_to": {"event": claims[0]["as"], "properties": ["killed"]} if claims else None}
        told = {field: value for field, value in claim.items() if field != "about"} | answered | {"as": f"{name}-told"}
        joint = {field: value for field, value in claim.items() if field != "incident"} | answered
        claims += [told, joint | {"about": [KEY], "as": f"{name}-joint"}]
    # A statement is replaced only by the voice that made it.
    claims[2]["citation"] = claims[2]["citation"] | {"chain": claims[0]["citation"]["chain"]}
    return [parse(event) for event in (recorded, declared, *claims, *others, *decisions(claims))]


def decisions(claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A decision of each type on these claims and their incidents."""
    one, *_, other = (f"{KEY}:{claim['as']}" for claim in claims)
    party = claims[0]["casualties"][0]["party"]["value"]
    named: dict[str, dict[str, Any]] = {
        "incidents_merged": {"incident": MERGED, "into": KEY},
        "incident_split": {"incident": KEY, "into": OTHER, "claims": [other]},
        "incidents_linked": {"incidents": [KEY, OTHER]},
        "claims_linked": {"claims": [one, other]},
        "statement_superseded": {
            "old": [one],
            "new": [f"{KEY}:{claims[2]['as']}"],
            "fields": ["occurred", {"property": "killed", "party": party}],
        },
        "incident_assessed": {"incident": KEY},
    }
    found = {name: model for name, model in TYPES.items() if issubclass(model, Decision)}
    return [data(model, name) | named[name] for name, model in found.items()]


def data(model: type[BaseModel], path: str, words: Callable[[str], str] = text) -> dict[str, Any]:
    """Data for `model` with every field given, and in its text fields what `words` makes of their paths."""
    return {
        field.alias or name: value(field.rebuild_annotation(), f"{path}.{name}", words)
        for name, field in model.model_fields.items()
        # No source can republish itself, and there is no other; nor was anything undone that a decision could follow.
        if name not in ("republishes", "follows")
    }


def value(annotation: Any, path: str, words: Callable[[str], str] = text) -> Any:
    """A value for a field: free text where it takes any, else something that it accepts."""
    kind, options = get_origin(annotation), get_args(annotation)
    if kind in (Union, UnionType):
        return value(next(option for option in options if option is not NoneType), path, words)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return data(annotation, path, words)
    if kind is Literal:
        return options[0]
    if kind is tuple:
        return [value(options[0], path, words)]
    if kind is Annotated and get_origin(options[0]) in (tuple, Literal):
        return value(options[0], path, words)
    field = TypeAdapter(annotation)
    for candidate in (words(path), *SAMPLES):
        try:
            field.validate_python(candidate)
        except ValidationError:
            continue
        return candidate
    raise AssertionError(f"{path}: add a value that this field accepts to SAMPLES")


def consistent(claim: dict[str, Any], publisher: str) -> dict[str, Any]:
    """The claim with what its fields demand of one another."""
    part = claim["casualties"][0]
    whole = {name: given for name, given in part.items() if name != "subset_of"}
    whole["party"] = part["party"] | {"value": f"whole {part['party']['value']}"}
    claim["casualties"] = [whole, part | {"subset_of": whole["party"]["value"]}]
    return {name: _with_chains(given, publisher) for name, given in claim.items()}


def _with_chains(given: Any, publisher: str) -> Any:
    """Every chain ends with the publisher."""
    if isinstance(given, list):
        return [_with_chains(item, publisher) for item in given]
    if not isinstance(given, dict):
        return given
    ends = {"voice": publisher, "relation": "quoted_by", "evidence": "inferred"}
    return {name: [*item, ends] if name == "chain" else _with_chains(item, publisher) for name, item in given.items()}
