"""What happens to people, in the order in which it is told; it takes no vocabulary: a command starts at once."""

from __future__ import annotations

from typing import Literal, get_args

Outcome = Literal["killed", "injured", "killed_or_injured", "missing", "captured"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
