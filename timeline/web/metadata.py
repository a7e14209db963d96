"""What Datasette says of the tables is what the projections say of themselves: no description is written twice."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from timeline.folder import TABLES as DATABASE_FILE
from timeline.folder import Settings
from timeline.projections.building import TABLES
from timeline.projections.cursor import CURSOR
from timeline.projections.tables import Table

#: Datasette names a database after its file.
DATABASE = DATABASE_FILE.removesuffix(".db")

CAVEAT = "Rows are claims by sources, not established facts. An open end of a figure, NULL in the data, is not zero."
#: Where a table has figures, it has one of these columns.
_NUMBERS = {"low", "lowest", "best"}
NEVER_ADD = "Figures are claims, not estimates: never add them up across incidents."

#: What the metadata of the whole instance says for citations, under the names that timeline.toml has for it.
CITED = ("creator", "publisher", "base_url")


def metadata(settings: Settings, past: str = "", many: Collection[str] = ()) -> dict[str, Any]:
    """The metadata of the whole instance, as Datasette's metadata file has it; licence and caveat stand at every level.

    `past` says as of when the tables are, where they are of the past. `many` are columns of so many values that to
    count the rows of each tells nothing.

    Datasette 1.0 hands nothing down from the instance to its databases, nor from them to their tables.
    """
    told = told_by(settings)
    common = ({"license": told["license"]} if "license" in told else {}) | _source(settings)
    caveat = f"{past} {CAVEAT}".strip()
    tables = {table.name: common | _table(table, caveat, many) for table in TABLES}
    whole = common | {"title": settings.title, "description": f"{caveat} {NEVER_ADD}"}
    return told | whole | {"databases": {DATABASE: whole | {"tables": tables}}}


def told_by(settings: Settings) -> dict[str, Any]:
    """What the timeline says of itself, as an operator would write it into his own metadata file."""
    told = {"title": settings.title, "license": settings.licence} | {name: getattr(settings, name) for name in CITED}
    return {name: given for name, given in told.items() if given}


def told_in(made: dict[str, Any]) -> Settings:
    """What the timeline said of itself when it was projected, by the row of the table projection."""
    told = {name: str(made.get(name) or "") for name in ("title", "licence", *CITED)}
    return Settings(**told | {"title": told["title"] or f"Timeline {made['prefix']}"})


def settings_of(metadata: dict[str, Any], prefix: str) -> Settings:
    """What the metadata of the whole instance says of the timeline with these IDs: the reverse of `told_by`."""
    cited = {name: str(metadata.get(name) or "") for name in CITED}
    return Settings(str(metadata.get("title") or f"Timeline {prefix}"), str(metadata.get("license") or ""), **cited)


def _source(settings: Settings) -> dict[str, Any]:
    """Whose data it is, which rows that were taken elsewhere should name, and where it is published."""
    named = {"source": settings.publisher or settings.creator or settings.title, "source_url": settings.base_url}
    return {name: given for name, given in named.items() if given}


def _table(table: Table, caveat: str, many: Collection[str]) -> dict[str, Any]:
    """One table's description, columns and settings (https://docs.datasette.io/en/0.65.1/metadata.html)."""
    names = {column.name for column in table.columns}
    described: dict[str, Any] = {
        "description": f"{table.description} {caveat}{f' {NEVER_ADD}' if _NUMBERS & names else ''}",
        "columns": {column.name: column.description for column in table.columns},
    }
    if table.label:
        described["label_column"] = table.label
    if table.sort:
        described["sort_desc" if table.newest else "sort"] = table.sort
    facets = [*(name for name in table.facets if name not in many), *({"array": name} for name in table.lists)]
    if facets:
        described["facets"] = facets
    if table == CURSOR:
        described["hidden"] = True
    return described
