"""An actor: a party by all its names, and what it is part of.

Kinds are ACLED's actor types (codebook, Actor Names, Types and Inter Codes, 1 to 8), with alliance and other beside
them. UCDP's government is state_forces here, its nonstate group a rebel_group or a militia.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field, field_validator, model_validator

from events import english
from events.base import Event, Path
from events.values.alias import Alias, check_aliases
from events.values.place import Code, Country
from events.values.text import Slug, Text


class ActorRecorded(Event):
    """An actor is recorded with its names, so that figures can be read for it with and without its parts."""

    type: Literal["actor_recorded"] = "actor_recorded"
    example: ClassVar[str] = """\
type: actor_recorded
key: us-forces
name: US forces
aliases: [US, U.S. military]
kind: external_forces
country: US
"""

    key: Slug = Field(description="Its name for ever, by which tables and other actors name it.")
    name: Text = Field(description="The name that readers see.")
    aliases: tuple[Alias, ...] = Field(
        (), max_length=100, description="Its other names and spellings: parties match by these, and by nothing else."
    )
    kind: Literal[
        "state_forces",
        "rebel_group",
        "political_militia",
        "identity_militia",
        "rioters",
        "protesters",
        "civilians",
        "external_forces",
        "alliance",
        "other",
    ] = Field(
        description="What kind of actor, in ACLED's words; external_forces are those of another state or of an "
        "international mission, an alliance is one of states or forces."
    )
    part_of: tuple[Slug, ...] = Field(
        (), max_length=20, description="The keys of the actors that it is part of, recorded before it."
    )
    country: Country | None = Field(None, description="Whose it is, ISO 3166-1 alpha-2, where it is one state's.")
    codes: tuple[Code, ...] = Field((), max_length=20, description="Its codes in other systems.")
    note: Text | None = Field(None, description="The coder's remark, such as from when to when it was part of another.")

    @field_validator("name")
    @classmethod
    def _named(cls, name: str) -> str:
        if name.casefold() == "all":
            raise ValueError("all stands for a total, whoever they are, and is no actor. Write its name.")
        return name

    @model_validator(mode="after")
    def _consistent(self) -> ActorRecorded:
        check_aliases(self.name, self.aliases)
        if any(alias.name.casefold() == "all" for alias in self.aliases):
            raise ValueError("all stands for a total, whoever they are, and is no actor. Leave this alias out.")
        if self.key in self.part_of:
            raise ValueError("An actor is no part of itself. Leave its own key out of part_of.")
        if len(set(self.part_of)) < len(self.part_of):
            raise ValueError("part_of names an actor twice. Write each key once.")
        return self

    def summary(self) -> str:
        parts = f", part of {' and '.join(self.part_of)}" if self.part_of else ""
        return english.line(f"Actor {self.key}: {self.name}, {self.kind.replace('_', ' ')}{parts}")

    @property
    def slot_key(self) -> str:
        return actor_key(self.key)

    def references(self) -> Iterator[tuple[Path, str]]:
        for number, whole in enumerate(self.part_of):
            yield ("part_of", number), actor_key(whole)


def actor_key(key: str) -> str:
    """How the log's index names the actor `key`."""
    return f"actor:{key}"
