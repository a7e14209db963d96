"""The page of the schema says what tables and types say of themselves; what the tables are for is said here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from events.registry import CLAIMS, TYPES
from events.values.quantity import BOUNDS
from events.values.said import Said
from timeline.projections.building import TABLES
from timeline.projections.columns import EVIDENCE, STATUSES
from timeline.projections.tables import Table
from timeline.reconcile.contradictions import RULES
from timeline.reconcile.inferred import INFERRED, STATED
from timeline.reconcile.origins import ORIGIN_KINDS
from timeline.reconcile.told import OriginKind
from timeline.sheets.fields import PARTS, first_line

#: What the three types of columns are called.
KINDS = {str: "text", int: "whole number", float: "number"}


@dataclass(frozen=True, slots=True)
class Group:
    """Tables that are for one thing, by their names."""

    title: str
    tells: str
    names: tuple[str, ...]

    @property
    def tables(self) -> list[Table]:
        """The tables of the group, in its order."""
        return [_BY_NAME[name] for name in self.names]

    @property
    def anchor(self) -> str:
        """Where the group stands on the page; no table is called so."""
        return "for-" + self.title.lower().replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that a field or column takes, and the types, parts or tables within which it does."""

    name: str
    values: tuple[str, ...]
    meaning: str
    within: tuple[str, ...]


#: The tables of the types of claims, which follow from the types.
TYPED = tuple(claim.table for claim in CLAIMS.values())
TECHNICAL = Group(
    "Technical",
    "What the other tables are made with.",
    ("claim_spells", "decision_spells", "incident_slugs", "problems", "projection"),
)
GROUPS = (
    Group(
        "Incidents",
        "What is known of each happening, out of all claims on it, and on what they disagree.",
        (
            "incidents",
            "incident_casualties",
            "incident_quantities",
            "incident_origins",
            "lone_values",
            "contradictions",
            "contradicting_values",
            "lost_hedges",
            "incident_links",
            "incident_assessments",
            "best_figures",
        ),
    ),
    Group(
        "Claims and figures",
        "What each source says, value by value, and through whom.",
        ("events", "claim_values", "casualties", "attributions", "sources", "claim_incidents", "claim_links"),
    ),
    Group("Claims by type", "One table for each type of claim, with its own fields.", TYPED),
    Group("Control", "Who took, lost and held which place.", ("control_periods", "control_changes")),
    Group(
        "Places and actors",
        "The gazetteer and the recorded actors, and which claims name them.",
        (
            "places",
            "place_names",
            "claim_places",
            "actors",
            "actor_names",
            "claim_parties",
            "actor_parts",
            "actor_casualties",
        ),
    ),
    Group(
        "Changes",
        "What was corrected here, what issuers replaced, and what was known when.",
        (
            "corrections",
            "supersessions",
            "superseded_values",
            "incidents_as_recorded",
            "incidents_as_reported",
            "incident_merges",
            "incident_splits",
            "withheld",
        ),
    ),
    TECHNICAL,
)
_BY_NAME = {table.name: table for table in TABLES}

_STATUSES = tuple(STATUSES.replace(" or ", ", ").split(", "))
#: What the projections say of events and values, which no field of a type holds.
_DERIVED = (
    Vocabulary("status", _STATUSES, "What became of an event; event_status in the tables made of claims.", ("events",)),
    Vocabulary("bound", BOUNDS, "How the words of a figure bound its number.", ("claim_values", "casualties")),
    Vocabulary("origin_kind", get_args(OriginKind), f"What kind of origin: {ORIGIN_KINDS}.", ("events",)),
    Vocabulary(
        EVIDENCE.name, (STATED, INFERRED), "Whether the source says that it comes from its origin.", ("claim_values",)
    ),
    Vocabulary("rule", tuple(RULES), "By which rule values cannot all be true.", ("contradictions",)),
)

