"""An estimate is an assessor's own best figure: it stands beside the claims and never among them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from events.values.casualties import CivilianStatus, Role
from events.values.ends import ends
from events.values.frozen import Frozen
from events.values.outcomes import Outcome
from events.values.people import of_party
from events.values.quantity import LARGEST
from events.values.text import Text

Count = Annotated[int, Field(ge=0, le=LARGEST)]


class Estimate(Frozen):
    """The best estimate of one outcome for one party, with its ends where the assessor gives them."""

    party: Text = Field(description="Whose they are: an actor, or all for a total.")
    civilian_status: CivilianStatus = Field("unstated", description="civilian, combatant or unstated.")
    role: Role = Field("victim", description="victim or perpetrator.")
    outcome: Outcome = Field(description="killed, injured, killed_or_injured, missing or captured.")
    low: Count | None = Field(None, description="The lowest number that the assessor holds possible.")
    best: Count = Field(description="The number that the assessor holds likeliest.")
    high: Count | None = Field(None, description="The highest number that the assessor holds possible.")

    @model_validator(mode="after")
    def _in_order(self) -> Estimate:
        low, high = self.low, self.high
        if (low is not None and low > self.best) or (high is not None and high < self.best):
            raise ValueError(f"The best estimate {self.best} does not lie between low and high. Mend one of the three.")
        return self

    @property
    def group(self) -> tuple[str, ...]:
        """What is estimated: two estimates of the same are one too many."""
        return (self.party, self.civilian_status, self.role, self.outcome)

    def __str__(self) -> str:
        spread = "" if self.low is None and self.high is None else f" ({ends(self.low, self.high)})"
        those = of_party(f"{self.best:,}", self.party, self.civilian_status, self.role)
        return f"{those} {self.outcome.replace('_', ' ')}{spread}"
