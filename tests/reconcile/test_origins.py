"""What rests on other claims, carries their text or their source's is no origin more, in whatever order it is told."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from timeline.reconcile.origins import NO_TIES, Resting, Ties, counted, independent, texts
from timeline.reconcile.told import OriginKind

CLAIMS = ("a", "b", "c", "d")
SOURCES = ("agency", "gazette", "herald")


def own(source: str, claim: str) -> Resting:
    """A paper's own voice in its source of the same name."""
    return Resting(source.title(), "own", source, claim)


def named(origin: str, source: str, claim: str) -> Resting:
    return Resting(origin, "named", source, claim)


def unstated(source: str, claim: str) -> Resting:
    return Resting("unstated", "unstated", source, claim)


def derived(**bases: str) -> Ties:
    """Each claim derived from those that are named in one word."""
    return Ties(derived={claim: frozenset(of) for claim, of in bases.items()})


def same(*pairs: str) -> Ties:
    """Pairs of claims of one text."""
    return Ties(same_text=frozenset((pair[0], pair[1]) for pair in pairs))


def test_two_papers_with_one_text_are_one_origin_at_most() -> None:
    papers = [own("gazette", "a"), own("herald", "b")]
    assert independent(papers) == (0, 2)
    assert independent(papers, same("ab")) == independent(papers, same("ba")) == (0, 1)


def test_one_text_through_a_paper_that_is_not_here_is_one_text_all_the_same() -> None:
    papers = [own("gazette", "a"), own("herald", "c")]
    assert independent(papers, same("ab", "bc")) == (0, 1)


def test_a_text_in_which_a_voice_is_named_is_that_voice_and_no_other() -> None:
    papers = [named("Reuters", "gazette", "a"), own("herald", "b"), own("agency", "c")]
    assert independent(papers, same("ab")) == (1, 2)
    assert independent(papers, same("ab", "bc")) == (1, 1)


def test_named_voices_of_one_text_stay_as_many_as_are_named() -> None:
    papers = [named("Governor", "gazette", "a"), named("Mission", "herald", "b")]
    assert independent(papers, same("ab")) == (2, 2)


def test_a_voice_that_only_carries_another_one_in_the_same_text_is_no_origin_beside_it() -> None:
    papers = [named("Governor", "agency", "a"), named("Agency", "gazette", "b")]
    text = replace(same("ab"), through={"a": frozenset({"agency "}), "b": frozenset({"Gazette"})})
    assert independent(papers, text) == (1, 1)
    assert independent(papers, replace(text, same_text=frozenset())) == (2, 2)
    assert independent([*papers, named("Agency", "herald", "c")], text) == (2, 2)
    assert independent([papers[1], named("Mission", "herald", "c")], text) == (2, 2)


def test_of_voices_that_are_said_to_carry_each_other_one_is_an_origin() -> None:
    papers = [named("Governor", "agency", "a"), named("Agency", "gazette", "b")]
    circle = replace(same("ab"), through={"a": frozenset({"Agency"}), "b": frozenset({"Governor"})})
    assert independent(papers, circle) == (1, 1)


def test_each_origin_that_counts_is_told_with_what_counts_as_it() -> None:
    agency, reprint, own_voice = named("Governor", "agency", "a"), named("governor", "herald", "b"), own("gazette", "c")
    made = own("daily", "d")
    found = counted([agency, reprint, own_voice, made], derived(d="c"))
    assert found[agency] == found[reprint] != found[own_voice]
    assert made not in found


def test_a_derived_claim_is_no_origin_beside_what_it_was_made_from() -> None:
    papers = [own("gazette", "a"), unstated("herald", "b")]
    assert independent(papers, derived(b="a")) == (0, 1)
    assert independent([named("UCDP", "herald", "b"), own("gazette", "a")], derived(b="a")) == (0, 1)


def test_it_is_derived_also_through_a_claim_that_is_not_here() -> None:
    papers = [own("gazette", "a"), own("herald", "c")]
    assert independent(papers, derived(c="b", b="a")) == (0, 1)


def test_what_carries_the_text_of_a_derived_claim_is_derived_with_it() -> None:
    papers = [named("Agency", "agency", "a"), own("gazette", "b"), own("herald", "c")]
    made = derived(b="a")
    assert independent(papers, made) == (1, 2)
    assert independent(papers, replace(made, same_text=same("bc").same_text)) == (1, 1)
    assert independent(papers, replace(made, republishes={"herald": "gazette"})) == (1, 1)
    more = [*papers, own("gazette", "d")]
    assert independent(more, replace(made, republishes={"herald": "gazette"})) == (1, 2)


def test_what_was_made_from_claims_that_are_not_here_is_an_origin() -> None:
    assert independent([own("herald", "b")], derived(b="a")) == (0, 1)


@pytest.mark.parametrize("circle", ["ba", "ab"])
def test_two_that_are_derived_from_each_other_are_one_origin(circle: str) -> None:
    papers = [own("gazette", circle[0]), own("herald", circle[1])]
    assert independent(papers, derived(a="b", b="a")) == (0, 1)


