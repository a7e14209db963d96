"""A claim is named by a permanent ID, or by the key of its source and its label there, and stored as it was named."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from events.values.response import as_id
from events.values.text import LABEL, SLUG

_LABELLED = re.compile(f"{SLUG.strip('^$')}:{LABEL.strip('^$')}")


def _named(text: str) -> str:
    if id := as_id(text):
        return id
    if len(text) > 201 or not is_labelled(text):
        raise ValueError(
            f'"{text[:40]}" names no claim. Write an ID such as HEL-0000-0042-58, or the key of its source, a colon '
            "and its label (as): reuters-2015-08-30:toll."
        )
    return text


#: A claim's name: HEL-0000-0042-58, or reuters-2015-08-30:toll.
ClaimName = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_named)]
ClaimNames = Annotated[tuple[ClaimName, ...], Field(max_length=1000)]


def is_labelled(name: str) -> bool:
    """Whether `name` is the key of a source, a colon and a label."""
    return bool(_LABELLED.fullmatch(name))


def labelled(name: str) -> tuple[str, str] | None:
    """The source's key and the label, where a claim is named by these; None for an ID."""
    source, colon, label = name.partition(":")
    return (source, label) if colon else None
