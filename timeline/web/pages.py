"""A page has one address: every other spelling of it redirects there, and a wrong one says what may be meant."""

from __future__ import annotations

import json
from collections.abc import Sequence
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from events.registry import CLAIMS, TYPES
from events.values.casualties import Casualties
from timeline.errors import TimelineError
from timeline.log.ids import format_id, nearest, parse_id
from timeline.projections.runner import CURSOR, TABLES
from timeline.web import citing, compat, decisions, held, incidents, outlines, places, proving, rivals, there, words
from timeline.web.bands import bands
from timeline.web.chart import chart
from timeline.web.metadata import CAVEAT, DATABASE, NEVER_ADD
from timeline.web.queries import FRONT, MOST, Row, Tables
from timeline.web.questions import QUESTIONS
from timeline.web.whereabouts import map_at, map_of

if TYPE_CHECKING:
    from datasette.app import Datasette

HTML = Path(__file__).parent / "html"
_SHEETS = ("style", "home", "place", "chart", "map", "rivals", "dark")
STYLE = "".join((HTML / f"{name}.css").read_text(encoding="utf-8") for name in _SHEETS)
#: Its address changes with it, so that browsers may keep it.
STYLE_PATH = f"/-/timeline-{sha256(STYLE.encode()).hexdigest()[:12]}.css"

#: How many near IDs or names a page that found nothing suggests.
SUGGESTIONS = 5


async def style(datasette: Datasette) -> Any:
    """The style of these pages, and of Datasette's own tables."""
    return compat.Response(STYLE, content_type="text/css; charset=utf-8", headers={"Cache-Control": "max-age=31536000"})


async def home(datasette: Datasette, request: Any) -> Any:
    """The incidents, the sources and the way into the tables."""
    tables = await _tables(datasette, request)
    prefix, position = await tables.cursor()
    listed = await tables.incidents(most=FRONT)
    marks = await incidents.marks(tables, [row["slug"] for row in listed])
    return await _page(
        datasette,
        request,
        "home",
        incidents=listed,
        marks=marks,
        chart=chart(listed, incidents.disputed(marks)),
        map=await map_of(tables, "incident", [row["slug"] for row in listed]),
        sources=await tables.sources(),
        places=await tables.places(),
        counts=await tables.counts(),
        front=FRONT,
        # A Datasette that somebody else has configured may not have them.
        questions=[
            (name, asked)
            for name, asked in QUESTIONS.items()
            if await compat.has_query(datasette, request.actor, DATABASE, name)
        ],
        contents=[table for table in TABLES if table != CURSOR],
        events=position,
        example=format_id(prefix, max(position, 1)),
    )


async def find(datasette: Datasette, request: Any) -> Any:
    """Leads from the form to the event whose ID was typed into it, or to the incident or source of that name."""
    given = (request.args.get("id") or "").strip()
    tables = await _tables(datasette, request)
    name = given.lower()
    declared = await tables.row("select slug from incident_slugs where slug = :slug", slug=name)
    for page, found in (("incident", declared), ("source", await tables.source(name))):
        if found:
            return compat.Response.redirect(datasette.urls.path(f"/{page}/{quote(name, safe='')}"))
    if there := await places.find(tables, given):
        return compat.Response.redirect(datasette.urls.path(f"/place/{quote(there[0].path, safe='')}"))
    return compat.Response.redirect(datasette.urls.path(f"/event/{quote(given, safe='')}" if given else "/"))


