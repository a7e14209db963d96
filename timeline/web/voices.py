"""The page of a voice shows what it says and what it passes on of others, through whom, and what became of each.

A voice is found by any of its spellings; all names of one recorded actor are one voice. Nobody speaks where the origin
is not stated, or is the coder.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from timeline.matching.names import normalised
from timeline.projections.voiced import NOBODY
from timeline.web import incidents, missing, rivals
from timeline.web.queries import Row, Tables, chains
from timeline.web.question import VOICE, VOICES

#: Every spelling, as it was first recorded the first.
_SPELT = f"""with {VOICE}
    select voice from spelt cross join attributions using (voice_normalised) where voice not in {NOBODY}
    group by voice order by min(event)
"""
_ACTOR = f"with {VOICE} select key, name, kind from called join actors on key = actor"
#: The names that are written otherwise, or of which it is the key.
_MEANT = """
    select voice as name from attributions where voice_normalised = :normalised
    union select name from actor_names where normalised = :normalised or actor = lower(:given)
"""
_HEARD = "select distinct event, null as relation from attributions where voice in (select value from json_each(:key))"
_AMONG = f"""
    select claim_incidents.incident from ({_HEARD}) as heard join events on id = heard.event and status = 'current'
        join claim_incidents on claim_incidents.event = id
"""
_HOPS = "select * from attributions where event in (select value from json_each(:events)) order by event, number"
_PUBLISHED = """
    select key, title, publisher, published from sources where publisher in (select value from json_each(:key))
    order by coalesce(published, '9999'), key
"""
Voices = tuple[str, ...]
#: A value by its property and party; what stands for the claim as a whole has none.
Value = tuple[str, str | None]
_WHOLE: Value = ("", None)


class Stands(NamedTuple):
    """Where a voice stands in the chain of a claim, or of one of its values: 0 is the origin, None is nowhere."""

    at: int | None
    chain: Voices


async def find(tables: Tables, given: str) -> list[str]:
    """The spellings of the voice that `given` names, the one first recorded first; none where it names none."""
    if found := await _spelt(tables, given):
        return found
    for row in await tables.rows(_MEANT, normalised=normalised(given), given=given):
        if found := await _spelt(tables, row["name"]):
            return found
    return []


async def _spelt(tables: Tables, name: str) -> list[str]:
    return [row["voice"] for row in await tables.rows(_SPELT, voice=name)]


async def near(tables: Tables, given: str) -> list[tuple[str, Row | None]]:
    """The voices that may be meant where `given` names none."""
    spelt = {row["voice"].lower(): row["voice"] for row in await tables.rows(VOICES)}
    return [(spelt[name], None) for name, _ in missing.close(given, {name: {} for name in spelt})]


async def page(tables: Tables, spelt: Sequence[str]) -> Row:
    """Whatever the page of a voice with these spellings shows, by the names of its template."""
    key = json.dumps(list(spelt))
    claims = await incidents.with_fate(tables, await tables.claims(_HEARD, key))
    hops: dict[str, list[Row]] = {}
    for hop in await tables.rows(_HOPS, events=json.dumps([claim["id"] for claim in claims])):
        hops.setdefault(hop["event"], []).append(hop)
    lists: tuple[list[Row], list[Row]] = ([], [])
    ways: tuple[Counter[Voices], Counter[Voices]] = (Counter(), Counter())
    for claim in claims:
        stands = _stands(hops[claim["id"]], set(spelt))
        at, chain = min((one.at, one.chain) for one in stands.values() if one.at is not None)
        claim["remarks"] = list(_remarks(stands, is_origin=at == 0))
        lists[at > 0].append(claim)
        if claim["status"] == "current":
            ways[at > 0][chain[:1] if at else chain[1:]] += 1
    (says, passes), (through, passed) = lists, ways
    there = await tables.incidents(_AMONG, key=key)
    return {
        "spelt": spelt,
        "nobody": NOBODY,
        "actor": await tables.row(_ACTOR, voice=spelt[0]),
        "unnamed": any(claim["origin_kind"] == "unnamed" and claim["hops"][0]["voice"] in spelt for claim in says),
        "says": says,
        "passes": passes,
        "through": through.most_common(),
        "passed": passed.most_common(),
        "fate": Counter(claim["status"] for claim in claims),
        "disputed": sum(claim["status"] == "current" and bool(claim["disputed_in"]) for claim in claims),
        "published": await tables.rows(_PUBLISHED, key=key),
        "incidents": there,
        "marks": await incidents.marks(tables, [row["slug"] for row in there]),
    }


def _stands(hops: Sequence[Row], spelt: set[str]) -> dict[Value, Stands]:
    """Where the voice stands in the claim as a whole, which comes first, and in each value that came another way."""
    whole, own = chains(hops)
    found: dict[Value, Stands] = {}
    for value, chain in ((_WHOLE, whole), *((value, chain) for value, several in own.items() for chain in several)):
        voices = tuple(str(hop["voice"]) for hop in chain)
        at = next((index for index, voice in enumerate(voices) if voice in spelt), None)
        if value not in found or found[value].at is None or at == 0:
            found[value] = Stands(at, voices)
    return found


def _remarks(stands: dict[Value, Stands], is_origin: bool) -> Iterator[dict[str, Any]]:
    """Of a claim that is not all by this voice, or through it: which values are, or are not."""
    behind = {value: one.at == 0 if is_origin else one.at is not None for value, one in stands.items()}
    values = [value for value in stands if value != _WHOLE and behind[value] != behind[_WHOLE]]
    if values:
        named = ", ".join(rivals.field({"property": name, "party": party}) for name, party in values)
        does = "says" if is_origin else "passes on"
        only = f"It {does} all of this but" if behind[_WHOLE] else f"It {does} only this of it"
        yield {"words": f"{only}: {named}.", "events": []}
