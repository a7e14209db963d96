"""A chain names who said it first and through whom it came: the first hop is the origin, the last the publisher.

The relations are those of W3C PROV (wasQuotedFrom, hadPrimarySource) in the field's plain words.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from events.values.folding import folded
from events.values.frozen import Bare
from events.values.text import Text

Relation = Literal["stated", "quoted_by", "cited_by", "translated_by", "coded_by"]
Evidence = Literal["stated", "inferred"]

#: The relation of the first, the second and any later hop where none is written.
_USUAL: tuple[Relation, Relation, Relation] = ("stated", "quoted_by", "cited_by")


class Hop(Bare):
    """One voice in a chain, and how it came to carry what the voice before it said. A bare name is enough."""

    bare: ClassVar[str] = "voice"

    voice: Text = Field(description="Who speaks, as the source names them: Governor Mohammad Sharif, Reuters.")
    relation: Relation | None = Field(
        None,
        description="How this voice carries the one before it. Left out: stated for the first voice, "
        "quoted_by for the second, cited_by for those after it.",
    )
    evidence: Evidence = Field(
        "stated", description="stated: the source says that it came this way; inferred: the coder believes so."
    )
    named: bool = Field(
        True, description="false for a voice without a name (officials in Helmand), which may be anybody's."
    )


def _relations(hops: tuple[Hop, ...]) -> tuple[Hop, ...]:
    """The hops with every relation filled in."""
    if not hops:
        raise ValueError("A chain needs a voice. Write [Governor, Reuters, Sputnik News], or leave the chain out.")
    if len(hops) > 20:
        raise ValueError("A chain has at most 20 voices.")
    voices = [folded(hop.voice) for hop in hops]
    for index, voice in enumerate(voices):
        if voice in voices[:index]:
            raise ValueError(f'"{hops[index].voice}" is in the chain twice. Name each voice once, origin first.')
    filled = []
    for index, hop in enumerate(hops):
        if index == 0 and hop.relation not in (None, "stated"):
            raise ValueError(f'The first voice of a chain is its origin: its relation is stated, not "{hop.relation}".')
        if index > 0 and hop.relation == "stated":
            raise ValueError(
                f'"{hop.voice}" carries what "{hops[index - 1].voice}" said: '
                "write quoted_by, cited_by, translated_by or coded_by."
            )
        usual = _USUAL[min(index, 2)]
        filled.append(hop if hop.relation else hop.model_copy(update={"relation": usual}))
    return tuple(filled)


Chain = Annotated[tuple[Hop, ...], AfterValidator(_relations)]
