"""A proof is offered only of an event that has a page, and where log and checkpoint lie beside the tables.

No private key is needed: the last checkpoint is signed already. What the log holds is read from the log itself, so that
a restriction which the tables do not know yet keeps the body back all the same.
"""

from __future__ import annotations

import asyncio
import os
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from timeline.errors import TimelineError
from timeline.folder import CHECKPOINT, LOG, TABLES
from timeline.log.inclusion import full_subtrees
from timeline.log.sqlite import SqliteLog
from timeline.log.verify import Checkpoint
from timeline.proofs.checkpoints import latest
from timeline.proofs.prove import prove, reached
from timeline.standing import Standing
from timeline.visibility import Visibility
from timeline.web import compat
from timeline.web.metadata import DATABASE

if TYPE_CHECKING:
    from datasette.app import Datasette

#: How the address of a proof ends, and how tlog-proof wants its file to be called.
ENDING = "tlog-proof"
#: One request at a time reads all leaves; those that wait for it find them read.
_READING = Lock()


def offered(datasette: Datasette, position: int) -> int | None:
    """The size of the checkpoint from which the event at `position` can be proved; None where there is none."""
    folder = _folder(datasette)
    try:
        size = Checkpoint.parse(latest(folder)).size if folder else 0
    except TimelineError:
        return None
    return size if position <= size else None


async def download(datasette: Datasette, position: int, id: str) -> Any | None:
    """The proof as a file; None where none is offered. Raises TimelineError where the log is not what was signed."""
    folder = _folder(datasette)
    if folder is None or offered(datasette, position) is None:
        return None
    text = await asyncio.to_thread(_proof, folder, position)
    headers = {"Content-Disposition": f'attachment; filename="{id}.{ENDING}"'}
    return compat.Response(text, content_type="text/plain; charset=utf-8", headers=headers)


def _proof(folder: Path, position: int) -> str:
    note = latest(folder)
    with SqliteLog.open(folder / LOG) as log:
        with _READING:
            full = _full_subtrees(folder, note)
        public = Visibility(Standing(log)).shows_all(log.get(position))
        return prove(log, note, position, with_body=public, full=full)


@lru_cache(maxsize=4)
def _full_subtrees(folder: Path, note: str) -> list[bytes]:
    """Those of the log that a checkpoint is of, which never change; of a million events, 125 KB."""
    with SqliteLog.open(folder / LOG) as log:
        return full_subtrees(log.leaves(0, reached(log, note).size))


def _folder(datasette: Datasette) -> Path | None:
    """The timeline's folder, if the tables that are served are its own and its log can be read too."""
    path = datasette.databases[DATABASE].path
    folder = Path(path).parent if path and Path(path).name == TABLES else None
    if folder and os.access(folder / LOG, os.R_OK) and (folder / CHECKPOINT).is_file():
        return folder
    return None
