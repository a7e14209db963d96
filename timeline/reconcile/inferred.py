"""A step of a chain that the coder infers is marked wherever the voice is named: only what the source states is not."""

from __future__ import annotations

from collections.abc import Iterable

#: What stands behind the name of a voice of which the coder believes, and the source does not say, that it came so.
MARK = " (inferred)"
STATED, INFERRED = "stated", "inferred"


def marked(voice: str, evidence: str | None) -> str:
    """The name of a voice, marked where its `evidence` is inferred: `Reuters (inferred)`."""
    return f"{voice}{mark(evidence)}"


def mark(evidence: str | None) -> str:
    """The mark alone; empty for what the source states."""
    return MARK if evidence == INFERRED else ""


def surest(evidence: Iterable[str | None]) -> str | None:
    """The evidence of several claims together: it is inferred alone where it is so in each."""
    found = set(evidence)
    return next((one for one in (STATED, INFERRED) if one in found), None)


def sql(voice: str, evidence: str) -> str:
    """SQL for the same, of two columns: `sql("origin", "origin_evidence")`."""
    return f"({voice} || iif({evidence} = '{INFERRED}', '{MARK}', ''))"
