"""Mutants of a real log: bytes of its files are changed at random, seeded, and the real commands are run on each.

`python -m tests.mutants FOLDER FIRST LAST EVERY` makes the mutants with these numbers of what `make` has put into
FOLDER, asks one in EVERY with all the other commands too, and prints what does not hold:

- `timeline verify` says what is wrong, or the log has exactly the entries that it had. Where a write-ahead log is
  damaged, SQLite drops the commits from there on, as after a power cut: then an earlier checkpoint tells.
- No command ends with a traceback, nor runs for more than LIMIT seconds, nor writes without end.
- No command but a redaction takes away or changes an entry that could be read before.
"""

from __future__ import annotations

import faulthandler
import random
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from click.testing import CliRunner

from tests.privacy import secret, source
from tests.samples import GROUND, strike
from timeline.cli.group import cli
from timeline.errors import TimelineError
from timeline.log.entries import Row
from timeline.log.sqlite import SqliteLog
from timeline.log.verify import Checkpoint
from timeline.service import Timeline

#: Seconds of one command on one mutant, on a busy machine.
LIMIT = 60
#: Bytes that no file of a mutant may reach.
LARGEST = 64_000_000
PAGE = 4096
WHY = {"reason": "names a witness", "authority": "the editor", "recorded_by": "desk"}

Whole = tuple[str, list[Row], dict[str, int]]


def make(folder: Path) -> Checkpoint:
    """A timeline of some 60 events with corrections, retractions and redactions, the last third of it in the WAL."""
    with Timeline.init(folder / "t", "TST") as timeline:
        timeline.append([*GROUND, *map(strike, range(30)), secret(), source()], recorded_by="desk")
        timeline.correct("TST-0000-0008-81", strike(900), reason="miscounted", recorded_by="desk")
        timeline.retract("TST-0000-0009-78", reason="entered twice", recorded_by="desk")
        timeline.redact("TST-0000-0036-94", **WHY)
        timeline.redact("TST-0000-0037-91", **WHY)
    with Timeline.open(folder / "t") as timeline:
        for number in range(100, 116):
            timeline.append(strike(number), recorded_by="desk")
        redacted = timeline.append(secret(citation={"locator": "para 999"}), recorded_by="desk")
        timeline.append([strike(number) for number in range(116, 122)], recorded_by="desk")
        state = timeline.verify()
        assert state.ok
        # While it is open, nothing is moved from the write-ahead log into the file.
        for name in ("log.db", "log.db-wal"):
            shutil.copy(folder / "t" / name, folder / f"wal-{name}")
        kept = Checkpoint(state.size, state.root, timeline.origin)
        assert redacted.outcome == "appended"
    shutil.copy(folder / "t" / "log.db", folder / "whole-log.db")
    (folder / "checkpoint.txt").write_text(kept.text())
    (folder / "more.json").write_text(
        '{"type": "airstrike", "incident": "bridge", "citation": {"source": "gazette", "locator": "para 5000"}}'
    )
    return kept


