"""`timeline redact` erases what an event said, for good; that there was one, and who decided, stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click

from events.claim import event_key
from timeline import folder as folders
from timeline.amending import redaction
from timeline.cli import options
from timeline.cli.output import some
from timeline.errors import TimelineError
from timeline.log.ids import InvalidId, parse_id
from timeline.named import NAMES, key_in
from timeline.placing import begun, drafts
from timeline.projections.projected import whole_of
from timeline.service import Timeline
from timeline.sheets.text import printable
from timeline.stored import Unreadable


@click.command()
@options.event
@options.reason
@click.option("--authority", required=True, callback=options.text, help="Who decided it; readers see it.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@options.recorded_by
@click.pass_obj
def redact(folder: Path | None, name: str, reason: str, authority: str, yes: bool, recorded_by: str | None) -> None:
    """Erase the event ID, the source KEY, the incident SLUG …, with everything that was done to it, for good."""
    found = folders.find(folder)
    with Timeline.open(found) as timeline:
        planned = redaction(timeline.log, name, reason, authority)
        kind = next((kind for kind, key in NAMES.items() if timeline.log.find([key(key_in(name))])), "")
        if not yes:
            _ask(timeline, planned.redacts)
        keys = set(_keys(timeline, planned.redacts))
        why = {"reason": reason, "authority": authority}
        receipt = timeline.redact(name, **why, recorded_by=recorded_by, seen=planned.redacts)
        naming = list(_naming(timeline, keys))
    click.echo(f"{receipt.id} redacts {', '.join(planned.redacts)}.")
    click.echo("Backups and copies of log.db and timeline.db still hold it: erase or replace them.")
    if left := begun(found):
        told = ", ".join(map(str, left))
        click.echo(f"So may what an interrupted backup, restore or export has left. If none is at work, remove: {told}")
    if written := drafts(found):
        told = ", ".join(map(str, written))
        click.echo(f"So may what authors have left. If nobody is writing there, look at it, and remove: {told}")
    if kind:
        named = f'What names the {kind} has "{key_in(name)}" in it still'
        click.echo(f"{named}, and is withheld: redact it too, if that must go.")
    if naming:
        click.echo(
            f"What names it is withheld, and may have words of it: {some(naming)}. Redact that too, if it must go."
        )
    click.echo("So may sheets. Nothing knows it any more: a sheet that says it still, appended, records it anew.")


def _keys(timeline: Timeline, ids: tuple[str, ...]) -> Iterator[str]:
    """What others may name these events by: the keys of the log's index for their IDs, names and labels."""
    for id in ids:
        yield event_key(id)
        try:
            yield from whole_of(timeline[id].event).keys
        except Unreadable:
            _, at = parse_id(id)
            yield from (key for key, position in timeline.log.keys("") if position == at)


def _naming(timeline: Timeline, keys: set[str]) -> Iterator[str]:
    """The IDs of the events, withheld by now, that name something by one of the keys."""
    for row in timeline.db.query("select id from withheld order by position"):
        with suppress(Unreadable):
            if any(key in keys for _, key in timeline[row["id"]].event.references()):
                yield row["id"]


def _ask(timeline: Timeline, ids: tuple[str, ...]) -> None:
    """Let the ID be typed. Raises TimelineError where another one is."""
    for id in ids:
        try:
            said = timeline[id].event.summary()
        except Unreadable as problem:
            said = f"{timeline.log.get(parse_id(id)[1]).type}: {problem}"
        click.echo(f"{id}  {said}")
    click.echo("What this says will be erased from the log. It cannot be undone.")
    try:
        typed = click.prompt(f"To erase it, type {ids[0]}")
    except click.Abort as unanswered:  # Ctrl-C, or nobody is there to type
        click.echo()
        raise TimelineError("Nothing was typed, and nothing was erased. --yes does not ask.") from unanswered
    with suppress(InvalidId):
        if parse_id(typed, timeline.log.prefix) == parse_id(ids[0]):
            return
    raise TimelineError(f"{printable(typed)} is not {ids[0]}. Nothing was erased.")
