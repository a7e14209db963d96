"""What writers get who cite with pandoc is what the real pandoc makes of it; in CI it never goes without."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.needed import missing
from tests.scripts import LIVENESS_SECONDS


def rendered(markdown: str, bibliography: Path, *options: str | Path, to: str = "html") -> str:
    """`markdown` with its citations out of `bibliography`; a warning of pandoc fails the test.

    Where no pandoc is installed the test is skipped, or fails if CI is set.
    """
    if not shutil.which("pandoc"):
        message = "pandoc is not installed; on Debian: apt install pandoc"
        missing(message)
    command = ["pandoc", "--citeproc", "--fail-if-warnings", "--wrap=none", "--from=markdown", f"--to={to}"]
    done = subprocess.run(
        [*command, "--bibliography", bibliography, *options],
        input=markdown,
        capture_output=True,
        text=True,
        timeout=LIVENESS_SECONDS,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout
