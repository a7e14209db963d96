"""Whatever a cell names has a page of ours, to which it leads; what names nothing that has one is left as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from timeline.projections.columns import EVIDENCE
from timeline.projections.definitions import EVENTS
from timeline.projections.voiced import NOBODY
from timeline.reconcile import inferred
from timeline.web import compat, ends, naming, terms, words
from timeline.web.ends import Path
from timeline.web.metadata import DATABASE

#: How many IDs of a list are links, and how many the link to the rest of them may name.
LISTED, NAMED = 4, 100

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def link(path: Path, page: str, key: str, label: object = None) -> Markup:
    """A link to one of our pages."""
    return Markup('<a href="{}">{}</a>').format(path(f"/{page}/{quote(key, safe='')}"), label or key)


def link_of_event(path: Path, id: str) -> Markup:
    """A link to the page of an event that is called by its ID, which keeps to one line."""
    return Markup('<a class="id" href="{}">{}</a>').format(path(f"/event/{id}"), id)


def cited(path: Path, key: str) -> Markup:
    """A link to a source by its key, which is put into words when the page is made: see rendering."""
    return Markup('<a class="cited" href="{}"><bdi>{}</bdi></a>').format(path(f"/source/{quote(key, safe='')}"), key)


def event(value: Any, row: Any, path: Path) -> Markup | None:
    """The page of the event that an ID names."""
    id, _ = _labelled(value)
    return link_of_event(path, id) if naming.ID.fullmatch(id) else None


def incident(value: Any, row: Any, path: Path) -> Markup | None:
    """The page of the incident that a slug names."""
    slug, label = _labelled(value)
    return link(path, "incident", slug, label) if _SLUG.fullmatch(slug) else None


def source(value: Any, row: Any, path: Path) -> Markup | None:
    """The page of a source, by its key."""
    key, _ = _labelled(value)  # a title would make every row tall
    return link(path, "source", key) if _SLUG.fullmatch(key) else None


def place(value: Any, row: Any, path: Path) -> Markup | None:
    """The page of a place, by its name where it is known."""
    key, label = _labelled(value)
    return link(path, "place", key, label or terms.place(key)) if key else None


def where(value: Any, row: Any, path: Path) -> Markup | None:
    """A place with its province."""
    if not isinstance(value, str):
        return None
    return Markup("{}").format(words.place({"place": value, "admin1": ends.beside(row, "admin1")}))


def actor(value: Any, row: Any, path: Path) -> Markup | None:
    """The page of an actor, by its name where it is known."""
    key, label = _labelled(value)
    return link(path, "actor", key, label) if key else None


def voice(value: Any, row: Any, path: Path) -> Markup | None:
    """A voice leads to its page; where the coder infers that it is the origin, that is told."""
    if not isinstance(value, str) or value in NOBODY:
        return None
    return link(path, "voice", value) + inferred.mark(ends.beside(row, EVIDENCE.name))


def title(value: Any, row: Any, path: Path) -> Markup | None:
    """A title leads to the page of its incident or source."""
    for page, column in (("incident", "slug"), ("incident", "incident"), ("source", "key")):
        key = ends.beside(row, column)
        if isinstance(value, str) and value.strip() and isinstance(key, str) and _SLUG.fullmatch(key):
            return link(path, page, key, value)
    return None


def counted(value: Any, row: Any, path: Path) -> Markup | None:
    """How many claims a JSON list of several IDs names, which leads to them."""
    ids = naming.texts(value)
    if not 1 < len(ids) <= NAMED or not all(map(naming.ID.fullmatch, ids)):
        return None
    return Markup('<a href="{}">{} claims</a>').format(_among(ids, path), len(ids))


def events(table: str | None, value: Any, row: Any, path: Path) -> Markup | None:
    """The first IDs of a JSON list, and how many more there are; nothing for a list of anything else."""
    found = naming.texts(value)
    if value == "[]" and table:
        return ends.lacking("none")
    ids = [id for id in found if naming.ID.fullmatch(id)]
    if not ids or len(ids) < len(found):
        return None
    shown = Markup(", ").join(link_of_event(path, id) for id in ids[:LISTED])
    more = f"and {len(ids) - LISTED:,} more"
    if len(ids) <= LISTED:
        return shown
    if len(ids) > NAMED:
        return shown + Markup(" {}").format(more)
    return shown + Markup(' <a href="{}">{}</a>').format(_among(ids, path), more)


def carried(column: str, value: Any, row: Any, path: Path) -> Markup | None:
    """Of a holder that no claim names, in the place of what would: that it is inferred, and from which claims."""
    found = naming.texts(ends.beside(row, "inferred_from"))
    if value != "[]" or not found:
        return None
    if column == "told":
        return ends.lacking("inferred")
    return Markup("inferred from ") + (
        counted(json.dumps(found), row, path) or Markup(", ").join(link_of_event(path, id) for id in found)
    )


def said(value: Any, row: Any, path: Path) -> Markup | None:
    """Claims one below the other, each as a link with what stands behind it."""
    told = [text.partition(": ") for text in naming.texts(value)]
    if not told or not all(naming.ID.fullmatch(id) for id, _, _ in told):
        return None
    line = Markup('<span class="line">{}: {}</span>')
    return Markup().join(line.format(link_of_event(path, id), says) for id, _, says in told)


def _among(ids: Sequence[str], path: Path) -> str:
    return path(f"/{DATABASE}/{EVENTS.name}?id__in={','.join(ids)}")


def _labelled(value: Any) -> tuple[str, Any]:
    """A text and its label, where Datasette has looked up a foreign key; no text for anything else."""
    plain = compat.plain(value)
    return (plain, value.get("label") if isinstance(value, dict) else None) if isinstance(plain, str) else ("", None)
