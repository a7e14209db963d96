"""Hypothesis strategies for histories in which incidents, claims and statements are decided upon, and that is undone.

Whatever comes out of them is what admission lets in, asked one event after the other, as people append.
"""

from __future__ import annotations

from hypothesis import strategies as st
from pydantic import ValidationError

from events.amendment import Amendment
from events.base import Event
from events.claim import Claim
from events.decision import Decision
from events.ledger.coding_corrected import CodingCorrected
from events.ledger.event_redacted import EventRedacted
from events.ledger.incidents_linked import RELATIONS
from events.ledger.undone import Undone
from events.registry import parse
from tests.amended import amendments, restricted
from tests.strategies import INCIDENTS, PUBLISHERS, answering, histories
from tests.tables import store
from tests.written import Data, objects, words
from timeline.admission import plan
from timeline.deciding import Deciding
from timeline.erasure import erase_redacted
from timeline.log.sqlite import SqliteLog
from timeline.standing import Standing

#: Few enough that decisions meet on one matter.
NEAR = INCIDENTS[:3]
#: The types of decisions, those that move rows most often.
KINDS = (
    *("incidents_merged", "incident_split", "statement_superseded") * 2,
    *("incidents_linked", "claims_linked", "incident_assessed"),
)
#: What a correction of each must keep: the matter.
MATTER = {
    "incidents_merged": ("incident",),
    "incident_split": ("incident", "into"),
    "incidents_linked": ("incidents_",),
    "claims_linked": ("claims",),
    "statement_superseded": ("old",),
    "incident_assessed": ("incident", "assessor", "assessed"),
}
#: Names of claims, each with the slugs that its claim names.
Named = dict[str, tuple[str, ...]]


@st.composite
def tolls(draw: st.DrawFn, number: int) -> Claim:
    """A claim that may well say what others say: one of two voices, one party, each by some name, and few numbers.

    Some say nothing else than that.
    """
    source = draw(st.sampled_from(sorted(PUBLISHERS)))
    voices = draw(st.sampled_from([["Governor"], ["Gov. Rahimi"], ["Ministry"], []]))
    entry = {
        "party": draw(st.sampled_from(["NATO", "nato", "the alliance"])),
        "killed": draw(st.sampled_from([2, "up to 2", 3])),
    }
    counted = draw(objects({}, counted_in=st.sampled_from(NEAR), role=st.sampled_from(["victim", "perpetrator"])))
    said = draw(objects({}, said=st.sampled_from(["2015-08", "2015-08-26", "2015-08-27T10:00"])))
    chain = [*(voice for voice in voices if voice != PUBLISHERS[source]), PUBLISHERS[source]]
    told = draw(st.sampled_from([{"incident": slug} for slug in NEAR] + [{"about": list(NEAR[:2])}]))
    given = draw(objects({}, perpetrators=st.sampled_from([1, 2]), occurred=st.sampled_from(["2015-08-26", "2015-08"])))
    event = parse(
        {"type": "insider_attack", "as": f"toll-{number}"}
        | draw(objects({}, casualties=st.just([entry | counted])))
        | {"citation": {"source": source, "chain": chain} | said}
        | told
        | given
    )
    assert isinstance(event, Claim)
    return event


@st.composite
def known_by_other_names(draw: st.DrawFn) -> Event:
    """An actor by whose names what tolls tell is one party, or one voice, or is not."""
    key, name, alias = draw(
        st.sampled_from([("nato", "NATO", "the alliance"), ("governor", "Governor", "Gov. Rahimi")])
    )
    aliases = draw(st.sampled_from([[], [alias], [alias]]))
    return parse({"type": "actor_recorded", "key": key, "name": name, "kind": "other", "aliases": aliases})


@st.composite
def decided_histories(draw: st.DrawFn, prefix: str, max_deeds: int = 10, hidden: bool = True) -> list[Event]:
    """A history as in tests/strategies.py, then decisions and amendments of anything in any order.

    In between come claims, and actors by whose names these are of one party or voice. Without `hidden`, nothing is
    restricted or redacted. All of it can be stored in one append: nothing takes the name of what was redacted.
    """
    with SqliteLog.memory(prefix) as log:
        kept: list[Event] = []
        names = set[str]()

        def offer(event: Event) -> None:
            """Append the event if it is valid, and admission lets it in as a new one."""
            try:
                type(event).model_validate(event.body())
            except ValidationError:
                return  # what was put together of two events need not be one
            made = plan([event], log)
            if not made.problems and made.positions == [None] and names.isdisjoint(event.keys):
                store(log, [event])
                kept.append(event)
                names.update(event.keys)
                if isinstance(event, EventRedacted):
                    erase_redacted(log)

        for event in draw(histories(max_claims=2)):
            offer(draw(restricted(event)) if hidden else event)
        for number in range(draw(st.integers(1, 4))):
            toll = answering(draw, draw(tolls(number)), [one for one in kept if isinstance(one, Claim)])
            offer(draw(restricted(toll)) if hidden else toll)
        for number in range(draw(st.integers(0, max_deeds))):
            standing = Standing(log)
            deed = draw(st.sampled_from(["decide", "decide", "decide", "amend", "amend", "claim", "actor"]))
            if deed == "claim":
                offer(draw(tolls(100 + number)))
            elif deed == "actor":
                offer(_renamed(draw(known_by_other_names()), standing))
            elif deed == "decide":
                kind = draw(st.sampled_from(KINDS))
                offer(_following(draw, draw(decisions(kind, _named(standing, kept))), standing))
            else:
                offer(_amending(draw, standing, kept, hidden))
        return kept


