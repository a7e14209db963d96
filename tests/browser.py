"""A browser test runs in a real Chromium or says why it did not; in CI it never goes without."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.needed import missing

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

#: The words whose contrast with what lies behind them is below WCAG 2.1's 4.5 to 1 (success criterion 1.4.3).
FAINT = """() => {
    const rgb = colour => colour.match(/[0-9.]+/g).map(Number);
    const light = colour => {
        const [r, g, b] = colour.map(part => part / 255).map(part =>
            part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = element => {
        for (; element; element = element.parentElement) {
            const colour = rgb(getComputedStyle(element).backgroundColor);
            if (colour.length === 3 || colour[3] > 0) return colour.slice(0, 3);
        }
        return [255, 255, 255];
    };
    const faint = new Set();
    for (const element of document.querySelectorAll("main.timeline *")) {
        const own = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
        if (!own || !element.getClientRects().length) continue;
        const [one, other] = [rgb(getComputedStyle(element).color).slice(0, 3), behind(element)].map(light);
        const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        if (contrast < 4.5) faint.add(`${element.tagName} ${element.className}: ${contrast.toFixed(1)}`);
    }
    return [...faint];
}"""


@contextmanager
def launched() -> Iterator[Browser]:
    """Chromium, closed when the block ends. Where none is installed the test is skipped, or fails if CI is set."""
    if not CHROMIUM.exists():
        message = f"{CHROMIUM} is not installed; on Debian: apt install chromium"
        missing(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()
