"""What must be in no file of a timeline is looked for byte by byte, as somebody who was handed the files would."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from events.base import Event
from events.ledger.coding_corrected import CodingCorrected
from events.registry import parse
from tests.begun import begun
from tests.samples import GROUND, claim
from tests.tables import assert_as_rebuilt
from timeline.service import Timeline

#: A word that nothing holds unless a test puts it there.
MARKER = "xyzzymarker"
#: What a source and an incident are called here that hold it.
KEY, SLUG = f"{MARKER}-gazette", f"{MARKER}-bridge"
RESTRICTED: dict[str, Any] = {"visibility": "restricted"}
#: A party that is restricted, and one beside it that is not.
PARTY: dict[str, Any] = {"party": {"value": f"{MARKER} unit", "visibility": "restricted"}, "killed": 2}
GUARDS: dict[str, Any] = {"party": "guards", "killed": 1}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "t"


@pytest.fixture
def timeline(folder: Path) -> Iterator[Timeline]:
    with begun(folder, GROUND, by="desk") as timeline:
        yield timeline


def holding(folder: Path, word: str = MARKER) -> set[str]:
    """The names of the files in `folder`, write-ahead logs and all, that hold `word` in UTF-8 or in UTF-16."""
    spellings = (word.encode(), word.encode("utf-16-le"))
    return {
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and any(spelling in file.read_bytes() for spelling in spellings)
    }


def source(key: str = KEY, **fields: Any) -> Event:
    return parse({"type": "source_recorded", "key": key, "kind": "news", "publisher": "Gazette"} | fields)


def incident(slug: str = SLUG, **fields: Any) -> Event:
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


def correct(timeline: Timeline, id: str, replacement: Event) -> str:
    return ids(timeline, CodingCorrected(corrects=id, reason="danger", replacement=replacement))[0]


def assert_hidden(timeline: Timeline, folder: Path, events: Iterable[Event], hidden: set[int]) -> None:
    """Of `events`, appended one by one, those with these numbers are withheld, and the marker is in the log alone."""
    # One by one: an ID is known only when the event is there.
    receipts = [timeline.append(event, recorded_by="desk") for event in events]
    assert {number for number, receipt in enumerate(receipts) if receipt.restricted} == hidden
    assert withheld(timeline) == [receipts[number].id for number in sorted(hidden)]
    assert list(timeline.db.query("select * from problems")) == []
    assert {file for file in holding(folder) if not file.startswith("log.db")} == set()
    assert holding(folder), "the log has it"
    assert_as_rebuilt(timeline)
