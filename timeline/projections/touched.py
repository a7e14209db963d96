"""What entries bear on is gathered while they are folded, so that each of it is recomputed once."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Touched:
    """The incidents that entries bear on, and those of them of which also earlier states look different now.

    `claims` are those, as first recorded, that changed or that decisions name: they may be on no incident.
    """

    incidents: set[str] = field(default_factory=set)
    anew: set[str] = field(default_factory=set)
    claims: set[str] = field(default_factory=set)

    def __ior__(self, other: Touched) -> Touched:
        self.incidents |= other.incidents
        self.anew |= other.anew
        self.claims |= other.claims
        return self
