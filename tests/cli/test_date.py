from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from timeline.cli.group import cli

LAST_MONTH = ["date", "last month", "--published", "2015-08-26", "--zone", "Asia/Kabul"]


def test_the_rule_the_days_the_precision_and_the_basis_are_named() -> None:
    done = CliRunner().invoke(cli, LAST_MONTH)
    assert done.exit_code == 0
    assert done.output.splitlines() == [
        "value      2015-07",
        "days       2015-07-01 to 2015-07-31",
        "rule       last_month: the month before the report's (UCDP GED codebook 19.1, p. 34)",
        "precision  4 (UCDP date_prec)",
        "basis      stated",
    ]


def test_a_script_gets_an_object() -> None:
    assert json.loads(CliRunner().invoke(cli, [*LAST_MONTH, "--json"]).output) == {
        "value": "2015-07",
        "rule": "last_month",
        "date_prec": 4,
        "basis": "stated",
        "earliest": "2015-07-01",
        "latest": "2015-07-31",
        "page": 34,
    }


def test_the_zone_of_the_report_is_taken_into_account() -> None:
    arguments = ["date", "Tuesday night", "--published", "2015-08-25T23:30", "--zone", "Asia/Kabul"]
    done = CliRunner().invoke(cli, [*arguments, "--published-zone", "America/New_York"])
    assert done.output.startswith("value      2015-08-26\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["yonks ago", "--published", "2015-08-26", "--zone", "Asia/Kabul"], 'No rule covers "yonks ago".'),
        (["today", "--published", "2015-08-26", "--zone", "Kabul"], '"Kabul" is not a time zone.'),
        (["today", "--published", "August", "--zone", "Asia/Kabul"], '"August" is not the day of a report.'),
    ],
)
def test_what_cannot_be_told_is_refused(arguments: list[str], said: str) -> None:
    done = CliRunner().invoke(cli, ["date", *arguments])
    assert done.exit_code == 1
    assert done.output.startswith(said)
