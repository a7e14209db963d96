"""Seeds and schemas are found where they lie: inside an installed wheel, or beside the packages in a checkout."""

from __future__ import annotations

from pathlib import Path

from timeline.errors import TimelineError


def shipped(name: str) -> Path:
    """The folder `seeds` or `schemas`. Raises TimelineError where the installation lacks it."""
    package = Path(__file__).parent
    for folder in (package / "shipped" / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise TimelineError(f"The folder {name} is missing from this installation. Install incident-timeline again.")


def seeds() -> list[Path]:
    """The sheets of the example in the order in which they are appended, which gives their events their IDs.

    First those of the folder itself, then those of the folders in it: a new rival moves no ID of the first article.
    Raises TimelineError where the installation lacks them.
    """
    return sorted(shipped("seeds").rglob("*.yaml"), key=lambda sheet: (len(sheet.parts), sheet))
