"""A query is given any number of names as one value: a JSON list, which SQLite's json_each reads."""

from __future__ import annotations

import json
from collections.abc import Iterable


def listed(names: Iterable[str]) -> str:
    """The names as that list, each once, in order."""
    return json.dumps(sorted(set(names)))
