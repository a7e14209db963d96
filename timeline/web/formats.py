"""Any table or query whose rows are dated is a feed.

An entry's ID is a tag URI (RFC 4151) that stays when the address of the site changes, or the port: it is made of the
host that timeline.toml names, the day on which the event was recorded, and its ID.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from timeline.web import compat
from timeline.web.metadata import DATABASE, settings_of
from timeline.web.queries import Tables

if TYPE_CHECKING:
    from datasette.app import Datasette

Row = Mapping[str, Any]

_ATOM = "http://www.w3.org/2005/Atom"
#: Where timeline.toml has no address: a name that belongs to nobody (RFC 2606).
_NOWHERE = "timeline.invalid"
_WHEN, _EVENT = "recorded_at", ("id", "event")
#: Columns that an entry tells by other means.
_TOLD = frozenset({_WHEN, "id", "event", "summary", "body", "position", "version", "entry_type"})
#: What comes after an entry's own ID where an event has several rows.
_PART = "number"


def is_dated(columns: Sequence[str]) -> bool:
    """Whether rows of these columns are a feed: each is of an event, and says when that was recorded."""
    return _WHEN in columns and not set(_EVENT).isdisjoint(columns)


async def atom(datasette: Datasette, columns: Sequence[str], rows: Sequence[Row], request: Any) -> Any:
    """The rows as an Atom feed (RFC 4287), in the order in which they were asked for. Raises BadRequest."""
    if not is_dated(columns):
        raise compat.BadRequest(f"A feed needs the columns {_WHEN} and event, such as those of events and corrections.")
    tables = Tables(datasette.get_database(DATABASE))
    prefix, _ = await tables.cursor()
    settings = settings_of(await compat.instance_metadata(datasette), prefix)
    host = urlsplit(settings.base_url).hostname or _NOWHERE
    here = datasette.absolute_url(request, request.full_path)
    feed = ElementTree.Element("feed", xmlns=_ATOM)
    _add(feed, "id", here)
    _add(feed, "title", f"{settings.title}: {request.path.rsplit('/', 1)[-1].removesuffix('.atom')}")
    _add(feed, "updated", max((str(row[_WHEN]) for row in rows), default="1970-01-01T00:00:00Z"))
    _add(feed, "link", rel="self", type="application/atom+xml", href=here)
    _add(ElementTree.SubElement(feed, "author"), "name", settings.publisher or settings.creator or settings.title)
    for row in rows:
        feed.append(
            _entry(
                row,
                f"tag:{host},{str(row[_WHEN])[:10]}:{prefix}",
                lambda path: datasette.absolute_url(request, datasette.urls.path(path)),
            )
        )
    text = '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="unicode")
    return compat.Response(text, content_type="application/atom+xml; charset=utf-8")


def _entry(row: Row, tag: str, absolute: Any) -> ElementTree.Element:
    columns = row.keys()
    event = str(next(row[name] for name in _EVENT if name in columns))
    part = f"/{row[_PART]}" if _PART in columns else ""
    entry = ElementTree.Element("entry")
    _add(entry, "id", f"{tag}/event/{event}{part}")
    _add(entry, "title", _title(row, event))
    _add(entry, "updated", str(row[_WHEN]))
    _add(entry, "link", rel="alternate", type="text/html", href=absolute(f"/event/{event}"))
    told = [f"{name.replace('_', ' ')}: {row[name]}" for name in columns if name not in _TOLD and row[name] is not None]
    _add(entry, "content", "\n".join(told), type="text")
    return entry


def _title(row: Row, event: str) -> str:
    columns = row.keys()
    if "summary" in columns and row["summary"]:
        return str(row["summary"])
    done = [str(row[name]) for name in ("action", "amends", "field") if name in columns and row[name]]
    return " ".join(done) or event


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> None:
    ElementTree.SubElement(parent, name, attributes).text = text
