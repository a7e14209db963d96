"""A question that is asked wrongly has no answer in any form: no file takes the words that say why for rows.

Its page tells what is wrong and what may be meant. To a program an answer without rows would be that there are none:
so a name that is nowhere, or that several have, is not found, and what is no day cannot be taken.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Request

from timeline.web import asking, compat, faults
from timeline.web.guard import App, Message, Send
from timeline.web.metadata import DATABASE
from timeline.web.queries import Tables
from timeline.web.questions import ALL
from timeline.web.served import serves

if TYPE_CHECKING:
    from datasette.app import Datasette

_FORM = re.compile(rf"/{DATABASE}/({'|'.join(name for name, asked in ALL.items() if asked.asks)})(?:\.([a-z]+))?")
_PICTURES = frozenset({"svg", "chart", "map"})


def refusing(datasette: Datasette, app: App) -> App:
    """As `app`, but for files of questions that cannot be answered as they are asked."""

    async def asked(scope: Message, receive: Any, send: Send) -> None:
        # What Datasette itself adds further in: the page has no form that would need the token.
        request = Request({"actor": None, "csrftoken": str, **scope}, receive)
        try:
            answer = await _refused(datasette, request) if scope["type"] == "http" else None
        except compat.interrupted():
            answer = None  # then the question itself takes too long
        await (answer.asgi_send(send) if answer else app(scope, receive, send))

    return asked


async def _refused(datasette: Datasette, request: Any) -> Any:
    """The answer that says what is wrong; None where nothing is, or where a page says so."""
    path = "/" + request.path.removeprefix(datasette.setting("base_url")).lstrip("/")
    found = _FORM.fullmatch(path) if serves(datasette) else None
    form = (found[2] or request.args.get("_format")) if found else None
    # Who asks is not known yet: what not everybody may see is left to Datasette.
    if found is None or form is None or not await compat.may_view(datasette, None, DATABASE):
        return None
    name, question = found[1], ALL[found[1]]
    told = await asking.asked(Tables(datasette.get_database(DATABASE)), question, request.args)
    wrong = [fault for fault in told.faults if told.typed[fault.parameter]]
    dated = any(fault.parameter in (*asking.DAYS, *asking.MOMENTS) for fault in wrong)
    if wrong and (dated or form not in _PICTURES):
        return await faults.refused(
            datasette, request, _meant(wrong), [(name, question.title)], form=f".{form}", status=400 if dated else 404
        )
    if told.faults and form in _PICTURES:
        return await faults.told(datasette, request, 404, faults.UNDRAWN, _meant(told.faults), [(name, question.title)])
    return None


def _meant(found: list[asking.Fault]) -> str:
    """What is wrong, with the names that may be meant."""
    near = [value for fault in found for value, _ in fault.near]
    return " ".join([*(fault.says for fault in found), *([f"Is it {', '.join(near)}?"] if near else [])])
