"""`timeline show SLUG` prints an incident as its page tells it, in short."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import click

from events.values.where import where
from events.values.written import SUPPLIED
from timeline.cli.output import as_line, as_table, plural
from timeline.cli.show_event import IN_DISPUTE
from timeline.projections import now
from timeline.projections.codes import in_words
from timeline.projections.counted import with_counted
from timeline.projections.disputed import about, answers_apart, taking_part
from timeline.projections.figures import origins, reach
from timeline.projections.kept import Queried
from timeline.projections.listed import listed
from timeline.projections.titles import spelt_out
from timeline.projections.toll import of_whom, order, toll
from timeline.reconcile.inferred import marked

Row = dict[str, Any]

_INCIDENT = "select * from incidents where slug = ?"
_CLAIMS = """
    select events.id, occurred, summary, origin, origin_evidence, via, hedge, source, value as relation
    from json_each(?) join events on events.id = key order by position
"""
_DECISIONS = """
    select id, summary from events where id in (select value from json_each(?)) order by position
"""


_PLACES = """
    select distinct place, admin1 from events where id in (select value from json_each(?)) and place is not null
"""

#: What stands behind a claim.
_MARKS = {"current": "", "superseded": " (superseded)"}


class Told(NamedTuple):
    """What is printed of an incident: rows as in `story`, its claims in order, each with its relation to it.

    `superseded` are those of which nothing counts any more, `decisions` the IDs of what was decided, and `marks` the
    values that their issuers replaced. Claims of the types `telling` say of nothing that it happened.
    """

    incident: Row
    claims: Mapping[str, str]
    superseded: Mapping[str, str]
    casualties: Iterable[Row]
    quantities: Iterable[Row]
    contradictions: Iterable[Row]
    lost: Iterable[Row]
    decisions: Collection[str]
    marks: Collection[Row] = ()
    telling: Collection[str] = now.OWN_TELLING


def show_now(tables: Queried, name: str) -> None:
    """Print the incident that the declared slug `name` stands for, as it counts now."""
    if merges := now.merges(tables, name):
        click.echo(led_on(merges))
    slug = merges[-1]["into"] if merges else name
    incident = next(tables.query(_INCIDENT, [slug]))
    claims, gone = now.claims(tables, slug)
    casualties, quantities, _, lost = (now.rows(tables, table, slug) for table in now.TABLES)
    disputed, lost = (with_counted(tables, rows) for rows in (now.numbered(tables, "contradictions", slug), lost))
    decisions, marks = now.decisions(tables, slug), now.superseded(tables, slug)
    decided = decisions | {mark["supersession"] for mark in marks}
    show_told(tables, Told(incident, claims, gone, casualties, quantities, disputed, lost, decided, marks))


def led_on(merges: Iterable[Row]) -> str:
    """By which decisions a slug stands for another incident."""
    return " ".join(f"{row['slug']} was merged into {row['into']} ({row['event']}: {row['reason']})." for row in merges)


def show_told(tables: Queried, told: Told, *asof: str) -> None:
    """Print what is told of an incident; `asof` are lines that say as of when."""
    incident = told.incident
    click.echo(f"{incident['title']} ({incident['slug']})")
    for line in asof:
        click.echo(line)
    as_line(
        f"{_days(incident)}{_place(incident)}{plural(incident['claim_count'], 'claim')}, "
        f"{plural(incident['source_count'], 'source')}, "
        f"{origins(incident['origins_min'], incident['origins_max'])}"
    )
    for line in (*_places(tables, told), *_lines(told), *_replaced(tables, told)):
        as_line(line)
    disputed = taking_part(told.contradictions)
    answered = answers_apart(tables, {**told.claims, **told.superseded}, told.contradictions)
    click.echo()
    as_table(
        ("id", "claim", "origin", "via"),
        [
            (
                row["id"],
                row["summary"]
                + _MARKS[row["status"]]
                + (IN_DISPUTE if row["id"] in disputed else "")
                + "".join(f" ({one})" for one in answered.get(row["id"], ())),
                marked(row["origin"], row["origin_evidence"]),
                row["via"],
            )
            for row in claims(tables, told.claims, told.superseded)
        ],
    )
    if told.decisions:
        click.echo()
        made = {row["id"]: row["summary"] for row in tables.query(_DECISIONS, [listed(told.decisions)])}
        as_table(("id", "decision"), spelt_out(tables.query, made).items())


def claims(tables: Queried, counting: Mapping[str, str], superseded: Mapping[str, str]) -> list[Row]:
    """The claims that readers are to see, those that count first."""
    rows = tables.query(_CLAIMS, [json.dumps({**counting, **superseded})])
    return [row | {"status": "current" if row["id"] in counting else "superseded"} for row in rows]


def _places(tables: Queried, told: Told) -> Iterator[str]:
    if len(list(tables.query(_PLACES, [listed(told.claims)]))) < 2:
        return
    # Only here: most claims on an incident name one place in the same words.
    from timeline.projections import places_named, voiced

    rivals = places_named.rivals(tables, told.claims, told.marks, told.incident["place_event"], told.telling)
    if rivals:
        named = (f"{one['name']}, according to {voiced.plain(one['voices'])}" for one in rivals)
        yield f"not all claims name the same place: {'; '.join(named)}"


def _lines(told: Told) -> Iterator[str]:
    for row in sorted(told.casualties, key=order):
        yield f"{toll(row)} ({plural(row['claim_count'], 'claim')})"
    for row in told.quantities:
        what = f"{in_words(row['type'])}: {in_words(row['property'])}"
        yield f"{what}: {reach(row)} ({plural(row['claim_count'], 'claim')})"
    for row in told.contradictions:
        yield f"{row['judgement']} on {about(row)}: {row['why']}"
    for row in told.lost:
        lost = "hedge" if row["lost"] == "hedge" else "open end"
        before, after = of_whom(row["before"], row["base_party"]), of_whom(row["after"], row["party"])
        became = f"{before} ({row['base']}) became {after} ({row['event']})"
        yield f"lost on the way: {about({**row, 'party': None})}: {became}: the {lost} is gone"


def _replaced(tables: Queried, told: Told) -> Iterator[str]:
    if not told.marks:
        return
    # Only here: it takes what compares names, and of most incidents no statement was replaced.
    from timeline.projections.replaced import replaced

    for one in replaced(tables, told.marks):
        fields = [
            f"{about(field)}: {_values(field['before'])}{_instead(field['after'])}"
            for field in one["fields"]
            if field["before"]
        ]
        events = sorted({value["event"] for field in one["fields"] for value in field["before"]})
        yield f"superseded by {one['event']}: {'; '.join(fields)}; in {', '.join(events)}"


def _values(rows: list[Row]) -> str:
    return ", ".join(dict.fromkeys(str(row["value"]) for row in rows))


def _instead(rows: list[Row]) -> str:
    return f" (now {_values(rows)})" if rows else ""


def _place(incident: Row) -> str:
    return f"{where(incident['place'], incident['admin1'])}; " if incident["place"] else ""


def _days(incident: Row) -> str:
    """The days that its claims allow; nothing where no claim has any."""
    earliest, latest = incident["earliest"], incident["latest"]
    if earliest is None or latest is None:
        days = f"since {earliest}" if earliest else f"by {latest}" if latest else ""
    elif earliest != latest and incident["rival_days"]:
        days = f"between {earliest} and {latest}, as sources disagree"
    else:
        days = earliest if earliest == latest else f"{earliest} to {latest}"
    supplied = SUPPLIED.get(incident["basis"] or "")
    return f"{days}{f' ({supplied})' if supplied else ''}; " if days else ""
