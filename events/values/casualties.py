"""Casualties are counted by party, and each figure is a claim: told where it is told, counted where it counts."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from events.values.frozen import Frozen
from events.values.quantity import Quantity
from events.values.said import Party, Said
from events.values.text import Slug, Text

CivilianStatus = Literal["civilian", "combatant", "unstated"]
Role = Literal["victim", "perpetrator"]
Outcome = Literal["killed", "injured", "killed_or_injured", "missing", "captured"]
OUTCOMES: tuple[Outcome, ...] = ("killed", "injured", "killed_or_injured", "missing", "captured")


class Casualties(Frozen):
    """The killed, injured, missing and captured of one party."""

    party: Party = Field(
        description="Whose they are: an actor, or all for a total. The source's words go into wording: "
        "{value: NATO, wording: Resolute Support service members}."
    )
    civilian_status: CivilianStatus = Field(
        "unstated", description="civilian, combatant (soldiers, police, fighters), or unstated."
    )
    role: Role = Field("victim", description="victim, or perpetrator for those who carried it out.")
    killed: Said[Quantity] | None = Field(None, description="How many were killed.")
    injured: Said[Quantity] | None = Field(None, description="How many were injured.")
    killed_or_injured: Said[Quantity] | None = Field(
        None, description="How many were killed or injured, where the source gives them as one figure."
    )
    missing: Said[Quantity] | None = Field(None, description="How many are missing.")
    captured: Said[Quantity] | None = Field(None, description="How many were captured.")
    subset_of: Text | None = Field(None, description="The party of this claim's casualties that these are part of.")
    counted_in: Slug | None = Field(
        None, description="The incident in which they count, where that is not the one in which they are told."
    )

    @model_validator(mode="after")
    def _some(self) -> Casualties:
        if not self.figures():
            raise ValueError(
                f"The casualties of {self.party.value} have no figure. Write killed, injured, killed_or_injured, "
                "missing or captured; unknown is a figure too."
            )
        return self

    def figures(self) -> dict[Outcome, Said[Quantity]]:
        """The figures given, by outcome."""
        given = {outcome: getattr(self, outcome) for outcome in OUTCOMES}
        return {outcome: said for outcome, said in given.items() if said is not None}