async def event(datasette: Datasette, request: Any) -> Any:
    """One event: what it says, who says it and where, and what else is claimed of its incidents.

    With a `file` in its address, only its citation in that notation, or its proof.
    """
    tables, file = await _tables(datasette, request), request.url_vars.get("file")
    prefix, head = await tables.cursor()
    given = unquote(request.url_vars["id"])
    try:
        _, position = parse_id(given, prefix)
    except TimelineError as problem:
        near = nearest(given, prefix, head)[:SUGGESTIONS]
        return await _missing(datasette, request, "event", str(problem), [(id, await tables.event(id)) for id in near])
    id = format_id(prefix, position)
    if request.url_vars["id"] != id:
        rest = f".{file}" if file == proving.ENDING else f"/cite.{file}" if file else ""
        return compat.Response.redirect(datasette.urls.path(f"/event/{id}{rest}"), status=301)
    found = await tables.event(id)
    if found is None and await tables.withheld(id):
        return await _page(datasette, request, "gone", 403, id=id, state="withheld")
    if found and found["status"] == "redacted":
        changes = await tables.redactions(id)
        return await _page(datasette, request, "gone", 410, id=id, state="redacted", event=found, changes=changes)
    if found is None:
        return await _missing(datasette, request, "event", await _why(tables, id, position, head), [])
    if file == proving.ENDING:
        try:
            proof, why = await proving.download(datasette, position, id), f"{id} cannot be proved from here yet."
        except TimelineError:
            proof, why = None, f"{id} cannot be proved: the log is not what was signed."
        return proof or await _missing(datasette, request, "proof", why, [])
    citation = await citing.of_event(datasette, tables, found)
    if file:
        return citing.download(citation, file)
    titles, body, fields = await tables.titles(id), json.loads(found["body"]), _fields(found["type"])
    changes, (beside, others) = await tables.changes(id), await tables.beside(id)
    return await _page(
        datasette,
        request,
        "event",
        event=found,
        body=body,
        raw=json.dumps(body, ensure_ascii=False, indent=2),
        meaning=_meaning(found["type"]),
        fields=fields,
        dates=CLAIMS[found["type"]].date_fields() if found["type"] in CLAIMS else (),
        recorded=sorted(body.items(), key=lambda field: list(fields).index(field[0]) if field[0] in fields else 0),
        incidents=titles,
        titles={row["slug"]: row["title"] for row in titles},
        source=await tables.source(found["source"]) if found["source"] else None,
        place_path=await places.path_of(tables, id),
        values=await tables.values(id),
        hops=await tables.chain(id),
        beside=await incidents.with_superseded(tables, beside),
        others=others,
        changes=changes,
        answered=await tables.answered(found) if found["responds_to"] else None,
        answers=await tables.answers(found),
        counting=await tables.counting(changes),
        cited=citing.told(citation),
        provable=proving.offered(datasette, position),
        **await decisions.page(tables, found, body),
    )


async def incident(datasette: Datasette, request: Any) -> Any:
    """One incident: what sources disagree on, its figures with both ends, and every claim on it.

    With a `file` in its address, only its citation in that notation; as of then, where it is asked for so.
    """
    tables, file = await _tables(datasette, request), request.url_vars.get("file")
    given = unquote(request.url_vars["slug"])
    asof, form = incidents.asked(request.args)
    slug = await incidents.leads_to(tables, given.lower(), asof)
    if slug is None:
        known = {row["slug"]: row for row in await tables.begun("incidents", "slug", given)}
        problem = f"There is no incident “{given}” in this timeline."
        return await _missing(datasette, request, "incident", problem, _close(given, known))
    if slug != given:
        rest = (f"/cite.{file}" if file else "") + (f"?{request.query_string}" if request.query_string else "")
        path = datasette.urls.path(f"/incident/{quote(slug, safe='')}{rest}")
        # A merge may be undone, and then the old slug is a page again.
        return compat.Response.redirect(path, status=301, headers={"Cache-Control": "no-cache"})
    found = await tables.incident(slug)
    citation = await citing.of_incident(datasette, tables, found) if found else None
    if file and citation:
        return citing.download(citation, file)
    return await _page(
        datasette,
        request,
        "incident",
        400 if form["faults"] else 200,
        form=form,
        cited=citing.told(citation) if citation else None,
        # What was known then of where it was is not drawn.
        map=await map_of(tables, "incident", [slug]) if found and not asof else None,
        **(await incidents.page(tables, slug, asof) or {}),
    )


async def source(datasette: Datasette, request: Any) -> Any:
    """One source: its record, and every claim that rests on it, in the order of their places in it."""
    tables = await _tables(datasette, request)
    key = unquote(request.url_vars["key"])
    found = await tables.source(key)
    if found is None:
        known = {row["key"]: row for row in await tables.begun("sources", "key", key)}
        problem = f"There is no source “{key}” in this timeline."
        return await _missing(datasette, request, "source", problem, _close(key, known))
    return await _page(
        datasette,
        request,
        "source",
        source=found,
        republished=await tables.row("select * from sources where key = :key", key=found["republishes"] or ""),
        republishers=await tables.rows("select * from sources where republishes = :key order by key", key=key),
        claims=await incidents.with_superseded(tables, await tables.on_source(key)),
    )


