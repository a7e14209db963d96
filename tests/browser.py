"""A browser test runs in a real Chromium or says why it did not; in CI it never goes without."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
"""Where Debian's package puts it. Playwright would otherwise look for a browser that it downloaded itself."""

FLAGS = [
    "--headless",
    "--no-sandbox",  # the sandbox refuses to start for root, which CI runs as
    "--disable-gpu",
    # The rest keeps a new profile from calling hosts of its own: tests need no network but the loopback.
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def launched() -> Iterator[Browser]:
    """Chromium, closed when the block ends. Where none is installed the test is skipped, or fails if CI is set."""
    if not CHROMIUM.exists():
        message = f"{CHROMIUM} is not installed; on Debian: apt install chromium"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()
