"""What is told of one incident is a set of values, each with the claim that gives it; in which order never matters."""

from __future__ import annotations

from builtins import property as computed  # the classes below have a field of this name
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from events.values import edtf
from events.values.folding import folded
from events.values.people import grouped
from timeline.reconcile.inferred import marked

#: The party of a total, whoever they are.
ALL = "all"
#: The property of the value that stands for a claim as a whole.
WHOLE_CLAIM = "claim"
#: The stances of those who say that it is so.
AFFIRMS = ("asserts", "confirms")

#: For each recorded actor the keys of those that it is part of, directly or through others.
Wholes = Mapping[str, frozenset[str]]
#: The lowest and the highest number, or the first and the last day in ISO 8601; None for an open end.
Ends = tuple[int | None, int | None] | tuple[str | None, str | None]
Relation = Literal["told", "about", "counted_in"]
OriginKind = Literal["named", "unnamed", "unstated", "own", "coder"]
#: The same for all names that are known to be of one party, or of one voice.
Identity = tuple[str, str]
#: That of the party of a total.
TOTAL: Identity = ("name", ALL)
CIVILIANS: Identity = ("name", "civilians")
#: The civilian status of a figure that leaves open who they were.
UNSTATED = "unstated"


@dataclass(frozen=True, slots=True)
class Whose:
    """A party or a voice: its name as coded, and the key of the recorded actor of that name, if there is one."""

    name: str
    actor: str | None = None

    @computed
    def key(self) -> Identity:
        """The same for two of them that are known to be one."""
        return ("actor", self.actor) if self.actor else ("name", folded(self.name))


def one_total(party: Hashable, other: Hashable, parties: Collection[Hashable], others: Collection[Hashable]) -> bool:
    """Whether figures of two claims are of the same people, though one says of whom and the other calls it a total.

    That is so where both count one party alone: `parties` and `others` are those of whom the two claims give such a
    figure.
    """
    return party != other and set(parties) == {party} and set(others) == {other} and TOTAL in (party, other)


@dataclass(frozen=True)
class Days:
    """A date as coded: its EDTF, whence the coder has it, and what happened in its days."""

    value: str
    basis: str = "stated"
    extent: str = "within"

    @cached_property
    def ends(self) -> tuple[str | None, str | None]:
        """The first and the last local day that it may mean, in ISO 8601."""
        days = edtf.parse(self.value)
        return (
            days.earliest.isoformat() if days.earliest else None,
            days.latest.isoformat() if days.latest else None,
        )

    @cached_property
    def sharp(self) -> tuple[str | None, str | None]:
        """The same, but open at an end that is approximate (~, %): nobody knows how far that reaches."""
        points, (earliest, latest) = edtf.parse(self.value).points, self.ends
        vague = [point is not None and point.qualifier in ("~", "%") for point in points]
        return None if vague[0] else earliest, None if vague[-1] else latest


@dataclass(frozen=True, slots=True)
class Account:
    """A claim that bears on the incident.

    `root` is the event as it was first recorded, `answers` the root of the claim that this one answers, and `answered`
    which of its fields. `subject` has the values by which claims of this type are told apart, folded. `reported` is
    the publication of its source as printed. `bases` are the roots of the claims that it is derived from, directly or
    through others, and `text` is the same for claims that carry one text.
    """

    event: str
    root: str
    type: str
    stance: str
    source: str
    relation: Relation = "told"
    reported: str | None = None
    occurred: Days | None = None
    scope: str | None = None
    measure: str | None = None
    subject: tuple[str | None, ...] = ()
    answers: str | None = None
    answered: tuple[str, ...] = ()
    bases: frozenset[str] = frozenset()
    text: str | None = None

    @computed
    def period(self) -> tuple[str | None, str | None] | None:
        """The first and the last day of a total over a period; None for what is no such total."""
        return self.occurred.ends if self.occurred and self.occurred.extent == "cumulative" else None


class Measure(NamedTuple):
    """Of whom a casualty figure is, and what befell them."""

    outcome: str
    party: Identity
    civilian_status: str | None
    role: str | None
    subset_of: Identity | None
    period: tuple[str | None, str | None] | None


@dataclass(frozen=True)
class Told:
    """One value: of a field, of a party's casualties (these have a role), or a claim as a whole.

    A quantity has a bound and the ends that it allows (None: open). A date has days. `stance` is None for the coder's
    own reading, which no source tells. `origin_actor` is the key of the recorded actor that the origin is, and
    `origin_evidence` whether that it is the origin is stated or inferred. `number` is its
    place among the values of its claim.
    """

    claim: Account
    property: str
    value: str
    stance: str | None
    origin: str
    origin_kind: OriginKind
    low: int | None = None
    high: int | None = None
    bound: str | None = None
    days: Days | None = None
    party: Whose | None = None
    civilian_status: str | None = None
    role: str | None = None
    subset_of: Whose | None = None
    wording: str | None = None
    hedge: str | None = None
    origin_actor: str | None = None
    origin_evidence: str | None = None
    number: int | None = field(default=None, compare=False)

    def __hash__(self) -> int:
        """Of what mostly tells values apart: all of them are looked up by it, again and again."""
        return hash((self.claim.event, self.property, self.value))

    @cached_property
    def voice(self) -> Identity:
        """The same for two values of one voice, by whichever of its names."""
        return Whose(self.origin, self.origin_actor).key

    @computed
    def named(self) -> str:
        """The origin's name, marked where it is inferred."""
        return marked(self.origin, self.origin_evidence)

    @computed
    def in_words(self) -> str:
        """The value as a sentence has it: the digits of a number in threes, and no other's, such as of Unit 61398."""
        return grouped(self.value) if self.bound else self.value

    @cached_property
    def affirmed(self) -> bool:
        """Whether a source says that it is so."""
        return self.stance in AFFIRMS and self.origin_kind != "coder"

    @computed
    def denied(self) -> bool:
        return self.stance == "denies"

    @computed
    def numbers(self) -> tuple[int | None, int | None]:
        """The lowest and the highest number; both None for what is no quantity."""
        return self.low, self.high

    @cached_property
    def same(self) -> tuple[object, ...]:
        """Equal for two values of one field that say the same, in whatever words."""
        if self.days:
            return self.days.ends
        if self.numbers != (None, None):
            return self.numbers
        return self.party.key if self.party and not self.role else (folded(self.value),)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """A place among the values of one incident, the same whichever came first."""
        whose = (self.party.name if self.party else "", self.subset_of.name if self.subset_of else "")
        told = (self.claim.event, self.property, *whose, self.civilian_status, self.role, self.value, self.wording)
        return tuple([part or "" for part in (*told, self.claim.relation, self.origin, self.hedge, self.stance)])

    @cached_property
    def measure(self) -> Measure:
        """That of a casualty figure. Of a party that is called civilians the status goes without saying."""
        assert self.party is not None
        whole = self.subset_of.key if self.subset_of else None
        civilians = self.civilian_status == UNSTATED and self.party.key == CIVILIANS
        return Measure(
            self.property,
            self.party.key,
            "civilian" if civilians else self.civilian_status,
            self.role,
            None if whole == TOTAL else whole,
            self.claim.period,
        )
