"""Control is who holds a place: what changes it or observes it says so in the same few words, whatever its type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from events.values.said import Party, Said
from events.values.scope import Scope

#: How a claim speaks of control: three kinds of change, and the observation that somebody, or nobody, holds it.
ControlKind = Literal["fall", "recapture", "transfer", "observed"]


@dataclass(frozen=True, slots=True)
class Control:
    """What one claim says of control of its place.

    `scope` is how much of the place is meant, `holder` who has it since or on the days of the claim, `loser` who had it
    before. `status` is that of an observation, as in control_status; None for a change.
    """

    kind: ControlKind
    scope: Scope | None
    holder: Party | None
    loser: Party | None = None
    status: Said[Any] | None = None
