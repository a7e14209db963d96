"""Accounts of who held a place that others deny or contradict: the rules of docs/control.md, case by case."""

from __future__ import annotations

from dataclasses import replace

from tests.reconcile.holding import DENIED, account, august, fall, held, recapture, rows, seen
from timeline.reconcile.control import periods
from timeline.reconcile.holding import Denial


def test_a_rival_observation_is_disputed_until_the_next_change() -> None:
    accounts = [recapture("a", 5), seen("b", "Taliban", 7), seen("c", "government", 9), fall("d", 12)]
    assert held(periods(accounts)) == "5-6 government, 7-11 Taliban|government!, 12 Taliban"


def test_an_observation_of_the_same_origin_is_its_update() -> None:
    found = periods([recapture("a", 5), seen("b", "contested", 7, origin="a"), seen("c", "contested", 9)])
    assert held(found) == "5 government, 7-9 contested"


def test_a_rival_that_comes_round_ends_the_dispute() -> None:
    accounts = [recapture("a", 5), seen("b", "Taliban", 6), seen("c", "government", 8, origin="b")]
    assert held(periods(accounts)) == "5 government, 6-7 Taliban|government!, 8 government"


def test_a_denied_change_is_disputed_until_the_next_one() -> None:
    accounts = [seen("z", "government", 20), fall("a", 24, denied_by=DENIED), recapture("b", 30)]
    found = periods(accounts)
    assert held(found) == "20-23 government, 24-29 Taliban|government!, 30 government"
    assert {one.controller: (one.events, one.inferred_from, one.denied_by) for one in found if one.disputed} == {
        "Taliban": (("a",), (), ("denial",)),
        "government": ((), ("denial",), ()),
    }
    assert held(periods([fall("a", 24, denied_by=DENIED)])) == "24 Taliban!"


def test_who_had_it_before_is_heard_on_the_rival_days_of_its_loss_but_for_who_tells_of_that() -> None:
    before = [seen("z", "government", 20, origin="agency"), seen("y", "government", 21, origin="paper")]
    told = [fall("a", 24, origin="agency"), fall("b", 26)]
    assert rows(*before, *told)[24] == {"Taliban": (("a",), ()), "government": (("y",), ("b",))}


def test_a_denial_of_a_part_denies_the_account_of_the_whole_wherever_that_is_told() -> None:
    for scope in ("district", "unstated"):
        taken = fall("a", 24, scope=scope, denied_by=(Denial("d", "centre"),))
        found = periods([taken, seen("b", "Taliban", 26, scope="town"), seen("c", "Taliban", 26, scope="district")])
        for told in ("district", "centre", "town"):
            assert held(found, told) == "24-26 Taliban!"
            assert {one.denied_by for one in found} == {("d",)}


def test_a_denial_of_the_whole_denies_no_part_nor_one_of_a_part_another_part() -> None:
    for denied, other in (("district", "centre"), ("town", "centre"), ("centre", "town")):
        found = periods([fall("a", 24, scope=other, denied_by=(Denial("d", denied),)), seen("b", "Taliban", 26)])
        assert held(found, other) == "24-26 Taliban"
    taken = fall("a", 24, denied_by=(Denial("d", "district"),))
    found = periods([taken, seen("b", "Taliban", 26, scope="centre"), seen("c", "Taliban", 26)])
    assert (held(found, "district"), held(found, "centre")) == ("24-26 Taliban!", "24-26 Taliban")


def test_who_says_otherwise_later_is_not_heard_of_the_days_since_nor_for_those_before() -> None:
    analyst = [seen("held", "government", 30, origin="analyst"), seen("back", "Taliban", 31, origin="analyst")]
    denied = recapture("ministry", 30, denied_by=DENIED)
    assert rows(fall("a", 24), denied, *analyst) == {
        24: {"Taliban": (("a",), ())},
        30: {"government": (("held", "ministry"), ()), "Taliban": ((), ("denial",))},
        31: {"government": (("ministry",), ()), "Taliban": (("back",), ("denial",))},
    }
    borders = {(one.from_events, one.to_events) for one in periods([fall("a", 24), denied, *analyst]) if one.disputed}
    assert borders == {(("held", "ministry"), ("back",)), (("back",), ())}


def test_a_denier_who_sees_neither_side_there_bears_out_nobody_since() -> None:
    denied = recapture("ministry", 27, denied_by=(Denial("denial", "unstated", ("general",)),))
    assert rows(fall("a", 24), denied, seen("none", "neither", 29, origin="general")) == {
        24: {"Taliban": (("a",), ())},
        27: {"government": (("ministry",), ()), "Taliban": ((), ("denial",))},
        29: {"government": (("ministry",), ()), "Taliban": ((), ()), "neither": (("none",), ())},
    }