async def place(datasette: Datasette, request: Any) -> Any:
    """One place: the incidents there, who held it when, with the answer for a day that was asked for, and why."""
    tables, given = await _tables(datasette, request), unquote(request.url_vars["name"]).strip()
    found = await places.find(tables, given)
    if len(found) != 1:
        near = [(one.path, {"title": one.name}) for one in found] or await places.near(tables, given, SUGGESTIONS)
        problem = f"Several places are called “{given}”." if found else f"There is no place “{given}” in this timeline."
        return await _missing(datasette, request, "place", problem, near)
    if given != found[0].path:
        query = f"?{request.query_string}" if request.query_string else ""
        return compat.Response.redirect(datasette.urls.path(f"/place/{quote(found[0].path, safe='')}{query}"))
    told = await places.page(tables, found[0])
    drawn, at = bands(told["periods"]), await there.incidents(tables, found[0])
    asked = await held.asked(tables, found[0], request.args.get("day") or "", told, drawn)
    elsewhere = await there.elsewhere(tables, [incident["slug"] for incident in at])
    marks = await incidents.marks(tables, [row["slug"] for row in at] + [row["there"] for row in elsewhere])
    return await _page(
        datasette,
        request,
        "place",
        400 if asked and asked["fault"] else 200,
        found=found[0],
        bands=drawn,
        asked=asked,
        incidents=at,
        marks=marks,
        chart=chart(at, incidents.disputed(marks)),
        map=await map_at(tables, found[0].identity, [row["slug"] for row in at]),
        elsewhere=elsewhere,
        **told,
    )


async def _tables(datasette: Datasette, request: Any) -> Tables:
    if not await compat.may_view(datasette, request.actor, DATABASE):
        raise compat.Forbidden("view-database")
    return Tables(datasette.get_database(DATABASE))


async def rows_page(datasette: Datasette, request: Any, name: str, **found: Any) -> Any:
    """A page made of rows of a table or query, which may be seen by whoever sees them."""
    return await _page(datasette, request, name, **found)


async def _page(datasette: Datasette, request: Any, name: str, status: int = 200, **found: Any) -> Any:
    metadata = await compat.instance_metadata(datasette)
    shared = {
        "metadata": metadata,
        "timeline_title": metadata.get("title") or "Timeline",
        "caveat": f"{CAVEAT} {NEVER_ADD}",
        "words": words,
        "rivals": rivals,
        "database": DATABASE,
        "outlines": outlines.SOURCE,
        "most": MOST,
        "past": await Tables(datasette.get_database(DATABASE)).past(),
    }
    html = await datasette.render_template(f"timeline/{name}.html", shared | found, request=request)
    return compat.Response.html(html, status=status)


async def _missing(
    datasette: Datasette, request: Any, page: str, problem: str, near: Sequence[tuple[str, Row | None]]
) -> Any:
    return await _page(datasette, request, "missing", 404, page=page, problem=problem, near=near)


async def _why(tables: Tables, id: str, position: int, head: int) -> str:
    """Why an ID that is well formed has no page."""
    if position > head:
        return f"{id} is a valid ID, but this timeline has only {words.count(head, 'event')} so far."
    for row in await tables.rows("select problem from problems where event = :id", id=id):
        return f"{id} is in the log, but has no effect on these tables: {row['problem']}"
    return f"{id} is not in these tables."


def _close(given: str, known: dict[str, Row]) -> list[tuple[str, Row | None]]:
    return [(name, known[name]) for name in get_close_matches(given.lower(), known, SUGGESTIONS)]


def _meaning(type_: str) -> str:
    """What the type of event means; empty for a type that this release does not know."""
    found = TYPES.get(type_)
    return " ".join((found.__doc__ or "").split()) if found else ""


def _fields(type_: str) -> dict[str, str]:
    """What each field of the type means."""
    found = TYPES.get(type_)
    described = Casualties.model_fields | found.model_fields if found else {}
    return {name: field.description or "" for name, field in described.items()}
