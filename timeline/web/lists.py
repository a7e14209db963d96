"""A list too long for its page shows what is latest of it, the last first, and of how many."""

from __future__ import annotations

import json
from dataclasses import dataclass

from timeline.web.queries import GIVEN, Row, Tables

#: Incidents or claims in a list of a page; the rest are in the tables.
LISTED = 60
#: Claims on the page of the incident or the source that they are about; the rest are in the tables.
CLAIMS = 120
#: Incidents and sources on the front page; the rest are in the tables.
INCIDENTS, SOURCES = 30, 20

_LAST_FIRST = "coalesce(earliest, latest) desc, coalesce(latest, '9999') desc, slug desc"
_AMONG = f"""
    with among as materialized (
        select slug, earliest, latest from incidents where slug in ({{among}})
    )
    select slug, (select count(*) from among) as of,
        (select count(*) from among where coalesce(earliest, latest) is not null) as dated
    from among order by {_LAST_FIRST} limit :most
"""
#: Those that begin nowhere are few; of the others an index knows the last.
_OF_ALL = f"""
    select slug, (select count(*) from incidents) as of,
        (select count(*) from incidents where earliest is not null)
            + (select count(*) from incidents where earliest is null and latest is not null) as dated
    from (
        select * from (select slug, earliest, latest from incidents where earliest is not null
            order by earliest desc, coalesce(latest, '9999') desc, slug desc limit :most)
        union all
        select * from (select slug, earliest, latest from incidents where earliest is null
            order by latest desc, slug desc limit :most)
    ) order by {_LAST_FIRST} limit :most
"""
_CLAIMS = """
    with wanted as materialized ({claims})
    select id, relation, (select count(*) from wanted) as of from wanted cross join events on id = wanted.event
    order by status != 'current', coalesce(earliest, latest) desc, position desc limit :most
"""
_SOURCES = f"""
    select listed.*, (select count(*) from events where events.source = listed.key and +status = 'current'
        and origin_kind is not null) as claims
    from (select *, (select count(*) from sources) as of from sources
        order by published desc, key desc limit {SOURCES}) as listed
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """The `rows` of a list, which are the latest of all, the last first, where they are not all; else in order.

    `of` is how many there are in all, `dated` how many of them have a day, where that was asked for.
    """

    rows: list[Row]
    of: int
    dated: int = 0

    @property
    def cut(self) -> bool:
        """Whether these are not all."""
        return len(self.rows) < self.of

    @property
    def slugs(self) -> list[str]:
        """The incidents that it lists."""
        return [row["slug"] for row in self.rows]

    @property
    def by_day(self) -> list[Row]:
        """The incidents that it lists, in the order of their days."""
        return sorted(self.rows, key=_by_day)


async def incidents(tables: Tables, among: str | None = None, most: int = LISTED, **values: object) -> Listed:
    """The incidents whose slugs the statement `among` gives; all that there are, where none is given."""
    query = _AMONG.format(among=among) if among else _OF_ALL
    first = await tables.rows(query, most=most, **values)
    slugs = [row["slug"] for row in first]
    found = await tables.incidents("select value from json_each(:slugs)", most, slugs=json.dumps(slugs))
    of, dated = (first[0]["of"], first[0]["dated"]) if first else (0, 0)
    if of > len(found):
        found.sort(key=lambda row: slugs.index(row["slug"]))
    return Listed(found, of, dated)


async def claims(tables: Tables, among: str, key: str, most: int = LISTED) -> Listed:
    """The claims that the statement `among` gives, as event and relation, for `:key`: those first that count."""
    first = await tables.rows(_CLAIMS.format(claims=among), key=key, most=most)
    ids = {row["id"]: row["relation"] for row in first}
    found = await tables.claims(GIVEN, json.dumps(ids))
    of = first[0]["of"] if first else 0
    if of > len(found):
        order = list(ids)
        found.sort(key=lambda claim: order.index(claim["id"]))
    return Listed(found, of)


async def sources(tables: Tables) -> Listed:
    """The sources by their publication, each with the number of current claims that rest on it."""
    found = await tables.rows(_SOURCES)
    of = found[0]["of"] if found else 0
    if of == len(found):
        found.sort(key=lambda row: (row["published"] or "9999", row["key"]))
    return Listed(found, of)


def _by_day(row: Row) -> tuple[str, str, str]:
    """What `queries.BY_DAY` puts incidents in order by."""
    return row["earliest"] or row["latest"] or "9999", row["latest"] or "9999", row["slug"]
