"""A statement is replaced by its issuer: we were not wrong, and no rival speaks, but the voice itself says otherwise.

The first statement may have been carried by many. Whatever rests on it is superseded with it, in the fields that
changed and in no other. Both statements stay readable.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from events.decision import Decision
from events.values.changed_field import ChangedField
from events.values.claim_name import ClaimName, ClaimNames
from events.values.dates import Moment


class StatementSuperseded(Decision):
    """An issuer replaces its statement: what changed in it counts no more, in every claim that rests on it."""

    type: Literal["statement_superseded"] = "statement_superseded"
    naming: ClassVar[tuple[str, ...]] = ("old", "new")
    example: ClassVar[str] = """\
type: statement_superseded
old: [HEL-0000-0016-39]
new: [HEL-0000-0008-63]
fields: [perpetrators, {property: killed, party: NATO}]
change: correction
reason: the paper does not say any more how many attacked
"""

    old: Annotated[tuple[ClaimName, ...], Field(min_length=1, max_length=1000)] = Field(
        description="Claims that carry the statement as it was first, by ID or by source and label. One is enough: "
        "others on the same incident by the same origin and with the same value are found."
    )
    new: ClaimNames = Field(
        (), description="Claims that carry what the issuer says instead; left out for a withdrawal."
    )
    fields: Annotated[tuple[ChangedField, ...], Field(max_length=100)] = Field(
        (),
        description="The fields that changed: [perpetrators, {property: killed, party: attackers}]. Left out: those "
        "that old and new both give, and otherwise; of a withdrawal, all of them.",
    )
    change: Literal["correction", "update", "withdrawal"] = Field(
        description="correction: the issuer was wrong; update: it knows more, such as a rising toll; withdrawal: it "
        "takes the statement back."
    )
    said: Moment | None = Field(
        None, description="When the issuer did so, where no new claim tells: a date or a local time."
    )

    @model_validator(mode="after")
    def _consistent(self) -> StatementSuperseded:
        if self.change != "withdrawal" and not self.new:
            raise ValueError(f"A statement with change: {self.change} needs new. Write the claims that carry it.")
        if both := set(self.old) & set(self.new):
            raise ValueError(f'"{min(both)}" is in old and in new. Write it in one of them.')
        return self

    @property
    def matter(self) -> str:
        return " ".join([*sorted(self.old), ">", *sorted(self.new)])

    def summary(self) -> str:
        *said, last = [field.in_words() for field in self.fields] or [""]
        fields = (f"{', '.join(said)} and {last} in " if said else f"{last} in ") if last else ""
        instead = f"; see {', '.join(self.new)}" if self.new else ""
        done = {"correction": "corrected", "update": "updated", "withdrawal": "took back"}[self.change]
        return f"The issuer {done} {fields}{', '.join(self.old)}{instead}: {self.reason}"
