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
    if not any(recorded(db)):
        return []
    near: _Near | None = None
    first: dict[str, Suggestion] = {}
    for index, (event, receipt) in enumerate(zip(events, receipts, strict=True)):
        if isinstance(event, Claim) and not receipt.outcome.startswith("already"):
            near = near or _Near(db)
            for suggestion in (*near.places(index, event), *near.parties(index, event)):
                first.setdefault(suggestion.problem, suggestion)
    return list(first.values())


class _Near:
    """What the names of claims are nearly, by the places and actors in `db`."""

    def __init__(self, db: Database) -> None:
        self._places = recorded_places(db)
        self._actors = recorded_actors(db)
        self._names = {row["key"]: row["name"] for row in db.query("select key, name from actors")}

    def places(self, index: int, claim: Claim) -> Iterator[Suggestion]:
        if claim.place:
            name, admin1 = claim.place.name, claim.place.admin1
            suggested = self._places.find(name, admin1, claim.place.country).suggested
            if near := [(self._places[key].names[0], key) for key in suggested]:
                within = f" in {admin1}" if admin1 else ", without a province,"
                remedy = "Write its name and province so, or record this spelling as an alias."
                yield Suggestion(index, ("place",), _told(name, within, "place", near), remedy)

    def parties(self, index: int, claim: Claim) -> Iterator[Suggestion]:
        for path, party in _named(claim):
            if near := [(self._names[key], key) for key in self._actors.find(party).suggested]:
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
