from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from events.values.quantity import Quantity
from tests.written import quantities
from timeline.projections.figures import Figure, Span, span


def figure(event: str, quantity: Quantity | str) -> Figure:
    parsed = Quantity.parse(quantity)
    return Figure(event, parsed.low, parsed.high, parsed.bound, str(parsed))


def of(*written: str) -> Span:
    return span(figure(chr(ord("a") + number), words) for number, words in enumerate(written))


figures = st.lists(st.builds(figure, st.sampled_from("abcde"), quantities), max_size=6)


def ends(given_span: Span) -> tuple[int | None, int | None, set[str], set[str]]:
    return given_span.lowest, given_span.highest, set(given_span.low_events), set(given_span.high_events)


def test_figures_span_from_the_lowest_to_the_highest() -> None:
    assert of("40", "30-35", "50") == Span(30, 50, ("b",), ("c",), None)


def test_up_to_40_with_40_is_open_to_40() -> None:
    assert of("up to 40", "40") == Span(None, 40, ("a",), ("a", "b"), None)


def test_at_least_leaves_the_upper_end_open_and_more_than_begins_above() -> None:
    assert of("at least 110", "more than 400") == Span(110, None, ("a",), ("a", "b"), "110–401 or more")


def test_an_open_end_hides_no_number_that_others_give_beyond_it() -> None:
    assert of("at least 110", "120", "220-300", "200") == Span(110, None, ("a",), ("a", "c"), "110–300 or more")
    assert of("up to 40", "30", "35") == Span(None, 40, ("a", "b"), ("a",), "30–40 or fewer")
    assert of("at least 110", "at least 110").said == "at least 110"
    assert of("at least 110", "110") == Span(110, None, ("a", "b"), ("a",), None)


def test_where_both_ends_are_open_each_has_those_that_leave_it_open() -> None:
    assert of("at least 110", "up to 40") == Span(None, None, ("b",), ("a",), "at least 110 or up to 40")


def test_unknown_takes_no_part() -> None:
    assert of("unknown", "2") == Span(2, 2, ("b",), ("b",), None)
    assert of("unknown") == of() == Span(None, None, (), (), None)


def test_a_vague_figure_opens_both_ends() -> None:
    assert of("dozens", "2") == Span(None, None, ("a",), ("a",), "dozens or 2")


def test_what_open_ends_leave_unsaid_is_said_in_words() -> None:
    assert of("about 12").said == "about 12"
    assert of("up to 40", "up to 40").said == "up to 40"
    assert of("about 12", "dozens", "about 12").said == "about 12 or dozens"
    assert span([Figure("a", 2, None, "at_least", None)]).said is None


def test_none_is_a_figure() -> None:
    assert of("none", "2") == Span(0, 2, ("a",), ("b",), None)


def test_an_event_stands_once_at_an_end() -> None:
    assert span([figure("a", "2"), figure("a", "2")]) == Span(2, 2, ("a",), ("a",), None)


@given(figures, st.randoms(use_true_random=False))
def test_the_order_of_figures_does_not_matter(given_figures: list[Figure], random: Random) -> None:
    shuffled = list(given_figures)
    random.shuffle(shuffled)
    assert ends(span(shuffled)) == ends(span(given_figures))


@given(figures.filter(bool), st.data())
def test_an_agreeing_figure_changes_no_end(given_figures: list[Figure], data: st.DataObject) -> None:
    before = span(given_figures)
    agreeing = data.draw(st.sampled_from(given_figures))._replace(event="z")
    after = span([*given_figures, agreeing])
    assert (after.lowest, after.highest) == (before.lowest, before.highest)
    assert set(before.low_events) <= set(after.low_events)
    assert set(before.high_events) <= set(after.high_events)


@given(figures)
def test_an_unknown_figure_changes_nothing(given_figures: list[Figure]) -> None:
    assert span([*given_figures, figure("z", "unknown")]) == span(given_figures)


@given(figures)
def test_no_figure_lies_outside_the_span(given_figures: list[Figure]) -> None:
    whole = span(given_figures)
    for each in given_figures:
        if each.low is not None and whole.lowest is not None:
            assert whole.lowest <= each.low
        if each.high is not None and whole.highest is not None:
            assert each.high <= whole.highest


@given(figures)
def test_an_end_that_anybody_left_open_is_open(given_figures: list[Figure]) -> None:
    known = [each for each in given_figures if each.bound != "unknown"]
    whole = span(given_figures)
    assert (whole.lowest is None) == (not known or any(each.low is None for each in known))
    assert (whole.highest is None) == (not known or any(each.high is None for each in known))
