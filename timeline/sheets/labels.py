"""A label stands for a place or a voice that the sheet describes once; an unknown one is never taken for a name."""

from __future__ import annotations

import re
from typing import Any

from events.values.text import LABEL
from timeline.errors import Fault
from timeline.sheets.faults import nearest
from timeline.sheets.marks import Document, Path
from timeline.sheets.text import brief, shown

_LABEL = re.compile(LABEL)
#: Stands for what is faulty and was told already, so that no other fault follows from it. It is never stored.
PLACEHOLDER = "faulty"


class Labels:
    """The places and voices of the sheet in `document`.

    `bad` holds the paths of the sheet's parts that are faulty; the faults that are found are added to `faults`.
    """

    def __init__(self, document: Document, bad: set[Path], faults: list[Fault]) -> None:
        self._document = document
        self._bad = bad
        self._faults = faults

    def place(self, path: Path, given: Any, country: Any) -> Any:
        """The place that was written at `path`, by label, by name or in full; in `country` unless it says otherwise."""
        if isinstance(given, str) and _LABEL.fullmatch(given):
            place = self._named(path, "places", given, "name")
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
            return self._named(path, "voices", given, "voice")
        if isinstance(given, dict) and isinstance(given.get("voice"), str) and _LABEL.fullmatch(given["voice"]):
            hop = self._named((*path, "voice"), "voices", given["voice"], "voice")
            return {**hop, **given, "voice": hop.get("voice")}
        return given

    def _named(self, path: Path, part: str, label: str, bare: str) -> dict[str, Any]:
        """What `label` stands for in full; a placeholder where it is faulty or unknown."""
        known = self._document.data.get(part) or {}
        # With the label, because no voice may be in a chain twice.
        faulty = {bare: f"{PLACEHOLDER} {brief(label)}"}
        if not isinstance(known, dict) or (part, label) in self._bad:
            return faulty
        if label in known:
            whole = known[label] if isinstance(known[label], dict) else {bare: known[label]}
            return dict(self.voiced((part, label), whole))
        if label in map(_as_label, known):
            return faulty
        meant = nearest(label, filter(_LABEL.fullmatch, known))
        # A name that looks like a label can still be written: {name: kabul}, or voices: {officials: officials}.
        short = brief(label)
        other = f", or write {{name: {short}}}" if part == "places" else f", if need be as {{{short}: {short}}}"
        remedy = f"Write {brief(meant)}." if meant else f"Add {short} to {part}{other}."
        self._faults.append(self._document.fault(path, f"{shown(label)} is not among the {part}.", remedy))
        return faulty


def _as_label(name: str) -> str:
    """The label that was meant by `name`, which may have capitals and blanks, and then is a fault of its own."""
    return re.sub(r"[^a-z0-9_]+", "-", name.lower()).strip("-")
