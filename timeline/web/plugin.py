"""The plugin adds pages and links to a Datasette that serves a timeline.db, and leaves any other one as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader
from markupsafe import Markup
from sqlite_utils import Database

from timeline.projections.runner import CURSOR
from timeline.web import citing, formats, mapped, pages, proving
from timeline.web.compat import Response, hookimpl
from timeline.web.metadata import DATABASE

if TYPE_CHECKING:
    from datasette.app import Datasette

_ID = re.compile(r"[A-Z]{2,6}-[0-9]{4,}-[0-9]{4}-[0-9]{2}")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
#: What a column holds, wherever it stands: the page that its values lead to.
_EVENT = (
    "id",
    "event",
    "place_event",
    "replaced_by",
    "superseded_by",
    "supersession",
    "claim",
    "other",
    "base",
    "link",
)
_EVENTS = ("low_events", "high_events", "events", "from_events", "to_events", "denied_by")
_INCIDENT = ("incident", "counted_in", "slug", "into", "other")
#: Tables whose single key Datasette links to a row of its own; a page of ours says more.
_ROWS = {"events": "event", "incidents": "incident", "sources": "source", "places": "place"}
#: The tables whose column `place` says which place it is; elsewhere it is the name that a claim writes. None: a query.
_PLACED = (None, "control_changes", "control_periods", "claim_places", "place_names")


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """Lets templates be found as timeline/home.html and so on; no name of Datasette's own is taken."""
    ours = PrefixLoader({"timeline": FileSystemLoader(pages.HTML)})
    env.loader = ChoiceLoader([env.loader, ours] if env.loader else [ours])


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Any]]]:
    """The pages, where there is a timeline.db to read them from."""
    if not _serves_timeline(datasette):
        return []
    rows = "|".join(_ROWS)
    file = rf"cite\.(?P<file>{'|'.join(citing.FILES)})"
    return [
        (r"^/$", pages.home),
        (f"^{re.escape(pages.STYLE_PATH)}$", pages.style),
        (r"^/event/?$", pages.find),
        (rf"^/event/(?P<id>[^/]+)/{file}$", pages.event),
        (rf"^/event/(?P<id>[^/]+)\.(?P<file>{proving.ENDING})$", pages.event),
        (r"^/event/(?P<id>.+?)/?$", pages.event),
        (rf"^/incident/(?P<slug>[^/]+)/{file}$", pages.incident),
        (r"^/incident/(?P<slug>[^/]+)/?$", pages.incident),
        (r"^/source/(?P<key>[^/]+)/?$", pages.source),
        (r"^/place/(?P<name>[^/]+)/?$", pages.place),
        (rf"^/{DATABASE}/(?P<table>{rows})/(?P<key>[A-Za-z0-9-]+)$", _to_page),
    ]


@hookimpl
def register_output_renderer(datasette: Datasette) -> list[dict[str, Any]]:
    """Feeds and layers of our tables and queries, for those that can be such."""

    def offered(fits: Callable[[Sequence[str]], bool]) -> Callable[..., bool]:
        def can_render(datasette: Datasette, database: str | None, columns: Sequence[str]) -> bool:
            return database == DATABASE and _serves_timeline(datasette) and fits(columns)

        return can_render

    return [
        {"extension": "atom", "render": formats.atom, "can_render": offered(formats.is_dated)},
        {"extension": "geojson", "render": formats.geojson, "can_render": offered(formats.is_placed)},
        {"extension": "map", "render": mapped.render, "can_render": offered(mapped.is_mapped)},
    ]


@hookimpl
def extra_css_urls(database: str | None, datasette: Datasette) -> list[str]:
    """One style for our pages and for Datasette's own pages of this database."""
    ours = database == DATABASE and _serves_timeline(datasette)
    return [datasette.urls.path(pages.STYLE_PATH)] if ours else []


@hookimpl
def render_cell(value: Any, column: str, table: str | None, database: str, datasette: Datasette) -> Markup | None:
    """IDs, slugs and source keys become links; whatever does not look like one is left to Datasette."""
    if database != DATABASE or not _serves_timeline(datasette):
        return None
    label = None
    if isinstance(value, dict):  # a foreign key that Datasette has looked up
        value, label = value.get("value"), value.get("label")
    if not isinstance(value, str):
        return None
    if column in _EVENTS:
        ids = _ids(value)
        return Markup(", ").join(_link(datasette, "event", id) for id in ids) if ids else None
    if column in _EVENT and _ID.fullmatch(value):
        return _link(datasette, "event", value)
    if column in _INCIDENT and _SLUG.fullmatch(value):
        return _link(datasette, "incident", value, label)
    if (column == "source" or (column == "key" and table == "sources")) and _SLUG.fullmatch(value):
        return _link(datasette, "source", value)  # a title would make every row tall
    if (column == "place" and table in _PLACED) or (column in ("key", "part_of") and table == "places"):
        return _link(datasette, "place", value, label)
    return None


async def _to_page(datasette: Datasette, request: Any) -> Any:
    page = _ROWS[request.url_vars["table"]]
    return Response.redirect(datasette.urls.path(f"/{page}/{request.url_vars['key']}"))


def _link(datasette: Datasette, page: str, key: str, label: object = None) -> Markup:
    link = Markup('<a href="{}">{}</a>').format(datasette.urls.path(f"/{page}/{quote(key)}"), label or key)
    return link + Markup(" <em>{}</em>").format(key) if label and label != key else link


def _ids(value: str) -> list[str]:
    """The IDs of a JSON list; none where it is anything else."""
    try:
        found = json.loads(value)
    except ValueError:
        return []
    ids = [id for id in found if isinstance(id, str) and _ID.fullmatch(id)] if isinstance(found, list) else []
    return ids if ids == found else []


def _serves_timeline(datasette: Datasette) -> bool:
    """Whether a database called timeline is attached that the projections have made."""
    attached = datasette.databases.get(DATABASE)
    return attached is not None and attached.path is not None and _is_timeline(attached.path)


@lru_cache
def _is_timeline(path: str) -> bool:
    with Database(path, execute_plugins=False) as tables:
        return bool(tables.table(CURSOR.name).exists())
