"""Whoever serves a timeline.db gets titles, descriptions and questions with it; what he configured himself wins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.web import compat, ordering, paging, served, whole, words
from timeline.web.metadata import DATABASE, metadata, settings_of, told_by, told_in
from timeline.web.queries import Tables
from timeline.web.questions import QUERIES

if TYPE_CHECKING:
    from datasette.app import Datasette

#: Of so many incidents or sources, a facet would show the first thirty.
MANY = 1000
_COUNTS = "select (select count(*) from incidents) as incident, (select count(*) from sources) as source"


@compat.hookimpl
async def startup(datasette: Datasette) -> None:
    """Describes the tables, asks the questions, has pages that fit together, and opens the file for reading alone."""
    made = served.made(datasette)
    if made is None:
        return
    compat.quiet()
    his = {name: given for name, given in (await compat.instance_metadata(datasette)).items() if given}
    told = settings_of(told_by(told_in(made)) | his, made["prefix"])
    past = words.past(made) if made["as_recorded"] else ""
    await compat.describe(datasette, DATABASE, metadata(told, past, await _many(datasette)), QUERIES)
    compat.settle(datasette, DATABASE)
    compat.read_only(datasette.databases[DATABASE])
    compat.rewrite(datasette.databases[DATABASE], lambda sql: paging.part(ordering.settled(sql)), whole.wanted)


async def _many(datasette: Datasette) -> set[str]:
    """The columns that name one of more than MANY things: as facets these cost much and tell little."""
    row = await Tables(datasette.get_database(DATABASE)).row(_COUNTS) or {}
    return {name for name, count in row.items() if count > MANY}


@compat.hookimpl
def get_metadata(datasette: Datasette) -> compat.Metadata:
    """Where Datasette 0.65 asks for it, again and again: what `startup` has found. Datasette 1.0 never asks."""
    return compat.described(datasette)
