"""Options that several verbs have mean the same in each, and are checked before anything is done."""

from __future__ import annotations

from typing import Any

import click
from pydantic import TypeAdapter, ValidationError

from events.values.text import Text

_TEXT = TypeAdapter(Text)
_WRONG = {"string_too_short": "this is empty", "string_too_long": "these are more than 2,000 characters"}


#: How an event is named, by all verbs alike (see `timeline.named`).
NAMED = "ID|SLUG|KEY|KEY:LABEL"

event = click.argument("name", metavar=NAMED)


def text(context: click.Context, parameter: click.Parameter, given: str) -> str:
    """A text as claims' notes are, of at most 2,000 characters."""
    try:
        return _TEXT.validate_python(given)
    except ValidationError as problem:
        told = "; ".join(_WRONG.get(fault["type"], fault["msg"]) for fault in problem.errors(include_url=False))
        raise click.BadParameter(f"Write a few words ({told}).") from problem


def reason(verb: Any, seen: str = "readers see it") -> Any:
    """Why something is changed: as claims' notes are, a text of at most 2,000 characters. `seen` is who reads it."""
    return click.option("--reason", required=True, callback=text, help=f"Why, in a few words; {seen}.")(verb)


def recorded_by(verb: Any) -> Any:
    """Who appends."""
    about = "Who records. Default: TIMELINE_RECORDED_BY, else the login name."
    return click.option("--recorded-by", help=about)(verb)
