"""The plugin adds pages and links to a Datasette that serves a timeline.db, and leaves any other one as it is."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, PrefixLoader
from markupsafe import Markup

from timeline.projections.building import TABLES
from timeline.web import (
    answers,
    cells,
    citing,
    crawling,
    directions,
    drawable,
    formats,
    guard,
    instants,
    labels,
    listing,
    marks,
    mending,
    pages,
    proving,
    refusing,
    rendering,
    search,
    styles,
    tabled,
    unbroken,
)
from timeline.web.charts import page as chart_page
from timeline.web.charts import rows as chart_rows
from timeline.web.compat import Response, hookimpl
from timeline.web.describing import get_metadata, startup
from timeline.web.event import event
from timeline.web.faults import forbidden, handle_exception
from timeline.web.guard import App, permission_resources_sql
from timeline.web.limits import prepare_connection
from timeline.web.maps import geojson
from timeline.web.maps import page as map_page
from timeline.web.metadata import DATABASE
from timeline.web.questions import ALL
from timeline.web.served import serves

if TYPE_CHECKING:
    from datasette.app import Datasette

#: Hooks that other modules have.
__all__ = [
    "forbidden",
    "get_metadata",
    "handle_exception",
    "permission_resources_sql",
    "prepare_connection",
    "startup",
]

#: Whether rows of these columns, of a table or of a query (None), can be had in a form.
Fits = Callable[[Sequence[str], str | None], bool]
#: Whether any of the rows themselves can.
Of = Callable[..., Awaitable[bool]]
#: Tables whose single key Datasette links to a row of its own; a page of ours says more.
_ROWS = {"events": "event", "incidents": "incident", "sources": "source", "places": "place", "actors": "actor"}
#: The template of a page of Datasette's. A database of the same name that holds none of our tables keeps Datasette's.
_MENDED = """{{% if timeline_page is defined %}}{{% filter timeline_mended %}}{{% include "{ours}" %}}{{% endfilter %}}
{{%- else %}}{{% include "{datasettes}" %}}{{% endif %}}"""

#: The rows of one of our tables on its own page and on that of a row; those of a page end what is folded above them.
_ROWS_OF_A_PAGE = """{% include "timeline/rows.html" if timeline_page is defined else "_table.html" %}"""
_FOLDED = """{% if timeline_page is defined %}</details>{% endif %}""" + _ROWS_OF_A_PAGE


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """Lets templates be found as timeline/home.html and so on; no name of Datasette's own is taken.

    Each of our tables has a template of its own, for which Datasette looks first.
    """
    ours = PrefixLoader({"timeline": FileSystemLoader(styles.HTML)})
    mended = {
        **{f"table-{DATABASE}-{table.name}.html": ("timeline/table.html", "table.html") for table in TABLES},
        **{f"row-{DATABASE}-{table.name}.html": ("timeline/row.html", "row.html") for table in TABLES},
        f"query-{DATABASE}.html": ("timeline/sql.html", "query.html"),
        f"database-{DATABASE}.html": ("timeline/listed.html", "database.html"),
    }
    rows = {
        **{f"_table-table-{DATABASE}-{table.name}.html": _FOLDED for table in TABLES},
        **{f"_table-row-{DATABASE}-{table.name}.html": _ROWS_OF_A_PAGE for table in TABLES},
    }
    kept = DictLoader(rows | {name: _MENDED.format(ours=a, datasettes=b) for name, (a, b) in mended.items()})
    env.loader = ChoiceLoader([*([env.loader] if env.loader else []), ours, kept, DictLoader(answers.TEMPLATES)])
    env.filters["timeline_mended"] = mending.mended
    env.globals["timeline_mark"] = marks.of
    env.globals["timeline_direction"] = directions.of
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
        (f"^{re.escape(styles.STYLE_PATH)}$", styles.style),
        (f"^{re.escape(styles.SCRIPT_PATH)}$", styles.script),
        (r"^/chart\.svg$", pages.home_chart),
        (r"^/robots\.txt$", crawling.robots),
        (r"^/(?P<path>search|schema|(?:event|incident|source|place|actor|voice)/[^/]+)/$", pages.slashed),
        (r"^/search$", search.search),
        (r"^/schema$", pages.every_table),
        (rf"^/event/(?P<id>[^/]+)/{file}$", event),
        (rf"^/event/(?P<id>[^/]+)\.(?P<file>{proving.ENDING})$", event),
        (r"^/event/(?P<id>.+)$", event),
        (rf"^/incident/(?P<slug>[^/]+)/{file}$", pages.incident),
        (r"^/incident/(?P<slug>[^/]+)/(?P<picture>claims|casualties)\.svg$", pages.incident),
        (r"^/incident/(?P<slug>[^/]+)$", pages.incident),
        (r"^/source/(?P<key>[^/]+)/(?P<picture>chart)\.svg$", pages.source),
        (r"^/source/(?P<key>[^/]+)$", pages.source),
        (r"^/place/(?P<name>[^/]+)/(?P<picture>chart|control)\.svg$", pages.place),
        (r"^/place/(?P<name>[^/]+)$", pages.place),
        (r"^/actor/(?P<key>[^/]+)/(?P<picture>chart)\.svg$", pages.actor),
        (r"^/actor/(?P<key>[^/]+)$", pages.actor),
        (r"^/voice/(?P<name>[^/]+)/(?P<picture>chart)\.svg$", pages.voice),
        (r"^/voice/(?P<name>[^/]+)$", pages.voice),
        (rf"^/{DATABASE}/(?P<table>{rows})/(?P<key>[A-Za-z0-9-]+)$", _to_page),
    ]


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """Guards each answer, and refuses a file of a question that is asked wrongly."""
    guarded = guard.asgi_wrapper(datasette)
    return lambda app: guarded(refusing.refusing(datasette, app))


@hookimpl
def register_output_renderer(datasette: Datasette) -> list[dict[str, Any]]:
    """Feeds, charts and layers of our tables and queries, offered for rows that can be such."""

    def offered(fits: Fits, of: Of | None = None) -> Callable[..., Any]:
        async def can_render(
            datasette: Datasette,
            database: str | None,
            table: str | None,
            columns: Sequence[str],
            rows: Sequence[Any],
            request: Any,
        ) -> bool:
            if database != DATABASE or not serves(datasette) or not fits(columns, table):
                return False
            return of is None or await of(datasette, request, table, columns, rows)

        return can_render

    charted, mapped = (chart_rows.is_charted, drawable.has_days), (map_page.is_mapped, drawable.has_places)
    return [
        {"extension": "atom", "render": formats.atom, "can_render": offered(instants.is_dated)},
        {"extension": "chart", "render": chart_page.page, "can_render": offered(*charted)},
        {"extension": "svg", "render": chart_page.file, "can_render": offered(*charted)},
        {"extension": "geojson", "render": geojson.render, "can_render": offered(geojson.is_placed)},
        {"extension": "map", "render": map_page.render, "can_render": offered(*mapped)},
    ]


@hookimpl
def extra_css_urls(database: str | None, datasette: Datasette) -> list[str]:
    """One style for our pages and for Datasette's own pages of this database."""
    ours = database == DATABASE and serves(datasette)
    return [datasette.urls.path(styles.STYLE_PATH)] if ours else []


