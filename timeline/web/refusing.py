"""What is asked wrongly has no answer in any form: no file takes the words that say why for rows.

The page of a question tells what is wrong and what may be meant. To a program an answer without rows would be that
there are none: so a name that is nowhere, or that several have, is not found, and what is no day cannot be taken.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from datasette.utils.asgi import Request, Response

from timeline.projections.building import TABLES
from timeline.web import asking, compat, faults, parameters
from timeline.web.guard import App, Message, Send
from timeline.web.metadata import DATABASE
from timeline.web.queries import Tables
from timeline.web.questions import ALL
from timeline.web.served import serves

if TYPE_CHECKING:
    from datasette.app import Datasette

_ASKED = {name for name, question in ALL.items() if question.asks}
_COLUMNS = {table.name: [column.name for column in table.columns] for table in TABLES}
_FORM = re.compile(rf"/{DATABASE}/({'|'.join([*_ASKED, *_COLUMNS])})(?:\.([a-z]+))?")
_PICTURES = frozenset({"svg", "chart", "map"})
#: Where the page of a question leaves the status that it answers with.
_STATUS = "timeline_status"


def refusing(datasette: Datasette, app: App) -> App:
    """As `app`, but for what cannot be answered as it is asked."""

    async def asked(scope: Message, receive: Any, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        # What Datasette itself adds further in: the page has no form that would need the token.
        request = Request({"actor": None, "csrftoken": str, **scope}, receive)
        try:
            answer = await _refused(datasette, request)
        except compat.interrupted():
            answer = None  # then the question itself takes too long
        if answer:
            await answer.asgi_send(send)
        else:
            found: list[int] = []
            await app({**scope, _STATUS: found}, receive, _answering(found, send))

    return asked


def answers_with(request: Any, status: int) -> None:
    """Have the page that is being made for `request` answer with `status`: Datasette itself has no such way."""
    request.scope.get(_STATUS, []).append(status)


def _answering(found: list[int], send: Send) -> Send:
    async def answered(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200 and found:
            message = {**message, "status": found[-1]}
        await send(message)

    return answered


async def _refused(datasette: Datasette, request: Any) -> Any:
    """The answer that says what is wrong; None where nothing is, or where a page says so."""
    path = "/" + request.path.removeprefix(datasette.setting("base_url")).lstrip("/")
    found = _FORM.fullmatch(path) if serves(datasette) else None
    # Who asks is not known yet: what not everybody may see is left to Datasette.
    if found is None or not await compat.may_view(datasette, None, DATABASE):
        return None
    name, form = found[1], found[2] or request.args.get("_format")
    if name in _COLUMNS:
        pairs = parse_qsl(request.query_string, keep_blank_values=True)
        asking_for = parameters.without_tracking(pairs)
        if len(asking_for) < len(pairs):
            return Response.redirect(datasette.urls.path("?".join(filter(None, [path, urlencode(asking_for)]))))
        wrong = parameters.misnamed(pairs, _COLUMNS[name])
        return await faults.refused(datasette, request, wrong, [(name, name)], form=f".{form}") if wrong else None
    return await _unanswered(datasette, request, name, form) if form else None


async def _unanswered(datasette: Datasette, request: Any, name: str, form: str) -> Any:
    """That a question cannot be answered in such a form as it is asked; None where it can be."""
    near = [(name, ALL[name].title)]
    told = await asking.asked(Tables(datasette.get_database(DATABASE)), ALL[name], request.args)
    status = told.status
    if status != 200 and (status == 400 or form not in _PICTURES):
        return await faults.refused(datasette, request, _meant(told.wrong), near, form=f".{form}", status=status)
    if told.faults and form in _PICTURES:
        return await faults.told(datasette, request, 404, faults.UNDRAWN, _meant(told.faults), near)
    return None


def _meant(found: list[asking.Fault]) -> str:
    """What is wrong, with the names that may be meant."""
    near = [value for fault in found for value, _ in fault.near]
    return " ".join([*(fault.says for fault in found), *([f"Is it {', '.join(near)}?"] if near else [])])
