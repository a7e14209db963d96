"""What every process has that tests start: this project's code before anything installed, and an end."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).parent.parent
#: Seconds after which a hanging process fails its test. Generous, also for a busy machine: it measures nothing.
LIVENESS_SECONDS = 300


def environment(*first: Path, **extra: str) -> dict[str, str]:
    """This process's environment, with the folders `first` and then this project on Python's path."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (*first, ROOT)))} | extra
