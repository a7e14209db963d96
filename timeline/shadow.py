"""The vocabulary is the package `events` of this project, never another module of that name that Python finds first."""

from __future__ import annotations

from importlib import import_module

from timeline.errors import TimelineError


class Shadowed(TimelineError, ImportError):
    """Another module called `events` stands before ours."""


def check() -> None:
    """Raises Shadowed, which names the offending file, unless `events` is this project's."""
    try:
        found = import_module("events")
    except ImportError as problem:
        raise Shadowed(
            f"The package events cannot be imported: {problem}. Install incident-timeline again."
        ) from problem
    if getattr(found, "PROJECT", None) != "incident-timeline":
        raise Shadowed(
            f"{getattr(found, '__file__', None) or next(iter(found.__path__))} stands before incident-timeline's own "
            "package events. Rename that file, run from another directory, or uninstall the package that it belongs to."
        )
