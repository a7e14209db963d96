"""Claims that links lead to are found through any number of links, wherever the claims are and whether links hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic_core import to_json
from sqlite_utils import Database

from timeline.projections.decisions import CLAIM_LINKS

Row = dict[str, Any]

_BESIDE = f"""
    select other as claim from {CLAIM_LINKS.name} where claim in (select value from json_each(:claims))
    union select claim from {CLAIM_LINKS.name} where other in (select value from json_each(:claims))
"""
_BETWEEN = f"select * from {CLAIM_LINKS.name} where claim in (select value from json_each(?)) order by event"


def connected(db: Database, claims: Iterable[str]) -> set[str]:
    """These claims, and those that links connect with them; each as it was first recorded."""
    found = set(claims)
    waiting = found
    while waiting:
        waiting = {row["claim"] for row in db.query(_BESIDE, {"claims": listed(waiting)})} - found
        found = found | waiting
    return found


def links(db: Database, claims: Iterable[str]) -> list[Row]:
    """Every link between claims that are connected with these."""
    return list(db.query(_BETWEEN, [listed(connected(db, claims))]))


def listed(names: Iterable[str]) -> str:
    """The names as a JSON list, for a query."""
    return to_json(sorted(names)).decode()
