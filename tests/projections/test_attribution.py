from __future__ import annotations

from random import Random
from typing import Any, cast, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.claim import Claim
from events.ledger.source_recorded import SourceRecorded
from events.registry import parse
from tests.strategies import PUBLISHERS, claims
from timeline.projections.attribution import Attribution, of_claim, of_value
from timeline.reconcile.origins import ORIGIN_KINDS, Resting, independent
from timeline.reconcile.told import OriginKind

SOURCE = SourceRecorded(key="gazette-2015", kind="news", publisher="Gazette")
STATEMENT = SourceRecorded(key="gazette-2015", kind="statement", publisher="Gazette")


def claim(citation: dict[str, Any] | None = None, **fields: Any) -> Claim:
    made = parse({"type": "airstrike", "citation": {"source": "gazette-2015"} | (citation or {})} | fields)
    assert isinstance(made, Claim)
    return made


def whole(source: SourceRecorded = SOURCE, **citation: Any) -> tuple[str, str, str | None]:
    how = of_claim(claim(citation), source)
    return how.origin, how.kind, how.via


def strikes(said: Any, **citation: Any) -> Attribution:
    (value,) = claim(citation, strikes=said).values()
    return of_value(value.said, claim(citation), SOURCE)


def test_a_publisher_without_a_chain_speaks_in_its_own_voice() -> None:
    assert whole() == ("Gazette", "own", None)


@pytest.mark.parametrize("source", [SOURCE, STATEMENT])
def test_a_chain_of_the_publisher_alone_is_its_own_voice(source: SourceRecorded) -> None:
    assert whole(source, chain=["Gazette"]) == whole(source)


def test_the_first_voice_is_the_origin_and_the_later_ones_are_via() -> None:
    chain = ["Governor", "Reuters", "Gazette"]
    assert whole(chain=chain) == ("Governor", "named", "Reuters → Gazette")


def test_a_voice_without_a_name_is_unnamed() -> None:
    chain = [{"voice": "officials", "named": False}, "Gazette"]
    assert whole(chain=chain) == ("officials", "unnamed", "Gazette")


@pytest.mark.parametrize("hedge", ["reportedly", "allegedly"])
def test_hearsay_without_a_voice_has_an_unstated_origin(hedge: str) -> None:
    assert whole(hedge=hedge) == ("unstated", "unstated", "Gazette")
    assert whole(hedge=hedge, chain=["Governor", "Gazette"]) == ("Governor", "named", "Gazette")


def test_another_hedge_leaves_the_publisher_its_voice() -> None:
    assert whole(hedge="possibly") == ("Gazette", "own", None)


def test_a_witness_and_the_issuer_of_a_statement_are_named_voices() -> None:
    assert whole(basis="witnessed") == ("Gazette", "named", None)
    assert whole(STATEMENT) == ("Gazette", "named", None)


def test_a_value_takes_from_its_claim_what_it_leaves_out() -> None:
    citation = {"hedge": "reportedly", "stance": "confirms", "chain": ["Governor", "Gazette"]}
    how = strikes(3, **citation)
    assert (how.hedge, how.stance, how.origin) == ("reportedly", "confirms", "Governor")


def test_a_value_says_otherwise_for_itself_alone() -> None:
    how = strikes({"value": 3, "hedge": "allegedly", "stance": "denies", "chain": ["Ministry", "Gazette"]})
    assert (how.hedge, how.stance, how.origin) == ("allegedly", "denies", "Ministry")
    assert whole() == ("Gazette", "own", None)


def test_a_hedge_on_one_value_makes_its_origin_alone_unstated() -> None:
    assert strikes({"value": 3, "hedge": "reportedly"}).kind == "unstated"
    assert strikes(3).kind == "own"


def test_the_coders_reading_is_nobodys() -> None:
    (value,) = claim(characterised_as={"value": "insider attack", "by": "coder"}).values()
    how = of_value(value.said, claim({"hedge": "reportedly", "chain": ["Governor", "Gazette"]}), SOURCE)
    assert (how.origin, how.kind, how.hedge, how.stance, how.via) == ("coder", "coder", None, None, None)


