"""Claims that links lead to are found through any number of links, wherever the claims are and whether links hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from sqlite_utils import Database

from timeline.projections.decisions import CLAIM_LINKS, DECISION_SPELLS
from timeline.projections.definitions import EVENTS
from timeline.projections.known import Known
from timeline.projections.listed import listed
from timeline.projections.spells import CLAIM_SPELLS
from timeline.projections.statements import select
from timeline.reconcile.asof import AsOf
from timeline.reconcile.origins import Ties
from timeline.reconcile.reported import reported_by

Row = dict[str, Any]
#: For each claim, as first recorded, when the source was published of the version that counts, as printed.
Published = Mapping[str, str | None]
#: The relation of two claims that carry one text.
SAME_TEXT = "same_text"

_BESIDE = f"""
    select other as claim from {CLAIM_LINKS.name} where claim in (select value from json_each(:claims))
    union select claim from {CLAIM_LINKS.name} where other in (select value from json_each(:claims))
"""
#: Of each claim the version that counts or, where it is retracted, would.
_PUBLISHED = f"""
    select distinct root, reported from {CLAIM_SPELLS.name} cross join {EVENTS.name} on id = event
    where root in (select value from json_each(?)) and +status in ('current', 'superseded', 'retracted')
"""
_BETWEEN = f"""
    select event, claim, relation, other, evidence, reason, event_status, spells.from_at, spells.to_at
    from {CLAIM_LINKS.name} join {DECISION_SPELLS.name} as spells using (event)
    where claim in (select value from json_each(?)) order by event, spells.number
"""
_THROUGH = """
    select event, voice from attributions where event in (select value from json_each(?)) and hop > 1
"""
_CARRIED = """
    with recursive carried(key) as (
        select value from json_each(?) union select republishes from carried join sources using (key)
    )
    select key, republishes from carried join sources using (key) where republishes > '' order by key
"""


def connected(db: Database, claims: Iterable[str]) -> set[str]:
    """These claims, and those that links connect with them; each as it was first recorded."""
    found = set(claims)
    waiting = found
    while waiting:
        waiting = {row["claim"] for row in select(db, _BESIDE, {"claims": listed(waiting)})} - found
        found = found | waiting
    return found


def links(db: Database, claims: Iterable[str]) -> list[Row]:
    """Every link between claims that are connected with these, one row for each spell during which it held."""
    return list(select(db, _BETWEEN, [listed(connected(db, claims))]))


def published(db: Database, claims: Iterable[str]) -> Published:
    """When the sources of the claims were published, as printed; None where nobody knows."""
    return {row["root"]: row["reported"] for row in select(db, _PUBLISHED, [listed(claims)])}


def known_by(day: date | None, when: Published) -> set[str]:
    """The claims whose sources count as published by the end of `day`; none without a day."""
    return {claim for claim, one in when.items() if day is not None and reported_by(day, one)}


def holding(given: Iterable[Row], asof: AsOf, known: Collection[str]) -> Iterable[Row]:
    """Those of the links that held then and, as of a day of reports, are between claims that were `known` by it."""
    for link in filter(asof.holds, given):
        if asof.reported is None or (link["claim"] in known and link["other"] in known):
            yield link


def carried(db: Database, sources: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Those of the sources that republish others, each with that one, and those that these republish in turn."""
    return tuple((row["key"], row["republishes"]) for row in select(db, _CARRIED, [listed(sources)]))


def through(db: Database, links: Iterable[Row], events: Iterable[str]) -> dict[str, frozenset[str]]:
    """The voices through which these claims came, by their events; none without a link of two that carry one text."""
    if not any(link["relation"] == SAME_TEXT for link in links):
        return {}
    found: dict[str, set[str]] = {}
    for row in select(db, _THROUGH, [listed(events)]):
        found.setdefault(row["event"], set()).add(row["voice"])
    return {event: frozenset(voices) for event, voices in found.items()}


def tied(
    links: Iterable[Row],
    republishes: Iterable[tuple[str, str]],
    known: Known,
    through: Mapping[str, frozenset[str]] | None = None,
) -> Ties:
    """What makes claims dependent by rows of claim_links, sources by which republishes which, voices by their names.

    `through` are the voices through which claims came, by the claims as they were first recorded.
    """
    derived: dict[str, set[str]] = {}
    same: set[tuple[str, str]] = set()
    for link in links:
        if link["relation"] == SAME_TEXT:
            same.add((link["claim"], link["other"]))
        else:
            derived.setdefault(link["claim"], set()).add(link["other"])
    bases = {claim: frozenset(found) for claim, found in derived.items()}
    return Ties(bases, frozenset(same), dict(republishes), through or {}, known.actor)
