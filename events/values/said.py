"""A said value carries how it was said: whatever it leaves out, it takes from its claim's citation."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Generic, Literal, TypeVar, get_args, get_origin

from pydantic import BeforeValidator, Field, SerializerFunctionWrapHandler, WithJsonSchema, model_serializer

from events.values.chain import Chain
from events.values.frozen import Bare
from events.values.text import Quote, Text
from events.values.visibility import Visibility

Hedge = Literal[
    "reportedly", "allegedly", "apparently", "claimed", "unconfirmed", "believed", "suspected", "possibly", "probably"
]
#: Hedges that pass on what somebody else said. With nobody named, the origin is unstated.
HEARSAY: frozenset[str] = frozenset({"reportedly", "allegedly"})
Stance = Literal["asserts", "denies", "questions", "cannot_confirm", "confirms"]

Locator = Annotated[
    tuple[Text, ...],
    BeforeValidator(lambda given: (given,) if isinstance(given, str) else given),
    Field(min_length=1, max_length=20),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 20}]}
    ),
]

T = TypeVar("T")


class Attributed(Bare):
    """What any value may say of itself, where it differs from its claim's citation."""

    wording: Text | None = Field(None, description="The source's own words for this value.")
    hedge: Hedge | None = Field(None, description="The word by which the source holds back from this value.")
    stance: Stance | None = Field(None, description="Whether this value is asserted, denied, questioned or confirmed.")
    locator: Locator | None = Field(None, description="Where in the source this value stands, one place or a list.")
    chain: Chain | None = Field(None, description="Through whom this value came, origin first, publisher last.")
    quote: Quote | None = Field(None, description="A short quotation, at most 300 characters.")
    visibility: Visibility = Field(
        "public", description="restricted: this value is in the log alone; the rest of its claim is public."
    )


class Said(Attributed, Generic[T]):
    """A value as one source gives it: bare, or with its wording, hedge, stance, locator, chain and quote."""

    bare: ClassVar[str] = "value"

    value: T = Field(description="The value itself.")

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """The name in schemas: SaidQuantity, SaidText, or the choices (SaidTownDistrict)."""
        kind = params[0]
        if get_origin(kind) is Literal:
            return "Said" + "".join(str(choice).title().replace("_", "") for choice in get_args(kind))
        return "Said" + (kind.__name__ if isinstance(kind, type) else "Text")

    @model_serializer(mode="wrap")
    def _short(self, handler: SerializerFunctionWrapHandler) -> Any:
        """A value with nothing beside it is stored bare, so that both ways of writing it are the same claim."""
        full: dict[str, Any] = {name: value for name, value in handler(self).items() if value is not None}
        if self.visibility == "public":
            full.pop("visibility", None)
        return full["value"] if full.keys() == {"value"} else full


class Party(Said[Text]):
    """A party by the name that the coder gives it, with the source's own words as its wording."""
