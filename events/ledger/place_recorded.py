"""A place: one entry of the gazetteer, by whose names claims are linked to it.

Kinds follow UCDP GED's `adm_1` and `adm_2` (province, district) and ACLED's `location` (town, village).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from events import english
from events.base import Event, Path
from events.values.alias import Alias, check_aliases
from events.values.border import Border
from events.values.place import Code, Country, Latitude, Longitude, WherePrec, check_point
from events.values.text import Slug, Text


class PlaceRecorded(Event):
    """A place is entered into the gazetteer, so that claims which name it are linked to it."""

    type: Literal["place_recorded"] = "place_recorded"
    example: ClassVar[str] = """\
type: place_recorded
key: af-helmand-kajaki
name: Kajaki
aliases: [Kajakai, {name: کجکی, language: fa}]
kind: district
country: AF
admin1: Helmand
lat: 32.566889
lon: 64.979969
where_prec: 3
"""

    key: Slug = Field(
        description="Its name for ever, by which tables and other places name it: country, province and name, such as "
        "af-helmand-musa-qala."
    )
    name: Text = Field(description="The name that readers see.")
    aliases: tuple[Alias, ...] = Field(
        (), max_length=100, description="Its other names and spellings: names match by these, and by nothing else."
    )
    kind: Literal["country", "province", "district", "town", "village", "base", "other"] = Field(
        description="What kind of place. A town may be a city; province stands for any first-level unit, district for "
        "any second-level one."
    )
    country: Country | None = Field(None, description="ISO 3166-1 alpha-2, such as AF.")
    admin1: Text | None = Field(
        None, description="The name of the province that it lies in; names match within the province only."
    )
    part_of: Slug | None = Field(None, description="The key of the place that it is part of, recorded before it.")
    lat: Latitude | None = Field(None, description="Latitude, WGS 84, decimal degrees as text.")
    lon: Longitude | None = Field(None, description="Longitude, WGS 84, decimal degrees as text.")
    where_prec: WherePrec | None = Field(
        None,
        description="How well the point tells where something happened of which only this place is named, as UCDP's "
        "precision: 1 exact, 2 near, 3 district, 4 province, 5 part of a country, 6 country, 7 sea or air.",
    )
    codes: tuple[Code, ...] = Field((), max_length=20, description="Its codes in other systems.")
    border: Border | None = Field(
        None,
        description="Its border as well-known text, WGS 84, longitude first (OGC 06-103r4): POLYGON or MULTIPOLYGON.",
    )
    note: Text | None = Field(None, description="The coder's remark, such as where point and names were taken from.")

    @model_validator(mode="after")
    def _consistent(self) -> PlaceRecorded:
        check_point(self.lat, self.lon)
        check_aliases(self.name, self.aliases)
        if self.part_of == self.key:
            raise ValueError("A place is no part of itself. Leave part_of out.")
        return self

    def summary(self) -> str:
        within = ", ".join(part for part in (self.admin1, self.country) if part and part != self.name)
        return english.line(f"Place {self.key}: {self.name}, {self.kind}" + (f" in {within}" if within else ""))

    @property
    def slot_key(self) -> str:
        return place_key(self.key)

    def references(self) -> Iterator[tuple[Path, str]]:
        if self.part_of:
            yield ("part_of",), place_key(self.part_of)


def place_key(key: str) -> str:
    """How the log's index names the place `key`."""
    return f"place:{key}"
