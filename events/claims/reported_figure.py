"""A figure that a source reports of whom or what it counts: how many there are, or which one in a row this is.

ACLED, UCDP, PLOVER: none; they have figures of events alone. Whoever was killed, injured, missing or captured in an
incident belongs in `casualties` of a claim on it. A figure belongs to no incident unless the source ties it to one.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from events import english
from events.claim import Claim
from events.values.dates import Occurred
from events.values.quantity import Quantity
from events.values.said import Said
from events.values.text import Text


class ReportedFigure(Claim):
    """How many of something there are, or have been in a period, or which one in a row something is."""

    type: Literal["reported_figure"] = "reported_figure"
    table: ClassVar[str] = "reported_figures"
    happening: ClassVar[bool] = False
    told_apart_by: ClassVar[tuple[str, ...]] = ("measure", "population", "place", "period")
    example: ClassVar[str] = """\
type: reported_figure
measure: ordinal
population: major gains of the Taliban
value: {value: 2, wording: second}
period: {value: 2015-08-06/2015-08-26, wording: in recent weeks, rule: weeks}
citation: {source: sputnik-2015-08-26, locator: para 1}
"""

    measure: Said[Literal["level", "cumulative", "count", "ordinal"]] = Field(
        description="level: so many at one time; cumulative: so many in all up to then; count: so many in the period; "
        "ordinal: which one in a row, so that 2 means the second."
    )
    population: Said[Text] = Field(description="Whom or what is counted: NATO troops, British soldiers killed.")
    value: Said[Quantity] = Field(description="The figure.")
    period: Occurred | None = Field(
        None,
        description="The days that the figure covers, in EDTF; left out where the source gives none. When a level was "
        "observed is occurred.",
    )

    def core(self) -> str:
        what, kind = self.population.value, self.measure.value
        figure = english.one_of(self.value, what) if kind == "ordinal" else english.count(self.value, what, what)
        total = " (cumulative)" if kind == "cumulative" else ""
        if self.period is None:
            return figure + total + self.where_and_when()
        observed = f", observed{english.when(self.occurred)}" if self.occurred else ""
        return figure + total + english.where_and_when(self.place, None) + english.during(self.period) + observed
