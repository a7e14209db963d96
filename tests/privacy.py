"""What must be in no file of a timeline is looked for byte by byte, as somebody who was handed the files would."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from events.base import Event
from events.registry import parse
from tests.samples import claim
from tests.tables import contents
from timeline.projections.runner import Projector
from timeline.service import Timeline

#: A word that nothing holds unless a test puts it there.
MARKER = "xyzzymarker"


def holding(folder: Path, word: str = MARKER) -> set[str]:
    """The names of the files in `folder`, write-ahead logs and all, that hold `word` in UTF-8 or in UTF-16."""
    spellings = (word.encode(), word.encode("utf-16-le"))
    return {
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and any(spelling in file.read_bytes() for spelling in spellings)
    }


def source(key: str = f"{MARKER}-gazette", **fields: Any) -> Event:
    return parse({"type": "source_recorded", "key": key, "kind": "news", "publisher": "Gazette"} | fields)


def incident(slug: str = f"{MARKER}-bridge", **fields: Any) -> Event:
    return parse({"type": "incident_declared", "slug": slug, "title": f"Title {MARKER}"} | fields)


def secret(**fields: Any) -> Event:
    """A claim of the samples' Gazette that holds the marker in several places."""
    usual: dict[str, Any] = {"strikes": 3, "place": f"Place {MARKER}", "note": f"Note {MARKER}"}
    said = {"chain": [f"Voice {MARKER}", "Gazette"]} | fields.pop("citation", {})
    return claim(citation=said, **usual | fields)


def withheld(timeline: Timeline) -> list[str]:
    return [row["id"] for row in timeline.db.query("select id from withheld order by position")]


def ids(timeline: Timeline, *events: Event) -> list[str]:
    return [str(receipt.id) for receipt in timeline.append(list(events), recorded_by="desk")]


def assert_as_rebuilt(timeline: Timeline) -> None:
    rebuilt = Projector(timeline.log, None, timeline.settings)
    try:
        rebuilt.rebuild()
        assert contents(timeline.db) == contents(rebuilt.db)
    finally:
        rebuilt.close()
