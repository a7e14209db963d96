"""An issuer replaces its own statement, in fields that this gives, by something else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from events.base import Path
from events.claim import Claim, Value
from events.ledger.statement_superseded import StatementSuperseded
from events.values.said import HEARSAY
from timeline.reconcile.told import AFFIRMS, TOTAL, Identity

#: A problem, before it is known which event it is of: where in that, what is wrong, and what to do.
Found = tuple[Path, str, str]
#: Finds the claim that a name stands for, as it counts, in the same input or in the log; None where there is none.
ClaimOf = Callable[[str], Claim | None]
#: Who published the source with a key; None where that is not recorded.
PublisherOf = Callable[[str], str | None]
#: The same for all names of one party or voice.
IdentityOf = Callable[[str], Identity]


def check(
    event: StatementSuperseded, claim_of: ClaimOf, publisher_of: PublisherOf, identity: IdentityOf
) -> Iterator[Found]:
    """What is wrong with the decision, by the claims that it names; a name that is not recorded is told of itself."""
    old, new = ([claim for name in names if (claim := claim_of(name))] for names in (event.old, event.new))
    yield from _check_voices(old, new, publisher_of, identity)
    if len(old) == len(event.old):
        yield from _check_fields(event, old, identity)
        if len(new) == len(event.new) and new and not event.fields:
            yield from _check_change(old, new, identity)


def _check_voices(
    old: Iterable[Claim], new: Iterable[Claim], publisher_of: PublisherOf, identity: IdentityOf
) -> Iterator[Found]:
    before, after = ({voice for claim in claims for voice in _voices(claim, publisher_of)} for claims in (old, new))
    if before and after and set(map(identity, before)).isdisjoint(map(identity, after)):
        yield (
            ("new",),
            f"The old statement is by {', '.join(sorted(before))}, the new one by {', '.join(sorted(after))}.",
            "An issuer replaces only its own: rivals stand side by side, without a decision. If it is the same "
            "issuer's, say so in the claim's chain.",
        )


def _voices(claim: Claim, publisher_of: PublisherOf) -> set[str]:
    """Who says it first: whom the claim and its values name, else the publisher; nobody where it is hearsay."""
    chains = [claim.citation.chain, *(value.said.chain for value in claim.values())]
    named = {chain[0].voice for chain in chains if chain}
    if (
        not claim.citation.chain
        and claim.citation.hedge not in HEARSAY
        and (own := publisher_of(claim.citation.source))
    ):
        named.add(own)
    return named


def _check_fields(event: StatementSuperseded, old: Iterable[Claim], identity: IdentityOf) -> Iterator[Found]:
    """A field that no old claim has is misspelt, or of another claim."""
    given = {(value.property, _party(value)) for claim in old for value in claim.values()}
    names = sorted(
        {name for name, _ in given} | {f"{{property: {name}, party: {party}}}" for name, party in given if party}
    )
    whose = {(name, identity(party) if party else None) for name, party in given}
    for number, field in enumerate(event.fields):
        party = identity(field.party) if field.party else None
        if not any(name == field.property and party in (None, found) for name, found in whose):
            yield ("fields", number), f"No old claim gives {field}.", f"Write one of {', '.join(names)}."


class _Given(NamedTuple):
    """What a claim gives: a field, for casualties whose they are, whether that is affirmed, and what it is."""

    property: str
    party: Identity | None
    role: str | None
    affirmed: bool
    value: Identity

    def is_of(self, other: _Given) -> bool:
        """Whether the two may say something of the same thing; a total may be that of a party."""
        parties = {self.party, other.party}
        alike = (self.property, self.role, self.affirmed) == (other.property, other.role, other.affirmed)
        return alike and (len(parties) == 1 or TOTAL in parties)


def _check_change(old: Iterable[Claim], new: Iterable[Claim], identity: IdentityOf) -> Iterator[Found]:
    """Where it does not say which fields changed, these are those that both statements give, and otherwise."""
    before, after = (
        [_given(value, claim, identity) for claim in claims for value in claim.values()] for claims in (old, new)
    )
    both = [(one, other) for one in before for other in after if one.is_of(other)]
    if not both:
        names = ", ".join(sorted({one.property for one in before})) or "no field at all"
        yield (
            ("new",),
            f"The new statement gives none of the fields of the old one ({names}), so nothing would be superseded.",
            "Name in fields what the issuer does not hold to any more, or write other claims.",
        )
    elif all(one.value == other.value for one, other in both):
        names = ", ".join(sorted({one.property for one, _ in both}))
        yield (
            ("new",),
            f"What both statements give ({names}) is the same, so nothing would be superseded.",
            "Name in fields what the issuer does not hold to any more, or leave this out.",
        )


def _given(value: Value, claim: Claim, identity: IdentityOf) -> _Given:
    party, role = _party(value), value.casualties.role if value.casualties else None
    written = str(getattr(value.said, value.said.bare))
    affirmed = (value.said.stance or claim.citation.stance) in AFFIRMS
    return _Given(value.property, identity(party) if party else None, role, affirmed, identity(written))


def _party(value: Value) -> str | None:
    return value.casualties.party.value if value.casualties else None
