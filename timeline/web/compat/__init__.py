"""Whatever differs between Datasette 0.65 and 1.0 is here, and nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import datasette
from datasette import Forbidden, Response
from datasette.utils import add_cors_headers, tilde_decode
from datasette.utils.asgi import BadRequest, NotFound

from timeline.web.compat.describing import Metadata, describe, described, instance_metadata
from timeline.web.compat.rows import (
    SQL,
    counted,
    interrupted,
    is_invalid,
    is_missing,
    listed,
    plain,
    rewrite,
    statement,
    total,
)
from timeline.web.compat.version import IS_1_0

if TYPE_CHECKING:
    from datasette.app import Datasette
    from jinja2 import Environment
    from pluggy import HookimplMarker

__all__ = [
    "HANDLERS",
    "SQL",
    "BadRequest",
    "Forbidden",
    "Metadata",
    "NotFound",
    "Response",
    "add_cors_headers",
    "counted",
    "deny",
    "describe",
    "described",
    "environment",
    "hookimpl",
    "instance_metadata",
    "interrupted",
    "is_invalid",
    "is_missing",
    "listed",
    "make",
    "may_view",
    "plain",
    "quiet",
    "read_only",
    "rewrite",
    "settle",
    "statement",
    "tilde_decode",
    "total",
]

hookimpl: HookimplMarker = datasette.hookimpl

#: Event handlers that stand in templates: 1.0 has one, of a button that phones show.
HANDLERS = ("openColumnChooser()",) if IS_1_0 else ()

#: Settings for a server that anybody may ask, where its operator has not set them. Queries stay at Datasette's own
#: second and 1,000 rows, which the largest pages that are measured need (benchmarks/PAGES.md).
_SETTINGS = {
    # An event's body is a long text; it is whole on the event's page and in JSON and CSV.
    "truncate_cells_html": 240,
    # A count of each column for every page of a table; the facets that help are named by the tables.
    "suggest_facets": False,
}


def make(database: Path, metadata: Metadata, name: str = "", *, still: bool = False) -> Datasette:
    """A Datasette over one database, called `name` or else as its file is; `metadata` is its operator's.

    `still`: nobody changes it.
    """
    # Datasette imports its plugins while it is itself half imported, so that they can import only this late.
    from datasette.app import Datasette, DatasetteClient
    from datasette.database import Database

    name = name or database.stem
    files = {"immutables" if still else "files": [str(database)]}
    made = Datasette(**{"files": []} | files, metadata=metadata, settings=_SETTINGS)
    if database.stem != name:
        made.remove_database(database.stem)
        made.add_database(Database(made, path=str(database), is_mutable=not still), name=name)
        # 0.65 has asked for the plugin's routes already, when there was no database of that name.
        made.client = DatasetteClient(made)
    return made


def quiet() -> None:
    """Have Datasette tell no more of what went wrong than that.

    With rich installed, it prints all local variables for every page that is not found, and where no exception led
    there it fails at it.
    """
    from datasette import handle_exception

    handle_exception.rich = None


def settle(app: Datasette, database: str) -> None:
    """Have our settings where the operator has set none, and nothing else is served that they would hold for.

    0.65 does not tell whether he has written one that is as Datasette's own: such a one is taken for none.
    """
    from datasette.app import DEFAULT_SETTINGS

    others = [name for name, attached in app.databases.items() if attached.path and name != database]
    given = (app.config or {}).get("settings") or {} if IS_1_0 else {}
    for name, ours in () if others else _SETTINGS.items():
        if name not in given and app.setting(name) == DEFAULT_SETTINGS[name]:
            app._settings[name] = ours


def read_only(database: Any) -> None:
    """Let SQLite refuse whatever would write: the connection that Datasette has for that reads alone, as others do."""
    connect = database.connect
    database.connect = lambda write=False: connect()


def deny(database: str) -> Any:
    """1.0's rule that nobody may do to the database, or to any table of it, what is asked."""
    from datasette.permissions import PermissionSQL

    rule = "0 as allow, 'the tables are made from the log' as reason"
    return PermissionSQL(
        f"""select :timeline_database as parent, null as child, {rule}
        union all select database_name, table_name, {rule} from catalog_tables
        where database_name = :timeline_database""",
        {"timeline_database": database},
    )


async def may_view(app: Datasette, actor: dict[str, Any] | None, database: str) -> bool:
    """Whether `actor` (None: anybody) may see the database."""
    if not IS_1_0:
        visible, _ = await app.check_visibility(
            actor, permissions=[("view-database", database), ("view-instance", None)]
        )
        return bool(visible)
    from datasette.resources import DatabaseResource

    return bool(await app.allowed(action="view-database", resource=DatabaseResource(database), actor=actor))


def environment(datasette: Datasette, request: Any) -> Environment:
    """That in which Datasette finds the templates of a page."""
    found: Environment = datasette.get_jinja_environment(request) if IS_1_0 else datasette.jinja_env
    return found
