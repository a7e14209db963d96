"""The plugin adds pages and links to a Datasette that serves a timeline.db, and leaves any other one as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader
from markupsafe import Markup

from timeline.web import charted, citing, drawn, formats, guard, pages, proving, search, styles
from timeline.web.compat import Response, hookimpl
from timeline.web.describing import get_metadata, startup
from timeline.web.guard import asgi_wrapper, permission_resources_sql, prepare_connection
from timeline.web.metadata import DATABASE
from timeline.web.served import serves

if TYPE_CHECKING:
    from datasette.app import Datasette

#: Hooks that other modules have.
__all__ = ["asgi_wrapper", "get_metadata", "permission_resources_sql", "prepare_connection", "startup"]

_ID = re.compile(r"[A-Z]{2,6}-[0-9]{4,}-[0-9]{4}-[0-9]{2}")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
#: What a column holds, wherever it stands: the page that its values lead to.
_EVENT = ("id", "event", "replaced_by", "superseded_by", "supersession", "claim", "other", "base", "link")
_EVENTS = ("low_events", "high_events", "events", "from_events", "to_events", "denied_by")
_INCIDENT = ("incident", "counted_in", "slug", "into", "other")
#: Tables whose single key Datasette links to a row of its own; a page of ours says more.
_ROWS = {"events": "event", "incidents": "incident", "sources": "source", "places": "place", "actors": "actor"}
#: The tables whose column `place` says which place it is; elsewhere it is the name that a claim writes. None: a query.
_PLACED = (None, "control_changes", "control_periods", "claim_places", "place_names")


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """Lets templates be found as timeline/home.html and so on; no name of Datasette's own is taken."""
    ours = PrefixLoader({"timeline": FileSystemLoader(styles.HTML)})
    env.loader = ChoiceLoader([env.loader, ours] if env.loader else [ours])
    env.add_extension(guard.Nonces)


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Any]]]:
    """The pages, where there is a timeline.db to read them from."""
    if not serves(datasette):
        return []
    rows = "|".join(_ROWS)
    file = rf"cite\.(?P<file>{'|'.join(citing.FILES)})"
    return [
        (r"^/$", pages.home),
        (f"^{re.escape(styles.STYLE_PATH)}$", pages.style),
        (r"^/chart\.svg$", pages.home_chart),
        (r"^/search/?$", search.search),
        (rf"^/event/(?P<id>[^/]+)/{file}$", pages.event),
        (rf"^/event/(?P<id>[^/]+)\.(?P<file>{proving.ENDING})$", pages.event),
        (r"^/event/(?P<id>.+?)/?$", pages.event),
        (rf"^/incident/(?P<slug>[^/]+)/{file}$", pages.incident),
        (r"^/incident/(?P<slug>[^/]+)/(?P<picture>claims|casualties)\.svg$", pages.incident),
        (r"^/incident/(?P<slug>[^/]+)/?$", pages.incident),
        (r"^/source/(?P<key>[^/]+)/(?P<picture>chart)\.svg$", pages.source),
        (r"^/source/(?P<key>[^/]+)/?$", pages.source),
        (r"^/place/(?P<name>[^/]+)/(?P<picture>chart|control)\.svg$", pages.place),
        (r"^/place/(?P<name>[^/]+)/?$", pages.place),
        (r"^/actor/(?P<key>[^/]+)/(?P<picture>chart)\.svg$", pages.actor),
        (r"^/actor/(?P<key>[^/]+)/?$", pages.actor),
        (rf"^/{DATABASE}/(?P<table>{rows})/(?P<key>[A-Za-z0-9-]+)$", _to_page),
    ]


@hookimpl
def register_output_renderer(datasette: Datasette) -> list[dict[str, Any]]:
    """Feeds, charts and layers of our tables and queries, for those that can be such."""

    def offered(fits: Callable[[Sequence[str]], bool]) -> Callable[..., bool]:
        def can_render(datasette: Datasette, database: str | None, columns: Sequence[str]) -> bool:
            return database == DATABASE and serves(datasette) and fits(columns)

        return can_render

    return [
        {"extension": "atom", "render": formats.atom, "can_render": offered(formats.is_dated)},
        {"extension": "chart", "render": drawn.page, "can_render": offered(charted.is_charted)},
        {"extension": "svg", "render": drawn.file, "can_render": offered(charted.is_charted)},
        {"extension": "geojson", "render": formats.geojson, "can_render": offered(formats.is_placed)},
    ]


@hookimpl
def extra_css_urls(database: str | None, datasette: Datasette) -> list[str]:
    """One style for our pages and for Datasette's own pages of this database."""
    ours = database == DATABASE and serves(datasette)
    return [datasette.urls.path(styles.STYLE_PATH)] if ours else []


@hookimpl
def render_cell(value: Any, column: str, table: str | None, database: str, datasette: Datasette) -> Markup | None:
    """IDs, slugs and source keys become links; whatever does not look like one is left to Datasette."""
    if database != DATABASE or not serves(datasette):
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
    if column in ("actor", "origin_actor") or (column == "key" and table == "actors"):
        return _link(datasette, "actor", value, label)
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
