"""A label stands for a place or a voice that the sheet describes once; an unknown one is never taken for a name."""

from __future__ import annotations

import re
from typing import Any

from events.values.text import LABEL
from timeline.errors import Fault
from timeline.sheets.faults import nearest
from timeline.sheets.marks import Document, Path
from timeline.sheets.text import shown

_LABEL = re.compile(LABEL)
#: Stands for what is faulty and was told already, so that no other fault follows from it. It is never stored.
PLACEHOLDER = "faulty"


class Labels:
    """The places and voices of one sheet. `bad` holds the paths of those that are faulty; `faults` is added to."""

    def __init__(
        self, document: Document, places: dict[str, Any], voices: dict[str, Any], bad: set[Path], faults: list[Fault]
    ) -> None:
        self._document = document
        self._places = places
        self._voices = voices
        self._bad = bad
        self._faults = faults

    def place(self, path: Path, given: Any, country: Any) -> Any:
        """The place that was written at `path`, by label, by name or in full; in `country` unless it says otherwise."""
        if isinstance(given, str) and _LABEL.fullmatch(given):
            place = self._named(path, "places", self._places, given, "name")
        else:
            place = {"name": given} if isinstance(given, str) else given
        if isinstance(place, dict) and country is not None:
            return {"country": country, **place}
        return place

    def voiced(self, path: Path, data: Any) -> Any:
        """`data`, which stands at `path`, with the voices of every chain in it in full."""
        if isinstance(data, list):
            return [self.voiced((*path, index), item) for index, item in enumerate(data)]
        if not isinstance(data, dict):
            return data
        return {
            key: [self._hop((*path, key, index), hop) for index, hop in enumerate(value)]
            if key == "chain" and isinstance(value, list)
            else self.voiced((*path, key), value)
            for key, value in data.items()
        }

    def _hop(self, path: Path, given: Any) -> Any:
        if isinstance(given, str) and _LABEL.fullmatch(given):
            return self._named(path, "voices", self._voices, given, "voice")
        if isinstance(given, dict) and isinstance(given.get("voice"), str) and _LABEL.fullmatch(given["voice"]):
            hop = self._named((*path, "voice"), "voices", self._voices, given["voice"], "voice")
            return {**hop, **given, "voice": hop.get("voice")}
        return given

    def _named(self, path: Path, part: str, known: dict[str, Any], label: str, bare: str) -> dict[str, Any]:
        """What `label` stands for in full; a placeholder where it is faulty or unknown."""
        if label not in known:
            meant = nearest(label, known)
            # A name that looks like a label can still be written: {name: kabul}, or voices: {officials: officials}.
            other = f", or write {{name: {label}}}" if part == "places" else ""
            remedy = f"Write {meant}." if meant else f"Add {label} to {part}{other}."
            self._faults.append(self._document.fault(path, f"{shown(label)} is not among the {part}.", remedy))
        elif (part, label) not in self._bad:
            found = known[label]
            whole = found if isinstance(found, dict) else {bare: found}
            return dict(self.voiced((part, label), whole))
        return {bare: PLACEHOLDER}
