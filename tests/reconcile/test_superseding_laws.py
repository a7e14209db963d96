"""Whatever values there are, their order does not matter, and nothing is reached but over the old claims."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from timeline.reconcile.origins import NO_TIES, Ties
from timeline.reconcile.superseding import Replacement, Stated, superseded
from timeline.reconcile.told import TOTAL

values = st.builds(
    lambda claim, property_, party, number, origin, said, near: Stated(
        claim, number, claim, property_, party, None, str(number), number, origin, said, near
    ),
    st.sampled_from(["v1", "v2", "a", "b"]),
    st.sampled_from(["killed", "injured"]),
    st.sampled_from(["nato", "taliban", TOTAL]),
    st.integers(1, 2),
    st.sampled_from(["mission", "governor", None]),
    st.sampled_from([None, "2015-08-26", "2015-08-27"]),
    st.booleans(),
)
replacements = st.builds(
    Replacement,
    st.just(frozenset({"v1"})),
    st.sampled_from([frozenset(), frozenset({"v2"})]),
    st.sampled_from([(), (("killed", None),), (("killed", "nato"), ("injured", None))]),
    st.sampled_from([None, "2015-08-26"]),
)
ties = st.sampled_from(
    [NO_TIES, Ties(derived={"a": frozenset({"v1"})}), Ties(same_text=frozenset({("a", "v1"), ("a", "b")}))]
)


@given(st.lists(values, max_size=8), replacements, ties, st.data())
def test_the_order_of_the_values_does_not_matter(
    given_values: list[Stated], replacement: Replacement, tied: Ties, data: st.DataObject
) -> None:
    again = data.draw(st.permutations(given_values))
    assert superseded(replacement, again, tied) == superseded(replacement, given_values, tied)


@given(st.lists(values, max_size=8), replacements, ties)
def test_only_what_is_there_is_superseded_and_never_what_the_new_statement_says(
    given_values: list[Stated], replacement: Replacement, tied: Ties
) -> None:
    found = superseded(replacement, given_values, tied)
    assert found <= set(given_values)
    assert not any(value.claim in replacement.new for value in found)
    new = {(value.field(), value.value) for value in given_values if value.claim in replacement.new}
    assert not {(value.field(), value.value) for value in found} & new


@given(st.lists(values, max_size=8), replacements, ties)
def test_nothing_is_reached_but_over_a_value_of_the_old_claims(
    given_values: list[Stated], replacement: Replacement, tied: Ties
) -> None:
    without = [value for value in given_values if value.claim not in replacement.old]
    assert superseded(replacement, without, tied) == set()
    found = superseded(replacement, given_values, tied)
    old = {value.field() for value in found if value.claim in replacement.old}
    totals = {(name, TOTAL, role) for name, _, role in old}
    of_total = {name for name, party, _ in old if party == TOTAL}
    assert all(one.field() in old | totals or one.property in of_total for one in found)
