"""What is restricted stays in the log, and nothing public is made of it."""

from __future__ import annotations

from typing import Literal

Visibility = Literal["public", "restricted"]
