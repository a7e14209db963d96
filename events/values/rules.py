"""Each rule for words that tell a day stands here once: its name, its words, what they give, and the codebook's page.

UCDP GED codebook 19.1, appendix 2, "Temporal Precision and Date Estimation Rules".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from events.values import reckoning as reckon
from events.values.edtf import DatePrec

_NUMBER = rf"(?P<number>[0-9]{{1,2}}|{'|'.join(reckon.NUMBERS)})"
_WEEKDAY = rf"(?P<weekday>{'|'.join(reckon.WEEKDAYS)})"
_MONTH = rf"(?P<month>{'|'.join(reckon.MONTHS)}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?)"
_YEAR = r"(?P<year>[0-9]{4})"
_IN_YEAR = rf"(?:,? (?:of )?{_YEAR})?"
_NTH = r"(?:st|nd|rd|th)?"
_PART = r"(?P<part>morning|afternoon|evening|night)"
_DAY = rf"(?P<day>[0-9]{{1,2}}){_NTH}"
_DATE = rf"{_DAY} (?:of )?{_MONTH}{_IN_YEAR}"
_NOUN = r"(?:days|attacks|fighting|clashes|battles|violence|operations|raids|strikes|airstrikes|bombings|events)"


@dataclass(frozen=True)
class Rule:
    """One rule: `words` is a regular expression for them in small letters, `page` is where the codebook has it.

    `date_prec` is None where it follows from how many days are told.
    """

    name: str
    example: str
    words: str
    gives: str
    date_prec: DatePrec | None
    page: int
    days: reckon.Reckon
    basis: Literal["stated", "imputed"] = "stated"

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """`words`, compiled."""
        return re.compile(self.words, re.ASCII)


_ALL = (
    Rule("unstated", "", r"", "the 3 days before the report, imputed", None, 31, reckon.back(3, 1), "imputed"),
    Rule("date", "14th January", _DATE, "that day", 1, 32, reckon.dated),
    Rule(
        "today",
        "today",
        rf"today|(?:early |late )?this {_PART}|(?:early )?today",
        "the day of the report",
        1,
        32,
        reckon.back(0, 0),
    ),
    Rule(
        "yesterday",
        "yesterday",
        rf"(?:early |late )?yesterday(?: {_PART})?",
        "the day before the report",
        1,
        32,
        reckon.back(1, 1),
    ),
    Rule(
        "weekday",
        "last Tuesday",
        rf"(?P<last>last )?(?:early |late )?(?:on )?{_WEEKDAY}(?: {_PART})?",
        "the latest day of that name, the report's included; with last, before it",
        1,
        32,
        reckon.weekday,
    ),
    Rule("last_night", "last night", r"last (?P<part>night)", "the day before the report", 1, 32, reckon.back(1, 1)),
    Rule("other_day", "the other day", r"other day", "the day before the report", 1, 32, reckon.back(1, 1)),
    Rule("recently", "recently", rf"recently|recent {_NOUN}", "the 3 days before the report", 2, 32, reckon.back(3, 1)),
    Rule(
        "past_few_days",
        "past few days",
        r"(?:past|last) few days",
        "the 3 days before the report",
        2,
        32,
        reckon.back(3, 1),
    ),
    Rule(
        "around",
        "around 2 July",
        rf"(?:around|about) {_DATE}",
        "that day, the one before, the one after",
        2,
        32,
        reckon.around,
    ),
    Rule("weekend", "over the weekend", r"weekend", "Saturday and Sunday", 2, 32, reckon.weekend),
    Rule(
        "this_week",
        "this week",
        r"this week|since (?:the )?(?:beginning|start) of (?:the|this) week",
        "Monday to the report",
        2,
        32,
        lambda found, reported: (reckon.week(0, 0, 0)(found, reported)[0], reported),
    ),
    Rule(
        "night_between",
        "night between Sunday and Monday",
        rf"night between {_WEEKDAY} and (?P<next>{'|'.join(reckon.WEEKDAYS)})",
        "both days",
        2,
        32,
        reckon.night_between,
    ),
    Rule(
        "past_hours",
        "past 24 hours",
        r"(?:past|last) (?P<hours>24|48|72) hours",
        "the report's day and the one before it; for 48 and for 72 hours the 2 before it",
        2,
        32,
        reckon.past_hours,
    ),
    Rule(
        "past_days",
        "past 2 days",
        rf"(?:past|last) {_NUMBER} days",
        "so many days before the report, from 2 to 6",
        2,
        32,
        reckon.past_days,
    ),
    Rule(
        "since_weekday", "since Thursday", rf"since (?:last )?{_WEEKDAY}", "that day to the report", 2, 32, reckon.since
    ),
    Rule(
        "days_long",
        "five-day offensive",
        rf"{_NUMBER}-day(?:-long)? (?:offensive|operation|battle|siege|fighting)",
        "so many days up to the report's, which counts, from 2 to 6",
        2,
        32,
        reckon.long,
    ),
    Rule(
        "dates",
        "between 13-16 February",
        rf"(?:(?:continuous )?fighting )?(?:between |from )?(?P<from>[0-9]{{1,2}}){_NTH} ?(?:-|and|to) ?{_DATE}",
        "these days",
        None,
        33,
        reckon.between,
    ),
    Rule(
        "night_long",
        "night-long battle",
        rf"night-long (?:battle|fighting|clashes)|(?:a )?night of {_NOUN}",
        "the day before the report, and the report's",
        2,
        33,
        reckon.back(1, 0),
    ),
    Rule(
        "last_days",
        "last 6 days of January",
        rf"last {_NUMBER} days of {_MONTH}{_IN_YEAR}",
        "these days",
        2,
        33,
        reckon.last_days,
    ),
    Rule(
        "late_last_week",
        "late last week",
        r"late last week",
        "Friday to Sunday of the week before",
        2,
        33,
        reckon.week(1, 4, 6),
    ),
    Rule("last_week", "last week", r"last week", "Monday to Sunday of the week before", 3, 33, reckon.week(1, 0, 6)),
    Rule("past_week", "past week", r"past week", "7 days up to the report's, which counts", 3, 33, reckon.back(6, 0)),
    Rule(
        "first_week",
        "first week of August",
        rf"first week of {_MONTH}{_IN_YEAR}",
        "1st to 7th of the month",
        3,
        33,
        reckon.in_month(1, 7, False),
    ),
    Rule(
        "week_old",
        "week-old offensive",
        r"week-old (?:offensive|operation|battle|siege|fighting)",
        "7 days up to the report's, which counts",
        3,
        33,
        reckon.back(6, 0),
    ),
    Rule(
        "early_month",
        "early March",
        rf"(?:early|(?:beginning|start) of) (?:in )?{_MONTH}{_IN_YEAR}",
        "1st to 10th of the month, or to the report",
        4,
        33,
        reckon.in_month(1, 10, True),
    ),
    Rule(
        "mid_month",
        "middle of March",
        rf"(?:mid[ -]|middle of ){_MONTH}{_IN_YEAR}",
        "10th to 20th of the month",
        4,
        33,
        reckon.in_month(10, 20, False),
    ),
    Rule(
        "late_month",
        "late March",
        rf"(?:late|end of) (?:in )?{_MONTH}{_IN_YEAR}",
        "15th to the last of the month, or to the report",
        4,
        33,
        reckon.in_month(15, 31, True),
    ),
    Rule(
        "weeks",
        "recent weeks",
        r"(?:a )?number of weeks|(?:past |last )?several weeks|recent weeks",
        "3 weeks up to the report's, which counts",
        4,
        33,
        reckon.back(20, 0),
    ),
    Rule(
        "earlier_this_month",
        "earlier this month",
        r"earlier this month",
        "1st of the month to the day before the report",
        4,
        34,
        lambda found, reported: (reported.replace(day=1), reckon.back(1, 1)(found, reported)[0]),
    ),
    Rule("last_month", "last month", r"last month", "the month before the report's", 4, 34, reckon.last_month),
    Rule(
        "fortnight",
        "a fortnight ago",
        r"(?:a )?fortnight ago",
        "14 days up to the report's, which counts",
        4,
        34,
        reckon.back(13, 0),
    ),
    Rule(
        "month",
        "last December",
        rf"(?P<last>last )?{_MONTH}{_IN_YEAR}",
        "that month, the latest that began by the day of the report",
        4,
        33,
        reckon.named_month,
    ),
    Rule("year", "1995", _YEAR, "the year", 5, 34, reckon.year(None, (1, 12))),
    Rule("last_year", "last year", r"last year", "the year before the report's", 5, 34, reckon.year(1, (1, 12))),
    Rule(
        "past_year",
        "past year",
        r"past year",
        "1 January to the report",
        5,
        34,
        lambda found, reported: (reported.replace(month=1, day=1), reported),
    ),
    Rule("early_year", "early 1999", rf"early (?:in )?{_YEAR}", "January to April", 5, 34, reckon.year(None, (1, 4))),
    Rule("mid_year", "mid 1999", rf"mid[ -]{_YEAR}", "May to August", 5, 34, reckon.year(None, (5, 8))),
    Rule(
        "late_year", "late 1999", rf"late (?:in )?{_YEAR}", "September to December", 5, 34, reckon.year(None, (9, 12))
    ),
    Rule(
        "past_months",
        "past 3 months",
        rf"(?:past|last) (?:{_NUMBER}|few) months",
        "so many months (a few are 3) up to the report, within its year",
        5,
        34,
        reckon.past_months,
    ),
)

#: Every rule by its name, in the codebook's order.
RULES: dict[str, Rule] = {rule.name: rule for rule in _ALL}
