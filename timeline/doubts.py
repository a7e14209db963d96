"""What is probably a slip is stored all the same, and told: only its author knows whether two claims are one.

Two claims are probably one where source, type, place and voices are the same, their days overlap, and either they are
about different incidents, or about the same one out of the same passage. Whoever means two gives one of them its own
`as:`. Two sources are probably one where publisher, publication, title and edition are the same, or the address and the
edition. In a dataset, whose rows are alike, and in an input of over 1,000 events nothing is looked for. And what
happened after its source was published is probably another day, or another year.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from json import dumps
from typing import Any, NamedTuple

from pydantic_core import from_json
from sqlite_utils import Database

from events.base import Event
from events.claim import Claim
from events.ledger.source_recorded import SourceRecorded
from events.registry import load
from events.values.edtf import parse
from events.values.folding import folded
from timeline.appending import Receipt
from timeline.log.engine import MAX_DRAFTS

_PARAGRAPH = re.compile(r"(?:paragraphs?|paras?|par|¶)[. ]*(?=[0-9])")
#: In a dataset the publisher tells rows apart, not the coder.
_ROWS = "dataset"


@dataclass(frozen=True, slots=True)
class Doubt:
    """The event number `index` (from 0) of an input may be in the timeline already, or have a wrong day."""

    index: int
    problem: str
    remedy: str


class Group(NamedTuple):
    """What two claims have in common that may be one."""

    source: str
    type: str
    place: str
    voices: tuple[str, ...]
    stance: str


def doubts(events: Sequence[Event], receipts: Sequence[Receipt], db: Database) -> list[Doubt]:
    """What may be a slip in `events`, of which `receipts` tell the new ones; `db` holds the tables after that."""
    if len(events) > MAX_DRAFTS:
        return []
    fresh = [index for index, receipt in enumerate(receipts) if not receipt.outcome.startswith("already")]
    names = [receipt.id or f"event number {number} of this input" for number, receipt in enumerate(receipts, 1)]
    here = {receipts[index].id for index in fresh}
    sources = [(index, event) for index in fresh if isinstance(event := events[index], SourceRecorded)]
    claims = [(index, event) for index in fresh if isinstance(event := events[index], Claim)]
    found = [
        *_sources(sources, db),
        *_claims(claims, names, here, _rows_of(events, db), db),
        *_foretold(claims, events, db),
    ]
    return sorted(found, key=lambda doubt: doubt.index)


def _sources(fresh: list[tuple[int, SourceRecorded]], db: Database) -> Iterator[Doubt]:
    if not fresh:
        return
    known: dict[Hashable, str] = {}
    new = {source.key for _, source in fresh}
    given = {name: dumps([getattr(source, name) for _, source in fresh]) for name in ("published", "url")}
    for row in db.query(_ALIKE, given):
        if row["key"] not in new:
            known |= dict.fromkeys(_marks(row), row["key"])
    for index, source in fresh:
        marks = list(_marks(source.model_dump()))
        if other := next((known[mark] for mark in marks if mark in known), None):
            said = f'The source "{other}" has the same publisher, publication and title, or the same address.'
            yield Doubt(index, said, "If it is the same document, cite it by that key; else give it an edition.")
        known = dict.fromkeys(marks, source.key) | known


#: The sources that were published on one of these days or are at one of these addresses.
_ALIKE = """
select key, publisher, published, title, url, edition from sources
where published in (select value from json_each(:published))
union select key, publisher, published, title, url, edition from sources
where url in (select value from json_each(:url)) order by key
"""


def _marks(source: dict[str, Any]) -> Iterator[Hashable]:
    """What hardly two sources have in common."""
    if source["published"] and source["title"]:
        yield source["edition"], source["published"], folded(source["publisher"]), folded(source["title"])
    if source["url"]:
        yield source["edition"], source["url"]


def _claims(
    fresh: list[tuple[int, Claim]], names: Sequence[str], here: set[str | None], rows: set[str], db: Database
) -> Iterator[Doubt]:
    looked = [(index, claim) for index, claim in fresh if claim.citation.source not in rows]
    grouped = [(index, claim, group) for index, claim in looked if (group := _group(claim))]
    groups: dict[Group, list[tuple[str, Claim]]] = {group: [] for _, _, group in grouped}
    for source in sorted({group.source for group in groups}):
        for name, stored in _stored(source, groups, db):
            group = _group(stored)
            if group in groups and name not in here:
                groups[group].append((name, stored))
    for index, claim, group in grouped:
        for name, other in groups[group]:
            if _overlap(claim, other) and (apart := _difference(claim, other)):
                remedy = "If they are one, keep only one of them; if they are two, give one its own `as:`."
                yield Doubt(index, f"{name} is of the same source, type, place and day, {apart}.", remedy)
                break
        groups[group].append((names[index], claim))


def _foretold(fresh: Iterable[tuple[int, Claim]], events: Iterable[Event], db: Database) -> Iterator[Doubt]:
    """What is said to have happened after its source was published; in other zones it may be the day after."""
    dated = [(index, claim) for index, claim in fresh if claim.happening and claim.occurred and claim.occurred.earliest]
    published = {event.key: event.published for event in events if isinstance(event, SourceRecorded)}
    if dated:
        cited = [claim.citation.source for _, claim in dated]
        query = "select key, published from sources where key in (select value from json_each(?))"
        published = {row["key"]: row["published"] for row in db.query(query, [dumps(cited)])} | published
    for index, claim in dated:
        printed = published.get(claim.citation.source)
        latest = parse(printed[:10]).latest if printed else None
        assert claim.occurred
        assert claim.occurred.earliest
        if latest and claim.occurred.earliest > latest + timedelta(days=1):
            yield Doubt(
                index,
                f"It happened on {claim.occurred.value}, after its source was published ({printed}).",
                "Look at both days: one of them is probably mistyped.",
            )


def _stored(source: str, groups: Iterable[Group], db: Database) -> Iterator[tuple[str, Claim]]:
    """The current claims of `source`, with their IDs, that may belong to one of `groups`."""
    wanted = {(group.type, group.place) for group in groups}
    query = (
        "select id, type, version, place, body from events where source = ? and status in ('current', 'superseded') "
        "and place is not null and occurred is not null order by position"
    )
    for row in db.query(query, [source]):
        if (row["type"], folded(row["place"])) in wanted:
            claim = load(row["type"], row["version"], from_json(row["body"]))
            if isinstance(claim, Claim):
                yield row["id"], claim


def _group(claim: Claim) -> Group | None:
    """None for a claim that is taken for no other's duplicate."""
    occurred, place = claim.occurred, claim.place
    if not occurred or not place or not claim.incidents() or claim.as_ or occurred.extent == "cumulative":
        return None
    voices = tuple(folded(hop.voice) for hop in claim.citation.chain or ())
    return Group(claim.citation.source, claim.type, folded(place.name), voices, claim.citation.stance)


