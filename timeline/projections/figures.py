"""A group of figures spans from the lowest to the highest claimed; an end that anybody left open stays open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from events.values.ends import ends


class Figure(NamedTuple):
    """One claimed figure: its event, its ends (None: open), its bound, and the words of its coding, if it has any."""

    event: str
    low: int | None
    high: int | None
    bound: str
    words: str | None


@dataclass(frozen=True, slots=True)
class Span:
    """The ends of a group of figures, None where open, and the events that stand at each end.

    At an open end stand those that leave it open, and those that give the outermost number there.
    `said` is what is claimed in words, where an open end leaves that unsaid; None where the ends tell all.
    """

    lowest: int | None
    highest: int | None
    low_events: tuple[str, ...]
    high_events: tuple[str, ...]
    said: str | None


def span(figures: Iterable[Figure]) -> Span:
    """The span of `figures`. "up to 40" with "40" is open to 40; a figure that is unknown takes no part."""
    known = [figure for figure in figures if figure.bound != "unknown"]
    lows, highs = [figure.low for figure in known], [figure.high for figure in known]
    lowest = None if None in lows or not lows else min(low for low in lows if low is not None)
    highest = None if None in highs or not highs else max(high for high in highs if high is not None)
    least, most = _stated(known, lowest, highest)
    return Span(
        lowest,
        highest,
        tuple(dict.fromkeys(one.event for one in known if one.low == lowest or _gives(one, least))),
        tuple(dict.fromkeys(one.event for one in known if one.high == highest or _gives(one, most))),
        _said(known, lowest, highest, (least, most)),
    )


def _gives(figure: Figure, number: int | None) -> bool:
    return number is not None and number in (figure.low, figure.high)


def _stated(known: list[Figure], lowest: int | None, highest: int | None) -> tuple[int | None, int | None]:
    """The ends; for one that is open the outermost number that any figure gives, if it lies beyond the other end."""
    given = [number for one in known for number in (one.low, one.high) if number is not None]
    if lowest is None and highest is not None and min(given) < highest:
        return min(given), highest
    if highest is None and lowest is not None and max(given) > lowest:
        return lowest, max(given)
    return lowest, highest


def _said(
    known: list[Figure], lowest: int | None, highest: int | None, stated: tuple[int | None, int | None]
) -> str | None:
    """The words of all figures where they are the same or leave both ends open: up to 40; about 12 or dozens.

    And where only some leave an end open, how far the others go: 110–300 or more.
    """
    words = dict.fromkeys(figure.words for figure in known)
    if not known or (lowest is not None and highest is not None):
        return None
    if None not in stated:
        return f"{ends(*stated)} or {'more' if highest is None else 'fewer'}"
    if None in words:
        return None
    return " or ".join(map(str, words)) if len(words) == 1 or lowest is highest is None else None


def reach(group: Mapping[str, Any]) -> str:
    """A row of incident_casualties from its lowest to its highest figure; unknown where nobody gives a number."""
    if group["low_events"] == group["high_events"] == "[]":
        return "unknown"
    return group["said"] or ends(group["lowest"], group["highest"])


def origins(least: int, most: int) -> str:
    """On how many origins something rests: `1–2 independent origins`; `up to 2`, where some may be none."""
    noun = "independent origin" if most == 1 else "independent origins"
    if least == most:
        return f"{most:,} {noun}"
    return f"{least:,}–{most:,} {noun}" if least else f"up to {most:,} {noun}"
