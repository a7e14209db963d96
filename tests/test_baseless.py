"""An amendment of what is not there, or came no earlier, has no effect, and keeps nobody from anything.

Nobody who appends can have stored one; who forges a log can.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.base import Event
from events.registry import parse
from tests.forging import Forger
from tests.samples import GROUND, claim, decided
from tests.tables import draft
from timeline import Timeline
from timeline.errors import TimelineError
from timeline.log.entries import Draft, seal
from timeline.log.ids import format_id
from timeline.log.sqlite import SqliteLog
from timeline.projections.runner import Projector
from timeline.standing import Standing

#: Of the log that is forged here.
FIRST, LAST = len(GROUND) + 1, len(GROUND) + 8


def _id(position: int) -> str:
    return format_id("TST", position)


def _claim(position: int, **fields: Any) -> Event:
    return claim(citation={"locator": f"para {position}"}, **fields)


def _amendment(kind: str, target: int) -> Event:
    named: dict[str, dict[str, Any]] = {
        "claim_retracted": {"retracts": _id(target)},
        "undone": {"undoes": _id(target)},
        "visibility_changed": {"changes": _id(target), "visibility": "restricted"},
        "event_redacted": {"redacts": [_id(target)], "authority": "the editor"},
    }
    return parse({"type": kind, "reason": "forged"} | named[kind])


def _stored(events: Iterable[Event]) -> SqliteLog:
    """A log of these, each with its keys as far as they are free: as one is whose index was made anew."""
    log = SqliteLog.memory("TST")
    for event in events:
        whole = draft(event)
        free = tuple(key for key in whole.keys if not log.find([key]))
        log.append([Draft(whole.type, whole.version, whole.body, free)], recorded_by="forger")
    return log


_KINDS = ("claim_retracted", "undone", "visibility_changed", "event_redacted")
_TARGETS = st.integers(FIRST, LAST + 2)
_EVENTS = st.one_of(
    st.builds(lambda kind, target: ("amends", kind, target), st.sampled_from(_KINDS), _TARGETS),
    st.sampled_from([("claims", "", 0), ("restricts", "", 0)]),
    st.builds(lambda target, other: ("replaces", str(target), other), _TARGETS, _TARGETS),
    st.builds(lambda target: ("answers", "", target), _TARGETS),
)


def _made(position: int, what: str, of: str, target: int) -> Event:
    if what == "amends":
        return _amendment(of, target)
    if what == "replaces" and of != str(target):
        return decided("statement_superseded", old=[_id(int(of))], new=[_id(target)], change="correction")
    if what == "answers":
        return _claim(position, responds_to=_id(target))
    return _claim(position, visibility="restricted" if what == "restricts" else None)


@settings(deadline=None, max_examples=60)
@given(st.lists(_EVENTS, min_size=LAST - FIRST, max_size=LAST - FIRST))
def test_whatever_a_log_says_of_what_is_not_there_its_tables_can_be_built_and_it_goes_on(
    drawn: list[tuple[str, str, int]],
) -> None:
    events = [_made(position, *given) for position, given in enumerate(drawn, FIRST)]
    with _stored([*GROUND, *events]) as log:
        projector = Projector(log, None)
        assert projector.rebuild() == log.head()
        standing = Standing(log)
        assert all(standing.state(position) for position in range(1, log.head() + 1))
        projector.close()


@pytest.mark.parametrize("target", [7, 8, 20])
@pytest.mark.parametrize("kind", _KINDS)
def test_a_claim_is_amended_and_a_backup_restored_beside_an_amendment_of_itself_of_a_later_one_or_of_nothing(
    kind: str, target: int, tmp_path: Path
) -> None:
    at = tmp_path / "t"
    with Timeline.init(at, "TST") as timeline:
        timeline.append(GROUND)
        timeline.append([_claim(6, visibility="restricted"), _claim(7), _claim(8)])
        instant = timeline.log.get(7).recorded_at
    forged, salt = _amendment(kind, target), b"0123456789abcdef"
    forger = Forger(at / "log.db")
    sealed = Draft(forged.type, 1, forged.canonical)
    forger.put(seal(sealed, prefix="TST", position=7, recorded_at=instant, recorded_by="x", salt=salt)[1])
    forger.close()
    with Timeline.open(at) as timeline:
        timeline.rebuild()
        assert timeline.verify().ok
        if target != 8:
            timeline.retract(_id(8), reason="read again")
        with pytest.raises(TimelineError):
            timeline.undo(_id(7), reason="it is forged")
        timeline.rebuild()
