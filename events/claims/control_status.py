"""Control of a place, as somebody judges it on a day: nothing happens, somebody holds it or nobody does.

ACLED, UCDP, PLOVER: none. The statuses are those of the Long War Journal's map of districts (controlled, contested,
unconfirmed), and `neither` for a place that belongs to no side. Sources judge control by different standards:
`criterion` keeps theirs.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from events import english
from events.claim import Claim
from events.values.control import Control
from events.values.said import Party, Said
from events.values.scope import Scope
from events.values.text import Text


class ControlStatus(Claim):
    """Who held a place when it was observed, or that nobody did."""

    type: Literal["control_status"] = "control_status"
    table: ClassVar[str] = "control_statuses"
    happening: ClassVar[bool] = False
    told_apart_by: ClassVar[tuple[str, ...]] = ("place",)
    example: ClassVar[str] = """\
type: control_status
incident: musa-qala-takeover
occurred: {value: 2015-08-26, basis: report_date}
place: {name: Musa Qala, country: AF, admin1: Helmand}
scope: district
status: controlled
controller: Taliban
criterion: the governor's side has left the district
citation: {source: sputnik-2015-08-26, locator: para 5, chain: [Governor Mohammad Sharif, Reuters, Sputnik News]}
"""

    scope: Scope | None = Field(
        None, description="What is held: the district centre, the town, the whole district, or unstated."
    )
    status: Said[Literal["controlled", "contested", "neither", "unconfirmed"]] = Field(
        description="controlled: one party holds it; contested: several fight for it; neither: no side holds it; "
        "unconfirmed: a party says that it holds it, and nobody else does. When it was observed is occurred."
    )
    controller: Party | None = Field(None, description="Who holds it, or is said to.")
    criterion: Said[Text] | None = Field(None, description="By what the source judges it, in a few words.")

    def core(self) -> str:
        by = self.controller.value if self.controller else ""
        held = {
            "controlled": f"under control of {by}" if by else "under one party's control",
            "contested": f"contested while held by {by}" if by else "contested",
            "neither": "under neither side's control",
            "unconfirmed": f"under unconfirmed control of {by}" if by else "under unconfirmed control",
        }
        criterion = f" (criterion: {self.criterion.value})" if self.criterion else ""
        what = english.whole(self.scope, self.place)
        return english.then(what, held[self.status.value], english.when(self.occurred)) + criterion

    def control(self) -> Control:
        return Control("observed", self.scope, holder=self.controller, status=self.status)
