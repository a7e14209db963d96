"""A citation says where in one source a claim stands, and through whom it came there."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from events.values.chain import Chain
from events.values.dates import Moment
from events.values.frozen import Frozen
from events.values.said import Hedge, Locator, Stance
from events.values.text import Quote, Slug


class Citation(Frozen):
    """The source of a claim, the place in it, and how the claim is made there."""

    source: Slug = Field(description="The key of a source recorded before, or in the same sheet.")
    locator: Locator | None = Field(
        None, description="Where in the source: para 3, p. 12, 01:13. Paragraphs count from the first of the body."
    )
    quote: Quote | None = Field(None, description="A short quotation, at most 300 characters.")
    translation: Quote | None = Field(None, description="The quotation in English, where it is not.")
    basis: Literal["witnessed", "document", "named", "unnamed", "unstated"] | None = Field(
        None,
        description="What the source rests on: it witnessed, a document, a named or an unnamed voice, or unstated.",
    )
    chain: Chain | None = Field(
        None,
        description="Through whom it came, origin first, ending with the publisher as the source spells it: "
        "[Governor Mohammad Sharif, Reuters, Sputnik News]. Left out: the publisher speaks in its own voice.",
    )
    hedge: Hedge | None = Field(None, description="The word by which the source holds back from the whole claim.")
    stance: Stance = Field("asserts", description="Whether the claim is asserted, denied, questioned or confirmed.")
    said: Moment | None = Field(None, description="When the voice said it, where that differs from publication.")
