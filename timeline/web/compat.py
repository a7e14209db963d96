"""Whatever differs between Datasette 0.65 and 1.0 is here, and nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import datasette
from datasette import Forbidden, Response
from datasette.utils.asgi import BadRequest
from datasette.version import __version__

if TYPE_CHECKING:
    from datasette.app import Datasette
    from pluggy import HookimplMarker

__all__ = ["BadRequest", "Forbidden", "Response", "has_query", "hookimpl", "instance_metadata", "make", "may_view"]

hookimpl: HookimplMarker = datasette.hookimpl

Metadata = dict[str, Any]

#: 1.0 has its own permission system, and asynchronous metadata in place of one dictionary.
_IS_1_0 = not __version__.startswith("0.")

#: An event's body is a long text; it is whole on the event's page and in JSON and CSV.
_SETTINGS = {"truncate_cells_html": 240}


def make(database: Path, metadata: Metadata, queries: dict[str, Any], name: str = "") -> Datasette:
    """A Datasette over one mutable database, called `name` or else as its file is, with `queries` by name.

    0.65 reads the queries from the metadata (https://docs.datasette.io/en/0.65.1/sql_queries.html), 1.0 from the
    configuration alone.
    """
    # Datasette imports its plugins while it is itself half imported, so that they can import only this late.
    from datasette import handle_exception
    from datasette.app import Datasette, DatasetteClient
    from datasette.database import Database

    # With rich installed, Datasette prints all local variables for every page that is not found, and where no
    # exception led there 0.65 fails at it.
    handle_exception.rich = None
    name = name or database.stem
    if _IS_1_0:
        config = {"databases": {name: {"queries": queries}}}
        made = Datasette([str(database)], metadata=metadata, config=config, settings=_SETTINGS)
    else:
        databases = metadata["databases"]
        queried = {"databases": databases | {name: databases.get(name, {}) | {"queries": queries}}}
        made = Datasette([str(database)], metadata=metadata | queried, settings=_SETTINGS)
    if database.stem != name:
        made.remove_database(database.stem)
        made.add_database(Database(made, path=str(database), is_mutable=True), name=name)
        # 0.65 has asked for the plugin's routes already, when there was no database of that name.
        made.client = DatasetteClient(made)
    return made


async def may_view(app: Datasette, actor: dict[str, Any] | None, database: str) -> bool:
    """Whether `actor` (None: anybody) may see the database."""
    if not _IS_1_0:
        visible, _ = await app.check_visibility(
            actor, permissions=[("view-database", database), ("view-instance", None)]
        )
        return bool(visible)
    from datasette.resources import DatabaseResource

    return bool(await app.allowed(action="view-database", resource=DatabaseResource(database), actor=actor))


async def has_query(app: Datasette, actor: dict[str, Any] | None, database: str, name: str) -> bool:
    """Whether the database is served with a canned query of this name."""
    found = app.get_query(database, name) if _IS_1_0 else app.get_canned_query(database, name, actor)
    return await found is not None


async def instance_metadata(app: Datasette) -> Metadata:
    """The metadata of the whole instance: title, description, licence."""
    found: Metadata = await app.get_instance_metadata() if _IS_1_0 else app.metadata()
    return found
