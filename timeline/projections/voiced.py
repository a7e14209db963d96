"""Who says something is told in parts, so that each voice in it can lead to all that this voice says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from timeline.reconcile.inferred import mark, surest
from timeline.reconcile.told import Whose

Row = Mapping[str, Any]
#: Words, and the voice that follows them and has a page; empty where none does.
Voiced = list[tuple[str, str]]

#: The origin that is nobody's: it has no page.
NOBODY = ("unstated", "coder")
_UNSTATED = "an origin that the source leaves unstated"
_BY = {
    "quoted_by": "quoted by",
    "cited_by": "cited by",
    "translated_by": "translated by",
    "coded_by": "coded by",
}
#: What a voice does, and what several named as one do.
_DOES = {
    "quoted_by": ("quotes it", "quote it"),
    "cited_by": ("cites it", "cite it"),
    "translated_by": ("translates it", "translate it"),
    "coded_by": ("coded it", "coded it"),
}


def told_by(hops: Sequence[Row], kind: str | None) -> Voiced:
    """Who says it and through whom: `Governor Mohammad Sharif, quoted by Reuters, cited by Sputnik News`.

    A voice that the coder infers is marked as such: `Reuters (inferred), quoted by NDTV`.
    """
    if not hops:
        return []
    if kind == "coder":
        return [("The coder's own reading, not the source's", "")]
    first = str(hops[0]["voice"])
    if kind == "own":
        return [("", first), (" in its own voice", "")]
    found = [("An origin not stated", "")] if kind == "unstated" else [("", first), *_marked(hops[0])]
    found += [(" (a voice without a name)", "")] if kind == "unnamed" else []
    for hop in hops[1:]:
        found += [(f", {_BY.get(hop['relation'], 'via')} ", str(hop["voice"])), *_marked(hop)]
    return found


def _marked(hop: Row) -> Voiced:
    told = mark(hop["evidence"])
    return [(told, "")] if told else []


def plain(voiced: Voiced) -> str:
    """The same as text."""
    return "".join(text + voice for text, voice in voiced)


def first_by(figure: Row) -> Voiced:
    """Whose a single value is, in a few words."""
    return told_by([{"voice": figure["origin"], "evidence": figure["origin_evidence"]}], figure["origin_kind"])


def steps(hops: Sequence[Row], kind: str | None) -> list[dict[str, Any]]:
    """The chain voice by voice: `voice`, what it `does`, and a `note` where the coder inferred it.

    `spoken` is false where the voice is nobody's: the source does not state it, or the coder reads it so.
    """
    found: list[dict[str, Any]] = []
    for index, hop in enumerate(hops):
        voice, spoken = hop["voice"], kind != "coder"
        does = _DOES.get(hop["relation"], ("carries it", "carry it"))[" and " in voice]
        if index == 0:
            does = {"own": "says so in its own voice", "unnamed": "is the origin, a voice without a name"}.get(
                kind or "", "is the origin" if len(hops) > 1 else "says so"
            )
            if kind == "unstated":
                voice, does, spoken = "Origin not stated", "the source does not name who said it", False
        inferred = "the coder infers this step" if hop["evidence"] == "inferred" else ""
        found.append({"voice": voice, "does": does, "note": inferred, "spoken": spoken})
    return found


def resting(values: Iterable[Row]) -> Voiced:
    """The voices that claims rest on: named ones first, then those that may or may not be one more.

    Each value has origin, origin_actor, origin_kind, origin_evidence and source, as in incident_origins; the coder's
    own reading is left out. A voice is named once, as it was named first, and marked where it is inferred in each.
    """
    voices: dict[str, dict[tuple[str, str], str]] = {}
    evidence: dict[tuple[str, str], list[str | None]] = {}
    for value in values:
        voice = Whose(value["origin"], value["origin_actor"]).key
        voices.setdefault(value["origin_kind"], {}).setdefault(voice, value["origin"])
        evidence.setdefault(voice, []).append(value["origin_evidence"])
    marked = {voice: _marked({"evidence": surest(several)}) for voice, several in evidence.items()}
    certain = voices.get("named", {})
    named = [[("", name), *marked[voice]] for voice, name in certain.items()]
    own = [
        [("", name), (" in its own voice", "")] for voice, name in voices.get("own", {}).items() if voice not in certain
    ]
    unnamed = [
        [("", name), *marked[voice], (", a voice without a name", "")]
        for voice, name in voices.get("unnamed", {}).items()
    ]
    unstated = [[(_UNSTATED, "")]] if "unstated" in voices else []
    return _joined([*named, *own, *unnamed, *unstated])


#: What voices that give an incident no origin say of it, by their stance or by the type of their claim.
_ELSE = {
    "denies": "denies it",
    "questions": "questions it",
    "cannot_confirm": "cannot confirm it",
    "reported_figure": "gives a number",
    "control_status": "says who held the place",
    "statement": "makes a statement",
}


def beside(others: Iterable[Row]) -> Voiced:
    """The voices that bear on an incident without saying that it happened, each with what it does (see `Story`)."""
    told = []
    for row in others:
        does = " and ".join(_ELSE.get(one, f"makes a claim of type {one}") for one in row["says"])
        unnamed = "a voice without a name; " if row["origin_kind"] == "unnamed" else ""
        voice = (_UNSTATED, "") if row["origin_kind"] == "unstated" else ("", row["origin"])
        told.append([voice, *_marked({"evidence": row["origin_evidence"]}), (f" ({unnamed}{does})", "")])
    return _joined(told)


def _joined(several: Sequence[Voiced]) -> Voiced:
    """These joined by semicolons, the last of several by `and` as well."""
    found: Voiced = []
    for number, one in enumerate(several, 1):
        before = "" if number == 1 else "; and " if number == len(several) else "; "
        found += [(before, ""), *one] if before else one
    return found
