"""A place is named with its province, unless its name says that already: `Musa Qala, Helmand`."""

from __future__ import annotations


def where(place: str, admin1: str | None) -> str:
    return place if not admin1 or admin1.casefold() in place.casefold() else f"{place}, {admin1}"
