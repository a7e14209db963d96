"""Any table or query whose rows name events or incidents is a feed.

A feed and its entries have tag URIs (RFC 4151) that are the same for the same log wherever it is served. A log owns no
name by itself, so they stand below a name that nobody can own (RFC 6761, section 6.4), by what the first entry commits
to, which no other log has, and the day on which that was recorded. An entry's own name is that of its row's page, or of
its row; what is numbered anew whenever the tables are made is named by the latest event that it rests on.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlencode
from xml.etree import ElementTree

from timeline.projections.building import TABLES
from timeline.web import addresses, asked, asking, compat, labels, naming, telling, terms
from timeline.web.instants import instants, is_dated, newest
from timeline.web.metadata import DATABASE, settings_of
from timeline.web.naming import EVENT, RECORDED
from timeline.web.queries import Tables
from timeline.web.xml import clean

if TYPE_CHECKING:
    from datasette.app import Datasette

Row = Mapping[str, Any]

_ATOM = "http://www.w3.org/2005/Atom"
#: Of a log without an entry, which nothing tells from others but its prefix: since when it is as it is, nobody knows.
_NOTHING: Row = {"began_with": "nothing", "began_at": "2026-01-01", RECORDED: "1970-01-01T00:00:00Z"}
#: What comes after an event's ID where it has several rows.
_PART = "number"
#: By what no row is chosen, only how many are shown and in which order.
_SHOWN = frozenset({"_next", "_size", "_sort", "_sort_desc", "_nocount", "_labels", "_facet"})
_KEYS = {table.name: table.pk for table in TABLES}
#: Columns of numbers that count within an event, which never changes, or else anew whenever the tables are made.
_COUNTED = frozenset({_PART, "member"})
#: Sentences about what the row says in other columns: they may be put better one day.
_SENTENCES = frozenset({"summary", "title", "name", "why", "said"})
#: Tables whose rows have a page, by the column that names it.
_PAGES = {"sources": ("source", "key"), "places": ("place", "key"), "actors": ("actor", "key")}


async def atom(
    datasette: Datasette, columns: Sequence[str], rows: Sequence[Row], request: Any, table: str | None, data: Any
) -> Any:
    """The rows as an Atom feed (RFC 4287): those of a table newest first, where no other order is asked for.

    Raises BadRequest.
    """
    if not is_dated(columns, table):
        raise compat.BadRequest(
            f"A feed needs the columns that name events or incidents: event, such as claims have, id and {RECORDED}, a "
            "list such as events, or slug or incident."
        )
    table = table if table in _KEYS else None
    query = parse_qsl(request.query_string, keep_blank_values=True)
    given = {name for name, _ in query}
    unordered = table is not None and given.isdisjoint({"_sort", "_sort_desc"})
    if unordered and (better := _better(newest(columns), given, data)):
        return compat.Response.redirect(
            f"{datasette.urls.path(f'/{DATABASE}/{table}.atom')}?{urlencode([*query, better])}"
        )
    # A key that Datasette has looked up has its label beside it: with labels or without, an entry is the same one.
    rows = [{name: compat.plain(row[name]) for name in columns} for row in rows]
    tables = Tables(datasette.get_database(DATABASE))
    log = await tables.row("select * from projection")
    if log is None or not log["began_at"]:
        log = {**_NOTHING, "prefix": log["prefix"] if log else ""}
    settings = settings_of(await compat.instance_metadata(datasette), log["prefix"])
    tag = f"tag:{log['began_with'][:32]}.timeline.invalid,{log['began_at'][:10]}:{log['prefix']}"

    def absolute(path: str) -> str:
        return addresses.absolute(datasette, request, settings, path)

    when = [at or log[RECORDED] for at in await instants(tables, columns, rows)]
    told = list(zip(rows, _names(table, rows), when, strict=True))
    if unordered:
        told.sort(key=lambda one: one[2], reverse=True)
    feed = ElementTree.Element("feed", xmlns=_ATOM)
    _add(feed, "id", f"{tag}/{_asked(addresses.below(datasette, request.path), query)}")
    _add(feed, "title", f"{settings.title}: {await _called(tables, request, query)}")
    _add(feed, "updated", max(when, default=log[RECORDED]))
    shown = request.path.removesuffix(".atom") + (f"?{request.query_string}" if request.query_string else "")
    _add(feed, "link", rel="alternate", type="text/html", href=absolute(shown))
    _add(feed, "link", rel="self", type="application/atom+xml", href=absolute(request.full_path))
    if table and data.get("next"):
        later = urlencode([*((name, value) for name, value in query if name != "_next"), ("_next", data["next"])])
        _add(feed, "link", rel="next", type="application/atom+xml", href=absolute(f"{request.path}?{later}"))
    _add(ElementTree.SubElement(feed, "author"), "name", settings.publisher or settings.creator or settings.title)
    known = await telling.names(tables, rows)
    for row, name, at in told:
        page = absolute(datasette.urls.path(_page(table, row)))
        feed.append(_entry(table, row, f"{tag}/{name}", at, page, known))
    text = '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="unicode")
    return compat.Response(text, content_type="application/atom+xml; charset=utf-8")


def _asked(path: str, query: Sequence[tuple[str, str]]) -> str:
    """What makes a feed the one that it is: its table or query, and which rows of it."""
    chosen = urlencode(sorted((name, value) for name, value in query if name not in _SHOWN))
    return path.removesuffix(".atom") + (f"?{chosen}" if chosen else "")


async def _called(tables: Tables, request: Any, query: Sequence[tuple[str, str]]) -> str:
    """What tells a feed from others in a list of them: the question, or its table and by what its rows are chosen."""
    name = request.path.rsplit("/", 1)[-1].removesuffix(".atom")
    if question := await asking.heading(tables, name, request.args):
        return question
    chosen = [await _chosen(tables, name, *one) for one in query if one[0] not in _SHOWN and one[1]]
    about = labels.table(name) if name in _KEYS else asked.called(name)
    return ": ".join([about, *([", ".join(chosen)] if chosen else [])])


async def _chosen(tables: Tables, table: str, column: str, value: str) -> str:
    """By what rows are chosen: what is named by its name, whatever else is compared as on the page of the table."""
    compared = "__" in column or column in asked.TRUTHS or column in terms.DATED
    said = asked.in_words(table, column, value) if compared and table in _KEYS else ""
    return said or await telling.of(tables, column, value)


def _better(order: str | None, given: Collection[str], data: Any) -> tuple[str, str] | None:
    """What to ask for besides, so that the newest come first: by a column, or of more rows than a page of a table."""
    if order:
        return "_sort_desc", order
    return ("_size", "max") if data.get("next") and "_size" not in given else None


def _names(table: str | None, rows: Sequence[Row]) -> Iterator[str]:
    """What each entry's ID ends with: its page's path, unless the row is one of several there."""
    seen = set()
    for row in rows:
        name = _name(table, row)
        if name in seen:  # a query may have several rows of one event
            name += f"/{_digest(list(row.values()))}"
        seen.add(name)
        yield name


def _name(table: str | None, row: Row) -> str:
    columns = row.keys()
    if table and not _is_page(table):
        key = _KEYS[table]
        if EVENT in key or _COUNTED.isdisjoint(key):
            kind = EVENT if table == "corrections" else table
            return _joined(kind, *(row[column] for column in key))
        return _joined(table, *(row[column] for column in key if column not in _COUNTED), *_resting(row))
    page = _page(table, row)[1:]
    if not table and EVENT not in columns and RECORDED not in columns and "slug" not in columns:
        return "/".join([*([page] if page else []), *_resting(row)])
    return page + (f"/{row[_PART]}" if not table and _PART in columns else "")


def _joined(*parts: object) -> str:
    return "/".join(quote(str(part), safe="") for part in parts)


def _resting(row: Row) -> list[str]:
    """What tells a row from others without its number: the latest event that it rests on, and what it says."""
    columns = row.keys()
    events = naming.named(row, EVENT) if EVENT in columns else naming.listed(naming.lists(columns), row)
    said = [row[name] for name in columns if name not in _SENTENCES and isinstance(row[name], str)]
    return [*events[-1:], _digest(said)]


def _digest(values: list[Any]) -> str:
    return sha256(json.dumps(values, default=str).encode()).hexdigest()[:12]


def _is_page(table: str) -> bool:
    return table in _PAGES or table == "incidents" or len(_KEYS[table]) == 1


def _page(table: str | None, row: Row) -> str:
    """The path of the page that tells most of the row."""
    columns = row.keys()
    if table in _PAGES:
        kind, name = _PAGES[table]
    elif EVENT in columns:
        kind, name = EVENT, EVENT
    elif RECORDED in columns:
        kind, name = EVENT, "id"
    else:
        incidents = [("incident", name) for name in naming.incidents(columns)]
        places = [("place", "place")] if "place" in columns else []
        kind, name = next(iter([*incidents, *places]), (EVENT, ""))
    shown = naming.named(row, name) if name else naming.listed(naming.lists(columns), row)
    return f"/{kind}/{quote(shown[-1], safe='')}" if shown else "/"


def _entry(table: str | None, row: Row, id: str, at: str, page: str, known: telling.Names) -> ElementTree.Element:
    entry = ElementTree.Element("entry")
    _add(entry, "id", id)
    _add(entry, "title", telling.title(row, known))
    _add(entry, "updated", at)
    _add(entry, "link", rel="alternate", type="text/html", href=page)
    _add(entry, "content", telling.content(table, row, known), type="text")
    return entry


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> None:
    ElementTree.SubElement(parent, name, {key: clean(value) for key, value in attributes.items()}).text = (
        None if text is None else clean(text)
    )
