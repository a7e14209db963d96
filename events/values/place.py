"""A place is named as the source writes it; coordinates are decimal text, so that no digit is invented or lost."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from events.values.frozen import Frozen
from events.values.said import Attributed
from events.values.text import Text

DEGREES = r"^-?[0-9]{1,3}(?:\.[0-9]{1,8})?$"
_DEGREES = re.compile(DEGREES, re.ASCII)


def _degrees(limit: int, name: str) -> AfterValidator:
    def check(text: str) -> str:
        if not _DEGREES.fullmatch(text) or abs(Decimal(text)) > limit:
            raise ValueError(
                f'"{text[:40]}" is not a {name}. Write decimal degrees from -{limit} to {limit}, such as 32.44565.'
            )
        return text

    return AfterValidator(check)


Latitude = Annotated[str, StringConstraints(strip_whitespace=True), _degrees(90, "latitude")]
Longitude = Annotated[str, StringConstraints(strip_whitespace=True), _degrees(180, "longitude")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
#: 1 exact, 2 near, 3 district, 4 province, 5 part of a country, 6 country, 7 sea or air (UCDP GED codebook 19.1,
#: `where_prec`).
WherePrec = Annotated[
    Literal[1, 2, 3, 4, 5, 6, 7],
    BeforeValidator(
        lambda given: (
            int(given) if isinstance(given, str) and len(given) == 1 and given.isascii() and given.isdigit() else given
        )
    ),
]


def check_point(lat: str | None, lon: str | None) -> None:
    """Raise ValueError for half a point, and for 0, 0, which is how lists write an unknown one."""
    if (lat is None) != (lon is None):
        raise ValueError("A point needs both lat and lon. Write both, or neither.")
    if lat is not None and lon is not None and Decimal(lat) == Decimal(lon) == 0:
        raise ValueError("0, 0 is how lists write an unknown point. Leave lat and lon out.")


class Code(Frozen):
    """A code in one system and one edition of it: codes move between editions (AF30 changed province)."""

    system: Text = Field(description="The code's system: OCHA COD-AB, geonames, ISO 3166-2.")
    code: Text = Field(description="The code as that system writes it.")
    vintage: Text = Field(description="The edition or date of the list that it was taken from.")


class Place(Attributed):
    """Where it happened, as the source names it. A bare name is enough."""

    bare: ClassVar[str] = "name"

    name: Text = Field(description="The name as the source writes it.")
    country: Country | None = Field(None, description="ISO 3166-1 alpha-2, such as AF.")
    admin1: Text | None = Field(None, description="Province or state.")
    admin2: Text | None = Field(None, description="District or county.")
    lat: Latitude | None = Field(None, description="Latitude, WGS 84, decimal degrees as text.")
    lon: Longitude | None = Field(None, description="Longitude, WGS 84, decimal degrees as text.")
    where_prec: WherePrec | None = Field(
        None,
        description="UCDP's precision of the place: 1 exact, 2 near, 3 district, 4 province, 5 part of a country, "
        "6 country, 7 sea or air.",
    )
    codes: tuple[Code, ...] = Field((), max_length=20, description="Codes of the place in other systems.")

    @model_validator(mode="after")
    def _point(self) -> Place:
        check_point(self.lat, self.lon)
        return self
