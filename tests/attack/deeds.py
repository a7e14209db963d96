"""What a process does to a timeline while it is attacked: it works through the same doors as everybody.

Imported once by the server that the processes are forked from, so that none of them waits for Python to start.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from multiprocessing.connection import Connection
from pathlib import Path
from unittest.mock import patch

from events.base import Event
from tests.privacy import secret
from tests.samples import GROUND, strike
from tests.tables import store
from timeline import appending, backups
from timeline.cli.group import cli
from timeline.errors import TimelineError
from timeline.log.ids import format_id
from timeline.projections import runner
from timeline.proofs.checkpoints import sign
from timeline.service import Timeline

#: Claims that every timeline holds before it is attacked.
HELD = [strike(number) for number in range(12)]
#: The ID of the claim that is redacted or restricted.
SECRET = format_id("TST", len(GROUND) + len(HELD) + 1)
#: The ID of a claim that is proved to be in the log.
PROVED = format_id("TST", len(GROUND) + 1)
#: The ID of the event that redacts or restricts it.
DECIDED = format_id("TST", len(GROUND) + len(HELD) + 2)
#: A table that stays among the others until they are rebuilt.
STALE = "stale"
REASON, AUTHORITY = "names a witness", "the editor"
WHY = ("--reason", REASON, "--recorded-by", "desk")


@dataclass(frozen=True, slots=True)
class Deed:
    """`work` is done in `place`, which holds a timeline `t` and the input; `events` is what it stores, one by one."""

    work: Callable[[Path], None]
    events: tuple[Event, ...] = ()
    #: How many of them are stored together, all or none, and how many are acknowledged at once.
    together: int = 1
    told: int = 1
    #: What the timeline holds beside the ground and what every timeline holds.
    more: tuple[Event, ...] = ()
    #: Events in the log that the tables do not hold yet.
    behind: tuple[Event, ...] = ()
    #: What it makes in `place`, beside the timeline.
    makes: str = ""
    #: Whether a checkpoint of it was signed.
    signed: bool = False


def timeline_command(place: Path, *arguments: str) -> None:
    """Run `timeline` on the timeline in `place`; where it is refused the process ends with its exit code."""
    try:
        cli.main(["--dir", str(place / "t"), *arguments], prog_name="timeline")
    except SystemExit as end:
        if end.code:
            raise


def script(place: Path) -> None:
    """One timeline opened for a while, one event after the other."""
    try:
        with Timeline.open(place / "t") as opened:
            for event in DEEDS["script"].events:
                print(opened.append(event, recorded_by="desk").id, flush=True)
    except TimelineError as problem:
        sys.exit(str(problem))


def append(place: Path) -> None:
    for file in sorted((place / "input").iterdir()):
        timeline_command(place, "append", str(file), "--json", "--recorded-by", "desk")


def import_(place: Path) -> None:
    """A long file, which is stored in parts."""
    with patch.object(appending, "MAX_DRAFTS", DEEDS["import"].together):
        append(place)


def catch_up(place: Path) -> None:
    with patch.object(runner, "BATCH", 15):
        timeline_command(place, "status")


def rebuild(place: Path) -> None:
    with patch.object(runner, "BATCH", 10):
        timeline_command(place, "rebuild")


def redact(place: Path) -> None:
    timeline_command(place, "redact", SECRET, "--yes", "--authority", AUTHORITY, *WHY)


def restrict(place: Path) -> None:
    timeline_command(place, "restrict", SECRET, *WHY)


def checkpoint(place: Path) -> None:
    timeline_command(place, "checkpoint", str(place / "point"))


def rotate(place: Path) -> None:
    advice = StringIO()
    try:
        with redirect_stderr(advice):
            timeline_command(place, "key", "--rotate")
    except SystemExit:
        sys.stderr.write(advice.getvalue())
        raise


def prove(place: Path) -> None:
    timeline_command(place, "prove", PROVED, str(place / "proof"))


def backup(place: Path) -> None:
    timeline_command(place, "backup", str(place / "kept.db"))


def restore(place: Path) -> None:
    timeline_command(place, "restore", str(place / "input" / "kept.db"), str(place / "new"))


def export(place: Path) -> None:
    timeline_command(place, "export", "sqlite", str(place / "tables.db"), "--as-reported", "2015-08-25")


def init(place: Path) -> None:
    cli.main(["init", str(place / "t"), "--prefix", "TST"], prog_name="timeline")


def _strikes(count: int) -> tuple[Event, ...]:
    return tuple(strike(number) for number in range(100, 100 + count))


DEEDS = {
    "init": Deed(init),
    "script": Deed(script, _strikes(6)),
    "append": Deed(append, _strikes(3)),
    "batch": Deed(append, _strikes(100), together=100, told=100),
    "import": Deed(import_, _strikes(75), together=25, told=75),
    "catch up": Deed(catch_up, behind=_strikes(40)),
    "rebuild": Deed(rebuild),
    "redact": Deed(redact, more=(secret(),)),
    "restrict": Deed(restrict, more=(secret(),)),
    "checkpoint": Deed(checkpoint, makes="point"),
    "rotate": Deed(rotate, signed=True),
    "prove": Deed(prove, makes="proof"),
    "backup": Deed(backup, makes="kept.db"),
    "restore": Deed(restore, makes="new"),
    "export": Deed(export, makes="tables.db"),
}


def prepare(name: str, place: Path) -> None:
    """Make in `place` what the deed needs."""
    deed = DEEDS[name]
    (place / "input").mkdir(parents=True)
    if name == "init":
        return
    with Timeline.init(place / "t", "TST") as made:
        made.append([*GROUND, *HELD, *deed.more], recorded_by="desk")
        store(made.log, deed.behind)
        if name == "rebuild":
            made.db.table(STALE).create({"word": str})
        if deed.makes or deed.signed:
            sign(made, place / "t")
    if name == "restore":
        backups.backup(place / "t", place / "input" / "kept.db")
    files = [deed.events] if deed.together > 1 else [[event] for event in deed.events]
    for number, events in enumerate(files):
        write(place / "input" / f"{number}.jsonl", events)


def write(file: Path, events: Sequence[Event]) -> None:
    """`events` as JSON lines."""
    file.write_text("".join(json.dumps({"type": event.type} | event.body()) + "\n" for event in events))


def run(name: str, place: Path, gate: Connection, out: Path) -> None:
    """Do the deed when `gate` opens; what is said goes to `out`.out and `out`.err."""
    for ending, descriptor in ((".out", 1), (".err", 2)):
        file = os.open(out.with_suffix(ending), os.O_WRONLY | os.O_APPEND)
        os.dup2(file, descriptor)
    gate.recv()
    DEEDS[name].work(place)


def warm_up(beside: Path) -> None:
    """Do once what deeds do, so that whatever is loaded and cached at first use is there in every process."""
    prepare("redact", beside / "warm")
    with Timeline.open(beside / "warm" / "t") as opened:
        opened.redact(SECRET, reason=REASON, authority=AUTHORITY, recorded_by="desk")
    prepare("restore", beside / "made")
    with redirect_stdout(StringIO()):
        for make in (checkpoint, prove, backup, restore):
            make(beside / "made")
