"""`timeline show` prints one event or one incident: what stands in tables without the vocabulary, as most does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from timeline.cli.reading import Reading, reading
from timeline.cli.show_event import show_event
from timeline.cli.show_incident import show_now
from timeline.errors import TimelineError
from timeline.log.ids import InvalidId, format_id, parse_id
from timeline.projections.now import LABELLED

if TYPE_CHECKING:
    from timeline.service import Timeline

#: What stands under a name, an incident before all others: the event that recorded it.
_NAMED = """
    with given(called) as (select ?)
    select 'incident' as kind, slug as name, event from incident_slugs join given on slug = called
    union all select 'event', key, event from sources join given on key = called
    union all select 'event', key, event from places join given on key = called
    union all select 'event', key, event from actors join given on key = called limit 1
"""
#: The places and actors that are called so, as names are compared.
_CALLED = """
    with given(called) as (select ?)
    select 'event' as kind, key as name, event from places
    where key in (select place from place_names join given on normalised = called)
    union all select 'event', key, event from actors
    where key in (select actor from actor_names join given on normalised = called)
"""


@click.command()
@click.argument("name", metavar="ID|SLUG|KEY|KEY:LABEL")
@click.option("--json", "json_", is_flag=True, help="The row of events or incidents, with its claims or values.")
@click.option("--as-reported", metavar="DATE", help="An incident by the sources that bear that day or an earlier one.")
@click.option(
    "--as-recorded", metavar="TIME", help="An incident as this timeline held it then: a day, UTC, or instant."
)
@click.pass_obj
def show(folder: Path | None, name: str, json_: bool, as_reported: str | None, as_recorded: str | None) -> None:
    """Print the event ID, in any spelling, the incident SLUG, the source, place or actor KEY, or the claim KEY:LABEL.

    The slug of an incident that was merged leads to the one that it is. Capitals, and blanks for hyphens, make no
    difference; a place or an actor is found by any name that no other has.
    """
    recorded, reported = (as_recorded or "").strip(), (as_reported or "").strip()
    with reading(folder) as tables:
        named = _named(tables, name)
        incident = named is not None and named["kind"] == "incident"
        name = named["name"] if named else name
        if not recorded and not reported:
            if incident and not json_:
                show_now(tables, name)
                return
            id = named["event"] if named else _labelled(tables, name) or _id(tables, name)
            if not incident and id and show_event(tables, id, json_):
                return
        _show_whole(tables.timeline, name, incident, recorded, reported, json_)


def _named(tables: Reading, name: str) -> dict[str, Any] | None:
    """What is called `name`: an incident, or the event that recorded it; None where nothing is, or several are."""
    exact = next(tables.query(_NAMED, [name]), None)
    if exact or _labelled(tables, name) or _id(tables, name):
        return exact
    if alike := next(tables.query(_NAMED, [_key(name)]), None):
        return alike
    from timeline.matching.names import normalised

    called = list(tables.query(_CALLED, [normalised(name)]))
    return called[0] if len(called) == 1 else None


def _show_whole(timeline: Timeline, name: str, incident: bool, recorded: str, reported: str, json_: bool) -> None:
    """Print what takes the vocabulary to tell, which is imported by now."""
    from timeline.cli.show_missing import show_missing
    from timeline.cli.show_story import show_story
    from timeline.reconcile.asof import as_of

    asof = as_of(recorded, reported)
    if incident:
        show_story(timeline.db, name, asof, json_)
    elif asof:
        raise TimelineError(f'"{name}" is no incident, and only these are shown as of then. Write a slug.')
    else:
        show_missing(timeline, name, json_)


def _labelled(tables: Reading, name: str) -> str | None:
    """The claim that `name`, a source's key and a label, stands for, as first recorded; None where there is none."""
    source, _, label = name.partition(":")
    found = tables.query(LABELLED, [_key(source), label.strip().lower()]) if label else ()
    return next((row["id"] for row in found), None)


def _key(name: str) -> str:
    """A key as it is written, of one that was typed with capitals, or blanks for hyphens."""
    return "-".join(name.lower().split())


def _id(tables: Reading, name: str) -> str | None:
    """The ID that `name` is, in whatever spelling; None where it is none."""
    try:
        return format_id(tables.prefix, parse_id(name, tables.prefix)[1])
    except InvalidId:
        return None
