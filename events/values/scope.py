"""A scope says how much of a place changed hands or is held: a centre is not its district."""

from __future__ import annotations

from typing import Literal

from events.values.said import Said

#: What of the place is meant: the district centre, the town, the whole district, or what the source leaves open.
Scope = Said[Literal["centre", "town", "district", "unstated"]]
