"""A decision fits what holds: no slug leads in a circle, and nothing is decided twice on one matter at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from events.claim import Claim, event_key
from events.decision import Decision, claim_key, decided_key
from events.ledger.actor_recorded import ActorRecorded, actor_key
from events.ledger.claims_linked import ClaimsLinked
from events.ledger.incident_split import IncidentSplit
from events.ledger.incidents_linked import RELATIONS, IncidentsLinked
from events.ledger.incidents_merged import IncidentsMerged
from events.ledger.statement_superseded import StatementSuperseded
from timeline import issuing
from timeline.circles import direction, way_back
from timeline.errors import TimelineError
from timeline.histories import History
from timeline.issuing import ClaimOf, Found, PublisherOf
from timeline.matching.actors import Actors
from timeline.reconcile.slugs import Slugs, Split
from timeline.reconcile.told import Identity, Whose
from timeline.standing import Standing


class Deciding:
    """What was decided in the log of `standing`, and earlier in the same input."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        #: What each slug is merged into, None for nothing: as looked up, or earlier in the same input.
        self._merges: dict[str, str | None] = {}
        self._splits: tuple[Split, ...] | None = None
        #: The links of this input, by their keys.
        self._links: dict[str, Decision] = {}
        #: The actors that this input records, by their keys.
        self._recorded: dict[str, ActorRecorded] = {}

    def slugs(self, named: Iterable[str]) -> Slugs:
        """What the slugs that are `named` stand for: the merges that lead on from them, and all splits, which are few.

        Merges are looked up one by one, because a large record has many.
        """
        waiting = [*named, *(end for split in self.splits for end in (split.incident, split.into))]
        merges: dict[str, str] = {}
        while waiting:
            slug = waiting.pop()
            if slug not in merges and (into := self._merged(slug)) is not None:
                merges[slug] = into
                waiting.append(into)
        return Slugs(merges, self.splits)

    def _merged(self, slug: str) -> str | None:
        """What the slug is merged into; None where it is not."""
        if slug not in self._merges:
            last = self.last("incidents_merged", slug)
            merge = self.standing.as_version(last.in_force).event if last and last.in_force else None
            self._merges[slug] = merge.into if isinstance(merge, IncidentsMerged) else None
        return self._merges[slug]

    @property
    def splits(self) -> tuple[Split, ...]:
        """The splits that hold."""
        if self._splits is None:
            found = (event for event in self._in_force("incident_split:") if isinstance(event, IncidentSplit))
            self._splits = tuple(map(self._split, found))
        return self._splits

    def _split(self, event: IncidentSplit) -> Split:
        return Split(event.incident, event.into, frozenset(map(self.root, event.claims)))

    def add(self, event: Decision) -> None:
        """Take note of a decision that holds."""
        if isinstance(event, IncidentsMerged):
            self._merges[event.incident] = event.into
        elif isinstance(event, IncidentSplit):
            self._splits = (*self.splits, self._split(event))
        elif isinstance(event, IncidentsLinked | ClaimsLinked):
            self._links[decided_key(event.type, event.matter)] = event

    def know(self, actor: ActorRecorded) -> None:
        """Take note of an actor that this input records, or corrects."""
        self._recorded[actor.key] = actor

    def _identities(self) -> Callable[[str], Identity]:
        """What is the same for all names of one party or voice, by the actors that are recorded so far."""
        versions = (self.standing.version(position) for position in self._positions(actor_key("")))
        found = [version.event for version in versions if version]
        recorded = {actor.key: actor for actor in found if isinstance(actor, ActorRecorded)} | self._recorded
        actors = Actors(
            (name, actor.key)
            for actor in recorded.values()
            for name in (actor.name, *(alias.name for alias in actor.aliases))
        )
        return lambda name: Whose(name, actors.key(name)).key

    def last(self, type_: str, matter: str) -> History | None:
        """What was done to the last decision on this matter; None where there was none."""
        key, found = decided_key(type_, matter), None
        while position := self.standing.find([key]).get(key):
            found = self.standing.history(self.standing.id(position))
            key = decided_key(type_, matter, found.head)
        return found

    def root(self, name: str) -> str:
        """The ID under which the claim `name` was first recorded; the name itself where there is none."""
        try:
            if position := self.position(name):
                return self.standing.history(self.standing.id(position)).root
        except TimelineError:
            pass  # what is wrong with the name is told where it is looked up
        return name

    def position(self, name: str) -> int | None:
        """The position of the claim `name`, by ID or by source and label."""
        key = claim_key(name)
        if key.startswith(event_key("")):
            return self.standing.entry(name).position
        return self.standing.find([key]).get(key) or next(iter(self.standing.corrections(key)), None)

    def claim(self, name: str) -> Claim | None:
        """The claim `name` as it counts."""
        try:
            position = self.position(name)
            version = self.standing.version(position) if position else None
        except TimelineError:
            return None
        return version.event if version and isinstance(version.event, Claim) else None

    def check(self, event: Decision, claim_of: ClaimOf, publisher_of: PublisherOf) -> Iterator[Found]:
        """What keeps the decision out, apart from names that are not recorded."""
        yield from self._check_matter(event)
        yield from self._check_fit(event, claim_of, publisher_of)

    def _check_fit(self, event: Decision, claim_of: ClaimOf, publisher_of: PublisherOf) -> Iterator[Found]:
        if isinstance(event, IncidentsMerged):
            yield from self._check_merge(event)
        if isinstance(event, IncidentSplit):
            yield from self._check_split(event, claim_of)
        if isinstance(event, IncidentsLinked) and self._are_one(*event.incidents_):
            told = f'"{event.incidents_[0]}" and "{event.incidents_[1]}" stand for one incident: they are merged.'
            yield ("incidents",), told, "Leave this out, or undo the merge first."
        yield from self._check_way(event)
        if isinstance(event, StatementSuperseded):
            yield from issuing.check(event, claim_of, publisher_of, self._identities())
            yield from self._check_replacement(event)

    def check_change(
        self, old: Decision, new: Decision, claim_of: ClaimOf, publisher_of: PublisherOf
    ) -> Iterator[Found]:
        """What keeps `new` from taking the place of `old`, a decision on the same matter."""
        without = Deciding(self.standing)
        without._recorded = self._recorded
        without._merges, without._splits = dict(self._merges), self.splits
        if isinstance(old, IncidentsMerged):
            without._merges[old.incident] = None
        if isinstance(old, IncidentSplit):
            gone = (old.incident, old.into)
            without._splits = tuple(split for split in self.splits if (split.incident, split.into) != gone)
        yield from without._check_fit(new, claim_of, publisher_of)

    def _are_one(self, one: str, other: str) -> bool:
        slugs = self.slugs((one, other))
        return slugs.incident(one) == slugs.incident(other)

    def _check_matter(self, event: Decision) -> Iterator[Found]:
        last = self.last(event.type, event.matter)
        if event.follows and last is None:
            yield ("follows",), "Nothing was decided on this before.", "Leave follows out."
        elif event.follows and last and last.head != event.follows:
            done = f"The last that was done on this is {last.head}, not {event.follows}."
            yield ("follows",), done, f"Write follows: {last.head}." if last.revoked else "Leave follows out."
        elif event.follows and last and not last.revoked:
            how = f"Leave follows out; to decide otherwise, use `timeline correct {last.version}`."
            yield ("follows",), f"What was decided in {last.root} holds.", how
        elif not event.follows and last and last.revoked:
            told = f"This was decided in {last.root}, and undone by {last.head}."
            yield ("follows",), told, f"To decide it again, write follows: {last.head}."

    def _check_way(self, event: Decision) -> Iterator[Found]:
        led = direction(event, self.root)
        if led and (back := way_back(led, lambda end: self._onward(event.type, end))):
            field = "claims" if isinstance(event, ClaimsLinked) else "incidents"
            told = f"That leads in a circle: {' → '.join([led[0], *back])}."
            yield (field,), told, "Leave it out, or undo one of the others first."

    def _onward(self, type_: str, end: str) -> Iterator[str]:
        """Where the links of this type lead from a claim or an incident."""
        names = [end] if type_ == "incidents_linked" else self.standing.names(end)
        for event in (*self._naming(type_, names), *self._links.values()):
            led = direction(event, self.root) if event.type == type_ else None
            if led and led[0] == end:
                yield led[1]

    def _check_merge(self, event: IncidentsMerged) -> Iterator[Found]:
        matter = " ".join(sorted((event.incident, event.into)))
        last = self.last("incidents_linked", matter)
        held = self.standing.as_version(last.in_force).event if last and last.in_force else None
        link = self._links.get(decided_key("incidents_linked", matter), held)
        if isinstance(link, IncidentsLinked) and link.relation != "unsure":
            one, other = link.incidents_
            by, undo = "in this input", "leave it out"
            if last and link is held:
                by, undo = f"in {last.version}", f"undo that first: timeline undo {last.version} --reason …"
            told = f"{one} {RELATIONS[link.relation]} {other}: so it was decided {by}."
            yield ("into",), told, f"To decide otherwise, {undo}"
        if self._merged(event.incident) is None and self._are_one(event.incident, event.into):
            told = f'"{event.into}" is merged into "{event.incident}" already: the slugs would lead in a circle.'
            yield ("into",), told, "Undo that merge first, or leave this one out."

    def _check_split(self, event: IncidentSplit, claim_of: ClaimOf) -> Iterator[Found]:
        if self._are_one(event.incident, event.into):
            told = f'"{event.incident}" and "{event.into}" are merged.'
            yield ("into",), told, "Undo the merge first, or declare another incident."
            return
        for number, name in enumerate(event.claims):
            claim = claim_of(name)
            if claim is None:
                continue
            slugs = self.slugs((event.incident, *claim.incidents()))
            if slugs.incident(event.incident) not in slugs.all(self.root(name), claim.incidents()):
                on = ", ".join(claim.incidents()) or "no incident"
                yield ("claims", number), f'{name} is not on "{event.incident}", but on {on}.', "Leave it out."

    def _check_replacement(self, event: StatementSuperseded) -> Iterator[Found]:
        """What was replaced by a statement does not replace that in its turn."""
        before, after = ({self.root(name) for name in names} for names in (event.old, event.new))
        for other in self._superseding(after):
            if other.matter == event.matter:
                continue
            if after & {self.root(name) for name in other.old} and before & {self.root(name) for name in other.new}:
                told = f"{', '.join(other.new)} has replaced {', '.join(other.old)} already."
                yield ("old",), told, "Where the issuer says the first again, that is a claim of its own."

    def _superseding(self, claims: Iterable[str]) -> Iterator[StatementSuperseded]:
        """The supersessions in force that may name one of the claims, which are given as first recorded."""
        names = (name for claim in claims for name in self.standing.names(claim))
        for event in self._naming("statement_superseded", names):
            if isinstance(event, StatementSuperseded):
                yield event

    def _naming(self, type_: str, names: Iterable[str]) -> Iterator[Decision]:
        """The decisions of this type in force that give one of the names."""
        yield from self._counting(self.standing.naming(type_, names))

    def _in_force(self, keys: str) -> Iterator[Decision]:
        yield from self._counting(self._positions(keys))

    def _counting(self, positions: Iterable[int]) -> Iterator[Decision]:
        """The decisions at these positions, as they count."""
        for position in positions:
            version = self.standing.version(position)
            if version and isinstance(version.event, Decision):
                yield version.event

    def _positions(self, keys: str) -> list[int]:
        """The positions of the entries of which a key begins with `keys`, each once, in order."""
        return sorted({position for _, position in self.standing.log.keys(keys) if position <= self.standing.head})
