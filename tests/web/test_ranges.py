"""Casualties are drawn claim by claim as the ranges that the words allow, open ends as open, and never as a sum."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.rival_claims import LATE, UP_TO, build
from tests.web.conftest import Get
from tests.web.test_tolls import figure as told
from tests.web.test_tolls import span as reach
from timeline.web.charts.ranges import EACH, HEAD, LINE, MOST, Line, Scale, ranges
from timeline.web.serve import application
from timeline.web.tolls import groups

Row = dict[str, Any]


def figure(value: str = "40", low: int | None = 40, high: int | None = 40, **more: Any) -> Row:
    plain = {"value": value, "low": low, "high": high, "hedge": None, "event": "TST-0000-0006-87"}
    return told(**plain) | more


def span(**ends: Any) -> Row:
    return reach() | {"lowest": 40, "highest": 40, "low_events": "[1]", "high_events": "[2]", "said": None} | ends


def lines(*figures: Row, **ends: Any) -> list[Line]:
    found = ranges(groups([span(**ends)], list(figures)))
    assert found is not None
    return found.lines


def test_a_figure_is_a_range_a_number_or_goes_on_where_its_end_is_open() -> None:
    heading, up_to, one, between, least = lines(
        figure("up to 40", None, 40),
        figure(),
        figure("40-60", 40, 60, bound="range"),
        figure("at least 50", 50, None),
        lowest=None,
        highest=None,
    )
    assert heading.said == "An open number of Taliban combatants killed"
    assert (heading.path, heading.open_low, heading.open_high) == ("", True, True)
    assert (up_to.start, up_to.open_low, up_to.open_high) == (0, True, False)
    assert (one.point, one.start) == (True, one.end)
    assert (between.point, between.open_low, between.start) == (False, False, one.start)
    assert (least.end, least.open_high, least.open_low) == (100, True, False)
    assert up_to.said == "up to 40, Reuters"
    assert up_to.path == "/event/TST-0000-0006-87"


def test_about_a_number_is_open_to_both_sides_of_it_and_a_vague_word_everywhere() -> None:
    _, dozens, about, exact = lines(
        figure("dozens", None, None, bound="vague"),
        figure("about 100", None, None, bound="about"),
        figure("200", 200, 200),
    )
    assert (about.open_low, about.open_high, about.point) == (True, True, True)
    assert about.start < about.middle < about.end < exact.start
    assert (dozens.start, dozens.end, dozens.point) == (0, 100, False)


def test_rivals_stand_side_by_side_and_what_takes_no_part_says_why() -> None:
    _, one, other, gone = lines(
        figure(),
        figure("60", 60, 60, origin="BBC", hedge="reportedly"),
        figure("1000", 1000, 1000, stance="denies"),
    )
    assert [one.said, other.said] == ["40, Reuters", "60 (reportedly), BBC"]
    assert (gone.apart, gone.said) == (True, "1000, Reuters (denies)")
    assert "100" not in one.said + other.said


def test_unknown_is_named_and_not_drawn_and_never_zero() -> None:
    _, unknown, _ = sorted(
        lines(figure(), figure("unknown", None, None, bound="unknown")), key=lambda line: (line.path != "", line.drawn)
    )
    assert (unknown.said, unknown.drawn) == ("unknown, Reuters", False)


def test_the_line_of_a_group_has_no_ink_where_no_figure_that_counts_lies() -> None:
    def pieces(*figures: Row) -> list[tuple[float, float, bool, bool, bool]]:
        heading, *_ = lines(*figures)
        return [(one.start, one.end, one.open_low, one.open_high, one.point) for one in heading.pieces]

    _, forty, fifty_five, _ = found = lines(figure(), figure("55", 55, 55), figure("100", 100, 100, stance="denies"))
    assert [(one.start, one.point) for one in found[0].pieces] == [(forty.start, True), (fifty_five.start, True)]
    up_to, least = figure("up to 40", None, 40), figure("at least 55", 55, None)
    (_, forty_end, low, _, _), (begins, end, _, high, _) = pieces(up_to, figure(), least)
    assert (low, high, end) == (True, True, 100)
    assert forty_end < begins
    (whole,) = pieces(figure("38-41", 38, 41), figure("42-50", 42, 50), figure("39", 39, 39))
    assert whole[2:] == (False, False, False)
    assert [one[2:4] for one in pieces(figure("0-5", 0, 5), up_to)] == [(True, False)]
    assert [one[2:4] for one in pieces(figure("about 40", None, None, bound="about"), figure())] == [
        (False, False),
        (True, True),
    ]


def test_what_is_drawn_is_in_the_key_and_nothing_else_and_so_is_what_is_unknown() -> None:
    def marks(*figures: Row) -> set[str]:
        found = ranges(groups([span()], list(figures)))
        assert found
        return found.marks

    assert marks(figure(), figure()) == {"number"}
    assert marks(figure(), figure("unknown", None, None, bound="unknown")) == {"number", "unknown"}
    assert marks(figure("40-60", 40, 60, bound="range"), figure("70", 70, None)) == {"range", "open"}
    assert marks(figure(), figure("1000", 1000, 1000, stance="denies")) == {"number", "apart"}


def test_a_row_that_is_unknown_has_a_mark_and_the_key_names_it(example: Path) -> None:
    page = asyncio.run(application(example).client.get("/incident/musa-qala-renewed-bombing")).text
    key, _, picture = page.partition('<svg class="ranges')
    key = key.rpartition('<p class="key">')[2]
    assert "no number is given" in key
    assert "an end is open" not in key
    assert picture.partition("</svg></div>")[0].count('class="unknown"') > 0


def test_far_apart_numbers_have_a_logarithmic_scale_and_near_ones_a_plain_one() -> None:
    near, far = (ranges(groups([span()], [figure(), figure(str(other), other, other)])) for other in (60, 4000))
    assert near
    assert far
    assert (near.scale.logarithmic, far.scale.logarithmic) == (False, True)
    assert [tick.words for tick in Scale(1500, logarithmic=True).ticks(900)][:5] == ["0", "1", "2", "5", "10"]
    assert [tick.words for tick in Scale(66, logarithmic=False).ticks(900)] == ["0", "10", "20", "30", "40", "50", "60"]


def test_a_single_figure_needs_no_picture_and_many_are_cut_at_what_fits() -> None:
    assert ranges(groups([span()], [figure()])) is None
    assert ranges(groups([span()], [figure("unknown", None, None, bound="unknown")] * 2)) is None
    found = ranges(groups([span()], [figure()] * (MOST + 3)))
    assert found
    assert (len(found.lines), found.more) == (MOST + 1, 3)


NUMBERS = st.integers(0, 2**53 - 1)


@given(st.lists(NUMBERS, min_size=2, max_size=12), st.sampled_from([320, 900]))
def test_every_number_has_its_place_on_the_scale_in_order(numbers: list[int], width: int) -> None:
    found = ranges(groups([span()], [figure(str(number), number, number) for number in sorted(numbers)]))
    assert found
    at = [line.start for line in found.lines if line.path]
    assert at == sorted(at)
    assert at[0] >= 0
    assert at[-1] < 100
    ticks = found.scale.ticks(width)
    assert 1 <= len(ticks) <= 24
    assert [tick.at for tick in ticks] == sorted(tick.at for tick in ticks)


def test_the_page_of_an_incident_draws_its_figures_with_links_and_a_file_and_keeps_the_table(tmp_path: Path) -> None:
    build(tmp_path / "t")

    async def asked() -> list[str]:
        app = application(tmp_path / "t")
        paths = ("/incident/bridge", "/incident/bridge/casualties.svg", "/incident/bridge?as-reported=2015-08-25")
        return [(await app.client.get(path)).text for path in paths]

    page, file, then = asyncio.run(asked())
    drawn = page.partition('<svg class="ranges')[2].partition("</svg></div>")[0]
    assert {UP_TO, LATE} <= set(re.findall(r'href="/event/([^"]+)"', drawn))
    assert "up to 40, " in drawn
    assert 'class="arrow' in drawn
    assert '<table role="table" class="stack tolls">' in page
    assert 'href="/incident/bridge/casualties.svg"' in page
    assert UP_TO in file
    assert "never added up" in file
    assert "casualties.svg?as-reported=2015-08-25" in then


def test_an_incident_with_one_figure_has_a_table_alone(get: Get) -> None:
    page = get("/incident/foreign-drawdown").text
    assert '<svg class="ranges' not in page
    assert "casualties.svg" not in page


def test_a_label_that_is_too_long_for_a_phone_has_a_second_line_and_room_for_it() -> None:
    heading, first, second = lines(figure(), figure("up to 110", None, 110, hedge="reportedly, and told at length"))
    assert (len(heading.narrow), len(first.narrow), len(second.narrow)) == (1, 2, 1)
    assert " ".join(first.narrow) == first.said == first.wide
    assert (first.y - heading.y, second.y - first.y) == (HEAD + LINE, EACH)
