"""A group of figures spans from the lowest to the highest claimed; an end that anybody left open stays open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One claimed figure: its event, its ends (None: open) and its bound."""

    event: str
    low: int | None
    high: int | None
    bound: str


@dataclass(frozen=True, slots=True)
class Span:
    """The ends of a group of figures, None where open, and the events that stand at each end."""

    lowest: int | None
    highest: int | None
    low_events: tuple[str, ...]
    high_events: tuple[str, ...]


def span(figures: Iterable[Figure]) -> Span:
    """The span of `figures`. "up to 40" with "40" is open to 40; a figure that is unknown takes no part."""
    known = [figure for figure in figures if figure.bound != "unknown"]
    lows, highs = [figure.low for figure in known], [figure.high for figure in known]
    lowest = None if None in lows or not lows else min(low for low in lows if low is not None)
    highest = None if None in highs or not highs else max(high for high in highs if high is not None)
    return Span(
        lowest,
        highest,
        tuple(dict.fromkeys(figure.event for figure in known if figure.low == lowest)),
        tuple(dict.fromkeys(figure.event for figure in known if figure.high == highest)),
    )
