"""The last entry of a log's file, read without the vocabulary: it tells whether tables hold all of the log."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

from timeline.log.sqlite_file import connect


def last(path: Path) -> tuple[int, str]:
    """The last position in the log at `path`, and what its entry commits to; 0 and nothing where it is empty.

    The entry is not checked. Raises sqlite3.Error where the file cannot be read, ValueError where the entry cannot.
    """
    with closing(connect(path, create=False)) as db:
        for position, entry in db.execute("SELECT position, entry FROM log ORDER BY position DESC LIMIT 1"):
            return position, json.loads(entry)["commitment"]
    return 0, ""
