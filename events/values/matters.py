"""A field is called within a sentence by what it is about, so that nobody reads a number of dead as who killed."""

from __future__ import annotations

from collections.abc import Iterable

from events.values.outcomes import OUTCOMES

#: What a value is about, where the field's name alone does not say it; `claim` is the whole of one.
PROPERTIES = {
    "claim": "whether it happened",
    "occurred": "the day",
    "characterised_as": "what it was",
    "taken_by": "who took it",
    "lost_by": "who lost it",
    "operator": "who carried it out",
    "controller": "who held it",
    "value": "the number reported",
}
_NUMBERS = {outcome: f"the number {outcome.replace('_', ' ')}" for outcome in OUTCOMES} | {
    "perpetrators": "the number of perpetrators",
    "strikes": "the number of strikes",
}
#: The fields that are not just called by their name with an article.
MATTERS = PROPERTIES | _NUMBERS


def matter(field: str) -> str:
    """What a field is called within a sentence: `the number killed`, `the day`, `the place`."""
    return MATTERS.get(field) or f"the {field.replace('_', ' ')}"


def matters(fields: Iterable[str]) -> str:
    """Several of them, each once: `the day and the number killed`."""
    *said, last = list(dict.fromkeys(map(matter, fields))) or [""]
    return f"{', '.join(said)} and {last}" if said else last
