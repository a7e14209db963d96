"""A toll is told with its number first, so that nobody reads those who died as those who killed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from events.values.outcomes import OUTCOMES
from events.values.people import NOUNS, grouped, of_party
from timeline.projections.figures import reach

Row = Mapping[str, Any]

#: What says of a number that it is not known, or has neither end.
_HOW_MANY = ("unknown", "open")


def toll(row: Row) -> str:
    """A figure, or a group of them, in plain words: `at least 110 Taliban combatants killed`.

    A row with a `value` is a figure, and has its hedge; any other is told from its lowest to its highest figure.
    """
    many = _number(str(row["value"]) if row.get("value") is not None else reach(row))
    hedge = f" {row['hedge']}" if row.get("hedge") else ""
    return f"{people(row, many)}{hedge} {row['outcome'].replace('_', ' ')}{_in_all(row.get('period'))}"


def order(row: Row) -> tuple[Any, ...]:
    """Where a group of figures stands among others: victims before perpetrators, by party, those killed first."""
    outcome = OUTCOMES.index(row["outcome"])
    return row["role"] == "perpetrator", row["party"], row["civilian_status"], outcome, row["period"]


def number_of(row: Row) -> str:
    """That number, whatever it is: `the number of Taliban combatants killed`; `the number killed`, of nobody named."""
    who = people(row, "the number of") if row["party"] else "the number"
    return f"{who} {row['outcome'].replace('_', ' ')}"


def people(row: Row, many: str) -> str:
    """So many of the party of a row, with what is said of them: see `of_party`."""
    return of_party(many, str(row["party"]), row.get("civilian_status"), row.get("role"))


def behind(row: Row, said: str) -> str:
    """The same without the quantity `said` before it: `Taliban combatants` behind 40, `of Taliban` behind dozens."""
    many = _number(said)
    number = f"an {said}" if said in _HOW_MANY else many.removesuffix(" of")
    return people(row, many).removeprefix(f"{number} ")


def of_whom(said: str, party: str | None) -> str:
    """A figure as its claim words it, with whom it counts: `reportedly up to 40 Taliban`; of nobody, as it is."""
    return people({"party": party}, _number(said)) if party else said


def _number(said: str) -> str:
    """A quantity as it stands before people."""
    if said in _HOW_MANY:
        return f"an {said} number of"
    if said.endswith(NOUNS):
        return f"{said} of"
    return "no" if said == "none" else grouped(said)


def _in_all(period: str | None) -> str:
    """That a figure is a total, over which days."""
    if not period:
        return ""
    # Only here: it takes the vocabulary, and most figures are no totals.
    from events import english
    from events.values.edtf import parse

    return f" in all, {english.days(parse(period), within=False)}"
