"""A claim says what one source, resting on one origin, asserts or denies about an incident."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import Field, StringConstraints, model_validator

from events import english
from events.base import Event, Path, digest
from events.ledger.incident_declared import incident_key
from events.ledger.source_recorded import source_key
from events.values.casualties import Casualties
from events.values.casualties import problems as casualties_problems
from events.values.citation import Citation
from events.values.control import Control
from events.values.dates import Occurred
from events.values.person import Person
from events.values.place import Place
from events.values.response import Response
from events.values.said import Attributed, Said
from events.values.text import Label, Slug, Text
from events.values.visibility import Visibility


class Characterisation(Said[Text]):
    """What kind of incident it is said to be: contestable, and marked when it is the coder's own reading."""

    by: Literal["source", "coder"] = Field(
        "source", description="source: the source calls it so; coder: it is the coder's own reading, never counted."
    )

    @model_validator(mode="after")
    def _coder_only(self) -> Characterisation:
        if self.by == "coder" and (self.hedge or self.stance or self.chain or self.quote):
            raise ValueError(
                "The coder's own reading has no hedge, stance, chain or quote. Leave them out, or write by: source."
            )
        return self


def slots_of(source: str) -> str:
    """How the slot keys of all claims from the source begin."""
    return f"slot:{source}:"


def label_key(source: str, label: str) -> str:
    """How the log's index names the claim of `source` that has this label."""
    return f"label:{source}:{label}"


def event_key(id: str) -> str:
    """How a reference names the claim with this ID; the index has no such key, because IDs name themselves."""
    return f"event:{id}"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a claim: the field's name, where it stands, how it is said, and for casualties their entry."""

    property: str
    path: Path
    said: Attributed
    casualties: Casualties | None = None


