"""What every test shares: how Hypothesis runs, what of memory is looked at, and a real browser."""

from __future__ import annotations

import gc
from collections.abc import Generator, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import launched
from tests.laws import load_profile

load_profile()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for a browser is marked so: `make test` leaves it to `make test-browser`."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is collected stays to the end: it is neither looked at while it grows nor each time that garbage is."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium without a window, one for each module of tests.

    Playwright keeps an asyncio loop running in this thread while the browser is open, so `asyncio.run` fails in the
    same module: tests that need both go into modules of their own.
    """
    with launched() as browser:
        yield browser


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """An empty page in a profile of its own, so that no test sees another's cookies or cache."""
    with chromium.new_context() as context:
        yield context.new_page()
