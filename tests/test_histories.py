"""What was done to an event can be taken back in the order in which it was done, and nothing else can."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.amendment import Amendment
from events.ledger.claim_retracted import ClaimRetracted
from events.ledger.coding_corrected import CodingCorrected
from events.ledger.event_redacted import EventRedacted
from events.ledger.undone import Undone
from events.ledger.visibility_changed import VisibilityChanged
from tests.samples import GROUND, claim
from timeline.histories import History, Inapplicable, amended, began, check_fit
from timeline.log.ids import format_id


def id_of(number: int) -> str:
    return format_id("TST", number)


def correct(target: str, follows: str | None = None) -> Amendment:
    return CodingCorrected(corrects=target, follows=follows, reason="wrong", replacement=claim(strikes=2))


def retract(target: str, follows: str | None = None) -> Amendment:
    return ClaimRetracted(retracts=target, follows=follows, reason="wrong")


def undo(target: str, follows: str | None = None) -> Amendment:
    return Undone(undoes=target, follows=follows, reason="wrong")


DOES = {"correct": correct, "retract": retract, "undo": undo}


def done(deeds: list[str]) -> list[History]:
    """The histories after each of those deeds that can be done, each done as it must be."""
    passed = [began(id_of(1))]
    for deed in deeds:
        history = passed[-1]
        top, head = history.standing[-1], history.head
        try:
            amendment = DOES[deed](top, head if head != top else None)
            passed.append(amended(history, id_of(len(passed) + 1), amendment))
        except Inapplicable:
            assert deed == "undo" if len(history.standing) == 1 else history.retracted
    return passed


deeds = st.lists(st.sampled_from(sorted(DOES)), max_size=12)


@given(deeds)
def test_undoing_everything_leaves_the_event_as_it_was_recorded(given_deeds: list[str]) -> None:
    history = done(given_deeds)[-1]
    number = 100
    while len(history.standing) > 1:
        number += 1
        top = history.standing[-1]
        history = amended(history, id_of(number), undo(top, history.head if history.head != top else None))
    assert (history.root, history.in_force) == (id_of(1), id_of(1))


@given(deeds, st.sampled_from(sorted(DOES)))
def test_nothing_is_done_twice_after_the_same_event(given_deeds: list[str], deed: str) -> None:
    *before, now = done(given_deeds)
    for history in before:
        top = history.standing[-1]
        with pytest.raises(Inapplicable):
            amended(now, id_of(99), DOES[deed](top, history.head if history.head != top else None))


@given(deeds)
def test_what_is_in_force_is_the_event_or_a_correction_of_it_unless_it_is_retracted(given_deeds: list[str]) -> None:
    for history in done(given_deeds):
        assert history.in_force == (None if history.retracted else history.standing[-1])
        assert len(set(history.standing)) == len(history.standing)


def test_who_amends_what_was_amended_meanwhile_is_told_what_counts_now() -> None:
    history = amended(began(id_of(1)), id_of(2), correct(id_of(1)))
    with pytest.raises(Inapplicable, match=rf"not what counts, but {id_of(2)}. .*write retracts: {id_of(2)}\."):
        amended(history, id_of(3), retract(id_of(1)))
    history = amended(history, id_of(3), undo(id_of(2)))
    with pytest.raises(Inapplicable, match=rf"write follows: {id_of(3)}\."):
        amended(history, id_of(4), retract(id_of(1)))
    history = amended(history, id_of(4), retract(id_of(1), id_of(3)))
    with pytest.raises(Inapplicable, match=f"retracted by {id_of(4)}. To bring it back: timeline undo {id_of(4)}"):
        amended(history, id_of(5), correct(id_of(1)))
    with pytest.raises(Inapplicable, match=f"{id_of(2)} is undone already"):
        amended(history, id_of(5), undo(id_of(2)))


def test_a_claim_is_replaced_by_a_claim_and_a_name_by_the_same_name() -> None:
    source, incident = GROUND[0], GROUND[2]
    check_fit(claim(), correct(id_of(1)))
    renamed = incident.model_copy(update={"title": "Another"})
    check_fit(incident, CodingCorrected(corrects=id_of(1), reason="typing error", replacement=renamed))
    for old in (source, incident):
        with pytest.raises(Inapplicable, match="Replace it by"):
            check_fit(old, correct(id_of(1)))
        with pytest.raises(Inapplicable, match="is no claim but of type"):
            check_fit(old, retract(id_of(1)))
    with pytest.raises(Inapplicable, match="cannot take the place"):
        check_fit(claim(), CodingCorrected(corrects=id_of(1), reason="x", replacement=retract(id_of(1))))


def change(target: str, follows: str | None = None) -> Amendment:
    return VisibilityChanged(changes=target, follows=follows, visibility="restricted", reason="danger")


def redact(*targets: str) -> Amendment:
    return EventRedacted(redacts=targets, reason="danger", authority="the editor")


def test_a_change_of_visibility_moves_nothing_and_is_of_what_counts_even_where_that_is_retracted() -> None:
    retracted = amended(began(id_of(1)), id_of(2), retract(id_of(1)))
    changed = amended(retracted, id_of(3), change(id_of(1), id_of(2)))
    assert (changed.standing, changed.retracted, changed.head) == (retracted.standing, True, id_of(3))
    undone = amended(changed, id_of(4), undo(id_of(2), id_of(3)))
    assert (undone.in_force, undone.line) == (id_of(1), (id_of(1), id_of(2), id_of(3), id_of(4)))
    with pytest.raises(Inapplicable, match=f"Write changes: {id_of(1)}"):
        amended(undone, id_of(5), change(id_of(2), id_of(4)))


def test_only_what_can_be_restricted_is() -> None:
    with pytest.raises(Inapplicable, match="always public"):
        check_fit(retract(id_of(1)), change(id_of(2)))


def test_a_redaction_is_of_everything_that_was_done_and_ends_it() -> None:
    history = amended(began(id_of(1)), id_of(2), correct(id_of(1)))
    for part in ((id_of(1),), (id_of(2),), (id_of(2), id_of(1)), (id_of(1), id_of(2), id_of(9))):
        with pytest.raises(Inapplicable, match=rf"Write redacts: \[{id_of(1)}, {id_of(2)}\]"):
            amended(history, id_of(3), redact(*part))
    redacted = amended(history, id_of(3), redact(id_of(1), id_of(2)))
    assert (redacted.redacted, redacted.in_force) == (True, None)
    for more in (undo(id_of(2), id_of(3)), change(id_of(2), id_of(3)), redact(id_of(1), id_of(2), id_of(3))):
        with pytest.raises(Inapplicable, match="Nothing more can be done to it"):
            amended(redacted, id_of(4), more)
