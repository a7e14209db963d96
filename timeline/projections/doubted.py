"""What a claim denies or doubts of what it tells is said with its voice, so that no doubt is cited as a figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from events.values.matters import matters
from timeline.reconcile.inferred import marked

Row = Mapping[str, Any]

#: The values that the claim `events` denies or doubts without denying or doubting all that it tells, as a JSON list.
DOUBTS = """(select json_group_array(json_object('property', property, 'stance', said.stance, 'origin', said.origin,
        'origin_evidence', said.origin_evidence)) from (
            select * from claim_values where event = events.id and stance in ('denies', 'questions', 'cannot_confirm')
                and +origin_kind != 'coder' and +superseded_by is null order by number
        ) as said where said.stance != events.stance)"""
#: What a voice does, and what is done to what it doubts.
_WORDS = {
    "denies": ("denying", "denied"),
    "questions": ("questioning", "questioned"),
    "cannot_confirm": ("not confirming", "not confirmed"),
}
#: What is done to what is doubted so.
DONE = {stance: done for stance, (_, done) in _WORDS.items()}


def doubting(doubts: Iterable[Row], origin: str) -> tuple[str, str]:
    """What stands behind the voice `origin` of a claim, and what at the end, where others doubt a value of it.

    `, questioning the number killed`; `, the day denied by Governor`. Nothing where nothing is doubted.
    """
    found: dict[tuple[str, str], list[Row]] = {}
    for row in doubts:
        found.setdefault((row["stance"], row["origin"]), []).append(row)
    own, others = "", ""
    for (stance, voice), rows in found.items():
        does, done = _WORDS[stance]
        of = matters(row["property"] for row in rows)
        if voice == origin:
            own += f", {does} {of}"
        else:
            others += f", {of} {done} by {marked(voice, rows[0]['origin_evidence'])}"
    return own, others
