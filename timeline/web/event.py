"""The page of an event says what it says and what others say of it, or why that cannot be shown any more."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from timeline.errors import TimelineError
from timeline.log.ids import format_id, nearest, parse_id
from timeline.web import (
    citing,
    compat,
    contested,
    decisions,
    incidents,
    meanings,
    missing,
    places,
    proving,
    summaries,
    terms,
)
from timeline.web.rendering import not_found, page, tables_for

if TYPE_CHECKING:
    from datasette.app import Datasette


async def event(datasette: Datasette, request: Any) -> Any:
    """One event: what it says, who says it and where, and what else is claimed of its incidents.

    With a `file` in its address, only its citation in that notation, or its proof.
    """
    tables, file = await tables_for(datasette, request), request.url_vars.get("file")
    prefix, head = await tables.cursor()
    given = unquote(request.url_vars["id"])
    try:
        _, position = parse_id(given, prefix, head)
    except TimelineError as problem:
        near = nearest(given, prefix, head)[: missing.SUGGESTIONS]
        return await not_found(datasette, request, "event", str(problem), [(id, await tables.event(id)) for id in near])
    id = format_id(prefix, position)
    if request.url_vars["id"] != id:
        rest = f".{file}" if file == proving.ENDING else f"/cite.{file}" if file else ""
        return compat.Response.redirect(datasette.urls.path(f"/event/{id}{rest}"), status=301)
    found = await tables.event(id)
    if found is None and await tables.withheld(id):
        return await page(datasette, request, "gone", 403, id=id, state="withheld")
    if found and found["status"] == "redacted":
        changes = await tables.redactions(id)
        return await page(datasette, request, "gone", 410, id=id, state="redacted", event=found, changes=changes)
    if found is None:
        return await not_found(datasette, request, "event", await missing.why(tables, id, position, head), [])
    if file == proving.ENDING:
        try:
            proof, why = await proving.download(datasette, position, id), f"{id} cannot be proved from here yet."
        except TimelineError:
            proof, why = None, f"{id} cannot be proved: the log is not what was signed."
        return proof or await not_found(datasette, request, "proof", why, [])
    told = await decisions.page(tables, found, json.loads(found["body"]))
    names = await summaries.named(tables, {row["id"]: row["summary"] for row in (found, *told["naming"])})
    summary = summaries.told(found["summary"], names, id)
    citation = await citing.of_event(datasette, tables, found, summary)
    if file:
        return citing.download(citation, file)
    titles, body, fields = await tables.titles(id), json.loads(found["body"]), meanings.of_fields(found["type"])
    # The page of a decision has its reason below.
    reason = f": {body['reason']}" if told["decision"] else ""
    answered = await tables.answered(found) if found["responds_to"] else None
    changes, (beside, others), values = await tables.changes(id), await tables.beside(id), await tables.values(id)
    return await page(
        datasette,
        request,
        "event",
        event=found | {"summary": summary},
        heading=summaries.told(found["summary"].removesuffix(reason), names, id),
        body=body,
        raw=json.dumps(body, ensure_ascii=False, indent=2),
        meaning=meanings.of_type(found["type"]),
        fields=fields,
        dates=meanings.dates(found["type"]),
        recorded=sorted(body.items(), key=lambda field: list(fields).index(field[0]) if field[0] in fields else 0),
        incidents=titles,
        titles={row["slug"]: row["title"] for row in titles},
        source=await tables.source(found["source"]) if found["source"] else None,
        place_path=await places.path_of(tables, id),
        values=values,
        hops=await tables.chain(id),
        beside=await incidents.with_fate(tables, beside),
        others=others,
        changes=[row | {"said": terms.term("field", row["field"] or "")} for row in changes],
        answered=answered,
        counting=await tables.counting(changes),
        cited=citing.told(citation),
        provable=proving.offered(datasette, position),
        **await contested.page(tables, found, values, answered["id"] if answered else None),
        **told
        | {"naming": [row | {"summary": summaries.told(row["summary"], names, row["id"])} for row in told["naming"]]},
    )
