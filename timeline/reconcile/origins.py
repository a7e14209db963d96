"""Origins are counted, not outlets: what is derived from another claim, or carries its text, is no origin beside it.

A named voice is one origin. A voice without a name, an origin that the source leaves unstated, and an outlet speaking
in its own voice without having witnessed may or may not be one more; the coder's own reading never is. All names of
one recorded actor are one voice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from timeline.reconcile.told import Identity, OriginKind, Whose

ORIGIN_KINDS = (
    "named (a named voice), unnamed (a voice without a name), unstated (reportedly, with nobody named), "
    "own (the publisher's own voice) or coder"
)


class Resting(NamedTuple):
    """What counting origins needs to know of one value: whose it is, of which kind, in which source and claim."""

    origin: str
    kind: OriginKind
    source: str
    #: The claim as it was first recorded; empty where no link between claims matters.
    claim: str = ""


@dataclass(frozen=True, slots=True)
class Ties:
    """What makes voices, claims and sources dependent on each other."""

    #: Each derived claim with those that it was made from.
    derived: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: Pairs of claims that carry one text.
    same_text: frozenset[tuple[str, str]] = frozenset()
    #: Each source that carries another's text whole, with that one.
    republishes: Mapping[str, str] = field(default_factory=dict)
    #: The voices through which claims came that carry one text with others.
    through: Mapping[str, frozenset[str]] = field(default_factory=dict)
    #: The key of the recorded actor that a voice is; None where it is none.
    actor: Callable[[str], str | None] = field(default=lambda voice: None, compare=False)

    def voice(self, origin: str) -> Identity:
        """The same for all names of one voice."""
        return Whose(origin, self.actor(origin)).key

    def bases(self, claim: str) -> set[str]:
        """The claims from which this one was derived, directly or through others."""
        found, waiting = set[str](), [claim]
        while waiting:
            for base in self.derived.get(waiting.pop(), ()):
                if base not in found:
                    found.add(base)
                    waiting.append(base)
        return found - {claim}

    def first(self, source: str) -> str:
        """The source whose text `source` carries; itself where it carries nobody's."""
        if source not in self.republishes:
            return source
        passed = {source}
        while (other := self.republishes.get(source)) is not None and other not in passed:
            passed.add(other)
            source = other
        # Two that carry each other's text are one all the same.
        return min(passed) if other is not None else source


