"""`timeline show SLUG` prints an incident as its page tells it, in short, and as of any time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import click

from timeline.cli.output import as_table, plural
from timeline.projections import decided
from timeline.projections.figures import origins, reach, whose
from timeline.projections.story import Story, stands_for, story
from timeline.reconcile.asof import AsOf
from timeline.service import Timeline

Row = dict[str, Any]

_CLAIMS = """
    select events.id, occurred, summary, origin, via, hedge, source, value as relation
    from json_each(?) join events on events.id = key order by position
"""
_DECISIONS = """
    select id, summary from events where id in (select value from json_each(?)) order by position
"""
_MERGES = "select event, [into], reason from incident_merges where slug = ?"


def show_incident(timeline: Timeline, name: str, asof: AsOf, json_: bool) -> None:
    """Print the incident that the declared slug `name` stood for then."""
    slug = stands_for(timeline.db, name, asof)
    told = story(timeline.db, slug, asof)
    assert told is not None
    if slug != name:
        click.echo(_merged(timeline, name, slug, asof), err=json_)
    claims = [
        claim | {"status": "current" if claim["id"] in told.claims else "superseded"}
        for claim in timeline.db.query(_CLAIMS, [json.dumps(told.listed)])
    ]
    decisions = _decisions(timeline, told)
    if json_:
        click.echo(json.dumps(_whole(told, claims) | decisions, ensure_ascii=False, indent=1))
        return
    incident = told.incident
    click.echo(f"{incident['title']} ({slug})")
    for line in _when(asof):
        click.echo(line)
    click.echo(
        f"{_days(incident)}{plural(incident['claim_count'], 'claim')}, "
        f"{plural(incident['source_count'], 'source')}, "
        f"{origins(incident['origins_min'], incident['origins_max'])}"
    )
    for line in (*_lines(told), *_superseded(timeline, told)):
        click.echo(line)
    click.echo()
    as_table(
        ("id", "claim", "origin", "via"),
        [(claim["id"], claim["summary"] + _marked(claim), claim["origin"], claim["via"]) for claim in claims],
    )
    events = {row["event"] for rows in decisions.values() for row in rows} | {
        mark["supersession"] for mark in told.superseded
    }
    if events:
        click.echo()
        made = timeline.db.query(_DECISIONS, [json.dumps(sorted(events))])
        as_table(("id", "decision"), [(row["id"], row["summary"]) for row in made])


def _decisions(timeline: Timeline, told: Story) -> dict[str, list[Row]]:
    """What was decided on the incident, by then, of claims that depend on each other, of incidents, and of itself."""
    slug = told.incident["slug"]
    links = ("event", "claim", "relation", "other", "evidence", "reason")
    lies = ("event", "relation", "there", "title", "reason")
    graded = ("event", "assessor", "assessed", "grade", "reason")
    best = ("party", "outcome", "low", "best", "high")
    return {
        "links": [_only(row, links) for row in told.links],
        "incident_links": [_only(row, lies) for row in decided.links(timeline.db, slug, told.asof)],
        "assessments": [
            _only(row, graded) | {"figures": [_only(figure, best) for figure in row["figures"]]}
            for row in decided.assessments(timeline.db, slug, told.asof)
        ],
        "merges": [_only(row, ("event", "slug", "reason")) for row in decided.merged(timeline.db, slug, told.asof)],
        "splits": [
            _only(row, ("event", "slug", "into", "claims", "reason"))
            for row in decided.splits(timeline.db, slug, told.asof)
        ],
    }


def _only(row: Row, names: Iterable[str]) -> Row:
    return {name: row[name] for name in names}


def _whole(told: Story, claims: list[Row]) -> Row:
    """What --json prints: the row of the incident, as of then where it was asked for, with all that bears on it."""
    reported = told.asof.reported
    then = {"as_recorded": told.asof.recorded, "as_reported": reported.isoformat() if reported else None}
    return (
        told.incident
        | {name: time for name, time in then.items() if time}
        | {
            "claims": claims,
            "casualties": told.casualties,
            "quantities": told.quantities,
            "contradictions": told.contradictions,
            "superseded": [
                {name: mark[name] for name in ("event", "property", "party", "value", "supersession")}
                for mark in told.superseded
            ],
            "origins": told.origins,
            "lost": told.lost,
        }
    )


def _merged(timeline: Timeline, name: str, slug: str, asof: AsOf) -> str:
    """By which decisions `name` stands for `slug`."""
    steps, at = [], name
    while at != slug:
        (merge,) = decided.held(timeline.db, timeline.db.query(_MERGES, [at]), asof)
        steps.append(f"{at} was merged into {merge['into']} ({merge['event']}: {merge['reason']}).")
        at = merge["into"]
    return " ".join(steps)


def _when(asof: AsOf) -> Iterator[str]:
    if asof.reported:
        yield f"As reported by {asof.reported}: what was published later, or nobody knows when, is not here."
    if asof.recorded:
        yield f"As recorded at {asof.recorded}: what this timeline came to hold later is not here."


def _lines(told: Story) -> Iterator[str]:
    for row in told.casualties:
        claims = plural(row["claim_count"], "claim")
        yield f"{whose(row)} {_words(row['outcome'])}: {reach(row)} ({claims})"
    for row in told.quantities:
        yield f"{_words(row['type'])}: {_words(row['property'])}: {reach(row)} ({plural(row['claim_count'], 'claim')})"
    for row in told.contradictions:
        yield f"{row['judgement']}: {_field(row)}: {row['why']}"
    for row in told.lost:
        lost = "hedge" if row["lost"] == "hedge" else "open end"
        became = f"{row['before']} ({row['base']}) became {row['after']} ({row['event']})"
        yield f"lost on the way: {_field(row)}: {became}: the {lost} is gone"


def _superseded(timeline: Timeline, told: Story) -> Iterator[str]:
    """One line for each statement that was replaced: what it said, what its issuer says now, and in which claims."""
    for one in decided.replaced(timeline.db, told.superseded):
        fields = [
            f"{_field(field)}: {_values(field['before'])}{_instead(field['after'])}"
            for field in one["fields"]
            if field["before"]
        ]
        claims = sorted({value["event"] for field in one["fields"] for value in field["before"]})
        yield f"superseded by {one['event']}: {'; '.join(fields)}; in {', '.join(claims)}"


def _values(rows: list[Row]) -> str:
    return ", ".join(dict.fromkeys(str(row["value"]) for row in rows))


def _instead(rows: list[Row]) -> str:
    return f" (now {_values(rows)})" if rows else ""


def _field(row: Row) -> str:
    """A field with whose it is, or with what is counted: `killed (Taliban)`, `value (how many in all: soldiers)`."""
    of = row["party"] or row["counted"]
    return _words(row["property"]) + (f" ({of})" if of else "")


def _marked(claim: Row) -> str:
    return " (superseded)" if claim["status"] == "superseded" else ""


def _words(name: str) -> str:
    return name.replace("_", " ")


def _days(incident: Row) -> str:
    """The days that its claims allow; nothing where no claim has any."""
    earliest, latest = incident["earliest"], incident["latest"]
    if earliest is None or latest is None:
        return f"since {earliest}; " if earliest else f"by {latest}; " if latest else ""
    return f"{earliest}; " if earliest == latest else f"{earliest} to {latest}; "
