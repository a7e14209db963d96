"""A time axis shows every day on which something begins, however far these lie apart: long stretches are cut short."""

from __future__ import annotations

import calendar
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import accumulate, pairwise
from math import inf
from statistics import median
from unicodedata import east_asian_width

#: A stretch is cut short that is so many times as long as the one in the middle, or longer.
LONG = 12
#: Of what is not cut, no stretch is narrower than this share of the widest.
LEAST = 0.12
#: Pixels of the narrowest and of a wide figure, by which it is decided where there is room for words.
NARROW, WIDE = 320, 900
#: Pixels that one character of a label takes, at most.
LETTER = 7.5
#: Pixels between two days that are written below the axis, at least.
APART = 12
#: Letters nearly twice as wide as most; capitals, and Greek and Cyrillic letters, lie between.
_BROAD = frozenset("mwMW@%—…ЖШЩЮЫЪЦжшщюыфФΜ")
#: How much wider bold letters are.
BOLD = 1.08


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on which something begins: where it is, in percent, the day, and the month where that is another one.

    `anchor` says which part of the text is there: its start near the left end of the axis, its end near the right one.
    """

    at: float
    day: str
    month: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch that is cut short: where its middle is, in percent, and how long it is, in words."""

    at: float
    words: str


class Axis:
    """Where each day is, in percent of the width. `days` are the ordinals on which something begins."""

    def __init__(self, days: Iterable[int]) -> None:
        # Python's calendar ends with the year 9999.
        self.days = sorted({min(max(1, day), date.max.toordinal()) for day in days})
        lengths = [end - start for start, end in pairwise(self.days)]
        long = limit(self.days)
        cut = [length >= long and len(lengths) > 2 for length in lengths]
        whole = [length for length, long in zip(lengths, cut, strict=True) if not long]
        # All that is cut takes together two fifths of the width at most.
        short = max(whole, default=1)
        widths = [max(length, LEAST * short) for length in whole]
        each = min(sum(widths) / 3, sum(widths) * 2 / 3 / max(1, sum(cut)))
        rest = iter(widths)
        shares = [each if long else next(rest) for long in cut]
        reached = [0.0, *accumulate(shares)]
        self._at = [100 * one / (reached[-1] or 1) for one in reached]
        self.cuts = [
            Cut((self._at[number] + self._at[number + 1]) / 2, _long(lengths[number]))
            for number, long in enumerate(cut)
            if long
        ]

    def at(self, day: int) -> float:
        """Where `day` begins, in percent from the left; days beyond the ends lie at them."""
        if day <= self.days[0]:
            return 0.0
        if day >= self.days[-1]:
            return 100.0
        number = bisect_right(self.days, day) - 1
        start, end = self.days[number : number + 2]
        return self._at[number] + (self._at[number + 1] - self._at[number]) * (day - start) / (end - start)

    def cuttings(self, width: int) -> list[Cut]:
        """The cuts whose length is written where the axis is so many pixels wide: those that there is room for."""
        found: list[Cut] = []
        reached = 0.0
        for cut in self.cuts:
            here, half = cut.at * width / 100, LETTER * len(cut.words) / 2
            if here - half >= reached and here + half <= width:
                found.append(cut)
                reached = here + half + APART
        return found

    @property
    def told(self) -> str:
        """How long the cuts are, in words, from the left to the right."""
        return ", ".join(cut.words for cut in self.cuts)

    def ticks(self, width: int) -> list[Tick]:
        """What is written below the axis where it is so many pixels wide: as many days as there is room for."""
        found: list[Tick] = []
        reached, named, told = -1.0, -1.0, ""
        for day in self.days:
            when, at = date.fromordinal(day), self.at(day)
            month = f"{calendar.month_abbr[when.month]} {when.year}"
            long, short = LETTER * len(month), LETTER * len(str(when.day))
            needed, here = (short if month == told else long), at * width / 100
            anchor = "start" if here < needed / 2 else "end" if here > width - needed / 2 else "middle"
            part = {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
            if here - part * short > reached and (month == told or here - part * long > named):
                found.append(Tick(at, str(when.day), "" if month == told else month, anchor))
                reached = here + (1 - part) * short + APART
                named = named if month == told else here + (1 - part) * long + LETTER
                told = month
        return found


def limit(days: Sequence[int]) -> float:
    """How many days in which nothing begins or ends are long; `days` are the ordinals on which something does."""
    lengths = [end - start for start, end in pairwise(days)]
    return LONG * median(lengths) if lengths else inf


def room(percent: float, words: str) -> str:
    """Where there is room for `words` in this share of the width: narrow (any screen), wide (a wide one) or empty."""
    needed = LETTER * len(words) + 6
    return next((size for size, width in (("narrow", NARROW), ("wide", WIDE)) if percent * width / 100 >= needed), "")


def length(text: str) -> float:
    """Pixels that `text` takes at most, about."""
    return sum(map(_width, text))


def shortened(text: str, pixels: float) -> str:
    """As much of `text`, in bold, as fits into so many pixels, with an ellipsis where that is not all."""
    # A summary may be as long as an event: no more of it is measured than fits.
    head = text[: int(pixels / LETTER) + 1]
    reached = [BOLD * one for one in accumulate(map(_width, head))]
    if head == text and (not reached or reached[-1] <= pixels):
        return text
    return f"{head[: bisect_right(reached, pixels - BOLD * LETTER)].rstrip()}…"


def folded(text: str, pixels: float) -> list[str]:
    """`text`, in bold, in one line of so many pixels where it fits, else as much of it as fits into two."""
    first = shortened(text, pixels)
    if first == text:
        return [text]
    first = first.removesuffix("…")
    # A word that is no longer than half a line goes to the next one as a whole.
    whole = first.rpartition(" ")[0] if not text[len(first)].isspace() else first
    first = whole if 2 * len(whole) > len(first) else first
    return [first, shortened(text[len(first) :].lstrip(), pixels)]


@lru_cache(maxsize=4096)
def _width(letter: str) -> float:
    if east_asian_width(letter) in "WF":
        return 2 * LETTER
    if letter in _BROAD:
        return 1.8 * LETTER
    return LETTER * (1.35 if letter.isupper() else 1.15 if "\u0370" <= letter <= "\u052f" else 1)


def _long(days: int) -> str:
    if days < 90:
        return f"{days} days"
    months = round(days / 30.44)
    return f"{months} months" if months < 24 else f"{round(days / 365.25)} years"
