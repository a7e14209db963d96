"""A foreign file becomes rows of named values, each of which knows where it stands; what they mean is decided later.

CSV (RFC 4180, comma, semicolon or tab), JSON that is a list of objects, GeoJSON (RFC 7946) and TopoJSON.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from timeline.errors import Fault, Faults
from timeline.imports.geometry import Budget, Shape, Topology, from_geojson
from timeline.regular import NoFile, opened
from timeline.sheets.json import read_json
from timeline.sheets.marks import Document, spell
from timeline.sheets.text import SPREADSHEETS, decode, shown

#: What the value of a row is called in which its border or point stands.
GEOMETRY = "geometry"
ENDINGS = (".csv", ".json", ".geojson", ".topojson")

#: Says where a value of the row stands, or the row (""): line and column (0: none) and what to call it.
Place = Callable[[str], tuple[int, int, str]]


@dataclass(frozen=True)
class Row:
    """One row: its values by column, its shape, and the row that it stands in, if any."""

    values: dict[str, Any]
    file: str
    place: Place
    shape: Callable[[], Shape] = Shape
    above: Row | None = None
    children: list[Row] = field(default_factory=list)

    def fault(self, column: str, problem: str, remedy: str = "") -> Fault:
        """A fault of one value of the row."""
        line, at, named = self.place(column)
        return Fault(problem, remedy, named, self.file, line, at)


def read_table(path: str) -> list[Row]:
    """The rows of the file at `path`, in its order, nested ones after those that they stand in.

    Raises Faults for a file that cannot be read.
    """
    ending = Path(path).suffix.lower()
    if ending not in ENDINGS:
        saved = "Save it from there as CSV UTF-8." if ending in SPREADSHEETS else f"Use {', '.join(ENDINGS)}."
        raise Faults([Fault(f"{shown(Path(path).suffix)} is no table known here.", saved, file=path)])
    try:
        with opened(path) as file:
            raw = file.read()
    except NoFile as problem:
        raise Faults([Fault(str(problem))]) from None
    except (OSError, ValueError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else str(problem)
        raise Faults([Fault(f"It cannot be read: {why}.", "Look at its name and folder.", file=path)]) from None
    rows = list(_csv(raw, path)) if ending == ".csv" else list(_json(raw, path))
    if not rows:
        raise Faults([Fault("There is no row in it.", file=path)])
    return rows


def _csv(raw: bytes, file: str) -> Iterator[Row]:
    text = decode(raw, file)
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: list[str] = []
    faults: list[Fault] = []
    try:
        for cells in reader:
            if not columns:
                columns = [cell.strip() for cell in cells]
                faults += _header(columns, file)
            elif len(cells) > len(columns):
                problem = f"This row has {len(cells)} cells under {len(columns)} columns."
                faults.append(Fault(problem, "Put quotes around a cell with a comma in it.", "", file, reader.line_num))
            elif any(cell.strip() for cell in cells):
                values = {name: cell.strip() or None for name, cell in zip(columns, cells, strict=False)}
                yield Row(values, file, _cell(reader.line_num))
    except csv.Error as problem:
        faults.append(Fault(f"This is no CSV: {problem}.", "Save it again as CSV.", "", file, reader.line_num))
    if faults:
        raise Faults(faults)


def _header(columns: list[str], file: str) -> Iterator[Fault]:
    for number, name in enumerate(columns):
        if name and name in columns[:number]:
            yield Fault(f"Two columns are called {shown(name)}.", "Give one of them another name.", "", file, 1)


def _cell(line: int) -> Place:
    return lambda column: (line, 0, column)


def _json(raw: bytes, file: str) -> Iterator[Row]:
    document = read_json(raw, file)
    if document.faults:
        raise Faults(document.faults)
    data = document.data
    kind = data.get("type") if isinstance(data, dict) else None
    if kind == "FeatureCollection":
        yield from _geojson(document)
    elif kind == "Topology":
        yield from _topojson(document)
    elif isinstance(data, list):
        yield from _objects(document, (), data, None)
    else:
        remedy = "It must be a list of objects, a GeoJSON FeatureCollection or a TopoJSON Topology."
        raise Faults([document.fault((), "This is no table.", remedy)])


def _at(document: Document, path: tuple[str | int, ...]) -> Place:
    def place(column: str) -> tuple[int, int, str]:
        whole = (*path, column) if column else path
        return (*document.locate(document.follow(whole)), spell(whole))

    return place


def _objects(document: Document, path: tuple[str | int, ...], data: Iterable[Any], above: Row | None) -> Iterator[Row]:
    """The objects of a list, and those of the lists in them (provinces with their districts)."""
    for number, item in enumerate(data):
        here = (*path, number)
        if not isinstance(item, dict):
            raise Faults([document.fault(here, f"A row is a group of values, not {shown(item)}.")])
        nested = {name: value for name, value in item.items() if _is_table(value)}
        values = {name: value for name, value in item.items() if name not in nested}
        row = Row(values, document.file, _at(document, here), above=above)
        if above:
            above.children.append(row)
        yield row
        for name, rows in nested.items():
            yield from _objects(document, (*here, name), rows, row)


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _geojson(document: Document) -> Iterator[Row]:
    crs = document.data.get("crs")
    if crs is not None and not any(known in str(crs) for known in ("CRS84", "4326")):
        remedy = "Save it in WGS 84 (EPSG:4326), as RFC 7946 asks."
        raise Faults([document.fault(("crs",), "The file is in another reference system.", remedy)])
    features = document.data.get("features")
    budget = Budget()
    for number, feature in enumerate(features if isinstance(features, list) else ()):
        path = ("features", number)
        if not isinstance(feature, dict):
            raise Faults([document.fault(path, f"A feature is a group of values, not {shown(feature)}.")])
        geometry = feature.get(GEOMETRY)
        yield _feature(document, path, feature, partial(from_geojson, geometry, budget))


def _topojson(document: Document) -> Iterator[Row]:
    objects = document.data.get("objects")
    layers = objects if isinstance(objects, dict) else {}
    if len(layers) != 1:
        named = ", ".join(map(shown, layers)) or "none"
        remedy = "Keep the one that is to be imported."
        raise Faults([document.fault(("objects",), f"The file has {len(layers)} layers: {named}.", remedy)])
    ((name, layer),) = layers.items()
    try:
        topology = Topology(document.data, Budget())
    except ValueError as problem:
        raise Faults([document.fault(("arcs",), str(problem), "Save the file again.")]) from None
    collection = isinstance(layer, dict) and layer.get("type") == "GeometryCollection"
    geometries = layer.get("geometries") if collection else None
    if not isinstance(geometries, list):
        raise Faults([document.fault(("objects", name), "This layer is no GeometryCollection.")])
    for number, geometry in enumerate(geometries):
        path = ("objects", name, "geometries", number)
        if not isinstance(geometry, dict):
            raise Faults([document.fault(path, f"A geometry is a group of values, not {shown(geometry)}.")])
        yield _feature(document, path, geometry, partial(topology.shape, geometry))


def _feature(
    document: Document, path: tuple[str | int, ...], feature: dict[str, Any], shape: Callable[[], Shape]
) -> Row:
    properties = feature.get("properties")
    if not isinstance(properties, dict | None):
        raise Faults([document.fault((*path, "properties"), "The properties are no group of values.")])
    within = _at(document, (*path, "properties"))
    whole = _at(document, path)
    return Row(
        properties or {},
        document.file,
        lambda column: whole(GEOMETRY) if column == GEOMETRY else within(column),
        shape,
    )
