"""One box finds whatever is here: a name leads to its page, words to all that has each of them, a date to its days."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from timeline.errors import TimelineError
from timeline.log.ids import parse_id
from timeline.matching.names import normalised
from timeline.web import compat, incidents, places, suggesting
from timeline.web.queries import Row, Tables
from timeline.web.question import VOICES
from timeline.web.rendering import page, tables_for
from timeline.web.when import When, when

if TYPE_CHECKING:
    from datasette.app import Datasette

#: Of each kind so many are listed; all are in the tables.
LISTED = 20
#: Where more claims than that have the words, the last of them are listed: to weigh all would take too long.
WEIGHED = 2000

#: Of what is typed so many words are searched for, and of each so many letters.
WORDS, LETTERS = 12, 40
#: Characters of what is typed that are looked at.
TYPED = 300
#: A number as a whole: 12000, 12,000.
_NUMBER = re.compile("[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+", re.ASCII)
#: The incidents of so many places that were found are listed with those that have the words.
PLACES = 5
#: Of a date without a year so many are offered, the last ones.
YEARS = 5

_HAVING = "select rowid from [{table}_fts] where [{table}_fts] match :words"
#: A place that is found by another of its names has its incidents found.
_INCIDENTS = """
    select slug from incidents where rowid in (
        select rowid from incidents_fts where incidents_fts match '- names : (' || :words || ')')
    union select claim_incidents.incident from claim_places join claim_incidents using (event)
    where place in (select value from json_each(:places)) and event_status = 'current' and relation != 'counted_in'
"""
#: Those that may have happened on these days, as the question what-happened has it; with the words that were typed too.
_INCIDENTS_THEN = """
    select slug from incidents where coalesce(latest, earliest) >= :first and coalesce(earliest, latest) <= :last
"""
#: Those that may have happened in a month, or on a day of it, in whichever year, as far as it is known which.
_INCIDENTS_YEARLY = """
    select slug from incidents where substr(earliest, 6) <= :last and substr(latest, 6) >= :first
        and substr(earliest, 1, 4) = substr(latest, 1, 4) {having}
"""
_YEARS = f"""
    select distinct substr(earliest, 1, 4) as year from incidents where slug in ({_INCIDENTS_YEARLY})
    order by year desc limit {YEARS}
"""
_SOURCES = f"""
    select key, title, publisher, published from sources where rowid in ({_HAVING.format(table="sources")})
        or instr(key, lower(:given)) order by coalesce(published, '9999'), key limit {LISTED + 1}
"""
#: A source that bears a month or a year may be of any day of it.
_SOURCES_THEN = f"""
    select key, title, publisher, published from sources
    where published >= substr(:first, 1, length(published)) and substr(published, 1, 10) <= :last {{having}}
    order by published, key limit {LISTED + 1}
"""
#: Places and actors are found by any of their names, in any script, of which a part is enough.
_NAMED = """
    select key, name, kind from [{kind}s] where key in (
        select {kind} from {kind}_names where :normalised != '' and instr(normalised, :normalised)
        union select key from {kind}s where instr(key, lower(:given)) or rowid in ({having})
    ) order by name, key limit {most}
"""
#: Claims by their own words, and by what the source's are for a value of theirs.
_WORDED = "select rowid from claim_values_fts where claim_values_fts match '{wording quote} : (' || :words || ')'"
_FITTING = f"""
    with found(id, fit) as (
        select events.id, rank from events_fts join events on events.rowid = events_fts.rowid
        where events_fts match :key
        union all
        select event, 0 from claim_values where rowid in ({_WORDED.replace(":words", ":key")} limit {WEIGHED})
    )
    select id as event, null as relation from found join events using (id)
    where origin_kind is not null group by id order by min(fit), position limit {LISTED}
"""
_LAST = f"""
    select events.id as event, null as relation from events_fts join events on events.rowid = events_fts.rowid
    where events_fts match :key and origin_kind is not null order by events.rowid desc limit {LISTED}
"""
_MANY = f"""
    select count(distinct id) as many from (
        select * from (select events.id from events_fts join events on events.rowid = events_fts.rowid
            where events_fts match :words and origin_kind is not null limit :most)
        union all select * from (select event from claim_values where rowid in ({_WORDED}) limit :most)
    )
"""

#: A part of its name is enough, as names are compared: SQLite knows the small letters of English alone.
_VOICES = f"""
    select voice as name from ({VOICES}) as listed
    where instr(lower(voice), lower(:given)) or :normalised != '' and instr(
        (select voice_normalised from attributions where attributions.voice = listed.voice limit 1), :normalised)
    order by name limit {LISTED + 1}
