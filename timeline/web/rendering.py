"""Every page is rendered with the same words around what it shows, and only for those who may see the tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from jinja2 import Environment, Template
from markupsafe import Markup, escape

from timeline.web import addresses, called, compat, guard, rivals, then, unbroken, words
from timeline.web.maps import outlines
from timeline.web.metadata import CAVEAT, DATABASE, NEVER_ADD, settings_of
from timeline.web.queries import Row, Tables

if TYPE_CHECKING:
    from datasette.app import Datasette


_CAVEAT = f"{CAVEAT} {NEVER_ADD}"
#: The link of a source, and its key: see parts.html, cited.
_CITED = re.compile(r'(<a class="cited" href="[^"]*"><bdi>)([^<]*)')
#: What page.html makes of a page, for layout.html.
_PARTS = ("title_of_page", "head_of_page", "described_of_page", "content_of_page")
_AT_ONCE: WeakKeyDictionary[Environment, Environment] = WeakKeyDictionary()


async def tables_for(datasette: Datasette, request: Any) -> Tables:
    """The tables, for whoever asks. Raises Forbidden where that actor may not view the database."""
    if not await compat.may_view(datasette, request.actor, DATABASE):
        raise compat.Forbidden("view-database")
    return Tables(datasette.get_database(DATABASE))


async def title(datasette: Datasette) -> str:
    """What the timeline is called, on every page."""
    return str((await compat.instance_metadata(datasette)).get("title") or "Timeline")


async def around(datasette: Datasette, request: Any) -> dict[str, Any]:
    """What pages of Datasette's have of ours: title, caveat and licence of the timeline, and where the page is."""
    metadata = await compat.instance_metadata(datasette)
    return {
        "timeline_title": await title(datasette),
        "timeline_caveat": _CAVEAT,
        "timeline_licence": metadata.get("license") or metadata.get("license_url") or "",
        "timeline_address": addresses.absolute(datasette, request, settings_of(metadata, ""), request.full_path),
    }


async def parts(datasette: Datasette, request: Any, name: str, **found: Any) -> dict[str, Any]:
    """What the layout needs for the page whose template is `name`, filled with what was `found`."""
    metadata = await compat.instance_metadata(datasette)
    settings = settings_of(metadata, "")
    shared = {
        "metadata": metadata,
        "timeline_title": await title(datasette),
        "caveat": _CAVEAT,
        "words": words,
        "rivals": rivals,
        "database": DATABASE,
        "outlines": outlines.SOURCE,
        "address": addresses.absolute(datasette, request, settings, request.full_path),
        "canonical": addresses.canonical(datasette, request, settings),
        # The page of an incident follows it, and has a form for it.
        "unfollowed": None if "form" in found else then.unfollowed(request.args),
        "past": await Tables(datasette.get_database(DATABASE)).past(),
    }
    made = _template(datasette, request, name).make_module(shared | found | {"urls": datasette.urls})
    told = {part: getattr(made, part) for part in _PARTS}
    return shared | told | {"content_of_page": await _called(datasette, told["content_of_page"])}


async def _called(datasette: Datasette, content: str) -> Markup:
    """The content of a page with its sources called by publisher and day where keys stand, and ranges unbroken."""
    keys = {key for _, key in _CITED.findall(content)}
    names = await called.of(Tables(datasette.get_database(DATABASE)), "source", keys)
    return unbroken.of(_CITED.sub(lambda link: f"{link[1]}{escape(names.get(link[2], link[2]))}", content))


async def page(datasette: Datasette, request: Any, name: str, status: int = 200, **found: Any) -> Any:
    """The page whose template is `name`, filled with what was `found`."""
    layout = await parts(datasette, request, name, **found)
    if status != 200:
        layout["address"] = layout["canonical"] = None  # nobody cites what is not there
    html = await datasette.render_template("timeline/layout.html", layout, request=request)
    # The layout is Datasette's, and that of 0.65 does not say in what language it is.
    whole = html.replace("<html>", '<html lang="en">', 1)
    return compat.Response.html(whole, status=status, headers=guard.policy(datasette))


def figure(datasette: Datasette, request: Any, **drawn: Any) -> str:
    """A figure alone, as its page has it."""
    return _template(datasette, request, "figure").render(words=words, urls=datasette.urls, **drawn)


def _template(datasette: Datasette, request: Any, name: str) -> Template:
    """One of our templates. Nothing in it waits: filled at once, it takes half the time of Datasette's, which may."""
    env = compat.environment(datasette, request)
    if env not in _AT_ONCE:
        _AT_ONCE[env] = env.overlay(enable_async=False)
    return _AT_ONCE[env].get_template(f"timeline/{name}.html")


async def not_found(
    datasette: Datasette, request: Any, kind: str, problem: str, near: Sequence[tuple[str, Row | None]]
) -> Any:
    """The page that says why there is no such event, incident …, and which ones may be meant."""
    return await page(datasette, request, "missing", 404, page=kind, problem=problem, near=near)