def _overlap(one: Claim, other: Claim) -> bool:
    """Whether a day can be that of both. Open ends reach as far as one likes."""
    assert one.occurred
    assert other.occurred
    before = one.occurred.latest and other.occurred.earliest and one.occurred.latest < other.occurred.earliest
    after = one.occurred.earliest and other.occurred.latest and one.occurred.earliest > other.occurred.latest
    return not before and not after


def _difference(one: Claim, other: Claim) -> str:
    """How two claims that are alike differ, if they are probably one all the same; else empty."""
    if not set(one.incidents()) & set(other.incidents()):
        return f"but of another incident ({other.incidents()[0]})"
    passages = [
        {_PARAGRAPH.sub("para ", folded(part)) for part in claim.citation.locator or ()} for claim in (one, other)
    ]
    return "and out of the same passage" if not all(passages) or passages[0] & passages[1] else ""


def _rows_of(events: Sequence[Event], db: Database) -> set[str]:
    """The keys of the datasets among the sources that are recorded or cited here."""
    given = {event.key for event in events if isinstance(event, SourceRecorded) and event.kind == _ROWS}
    cited = [event.citation.source for event in events if isinstance(event, Claim)]
    query = "select key from sources where kind = ? and key in (select value from json_each(?))"
    return given | {row["key"] for row in db.query(query, [_ROWS, dumps(cited)])}
