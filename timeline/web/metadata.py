"""What Datasette says of the tables is what the projections say of themselves: no description is written twice."""

from __future__ import annotations

from typing import Any

from timeline.folder import TABLES as DATABASE_FILE
from timeline.folder import Settings
from timeline.projections.runner import CURSOR, TABLES
from timeline.projections.tables import Table

#: Datasette names a database after its file.
DATABASE = DATABASE_FILE.removesuffix(".db")

CAVEAT = "Rows are claims by sources, not established facts. An empty (NULL) end of a figure is an open end, not zero."
NEVER_ADD = "Figures are claims, not estimates: never add them up across incidents."

#: What the metadata of the whole instance says for citations, under the names that timeline.toml has for it.
CITED = ("creator", "publisher", "base_url")


def metadata(settings: Settings, past: str = "") -> dict[str, Any]:
    """The metadata of the whole instance, for Datasette's `metadata=`; licence and caveat stand at every level.

    `past` says as of when the tables are, where they are of the past.

    Datasette 1.0 hands nothing down from the instance to its databases, nor from them to their tables.
    """
    common = {"license": settings.licence} if settings.licence else {}
    common |= _source(settings)
    caveat = f"{past} {CAVEAT}".strip()
    tables = {table.name: common | _table(table, caveat) for table in TABLES}
    whole = common | {"title": settings.title, "description": f"{caveat} {NEVER_ADD}"}
    cited = {name: given for name in CITED if (given := getattr(settings, name))}
    return whole | cited | {"databases": {DATABASE: whole | {"tables": tables}}}


def settings_of(metadata: dict[str, Any], prefix: str) -> Settings:
    """What the metadata of the whole instance says of the timeline whose IDs begin with `prefix`.

    `metadata` of this module puts it there; where Datasette serves timeline.db without it, its own file may.
    """
    cited = {name: str(metadata.get(name) or "") for name in CITED}
    return Settings(str(metadata.get("title") or f"Timeline {prefix}"), str(metadata.get("license") or ""), **cited)


def _source(settings: Settings) -> dict[str, Any]:
    """Whose data it is, which rows that were taken elsewhere should name, and where it is published."""
    named = {"source": settings.publisher or settings.creator or settings.title, "source_url": settings.base_url}
    return {name: given for name, given in named.items() if given}


def _table(table: Table, caveat: str) -> dict[str, Any]:
    """One table's description, columns and settings (https://docs.datasette.io/en/0.65.1/metadata.html)."""
    described: dict[str, Any] = {
        "description": f"{table.description} {caveat}",
        "columns": {column.name: column.description for column in table.columns},
    }
    if table.label:
        described["label_column"] = table.label
    if table.sort:
        described["sort"] = table.sort
    if table.facets:
        described["facets"] = list(table.facets)
    if table == CURSOR:
        described["hidden"] = True
    return described
