"""What `timeline show` prints of what the tables do not have: it is read from the log, or told to be missing."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from timeline.cli.output import plural
from timeline.cli.withheld import show_withheld
from timeline.closest import closest
from timeline.errors import TimelineError
from timeline.log.ids import InvalidId, nearest, parse_id
from timeline.matching.names import normalised
from timeline.named import id_of
from timeline.service import Timeline

#: So many are offered of what may be meant, and so many names are compared with one that nothing has.
OFFERED, COMPARED = 3, 5000
#: What incidents, sources, places and actors are called, each with what they are shown by.
_CALLED = """
    select slug as key, title as called from incidents
    union all select key, title from sources where title is not null
    union all select key, publisher from sources
    union all select place, name from place_names
    union all select actor, name from actor_names
"""
_VOICES = """
    select voice, min(event) as event, count(distinct event) as claims from attributions
    where instr(lower(voice), lower(:given)) group by voice_normalised order by claims desc, voice limit 1
"""


def show_missing(timeline: Timeline, name: str, json_: bool) -> None:
    """Print what `name` stands for, where that is withheld from the tables. Raises TimelineError where it is not."""
    if withheld := _withheld(timeline, name):
        show_withheld(timeline, withheld, json_)
        return
    try:
        entry = timeline.log.get(parse_id(name, timeline.log.prefix)[1])
        found = entry.id if not entry.body else timeline[name].entry.id
    except TimelineError as problem:
        no_id = isinstance(problem, InvalidId) and not any(character.isdigit() for character in name)
        told = f'There is no event, incident, source or place "{name}".' if no_id else str(problem)
        raise TimelineError("".join([told, *_meant(timeline, " ".join(name.split()), str(problem))])) from problem
    raise TimelineError(f"{found} has no effect on the tables: see the table problems.")


def _meant(timeline: Timeline, name: str, problem: str) -> Iterator[str]:
    """What may be meant by a name of nothing, as sentences that follow why it is one."""
    slugs = [
        row["name"] for row in timeline.db.query("select slug as name from incidents union select key from sources")
    ]
    begun = [slug for slug in slugs if name and slug.startswith(name.lower())]
    near = [*nearest(name, timeline.log.prefix, len(timeline)), *begun, *closest(name, slugs)]
    if near and near[0] not in problem:
        yield f" Did you mean {near[0]}?"
    elif name and (called := _called(timeline, name)):
        yield f" Did you mean {' or '.join(called)}?"
    if name:
        for row in timeline.db.query(_VOICES, {"given": name}):
            yield f" {row['voice']} is a voice, of {row['event']}"
            yield f" and {plural(row['claims'] - 1, 'other claim')}." if row["claims"] > 1 else "."


def _called(timeline: Timeline, name: str) -> list[str]:
    """Whatever is called by all of these words, else nearly so, each with what it is called."""
    rows = list(timeline.db.query(_CALLED))
    asked = name.casefold().split()
    found = [row for row in rows if all(word in row["called"].casefold() for word in asked)]
    if not found:
        alike = {normalised(row["called"]): row for row in rows[:COMPARED]}
        found = [alike[near] for near in get_close_matches(normalised(name), alike, OFFERED, 0.7)]
    called: dict[str, str] = {}
    for row in found:
        called.setdefault(row["key"], f"{row['key']} ({row['called']})")
    return list(called.values())[:OFFERED]


def _withheld(timeline: Timeline, name: str) -> str | None:
    """The ID of what `name` stands for, where that is not in the tables because it is restricted."""
    try:
        id = id_of(timeline.log, name)
    except TimelineError:
        return None  # what is wrong with it is told where it is looked up
    return id if timeline.db["withheld"].count_where("id = ?", [id]) else None
