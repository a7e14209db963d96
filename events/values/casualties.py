"""Casualties are counted by party, and each figure is a claim: told where it is told, counted where it counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import Field, model_validator

from events.values.frozen import Frozen
from events.values.outcomes import OUTCOMES, Outcome
from events.values.quantity import Quantity
from events.values.said import Party, Said
from events.values.text import Slug, Text

CivilianStatus = Literal["civilian", "combatant", "unstated"]
Role = Literal["victim", "perpetrator"]


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


def problems(casualties: Sequence[Casualties]) -> Iterator[str]:
    """What does not fit between the casualties of one claim, each with its remedy."""
    parties = sorted({entry.party.value for entry in casualties})
    wholes: dict[str, set[str]] = {party: set() for party in parties}
    told = set[tuple[str, ...]]()
    for entry in casualties:
        party = entry.party.value
        if entry.subset_of:
            wholes[party].add(entry.subset_of)
        for outcome in entry.figures():
            key = (party, entry.civilian_status, entry.role, outcome, entry.counted_in or "", entry.subset_of or "")
            if key in told:
                yield (
                    f"{party} is given twice with {outcome}. Write one figure; a rival one is a claim of its own, "
                    "and a part of it is subset_of."
                )
            told.add(key)
    for party, named in wholes.items():
        for whole in sorted(named):
            if whole not in wholes or _is_part_of(whole, party, wholes):
                others = ", ".join(other for other in parties if other != party)
                instead = f"Write one of them: {others}." if others else "Add the whole as an entry of its own."
                yield f'"{whole}" in subset_of is no other party of these casualties. {instead}'


def _is_part_of(party: str, whole: str, wholes: dict[str, set[str]]) -> bool:
    """Whether `party` is `whole`, or a part of it through any number of others."""
    passed, waiting = set[str](), [party]
    while waiting:
        if (found := waiting.pop()) == whole:
            return True
        if found not in passed:
            passed.add(found)
            waiting += wholes.get(found, ())
    return False