def test_a_voice_that_returns_to_what_it_said_is_heard_again() -> None:
    told = [fall("a", 10), *(seen(f"x{day}", who, day, origin="x") for day, who in X.items())]
    assert {day: holders["Taliban"][0] for day, holders in rows(*told, seen("y", "government", 16)).items()} == {
        10: ("a", "x12"),
        14: ("a",),
        18: ("a", "x12", "x18"),
    }


X = {12: "Taliban", 14: "government", 18: "Taliban"}


def test_a_denial_neither_begins_nor_ends_a_row_and_is_told_where_the_account_names_no_holder() -> None:
    told = [
        fall("a", 24),
        account("b", "fall", None, 24, incident="takeover", denied_by=DENIED),
        seen("c", "Taliban", 26, denied_by=DENIED),
    ]
    found = periods(told)
    assert found
    assert {one.denied_by for one in found} == {("denial",)}
    assert all("denial" not in (*one.from_events, *one.to_events) for one in found)


def test_a_denied_observation_is_disputed() -> None:
    accounts = [fall("a", 24), seen("b", "Taliban", 26, denied_by=DENIED), seen("c", "Taliban", 28)]
    assert held(periods(accounts)) == "24-25 Taliban, 26-28 Taliban!"


def test_two_takers_of_one_fall_are_rivals() -> None:
    other = account("b", "fall", "Islamic State", 24, incident="takeover")
    assert held(periods([fall("a", 24), other])) == "24 Islamic State|Taliban!"


def test_changes_of_no_incident_on_one_day_are_rivals_where_nothing_tells_which_came_first() -> None:
    one, other = fall("a", 20, incident=None), account("b", "fall", "militia", 20)
    for accounts in ([one, other], [replace(one, event="c"), other]):
        assert held(periods([*accounts, seen("d", "neither", 22)])) == (
            "20-21 Taliban|militia!, 22 Taliban|militia|neither!"
        )
    before = account("e", "transfer", "police", 10)
    taken = replace(other, loser="police")
    assert held(periods([before, one, taken, seen("d", "Taliban", 22)])) == (
        "10-19 police, 20 Taliban|militia, 21-22 Taliban"
    )


def test_a_voice_among_several_that_saw_the_same_is_no_update_but_a_rival() -> None:
    both = [seen("a", "Taliban", 5, origin="x"), seen("b", "Taliban", 5, origin="y")]
    for origin in ("x", "y"):
        later = seen("c", "government", 7, origin=origin)
        assert held(periods([*both, later])) == "5 Taliban, 7 Taliban|government!"
    assert held(periods([both[0], seen("c", "government", 7, origin="x")])) == "5 Taliban, 7 government"


def test_who_only_bears_out_a_change_is_a_rival_where_it_differs_later() -> None:
    accounts = [recapture("ministry", 30), seen("a", "government", 30, origin="x")]
    assert held(periods([*accounts, seen("b", "Taliban", 31, origin="x")])) == "30 government, 31 Taliban|government!"


def test_voices_that_differ_on_one_day_are_rivals_whoever_told_of_the_change() -> None:
    falls = [fall("a", 24, origin="x"), fall("b", 24, origin="y")]
    differing = [seen("c", "Taliban", 26, origin="x"), seen("d", "government", 26, origin="y")]
    assert held(periods([*falls, *differing])) == "24-25 Taliban, 26 Taliban|government!"


def test_who_differ_on_one_day_differ_also_where_another_account_dates_the_change_about_then() -> None:
    rivals = [seen("wire", "IS", 14), seen("army", "Taliban", 14)]
    told = [fall("a", 10, loser="police"), *rivals]
    assert held(periods(told)) == "10-13 Taliban, 14 IS|Taliban!"
    found = periods([*told, fall("report", 14, 30)])
    assert held(found) == "10-13 Taliban|police!, 14-30 IS|Taliban!"
    assert {one.from_events for one in found if one.from_latest == august(14)} == {("army", "wire")}
    assert (
        held(periods([*told, fall("report", 20)]))
        == "10-13 Taliban|police!, 14 IS|Taliban|police!, 15-19 Taliban|police!, 20 Taliban"
    )


def test_who_held_it_throughout_is_a_rival_of_a_change_within_these_days() -> None:
    throughout = seen("a", "government", 20, 25, throughout=True)
    for change in (fall("b", 23), account("b", "recapture", "Taliban", 23)):
        assert held(periods([throughout, change])) == "20-22 government, 23-25 Taliban|government!"
