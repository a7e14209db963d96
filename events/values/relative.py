"""Words such as "last month" become days by a rule that has a name and a page, or not at all: nothing is guessed.

The rules are those of appendix 2 of the UCDP GED codebook 19.1 (pages 31 to 34), which dates events by the day of the
report. Where that day alone does not tell which one is meant ("Saturday", "early March"), it is the latest that began
on the day of the report or before. The codebook's own example for "last 6 days of January", 25 to 30, leaves out the
final date that the rule says it includes; here it is 26 to 31.
"""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches
from typing import Literal, NamedTuple

from events.values import edtf
from events.values.edtf import DatePrec
from events.values.rules import RULES
from events.values.zones import check_zone, days_elsewhere, instants

#: What a sheet writes for a rule that is to be found by the wording.
AUTO = "auto"
#: Hours of the parts of a day that are told with it.
_HOURS = {"morning": (0, 12), "afternoon": (12, 18), "evening": (18, 24), "night": (18, 24)}
_DATED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T[0-9:]+)?", re.ASCII)
_BEFORE = re.compile(r"^(?:on|in|at|during|within|over|for|the|this (?=past\b|last\b))\s+")
_TYPED = str.maketrans({**dict.fromkeys("‐‑‒–—―−", "-"), **dict.fromkeys("\u2018\u2019\u201c\u201d", "'")})
#: August 22, 2015 is told as 22 August 2015 is.
_MONTH_FIRST = re.compile(r"\b([a-z]{3,9}\.?) ([0-9]{1,2}(?:st|nd|rd|th)?)(?=,? [0-9]{4}$|$)")


class Resolved(NamedTuple):
    """The days that words mean: in EDTF, by which rule, with UCDP's precision, and on what basis."""

    value: str
    rule: str
    date_prec: DatePrec | None
    basis: Literal["stated", "imputed"]
    earliest: date
    latest: date


def resolve(wording: str, published: str, zone: str, published_zone: str | None = None) -> Resolved:
    """The local days in `zone` that `wording` means in a report of `published`, a date or a local time (ISO 8601).

    `published_zone` is the zone of the report, in whose calendar the words are taken; None where it is not known, and
    then it is taken to be `zone`. Where both differ, days (precision 1 and 2) become all the days in `zone` that the
    same hours touch: Tuesday night in Washington is Wednesday in Kabul. Weeks, months and years stay what they are.

    No wording at all falls under the rule `unstated`, whose days are imputed. Raises ValueError for words that no
    rule covers, for a report without a day, and for an unknown zone.
    """
    dated = _DATED.fullmatch(published)
    if not dated:
        raise ValueError(f'"{published[:60]}" is not the day of a report. Write it as 2015-08-26 or 2015-08-26T22:13.')
    reported = edtf.parse(dated[1]).earliest
    assert reported is not None
    check_zone(zone)
    told = check_zone(published_zone) if published_zone else zone
    words = _plain(wording)
    for rule in RULES.values():
        if found := rule.pattern.fullmatch(words):
            try:
                first, last = rule.days(found, reported)
                if last < first:
                    raise ValueError(f"On {reported} there is no such day yet.")
                if first > reported:
                    raise ValueError("That lies after the report.")
                if told != zone and (rule.date_prec or 1) <= 2:
                    hours = _HOURS.get(found.groupdict().get("part") or "", (0, 24))
                    first, last = days_elsewhere(*instants(first, last, told, *hours), zone)
            except OverflowError:
                raise ValueError(f'"{wording[:60]}" leaves the calendar, which goes from 0001 to 9999.') from None
            except ValueError as problem:
                raise ValueError(f'"{wording[:60]}" names no day, told on {reported}. {problem}') from None
            value = edtf.span(first, last)
            precision = coarser(rule.date_prec, edtf.parse(value).date_prec)
            return Resolved(value, rule.name, precision, rule.basis, first, last)
    raise ValueError(f'No rule covers "{wording[:60]}". Write the value yourself, or words such as {covered()}.')


def coarser(one: DatePrec | None, other: DatePrec | None) -> DatePrec | None:
    """The coarser of a rule's precision, None where it follows from the days, and that of the days."""
    return other if one is None or other is None else max(one, other)


def covered() -> str:
    """Words that the rules cover, one example of each."""
    return ", ".join(rule.example for rule in RULES.values() if rule.example)


def check_rule(name: str) -> str:
    """`name` itself. Raises ValueError, with the nearest, where it is no rule's name."""
    if name == AUTO:
        raise ValueError("auto finds the value as well as the rule. Leave value out, or write the rule's own name.")
    if name not in RULES:
        near = get_close_matches(name.strip().lower(), RULES, n=1)
        raise ValueError(f'"{name[:60]}" is not a rule. Write {near[0] if near else ", ".join(RULES)}.')
    return name


def _plain(wording: str) -> str:
    """`wording` in small letters, with plain hyphens, without the marks around it and the little words before it."""
    words = " ".join(wording.translate(_TYPED).casefold().split()).strip(" '\".,;:")
    while (shorter := _BEFORE.sub("", words)) != words:
        words = shorter
    return _MONTH_FIRST.sub(r"\2 \1", words)
