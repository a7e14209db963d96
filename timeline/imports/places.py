"""Every row of a table becomes one recorded place with a key that the same row always has, or none of them does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import chain, count
from typing import Any, get_args

from pydantic import ValidationError

from events.ledger.place_recorded import PlaceRecorded
from timeline.errors import Fault, Faults, TimelineError
from timeline.imports.columns import LEVELS, Columns, complete
from timeline.imports.geometry import Shape
from timeline.imports.tables import GEOMETRY, Row
from timeline.imports.wkt import Written, border
from timeline.matching.names import slug
from timeline.sheets.text import shown

#: Every kind of place.
KINDS: tuple[str, ...] = get_args(PlaceRecorded.model_fields["kind"].annotation)
#: How well the point of such a place tells where something happened of which only the place is named (UCDP).
_WHERE_PREC = {"district": 3, "province": 4, "country": 6}
#: Decimals that a coordinate may have; more are noise of a program's arithmetic.
_DECIMALS = 8


@dataclass(slots=True)
class Imported:
    """The places of a table, each with its row, the columns that were read, and what was changed on the way."""

    columns: Columns
    unused: list[str]
    places: list[PlaceRecorded] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    simplified: list[str] = field(default_factory=list)
    #: Keys with a number at their end, because rows before them have the same name in the same province.
    numbered: list[str] = field(default_factory=list)
    pointless: int = 0
    #: Names that are left out because each may be several recorded places, or several rows the same one.
    several: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Draft:
    """A row on its way to a place: its fields, and the key that it would like to have."""

    row: Row
    fields: dict[str, Any]
    stem: str
    code: str
    key: str = ""


def read_places(rows: Sequence[Row], said: Columns) -> Imported:
    """The places in `rows`. `said` are the columns that the user names; the others are found by their names.

    Raises Faults where it is not clear which column is meant, and with everything that is wrong in the rows.
    """
    present = list(dict.fromkeys(column for row in rows for column in row.values))
    try:
        columns = complete(said, present)
    except TimelineError as unclear:
        raise Faults([Fault(str(unclear), file=rows[0].file)]) from unclear
    made = Imported(columns, [column for column in present if column not in columns.named()])
    faults: list[Fault] = []
    nested = any(row.above for row in rows)
    drafts: dict[int, _Draft] = {}
    for row in rows:
        try:
            drafts[id(row)] = _draft(row, columns, nested, made)
        except Faults as wrong:
            faults += wrong.faults
        except TimelineError as unclear:  # of one row as of any other
            raise Faults([Fault(str(unclear), file=row.file)]) from unclear
    faults += _give_keys(list(drafts.values()), made)
    for draft in drafts.values() if not faults else ():
        if draft.row.above:
            draft.fields["part_of"] = drafts[id(draft.row.above)].key
        try:
            made.places.append(PlaceRecorded.model_validate(draft.fields | {"key": draft.key}))
            made.rows.append(draft.row)
        except ValidationError as error:
            faults += [
                draft.row.fault(_column(columns, problem["loc"]), _said(problem["msg"]))
                for problem in error.errors(include_url=False, include_context=False)
            ]
    if faults:
        raise Faults(dict.fromkeys(faults))
    return made


def _draft(row: Row, columns: Columns, nested: bool, made: Imported) -> _Draft:
    """What the row says. Raises Faults with everything that is wrong in it."""
    faults: list[Fault] = []

    def text(column: str | None) -> str | None:
        value = row.values.get(column) if column else None
        if isinstance(value, str | int | None) and not isinstance(value, bool):
            return " ".join(str(value).split()) or None if value is not None else None
        faults.append(row.fault(str(column), f"{shown(value)} is no text.", "Write a name or a number."))
        return None

    kind = _kind(row, columns, nested, faults)
    name = text(columns.name)
    if name is None and not faults:
        faults.append(row.fault(str(columns.name), "The row has no name.", "Give it one, or leave the row out."))
    admin1 = text(columns.name) if (whole := row.above) is None and kind == "province" else None
    if whole is not None:
        found = whole.values.get(columns.name or "")
        admin1 = found if isinstance(found, str) else None
    elif kind not in ("province", "country"):
        admin1 = text(columns.admin1)
    try:
        shape = row.shape()
        written = border(shape.polygons)
    except ValueError as problem:
        faults.append(row.fault(GEOMETRY, str(problem)))
        shape, written = Shape(), None
    point = _point(row, columns, shape, faults)
    codes = [(system, text(column)) for system, column in columns.codes]
    aliases = [(text(column), language) for column, language in columns.aliases]
    if faults or name is None:
        raise Faults(faults)
    made.pointless += point is None
    if written and written.kept < written.points:
        made.simplified.append(name)
    fields = {
        "name": name,
        "aliases": _aliases(name, aliases),
        "kind": kind,
        "country": columns.country,
        "admin1": admin1 if kind not in ("province", "country") else None,
        "lat": point[0] if point else None,
        "lon": point[1] if point else None,
        "where_prec": _WHERE_PREC.get(kind) if point else None,
        "codes": [{"system": system, "code": code, "vintage": columns.vintage} for system, code in codes if code],
        "border": written.text if written else None,
        "note": _note(written),
    }
    within = "" if kind in ("province", "country") else admin1 or kind
    stem = slug(" ".join([columns.country or "", within, name])) if slug(name) else ""
    return _Draft(row, fields, stem, next((code for _, code in codes if code), ""))


def _kind(row: Row, columns: Columns, nested: bool, faults: list[Fault]) -> str:
    """The kind that was said, that of the row or of the level, or in a table within a table province and district."""
    if nested and row.above is None:
        return "province"
    if columns.kinds and (given := row.values.get(columns.kinds)):
        if (own := str(given).strip().casefold()) in KINDS:
            return own
        faults.append(
            row.fault(columns.kinds, f"{shown(given)} is no kind of place.", f"Write one of {', '.join(KINDS)}.")
        )
        return KINDS[-1]
    level = re.fullmatch(r"ADM(\d)", str(row.values.get("shapeType")))
    kind = columns.kind or (LEVELS.get(level[1]) if level else None) or ("district" if nested else None)
    if kind is None:
        raise TimelineError("It is not clear what kind of places these are. Say so: --kind district.")
    return kind


#: A comma for the point, as spreadsheets of many countries write it.
_COMMA = re.compile(r"\s*(-?[0-9]{1,3}),([0-9]+)\s*", re.ASCII)
#: Degrees, minutes and perhaps seconds, and perhaps the letter of the half of the earth.
_MINUTES = re.compile(
    r"""\s*([0-9]{1,3})\s*[°º]\s*([0-5]?[0-9](?:\.[0-9]+)?)\s*['\u2032’]\s*"""
    r"""(?:([0-5]?[0-9](?:\.[0-9]+)?)\s*(?:["″”]|''))?\s*([NSEW])?\s*""",
    re.ASCII | re.IGNORECASE,
)


