"""A date is as exact as the source's words and no more: earliest and latest are the days that those words allow."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, StringConstraints

from events.values import edtf, near_date, relative
from events.values.edtf import DatePrec
from events.values.rules import RULES
from events.values.said import Attributed
from events.values.text import Text
from events.values.zones import Zone

_MOMENT = re.compile(r"([0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?)?", re.ASCII)
#: With a blank for the T, an hour of one digit, fractions of a second or a zone.
_TIMED = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]+([0-9]{1,2}:[0-9]{2})(?::[0-9.]+)? ?(Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?",
    re.ASCII,
)
MOMENT = r"^[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?)?)?$"


def _check_edtf(text: str) -> str:
    edtf.parse(text)
    return text


def _check_moment(text: str) -> str:
    found = _MOMENT.fullmatch(text)
    if not found or (found[2] and len(found[1]) < 10):
        raise ValueError(f'"{text[:60]}" is not a date or a local time. Write {_moment_meant(text)}.')
    edtf.parse(found[1])
    if found[2] and (int(found[2]) > 23 or int(found[3]) > 59 or int(found[4] or 0) > 59):
        raise ValueError(f'"{text}" is not a time of day. Hours go to 23, minutes and seconds to 59.')
    return text


def _moment_meant(text: str) -> str:
    """What the author of a text that is no moment may have meant, or what moments look like."""
    if timed := _TIMED.fullmatch(text.strip()):
        zone = ", and the zone as zone" if timed[3] else ""
        if _MOMENT.fullmatch(whole := f"{timed[1]}T{timed[2].zfill(5)}"):
            return whole + zone
    return ", or ".join(near_date.meant(text)) or "2015-08-26 or 2015-08-26T22:13"


Edtf = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_check_edtf)]
#: A date as known, or a local time to the minute or second, exactly as printed: no zone, nothing filled in.
Moment = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_check_moment)]

Rule = Annotated[str, AfterValidator(relative.check_rule)]
Basis = Literal["stated", "report_date", "imputed"]
Extent = Literal["within", "throughout", "cumulative"]


class Occurred(Attributed):
    """When it happened, as local days. A bare date is enough."""

    bare: ClassVar[str] = "value"

    value: Edtf = Field(
        description=f"The date in EDTF. {edtf.HOW} {edtf.MORE}", json_schema_extra={"pattern": edtf.EDTF}
    )
    zone: Zone | None = Field(None, description="The IANA zone in which the words were resolved: Asia/Kabul.")
    rule: Rule | None = Field(
        None,
        description="The rule by which the date follows from the wording and the day of the report (UCDP GED codebook "
        "19.1, appendix 2). In a sheet or in JSON, auto instead of a value finds rule and value by the wording.",
    )
    basis: Basis = Field(
        "stated",
        description="stated: the source has words for the day, however resolved; report_date: the coder takes the "
        "day from the report; imputed: the coder supplies it. Only stated dates can contradict.",
    )
    extent: Extent = Field(
        "within",
        description="within: some time in it; throughout: all the time; cumulative: a total over it.",
    )
    time_of_day: Text | None = Field(None, description="The time of day in words or as HH:MM, local.")

    @property
    def earliest(self) -> date | None:
        """The first local day that it may have happened on, None where the beginning is open."""
        return edtf.parse(self.value).earliest

    @property
    def latest(self) -> date | None:
        """The last local day that it may have happened on, None where the end is open."""
        return edtf.parse(self.value).latest

    @property
    def date_prec(self) -> DatePrec | None:
        """UCDP's precision of the date, 1 to 5: the coarser one of the rule's, where one is named, and the value's."""
        own = edtf.parse(self.value).date_prec
        return relative.coarser(RULES[self.rule].date_prec, own) if self.rule else own
