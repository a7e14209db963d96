"""A bare label names a claim of the sheet's own source, and is stored with the source's key; any other name stays."""

from __future__ import annotations

import re
from typing import Any

from events.decision import Decision
from events.ledger.coding_corrected import CodingCorrected
from events.registry import TYPES
from events.values.response import as_id
from events.values.text import LABEL

_LABEL = re.compile(LABEL)


def naming(type_: object) -> tuple[str, ...]:
    """The fields of a decision of this type that hold names of claims; none for any other type."""
    found = TYPES.get(type_) if isinstance(type_, str) else None
    return found.naming if found and issubclass(found, Decision) else ()


def is_label(name: object) -> bool:
    """Whether `name` is a bare label, and neither an ID nor the name of a claim of some other source."""
    return isinstance(name, str) and bool(_LABEL.fullmatch(name)) and not as_id(name)


def in_full(data: dict[str, Any], type_: str | None, source: str) -> dict[str, Any]:
    """`data` of an event of this type, with the bare labels of claims of `source` in full.

    Of a correction also those in what takes the place of the old event.
    """
    whole = data.get("replacement")
    if type_ == CodingCorrected.model_fields["type"].default and isinstance(whole, dict):
        return {**data, "replacement": in_full(whole, whole.get("type"), source)}
    return {
        field: [f"{source}:{name}" if is_label(name) else name for name in given]
        if field in naming(type_) and isinstance(given, list)
        else given
        for field, given in data.items()
    }
