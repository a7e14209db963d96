"""A text in CSV is never a formula to a spreadsheet, a number is left a number, and nothing else is changed.

Excel, LibreOffice and Google Sheets compute what begins as a formula, also where somebody else has written it: a quote
or a name can fetch an address or start a program (https://owasp.org/www-community/attacks/CSV_Injection). So such a
text has an apostrophe before it. What begins with apostrophes and then as a formula has one more, so that taking one
away there gives each text as it is in JSON.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]

#: How a formula begins: OWASP's list, with the wide letters that Japanese Excel takes for the narrow ones.
_BEGUN = "'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"
_FORMULA = re.compile(_BEGUN)
_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
#: A cell as Python's csv writes it, in quotation marks or without (RFC 4180).
_CELL = re.compile(r'(?P<before>^|,|\r\n)(?:"(?P<quoted>[^"]*(?:""[^"]*)*)"|(?P<plain>[^,"\r\n]*))')
#: Whether any cell of a row may be one: most rows have none.
_ANY = re.compile(f'(?:^|[,\n])"?{_BEGUN}')


def text(cell: str) -> str:
    """The cell, which no spreadsheet takes for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def rows(written: str) -> str:
    """Whole rows of CSV, with every cell as `text` has it."""
    return _CELL.sub(_cell, written) if _ANY.search(written) else written


def _cell(found: re.Match[str]) -> str:
    quoted = found["quoted"]
    made = text(found["plain"]) if quoted is None else f'"{text(quoted)}"'
    return found["before"] + made


def without(send: Send) -> Send:
    """As `send`, with whatever CSV is sent made so, row after row, as it comes."""
    csv, held = False, b""

    async def sent(message: Message) -> None:
        nonlocal csv, held
        if message["type"] == "http.response.start":
            headers = {bytes(name).lower(): bytes(value) for name, value in message.get("headers", [])}
            kind = headers.get(b"content-type", b"")
            csv = message["status"] == 200 and kind.startswith((b"text/plain", b"text/csv"))
        elif message["type"] == "http.response.body" and csv:
            held += message.get("body", b"")
            more, whole = message.get("more_body", False), _is_whole(held)
            if more and not whole:
                return
            body = rows(held.decode()).encode() if whole else held
            message, held = {**message, "body": body}, b""
        await send(message)

    return sent


def _is_whole(written: bytes) -> bool:
    """Whether the last row has ended, and not only a line of a cell in quotation marks."""
    return written.endswith(b"\r\n") and written.count(b'"') % 2 == 0
