"""What says of no happening bears on an incident, and says nothing of when, where and on whose word it happened."""

from __future__ import annotations

from typing import Any

import pytest

from events.base import Event
from tests.samples import GROUND, claim, killed
from tests.tables import store
from timeline.log.sqlite import SqliteLog
from timeline.projections.runner import Projector

#: One claim of each type that says of no happening, with what that type demands.
QUIET: dict[str, dict[str, Any]] = {
    "control_status": {"status": "controlled", "controller": "Taliban"},
    "reported_figure": {"measure": "level", "population": "soldiers", "value": 40},
    "statement": {"content": "help was asked for"},
}
WHEN_AND_WHERE: dict[str, Any] = {"occurred": "2015-08-01", "place": "Elsewhere"}


def tables(*events: Event) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The row of the incident that the samples' claims are on, and its figures."""
    with SqliteLog.memory("TST") as log:
        store(log, [*GROUND, *events])
        projector = Projector(log, None)
        projector.catch_up()
        (row,) = projector.db.query("select * from incidents where slug = 'bridge'")
        figures = list(projector.db.query("select * from incident_casualties where incident = 'bridge'"))
        projector.close()
        return row, figures


@pytest.mark.parametrize("quiet", QUIET)
def test_it_is_counted_as_a_claim_and_gives_no_day_no_place_and_no_origin(quiet: str) -> None:
    row, _ = tables(claim(quiet, {"chain": ["A governor", "Gazette"]}, **QUIET[quiet], **WHEN_AND_WHERE))
    assert (row["claim_count"], row["source_count"], row["types"]) == (1, 1, f'["{quiet}"]')
    assert (row["earliest"], row["latest"], row["place"]) == (None, None, None)
    assert (row["origins_min"], row["origins_max"]) == (0, 0)


@pytest.mark.parametrize("quiet", QUIET)
def test_it_changes_nothing_of_what_a_happening_gives(quiet: str) -> None:
    strike = claim(occurred="2015-08-22", place="Musa Qala")
    governor = {"locator": "para 2", "chain": ["A governor", "Gazette"]}
    alone, _ = tables(strike)
    beside, _ = tables(strike, claim(quiet, governor, **QUIET[quiet], **WHEN_AND_WHERE))
    changed = {name for name in alone if alone[name] != beside[name]}
    assert changed == {"claim_count", "types"}


@pytest.mark.parametrize("quiet", QUIET)
def test_the_casualties_in_it_count_and_rest_on_whoever_gives_them(quiet: str) -> None:
    governor = {"chain": ["A governor", "Gazette"]}
    row, (figure,) = tables(claim(quiet, governor, **QUIET[quiet], **WHEN_AND_WHERE, casualties=killed(3)))
    assert (figure["lowest"], figure["highest"], figure["origins_min"]) == (3, 3, 1)
    assert (row["origins_min"], row["earliest"]) == (1, None)
