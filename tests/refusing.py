"""What keeps events out of a timeline, as its author is told."""

from __future__ import annotations

import pytest

from events.base import Event
from timeline.errors import Faults
from timeline.service import Timeline


def refused(timeline: Timeline, *events: Event) -> list[str]:
    """What the log refuses these events with, each fault without its event's number."""
    size = len(timeline)
    with pytest.raises(Faults) as faults:
        timeline.append(events, recorded_by="test")
    assert len(timeline) == size
    return [str(fault).removeprefix(f"events[{len(events) - 1}]").lstrip(".") for fault in faults.value.faults]
