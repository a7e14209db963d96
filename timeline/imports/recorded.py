"""No row of a list becomes a second place beside a recorded one that nothing tells it from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from events.ledger.place_recorded import PlaceRecorded
from timeline.errors import Fault
from timeline.imports.places import Imported
from timeline.imports.tables import Row
from timeline.matching.places import Known, Places

#: For each row the keys of the recorded places that it may be.
Meant = Sequence[tuple[str, ...]]


def meant(found: Imported, places: Places) -> list[tuple[str, ...]]:
    """For each row the recorded place of its kind that has its key; else those of its kind and name, unless a province
    or country tells it from them. Rows that are part of such a row become part of the recorded place.
    """
    keys = [
        (place.key,)
        if place.key in places and places[place.key].kind == place.kind
        else places.alike(place.name, place.kind, place.admin1, place.country)
        for place in found.places
    ]
    known = {place.key: of[0] for place, of in zip(found.places, keys, strict=True) if len(of) == 1}
    found.places = [
        place.model_copy(update={"part_of": known.get(place.part_of, place.part_of)}) if place.part_of else place
        for place in found.places
    ]
    return keys


def unclear(found: Imported, keys: Meant, places: Places, *, completing: bool = False) -> Iterator[Fault]:
    """Each row that may be a recorded place of another key; where they are `completing`, that may be several.

    Where a row may be one, it completes that or is left out; where it may be several, it can only be left out.
    """
    for place, row, of in zip(found.places, found.rows, keys, strict=True):
        if not of or of == (place.key,) or (completing and len(of) == 1):
            continue
        named = " or ".join(f"{places[key].names[0]}{_within(places[key].admin1)} ({key})" for key in of)
        problem = (
            f'"{place.name}"{_within(place.admin1)} may be {named}, which {"is" if len(of) == 1 else "are"} recorded.'
        )
        remedy = "If it is another one, say its province with --admin1." if place.admin1 is None else ""
        same = "If it is the same, --complete adds its border and point to that one; --skip-recorded leaves it out."
        beside = " beside --complete" if completing else ""
        several = f"If it is one of them, --skip-recorded{beside} leaves it out."
        yield row.fault("", problem, f"{remedy} {same if len(of) == 1 else several}".strip())


def contested(row: Row, place: Known, key: str) -> Fault:
    """One of several rows that would complete the same recorded place, each with a border or point of its own."""
    problem = f"This and another row may be {place.names[0]}{_within(place.admin1)} ({key}), which is recorded once."
    return row.fault(
        "", problem, "Say their provinces with --admin1, or leave both out: --skip-recorded beside --complete."
    )


def _within(admin1: str | None) -> str:
    return f" in {admin1}" if admin1 else ""


def completed(recorded: PlaceRecorded, row: PlaceRecorded) -> PlaceRecorded:
    """The recorded place with the row's border and point, each where it has none of its own; else unchanged."""
    added: dict[str, object] = {}
    if recorded.border is None and row.border:
        added |= {"border": row.border, "note": " ".join(filter(None, (recorded.note, row.note))) or None}
    if recorded.lat is None and row.lat:
        added |= {"lat": row.lat, "lon": row.lon, "where_prec": recorded.where_prec or row.where_prec}
    return recorded.model_copy(update=added)
