"""An event-sourced timeline of conflict incidents: every claim with its source, nothing overwritten.

`from timeline import Timeline, Airstrike` is all that a script needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from timeline.shadow import check

if TYPE_CHECKING:
    from events.claims.airstrike import Airstrike
    from events.claims.district_fall import DistrictFall
    from events.claims.insider_attack import InsiderAttack
    from events.claims.other import Other
    from events.ledger.incident_declared import IncidentDeclared
    from events.ledger.source_recorded import SourceRecorded
    from timeline.appending import Receipt
    from timeline.errors import Fault, Faults, TimelineError
    from timeline.service import Recorded, Timeline

#: Where each public name is defined. They are imported at first use, so that a foreign package called `events` is
#: reported by name (see `timeline.shadow`) instead of by whatever happens to be missing in it.
_PUBLIC = {
    "Airstrike": "events.claims.airstrike",
    "DistrictFall": "events.claims.district_fall",
    "Fault": "timeline.errors",
    "Faults": "timeline.errors",
    "IncidentDeclared": "events.ledger.incident_declared",
    "InsiderAttack": "events.claims.insider_attack",
    "Other": "events.claims.other",
    "Receipt": "timeline.appending",
    "Recorded": "timeline.service",
    "SourceRecorded": "events.ledger.source_recorded",
    "Timeline": "timeline.service",
    "TimelineError": "timeline.errors",
}

__all__ = [
    "Airstrike",
    "DistrictFall",
    "Fault",
    "Faults",
    "IncidentDeclared",
    "InsiderAttack",
    "Other",
    "Receipt",
    "Recorded",
    "SourceRecorded",
    "Timeline",
    "TimelineError",
]


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'timeline' has no attribute {name!r}")
    check()
    return getattr(import_module(_PUBLIC[name]), name)


def __dir__() -> list[str]:
    return __all__
