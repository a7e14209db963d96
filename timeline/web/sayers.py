"""Where claims are listed by their IDs, each is told by who says it and in which source, and its ID comes second.

A voice that the coder inferred, and that the source does not name, is marked so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape

from markupsafe import Markup

from timeline.projections.listed import listed
from timeline.projections.voiced import NOBODY
from timeline.reconcile import inferred
from timeline.web import leading, terms
from timeline.web.ends import Path
from timeline.web.queries import Row, Tables

#: SQL for who says what the claim `event` says of control of a place, or else the whole of it: by the chain of who has
#: it, where that came another way. NULL where nobody says it.
_CHAIN = """
    from attributions where attributions.event = {event} and number - hop = coalesce(
        (select min(number) - 1 from attributions as own where own.event = {event} and own.property =
            (select control_changes.property from control_changes where control_changes.event = {event})),
        (select min(number) - 1 from attributions as whole where whole.event = {event} and whole.property is null))
    order by number"""
#: The same as text, with the key of the source: `Reuters (inferred), via NDTV, in ndtv-2015-08-26`.
SAYS = f"""(select group_concat(said, '') || ', in ' || bearing.source from (
        select case hop when 1 then '' when 2 then ', via ' else ' → ' end || {inferred.sql("voice", "evidence")}
            as said {_CHAIN.format(event="bearing.event")}))"""
_SAYERS = f"""
    select id, source, (select publisher from sources where key = source) as publisher, (
        select json_group_array(json_array(voice, evidence)) from (
        select voice, evidence {_CHAIN.format(event="events.id")})) as chain
    from events where id in (select value from json_each(:ids)) and source is not null
"""
#: A link to an event, alone or with what stands behind it: see cells.
_LINK = re.compile(r'(?:<span class="line">)?(<a class="id" [^>]*>([^<]+)</a>)(?:: ([^<]*)</span>|,)? ?')
_NAMED = re.compile(r'(<a class="id" [^>]*>([^<]+)</a>)')
#: A date, with the words around it.
_DATED = re.compile(r"(, said of|(?<!,) until) ([^ ,]+)( by|, according to) $")


@dataclass(frozen=True, slots=True)
class Sayer:
    """Who says what a claim says, and in which source: as `text`, which has the source's key, and as `html`.

    `brief` is the origin alone, for a claim that was told before.
    """

    text: str
    html: Markup
    brief: Markup


async def of(tables: Tables, ids: Iterable[str], path: Path) -> dict[str, Sayer]:
    """Who says it, of those of the events that are claims."""
    rows = await tables.rows(_SAYERS, ids=listed(ids))
    return {row["id"]: _sayer(row, json.loads(row["chain"]), path) for row in rows if row["chain"] != "[]"}


def _sayer(row: Row, chain: list[list[str]], path: Path) -> Sayer:
    """Of the voices, readers are told the publisher, where it comes last, by the name of the source alone."""
    text, html, brief, source = "", Markup(), Markup(), leading.cited(path, row["source"])
    for place, (voice, evidence) in enumerate(chain):
        before = ("", ", via ")[place] if place < 2 else " → "
        mark = inferred.mark(evidence)
        shown = Markup("{}").format(voice) if voice in NOBODY else leading.link(path, "voice", voice)
        text += f"{before}{voice}{mark}"
        brief = brief or shown + mark
        if mark or voice != row["publisher"] or place < len(chain) - 1:
            html += Markup("{}{}{}").format(before, shown, mark)
    return Sayer(f"{text}, in {row['source']}", html + Markup(", in {}").format(source) if html else source, brief)


def ids_in(cell: object) -> list[str]:
    """The events that a cell of such a list links to."""
    return [link[2] for link in _LINK.finditer(str(cell))]


def told(cell: object, sayers: Mapping[str, Sayer], seen: set[str] | None = None) -> Markup:
    """The cell with a line for each claim, those together that say the same: who says so and where, and its ID.

    What stands behind the last of them, such as how many more there are, stays there. Of the claims that were `seen`
    before, to which these are added, the origin alone is told.
    """
    text, alike, rest = str(cell), dict[str, list[Markup]](), 0
    for link in _LINK.finditer(text):
        before, line = _line(link, sayers.get(link[2]), seen is not None and link[2] in seen)
        alike.setdefault(before, []).append(line)
        rest = link.end()
        if seen is not None:
            seen.add(link[2])
    heading = Markup('<span class="line quiet">{}</span> ')
    lines = (Markup().join([heading.format(said) if said else "", *those]) for said, those in alike.items())
    return Markup().join(lines) + Markup(text[rest:])


def within(cell: object, sayers: Mapping[str, Sayer]) -> Markup:
    """The sentence with who says each claim that it names, and in which source, before its ID."""

    def named(link: re.Match[str]) -> str:
        sayer = sayers.get(link[2])
        return f"{sayer.html} ({link[1]})" if sayer else link[0]

    return Markup(_NAMED.sub(named, str(cell)))


def _line(link: re.Match[str], sayer: Sayer | None, seen: bool) -> tuple[str, Markup]:
    """What a claim says, and the line of who says so."""
    line, id = Markup('<span class="line">{}{} <small>{}</small></span> '), Markup(link[1])
    before, found, after = unescape(link[3] or "").rpartition(sayer.text) if sayer else ("", "", link[3] or "")
    if not sayer or (link[3] and not found):
        return "", line.format(after, "", id)
    said = _DATED.sub(lambda day: f"{day[1]} {terms.dated(day[2])}{day[3]}", before).strip()
    return said, line.format(sayer.brief if seen else sayer.html, after, id)