"""
#: Claims of which the days may be these, found by the indexes. Of one that leaves an end open the other end tells.
_DAYS = """
    select rowid as found from events where earliest <= :last and coalesce(latest, earliest) >= :first
    union all select rowid from events where earliest is null and latest between :first and :last
"""
#: As many as are weighed, without looking at the rest.
_MANY_THEN = f"""
    select count(*) as many from (
        select 1 from ({_DAYS}) cross join events on events.rowid = found
        where origin_kind is not null {{having}} limit :most)
"""
#: `:key` is a JSON object, because a claim is asked for by one value.
_ASKED_THEN = """asked(first, last, words) as materialized (
        select json_extract(:key, '$.first'), json_extract(:key, '$.last'), json_extract(:key, '$.words')
    )"""
#: Those first that know the day best.
_FITTING_THEN = f"""
    with {_ASKED_THEN}, days(found) as (
        {_DAYS.replace(":first", "(select first from asked)").replace(":last", "(select last from asked)")}
    )
    select id as event, null as relation from days cross join events on events.rowid = found
    where origin_kind is not null {{having}}
    order by julianday(coalesce(latest, earliest)) - julianday(coalesce(earliest, latest)), position desc limit {LISTED}
"""
#: Of many the last ones are soon found from the end, one after the other.
_LAST_THEN = f"""
    with {_ASKED_THEN}
    select id as event, null as relation from events, asked
    where coalesce(latest, earliest) >= first and coalesce(earliest, latest) <= last and origin_kind is not null
        {{having}}
    order by events.rowid desc limit {LISTED}
