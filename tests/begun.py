"""A timeline that many tests begin with is made once: each has a copy of its files, to do with as it likes."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from events.base import Event
from timeline.service import Timeline

_made: dict[tuple[str, str, tuple[bytes, ...]], Path] = {}


def begun(folder: Path, events: Sequence[Event], prefix: str = "TST", by: str = "test") -> Timeline:
    """The timeline in the new folder `folder`, which holds these events, appended together."""
    what = prefix, by, tuple(event.canonical for event in events)
    if what not in _made:
        beside = Path(tempfile.mkdtemp(prefix="begun-"))
        atexit.register(shutil.rmtree, beside)
        with Timeline.init(beside / "t", prefix) as timeline:
            timeline.append(events, recorded_by=by)
        _made[what] = beside / "t"
    return Timeline.open(shutil.copytree(_made[what], folder))
