"""What a claim has lost of the words that held back what it came of is told, link by link, as far as both count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from timeline.projections.evidence import Evidence
from timeline.projections.statements import Waiting
from timeline.projections.tables import Column, Table
from timeline.projections.telling import told
from timeline.reconcile.lost import Lost, lost
from timeline.reconcile.reported import surely_before

Row = dict[str, Any]

LOST_HEDGES = Table(
    "lost_hedges",
    "Where a claim says more surely what it has from another: “up to 40” became 40, and so did “reportedly 40”.",
    (
        Column("incident", str, "The incident.", "incidents"),
        Column("number", int, "The row's place among those of its incident, from 1."),
        Column("event", str, "The claim that is derived, or carries the text.", "events"),
        Column("base", str, "The claim that it is derived from, or whose text it carries.", "events"),
        Column("property", str, "The field's name.", index=True),
        Column("base_party", str, "For casualties, whose they are, as the base has it.", label="Party of the base"),
        Column("party", str, "The same as the claim has it."),
        Column("before", str, "What the base says, with its hedge."),
        Column("after", str, "What the claim makes of it."),
        Column("lost", str, "hedge: a hedge is gone; bound: an end that was left open is closed."),
        Column("link", str, "The decision that links the two.", "events"),
        Column("evidence", str, "stated by the source, or inferred by the coder."),
    ),
    pk=("incident", "number"),
    facets=("lost", "property"),
)
TABLES = (LOST_HEDGES,)


def add(made: Waiting, slug: str, evidence: Evidence) -> None:
    """Add the rows of the incident `slug`, which has none."""
    rows = enumerate(along(evidence), 1)
    made.add(LOST_HEDGES.name, ({"incident": slug, "number": number} | row for number, row in rows))


def along(evidence: Evidence) -> Iterator[Row]:
    """What was lost between two claims that count in the incident, along links and past those that do not count."""
    derived = list(_directed(evidence))
    values = told(evidence) if derived else []
    events = {value.claim.root: value.claim.event for value in values}
    for link in derived:
        for base in _bases(link, derived, events) if link["claim"] in events else ():
            one, other = ([value for value in values if value.claim.root == root] for root in (link["claim"], base))
            yield from _rows(events, link, base, lost(one, other))


def _directed(evidence: Evidence) -> Iterator[Row]:
    """The links, each from what may have come of the other; of two of one text either may, unless it was first."""
    for link in evidence.links:
        if link["relation"] == "derived":
            yield link
            continue
        for one, other in ((link["claim"], link["other"]), (link["other"], link["claim"])):
            if not surely_before(*map(evidence.published.get, (one, other))):
                yield link | {"claim": one, "other": other}


def _bases(link: Row, derived: Sequence[Row], events: Mapping[str, str]) -> Iterator[str]:
    """The nearest claims that count from which the link leads on."""
    waiting, passed = [link["other"]], {link["claim"]}
    while waiting:
        root = waiting.pop()
        if root in passed:
            continue
        passed.add(root)
        if root in events:
            yield root
        else:
            waiting += sorted(further["other"] for further in derived if further["claim"] == root)


def _rows(events: Mapping[str, str], link: Row, base: str, losses: Iterable[Lost]) -> Iterator[Row]:
    for found in losses:
        yield {
            "event": events[link["claim"]],
            "base": events[base],
            "property": found.property,
            "base_party": found.base_party,
            "party": found.party,
            "before": found.before,
            "after": found.after,
            "lost": found.lost,
            "link": link["event"],
            "evidence": link["evidence"],
        }
