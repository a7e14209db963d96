"""Which value of a claim is meant: a field by its name, and for casualties the party whose figure it is."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from events.values.frozen import Bare
from events.values.matters import matter
from events.values.outcomes import OUTCOMES
from events.values.people import ALL, some
from events.values.text import Text


class ChangedField(Bare):
    """A field of a claim, or one party's figure. A bare name is enough: of casualties, that of every party."""

    bare: ClassVar[str] = "property"

    property: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$", max_length=100)] = Field(
        description="The field: perpetrators, killed, occurred."
    )
    party: Text | None = Field(None, description="For casualties, whose figure it is, as the claim names the party.")

    def in_words(self) -> str:
        """The field within a sentence: `the day`, `the number of attackers killed`."""
        if self.party and self.property in OUTCOMES:
            those = some("the number of", "people" if self.party == ALL else self.party)
            return f"{those} {self.property.replace('_', ' ')}"
        return matter(self.property)

    def __str__(self) -> str:
        return f"{self.property} of {self.party}" if self.party else self.property
