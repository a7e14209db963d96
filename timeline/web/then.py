"""As of when a page is asked for stands in its address: a page that is always of now says so, and where to ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from timeline.errors import TimelineError
from timeline.reconcile.asof import as_of

RECORDED, REPORTED = "as-recorded", "as-reported"


def typed(arguments: Mapping[str, str]) -> dict[str, str]:
    """What was typed of both, without blanks around it; empty for nothing."""
    return {name: (arguments.get(name) or "").strip() for name in (RECORDED, REPORTED)}


def unfollowed(arguments: Mapping[str, str]) -> dict[str, Any] | None:
    """What the address asks for, for a page that does not follow it; None where it asks for nothing.

    `day` is the local day by which it was to be reported, None where none was typed.
    """
    asked = typed(arguments)
    if not any(asked.values()):
        return None
    try:
        day = as_of("", asked[REPORTED]).reported
    except TimelineError:
        day = None
    return {"asked": [name for name, text in asked.items() if text], "day": day.isoformat() if day else None}
