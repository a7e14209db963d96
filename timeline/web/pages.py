"""A page has one address: every other spelling of it redirects there, and a wrong one says what may be meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from timeline.log.ids import format_id
from timeline.matching.names import slug as name_slug
from timeline.web import (
    actors,
    citing,
    compat,
    front,
    held,
    incidents,
    joins,
    lists,
    missing,
    places,
    schema,
    there,
    voices,
)
from timeline.web.charts import rows as chart_rows
from timeline.web.charts.bands import bands
from timeline.web.charts.rows import of_list
from timeline.web.maps.rows import map_at, map_of
from timeline.web.news import feed
from timeline.web.pictures import files
from timeline.web.questions import QUESTIONS
from timeline.web.rendering import not_found, page, tables_for

if TYPE_CHECKING:
    from datasette.app import Datasette

#: A longer name would be cut off in the search field of a telephone.
SHORT = 12


async def home(datasette: Datasette, request: Any) -> Any:
    """What is in here, what is new and in dispute, and the ways into it."""
    tables = await tables_for(datasette, request)
    prefix, position = await tables.cursor()
    told = await front.page(tables)
    named = [row["place"] for row in told["incidents"].rows if row["place"] and len(row["place"]) <= SHORT]
    return await page(
        datasette,
        request,
        "home",
        questions=list(QUESTIONS.items()),
        groups=[group for group in schema.GROUPS if group != schema.TECHNICAL],
        **told,
        events=position,
        example=", or ".join([*named[:1], format_id(prefix, max(position, 1))]),
    )


async def home_chart(datasette: Datasette, request: Any) -> Any:
    """The chart of the front page as a file."""
    told = await front.page(await tables_for(datasette, request))
    return await files.incidents(datasette, request, told["chart"], "/", "incidents", "in the order of their days")


async def incident(datasette: Datasette, request: Any) -> Any:
    """One incident: what sources disagree on, its figures with both ends, and every claim on it.

    With a `file` in its address, only its citation in that notation, with a `picture` only that; as of then, where it
    is asked for so.
    """
    tables, file = await tables_for(datasette, request), request.url_vars.get("file")
    picture = request.url_vars.get("picture")
    given = unquote(request.url_vars["slug"])
    asof, form = incidents.asked(request.args)
    slug = await incidents.leads_to(tables, given.lower(), asof)
    if slug is None:
        known = {row["slug"]: row for row in await tables.begun("incidents", "slug", given)}
        problem = f"There is no incident “{given}” in this timeline."
        return await not_found(datasette, request, "incident", problem, missing.close(given, known))
    if slug != given:
        rest = f"/cite.{file}" if file else f"/{picture}.svg" if picture else ""
        rest += f"?{request.query_string}" if request.query_string else ""
        path = datasette.urls.path(f"/incident/{quote(slug, safe='')}{rest}")
        # A merge may be undone, and then the old slug is a page again.
        return compat.Response.redirect(path, status=301, headers={"Cache-Control": "no-cache"})
    found = await tables.incident(slug)
    citation = await citing.of_incident(datasette, tables, found) if found else None
    if file and citation:
        return citing.download(citation, file)
    told = await incidents.page(tables, slug, asof) or {}
    if picture and told and not form["faults"]:
        return await files.incident(datasette, request, picture, told)
    return await page(
        datasette,
        request,
        "incident",
        400 if form["faults"] else 200,
        form=form,
        feed=feed("incident", slug),
        cited=citing.told(citation) if citation else None,
        # What was known then of where it was is not drawn.
        map=await map_of(tables, "incident", [slug]) if found and not asof else None,
        **told,
    )


async def source(datasette: Datasette, request: Any) -> Any:
    """One source: its record, and every claim that rests on it, in the order of their places in it."""
    tables = await tables_for(datasette, request)
    given = unquote(request.url_vars["key"])
    key = given.lower()
    found = await tables.source(key)
    picture = request.url_vars.get("picture")
    if found is not None and given != key:
        path = f"/source/{quote(key, safe='')}" + (f"/{picture}.svg" if picture else "")
        return compat.Response.redirect(datasette.urls.path(path), status=301)
    if found is None:
        known = {row["key"]: row for row in await tables.begun("sources", "key", key)}
        problem = f"There is no source “{given}” in this timeline."
        return await not_found(datasette, request, "source", problem, missing.close(key, known))
    resting, of = await tables.on_source(key)
    claims = await incidents.with_fate(tables, resting)
    drawn = await chart_rows.of_source(tables, claims)
    if picture:
        path, named = f"/source/{quote(key, safe='')}", f"that the source {key} tells of"
        return await files.incidents(datasette, request, drawn, path, f"{key}-incidents", named)
    return await page(
        datasette,
        request,
        "source",
        feed=feed("source", key),
        chart=drawn,
        map=await map_of(tables, "incident", {claim["incident"] for claim in claims if claim["incident"]}),
        source=found,
        republished=await tables.row("select * from sources where key = :key", key=found["republishes"] or ""),
        republishers=await tables.rows("select * from sources where republishes = :key order by key", key=key),
        claims=lists.Listed(claims[: lists.CLAIMS], of),
    )


async def actor(datasette: Datasette, request: Any) -> Any:
    """One actor: its names, the incidents in which it takes part, its casualties, and what it says."""
    tables, given = await tables_for(datasette, request), unquote(request.url_vars["key"])
    key = given.lower()
    told = await actors.page(tables, key)
    if told is None:
        known = {row["key"]: row for row in await tables.rows("select key, name as title from actors order by key")}
        problem = f"There is no actor “{given}” in this timeline."
        return await not_found(datasette, request, "actor", problem, missing.close(given, known))
    picture = request.url_vars.get("picture")
    if given != key:
        path = f"/actor/{quote(key, safe='')}" + (f"/{picture}.svg" if picture else "")
        return compat.Response.redirect(datasette.urls.path(path), status=301)
    drawn = of_list(told["incidents"], told["marks"])
    if picture:
        which = f"in which {told['found']['name']} takes part"
        return await files.incidents(datasette, request, drawn, f"/actor/{quote(key, safe='')}", key, which)
    where = await map_of(tables, "incident", told["incidents"].slugs)
    return await page(datasette, request, "actor", chart=drawn, map=where, feed=feed("actor", key), **told)


async def voice(datasette: Datasette, request: Any) -> Any:
    """One voice: what it says and what it passes on, through whom, of which incidents, and what became of it."""
    tables, given = await tables_for(datasette, request), unquote(request.url_vars["name"]).strip()
    spelt = await voices.find(tables, given)
    if not spelt:
        problem = f"No claim here came from or through “{given}”."
        return await not_found(datasette, request, "voice", problem, await voices.near(tables, given))
    name, picture = spelt[0], request.url_vars.get("picture")
    path = f"/voice/{quote(name, safe='')}"
    if given != name:
        return compat.Response.redirect(datasette.urls.path(path + (f"/{picture}.svg" if picture else "")))
    told = await voices.page(tables, spelt)
    drawn = of_list(told["incidents"], told["marks"])
    if picture:
        where = f"that {name} tells of"
        return await files.incidents(datasette, request, drawn, path, f"{name_slug(name)}-incidents", where)
    return await page(
        datasette,
        request,
        "voice",
        feed=feed("voice", name),
        chart=drawn,
        map=await map_of(tables, "incident", told["incidents"].slugs),
        **told,
    )


async def place(datasette: Datasette, request: Any) -> Any:
    """One place: the incidents there, who held it when, with the answer for a day that was asked for, and why."""
    tables, given = await tables_for(datasette, request), unquote(request.url_vars["name"]).replace("\0", " ").strip()
    found = await places.find(tables, given)
    if len(found) != 1:
        near = [(one.path, {"title": one.name}) for one in found] or await places.near(
            tables, given, missing.SUGGESTIONS
        )
        problem = f"Several places are called “{given}”." if found else f"There is no place “{given}” in this timeline."
        return await not_found(datasette, request, "place", problem, near)
    picture, here = request.url_vars.get("picture"), f"/place/{quote(found[0].path, safe='')}"
    if given != found[0].path:
        rest = f"/{picture}.svg" if picture else ""
        rest += f"?{request.query_string}" if request.query_string else ""
        return compat.Response.redirect(datasette.urls.path(f"{here}{rest}"))
    told = await places.page(tables, found[0])
    drawn, at = bands(told["periods"]), await there.incidents(tables, found[0])
    if picture == "control":
        return await files.control(datasette, request, drawn, found[0], here)
    asked = await held.asked(tables, found[0], request.args.get("day") or "", told, drawn)
    elsewhere = await there.elsewhere(tables, found[0])
    marks = await incidents.marks(tables, at.slugs + [row["there"] for row in elsewhere])
    spans = of_list(at, marks)
    if picture:
        name, where = f"{quote(found[0].path, safe='')}-incidents", f"at {found[0].called}"
        return await files.incidents(datasette, request, spans, here, name, where)
    return await page(
        datasette,
        request,
        "place",
        400 if asked and asked["fault"] else 200,
        found=found[0],
        feed=feed("place", found[0].path),
        bands=drawn,
        asked=asked,
        incidents=at,
        marks=marks,
        chart=spans,
        map=await map_at(tables, found[0].identity, at.slugs),
        elsewhere=elsewhere,
        **told,
    )


async def slashed(datasette: Datasette, request: Any) -> Any:
    """A page whose address ends without a slash, asked for with one."""
    rest = f"?{request.query_string}" if request.query_string else ""
    return compat.Response.redirect(datasette.urls.path(f"/{request.url_vars['path']}{rest}"), status=301)


async def every_table(datasette: Datasette, request: Any) -> Any:
    """Every table and column, what it holds, and how the tables hang together."""
    await tables_for(datasette, request)
    return await page(datasette, request, "schema", joins=joins.JOINS, asked=compat.SQL, **schema.page())
