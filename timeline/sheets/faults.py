"""Every refusal by a model is told in our own words: where, what is wrong, and what to write instead.

A fault that only follows from another is left out: a required field that is missing because its name is misspelt, or
a list that is too short because the items in it are faulty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from events.ledger.source_recorded import SourceRecorded
from events.values.citation import Citation
from events.values.frozen import Bare
from timeline.closest import NEAR
from timeline.errors import Fault
from timeline.sheets.marks import Document, Path
from timeline.sheets.text import brief, printable, shown
from timeline.sheets.wording import instead, words

#: A slug of several words: the key of a source, and hardly a place in it.
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
#: What people write for a field whose name is another, and too unlike it to be found by its letters.
_OTHER_WORDS = {
    "date": "occurred",
    "day": "occurred",
    "when": "occurred",
    "location": "place",
    "where": "place",
    "victims": "casualties",
    "para": "locator",
    "time": "time_of_day",
    "dead": "killed",
    "deaths": "killed",
    "wounded": "injured",
    "latitude": "lat",
    "longitude": "lon",
    "actor": "party",
    "paragraph": "locator",
    "page": "locator",
    "comment": "note",
    "id": "as",
    "label": "as",
}
#: The same for models that do not have the field of the first list: a source, a voice.
_ELSEWHERE = {"date": "published", "day": "published", "when": "published", "name": "voice"}

#: What people write in a claim for a field of its source.
_OF_SOURCES = {"reported": "published", "link": "url", "outlet": "publisher", "headline": "title"}
#: What people write for the value of a group that has one.
_VALUES = ("name", "number", "figure", "count", "text", "figures", "party")


def explain(
    error: ValidationError, model: type[BaseModel], document: Document, base: Path = (), name: str = ""
) -> list[Fault]:
    """What `model` found wrong with the part of `document` at `base`.

    `name` says what a whole is that has no field's name: airstrike, the sheet.
    """
    problems = error.errors(include_url=False)
    misspelt = _misspelt(problems)
    meant = set(misspelt.values())
    faults, told = [], []
    for problem in problems:
        loc = problem["loc"]
        path = document.follow((*base, *loc))
        kind = problem["type"]
        if kind == "missing":
            if loc not in meant:
                faults.append(_missing(problem, model, document, path))
        elif kind == "too_short" and any(other["loc"][: len(loc)] == loc for other in problems if other is not problem):
            continue  # pydantic counts only the items that are valid
        elif kind == "extra_forbidden":
            cut = _cut(path, document)
            if cut is None or cut not in told:
                text = cut or _unknown(loc, misspelt.get(loc), model, name, problem["input"])
                faults.append(document.fault(path, *text, key=True))
                told.append(text)
        else:
            field, _ = _field(model, loc)
            about = printable(field.description) if field and field.description else ""
            faults.append(
                document.fault(path, *words(problem, about, _example(field, problem["input"])), key="[key]" in loc)
            )
    return faults


def nearest(word: str, choices: Iterable[str], cutoff: float = NEAR) -> str | None:
    """The one of `choices` that `word` was most likely meant to be, or None."""
    plain = {choice.lower(): choice for choice in choices}
    wanted = re.sub(r"[\s-]+", "_", word.strip().lower())
    for spelling in (wanted, wanted.replace("_", "-")):
        if close := get_close_matches(spelling, plain, n=1, cutoff=cutoff):
            return plain[close[0]]
    return None


def _missing(problem: ErrorDetails, model: type[BaseModel], document: Document, parent: Path) -> Fault:
    key = str(problem["loc"][-1])
    field, _ = _field(model, problem["loc"])
    about = f": {instead(printable(field.description))}" if field and field.description else "."
    if isinstance(number := problem["loc"][-1], int):
        return document.fault(parent, "There are too few.", f"Write {number + 1}{about}")
    return document.fault((*parent, key), "This field is missing.", f"Add {key}{about}")


def _cut(path: Path, document: Document) -> tuple[str, str] | None:
    """Of what is left of a number that a comma within braces has cut, the whole: `1,200` of `{killed: 1,200}`."""
    group: Any = document.data
    for step in path[:-1]:
        group = group[step]
    pieces = [(str(key), value) for key, value in group.items()] if isinstance(group, dict) else []
    at = next((number for number, (key, _) in enumerate(pieces) if key == path[-1]), 0)
    first = next((number for number in range(at, -1, -1) if not _left_of_a_number(*pieces[number])), at)
    field, begun = pieces[first] if pieces else ("", None)
    if first == at or not re.fullmatch(r"(?:.* )?[0-9]{1,3}", str(begun), re.ASCII):
        return None
    last = next((n for n in range(at, len(pieces)) if not _left_of_a_number(*pieces[n])), len(pieces))
    whole = ",".join([str(begun), *(key for key, _ in pieces[first + 1 : last])])
    return "A comma ends a value within braces.", f'Write {printable(field)}: "{printable(whole)}", in quotes.'


def _left_of_a_number(key: str, value: object) -> bool:
    return value is None and bool(re.fullmatch("[0-9]{3}", key, re.ASCII))


def _unknown(loc: Path, meant: Path | None, model: type[BaseModel], name: str, given: object) -> tuple[str, str]:
    key, above = str(loc[-1]), next((str(step) for step in reversed(loc[:-1]) if isinstance(step, str)), name)
    said = f"{shown(key)} is not a field of {brief(above)}."
    if meant:
        return said, f"Write {meant[-1]}."
    if ":" in key:  # {killed:40} is one word in YAML
        return said, f"Write a blank after the colon: {brief(key.replace(':', ': ', 1))}."
    _, owners = _field(model, loc)
    fields = {title: field for owner in owners for title, field in _fields(owner)}
    word = key.strip().lower()
    if "value" in fields:
        if given is None:  # {40} is a group in YAML
            return said, f"Write {brief(key)} without braces."
        if word in _VALUES:
            return said, "Write value."
    for wanted in (key, _OTHER_WORDS.get(word, ""), _ELSEWHERE.get(word, "")):
        if wanted in fields:
            return said, f"Write {wanted}."
        inner = [
            title
            for title, field in fields.items()
            for part in _models(field.annotation)
            if wanted in dict(_fields(part))
        ]
        if len(set(inner)) == 1 or "citation" in inner:
            place = "citation" if "citation" in inner else inner[0]
            return said, f"Write {wanted} inside {place}."
        if "killed" in inner:
            return said, f"Write {wanted} inside the figure: killed: {{value: …, {wanted}: …}}."
    if "citation" in fields and (wanted := _OF_SOURCES.get(word, word)) in dict(_fields(SourceRecorded)):
        return said, f"Write {wanted} where the source is recorded, once for all that it claims."
    if close := nearest(key, fields, 0.65):
        return said, f"Write {close}."
    return said, f"Its fields are {', '.join(fields)}."


def _misspelt(problems: list[ErrorDetails]) -> dict[Path, Path]:
    """For each unknown field that is a required one misspelt: the path of the one that was meant."""
    missing = [problem["loc"] for problem in problems if problem["type"] == "missing"]
    found = {}
    for problem in problems:
        loc = problem["loc"]
        if problem["type"] == "extra_forbidden":
            beside = [str(other[-1]) for other in missing if other[:-1] == loc[:-1]]
            if close := nearest(str(loc[-1]), beside, 0.5):
                found[loc] = (*loc[:-1], close)
    return found


def _fields(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    for name, field in model.model_fields.items():
        yield field.alias or name, field


def _example(field: FieldInfo | None, given: object) -> str:
    """How a group of fields begins that may stand in `field`: {source: …, locator: …}. Empty for one that is bare.

    In the place of a citation people write what should stand in it, as `given`.
    """
    if field is None or any(get_origin(part) is dict for part in (field.annotation, *get_args(field.annotation))):
        return ""
    found = next(_models(field.annotation), None)
    if found is None or issubclass(found, Bare):
        return ""
    if found is Citation and isinstance(given, str):
        return f"{{{'source' if _KEY.fullmatch(given) else 'locator'}: {brief(given)}}}"
    return "{" + ", ".join(f"{name}: …" for name, _ in [*_fields(found)][:2]) + "}"


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Every model in an annotation such as `tuple[Casualties, ...] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def _field(model: type[BaseModel], loc: Path) -> tuple[FieldInfo | None, list[type[BaseModel]]]:
    """The field that `loc` leads to, where there is one, and the models that have it or would have it."""
    field, owners, inner = None, [model], [model]
    for step in loc:
        if isinstance(step, int):
            continue
        found = [known for owner in inner for title, known in _fields(owner) if title == step]
        owners = inner
        if found:
            field = found[0]
            inner = [part for known in found for part in _models(known.annotation)]
    return field, owners