class Claim(Event):
    """What every claim may say. A subclass adds its own fields, each of them `Said`, and its `core` phrase."""

    #: The table of this type's claims.
    table: ClassVar[str]
    #: Whether such a claim says that something happened: only those give an incident its days, place and origins.
    happening: ClassVar[bool] = True
    #: Parties of which there can be one alone: two recorded actors contradict, if neither is part of the other.
    exclusive: ClassVar[tuple[str, ...]] = ()
    #: Fields in which two claims of this type must agree before anything in them can contradict.
    told_apart_by: ClassVar[tuple[str, ...]] = ()

    incident: Slug | None = Field(None, description="The slug of the incident that the claim is about.")
    about: tuple[Slug, ...] = Field(
        (), max_length=50, description="For a joint claim that the source does not split: the slugs of all incidents."
    )
    occurred: Occurred | None = Field(None, description="When it happened. Left out where the source does not say.")
    place: Place | None = Field(None, description="Where it happened.")
    casualties: tuple[Casualties, ...] = Field(
        (), max_length=100, description="The killed, injured, missing and captured, by party."
    )
    characterised_as: Characterisation | None = Field(
        None, description="What kind of incident it is said to be, by the source or by the coder."
    )
    citation: Citation = Field(
        description="The source, where in it, and through whom. In a sheet the place in the source is enough: para 3."
    )
    grade: Annotated[str, StringConstraints(pattern=r"^[A-F][1-6]$")] | None = Field(
        None,
        description="Reliability of the source, A to F, and credibility of the information, 1 to 6, such as B2: the "
        "Admiralty grade.",
    )
    responds_to: Response | None = Field(
        None, description="The claim that this one answers, and which of its fields: for denials and confirmations."
    )
    people: tuple[Person, ...] = Field(
        (), max_length=100, description="Persons whom the source names; each is restricted unless it says otherwise."
    )
    tags: tuple[Label, ...] = Field((), max_length=50, description="The coder's own labels.")
    note: Text | None = Field(None, description="The coder's remark.")
    as_: Label | None = Field(
        None,
        alias="as",
        description="A label for this claim, one of its own within its source: for responds_to, and for two claims "
        "that are alike in type, incident, locator and chain.",
    )
    visibility: Visibility = Field(
        "public",
        description="restricted: the claim is in the log alone, and nothing public is made of it or of what rests on "
        "it.",
    )

    @model_validator(mode="after")
    def _consistent(self) -> Claim:
        if problems := [*self._about_problems(), *casualties_problems(self.casualties)]:
            raise ValueError(" ".join(problems))
        return self

    def _about_problems(self) -> Iterator[str]:
        if self.incident and self.about:
            yield "A claim has either incident or about. Write about: [slugs] for a joint claim."
        if len(set(self.about)) < len(self.about):
            yield "about names an incident twice. Write each slug once."

    @abstractmethod
    def core(self) -> str:
        """What is claimed, with its place and day, without casualties and hedges."""

    def control(self) -> Control | None:
        """What the claim says of who holds its place; None where its type says nothing of that."""
        return None

    def summary(self) -> str:
        core, kind = self.core(), self.reading()
        told = [
            english.aside(value.property, value.said, self.citation)
            for value in self.values()
            if not value.casualties and not (kind and kind in core and value.said is self.characterised_as)
        ]
        asides = [aside for aside in told if aside]
        return english.sentence(core, asides, self.citation, self.casualties, self.incident)

    def where_and_when(self) -> str:
        """Place and date in words, to end a core phrase with: ` at Musa Qala, Helmand, on 22 August 2015`."""
        return english.where_and_when(self.place, self.occurred)

    def reading(self) -> str:
        """What it is called, and by whom, to end a core phrase with: ` (characterised as accident by the coder)`."""
        kind = self.characterised_as
        if kind is None:
            return ""
        aside = english.aside("characterised_as", kind, self.citation)
        return f" ({aside or f'characterised as {kind.value}'}{' by the coder' if kind.by == 'coder' else ''})"

    @property
    def unlabelled(self) -> bytes:
        if self.as_ is None:
            return self.canonical
        return self.model_copy(update={"as_": None}).canonical

    @cached_property
    def slot_key(self) -> str:
        citation = self.citation
        chain = [hop.voice for hop in citation.chain or ()]
        told = [self.incident, *sorted(self.about)]
        slot = [self.type, told, sorted(citation.locator or ()), chain, self.as_]
        return slots_of(citation.source) + digest(slot)

    @property
    def label_key(self) -> str | None:
        """What the label is in the log's index; None without one."""
        return label_key(self.citation.source, self.as_) if self.as_ else None

    @property
    def keys(self) -> tuple[str, ...]:
        return (*super().keys, self.label_key) if self.label_key else super().keys

    @property
    def restricted(self) -> bool:
        return self.visibility == "restricted"

    @property
    def belongs_to(self) -> str | None:
        return self.incident

    def incidents(self) -> tuple[str, ...]:
        told = (self.incident,) if self.incident else self.about
        counted = [entry.counted_in for entry in self.casualties if entry.counted_in]
        return tuple(dict.fromkeys([*told, *counted]))

    def references(self) -> Iterator[tuple[Path, str]]:
        yield ("citation", "source"), source_key(self.citation.source)
        if self.incident:
            yield ("incident",), incident_key(self.incident)
        for number, slug in enumerate(self.about):
            yield ("about", number), incident_key(slug)
        for number, entry in enumerate(self.casualties):
            if entry.counted_in:
                yield ("casualties", number, "counted_in"), incident_key(entry.counted_in)
        if answer := self.responds_to:
            key = event_key(answer.id) if answer.id else label_key(*answer.labelled(self.citation.source))
            yield ("responds_to", "event"), key

    @classmethod
    @cache
    def date_fields(cls) -> tuple[str, ...]:
        """The names of the fields that hold days: `occurred`, and whichever the type adds."""
        held = {name: field.annotation for name, field in cls.model_fields.items()}
        return tuple(name for name, kind in held.items() if Occurred in (kind, *get_args(kind)))

    def values(self) -> Iterator[Value]:
        """Every value that the claim gives, in the order of the model."""
        return iter(self.all_values)

    @cached_property
    def all_values(self) -> tuple[Value, ...]:
        """The same, found once: whoever reads a claim asks for them again and again."""
        found: list[Value] = []
        for name in type(self).model_fields:
            given = getattr(self, name)
            if isinstance(given, Attributed):
                found.append(Value(name, (name,), given))
            elif name == "casualties":
                found += (
                    Value(outcome, (name, number, outcome), said, entry)
                    for number, entry in enumerate(self.casualties)
                    for outcome, said in entry.figures().items()
                )
        return tuple(found)
