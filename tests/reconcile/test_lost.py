"""What gets lost on the way from one claim to another that is derived from it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reconcile.telling import account, dated, figure, number, party, value, whole
from tests.written import hedges, quantities
from timeline.reconcile.lost import Lost, lost
from timeline.reconcile.told import Told


def told(before: Told, after: Told) -> list[tuple[str, str, str]]:
    return [(one.lost, one.before, one.after) for one in lost([after], [before])]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("up to 40", "40"),
        ("at least 110", "110"),
        ("more than 400", "exactly 400"),
        ("about 12000", "12000"),
        ("up to 40", "at least 40"),
        ("dozens", "24"),
        ("less than 7", "7"),
    ],
)
def test_an_open_end_that_is_closed_is_a_lost_bound(before: str, after: str) -> None:
    assert told(figure("a", before), figure("b", after)) == [("bound", before, after)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("up to 40", "up to 40"),
        ("40", "up to 40"),
        ("40", "40"),
        ("up to 40", "37"),
        ("30-40", "40"),
        ("unknown", "3"),
        ("up to 40", "about 40"),
        ("up to 40", "dozens"),
    ],
)
def test_what_keeps_its_open_ends_or_is_another_figure_has_lost_nothing(before: str, after: str) -> None:
    assert told(figure("a", before), figure("b", after)) == []


def test_a_hedge_that_is_gone_is_lost_and_another_one_is_none() -> None:
    assert told(figure("a", 40, hedge="reportedly"), figure("b", 40)) == [("hedge", "reportedly 40", "40")]
    assert told(figure("a", 40, hedge="reportedly"), figure("b", 40, hedge="claimed")) == []
    assert told(figure("a", "up to 40", hedge="reportedly"), figure("b", 40)) == [
        ("bound", "reportedly up to 40", "40"),
        ("hedge", "reportedly up to 40", "40"),
    ]


def test_days_and_parties_lose_their_hedges_too() -> None:
    assert told(dated("a", "2015-08-24", hedge="apparently"), dated("b", "2015-08-24")) == [
        ("hedge", "apparently 2015-08-24", "2015-08-24")
    ]
    assert told(dated("a", "2015-08-24", hedge="apparently"), dated("b", "2015-08-26")) == []
    hedged = value(account("a"), "operator", "US", party=party("a", "operator", "US").party, hedge="allegedly")
    assert told(hedged, party("b", "operator", "us")) == [("hedge", "allegedly US", "us")]


@pytest.mark.parametrize(
    "other", [{"of": "herders"}, {"outcome": "injured"}, {"role": "perpetrator"}, {"stance": "questions"}]
)
def test_only_values_of_the_same_field_party_and_role_are_compared(other: dict[str, Any]) -> None:
    assert told(figure("a", "up to 40"), figure("b", 40, **other)) == []
    assert told(figure("a", "up to 40"), number(account("b"), "killed", 40)) == []
    assert told(whole(account("a"), hedge="claimed"), whole(account("b"))) == []


def test_a_total_is_that_of_the_only_party_whose_figure_there_was() -> None:
    base = figure("a", "up to 40", of="Taliban")
    total = figure("b", 40, of="all")
    assert lost([total], [base]) == [Lost("killed", "Taliban", "all", "up to 40", "40", "bound")]
    assert lost([total], [base, figure("a", "up to 40", of="US")]) == []


def test_the_only_party_counted_is_that_of_a_total_before() -> None:
    party, total = figure("b", 40, of="Taliban"), figure("a", "up to 40", of="all")
    assert lost([party], [total]) == [Lost("killed", "all", "Taliban", "up to 40", "40", "bound")]
    assert lost([party, figure("b", 3, of="US")], [total]) == []


@given(quantities, st.none() | hedges)
def test_what_is_copied_as_it_is_has_lost_nothing(quantity: Any, hedge: str | None) -> None:
    assert told(figure("a", str(quantity), hedge=hedge), figure("b", str(quantity), hedge=hedge)) == []


@given(quantities, quantities)
def test_a_figure_without_an_open_end_has_no_bound_to_lose(before: Any, after: Any) -> None:
    kinds = [kind for kind, *_ in told(figure("a", str(before)), figure("b", str(after)))]
    assert "bound" not in kinds or None in (before.low, before.high)
    assert "hedge" not in kinds
