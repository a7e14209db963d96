"""Who a value rests on follows from its chain, and where none is written, from its hedge and its source's kind.

A named voice is one origin. A voice without a name, an origin that the source leaves unstated, and an outlet speaking
in its own voice without having witnessed may or may not be one more; what is the coder's own never is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from events.claim import Characterisation, Claim
from events.ledger.source_recorded import SourceRecorded
from events.values.chain import Hop, Relation
from events.values.citation import Citation
from events.values.dates import Occurred
from events.values.said import HEARSAY, Attributed
from timeline.reconcile.inferred import marked
from timeline.reconcile.told import OriginKind


@dataclass(frozen=True, slots=True)
class Attribution:
    """How one value is said: its chain in full, the kind of its origin, its hedge and its stance."""

    hops: tuple[Hop, ...]
    kind: OriginKind
    hedge: str | None
    stance: str | None

    @property
    def origin(self) -> str:
        """The voice that said it first; `unstated` or `coder` where it is nobody's."""
        return self.hops[0].voice

    @property
    def evidence(self) -> str | None:
        """Whether the source states that it comes from there, or the coder infers it; None where it is nobody's."""
        return None if self.kind in ("unstated", "coder") else self.hops[0].evidence

    @property
    def via(self) -> str | None:
        """The voices through which it came, joined by arrows; those that the coder infers are marked."""
        return " → ".join(marked(hop.voice, hop.evidence) for hop in self.hops[1:]) or None


def of_claim(claim: Claim, source: SourceRecorded) -> Attribution:
    """How the claim as a whole is said."""
    citation = claim.citation
    return _attribution(citation.chain, citation.hedge, citation.stance, citation, source)


def of_value(said: Attributed, claim: Claim, source: SourceRecorded) -> Attribution:
    """How one value of the claim is said: what it leaves out, it takes from the claim's citation."""
    if _of_coder(said):
        return Attribution((_hop("coder", "coded_by"),), "coder", None, None)
    citation = claim.citation
    return _attribution(
        said.chain or citation.chain, said.hedge or citation.hedge, said.stance or citation.stance, citation, source
    )


def _of_coder(said: Attributed) -> bool:
    """Whether the coder gives the value and not the source: a reading, or a date that the source does not state.

    A date that says itself how, or by whom, it is told is of whoever tells it.
    """
    if isinstance(said, Occurred):
        return said.basis != "stated" and not (said.chain or said.hedge or said.stance)
    return isinstance(said, Characterisation) and said.by == "coder"


def _attribution(
    chain: tuple[Hop, ...] | None, hedge: str | None, stance: str, citation: Citation, source: SourceRecorded
) -> Attribution:
    # A chain of one is the publisher alone, however it was spelt before a correction of the source.
    if chain and len(chain) > 1:
        return Attribution(chain, "named" if chain[0].named else "unnamed", hedge, stance)
    if hedge in HEARSAY:
        return Attribution((_hop("unstated", "stated"), _hop(source.publisher, "cited_by")), "unstated", hedge, stance)
    witness = citation.basis == "witnessed" or source.kind == "statement"
    return Attribution((_hop(source.publisher, "stated"),), "named" if witness else "own", hedge, stance)


@lru_cache(maxsize=1024)  # the same few publishers all the time
def _hop(voice: str, relation: Relation) -> Hop:
    return Hop(voice=voice, relation=relation)
