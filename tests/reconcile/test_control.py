"""The rules of docs/control.md, each in a case of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.reconcile.holding import DENIED, NOBODY, account, august, fall, held, on, recapture, seen
from timeline.reconcile.changes import Account, Denial
from timeline.reconcile.control import periods

AUGUST = [
    fall("ndtv", 24),
    fall("nation", 24),
    fall("blog", 25),
    fall("sputnik", 26),
    fall("aan", 26),
    recapture("ministry", 30),
    seen("aan-later", "Taliban", 31, origin="aan"),
]


def test_rival_days_of_a_fall_are_disputed_from_the_first_to_the_last() -> None:
    found = periods([account("nato", "recapture", "NATO", 1), *AUGUST])
    assert held(found) == "1-23 NATO, 24-25 NATO|Taliban!, 26-29 Taliban, 30 government, 31 Taliban|government!"
    taken, lost = (next(one for one in found if one.disputed and one.controller == who) for who in ("Taliban", "NATO"))
    assert taken.events == ("blog", "nation", "ndtv")
    assert (lost.events, lost.inferred_from) == (("nato",), ("aan", "blog", "sputnik"))
    assert taken.from_events == lost.from_events == ("nation", "ndtv")
    assert taken.to_events == lost.to_events == ("aan", "sputnik")
    assert [one.to_events for one in found if one.to_latest == august(31)] == [(), ()]


def test_before_the_first_and_after_the_last_account_nobody_is_known_to_hold_it() -> None:
    found = periods(AUGUST)
    assert on(23, found) == on(date(2015, 9, 1), found) == NOBODY


def test_the_loser_that_an_account_names_is_the_old_holder() -> None:
    assert held(periods([fall("a", 24), fall("b", 26, loser="police")])) == "24-25 Taliban|police!, 26 Taliban"


def test_retracting_the_odd_one_out_removes_the_dispute() -> None:
    assert held(periods([fall("a", 26), fall("b", 26), fall("odd", 24)])) == "24-25 Taliban!, 26 Taliban"
    assert held(periods([fall("a", 26), fall("b", 26)])) == "26 Taliban"


def test_one_account_with_a_coarse_date_is_uncertain_and_no_dispute() -> None:
    found = periods([seen("before", "government", 2), fall("a", 10, 20)])
    assert held(found) == "2-9 government, 10-19 Taliban|government?, 20 Taliban"


def test_a_coarse_date_that_contains_a_precise_one_changes_nothing() -> None:
    precise = [fall("a", 15), seen("later", "Taliban", 18)]
    assert held(periods([*precise, fall("month", 1, 31)])) == held(periods(precise)) == "15-18 Taliban"


def test_a_coarse_date_is_narrowed_by_what_was_seen_within_it() -> None:
    found = periods([seen("g", "government", 10), fall("a", 1, 31), seen("t", "Taliban", 20), seen("u", "Taliban", 25)])
    assert held(found) == "10 government, 11-19 Taliban|government?, 20-25 Taliban"


def test_three_changes_in_a_week_follow_each_other() -> None:
    found = periods(
        [fall("a", 24, incident=None), recapture("b", 26), fall("c", 29, incident=None), seen("d", "Taliban", 31)]
    )
    assert held(found) == "24-25 Taliban, 26-28 government, 29-31 Taliban"


def test_of_changes_whose_days_overlap_the_one_that_follows_comes_later() -> None:
    found = periods([fall("a", 1, 31), recapture("b", 15, loser="Taliban"), seen("c", "government", 20)])
    assert held(found) == "1-13 Taliban?, 14 Taliban, 15-20 government"
    found = periods([fall("a", 15), account("b", "recapture", "government", 1, 31)])
    assert held(found) == "15 Taliban, 16-30 Taliban|government?, 31 government"


def test_a_coarse_change_is_put_where_the_place_was_seen_to_pass_by_it() -> None:
    around = [seen("a", "Taliban", 5), seen("b", "government", 10), fall("later", 18, loser="government")]
    for last in (19, 28):
        coarse = account("coarse", "recapture", "government", 1, last, loser="Taliban")
        assert held(periods([*around, coarse])) == "5 Taliban, 6-9 Taliban|government?, 10-17 government, 18 Taliban"


def test_a_handover_without_a_fight_passes_the_place() -> None:
    found = periods([account("a", "transfer", "Afghan army", 10, loser="British"), seen("b", "Afghan army", 20)])
    assert held(found) == "10-20 Afghan army"


def test_after_a_withdrawal_in_nobodys_favour_nobody_is_known_to_hold_it() -> None:
    left = account("a", "transfer", None, 10, loser="British")
    assert held(periods([seen("b", "British", 2), left, seen("c", "Taliban", 20)])) == "2-9 British, 20 Taliban"


def test_a_state_holds_until_the_next_account_only_if_that_fits() -> None:
    assert held(periods([recapture("a", 5), fall("b", 9, loser="government")])) == "5-8 government, 9 Taliban"
    assert held(periods([recapture("a", 5), fall("b", 9)])) == "5-8 government, 9 Taliban"
    assert held(periods([recapture("a", 5), fall("b", 9, loser="police")])) == "5 government, 9 Taliban"
    assert held(periods([recapture("a", 5), seen("b", "government", 9)])) == "5-9 government"
    assert held(periods([fall("a", 5, incident=None), fall("b", 9, incident=None)])) == "5 Taliban, 9 Taliban"


def test_a_rival_observation_is_disputed_until_the_next_change() -> None:
    accounts = [recapture("a", 5), seen("b", "Taliban", 7), seen("c", "government", 9), fall("d", 12)]
    assert held(periods(accounts)) == "5-6 government, 7-11 Taliban|government!, 12 Taliban"


def test_an_observation_of_the_same_origin_is_its_update() -> None:
    found = periods([recapture("a", 5), seen("b", "contested", 7, origin="a"), seen("c", "contested", 9)])
    assert held(found) == "5 government, 7-9 contested"


def test_a_rival_that_comes_round_ends_the_dispute() -> None:
    accounts = [recapture("a", 5), seen("b", "Taliban", 6), seen("c", "government", 8, origin="b")]
    assert held(periods(accounts)) == "5 government, 6-7 Taliban|government!, 8 government"


def test_neither_side_is_a_holder_of_its_own() -> None:
    assert held(periods([recapture("a", 5), seen("b", "neither", 6)])) == "5 government, 6 government|neither!"


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


def rows(*accounts: Account) -> dict[int, dict[str, tuple[tuple[str, ...], tuple[str, ...]]]]:
    """The events that name each holder, and those from which it is inferred, by the first day of each run of rows."""
    found: dict[int, dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for one in periods(accounts):
        found.setdefault(one.from_latest.day, {})[one.controller] = (one.events, one.inferred_from)
    return found


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


def test_what_no_account_tells_of_is_carried_on_from_the_last_that_does() -> None:
    def told(*accounts: Account) -> list[str]:
        return [
            f"{one.controller} {', '.join(f'{first.day}-{last.day}' for first, last in one.told)}"
            for one in periods(accounts)
        ]

    assert told(fall("a", 5), recapture("b", 9)) == ["Taliban 5-5", "government 9-9"]
    assert told(fall("a", 5), recapture("b", 9, loser="Taliban")) == ["Taliban 5-5", "government 9-9"]
    assert told(fall("a", 1, 5), seen("b", "Taliban", 9), seen("c", "Taliban", 10)) == ["Taliban 5-5, 9-10"]
    assert told(seen("a", "Taliban", 2, 4, throughout=True), seen("b", "Taliban", 6, 8)) == ["Taliban 2-4, 8-8"]
    assert told(fall("a", 5), fall("b", 7), seen("c", "government", 3)) == [
        "government 3-3",
        "Taliban 5-5",
        "government 3-3",
        "Taliban 5-5, 7-7",
    ]


def test_a_denied_observation_is_disputed() -> None:
    accounts = [fall("a", 24), seen("b", "Taliban", 26, denied_by=DENIED), seen("c", "Taliban", 28)]
    assert held(periods(accounts)) == "24-25 Taliban, 26-28 Taliban!"


def test_days_taken_from_a_report_are_passed_over_where_a_source_states_one() -> None:
    assert held(periods([fall("a", 24), fall("b", 27, stated=False)])) == "24 Taliban"
    assert held(periods([fall("a", 24, stated=False), fall("b", 27, stated=False)])) == "24-26 Taliban?, 27 Taliban"


def test_an_account_without_a_day_bears_a_change_out_and_makes_none() -> None:
    found = periods([fall("a", 24), fall("b", None)])
    assert [one.events for one in found] == [("a", "b")]
    assert periods([fall("b", None)]) == []


def test_accounts_that_do_not_say_who_took_it_tell_of_the_same_change() -> None:
    found = periods([fall("a", 24), account("b", "fall", None, 26, incident="takeover")])
    assert held(found) == "24-25 Taliban!, 26 Taliban"


def test_an_account_of_no_incident_joins_the_change_whose_days_it_fits() -> None:
    accounts = [fall("a", 24), fall("b", 26), fall("c", 25, incident=None)]
    assert held(periods(accounts)) == "24-25 Taliban!, 26 Taliban"


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


def test_who_was_seen_within_a_coarse_change_is_told_of_on_that_day() -> None:
    coarse = fall("a", 1, 10, incident=None)
    found = periods([account("b", "fall", "militia", 1), seen("c", "government", 3), coarse])
    assert held(found) == ("1 militia, 2 militia?, 3 government|militia!, 4-9 Taliban|government|militia!, 10 Taliban")


@pytest.mark.parametrize(("scope", "told"), [("centre", "24-28 Taliban"), ("district", "26-28 Taliban")])
def test_a_centre_that_falls_before_its_district_is_no_contradiction(scope: str, told: str) -> None:
    for incident in ("takeover", None):
        accounts = [
            fall("a", 24, scope="centre", incident=incident),
            fall("b", 26, scope="district", incident=incident),
            seen("c", "Taliban", 28),
        ]
        assert held(periods(accounts), scope) == told


def test_a_part_is_known_to_be_held_on_the_day_by_which_the_whole_was_taken() -> None:
    told = [recapture("a", 3, scope="centre", incident="back"), recapture("b", 6, scope="district", incident="back")]
    assert held(periods(told), "centre") == "3-6 government"
    assert held(periods(told), "district") == "6 government"
    fell = fall("c", 5, scope="centre")
    assert held(periods([*told, fell]), "centre") == "3-4 government, 5 Taliban"


def test_the_whole_district_has_its_centre_and_not_the_other_way() -> None:
    found = periods(
        [
            fall("a", 10, scope="district"),
            recapture("b", 12, scope="centre"),
            seen("c", "Taliban", 14, scope="district"),
        ]
    )
    assert held(found, "district") == "10-14 Taliban"
    assert held(found, "centre") == "10-11 Taliban, 12 government, 14 Taliban|government!"
    assert {one.scope for one in found} == {"district", "centre"}


def test_a_district_that_is_contested_says_nothing_of_its_centre() -> None:
    found = periods(
        [seen("a", "government", 20, scope="centre"), seen("b", "contested", 20, scope="district", of_parts=False)]
    )
    assert held(found, "centre") == "20 government"
    assert held(found, "district") == "20 contested"


def test_an_open_beginning_reaches_back_to_what_was_known_before() -> None:
    found = periods([seen("g", "government", 10), account("a", "fall", "Taliban", None, 20)])
    assert held(found) == "10 government, 11-19 Taliban|government?, 20 Taliban"
    (alone,) = periods([account("a", "fall", "Taliban", None, 20)])
    assert (alone.from_earliest, alone.from_latest) == (None, august(20))
