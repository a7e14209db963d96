"""What was known by a day leaves out what may have been reported by then and may not: how much that is, is told."""

from __future__ import annotations

from timeline.web.queries import Row, Tables

_LEFT_OUT = """
    select count(*) as claims, count(distinct source) as sources, group_concat(distinct reported) as reported
    from events where {these} and +status = 'current' and +stance is not null
"""
#: Of a source that says when it was published by the month or the year alone, the day after is in that as well.
_SOME_DAY = "reported in (strftime('%Y', :day, '+1 day'), strftime('%Y-%m', :day, '+1 day'))"
MAYBE = _LEFT_OUT.format(these=_SOME_DAY)
_FIRST = "select min(from_day) as day from incidents_as_reported"


async def by(tables: Tables, day: str) -> Row:
    """What the answer for `day` does not hold: claims whose sources are `undated`, and those of which `maybe` are.

    The latter are of a month or year that had begun by then and was not over. `first` is the first day by the end of
    which anything was known; None where there is none.
    """
    return {
        "undated": await tables.row(_LEFT_OUT.format(these="reported is null")),
        "maybe": await tables.row(MAYBE, day=day),
        "first": (await tables.rows(_FIRST))[0]["day"],
    }
