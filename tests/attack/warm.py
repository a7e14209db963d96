"""The server that attacked processes are forked from imports this, so that none of them does anything first."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.attack.deeds import warm_up

with TemporaryDirectory() as beside:
    warm_up(Path(beside))