@pytest.mark.parametrize("basis", ["report_date", "imputed"])
def test_a_date_that_the_source_does_not_state_is_the_coders(basis: str) -> None:
    def dated(**said: Any) -> Attribution:
        told = claim({"chain": ["Governor", "Gazette"]}, occurred={"value": "2015-08-26"} | said)
        (value,) = told.values()
        return of_value(value.said, told, SOURCE)

    supplied = dated(basis=basis)
    assert (supplied.origin, supplied.kind, supplied.stance) == ("coder", "coder", None)
    stated = dated()
    assert (stated.origin, stated.kind, stated.stance) == ("Governor", "named", "asserts")
    assert dated(basis=basis, stance="denies").origin == "Governor"


@given(claims)
def test_every_value_has_an_origin_of_a_described_kind(claim: Claim) -> None:
    key = claim.citation.source
    source = SourceRecorded(key=key, kind="news", publisher=PUBLISHERS[key])
    for how in (of_claim(claim, source), *(of_value(value.said, claim, source) for value in claim.values())):
        assert how.kind in get_args(OriginKind)
        assert how.kind in ORIGIN_KINDS
        assert how.origin
        assert (how.stance is None) == (how.kind == "coder")


def resting(*origins: tuple[str, str, str]) -> tuple[int, int]:
    return independent(Resting(origin, cast("OriginKind", kind), source) for origin, kind, source in origins)


@pytest.mark.parametrize(
    ("origins", "count"),
    [
        ([], (0, 0)),
        ([("Governor", "named", "a")], (1, 1)),
        ([("Governor", "named", "a"), ("governor ", "named", "b")], (1, 1)),
        ([("Governor", "named", "a"), ("Ministry", "named", "a")], (2, 2)),
        ([("Gazette", "own", "a")], (0, 1)),
        ([("Gazette", "own", "a"), ("Gazette", "own", "b")], (0, 1)),
        ([("Gazette", "own", "a"), ("Agency", "own", "b")], (0, 2)),
        ([("unstated", "unstated", "a")], (0, 1)),
        ([("unstated", "unstated", "a"), ("unstated", "unstated", "b")], (0, 2)),
        ([("unstated", "unstated", "a"), ("officials", "unnamed", "a"), ("Gazette", "own", "a")], (0, 1)),
        ([("Governor", "named", "a"), ("Gazette", "own", "a")], (1, 2)),
        ([("Gazette", "named", "a"), ("Gazette", "own", "b")], (1, 1)),
        ([("coder", "coder", "a")], (0, 0)),
        ([("coder", "coder", "a"), ("Governor", "named", "a")], (1, 1)),
    ],
)
def test_origins_are_counted_from_the_certain_to_the_possible(
    origins: list[tuple[str, str, str]], count: tuple[int, int]
) -> None:
    assert resting(*origins) == count


rests = st.lists(
    st.builds(
        Resting,
        st.sampled_from(["Governor", "Gazette", "gazette", "Agency"]),
        st.sampled_from(get_args(OriginKind)),
        st.sampled_from(["a", "b", "c"]),
    ),
    max_size=8,
)


@given(rests)
def test_there_are_never_more_certain_origins_than_possible_ones(values: list[Resting]) -> None:
    least, most = independent(values)
    assert 0 <= least <= most <= len(values)


@given(rests, st.randoms(use_true_random=False))
def test_the_order_of_values_does_not_matter(values: list[Resting], random: Random) -> None:
    shuffled = list(values)
    random.shuffle(shuffled)
    assert independent(shuffled) == independent(values)


@given(rests)
def test_saying_it_again_adds_no_origin(values: list[Resting]) -> None:
    assert independent(values * 2) == independent(values)


@given(rests, rests)
def test_another_value_takes_no_certain_origin_away(values: list[Resting], more: list[Resting]) -> None:
    assert independent([*values, *more])[0] >= independent(values)[0]


@given(rests)
def test_the_coders_reading_is_never_counted(values: list[Resting]) -> None:
    assert independent([*values, Resting("coder", "coder", "a")]) == independent(values)
