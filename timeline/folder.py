"""A timeline is a folder with a `timeline.toml`, found from the working directory upwards, as git finds its own."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, fields
from pathlib import Path

from timeline.closest import closest
from timeline.errors import TimelineError
from timeline.regular import NoFile, no_file, text

SETTINGS = "timeline.toml"
LOG = "log.db"
TABLES = "timeline.db"
#: The last checkpoint that was signed, as C2SP tlog-tiles names it ("Checkpoints").
CHECKPOINT = "checkpoint"
#: The characters that an address may hold up to its path (RFC 3986 §2), and that TeX and Markdown leave alone.
_BASE_URL = re.compile(r"https?://[A-Za-z0-9._~%!$&'()*+,;=:@/\[\]-]+")
#: Marks an example built from the seeds, which is never anybody's own timeline.
EXAMPLE = "example"


@dataclass(frozen=True, slots=True)
class Settings:
    """What `timeline.toml` says. All but the title may be empty.

    `licence`: the one under which the tables may be used. What else citations need (DataCite Metadata Schema 4.5,
    properties 2, 4 and 1): `creator`, who answers for the timeline, a person or a body; `publisher`, who holds it and
    lets it be read; `base_url`, the web address of its home page, without a slash at the end, where
    `base_url`/event/ID is to lead to an event for ever.
    """

    title: str
    licence: str = ""
    creator: str = ""
    publisher: str = ""
    base_url: str = ""

    def to_toml(self) -> str:
        return (
            "# A timeline of incidents. log.db is the truth: keep it, and copies of it. timeline.db is made from it.\n"
            f"title = {_quoted(self.title)}\n"
            f"licence = {_quoted(self.licence)}\n"
            "# For citations: who answers for the timeline, who publishes it, and the address of its home page.\n"
            f"creator = {_quoted(self.creator)}\n"
            f"publisher = {_quoted(self.publisher)}\n"
            f"base_url = {_quoted(self.base_url)}\n"
        )


def title_of(folder: Path) -> str:
    """The title of a timeline of which none is given: the name of its folder, with a sign for what is no text in it."""
    return os.fsencode(folder.resolve().name).decode("utf-8", "replace")


_SAYS = "title and, if you like, licence, creator, publisher and base_url"


def _quoted(text: str) -> str:
    """A TOML basic string. A JSON string is one too, but for U+007F, which TOML wants escaped (TOML 1.0, String)."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def find(given: Path | None) -> Path:
    """The folder `given`, else the one that TIMELINE_DIR names, else the nearest at or above the working directory.

    Where there is none, the only one directly below it is meant; an example made by `timeline demo` does not count.
    Raises TimelineError where there is no timeline, or more than one below.
    """
    named = given or (Path(os.environ["TIMELINE_DIR"]) if os.environ.get("TIMELINE_DIR") else None)
    if named:
        if (named / SETTINGS).is_file():
            return named
        if kind := no_file(named / SETTINGS):
            raise NoFile(f"{named} is not a timeline: {named / SETTINGS} is {kind} and no file. Move it away.")
        raise TimelineError(f"{named} is not a timeline. {_instead_of(named)}")
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / SETTINGS).is_file():
            return folder
    below = sorted(settings.parent for settings in here.glob(f"*/{SETTINGS}"))
    own = [folder for folder in below if not (folder / EXAMPLE).is_file()]
    if len(own) == 1:
        return own[0]
    if below:
        names = ", ".join(folder.name for folder in own or below)
        raise TimelineError(
            f"Which timeline is meant? Go into it, or name it: timeline --dir {(own or below)[0].name} … "
            f"Below {here} there are {names}."
        )
    if (here / LOG).is_file():
        raise TimelineError(f"{here} is not a timeline. {_instead_of(here)}")
    raise TimelineError(
        f"There is no timeline in {here} or above it. Go into one, name it with --dir, or make one: "
        "timeline init helmand --prefix HEL"
    )


def _instead_of(named: Path) -> str:
    """What to name instead of what is no timeline: one that is called nearly so, or lies above or below it; or none.

    Of a log that has lost its settings, how it has them again.
    """
    if (named / LOG).is_file():
        return f'Its {SETTINGS} is missing: write one beside {LOG}, with the line: title = "…"'
    if named.is_file() and (named.parent / SETTINGS).is_file():
        return f"Name the folder that this file is in: {named.parent}"
    beside = {found.parent.name: found.parent for found in sorted(named.parent.glob(f"*/{SETTINGS}"))}
    near = [beside[name] for name in closest(named.name, beside)]
    below = [found.parent for found in sorted(named.glob(f"*/{SETTINGS}"))]
    if near or below:
        return f"Did you mean {' or '.join(map(str, near or below))}?"
    return f"Make one: timeline init {named} --prefix HEL"


def unexpected(given: Path | None) -> Path | None:
    """The folder that `find` finds, where another may be meant: it lies above, or is here and has one directly below.

    None where it was named.
    """
    if given or os.environ.get("TIMELINE_DIR"):
        return None
    found, here = find(None), Path.cwd()
    return found if found in here.parents or (found == here and any(here.glob(f"*/{SETTINGS}"))) else None


def settings(folder: Path) -> Settings:
    """What the folder's `timeline.toml` says. Raises TimelineError where it cannot be read or says something else."""
    path = folder / SETTINGS
    try:
        said = text(path, "strict")
    except OSError as problem:
        raise TimelineError(
            f"{path}: {problem.strerror}. Check that you may read it, and that the disk is sound."
        ) from problem
    except ValueError as problem:
        raise TimelineError(f"{path}: {problem}. Mend the file: it says {_SAYS}.") from problem
    return parsed(said, str(path))


def parsed(said: str, path: str) -> Settings:
    """What a `timeline.toml` says, which messages call `path`. Raises TimelineError where that cannot be read."""
    import tomllib  # only here: whoever looks for the folder alone does without

    try:
        data = tomllib.loads(said)
    except ValueError as problem:
        raise TimelineError(f"{path}: {problem}. Mend the file: it says {_SAYS}.") from problem
    unknown = sorted(data.keys() - {field.name for field in fields(Settings)})
    wrong = unknown or sorted(name for name, value in data.items() if not isinstance(value, str))
    if wrong or not data.get("title", "").strip():
        what = f'"{wrong[0]}" is not a setting, or not a text' if wrong else "the title is missing"
        raise TimelineError(f"{path}: {what}. Mend the file: it says {_SAYS}, each a text in quotes.")
    base_url = str(data.get("base_url", "")).rstrip("/")
    if base_url and not _BASE_URL.fullmatch(base_url):
        raise TimelineError(
            f'{path}: base_url "{base_url}" is not the address of a home page. Write one like '
            'base_url = "https://example.org/helmand", without ? and #.'
        )
    return Settings(**data | {"base_url": base_url})
