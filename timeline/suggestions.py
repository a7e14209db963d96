"""A name that is only nearly a recorded one is stored as written and linked with nothing; its author is told so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from events.base import Event, Path
from events.claim import Claim
from events.values.said import Party
from timeline.appending import Receipt
from timeline.projections.gazetteer import recorded_actors, recorded_places
from timeline.projections.linking import recorded


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the event number `index` (from 0) of an input names at `path` is linked with nothing, but nearly is."""

    index: int
    path: Path
    problem: str
    remedy: str


def suggestions(events: Sequence[Event], receipts: Sequence[Receipt], db: Database) -> list[Suggestion]:
    """What may be meant in those of `events` that `receipts` tell to be new, by the places and actors in `db`.

    Each name is told once, where it stands first.
    """
    fresh = [index for index, receipt in enumerate(receipts) if not receipt.outcome.startswith("already")]
    claims = [(index, event) for index in fresh if isinstance(event := events[index], Claim)]
    if not claims or not any(recorded(db)):
        return []
    first: dict[str, Suggestion] = {}
    for suggestion in (*_places(claims, db), *_parties(claims, db)):
        first.setdefault(suggestion.problem, suggestion)
    return sorted(first.values(), key=lambda suggestion: suggestion.index)


def _places(claims: Iterable[tuple[int, Claim]], db: Database) -> Iterator[Suggestion]:
    places = recorded_places(db)
    for index, claim in claims:
        if claim.place:
            name, admin1 = claim.place.name, claim.place.admin1
            near = [(places[key].names[0], key) for key in places.find(name, admin1, claim.place.country).suggested]
            if near:
                within = f" in {admin1}" if admin1 else ", without a province,"
                remedy = "Write its name and province so, or record this spelling as an alias."
                yield Suggestion(index, ("place",), _told(name, within, "place", near), remedy)


def _parties(claims: Iterable[tuple[int, Claim]], db: Database) -> Iterator[Suggestion]:
    actors = recorded_actors(db)
    names = {row["key"]: row["name"] for row in db.query("select key, name from actors")}
    for index, claim in claims:
        for path, party in _named(claim):
            if near := [(names[key], key) for key in actors.find(party).suggested]:
                remedy = "Write its name so, or record this spelling as an alias."
                yield Suggestion(index, path, _told(party, "", "actor", near), remedy)


def _named(claim: Claim) -> Iterator[tuple[Path, str]]:
    """Every party of the claim, and where it stands."""
    for value in claim.values():
        if isinstance(value.said, Party):
            yield value.path, value.said.value
    for number, entry in enumerate(claim.casualties):
        yield ("casualties", number, "party"), entry.party.value


def _told(name: str, within: str, what: str, near: Iterable[tuple[str, str]]) -> str:
    meant = " or ".join(f"{title} ({key})" for title, key in near)
    return f'"{name}"{within} is linked with no recorded {what}. Near: {meant}.'
