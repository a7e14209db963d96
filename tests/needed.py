"""What a test cannot do without is there in CI: elsewhere the test is skipped, there it fails."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(message: str) -> NoReturn:
    """Skips the test that runs, for the reason in `message`, or fails it if CI is set."""
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)
