"""A sheet is one source and what it says; whatever it leaves to its defaults, places and voices is filled in here.

The order of what comes out: the source, the incidents it declares, the claims as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pydantic import Field, ValidationError

from events.registry import CLAIMS, TYPES
from events.values.chain import Hop
from events.values.frozen import Frozen
from events.values.place import Country, Place
from events.values.text import SLUG, Label, Slug, Text
from events.values.zones import Zone
from timeline.errors import Fault
from timeline.sheets.claim_names import in_full
from timeline.sheets.faults import explain, nearest
from timeline.sheets.labels import PLACEHOLDER, Labels
from timeline.sheets.marks import Document, Path
from timeline.sheets.single import Read, single
from timeline.sheets.text import shown
from timeline.sheets.told import Sources

_SLUG = re.compile(SLUG)
_SOURCE = "the key of a source recorded before, or the whole source {key: …, kind: …, publisher: …}"


class Defaults(Frozen):
    """What every claim of the sheet says unless it says otherwise."""

    country: Country | None = Field(None, description="ISO 3166-1 alpha-2, such as AF, for every place without one.")
    zone: Zone | None = Field(None, description="An IANA zone, such as Asia/Kabul, for every date without one.")
    place: Place | None = Field(None, description="A label of places, or a place, for every claim without one.")


class Sheet(Frozen):
    """One source and what it says."""

    source: Any = Field(
        None, description="The source, with key, kind and publisher, or the key of one that was recorded before."
    )
    defaults: Defaults | None = Field(None, description="What every claim says unless it says otherwise.")
    places: dict[Label, Place] | None = Field(
        None, description="Places by label, for the events' place: {musa-qala: {name: Musa Qala}}."
    )
    voices: dict[Label, Hop] | None = Field(
        None, description="Voices by label, for the events' chains: {governor: Mohammad Sharif}."
    )
    incidents: dict[Slug, Text] | None = Field(
        None, description="New incidents, each slug with its title: {base-shooting: Shooting at the base}."
    )
    events: list[Any] | None = Field(None, description="What the source says, one event after the other.")


def read_sheet(document: Document, sources: Sources) -> tuple[list[Read], list[Fault]]:
    """The events of the sheet in `document`, and everything that is wrong with it."""
    reading = _Reading(document, sources)
    reading.source()
    reading.incidents()
    for index, data in enumerate(reading.part("events", list)):
        reading.event(("events", index), data)
    if not reading.reads and not reading.faults and not document.faults:
        reading.faults.append(document.fault((), "The sheet holds nothing.", "Add events: and the first one below it."))
    return reading.reads, reading.faults


class _Reading:
    """One sheet while it is being read."""

    def __init__(self, document: Document, sources: Sources) -> None:
        self.document = document
        self.sources = sources
        self.reads: list[Read] = []
        self.faults: list[Fault] = []
        #: The paths of the sheet's own parts that are faulty, or have something faulty in them.
        self._bad: set[Path] = set()
        try:
            Sheet.model_validate(document.data)
        except ValidationError as error:
            self.faults += explain(error, Sheet, document, (), "the sheet")
            for problem in error.errors(include_url=False, include_context=False, include_input=False):
                path = document.follow(problem["loc"])
                self._bad |= {path[:depth] for depth in range(1, len(path) + 1)}
        self._defaults = {
            name: given for name, given in self.part("defaults", dict).items() if ("defaults", name) not in self._bad
        }
        self._labels = Labels(document, self._bad, self.faults)
        place = self._defaults.get("place")
        self._place = self._labels.place(("defaults", "place"), place, self._defaults.get("country"))
        #: The key of the sheet's source, for the citations that name none.
        self._key: str | None = None
        #: Where each claim's own label was given first.
        self._named: dict[str, Path] = {}

    def part(self, name: str, kind: type) -> Any:
        """A part of the sheet, empty where it is left out or is no such thing."""
        found = self.document.data.get(name)
        return found if isinstance(found, kind) else kind()

    def source(self) -> None:
        given = self.document.data.get("source")
        if given is None:
            return
        whole = isinstance(given, dict)
        key = given.get("key") if whole else given
        self._key = key if isinstance(key, str) and _SLUG.fullmatch(key) else PLACEHOLDER
        if whole:
            self._take(single(self.document, ("source",), {"type": "source_recorded", **given}, self.sources))
        elif self._key == PLACEHOLDER:
            self._fault(("source",), f"{shown(given)} is not the key of a source.", f"Write {_SOURCE}.")

    def incidents(self) -> None:
        for slug, title in self.part("incidents", dict).items():
            path = ("incidents", slug)
            if path not in self._bad:
                declared = {"type": "incident_declared", "slug": slug, "title": title}
                self._take(single(self.document, path, declared, self.sources))

    def event(self, path: Path, data: Any) -> None:
        type_ = data.get("type") if isinstance(data, dict) else None
        meant = nearest(type_, TYPES, 0.8) if isinstance(type_, str) else None
        if not isinstance(data, dict) or (meant and meant not in CLAIMS):
            whole = data.get("replacement") if isinstance(data, dict) and meant == "coding_corrected" else None
            kind = whole.get("type") if isinstance(whole, dict) else None
            if isinstance(whole, dict) and kind in CLAIMS:
                filled = self._filled((*path, "replacement"), whole, CLAIMS[kind].date_fields())
                data = {**data, "replacement": filled}
            if isinstance(data, dict) and self._key:
                data = in_full(data, meant, self._key)
            self._take(single(self.document, path, data, self.sources))
            return
        label = data.get("as")
        if isinstance(label, str) and (first := self._named.setdefault(label, path)) != path:
            line, _ = self.document.locate((*first, "as"))
            self._fault((*path, "as"), f"{shown(label)} is in line {line} already.", "Write another label.")
        citation = data.get("citation")
        cites = isinstance(citation, dict) and citation.get("source") is not None
        borrowed: dict[Path, Path] = {} if cites else {("citation", "source"): ("source", "key")}
        dates = CLAIMS[meant].date_fields() if meant else ()
        self._take(single(self.document, path, self._filled(path, data, dates), self.sources, borrowed))

    def _filled(self, path: Path, data: dict[str, Any], dates: Iterable[str]) -> dict[str, Any]:
        """`data` with its labels in full, and with what it leaves to the sheet; `dates` are its fields for days."""
        filled: dict[str, Any] = self._labels.voiced(path, data)
        place, citation = (filled.get(name) for name in ("place", "citation"))
        if isinstance(citation, str) and not _SLUG.fullmatch(citation):
            citation = filled["citation"] = {"locator": citation}
        if place is not None:
            filled["place"] = self._labels.place((*path, "place"), place, self._defaults.get("country"))
        elif "place" not in filled:
            filled["place"] = self._place
        for name in dates if "zone" in self._defaults else ():
            if isinstance(given := filled.get(name), str | int | dict):
                whole = given if isinstance(given, dict) else {"value": given}
                filled[name] = {"zone": self._defaults["zone"], **whole}
        if citation is None or (isinstance(citation, dict) and citation.get("source") is None):
            if self._key is None:
                self._key = PLACEHOLDER
                self._fault(("source",), "This field is missing.", f"Add source: {_SOURCE}.")
            filled["citation"] = {**(citation or {}), "source": self._key}
        return filled

    def _take(self, read: Read | list[Fault]) -> None:
        if isinstance(read, Read):
            self.reads.append(read)
        else:
            self.faults += read

    def _fault(self, path: Path, problem: str, remedy: str) -> None:
        self.faults.append(self.document.fault(path, problem, remedy))
