"""Denials: what they contradict with a claim that they answer, and without."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.reconcile.telling import account, brief, figure, found, number, party, value, whole
from timeline.reconcile.told import Account, Days, Told

CLAIM = account("a")
TOLD = [whole(CLAIM), number(CLAIM, "strikes", 3), figure(CLAIM, 40), figure(CLAIM, 2, of="herders")]


def denial(event: str = "d", *properties: str, **fields: Any) -> Account:
    return account(event, stance="denies", answers="a", answered=properties, **fields)


def test_answered_denial() -> None:
    (one,) = found(*TOLD, whole(denial()))
    assert (one.rule, one.property, one.type) == ("answered_denial", "claim", "airstrike")
    assert [(member.told.claim.event, member.side) for member in one.members] == [("a", 1), ("d", 2)]
    assert one.why == "Denied by voice of d: all of a."


def test_a_denial_contradicts_the_fields_that_it_answers_alone() -> None:
    (one,) = found(*TOLD, whole(denial("d", "strikes")))
    assert (one.property, [member.told.property for member in one.members]) == ("strikes", ["strikes", "claim"])
    own = denial("d", "killed")
    (one,) = found(*TOLD, whole(own), figure(own, 40))
    assert [(member.told.party.name, member.side) for member in one.members if member.told.party] == [
        ("farmers", 1),
        ("farmers", 2),
    ]
    assert len(found(*TOLD, whole(denial("d", "killed")))) == 2


def test_one_value_is_denied_in_an_answer() -> None:
    answering = account("d", answers="a")
    told = [whole(answering), figure(answering, 40, stance="denies"), figure(answering, 2, of="herders")]
    assert brief(*TOLD, *told) == [("answered_denial", "killed", ["a", "d"])]


def test_an_answered_claim_is_found_under_the_event_that_it_was_first() -> None:
    corrected = account("a2", root="a")
    assert brief(whole(corrected), whole(denial())) == [("answered_denial", "claim", ["a2", "d"])]


def test_several_denials_of_one_value_are_one_contradiction() -> None:
    assert brief(*TOLD, whole(denial("d", "strikes")), whole(denial("e", "strikes"))) == [
        ("answered_denial", "strikes", ["a", "d", "e"])
    ]


def test_a_statement_that_is_a_denial_contradicts_what_it_answers() -> None:
    saying = account("s", "statement", answers="a", answered=("strikes",))
    told = [whole(saying), value(saying, "kind", "denial"), value(saying, "content", "there were none")]
    assert brief(*TOLD, *told) == [("answered_denial", "strikes", ["a", "s"])]
    assert brief(*TOLD, told[0], value(saying, "kind", "appeal")) == []


def test_a_denial_can_be_denied_and_a_doubt_cannot() -> None:
    for stance, contradicted in (("denies", True), ("questions", False), ("cannot_confirm", False)):
        answered = account("a", stance=stance)
        assert bool(brief(whole(answered), whole(denial()))) == contradicted


@pytest.mark.parametrize("stance", ["questions", "cannot_confirm", "asserts", "confirms"])
def test_an_answer_that_is_no_denial_contradicts_nothing(stance: str) -> None:
    answering = replace(denial(), stance=stance)
    assert brief(*TOLD, whole(answering), figure(answering, 40)) == []


def test_an_answer_to_what_does_not_count_contradicts_nothing() -> None:
    assert brief(whole(denial()), figure(denial(), 40)) == []


def test_denied_value() -> None:
    told = [figure("b", 40, stance="denies"), figure("a", "exactly 40"), figure("c", 40), figure("d", "up to 40")]
    (one,) = found(*told)
    assert (one.rule, one.property, one.why) == ("denied_value", "killed", "Denied by voice of b: that it is 40.")
    assert [(member.told.claim.event, member.side) for member in one.members] == [("a", 1), ("c", 1), ("b", 2)]


@pytest.mark.parametrize(
    "asserted",
    [
        figure("a", 30),
        figure("a", 40, of="herders"),
        figure("a", 40, "injured"),
        figure("a", 40, stance="questions"),
        number(account("a"), "strikes", 40),
        number(account("a"), "killed", 40),
    ],
)
def test_a_denied_value_contradicts_no_other(asserted: Told) -> None:
    assert brief(figure("b", 40, stance="denies"), asserted) == []


def test_days_parties_and_names_are_denied_like_figures() -> None:
    days = Days("2015-08-24")
    told = [
        (value(account(event, "district_fall", days), "occurred", "2015-08-24", days=days, stance=stance))
        for event, stance in (("a", "asserts"), ("b", "denies"))
    ]
    assert brief(*told) == [("denied_value", "occurred", ["a", "b"])]
    takers = [party("a", "taken_by", "NATO"), replace(party("b", "taken_by", "nato"), stance="denies")]
    assert brief(*takers) == [("denied_value", "taken_by", ["a", "b"])]
    kinds = [
        value(account("a", "insider_attack"), "characterised_as", "insider attack"),
        value(account("b", "shooting"), "characterised_as", "Insider attack", stance="denies"),
    ]
    assert brief(*kinds) == [("denied_value", "characterised_as", ["a", "b"])]


def test_a_value_of_another_scope_is_not_denied() -> None:
    told = [party("a", "taken_by", "NATO", scope="centre"), party("b", "taken_by", "NATO", scope="district")]
    assert brief(told[0], replace(told[1], stance="denies")) == []


def test_a_figure_that_counts_here_is_denied_with_the_claim_that_tells_it_elsewhere() -> None:
    elsewhere = account("b", "district_fall", stance="denies", relation="counted_in")
    told = [whole(elsewhere), figure(elsewhere, 40), figure("a", 40)]
    assert brief(*told) == [("denied_value", "killed", ["a", "b"])]


def test_denied_claim() -> None:
    told = [whole(account("a")), whole(account("b", "shelling")), whole(account("d", stance="denies"))]
    (one,) = found(*told, whole(account("c", relation="about")), whole(account("e", stance="questions")))
    assert (one.rule, one.property, one.type) == ("denied_claim", "claim", "airstrike")
    assert [(member.told.claim.event, member.side) for member in one.members] == [("a", 1), ("d", 2)]
    assert one.why == "Denied by voice of d: what others assert."


def test_who_denies_a_part_of_the_place_alone_is_told_with_it() -> None:
    fall, denial = (
        account(event, "district_fall", scope=scope) for event, scope in (("a", "unstated"), ("d", "centre"))
    )
    (one,) = found(whole(fall), whole(replace(denial, stance="denies")))
    assert one.why == "Denied by voice of d, for the centre: what others assert."
    (one,) = found(whole(fall), whole(replace(denial, stance="denies", answers="a")))
    assert one.why == "Denied by voice of d, for the centre: a."


@pytest.mark.parametrize(
    ("one", "other", "denied"),
    [
        ({"occurred": "2015-08-24"}, {"occurred": "2015-08-26"}, False),
        ({"occurred": "2015-08"}, {"occurred": "2015-08-26"}, True),
        ({"occurred": "2015-08-24"}, {"occurred": Days("2015-08-26", "report_date")}, True),
        ({"occurred": "2015-08-24"}, {}, True),
        ({"scope": "centre"}, {"scope": "district"}, False),
        ({"scope": "centre"}, {"scope": "unstated"}, True),
        ({"subject": ("fire",)}, {"subject": ("flood",)}, False),
    ],
)
def test_a_denied_claim_contradicts_what_its_day_and_its_scope_do_not_exclude(
    one: dict[str, Any], other: dict[str, Any], denied: bool
) -> None:
    assert (
        bool(brief(whole(account("a", "other", **one)), whole(account("d", "other", stance="denies", **other))))
        == denied
    )


def test_of_what_says_of_no_happening_only_what_says_the_same_is_denied() -> None:
    def status(event: str, controller: str, stance: str = "asserts") -> list[Told]:
        claim = account(event, "control_status", stance=stance)
        return [
            whole(claim),
            value(claim, "status", "controlled"),
            replace(party(event, "controller", controller), claim=claim, stance=stance),
        ]

    assert brief(*status("a", "Taliban"), *status("b", "government"), *status("d", "government", "denies")) == [
        ("denied_claim", "claim", ["b", "d"])
    ]
