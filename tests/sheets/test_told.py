"""Words for a day become a date when they are read, by the publication of the source that has them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from timeline.cli.append import append_files
from timeline.errors import Faults
from timeline.service import Timeline
from timeline.sheets.read import parse

SOURCE = "source: {key: gazette, kind: news, publisher: Gazette, published: 2015-08-26T22:13, zone: unknown}\n"
ZONE = "defaults: {zone: Asia/Kabul}\n"
AUTO = "- {type: airstrike, occurred: {wording: last month, rule: auto}}\n"
RESOLVED = {"value": "2015-07", "wording": "last month", "rule": "last_month", "zone": "Asia/Kabul"}


def occurred(text: str) -> dict[str, Any]:
    (*_, read) = parse(text.encode(), "mine.yaml", "yaml")
    found: dict[str, Any] = read.event.body()["occurred"]
    return found


def faults(text: str) -> list[str]:
    with pytest.raises(Faults) as refused:
        parse(text.encode(), "mine.yaml", "yaml")
    return [str(fault).removeprefix("mine.yaml:") for fault in refused.value.faults]


def test_words_are_stored_with_what_they_mean_and_by_which_rule() -> None:
    assert occurred(f"{SOURCE}{ZONE}events:\n{AUTO}") == RESOLVED


def test_a_rule_that_is_named_with_a_value_is_kept_with_it() -> None:
    written = "{wording: last week, rule: last_week, value: 2015-08-24/2015-08-26}"
    found = occurred(f"{SOURCE}{ZONE}events:\n- {{type: airstrike, occurred: {written}}}\n")
    assert (found["value"], found["rule"]) == ("2015-08-24/2015-08-26", "last_week")


def test_a_rule_that_is_named_without_a_value_gives_it() -> None:
    assert occurred(f"{SOURCE}{ZONE}events:\n{AUTO.replace('auto', 'last_month')}") == RESOLVED


def test_days_without_any_words_are_imputed_where_that_is_asked_for() -> None:
    found = occurred(f"{SOURCE}{ZONE}events:\n- {{type: airstrike, occurred: {{rule: unstated}}}}\n")
    assert (found["value"], found["basis"]) == ("2015-08-23/2015-08-25", "imputed")


def test_a_source_that_names_its_zone_is_read_in_it() -> None:
    source = SOURCE.replace("zone: unknown", "zone: America/New_York")
    night = AUTO.replace("last month", "Tuesday night")
    assert occurred(f"{source}{ZONE}events:\n{night}")["value"] == "2015-08-26"


def test_a_line_of_json_is_dated_by_the_source_on_a_line_before() -> None:
    source = {"type": "source_recorded", "key": "a", "kind": "news", "publisher": "A", "published": "2015-08-26"}
    told = {"wording": "last month", "rule": "auto", "zone": "Asia/Kabul"}
    strike = {"type": "airstrike", "occurred": told, "citation": {"source": "a"}}
    _, read = parse(f"{json.dumps(source)}\n{json.dumps(strike)}\n".encode(), "mine.jsonl", "jsonl")
    assert read.event.body()["occurred"] == RESOLVED


def test_a_source_in_the_log_dates_the_words_and_the_same_words_again_are_the_same_claim(tmp_path: Path) -> None:
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    first.write_text(SOURCE, encoding="utf-8")
    second.write_text(f"source: gazette\n{ZONE}events:\n{AUTO}", encoding="utf-8")
    with Timeline.memory("TST") as timeline:
        append_files(timeline, [str(first)], recorded_by="test")
        for outcome in ("appended", "already"):
            (receipt,) = append_files(timeline, [str(second)], recorded_by="test").receipts
            assert (receipt.outcome, receipt.summary) == (outcome, "Airstrike(s) in July 2015")
        (row,) = timeline.db.query("select occurred, earliest, latest, date_prec from events where type = 'airstrike'")
        assert row == {"occurred": "2015-07", "earliest": "2015-07-01", "latest": "2015-07-31", "date_prec": 4}


FIGURE = "- {type: reported_figure, measure: ordinal, population: major gains, value: 2, period: %s}\n"


def test_the_period_of_a_figure_may_be_left_to_its_words_as_well() -> None:
    (*_, read) = parse(
        f"{SOURCE}{ZONE}events:\n{FIGURE % '{wording: in recent weeks, rule: auto}'}".encode(), "", "yaml"
    )
    period = read.event.body()["period"]
    assert period == {
        "value": "2015-08-06/2015-08-26",
        "wording": "in recent weeks",
        "rule": "weeks",
        "zone": "Asia/Kabul",
    }
    assert read.event.summary() == "Second of major gains, from 6 August 2015 to 26 August 2015"


def test_every_date_takes_the_zone_of_the_sheet() -> None:
    (*_, read) = parse(f"{SOURCE}{ZONE}events:\n{FIGURE % '2015'}".encode(), "", "yaml")
    assert read.event.body()["period"] == {"value": "2015", "zone": "Asia/Kabul"}


def test_each_date_of_an_event_has_a_fault_of_its_own() -> None:
    wrong = FIGURE.replace("%s", "{wording: of late, rule: auto}, occurred: {wording: once, rule: auto}")
    occurred, period = sorted(faults(f"{SOURCE}{ZONE}events:\n{wrong}"), key=lambda fault: "period" in fault)
    assert "events[0].occurred.wording: No rule covers" in occurred
    assert "events[0].period.wording: No rule covers" in period


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            SOURCE.replace(" published: 2015-08-26T22:13,", "") + ZONE + "events:\n" + AUTO,
            "4:59 events[0].occurred.rule: The source gazette has no day of publication, from which words could be "
            "reckoned. Write the value instead.",
        ),
        (
            SOURCE.replace("2015-08-26T22:13", "2015-08") + ZONE + "events:\n" + AUTO,
            "4:59 events[0].occurred.rule: The source gazette has only 2015-08 for its publication, from which words "
            "could be reckoned. Write the value instead.",
        ),
        (
            SOURCE + "events:\n" + AUTO,
            "3:31 events[0].occurred.zone: This field is missing. Add the zone of the place, here or in defaults: "
            "Asia/Kabul.",
        ),
        (
            SOURCE + ZONE + "events:\n" + AUTO.replace("wording: last month, ", ""),
            "4:31 events[0].occurred.wording: This field is missing. Add the words of the source, such as wording: "
            "last month.",
        ),
        (
            SOURCE + ZONE + "events:\n" + AUTO.replace("auto", "last_week"),
            '4:59 events[0].occurred.rule: "last month" falls under the rule last_month. Write last_month, or auto.',
        ),
        (
            SOURCE + ZONE + "events:\n" + AUTO.replace("auto", "auto, value: 2015-07"),
            "4:59 events[0].occurred.rule: auto finds the value as well as the rule. Leave value out, or write the "
            "rule's own name.",
        ),
        (
            "source: gazette\n" + ZONE + "events:\n" + AUTO,
            '4:59 events[0].occurred.rule: There is no source "gazette" here to reckon from. Write the value instead.',
        ),
        (
            SOURCE + ZONE + "events:\n" + AUTO.replace("last month", "{a: b}"),
            "4:41 events[0].occurred.wording: Text is expected here, not a group of fields. Write a word or several.",
        ),
        (
            SOURCE + "events:\n" + AUTO.replace("rule:", "zone: [a], rule:"),
            "3:59 events[0].occurred.zone: Text is expected here, not a list. Write a word or several.",
        ),
        (
            SOURCE + "events:\n" + AUTO.replace("rule:", "zone: Kabul, rule:"),
            '3:59 events[0].occurred.zone: "Kabul" is not a time zone. Write Asia/Kabul.',
        ),
        (SOURCE.replace("2015-08-26T22:13", "yesterday") + ZONE + "events:\n" + AUTO, ""),
    ],
)
def test_where_words_cannot_be_reckoned_the_fault_says_why(text: str, said: str) -> None:
    told = faults(text)
    if said:
        assert told == [said]
    else:
        # Only what is wrong of itself is told, and not what follows from it.
        assert [fault for fault in told if "rule" in fault or "no source" in fault] == []


def test_words_that_no_rule_covers_are_a_fault_together_with_the_others() -> None:
    event = "- {type: airstrike, strikes: 3ish, occurred: {wording: in the old days, rule: auto}}\n"
    one, other = faults(f"{SOURCE}{ZONE}events:\n{event}")
    assert one.startswith('4:30 events[0].strikes: "3ish" is not a quantity.')
    assert other.startswith('4:56 events[0].occurred.wording: No rule covers "in the old days".')
