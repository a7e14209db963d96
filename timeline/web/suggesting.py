"""Where nothing has the words that were typed, those names are offered that are spelt nearly so."""

from __future__ import annotations

from difflib import get_close_matches

from timeline.matching.names import normalised
from timeline.web.queries import Row, Tables
from timeline.web.question import VOICES

#: How many names are offered, and how many of each kind are compared at most.
OFFERED, COMPARED = 5, 5000
#: How much of the letters must be the same, of 1.
ALIKE = 0.7

_NAMES = f"""
    select * from (select 'place' as kind, place as key, place_names.name as spelt, places.name as name
        from place_names join places on key = place limit {COMPARED})
    union all
    select * from (select 'actor', actor, actor_names.name, actors.name
        from actor_names join actors on key = actor limit {COMPARED})
    union all
    select * from (select 'voice', voice, voice, voice from ({VOICES}) limit {COMPARED})
    union all
    select * from (select 'incident', slug, title, title from incidents limit {COMPARED})
"""


async def near(tables: Tables, given: str) -> list[Row]:
    """The places, actors, voices and incidents that may be meant, nearest first: kind, key and name of each."""
    rows = await tables.rows(_NAMES)
    spelt: dict[str, list[Row]] = {}
    for row in rows:
        spelt.setdefault(normalised(row["spelt"] or ""), []).append(row)
    found: dict[tuple[str, str], Row] = {}
    for one in get_close_matches(normalised(given), spelt, OFFERED, ALIKE):
        for row in spelt[one]:
            found.setdefault((row["kind"], row["key"]), row)
    return list(found.values())[:OFFERED]