def _written(text: str) -> str:
    """How degrees that are written otherwise are to be written; empty where that is not certain."""
    if comma := _COMMA.fullmatch(text):
        return f"Write {comma[1]}.{comma[2]}."
    if found := _MINUTES.fullmatch(text):
        degrees = int(found[1]) + float(found[2]) / 60 + float(found[3] or 0) / 3600
        south = (found[4] or "").upper() in ("S", "W")
        return f"Write {'-' if south else ''}{_shortened(f'{degrees:.{_DECIMALS}f}')}."
    return ""


def _point(row: Row, columns: Columns, shape: Shape, faults: list[Fault]) -> tuple[str, str] | None:
    """Latitude and longitude as the model takes them; None where they are left out or 0, 0, which means unknown."""
    if shape.point:
        lon, lat = (f"{degrees:.{_DECIMALS}f}" for degrees in shape.point)
        return (_shortened(lat), _shortened(lon)) if shape.point != (0, 0) else None
    if columns.lat is None or columns.lon is None:
        return None
    found = []
    for column, limit in ((columns.lat, 90), (columns.lon, 180)):
        given = row.values.get(column)
        if given is None or not str(given).strip():
            continue
        degrees = _degrees(given)
        if degrees is None or abs(degrees) > limit:
            exchanged = limit == 90 and degrees is not None and abs(degrees) <= 180
            hint = "Perhaps latitude and longitude are exchanged: say --lat and --lon." if exchanged else ""
            problem = f"{shown(given)} is no {'latitude' if limit == 90 else 'longitude'} in decimal degrees."
            hint = hint or _written(str(given)) or "Write 0 for both where the point is not known."
            faults.append(row.fault(column, problem, hint))
            continue
        found.append(degrees)
    if len(found) == 1:
        if not any(fault.field.endswith((columns.lat, columns.lon)) for fault in faults):
            faults.append(row.fault(columns.lat, "The row has half a point.", "Write both coordinates, or neither."))
        return None
    return (f"{found[0]:f}", f"{found[1]:f}") if found and any(found) else None


