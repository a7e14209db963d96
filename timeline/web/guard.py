"""Who reads a timeline can neither write to its tables nor be made to run what others have written into them.

The policy of the pages is by nonce: it stands in the templates themselves, so that no text of a claim gets it. Other
databases of the same Datasette are left alone.
"""

from __future__ import annotations

import json
import re
import secrets
from base64 import b64encode
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment
from jinja2.ext import Extension
from markupsafe import Markup

from timeline.projections.building import TABLES
from timeline.web import compat, crawling, directions, formulas, limits, paging, whole
from timeline.web.metadata import DATABASE
from timeline.web.served import serves

if TYPE_CHECKING:
    from datasette.app import Datasette

Message = dict[str, Any]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Any, Send], Awaitable[None]]


def _digest(script: str) -> str:
    """The source that allows an event handler of exactly these words."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


#: What a page of ours may load (https://www.w3.org/TR/CSP3/). Datasette's own scripts run there as well.
OURS = {
    "default-src": "'none'",
    "script-src": "'self' {nonce}",
    "style-src": "'self' {nonce}",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
#: Datasette colours its pages with style attributes, and its SQL editor writes a style sheet while it runs.
DATASETTES = OURS | {
    "style-src": "'self' 'unsafe-inline'",
    "script-src-attr": " ".join(["'unsafe-hashes'", *map(_digest, compat.HANDLERS)]) if compat.HANDLERS else "'none'",
}
#: Whatever is no page, and may yet be opened as one: an SVG is a document, with scripts if anybody wrote them.
FILES = {
    "default-src": "'none'",
    "style-src": "'unsafe-inline'",
    "frame-ancestors": "'none'",
    "sandbox": "",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # Where readers come from is nobody's business; no-referrer would have forms sent without their origin.
    "Referrer-Policy": "same-origin",
}
REFUSED = (
    "The tables are made from the log, and nobody can write to them. Append to the log instead: timeline append FILE"
)
#: Pages of Datasette's that are of no use to readers: its operator's tools, and what shows how it runs.
OPERATORS = re.compile(
    r"/-/(messages|allow-debug|permissions|rules|check|allowed|actions|api|threads|tasks|patterns|debug|create-token)\b"
)
#: What changes nothing.
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
#: Queries that Datasette 1.0 stores are in a database of its own. The other addresses of this form are rows of tables.
_STORED = re.compile(rf"/{DATABASE}/(?:-/queries/.*|(?!(?:{'|'.join(table.name for table in TABLES)})/)[^/]+/-/.*)")
_WRITING = frozenset(
    {
        *("execute-write-sql", "create-table", "create-view", "alter-table", "drop-table", "drop-view"),
        *("insert-row", "update-row", "delete-row", "set-column-type"),
    }
)
_POLICY = "Content-Security-Policy"
#: That of the request which is being answered; empty where its pages have no policy.
_NONCE: ContextVar[str] = ContextVar("nonce", default="")


class Nonces(Extension):
    """Gives every script and style that stands in a template the nonce of the request."""

    _TAG = re.compile(r"({[{%#].*?[}%#]})|<(?:script|style)\b", re.DOTALL)

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.globals["timeline_nonce"] = self._attribute

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return self._TAG.sub(lambda tag: tag[0] if tag[1] else f"{tag[0]}{{{{ timeline_nonce() }}}}", source)

    @staticmethod
    def _attribute() -> Markup:
        nonce = _NONCE.get()
        return Markup(' nonce="{}"').format(nonce) if nonce else Markup()


def policy(datasette: Datasette, sources: Mapping[str, str] = OURS) -> dict[str, str]:
    """The header that lets the answer to this request load from `sources` alone, and from what the operator adds."""
    given = (datasette.plugin_config("timeline") or {}).get("content_security_policy") or {}
    allowed = dict(sources)
    for directive, more in given.items():
        if directive in allowed or sources is not FILES:
            allowed[directive] = f"{allowed.get(directive, '')} {more}".replace("'none'", "")
    told = "; ".join(" ".join([name, *where.split()]) for name, where in allowed.items())
    return {_POLICY: told.format(nonce=f"'nonce-{_NONCE.get()}'")}


def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """Refuses what would write, and gives each answer the headers that keep it safe."""

    turns = limits.Turns(datasette)

    def wrapped(app: App) -> App:
        async def guarded(scope: Message, receive: Any, send: Send) -> None:
            if scope["type"] != "http" or not serves(datasette):
                await app(scope, receive, send)
                return
            path = "/" + scope["path"].removeprefix(datasette.setting("base_url")).lstrip("/")
            database = compat.tilde_decode(path.split("/")[1].partition(".")[0])
            if any(database == attached.route for name, attached in datasette.databases.items() if name != DATABASE):
                await app(scope, receive, send)
                return
            _NONCE.set(secrets.token_urlsafe(16))
            more = crawling.headers(path, scope["query_string"])
            send = _sender(
                datasette, send, dict(_shortened(datasette)) if path.startswith("/-/databases") else {}, more
            )
            if database == DATABASE and path.endswith(".csv"):
                send = formulas.without(send)
            if not path.startswith("/-/"):
                address = (await compat.instance_metadata(datasette)).get("base_url")
                send = _kept(send, datasette.setting("default_cache_ttl"), bool(address))
            if database == DATABASE and scope["method"] not in _READING and not _STORED.fullmatch(path):
                await _refusal(scope, REFUSED).asgi_send(send)
            elif OPERATORS.match(path):
                await _refusal(scope, "This page is for the operator alone.").asgi_send(send)
            else:
                async with turns.turn(scope["query_string"]) as now:
                    busy = None if now else _refusal(scope, limits.BUSY, 503, {"Retry-After": "5"})
                    size = datasette.setting("default_page_size")
                    with (
                        whole.asked(path, scope["query_string"]),
                        paging.asked(path, scope["query_string"], size),
                    ):
                        await (busy.asgi_send(send) if busy else app(scope, receive, send))

        return guarded

    return wrapped


@compat.hookimpl
def permission_resources_sql(datasette: Datasette, action: str) -> Any:
    """Where Datasette 1.0 asks: nobody may write to the tables, root neither, whatever the configuration says."""
    return compat.deny(DATABASE) if action in _WRITING and serves(datasette) else None


def _sender(
    datasette: Datasette, send: Send, shortened: dict[bytes, bytes], more: Sequence[tuple[bytes, bytes]]
) -> Send:
    """As `send`, with our headers and `more`; each of `shortened`, and what turns words, is replaced in the body."""
    shown = False

    async def headed(message: Message) -> None:
        nonlocal shown
        if message["type"] == "http.response.start":
            headers = [(bytes(name), bytes(value)) for name, value in message.get("headers", [])]
            shown = any(name.lower() == b"content-type" and directions.shows(value) for name, value in headers)
            message = {**message, "headers": [*headers, *_missing(datasette, headers), *more]}
        elif message["type"] == "http.response.body":
            body = message.get("body", b"")
            body = directions.straightened(body) if shown else body
            for long, short in shortened.items():
                body = body.replace(long, short)
            message = {**message, "body": body}
        await send(message)

    return headed


def _kept(send: Send, seconds: int, addressed: bool) -> Send:
    """As `send`, with what Datasette says of its tables: for how long an answer may be kept.

    Of an answer to somebody whom it knows Datasette itself says that it is his alone. Where the timeline is not
    `addressed`, having no base_url, answers name it as the request did: nobody keeps one for others.
    """

    async def headed(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            headers = [(bytes(name), bytes(value)) for name, value in message.get("headers", [])]
            said = [value for name, value in headers if name.lower() == b"cache-control"]
            kept = said[0] if said else f"max-age={seconds}".encode() if seconds else b"no-cache"
            if kept.startswith(b"max-age") and not addressed:
                kept = b"private, " + kept
            headers = [*(one for one in headers if one[0].lower() != b"cache-control"), (b"cache-control", kept)]
            message = {**message, "headers": headers}
        await send(message)

    return headed


def _missing(datasette: Datasette, headers: list[tuple[bytes, bytes]]) -> Iterator[tuple[bytes, bytes]]:
    """Our headers that are not among these. A policy of Datasette's own stands beside ours: both hold."""
    known = {name.lower(): value for name, value in headers}
    page = known.get(b"content-type", b"").startswith(b"text/html")
    added = dict(HEADERS)
    if b"default-src" not in known.get(_POLICY.lower().encode(), b""):
        added |= policy(datasette, DATASETTES if page else FILES)
    for name, value in added.items():
        if name == _POLICY or name.lower().encode() not in known:
            yield name.encode(), value.encode()


def _shortened(datasette: Datasette) -> Iterator[tuple[bytes, bytes]]:
    """What stands for a file on Datasette's list of databases, by its path there, as JSON and as JSON in HTML."""
    for attached in datasette.databases.values():
        if attached.path:
            long, short = (json.dumps(path)[1:-1] for path in (str(attached.path), Path(attached.path).name))
            yield long.encode(), short.encode()
            yield escape(long).encode(), escape(short).encode()


def _refusal(scope: Message, why: str, status: int = 403, headers: Mapping[str, str] | None = None) -> Any:
    """The answer that nothing is done, in JSON to a program."""
    given = dict(scope.get("headers", []))
    if scope["path"].endswith(".json") or any(b"json" in given.get(name, b"") for name in (b"accept", b"content-type")):
        told = {"ok": False, "error": why, "errors": [why], "status": status}
        return compat.Response.json(told, status=status, headers=headers)
    return compat.Response.text(f"{why}\n", status=status, headers=headers)
