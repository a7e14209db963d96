"""A denial contradicts what it denies, and nothing else; a question and "cannot confirm" contradict nothing.

What is denied is what the denial names as answered. Where it names nothing, it is what says the same: the value that is
denied, or the happening.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

from events.registry import CLAIMS
from events.values.matters import matter
from timeline.reconcile.comparing import UNSTATED, by_scope, disjoint, grouped, joined
from timeline.reconcile.contradiction import Contradiction, members
from timeline.reconcile.told import AFFIRMS, WHOLE_CLAIM, Told, Wholes

#: The stances of a claim that can be denied: also a denial can.
_DENIABLE = (*AFFIRMS, "denies")
#: The kind of a statement that denies something, whatever it says of itself.
_DENIAL = ("statement", "kind", "denial")
#: What a claim that says of no happening is about; the rest is what it says.
_CIRCUMSTANCES = (WHOLE_CLAIM, "occurred", "place", "scope", "characterised_as")


def answered_denial(told: Sequence[Told], wholes: Wholes) -> Iterator[Contradiction]:
    """A denial names the claim that it answers: it contradicts the fields that it names of it, or the whole claim.

    Who denies a claim as a whole denies it wherever it was carried: also the claims of its type by the same voice.
    """
    of_root = grouped(told, lambda value: value.claim.root)
    found: dict[tuple[str, str, Hashable], dict[Told, int]] = {}
    answering = [value for value in told if value.claim.answers not in (None, value.claim.root)]
    for values in grouped(answering, lambda value: value.claim.event).values():
        theirs = of_root.get(str(values[0].claim.answers), [])
        for denied, target in _answers(values, theirs):
            key = (target.claim.root, target.property, target.party.key if target.party else None)
            carried = _carried(target, told) if target.property == WHOLE_CLAIM else [target]
            found.setdefault(key, {}).update(dict.fromkeys(carried, 1) | {denied: 2})
    for sides in found.values():
        target = min((value for value, side in sides.items() if side == 1), key=lambda value: value.order)
        what = "" if target.property == WHOLE_CLAIM else f"{matter(target.property)}, as given by "
        if not what and any(_part(value) == "" for value, side in sides.items() if side == 2):
            what = "all of "
        *more, last = sorted({value.claim.event for value, side in sides.items() if side == 1})
        events = f"{', '.join(more)} and {last}" if more else last
        why = f"Denied by {_deniers(sides)}: {what}{events}."
        yield Contradiction("answered_denial", target.property, members(sides), why, type=_type(target))


def _answers(values: Sequence[Told], theirs: Sequence[Told]) -> Iterator[tuple[Told, Told]]:
    """Each value, or whole claim, that denies something of an answered claim, with what it denies."""
    wholly = any(_denies_wholly(value) for value in values)
    claim = next((value for value in values if value.property == WHOLE_CLAIM), None)
    named = claim.claim.answered if claim else ()
    if wholly and claim and not named:
        yield from ((claim, target) for target in theirs if target.property == WHOLE_CLAIM and _deniable(target))
        return
    denied = [value for value in values if value.denied and value.property != WHOLE_CLAIM]
    for name in dict.fromkeys(named or (value.property for value in denied)):
        targets = [target for target in theirs if target.property == name and _deniable(target)]
        own = [value for value in denied if value.property == name]
        pairs = [(value, target) for value in own for target in _meant(value, targets)]
        if wholly and claim and not pairs:
            pairs = [(claim, target) for target in targets]
        yield from pairs


def _carried(target: Told, told: Sequence[Told]) -> list[Told]:
    """The claim, and those of its type that the same named voice makes elsewhere."""
    others = (
        value
        for value in told
        if value.property == WHOLE_CLAIM
        and (value.claim.type, value.claim.relation, value.origin_kind) == (target.claim.type, "told", "named")
        and value.voice == target.voice
        and value.stance == target.stance
    )
    return list(dict.fromkeys([target, *(others if target.origin_kind == "named" else ())]))


def _denies_wholly(value: Told) -> bool:
    """Whether this value makes its claim a denial as a whole."""
    kind = (value.claim.type, value.property, value.value) == _DENIAL and value.affirmed
    return kind or (value.property == WHOLE_CLAIM and value.denied)


def _deniable(target: Told) -> bool:
    return target.stance in _DENIABLE and target.origin_kind != "coder"


def _meant(denied: Told, targets: Sequence[Told]) -> list[Told]:
    """Those of `targets` that a denied value is of: for casualties the same measure, or else the same party.

    What is no casualty figure is denied by its field, whatever it says: who took a place, and on which day.
    """
    if not denied.role:
        return [target for target in targets if not target.role]
    figures = [target for target in targets if target.role]
    own = denied.measure
    exact = [target for target in figures if target.measure._replace(period=own.period) == own]
    return exact or [target for target in figures if target.measure.party == own.party]


def denied_value(told: Sequence[Told], wholes: Wholes) -> Iterator[Contradiction]:
    """A value is denied that a source asserts as it stands: "not 40" contradicts 40, and not 30."""
    said = [value for value in told if value.role or (value.property != WHOLE_CLAIM and value.claim.relation == "told")]
    if not any(map(_denied_itself, said)):
        return
    values = [value for value in said if value.affirmed or _denied_itself(value)]
    for (property_, *_), alike in grouped(values, _as_it_stands).items():
        if any(value.denied for value in alike) and any(value.affirmed for value in alike):
            buckets = [alike] if property_ == "scope" else by_scope(alike)
            for found in joined(bucket for bucket in buckets if len({value.denied for value in bucket}) == 2):
                sides = {value: 2 if value.denied else 1 for value in found}
                denied = min((value for value in found if value.denied), key=lambda value: value.order)
                why = f"Denied by {_deniers(sides)}: that it is {denied.in_words}."
                yield Contradiction("denied_value", str(property_), members(sides), why, type=_type(denied))


def _denied_itself(value: Told) -> bool:
    """Whether the value is denied, and not already with its claim or as an answer."""
    claim = value.claim
    answers = claim.answers is not None and (not claim.answered or value.property in claim.answered)
    return value.denied and not answers and (claim.stance != "denies" or claim.relation == "counted_in")


def _as_it_stands(value: Told) -> tuple[Hashable, ...]:
    """Equal for values of which one is denied with the other."""
    of = value.measure if value.role else value.claim.subject
    return value.property, _type(value), of, value.same


def _type(value: Told) -> str | None:
    """The type within which the value is compared; None for what is compared across all types."""
    return None if value.role or value.property == "characterised_as" else value.claim.type


def denied_claim(told: Sequence[Told], wholes: Wholes) -> Iterator[Contradiction]:
    """A claim is denied as a whole, and others of its type assert it, on days that may be the same.

    Of what says of no happening (a figure, who held a place) only what says the same is denied.
    """
    claims = [value for value in told if value.property == WHOLE_CLAIM and value.claim.relation == "told"]
    claims = [value for value in claims if value.affirmed or (value.denied and not value.claim.answers)]
    if not any(value.denied for value in claims):
        return
    of_event = grouped(told, lambda value: value.claim.event)

    def claimed(value: Told) -> _Claimed:
        said = frozenset() if CLAIMS[value.claim.type].happening else _said(of_event, value)
        return _Claimed(_days(value), value.claim.scope or UNSTATED, said)

    for (type_, _), values in grouped(claims, lambda value: (value.claim.type, value.claim.subject)).items():
        denials = grouped((value for value in values if value.denied), claimed)
        asserted = grouped((value for value in values if value.affirmed), claimed)
        sides: dict[Told, int] = {}
        for denied, denying in denials.items():
            for own, asserting in asserted.items():
                if denied.is_of(own):
                    sides |= dict.fromkeys(asserting, 1) | dict.fromkeys(denying, 2)
        if sides:
            why = f"Denied by {_deniers(sides)}: what others assert."
            yield Contradiction("denied_claim", WHOLE_CLAIM, members(sides), why, type=type_)


class _Claimed(NamedTuple):
    """What a denial must fit of a claim: its stated days, its scope and, of no happening, what it says."""

    days: tuple[str | None, str | None]
    scope: str
    said: frozenset[Hashable]

    def is_of(self, other: _Claimed) -> bool:
        """Whether a denial of this may deny `other`."""
        scopes = (self.scope, other.scope)
        one_scope = self.scope == other.scope or UNSTATED in scopes
        return one_scope and not disjoint(self.days, other.days) and self.said <= other.said


def _days(value: Told) -> tuple[str | None, str | None]:
    occurred = value.claim.occurred
    return occurred.sharp if occurred and occurred.basis == "stated" else (None, None)


def _said(of_event: Mapping[str, Sequence[Told]], claim: Told) -> frozenset[Hashable]:
    """What a claim says beside its circumstances, whoever suffered it."""
    values = of_event[claim.claim.event]
    return frozenset((one.property, one.same) for one in values if not one.role and one.property not in _CIRCUMSTANCES)


def _deniers(sides: Mapping[Told, int]) -> str:
    """Who denies it, each with the part of the place that the denial is of: `Gen. Breedlove, for the centre`."""
    found = sorted({(value.named, _part(value)) for value, side in sides.items() if side == 2})
    return ("; " if any(part for _, part in found) else ", ").join(f"{voice}{part}" for voice, part in found)


def _part(value: Told) -> str:
    """For which part of a place the denial is; nothing where it is for all of it, or does not say."""
    scope = value.claim.scope or UNSTATED
    return "" if scope == UNSTATED else f", for the {scope}"
