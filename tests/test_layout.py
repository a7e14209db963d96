"""The code stands on floors, in small files, and names no place that only one machine knows."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# From the ground up. A module may import from its own room and from the floors below, not from a room beside it.
FLOORS: tuple[frozenset[str], ...] = (
    frozenset({"events"}),
    frozenset({"timeline.errors"}),
    frozenset({"timeline.closest", "timeline.forked", "timeline.regular", "timeline.unwritable"}),
    frozenset(
        {
            "timeline.circles",
            "timeline.files",
            "timeline.folder",
            "timeline.histories",
            "timeline.matching",
            "timeline.opened",
            "timeline.reconcile",
            "timeline.shadow",
            "timeline.shipped",
            "timeline.verifier",
        }
    ),
    frozenset({"timeline.issuing", "timeline.log", "timeline.placing"}),
    frozenset({"timeline.stored", "timeline.refusals"}),
    frozenset({"timeline.standing"}),
    frozenset({"timeline.visibility", "timeline.erasure", "timeline.deciding", "timeline.named"}),
    frozenset({"timeline.sheets", "timeline.projections", "timeline.before"}),
    frozenset({"timeline.amendable"}),
    frozenset({"timeline.admission", "timeline.imports"}),
    frozenset({"timeline.edits", "timeline.exports"}),
    frozenset({"timeline.appending", "timeline.amending"}),
    frozenset(
        {"timeline.doubts", "timeline.following", "timeline.overtaking", "timeline.pairs", "timeline.suggestions"}
    ),
    frozenset({"timeline.service"}),
    frozenset({"timeline.proofs", "timeline.reports"}),
    frozenset({"timeline.backups"}),
    frozenset({"timeline"}),  # the public face: timeline/__init__.py itself, not what lies in the folder
    frozenset({"timeline.web"}),
    frozenset({"timeline.cli"}),
    frozenset({"timeline.__main__"}),
)
FLOOR = {room: height for height, rooms in enumerate(FLOORS) for room in rooms}
LONGEST = 500
# In two parts, so that this file does not name them itself.
REGISTRIES = [
    "pypi." + "org",
    "pypi.python." + "org",
    "python" + "hosted.org",
    "npmjs." + "org",
    "npmjs." + "com",
    "yarnpkg." + "com",
    "deb.debian." + "org",
    "crates." + "io",
]


def kept_files() -> list[Path]:
    """Every file that git tracks or would track."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def name_of(file: Path) -> str:
    """timeline/log/ids.py is timeline.log.ids, and timeline/log/__init__.py is timeline.log."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def room_of(module: str) -> str | None:
    """The room of FLOORS that a module of ours is in, or None where the table has none for it."""
    if module == "timeline":
        return module
    above = module.split(".")
    rooms = (".".join(above[:length]) for length in range(len(above), 0, -1))
    return next((room for room in rooms if room in FLOOR and room != "timeline"), None)


MODULES = {name_of(file): file for top in ("events", "timeline") for file in sorted((ROOT / top).rglob("*.py"))}


def imports_of(module: str, source: str, is_package: bool) -> Iterator[tuple[int, str]]:
    """The line and the full name of everything of ours that a module imports, wherever in it the import stands."""
    package = module.split(".") if is_package else module.split(".")[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*start, *(node.module or "").split(".")]).strip(".")
            # `from timeline import log` imports a module, `from timeline.log import Entry` only a name in one.
            names = [full if (full := f"{base}.{alias.name}") in MODULES else base for alias in node.names]
        else:
            continue
        yield from ((node.lineno, name) for name in names if name.split(".")[0] in ("events", "timeline"))


def climbs(module: str, source: str, is_package: bool = False) -> list[str]:
    """What is wrong with a module's imports, each with its line."""
    here = room_of(module)
    if here is None:
        return [f"{module} stands on no floor; give its room a place in FLOORS"]
    found = []
    for line, name in imports_of(module, source, is_package):
        there = room_of(name)
        if there is None:
            found.append(f"{module}:{line} imports {name}, which stands on no floor")
        elif here != there and FLOOR[there] >= FLOOR[here]:
            found.append(f"{module}:{line} imports {name}: {there} is not below {here}")
    return found


@pytest.mark.parametrize("module", MODULES)
def test_imports_run_only_downwards(module: str) -> None:
    file = MODULES[module]
    assert climbs(module, file.read_text(encoding="utf-8"), file.name == "__init__.py") == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("events.base", "from timeline.errors import TimelineError"),
        ("timeline.log.ids", "import timeline.service"),
        ("timeline.log.ids", "from ..service import Timeline"),
        ("timeline.log.ids", "from timeline import Timeline"),
        ("timeline.sheets.read", "from timeline.projections import runner"),
        ("timeline.service", "def late():\n    from timeline.cli import main"),
        ("timeline.nowhere", ""),
    ],
)
def test_an_import_upwards_or_sideways_is_found_in_every_way_of_writing_it(module: str, source: str) -> None:
    assert len(climbs(module, source)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("timeline.log.ids", "from events.canonical import canonical"),
        ("timeline.log.ids", "from .entries import Entry"),
        ("timeline.cli.append", "from timeline import Timeline"),
        ("timeline.cli.append", "import json, timeline.errors"),
    ],
)
def test_an_import_downwards_or_within_the_room_is_allowed(module: str, source: str) -> None:
    assert climbs(module, source) == []


def test_no_module_is_longer_than_one_reads_in_a_sitting() -> None:
    lengths = {file: len(file.read_bytes().splitlines()) for file in kept_files() if file.suffix == ".py"}
    assert {str(file.relative_to(ROOT)): lines for file, lines in lengths.items() if lines > LONGEST} == {}


def test_no_file_names_the_host_of_a_package_registry() -> None:
    texts = {file.relative_to(ROOT): file.read_bytes().lower() for file in kept_files()}
    assert [(str(file), host) for file, text in texts.items() for host in REGISTRIES if host.encode() in text] == []
