"""The casualties of an incident are shown group by group: every figure of its story once, none added to another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from events.values.folding import folded
from timeline.projections import voiced
from timeline.projections.summary import MEASURED, measured
from timeline.projections.toll import order

Row = Mapping[str, Any]


def groups(spans: Iterable[Row], figures: Iterable[Row]) -> list[dict[str, Any]]:
    """The groups of an incident, each with its `span` and its `figures`, from the lowest to the highest.

    `spans` are its rows in incident_casualties, or those made as of then. `span` is None where no figure of the group
    counts here: all were replaced, count elsewhere or are denied; such figures stand last in any group, and `others`
    is how many they are. `origins` says in words on whom those rest that give a number that counts, and `replies` are
    answers to figures that count, one for each way of answering.
    """
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for span in spans:
        _group(found, span)["span"] = span
    for figure in figures:
        _group(found, figure)["figures"].append(figure)
    for group in found.values():
        group["figures"].sort(key=_height)
        group["replies"] = list(_replied(group["figures"]))
        group["others"] = sum(not _counts(figure) for figure in group["figures"])
        group["origins"] = voiced.plain(voiced.resting(filter(takes_part, group["figures"])))
    return sorted(found.values(), key=_place)


def _replied(figures: Iterable[Row]) -> Iterable[Row]:
    """One of the `replies` to these figures, where they have any, for each of the ways in which they are answered."""
    return {reply["done"]: reply for one in figures if _counts(one) for reply in one.get("replies", ())}.values()


def _counts(figure: Row) -> bool:
    return bool(figure["counts"]) and not figure["superseded_by"] and figure["stance"] in ("asserts", "confirms")


def takes_part(figure: Row) -> bool:
    """Whether the figure has part in the range of its group: it counts, and says how many."""
    return _counts(figure) and figure["bound"] != "unknown"


def _group(found: dict[tuple[str, ...], dict[str, Any]], row: Row) -> dict[str, Any]:
    named = dict(zip(("party", *MEASURED), (row["party"], *measured(row)), strict=True))
    # Small letters and capitals make no difference, as in incident_casualties.
    return found.setdefault((folded(row["party"]), *measured(row)), named | {"span": None, "figures": []})


def _height(figure: Row) -> tuple[Any, ...]:
    """Whatever takes part first, by its low end and then by its high end; an open one lies beyond every number."""
    low, high = figure["low"], figure["high"]
    return not _counts(figure), low is not None, low or 0, high is None, high or 0


def _place(group: Row) -> tuple[Any, ...]:
    """Victims before perpetrators, groups with a range before those without, then by party and outcome."""
    attacking, *whose = order(group)
    return attacking, group["span"] is None, *whose
