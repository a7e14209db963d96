"""A small made-up record, for tests that need events but no surprises."""

from __future__ import annotations

from typing import Any

from events.base import Event
from events.registry import parse

#: Two sources and three incidents, which every claim below can be about.
GROUND = [
    parse(
        {"type": "source_recorded", "key": "gazette", "kind": "news", "publisher": "Gazette", "published": "2015-08-26"}
    ),
    parse({"type": "source_recorded", "key": "agency", "kind": "wire", "publisher": "Agency", "published": "2015-08"}),
    *(
        parse({"type": "incident_declared", "slug": slug, "title": slug.title()})
        for slug in ("bridge", "market", "valley")
    ),
]


def claim(type_: str = "airstrike", /, citation: Any = None, **fields: Any) -> Event:
    """A claim of the Gazette about the bridge, with whatever else is given; None leaves a field out."""
    cited = {"source": "gazette", "locator": "para 1"} | (citation or {})
    data = {"type": type_, "incident": "bridge", "citation": cited} | fields
    return parse({name: value for name, value in data.items() if value is not None})


def killed(number: object, party: str = "Taliban", **fields: Any) -> list[dict[str, Any]]:
    """Casualties of one party."""
    return [{"party": party, "killed": number} | fields]


def decided(type_: str, /, **fields: Any) -> Event:
    """A decision of this type."""
    return parse({"type": type_, "reason": "as we see it"} | fields)


def strike(number: int) -> Event:
    """The claim number `number`, one of as many as are wanted."""
    slug = ("bridge", "market", "valley")[number % 3]
    said = {"source": ("gazette", "agency")[number % 2], "locator": f"para {number}"}
    return claim(citation=said, incident=slug, strikes=number % 7 + 1, casualties=killed(number % 40, party="NATO"))
