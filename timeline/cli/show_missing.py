"""What `timeline show` prints of what the tables do not have: it is read from the log, or told to be missing."""

from __future__ import annotations

from difflib import get_close_matches

from timeline.amending import id_of
from timeline.cli.withheld import show_withheld
from timeline.errors import TimelineError
from timeline.log.ids import InvalidId, nearest, parse_id
from timeline.service import Timeline


def show_missing(timeline: Timeline, name: str, json_: bool) -> None:
    """Print what `name` stands for, where that is withheld from the tables. Raises TimelineError where it is not."""
    if withheld := _withheld(timeline, name):
        show_withheld(timeline, withheld, json_)
        return
    try:
        entry = timeline.log.get(parse_id(name, timeline.log.prefix)[1])
        found = entry.id if not entry.body else timeline[name].entry.id
    except TimelineError as problem:
        slugs = [
            row["name"] for row in timeline.db.query("select slug as name from incidents union select key from sources")
        ]
        begun = [slug for slug in slugs if slug.startswith(name.strip().lower())] if name.strip() else []
        near = [*nearest(name, timeline.log.prefix, len(timeline)), *begun, *get_close_matches(name, slugs, n=1)]
        meant = f" Did you mean {near[0]}?" if near and near[0] not in str(problem) else ""
        no_id = isinstance(problem, InvalidId) and not any(character.isdigit() for character in name)
        told = f'There is no event, incident, source or place "{name}".' if no_id else str(problem)
        raise TimelineError(f"{told}{meant}") from problem
    raise TimelineError(f"{found} has no effect on the tables: see the table problems.")


def _withheld(timeline: Timeline, name: str) -> str | None:
    """The ID of what `name` stands for, where that is not in the tables because it is restricted."""
    try:
        id = id_of(timeline.log, name)
    except TimelineError:
        return None  # what is wrong with it is told where it is looked up
    return id if timeline.db["withheld"].count_where("id = ?", [id]) else None
