"""Who held a place is told once of all scopes of which the same is said, and each claim in full once on the page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from timeline.web import sayers, words
from timeline.web.sayers import Sayer

#: A claim with what it says, as cells have it in a list.
_LINE = re.compile(r'<span class="line">.*?</span>')
_PLACE, _SCOPE = "place", "scope"
#: The columns that say together who held it.
HOLDER = ("answer", "controllers", "last_said", "next_said")
#: Why nobody surely held it, though somebody is named.
COARSE = "the days are too coarse to tell"
_AGAIN = '<span class="line quiet">As for {}{}</span> '
_STATED = {"unstated": "what no scope is stated of"}


def together(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """The same rows, one for all that differ by their scope alone, with these scopes."""
    at, found = columns.index(_SCOPE), dict[tuple[str, ...], list[Any]]()
    for row in rows:
        known = found.setdefault(tuple(str(cell) for number, cell in enumerate(row) if number != at), list(row))
        if known[at] != row[at]:
            known[at] = f"{known[at]}, {row[at]}"
    return list(found.values())


def told(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], lists: Sequence[int], known: Mapping[str, Sayer]
) -> list[list[Any]]:
    """The same rows with who says each claim of these `lists`: what another scope has refers to that.

    Of a claim that was told before, only the voice is told again.
    """
    place, scope = columns.index(_PLACE), columns.index(_SCOPE)
    made: list[list[Any]] = []
    seen: set[str] = set()
    for number, row in enumerate(rows):
        cells = list(row)
        above = [other for other in rows[:number] if other[place] == row[place]]
        for at in lists:
            lines = _LINE.findall(str(row[at]))
            same = next((other for other in above if set() < set(_LINE.findall(str(other[at]))) <= set(lines)), None)
            if same:
                had = _LINE.findall(str(same[at]))
                rest = "".join(line for line in lines if line not in had)
                again = Markup(_AGAIN).format(_named(same[scope]), ", and:" if rest else "")
                cells[at] = again + (sayers.told(rest, known, seen) if rest else "")
            elif sayers.ids_in(row[at]):
                cells[at] = sayers.told(row[at], known, seen)
        made.append(cells)
    return made


def holder(row: Mapping[str, Any]) -> str:
    """Who held it, in words: `Taliban, inferred: last said for 26 August 2015; the next day told of is 30 August 2015`.

    A cell with nothing in it is blank, or None.
    """
    answer, controllers, last, following = (_text(row[name]) for name in HOLDER)
    if answer == "inferred":
        told = [f"last said for {words.edtf(last)}"] if last else []
        told += [f"the next day told of is {words.moment(following)}"] if following else []
        return f"{controllers}, inferred{': ' if told else ''}{'; '.join(told)}"
    if answer == "unknown":
        return f"Unknown: {unknown(last, following)}"
    if answer in ("disputed", "uncertain"):
        *several, last = controllers.split("; ")
        who = f"{', '.join(several)} or {last}" if several else f"{last}, or not" if answer == "disputed" else last
        return f"{answer.capitalize()}: {who}{f', {COARSE}' if answer == 'uncertain' else ''}"
    return answer


def unknown(last: str, following: str) -> str:
    """Why nobody is known to have held it, by the dates that are told of before and after, empty where none is."""
    if not last and not following:
        return "no claim tells who held it on any day"
    told = [f"the last day told of before is {words.edtf(last)}"] if last else []
    told += [f"the first day told of since is {words.edtf(following)}"] if following else []
    then = "then" if last and following else "then or later" if last else "then or before"
    return f"no claim tells who held it {then}; {'; '.join(told)}"


def _text(cell: Any) -> str:
    text = str(cell).strip()
    return "" if text in ("None", "&nbsp;") else text


def _named(scopes: str) -> str:
    return " and ".join(_STATED.get(scope, f"the {scope}") for scope in str(scopes).split(", "))
