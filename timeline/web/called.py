"""Keys and slugs are shown by the names that readers know, which are looked up once for a whole page."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection

from timeline.web import words
from timeline.web.queries import Tables

_KNOWN = {
    "place": "select key, name from places where key in (select value from json_each(:keys))",
    "actor": "select key, name from actors where key in (select value from json_each(:keys))",
    "incident": """
        select slug as key, title as name from incident_slugs where slug in (select value from json_each(:keys))
    """,
    "source": "select key, publisher, published from sources where key in (select value from json_each(:keys))",
}


async def of(tables: Tables, kind: str, keys: Collection[str]) -> dict[str, str]:
    """What those are called of these places, actors, incidents or sources that are recorded, by key.

    A source is its publisher with the day; two of the same day have their keys beside that.
    """
    if not keys:
        return {}
    rows = await tables.rows(_KNOWN[kind], keys=json.dumps(sorted(keys)))
    named = {row["key"]: str(words.published(row) if kind == "source" else row["name"]) for row in rows}
    alike = Counter(named.values()) if kind == "source" else Counter[str]()
    return {key: f"{name} ({key})" if alike[name] > 1 else name for key, name in named.items()}
