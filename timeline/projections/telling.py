"""The rows of what counts on an incident become the values that the rules compare.

What rows do not tell, which recorded actors and places they name, comes with the evidence as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from events.registry import CLAIMS
from events.values.folding import folded
from timeline.projections.evidence import Evidence
from timeline.projections.known import Known
from timeline.projections.typed import PARTY_FIELDS
from timeline.reconcile.origins import texts
from timeline.reconcile.told import AFFIRMS, WHOLE_CLAIM, Account, Days, Told

Row = dict[str, Any]
_PARTIES = frozenset(PARTY_FIELDS)
#: Of a claim that bears on an incident in two ways (after a merge), the first of these holds.
_RELATIONS = ("told", "about", "counted_in")
_NONE = frozenset[str]()


def compared(evidence: Evidence) -> list[Told]:
    """The values of one incident, as `told`; none where there are no two claims or figures to compare."""
    return told(evidence) if comparable(evidence) else []


def comparable(evidence: Evidence) -> bool:
    """Whether there are two claims or figures to compare."""
    return max(len(evidence.claims), len(evidence.figures)) > 1


def told(evidence: Evidence) -> list[Told]:
    """The values of one incident, of `evidence` as it counted at some time."""
    claims = dict[str, Row]()
    for claim in sorted(evidence.claims, key=lambda claim: _RELATIONS.index(claim["relation"])):
        claims.setdefault(claim["event"], claim)
    ties = evidence.ties
    text = texts(ties.same_text)
    values, figures = _by_event(evidence.values), _by_event(evidence.figures)
    found: list[Told] = []
    for event, claim in claims.items():
        rows = (claim, values.get(event, ()), figures.get(event, ()))
        tied = (frozenset(ties.bases(claim["root"])) if ties.derived else _NONE, text.get(claim["root"]))
        key = (id(claim), *map(id, rows[1]), None, *map(id, rows[2]), *tied)
        if key not in evidence.made:
            # With its rows, so that none that comes later has the identity of one of them.
            evidence.made[key] = rows, _of_claim(*rows, *tied, evidence.known)
        found += evidence.made[key][1]
    return found


def _of_claim(
    claim: Row, own: Iterable[Row], figures: Iterable[Row], bases: frozenset[str], text: str | None, known: Known
) -> list[Told]:
    account = _account(claim, {row["property"]: row for row in own}, bases, text, known)
    found = [_whole(claim, account, known)]
    if account.relation != "counted_in":
        found += [_value(row, account, known) for row in own]
    return found + [_figure(row, account, known) for row in figures]


def _by_event(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["event"], []).append(row)
    return found


def _account(claim: Row, given: Mapping[str, Row], bases: frozenset[str], text: str | None, known: Known) -> Account:
    scope, measure = given.get("scope"), given.get("measure")
    return Account(
        event=claim["event"],
        root=claim["root"],
        type=claim["type"],
        stance=claim["stance"],
        source=claim["source"],
        relation=claim["relation"],
        reported=claim["reported"],
        occurred=_days(given["occurred"]) if "occurred" in given else None,
        scope=scope["value"] if scope and scope["stance"] in (*AFFIRMS, claim["stance"]) else None,
        measure=measure["value"] if measure else None,
        subject=tuple(_subject(name, claim, given.get(name), known) for name in CLAIMS[claim["type"]].told_apart_by),
        answers=claim["responds_to"],
        answered=tuple(claim["answered"].split(", ")) if claim["answered"] else (),
        bases=bases,
        text=text,
    )


def _subject(name: str, claim: Row, row: Row | None, known: Known) -> str | None:
    """What a value that tells claims apart has in common with an equal one, in whatever words."""
    if row is None:
        return None
    if name == "place" and (key := known.place(claim)):
        return key
    return f"{row['earliest']}/{row['latest']}" if row["basis"] else folded(row["value"])


def _days(row: Row) -> Days | None:
    return Days(row["value"], row["basis"], row["extent"]) if row["basis"] else None


def _whole(claim: Row, account: Account, known: Known) -> Told:
    return Told(
        account,
        WHOLE_CLAIM,
        claim["summary"],
        claim["stance"],
        claim["origin"],
        claim["origin_kind"],
        hedge=claim["hedge"],
        origin_actor=known.actor(claim["origin"]),
        origin_evidence=claim["origin_evidence"],
    )


def _value(row: Row, account: Account, known: Known) -> Told:
    party = (account.type, row["property"]) in _PARTIES
    return Told(
        account,
        row["property"],
        row["value"],
        row["stance"],
        row["origin"],
        row["origin_kind"],
        row["low"],
        row["high"],
        row["bound"],
        days=_days(row),
        party=known.whose(row["value"]) if party else None,
        wording=row["wording"],
        hedge=row["hedge"],
        origin_actor=known.actor(row["origin"]),
        origin_evidence=row["origin_evidence"],
        number=row["of_value"],
    )


def _figure(row: Row, account: Account, known: Known) -> Told:
    return Told(
        account,
        row["outcome"],
        row["value"],
        row["stance"],
        row["origin"],
        row["origin_kind"],
        row["low"],
        row["high"],
        row["bound"],
        party=known.whose(row["party"]),
        civilian_status=row["civilian_status"],
        role=row["role"],
        subset_of=known.whose(row["subset_of"]) if row["subset_of"] else None,
        wording=row["figure_wording"],
        hedge=row["hedge"],
        origin_actor=known.actor(row["origin"]),
        origin_evidence=row["origin_evidence"],
        number=row["of_value"],
    )