def mutate(content: bytearray, chance: random.Random) -> None:
    """Change, move, drop or add some bytes."""
    size = len(content)
    if not size:
        return
    # Headers of the file and of its pages steer all reading: they are hit more often than their share of bytes.
    page = chance.randrange((size + PAGE - 1) // PAGE) * PAGE
    at = min(chance.choice([chance.randrange(size), page + chance.randrange(40), chance.randrange(100)]), size - 1)
    length = min(chance.choice([1, 1, 2, 4, 8, 100, 512, PAGE]), size - at)
    other = chance.randrange(size)
    match chance.randrange(9):
        case 0:
            content[at] ^= 1 << chance.randrange(8)
        case 1:
            content[at : at + length] = chance.randbytes(length)
        case 2:
            content[at : at + length] = bytes([chance.choice([0, 0xFF])]) * length
        case 3:
            content[at] = (content[at] + chance.choice([1, -1])) % 256
        case 4:
            content[at : at + length] = content[other : other + length]
        case 5:
            second = chance.randrange(size // PAGE) * PAGE if size >= PAGE else 0
            here, there = content[page : page + PAGE], content[second : second + PAGE]
            content[page : page + PAGE], content[second : second + PAGE] = there, here
        case 6:
            del content[chance.choice([at, page]) :]
        case 7:
            content += chance.randbytes(length) if chance.random() < 0.5 else content[page : page + PAGE]
        case 8:
            del content[at : at + length]


def whole(folder: Path) -> Whole | None:
    """Everything that a log says; None where it cannot be read to the end."""
    try:
        with SqliteLog.open(folder / "log.db") as log:
            return log.prefix, list(log.raw(2**62)), dict(log.keys(""))
    except TimelineError:
        return None


def run(folder: Path, arguments: Sequence[str]) -> tuple[int, str]:
    faulthandler.dump_traceback_later(LIMIT, exit=True)
    done = CliRunner().invoke(cli, ["--dir", str(folder), *arguments])
    faulthandler.cancel_dump_traceback_later()
    if done.exception and not isinstance(done.exception, SystemExit):
        raise AssertionError(f"timeline {' '.join(arguments)}: {done.exception!r}") from done.exception
    assert done.exit_code in (0, 1), f"timeline {' '.join(arguments)}: exit code {done.exit_code}: {done.output}"
    assert done.output.strip(), f"timeline {' '.join(arguments)} says nothing"
    return done.exit_code, done.output


def examine(base: Path, folder: Path, number: int, originals: dict[str, Whole], every: int) -> str:
    """Make one mutant, run the commands on it, and return what verify said. Raises AssertionError."""
    chance = random.Random(number)
    kind = chance.choice(["whole", "wal"])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(base / "t" / "timeline.toml", folder)
    for file in base.glob(f"{kind}-*"):
        shutil.copy(file, folder / file.name.removeprefix(f"{kind}-"))
    target = folder / ("log.db-wal" if kind == "wal" and chance.random() < 0.7 else "log.db")
    content = bytearray(target.read_bytes())
    for _ in range(chance.choice([1, 1, 2, 4])):
        mutate(content, chance)
    target.write_bytes(content)
    against = ["--against", str(base / "checkpoint.txt")] if kind == "wal" else []
    code, said = run(folder, ["verify", *against])
    before = whole(folder)
    if code == 0:
        assert before == originals[kind], "verify says ok, and the log is another one"
    if number % every == 0:
        for arguments in others(base, folder):
            run(folder, arguments)
            after = whole(folder)
            if before is None or arguments[0] == "restore":
                continue
            assert after is not None, f"timeline {' '.join(arguments)}: the log cannot be read any more"
            assert after[0] == before[0]
            assert after[1][: len(before[1])] == before[1], f"timeline {' '.join(arguments)} changed entries"
    return "ok" if code == 0 else said


def others(base: Path, folder: Path) -> list[list[str]]:
    """Commands that read and write a log in all ways but one, redaction, which is to take away."""
    return [
        ["status"],
        ["log"],
        ["log", "--json"],
        ["log", "--checkpoint"],
        ["show", "TST-0000-0008-81"],
        ["show", "bridge"],
        ["retract", "TST-0000-0010-75", "--reason", "entered twice"],
        ["append", str(base / "more.json")],
        ["backup", str(folder / "b.db")],
        ["rebuild"],
        ["append", str(base / "more.json")],
        ["restrict", "TST-0000-0011-72", "--reason", "under review"],
        ["verify"],
    ]


def main(base: Path, first: int, last: int, every: int) -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST, LARGEST))
    originals = {}
    for kind in ("whole", "wal"):
        place = base / f"original-{kind}-{first}"
        place.mkdir()
        for file in base.glob(f"{kind}-*"):
            shutil.copy(file, place / file.name.removeprefix(f"{kind}-"))
        found = whole(place)
        assert found
        originals[kind] = found
    sound = 0
    for number in range(first, last):
        print(f"mutant {number}", flush=True)
        try:
            sound += examine(base, base / f"mutant-{first}", number, originals, every) == "ok"
        except AssertionError as problem:
            print(f"FAILED {number}: {problem}", flush=True)
            if problem.__cause__:
                import traceback

                traceback.print_exception(problem.__cause__, limit=-6, file=sys.stdout)
    print(f"{last - first} mutants, {sound} of them as good as the original", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
