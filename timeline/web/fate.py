"""An answer tells in few columns who says a claim, how, and what became of it: each part that there is, by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

Row = Mapping[str, Any]
#: The cell of a column; empty where it says nothing, or what goes without saying.
Cell = Callable[[str], Any]

#: What is told together, by heading: the columns, each with the name of the part; one without is told by itself.
PARTS: dict[str, dict[str, str]] = {
    "Who says it": {"origin": "", "via": "through"},
    "How it is said": {"stance": "", "hedge": ""},
    "What became of it": {
        "status": "",
        "replaced_by": "Replaced by",
        "superseded": "Superseded",
        "superseded_by": "by",
        "changes": "",
        "disputed": "",
        "doubted": "",
        "answered_by": "Answered by",
        "answers": "Answers",
        "derived_from": "Derived from",
        "lost_hedge": "Hedge lost",
    },
}
#: The columns that an answer has which tells what became of claims.
TELLING = frozenset(PARTS["What became of it"])


def told(heading: str, cell: Cell) -> Any:
    """The parts of one column that a row has, one below the other."""
    found = [(name, cell(column)) for column, name in PARTS[heading].items()]
    part = Markup('<span class="part">{}{}</span>')
    label = Markup('<span class="quiet">{}</span> ')
    shown = [part.format(label.format(name) if name else "", said) for name, said in found if said != ""]
    return Markup(" ").join(shown) if shown else ""
