"""An event-sourced timeline of conflict incidents: every claim with its source, nothing overwritten.

`from timeline import Timeline, Airstrike` is all that a script needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from timeline.shadow import check

if TYPE_CHECKING:
    from events.claims.abduction import Abduction
    from events.claims.airstrike import Airstrike
    from events.claims.armed_clash import ArmedClash
    from events.claims.attack_on_civilians import AttackOnCivilians
    from events.claims.control_status import ControlStatus
    from events.claims.district_fall import DistrictFall
    from events.claims.ied_explosion import IedExplosion
    from events.claims.insider_attack import InsiderAttack
    from events.claims.non_violent_transfer import NonViolentTransfer
    from events.claims.other import Other
    from events.claims.reported_figure import ReportedFigure
    from events.claims.shelling import Shelling
    from events.claims.shooting import Shooting
    from events.claims.statement import Statement
    from events.claims.suicide_attack import SuicideAttack
    from events.claims.territory_recaptured import TerritoryRecaptured
    from events.ledger.actor_recorded import ActorRecorded
    from events.ledger.incident_declared import IncidentDeclared
    from events.ledger.place_recorded import PlaceRecorded
    from events.ledger.source_recorded import SourceRecorded
    from timeline.appending import Receipt
    from timeline.errors import Fault, Faults, TimelineError
    from timeline.service import Recorded, Timeline

#: Where each public name is defined. They are imported at first use, so that a foreign package called `events` is
#: reported by name (see `timeline.shadow`) instead of by whatever happens to be missing in it.
_PUBLIC = {
    "Abduction": "events.claims.abduction",
    "ActorRecorded": "events.ledger.actor_recorded",
    "Airstrike": "events.claims.airstrike",
    "ArmedClash": "events.claims.armed_clash",
    "AttackOnCivilians": "events.claims.attack_on_civilians",
    "ControlStatus": "events.claims.control_status",
    "DistrictFall": "events.claims.district_fall",
    "Fault": "timeline.errors",
    "Faults": "timeline.errors",
    "IedExplosion": "events.claims.ied_explosion",
    "IncidentDeclared": "events.ledger.incident_declared",
    "InsiderAttack": "events.claims.insider_attack",
    "NonViolentTransfer": "events.claims.non_violent_transfer",
    "Other": "events.claims.other",
    "PlaceRecorded": "events.ledger.place_recorded",
    "Receipt": "timeline.appending",
    "Recorded": "timeline.service",
    "ReportedFigure": "events.claims.reported_figure",
    "Shelling": "events.claims.shelling",
    "Shooting": "events.claims.shooting",
    "SourceRecorded": "events.ledger.source_recorded",
    "Statement": "events.claims.statement",
    "SuicideAttack": "events.claims.suicide_attack",
    "TerritoryRecaptured": "events.claims.territory_recaptured",
    "Timeline": "timeline.service",
    "TimelineError": "timeline.errors",
}

__all__ = [
    "Abduction",
    "ActorRecorded",
    "Airstrike",
    "ArmedClash",
    "AttackOnCivilians",
    "ControlStatus",
    "DistrictFall",
    "Fault",
    "Faults",
    "IedExplosion",
    "IncidentDeclared",
    "InsiderAttack",
    "NonViolentTransfer",
    "Other",
    "PlaceRecorded",
    "Receipt",
    "Recorded",
    "ReportedFigure",
    "Shelling",
    "Shooting",
    "SourceRecorded",
    "Statement",
    "SuicideAttack",
    "TerritoryRecaptured",
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