def _degrees(given: object) -> Decimal | None:
    """A number of degrees with at most eight decimals; None for anything else."""
    try:
        number = Decimal(str(given).strip()) if isinstance(given, str | int) and not isinstance(given, bool) else None
    except InvalidOperation:
        return None
    if number is None or not number.is_finite() or abs(number.adjusted()) > 20:
        return Decimal(0) if number is not None and number == 0 else None
    exponent = number.as_tuple().exponent
    return round(number, _DECIMALS) if isinstance(exponent, int) and -exponent > _DECIMALS else number


def _shortened(degrees: str) -> str:
    return degrees.rstrip("0").rstrip(".")


def _aliases(name: str, given: Sequence[tuple[str | None, str | None]]) -> list[dict[str, str | None]]:
    found = dict.fromkeys((alias, language) for alias, language in given if alias and alias != name)
    return [{"name": alias, "language": language} for alias, language in found]


def _note(written: Written | None) -> str | None:
    if written is None or written.kept == written.points:
        return None
    return f"The border is simplified: {written.kept:,} of {written.points:,} points."


def _give_keys(drafts: Sequence[_Draft], made: Imported) -> Iterator[Fault]:
    """Give each its key: country, province and name; where several rows have the same, with the code of the row.

    What codes do not tell apart is counted, in the order of the file, so that nothing is lost and importing it again
    adds nothing.
    """
    alike: dict[str, list[_Draft]] = {}
    for draft in drafts:
        alike.setdefault(draft.stem, []).append(draft)
    taken = set[str]()
    for draft in drafts:
        coded = len(alike[draft.stem]) > 1 and draft.code
        key = f"{draft.stem}-{slug(draft.code)}".strip("-") if coded else draft.stem
        draft.key = next(free for free in chain([key], (f"{key}-{number}" for number in count(2))) if free not in taken)
        taken.add(draft.key)
        if draft.key != key:
            made.numbered.append(draft.key)
        if not draft.stem:
            yield draft.row.fault("", "No key can be made of this row's name.", "Write it in letters.")


def _column(columns: Columns, loc: tuple[int | str, ...]) -> str:
    """The column that a field of the place was taken from."""
    known = {"lat": columns.lat, "lon": columns.lon, "admin1": columns.admin1, "border": GEOMETRY}
    aliases = [column for column, _ in columns.aliases]
    codes = [column for _, column in columns.codes]
    if len(loc) > 1 and isinstance(loc[1], int):
        listed = aliases if loc[0] == "aliases" else codes
        return listed[0] if len(listed) == 1 else ""
    return known.get(str(loc[0]) if loc else "") or columns.name or ""


def _said(message: str) -> str:
    return message.removeprefix("Value error, ")