@st.composite
def decisions(draw: st.DrawFn, kind: str, named: Named, at: str | None = None) -> Decision:
    """Any decision of this kind on incidents of the pool and on some of the claims, whether it may be made or not.

    `at` is the incident of a split that is corrected.
    """
    reason: Data = {"reason": draw(words)}
    one, other = draw(st.permutations(NEAR))[:2]
    names = sorted(named)
    if kind == "incident_split" and draw(st.integers(0, 4)):  # mostly claims that are there
        names = [name for name in names if (at or one) in named[name]] or names
    some = draw(st.permutations(names))[: draw(st.integers(2, 3))]
    given: Data
    if kind == "incidents_merged":
        given = {"incident": one, "into": other}
    elif kind == "incident_split":
        given = {"incident": one, "into": other, "claims": some}
    elif kind == "incidents_linked":
        given = {"incidents": [one, other], "relation": draw(st.sampled_from(sorted(RELATIONS)))}
    elif kind == "claims_linked":
        relation = draw(st.sampled_from(["derived", "same_text"]))
        given = {"claims": some[:2], "relation": relation, "evidence": "inferred"}
    elif kind == "statement_superseded":
        new = draw(st.sampled_from([[], some[1:]]))
        fields = draw(st.sampled_from([[], ["killed"], [{"property": "killed", "party": "NATO"}, "perpetrators"]]))
        change = draw(st.sampled_from(["correction", "update"])) if new else "withdrawal"
        given = {"old": some[:1], "new": new, "fields": fields, "change": change}
        given |= draw(objects({}, said=st.sampled_from(["2015-08-26", "2015-09"])))
    else:
        party = draw(st.sampled_from(["NATO", "the alliance", "all"]))
        figures = [{"party": party, "outcome": "killed", "best": draw(st.integers(0, 9)), "low": 0}]
        given = {"incident": one, "assessor": "desk", "assessed": "2015-09-01", "grade": "weak", "figures": figures}
        given["relies_on"] = some
    event = parse({"type": kind} | given | reason)
    assert isinstance(event, Decision)
    return event


def _renamed(actor: Event, standing: Standing) -> Event:
    """The actor; where it is recorded already, the correction by which it has these names instead."""
    position = standing.find([actor.slot_key]).get(actor.slot_key)
    if position is None:
        return actor
    history = standing.history(standing.id(position))
    return CodingCorrected(
        corrects=history.standing[-1],
        replacement=actor,
        follows=history.head if history.head != history.standing[-1] else None,
        reason="another name",
    )


def _named(standing: Standing, events: list[Event]) -> Named:
    """The claims so far by their names: IDs, also of corrections, and labels."""
    named: Named = {}
    for number, event in enumerate(events, 1):
        claim = event.replacement if isinstance(event, CodingCorrected) else event
        if isinstance(claim, Claim):
            named[standing.id(number)] = claim.incidents()
            if event is claim:
                named[f"{claim.citation.source}:{claim.as_}"] = claim.incidents()
    return named


def _following(draw: st.DrawFn, decision: Decision, standing: Standing) -> Decision:
    """The decision, mostly after the undoing of the last one on its matter, where there was one."""
    last = Deciding(standing).last(decision.type, decision.matter)
    if last is None or not last.revoked or draw(st.integers(0, 9)) == 0:
        return decision
    return decision.model_copy(update={"follows": last.head})


def _amending(draw: st.DrawFn, standing: Standing, events: list[Event], hidden: bool) -> Amendment:
    """An amendment of one of the events, decisions before others, whether it can be made or not."""
    roots = [number for number, event in enumerate(events, 1) if not isinstance(event, Amendment)]
    decided = [number for number in roots if isinstance(events[number - 1], Decision)]
    often = draw(st.booleans())
    among = decided if decided and often else roots
    root = draw(st.sampled_from(among))
    history = standing.history(standing.id(root))
    if history.redacted:
        return EventRedacted(redacts=history.line, authority="a court", reason="again")
    version = standing.as_version(history.version).event
    if isinstance(version, Decision) and draw(st.booleans()):
        top = history.standing[-1]
        return Undone(undoes=top, follows=history.head if history.head != top else None, reason="again")
    amendment = draw(amendments(history, version, hidden))
    if isinstance(amendment, CodingCorrected) and isinstance(version, Decision):
        again = _redecided(draw, version, _named(standing, events))
        amendment = amendment.model_copy(update={"replacement": again or version})
    return amendment


def _redecided(draw: st.DrawFn, version: Decision, named: Named) -> Event | None:
    """Another decision on the same matter; None where what was drawn does not go with it."""
    fresh = draw(decisions(version.type, named, version.belongs_to))
    kept = {name: getattr(version, name) for name in (*MATTER[version.type], "follows")}
    try:
        return parse({"type": version.type} | fresh.model_copy(update=kept).body())
    except ValidationError:
        return None
