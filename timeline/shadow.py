"""The vocabulary is the package `events` of this project, never another module of that name that Python finds first."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from timeline.errors import TimelineError


class Shadowed(TimelineError, ImportError):
    """Another module called `events` stands before ours."""


def check() -> None:
    """Raises Shadowed, which names the offending file, unless `events` is this project's."""
    try:
        found = import_module("events")
    except (ImportError, SyntaxError) as problem:
        # Ours imports nothing: what is found and fails is another.
        if other := find_spec("events"):
            raise _shadowed(other.origin) from problem
        raise Shadowed(f"The package events is missing: {problem}. Install incident-timeline again.") from problem
    if getattr(found, "PROJECT", None) != "incident-timeline":
        raise _shadowed(getattr(found, "__file__", None) or next(iter(found.__path__)))


class Unusable(TimelineError, TypeError):
    """Another package adds a type of event that cannot be taken."""


def check_types() -> None:
    """Raises Unusable, which names the package, for types of other packages that cannot be taken. After `check`."""
    from events.added import Unusable as Refused

    try:
        import_module("events.registry")
    except Refused as problem:
        raise Unusable(str(problem)) from problem


def _shadowed(file: str | None) -> Shadowed:
    return Shadowed(
        f"{file} stands before incident-timeline's own package events. Rename that file, run from another directory, "
        "or uninstall the package that it belongs to."
    )
