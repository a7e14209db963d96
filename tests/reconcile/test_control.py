"""The rules of docs/control.md, each in a case of its own."""

from __future__ import annotations

from datetime import date

import pytest

from tests.reconcile.holding import NOBODY, account, august, fall, held, on, recapture, seen
from timeline.reconcile import changes
from timeline.reconcile.control import periods
from timeline.reconcile.holding import Account

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


def test_neither_side_is_a_holder_of_its_own() -> None:
    assert held(periods([recapture("a", 5), seen("b", "neither", 6)])) == "5 government, 6 government|neither!"


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


def test_changes_of_different_incidents_are_not_compared_with_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = list[str]()
    monkeypatch.setattr(changes, "_of_one_incident", lambda one, other: compared.append("incidents"))
    told = [account(f"e{day}", "fall", str(day), day, incident=f"fall {day}") for day in range(1, 32)]
    assert len(periods(told)) == 31
    assert compared == []
    periods([*told, account("again", "fall", None, 20, incident="fall 20")])
    assert compared == ["incidents"]