"""


async def search(datasette: Datasette, request: Any) -> Any:
    """What has the words that were typed; where they are an ID, a slug or a key, the page of that."""
    given = " ".join((request.args.get("q") or "")[:TYPED].replace("\0", " ").split())
    tables = await tables_for(datasette, request)
    if path := await _named(tables, given):
        return compat.Response.redirect(datasette.urls.path(path))
    typed, dated = _typed(given), when(given)
    found = await _found(tables, given, _asked(typed[:WORDS])) if typed else {}
    if dated.dated:
        found = await _then(tables, dated, found)
    years = await _yearly(tables, dated, found) if dated.yearless and found else []
    near = [] if any(found.values()) else await suggesting.near(tables, dated.rest if dated.dated else given)
    return await page(
        datasette,
        request,
        "search",
        given=given,
        when=dated,
        years=years,
        found=found,
        near=near,
        listed=LISTED,
        weighed=WEIGHED,
        plain=not any(map(_numbered, typed)),
        searched=WORDS if len(typed) > WORDS or len(request.args.get("q") or "") > TYPED else None,
    )


async def _named(tables: Tables, given: str) -> str | None:
    """The path of the page of which `given` is the ID, slug or key; a place or an actor may be a word like others."""
    name = given.lower()
    prefix, _ = await tables.cursor()
    try:
        parse_id(given, prefix)
        return f"/event/{quote(given, safe='')}"
    except TimelineError:
        if re.match(rf"{prefix}[-\s]?[0-9]", given, re.IGNORECASE):  # its page says what is wrong with it
            return f"/event/{quote(given, safe='')}"
    if await tables.row("select slug from incident_slugs where slug = :slug", slug=name):
        return f"/incident/{quote(name, safe='')}"
    if await tables.source(name):
        return f"/source/{quote(name, safe='')}"
    return None


def _typed(given: str) -> list[str]:
    """The words of `given`, each once: what has neither a letter nor a digit is none."""
    words = {word.casefold(): word[:LETTERS] for word in given.split() if any(map(str.isalnum, word))}
    return list(words.values())


def _asked(words: list[str]) -> str:
    """What FTS5 is asked for all of `words` with, each also as a beginning, and a number however it is grouped."""
    return " AND ".join(_spelt(word) for word in words)


def _spelt(word: str) -> str:
    written = [word, *_numbered(word)]
    either = " OR ".join('"{}"*'.format(one.replace('"', '""')) for one in written)
    return f"({either})" if len(written) > 1 else either


def _numbered(word: str) -> list[str]:
    """A number without and with a comma before each three digits, as far as it is written otherwise."""
    plain = word.replace(",", "")
    if len(plain) < 4 or not _NUMBER.fullmatch(word):
        return []
    return [one for one in (plain, f"{int(plain):,}") if one != word]


async def _found(tables: Tables, given: str, words: str) -> dict[str, Any]:
    """What is listed of each kind; one more than LISTED where there are more."""
    named = await _by_name(tables, "place", given, words)
    there = json.dumps([place["key"] for place in named] if len(named) <= PLACES else [])
    at = await tables.incidents(_INCIDENTS, LISTED + 1, words=words, places=there)
    row = await tables.row(_MANY, words=words, most=WEIGHED + 1)
    many = row["many"] if row else 0
    claims = await tables.claims(_FITTING if many <= WEIGHED else _LAST, words)
    return {
        "incidents": at,
        "marks": await incidents.marks(tables, [incident["slug"] for incident in at]),
        "places": named or await _written(tables, given),
        "actors": await _by_name(tables, "actor", given, words),
        "voices": await tables.rows(_VOICES, given=given, normalised=normalised(given)),
        "sources": await tables.rows(_SOURCES, words=words, given=given),
        "claims": await incidents.with_fate(tables, claims),
        "many": many,
    }


async def _then(tables: Tables, dated: When, found: dict[str, Any]) -> dict[str, Any]:
    """What is of the days that were typed and has the other words, before what was `found` by the words as typed."""
    words, days = _asked(_typed(dated.rest)[:WORDS]), {"first": dated.first, "last": dated.last}
    named = await _found(tables, dated.rest, words) if words else {}
    there = json.dumps([place["key"] for place in named["places"]] if words and len(named["places"]) <= PLACES else [])
    among = f"{_INCIDENTS_THEN} and slug in ({_INCIDENTS})" if words else _INCIDENTS_THEN
    then = await tables.incidents(among, LISTED + 1, words=words, places=there, **days)
    having = {n: f"and {n}.rowid in ({_HAVING.format(table=n)})" if words else "" for n in ("events", "sources")}
    row = await tables.row(_MANY_THEN.format(having=having["events"]), words=words, most=WEIGHED + 1, **days)
    many = row["many"] if row else 0
    then_claims = (_FITTING_THEN if many <= WEIGHED else _LAST_THEN).format(
        having=having["events"].replace(":words", "(select words from asked)")
    )
    claims = await tables.claims(then_claims, json.dumps(days | {"words": words}))
    sources = await tables.rows(_SOURCES_THEN.format(having=having["sources"]), words=words, **days)
    at = _once("slug", then, found.get("incidents", []))
    return (named or found) | {
        "incidents": at,
        "marks": await incidents.marks(tables, [incident["slug"] for incident in at]),
        "sources": _once("key", sources, found.get("sources", [])),
        "claims": _once("id", await incidents.with_fate(tables, claims), found.get("claims", []))[:LISTED],
        "many": max(many, found.get("many", 0)),
    }


async def _yearly(tables: Tables, dated: When, found: dict[str, Any]) -> list[str]:
    """The years in which something may have happened on the day or in the month that was typed without one.

    These incidents come before those that were `found` by the words as typed.
    """
    month, day = dated.yearless or (0, None)
    days = {"first": f"{month:02}-{day or 1:02}", "last": f"{month:02}-{day or 31:02}"}
    words = _asked(_typed(dated.rest)[:WORDS])
    named = await _by_name(tables, "place", dated.rest, words) if words else []
    there = json.dumps([place["key"] for place in named] if len(named) <= PLACES else [])
    having = f"and slug in ({_INCIDENTS})" if words else ""
    asked = {"words": words, "places": there, **days}
    yearly = await tables.incidents(_INCIDENTS_YEARLY.format(having=having), LISTED + 1, **asked)
    found["incidents"] = _once("slug", yearly, found["incidents"])
    found["marks"] = await incidents.marks(tables, [incident["slug"] for incident in found["incidents"]])
    return [row["year"] for row in await tables.rows(_YEARS.format(having=having), **asked)] if yearly else []


def _once(name: str, *lists: list[Row]) -> list[Row]:
    """All rows of the lists, each once, by this column."""
    return list({row[name]: row for rows in reversed(lists) for row in reversed(rows)}.values())[::-1]


async def _by_name(tables: Tables, kind: str, given: str, words: str) -> list[Row]:
    query = _NAMED.format(kind=kind, having=_HAVING.format(table=f"{kind}s"), most=LISTED + 1)
    return await tables.rows(query, given=given, words=words, normalised=normalised(given))


async def _written(tables: Tables, given: str) -> list[Row]:
    """The places of this name that are not recorded."""
    return [{"key": one.path, "name": one.called, "kind": None} for one in await places.find(tables, given)]