@hookimpl
def extra_js_urls(database: str | None, datasette: Datasette) -> list[str]:
    """What names the editor of SQL, and makes buttons of the menus of columns."""
    ours = database == DATABASE and serves(datasette)
    return [datasette.urls.path(styles.SCRIPT_PATH)] if ours else []


@hookimpl
def extra_template_vars(
    template: str, database: str | None, table: str | None, request: Any, datasette: Datasette
) -> Any:
    """What the templates of a table, of a question and of the database have what they show from, where it is ours."""
    if database != DATABASE or not serves(datasette):
        return {}
    if name := answers.of_template(template):
        told = partial(answers.parts, datasette, request, name)
        return {"timeline_question": ALL[name], "timeline_name": name, "timeline_answer": told}

    async def named() -> dict[str, Any]:
        page = partial(tabled.page, datasette, table or "", request)
        return {
            "timeline_page": page,
            "timeline_labels": labels,
            "timeline_listing": partial(listing.parts, datasette, request),
            **await rendering.around(datasette, request),
        }

    return named


@hookimpl
def render_cell(
    row: Any, value: Any, column: str, table: str | None, database: str, datasette: Datasette
) -> Markup | None:
    """Cells in words and links; whatever is neither is left to Datasette."""
    cell = cells.of(table, column, value)
    if cell is None or database != DATABASE or not serves(datasette):
        return None
    shown = cell(value, row, datasette.urls.path)
    return unbroken.text(value if shown is None else shown) or shown


async def _to_page(datasette: Datasette, request: Any) -> Any:
    page = _ROWS[request.url_vars["table"]]
    return Response.redirect(datasette.urls.path(f"/{page}/{request.url_vars['key']}"))
