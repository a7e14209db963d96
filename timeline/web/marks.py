"""What a reader must not overlook is told by a word and a shape beside it, never by colour alone."""

from __future__ import annotations

from typing import Any, get_args

from markupsafe import Markup

from events.values.said import Hedge
from timeline.projections.doubted import DONE
from timeline.web.words import STANCES

#: A value that a reader must not overlook, in words: by column and value, its class in the style, its shape, its word.
#: The shape stands beside the word, so that nothing is told by colour alone.
Mark = tuple[str, str, str]
_STATUS: dict[Any, Mark] = {
    "current": ("plain", "●", "current"),
    "superseded": ("gone", "↷", "superseded"),
    "corrected": ("gone", "✎", "corrected"),
    "retracted": ("gone", "✕", "retracted"),
    "undone": ("gone", "↶", "undone"),
    "redacted": ("gone", "■", "redacted"),
    "restricted": ("gone", "▲", "restricted"),
    "published": ("current", "○", "published"),
    "contested": ("against", "⇄", "contested"),
    "unconfirmed": ("hedge", "?", "unconfirmed"),
}
MARKS: dict[str, dict[Any, Mark]] = {
    "status": _STATUS,
    "event_status": _STATUS,
    "action": _STATUS,
    "stance": {
        "denies": ("against", "✗", STANCES["denies"]),
        "questions": ("hedge", "?", STANCES["questions"]),
        "cannot_confirm": ("hedge", "?", STANCES["cannot_confirm"]),
        "confirms": ("current", "✓", STANCES["confirms"]),
    },
    "hedge": {hedge: ("hedge", "≈", hedge.replace("_", " ")) for hedge in get_args(Hedge)},
    "origin_kind": {
        "unnamed": ("hedge", "◌", "unnamed"),
        "unstated": ("hedge", "?", "unstated"),
        "coder": ("coder", "✎", "coder"),
    },
    "disputed": {1: ("against", "⇄", "in dispute"), 0: ("", "", "no")},
    "judgement": {"contradiction": ("against", "≠", "contradiction"), "hint": ("hedge", "?", "hint")},
    "rival_days": {1: ("", "", "yes"), 0: ("", "", "no")},
    "counted": {1: ("", "", "yes"), 0: ("", "", "no")},
    "in_force": {1: ("", "", "yes"), 0: ("", "", "no")},
}
#: The stances that take a value or a claim back, or hold back from it.
DOUBTS = ("denies", "questions", "cannot_confirm")

#: How others doubt a claim: the mark of what they do, by what is done to it.
MARKS["doubted"] = {DONE[stance]: (*MARKS["stance"][stance][:2], DONE[stance]) for stance in DOUBTS}
#: What a page says of a claim or an incident besides, and no table has as a value.
MARKS["page"] = {
    "in_part": ("against", "↷", "replaced in part"),
    "day": ("against", "⇄", "day disputed"),
}


def of(column: str, value: Any, more: str = "") -> Markup:
    """The mark of a value in a column, by the same word and shape everywhere; one that has none as a plain word.

    `more` are words behind it that belong to it: `questions the number killed`.
    """
    style, shape, word = MARKS[column].get(value, ("", "", value))
    told = f"{word} {more}".strip()
    return mark((style, shape, told)) if shape else Markup('<span class="mark">{}</span>').format(told)


def mark(given: Mark) -> Markup:
    """A word with its shape, which is not read out."""
    style, shape, word = given
    if not style:
        return Markup("{}").format(word)
    return Markup('<span class="mark {}"><span aria-hidden="true">{}</span> {}</span>').format(style, shape, word)