def test_a_republished_text_is_no_origin_beside_the_first_one() -> None:
    papers = [own("gazette", "a"), own("herald", "b")]
    assert independent(papers, Ties(republishes={"herald": "gazette"})) == (0, 1)
    assert independent(papers, Ties(republishes={"herald": "agency", "gazette": "agency"})) == (0, 1)
    assert independent(papers, Ties(republishes={"herald": "gazette", "gazette": "herald"})) == (0, 1)


def test_a_voice_that_a_republished_text_names_stays_one() -> None:
    papers = [named("Governor", "gazette", "a"), named("governor", "herald", "b"), own("herald", "c")]
    assert independent(papers, Ties(republishes={"herald": "gazette"})) == (1, 2)


def test_a_source_that_republishes_a_named_voice_is_no_origin_beside_it() -> None:
    papers = [named("Police", "police", "a"), own("mirror", "b")]
    mirror = Ties(republishes={"mirror": "police"})
    assert (independent(papers), independent(papers, mirror)) == ((1, 2), (1, 1))
    assert independent([*papers, own("herald", "c")], mirror) == (1, 2)
    assert independent([*papers, Resting("unstated", "unstated", "police", "c")], mirror) == (1, 2)


def test_the_coders_own_reading_is_no_origin_and_nothing_rests_on_it() -> None:
    reading = Resting("coder", "coder", "gazette", "a")
    assert independent([reading]) == (0, 0)
    assert independent([reading, own("herald", "b")], derived(b="a")) == (0, 1)


def test_the_claims_of_one_text_have_the_first_of_them_in_common() -> None:
    assert texts([("c", "b"), ("d", "c"), ("y", "x")]) == {"b": "b", "c": "b", "d": "b", "x": "x", "y": "x"}


def test_a_voice_is_one_by_all_names_of_the_recorded_actor_that_it_is() -> None:
    names = Ties(actor={"Taliban": "taliban", "Islamic Emirate": "taliban", "Emirate Daily": "taliban"}.get)
    papers = [named("Taliban", "gazette", "a"), named("Islamic Emirate", "herald", "b")]
    assert (independent(papers), independent(papers, names)) == ((2, 2), (1, 1))
    beside = [*papers, Resting("Emirate Daily", "own", "daily", "c")]
    assert (independent(beside), independent(beside, names)) == ((2, 3), (1, 1))


@pytest.mark.parametrize("origin", ["own", "unnamed", "unstated"])
def test_what_has_no_name_counts_once_at_most_for_its_source(origin: OriginKind) -> None:
    found = [Resting("somebody", origin, "gazette", claim) for claim in CLAIMS]
    assert independent(found) == (0, 1)


kinds: st.SearchStrategy[OriginKind] = st.sampled_from(["named", "unnamed", "unstated", "own", "coder"])
resting = st.builds(
    # A publisher's own voice is the same in all of its source.
    lambda origin, kind, source, claim: own(source, claim) if kind == "own" else Resting(origin, kind, source, claim),
    st.sampled_from(["Governor", "governor ", "Agency", "Gazette"]),
    kinds,
    st.sampled_from(SOURCES),
    st.sampled_from(CLAIMS),
)
pairs = st.tuples(st.sampled_from(CLAIMS), st.sampled_from(CLAIMS)).filter(lambda pair: pair[0] != pair[1])
ties = st.builds(
    Ties,
    st.dictionaries(st.sampled_from(CLAIMS), st.frozensets(st.sampled_from(CLAIMS), min_size=1)),
    st.frozensets(pairs, max_size=3),
    st.dictionaries(st.sampled_from(SOURCES), st.sampled_from(SOURCES)),
    st.dictionaries(st.sampled_from(CLAIMS), st.frozensets(st.sampled_from(["Governor", "Agency", "Gazette"]))),
)


@given(st.lists(resting, max_size=6), ties, st.data())
def test_neither_order_nor_repetition_matters(values: list[Resting], tied: Ties, data: st.DataObject) -> None:
    again = data.draw(st.permutations(values + values[:2]))
    turned = replace(tied, same_text=frozenset((other, one) for one, other in tied.same_text))
    assert independent(again, tied) == independent(values, tied) == independent(values, turned)


@given(st.lists(resting, max_size=6), ties)
def test_ties_never_make_more_origins_and_never_take_the_last_one(values: list[Resting], tied: Ties) -> None:
    least, most = independent(values, tied)
    free = independent(values)
    assert least <= most <= free[1]
    assert least <= free[0]
    assert (most > 0) == (free[1] > 0)


@given(st.lists(resting, max_size=6), ties)
def test_every_single_tie_alone_makes_no_more_origins(values: list[Resting], tied: Ties) -> None:
    first = texts(tied.same_text)
    # Of two that carry one text, one derived from the other, a coder may mean either.
    assume(all(first.get(one) != first.get(base, "") for one, bases in tied.derived.items() for base in bases))
    for one, other in combinations(sorted(tied.same_text), 2):
        fewer = replace(tied, same_text=tied.same_text - {one})
        assert independent(values, tied)[1] <= independent(values, fewer)[1], other


@given(st.lists(resting, max_size=6))
def test_ties_of_claims_that_are_not_here_change_nothing(values: list[Resting]) -> None:
    elsewhere = Ties({"x": frozenset("y")}, frozenset({("y", "z")}), {"radio": "wire"})
    assert independent(values, elsewhere) == independent(values, NO_TIES)