#: The drawing: where the main tables stand, by column and row, and which of them refers to which.
DRAWN = {
    "attributions": (0, 0),
    "claim_values": (1, 0),
    "incident_casualties": (2, 0),
    "sources": (0, 1),
    "events": (1, 1),
    "incidents": (2, 1),
    "control_changes": (0, 2),
    "casualties": (1, 2),
    "contradictions": (2, 2),
}
REFERS = (
    ("attributions", "events"),
    ("claim_values", "events"),
    ("casualties", "events"),
    ("control_changes", "events"),
    ("events", "sources"),
    ("events", "incidents"),
    ("incident_casualties", "incidents"),
    ("contradictions", "incidents"),
)
#: Sizes in pixels: a box, and from one box to the next.
_WIDE, _HIGH, _ACROSS, _DOWN = 168, 34, 204, 84


def page() -> dict[str, Any]:
    """What the template of the page is given."""
    return {
        "groups": GROUPS,
        "kinds": KINDS,
        "drawing": drawing(),
        "referring": {table.name: referring(table.name) for table in TABLES},
        "types": [
            (name, first_line(found), CLAIMS[name].table if name in CLAIMS else None) for name, found in TYPES.items()
        ],
        "vocabularies": vocabularies(),
    }


def referring(name: str) -> list[tuple[str, str]]:
    """The tables and columns that hold the key of the table `name`."""
    return [(table.name, column.name) for table in TABLES for column in table.columns if column.references == name]


def drawing() -> dict[str, Any]:
    """The boxes of the main tables and the lines from those that refer to those that they refer to, in pixels."""
    at = {name: (column * _ACROSS + 1, row * _DOWN + 1) for name, (column, row) in DRAWN.items()}
    boxes = [{"name": name, "x": x, "y": y, "mid": (x + _WIDE / 2, y + _HIGH / 2)} for name, (x, y) in at.items()]
    columns, rows = (max(place) for place in zip(*DRAWN.values(), strict=True))
    return {
        "boxes": boxes,
        "lines": [_line(at[one], at[other]) for one, other in REFERS],
        "size": (_WIDE, _HIGH),
        "width": columns * _ACROSS + _WIDE + 2,
        "height": rows * _DOWN + _HIGH + 2,
    }


def _line(one: tuple[int, int], other: tuple[int, int]) -> tuple[float, float, float, float]:
    """From the edge of one box to that of the other: sideways between columns, else up or down."""
    (x, y), (to_x, to_y) = one, other
    if x == to_x:
        mid = x + _WIDE / 2
        return (mid, y + _HIGH, mid, to_y - 5) if y < to_y else (mid, y, mid, to_y + _HIGH + 5)
    along = 0 if y == to_y else (_HIGH / 4 if y > to_y else -_HIGH / 4)
    leaves, enters = (x + _WIDE, to_x - 5) if x < to_x else (x, to_x + _WIDE + 5)
    return (leaves, y + _HIGH / 2, enters, to_y + _HIGH / 2 + along)


def vocabularies() -> list[Vocabulary]:
    """Every field that takes one of a few words, as the models have them, and what the tables alone say of values."""
    found: dict[tuple[str, tuple[str, ...]], Vocabulary] = {}
    for within, name, annotation, meaning in _fields({**PARTS, **TYPES}):
        if (values := _words(annotation)) and name not in ("type", "visibility"):
            before = found.get((name, values))
            places = (*before.within, within) if before else (within,)
            found[name, values] = Vocabulary(name, values, before.meaning if before else meaning, places)
    return sorted([*found.values(), *_DERIVED], key=lambda one: (one.name, one.values))


def _fields(models: Mapping[str, type[BaseModel]]) -> Iterable[tuple[str, str, Any, str]]:
    inherited = {name: repr(field.annotation) for part in PARTS.values() for name, field in part.model_fields.items()}
    for within, model in models.items():
        for name, field in model.model_fields.items():
            if within in PARTS or inherited.get(name) != repr(field.annotation):
                yield within, field.alias or name, field.annotation, str(field.description or "")


def _words(annotation: Any) -> tuple[str, ...]:
    """The words of a field that takes one of several; none of any other field."""
    if isinstance(annotation, type) and issubclass(annotation, Said):
        annotation = annotation.model_fields["value"].annotation
    if get_origin(annotation) is Literal:
        values = get_args(annotation)
        return tuple(map(str, values)) if len(values) > 1 and isinstance(values[0], str) else ()
    given = [part for part in get_args(annotation) if part is not NoneType]
    return _words(given[0]) if len(given) == 1 and get_origin(annotation) not in (tuple, list) else ()