def texts(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each claim that carries one text with others, the first of these by its ID, whichever pairs connect them."""
    first: dict[str, str] = {}

    def of(claim: str) -> str:
        while first.setdefault(claim, claim) != claim:
            claim = first[claim]
        return claim

    for pair in pairs:
        one, other = sorted(map(of, pair))
        first[other] = one
    return {claim: of(claim) for claim in first}


NO_TIES = Ties()
#: What is one origin, or may be one more: a named voice, the nameless ones of one source, a publisher's own voice.
Unit = tuple[str, ...]


def independent(values: Iterable[Resting], ties: Ties = NO_TIES) -> tuple[int, int]:
    """The least and the greatest number of independent origins that `values` may rest on.

    Named voices count one each. Whatever is unnamed or unstated in one source, and the publisher's own voice there,
    counts at most once for that source; one publisher's own voice counts once in all its sources, and not again
    where it is a named voice elsewhere. Claims of one text, and sources that republish one another, count as one of
    these; beside a named voice in the same text they count as none, and so does a voice that only carries another one
    there, and a source that carries another's text without naming the voice that speaks there. A claim derived from
    others counts with them.
    """
    found = counted(values, ties)
    certain = {unit for value, unit in found.items() if value.kind == "named"}
    return len(certain), len(set(found.values()))


def counted(values: Iterable[Resting], ties: Ties = NO_TIES) -> dict[Resting, Unit]:
    """As which origin each of the values counts; those that count as none are left out. See `independent`."""
    text = texts(ties.same_text)
    values = list(_speaking(_underived(values, ties, text), ties, text))
    named = {ties.voice(value.origin) for value in values if value.kind == "named"}
    nameless = {ties.first(value.source) for value in values if value.kind in ("unnamed", "unstated")}
    units = {value: unit for value in values if (unit := _unit(value, nameless, named, ties))}
    voices = {
        value: ("named", *voice)
        for value in values
        if value.kind in ("named", "own") and (voice := ties.voice(value.origin)) in named
    }
    if not text and not ties.republishes:  # nothing is one with anything else
        return voices | units
    groups = _grouped(units, ties, text)
    absorbed = {groups[unit] for unit in _beside_named(values, units, text)}
    if ties.republishes:
        absorbed |= _republishing(values, units, groups, ties)
    return voices | {value: group for value, unit in units.items() if (group := groups[unit]) not in absorbed}


def _underived(values: Iterable[Resting], ties: Ties, text: Mapping[str, str]) -> Iterator[Resting]:
    """The values, each once, without those of claims that are derived from another one here.

    What carries the text of such a claim is derived with it, and so is what a source that republishes another one has
    by the same voice.
    """
    values = list(dict.fromkeys(values))
    if not ties.derived:
        yield from values
        return
    bases = _bases(values, ties, text)
    derived = {value for value in values if value.claim in bases}
    printed: dict[tuple[str, Identity | None], list[Resting]] = {}
    for value in values:
        printed.setdefault(_printed(value, value.source, ties), []).append(value)
    for value in values:
        if value in derived:
            continue
        first = ties.first(value.source)
        originals = printed.get(_printed(value, first, ties), []) if first != value.source else []
        if originals and all(value.claim not in bases.get(one.claim, {value.claim}) for one in originals):
            continue
        yield value


def _bases(values: Iterable[Resting], ties: Ties, text: Mapping[str, str]) -> dict[str, set[str]]:
    """The claims here that are derived from others here, with all from which they are, through whatever text."""
    of_text: dict[str, set[str]] = {}
    for claim in {*text, *ties.derived, *(base for bases in ties.derived.values() for base in bases)}:
        of_text.setdefault(text.get(claim, claim), set()).add(claim)
    whole = Ties(
        {
            first: frozenset(text.get(base, base) for claim in claims for base in ties.derived.get(claim, ()))
            for first, claims in of_text.items()
        }
    )
    here = {value.claim for value in values if value.kind != "coder"}
    texts_here = {text.get(claim, claim) for claim in here}
    found = {}
    for claim in {value.claim for value in values}:
        first = text.get(claim, claim)
        # Of two that are derived from each other, the one that comes first by its ID counts.
        others = {base for base in whole.bases(first) & texts_here if first not in whole.bases(base) or base < first}
        # What is derived from a claim of its own text hangs on those of that text which are not.
        same = of_text.get(first, {claim})
        free = {one for one in same & here if not ties.bases(one) & same}
        within = (free - {claim}) if ties.bases(claim) & same else set[str]()
        if not free:
            bases = ties.bases(claim) & same & here
            within = {base for base in bases if claim not in ties.bases(base) or base < claim}
        if others or within:
            found[claim] = within.union(*(of_text.get(base, {base}) for base in others))
    return found


def _printed(value: Resting, source: str, ties: Ties) -> tuple[str, Identity | None]:
    """What a source says by a named voice, or else."""
    return source, ties.voice(value.origin) if value.kind == "named" else None


def _speaking(values: Iterable[Resting], ties: Ties, text: Mapping[str, str]) -> Iterator[Resting]:
    """The values without those of named voices that only carry another one in the same text."""
    values = list(values)
    if not ties.through:
        yield from values
        return
    of_text: dict[str, list[Resting]] = {}
    for value in values:
        if value.kind == "named" and value.claim in text:
            of_text.setdefault(text[value.claim], []).append(value)
    carrying = set[Resting]()
    for together in of_text.values():
        voices = {ties.voice(value.origin) for value in together}
        carriers = {ties.voice(hop) for value in together for hop in ties.through.get(value.claim, ())}
        # Where each of them carries another one, the first by its name speaks.
        first = voices - carriers or {min(voices)}
        carrying |= {value for value in together if ties.voice(value.origin) not in first}
    yield from (value for value in values if value not in carrying)


def _unit(value: Resting, nameless: set[str], named: set[Identity], ties: Ties) -> Unit | None:
    """What the value may be one origin more of; None where it is certain, or nobody's."""
    source = ties.first(value.source)
    if value.kind in ("unnamed", "unstated"):
        return "source", source
    if value.kind != "own" or ties.voice(value.origin) in named:
        return None
    together = source in nameless or source != value.source
    return ("source", source) if together else ("own", *ties.voice(value.origin))


def _grouped(units: Mapping[Resting, Unit], ties: Ties, text: Mapping[str, str]) -> dict[Unit, Unit]:
    """For each unit the one that stands for all that are one with it."""
    above: dict[Unit, Unit] = {unit: unit for unit in units.values()}

    def top(unit: Unit) -> Unit:
        while above[unit] != unit:
            unit = above[unit]
        return unit

    def join(one: Unit, other: Unit) -> None:
        first, second = sorted((top(one), top(other)))
        above[second] = first

    first_of: dict[str, Unit] = {}
    for value, unit in units.items():
        if value.claim in text:
            join(unit, first_of.setdefault(text[value.claim], unit))
        own = ("own", *ties.voice(value.origin))
        if value.kind == "own" and ties.first(value.source) != value.source and own in above:
            join(unit, own)
    if ties.republishes:
        # The publisher of the text speaks in its own voice there: whoever republishes it says the same.
        for value, unit in units.items():
            base = ("source", value.source)
            if value.kind == "own" and unit[0] == "own" and base in above:
                join(unit, base)
    return {unit: top(unit) for unit in above}


def _beside_named(values: Iterable[Resting], units: Mapping[Resting, Unit], text: Mapping[str, str]) -> Iterator[Unit]:
    """The units of claims whose text is also that of another claim, with a named voice."""
    named: dict[str, set[str]] = {}
    for value in values:
        if value.kind == "named" and value.claim in text:
            named.setdefault(text[value.claim], set()).add(value.claim)
    for value, unit in units.items():
        if value.claim in text and named.get(text[value.claim], set()) - {value.claim}:
            yield unit


def _republishing(
    values: Iterable[Resting], units: Mapping[Resting, Unit], groups: Mapping[Unit, Unit], ties: Ties
) -> set[Unit]:
    """The groups in which nobody speaks but sources that carry the text of another, where a named voice speaks.

    A source that names that voice itself may have the rest from somebody else in the same text.
    """
    naming = {value.source for value in values if value.kind == "named"}
    spoken = {ties.first(source) for source in naming}
    others = {
        groups[unit]
        for value, unit in units.items()
        if (first := ties.first(value.source)) not in spoken or first == value.source or value.source in naming
    }
    return set(groups.values()) - others
