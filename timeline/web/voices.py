"""The page of a voice shows what it says and what it passes on of others, through whom, and what became of each.

A voice is found by any of its spellings; all names of one recorded actor are one voice. Nobody speaks where the origin
is not stated, or is the coder.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from events.values.folding import folded
from timeline.matching.names import normalised
from timeline.projections.voiced import NOBODY
from timeline.web import incidents, lists, missing, rivals
from timeline.web.lists import Listed
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
#: Each claim in whose chains the voice is, by the row of its first place in one of them; 1 is the origin.
_HEARD = """
    heard as materialized (
        select * from (
            select event, number, hop, evidence, row_number() over (partition by event order by hop, number) as nth
            from attributions where voice in (select value from json_each(:key)))
        where nth = 1
    )"""
_SAYS, _PASSES = (f"with {_HEARD} select event, null as relation from heard where hop {at} 1" for at in ("=", ">"))
#: The claims that count no more: few, so that none of the others need be looked up.
_GONE = """gone(id) as materialized (
        select id from events where status < 'current' union all select id from events where status > 'current'
    )"""
_COUNTING = "heard.event not in (select id from gone)"
_COUNTED = """count(*) as claims, sum(hop = 1) as says, sum(hop > 1) as passes,
        sum(hop = 1 and evidence = 'inferred') as said_inferred,
        sum(hop > 1 and evidence = 'inferred') as passed_inferred"""
#: What became of all of them, however many are shown.
_FATE = f"""with {_HEARD}, {_GONE}
    select 'current' as status, {_COUNTED} from heard where {_COUNTING} having count(*) > 0
    union all
    select * from (select status, {_COUNTED} from heard cross join events on id = heard.event
        where heard.event in (select id from gone) group by status order by status)
"""
_UNNAMED = """
    select 1 from attributions cross join events on id = attributions.event
    where voice in (select value from json_each(:key)) and hop = 1 and origin_kind = 'unnamed'
        and origin in (select value from json_each(:key)) limit 1
"""
#: How many others contradict; values only contradict while their claims count.
_IN_DISPUTE = """
    select count(*) as disputed from (select distinct event from attributions
            where voice in (select value from json_each(:key))) as heard
        where exists (select 1 from contradicting_values cross join contradictions using (incident, number)
            where contradicting_values.event = heard.event and judgement = 'contradiction')
"""
#: The ways of those that count: of what it says, who passes it on; of what it passes on, who says it. The rows of one
#: chain are numbered without a gap.
_WAYS = f"""with {_HEARD}, {_GONE}
    select passes, inferred, voices, count(*) as claims from (
        select hop > 1 as passes, evidence = 'inferred' as inferred, (
            select json_group_array(json_array(voice, evidence)) from (select voice, evidence from attributions as other
            where other.event = heard.event and other.number - other.hop = heard.number - heard.hop
                and (other.hop = 1) = (heard.hop > 1) order by other.number)) as voices
        from heard where {_COUNTING})
    group by passes, inferred, voices order by claims desc, voices != '[]', voices
"""
_AMONG = f"""with {_HEARD}, {_GONE}
    select claim_incidents.incident from heard cross join claim_incidents on claim_incidents.event = heard.event
    where {_COUNTING}"""
_HOPS = "select * from attributions where event in (select value from json_each(:events)) order by event, number"
#: Ways and sources that the head of the page lists, the most heard and the earliest; of the rest, how many they are.
_LISTED = 12
_PUBLISHED = f"""
    select key, title, publisher, published, count(*) over () as all_of_them from sources
    where publisher in (select value from json_each(:key)) order by coalesce(published, '9999'), key limit {_LISTED}
"""
#: A value by its property and party; what stands for the claim as a whole has none.
Value = tuple[str, str | None]
_WHOLE: Value = ("", None)


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
    fate = await tables.rows(_FATE, key=key)
    disputed = await tables.row(_IN_DISPUTE, key=key)
    ways = await tables.rows(_WAYS, key=key)
    there = await lists.incidents(tables, _AMONG, key=key)
    actor = await tables.row(_ACTOR, voice=spelt[0])
    return {
        "spelt": spelt,
        "nobody": NOBODY,
        "actor": actor,
        # Names that are only much alike are one page, and not one origin: that they are one is for somebody to record.
        "origins": 1 if actor else len(set(map(folded, spelt))),
        "unnamed": await tables.row(_UNNAMED, key=key) is not None,
        "says": await _shown(tables, _SAYS, spelt),
        "passes": await _shown(tables, _PASSES, spelt),
        "said": sum(row["says"] for row in fate),
        "passed_on": sum(row["passes"] for row in fate),
        "inferred": {name: sum(row[name] for row in fate) for name in ("said_inferred", "passed_inferred")},
        "through": _ways(row for row in ways if not row["passes"]),
        "passed": _ways(row for row in ways if row["passes"]),
        "fate": fate,
        "disputed": disputed["disputed"] if disputed else 0,
        "published": await tables.rows(_PUBLISHED, key=key),
        "publishers": key if len(spelt) > 1 else spelt[0],
        "incidents": there,
        "marks": await incidents.marks(tables, there.slugs),
    }


async def _shown(tables: Tables, statement: str, spelt: Sequence[str]) -> Listed:
    """The claims that the statement gives, each with what of it is not by this voice or through it."""
    found = await lists.claims(tables, statement, json.dumps(list(spelt)))
    claims = await incidents.with_fate(tables, found.rows)
    hops: dict[str, list[Row]] = {}
    for hop in await tables.rows(_HOPS, events=json.dumps([claim["id"] for claim in claims])):
        hops.setdefault(hop["event"], []).append(hop)
    for claim in claims:
        claim["remarks"] = list(_remarks(_stands(hops[claim["id"]], set(spelt)), is_origin=statement == _SAYS))
    return replace(found, rows=claims)


def _ways(rows: Iterable[Row]) -> dict[str, Any]:
    """The ways that most claims came, and of the `others` how many there are and how many `claims` came by them."""
    first = [row | {"voices": json.loads(row["voices"])} for row in rows]
    others = first[_LISTED:]
    return {"first": first[:_LISTED], "others": len(others), "claims": sum(way["claims"] for way in others)}


def _stands(hops: Sequence[Row], spelt: set[str]) -> dict[Value, int | None]:
    """Where the voice stands in the claim as a whole, which comes first, and in each value that came another way.

    1 is the origin, None is nowhere. It is its first place, of the several chains that a value may have.
    """
    whole, own = chains(hops)
    found: dict[Value, int | None] = {}
    for value, several in ((_WHOLE, [whole]), *own.items()):
        found[value] = min((hop["hop"] for chain in several for hop in chain if hop["voice"] in spelt), default=None)
    return found


def _remarks(stands: dict[Value, int | None], is_origin: bool) -> Iterator[dict[str, Any]]:
    """Of a claim that is not all by this voice, or through it: which values are, or are not."""
    behind = {value: at == 1 if is_origin else at is not None for value, at in stands.items()}
    values = [value for value in stands if value != _WHOLE and behind[value] != behind[_WHOLE]]
    if values:
        named = ", ".join(rivals.field({"property": name, "party": party}) for name, party in values)
        does = "says" if is_origin else "passes on"
        only = f"It {does} all of this but" if behind[_WHOLE] else f"It {does} only this of it"
        yield {"words": f"{only}: {named}.", "events": []}
