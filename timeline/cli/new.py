"""`timeline new` opens a template in the author's editor and appends it when it is valid; no text is ever lost."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click

from events.registry import TYPES
from events.values.edtf import parse
from timeline import folder as folders
from timeline.cli.append import Answer, append_files, report
from timeline.cli.editor import edit
from timeline.errors import Faults, TimelineError
from timeline.files import explained
from timeline.placing import DRAFT
from timeline.service import Timeline
from timeline.sheets.faults import nearest
from timeline.sheets.fields import no_type
from timeline.sheets.margin import marked, unmarked
from timeline.sheets.template import Known, template
from timeline.sheets.text import decode
from timeline.shipped import shipped

#: How many recorded sources and incidents the template names.
SOURCES, INCIDENTS = 5, 10
_CLOSED = "The file was closed without a change. Nothing stored."


@click.command()
@click.argument("type_", metavar="TYPE")
@click.option("--source", "key", help="The key of a recorded source; without it the template has a new one.")
@click.option("--recorded-by", help="Who records. Default: TIMELINE_RECORDED_BY, else the login name.")
@click.pass_obj
def new(folder: Path | None, type_: str, key: str | None, recorded_by: str | None) -> None:
    """Write an event of TYPE in your editor ($VISUAL, else $EDITOR), which opens a template for it.

    When the file is saved and closed, it is appended. Where something is wrong, the editor opens again with the faults
    above their lines; closed without a change, nothing is stored.
    """
    if type_ not in TYPES:
        raise no_type(type_)
    found = folders.find(folder)
    schema = (shipped("schemas") / "sheet.json").resolve().as_uri()
    with Timeline.open(found) as timeline:
        text = template(TYPES[type_], schema, _known(timeline, key))
        with explained(str(found)):
            # Beside the log and not among temporary files: after a power cut it is still there.
            start, ending = DRAFT
            handle, name = tempfile.mkstemp(prefix=f"{start}{type_}-", suffix=ending, dir=found)
            os.close(handle)
            answer = _authored(timeline, Path(name), text, recorded_by)
    report(answer, False, folder)


def _authored(timeline: Timeline, file: Path, blank: str, recorded_by: str | None) -> Answer:
    """Let the author edit `file`, which begins as `blank`, until it is appended; then it is gone.

    Raises TimelineError where the author or the editor gives up, and says where the text is kept, if there is any.
    """
    text, refused = blank, None
    try:
        while True:
            _write(file, marked(text, refused.faults if refused else ()))
            edit(file)
            closed = _read(file)
            if not closed.strip() or closed == text:
                raise refused or TimelineError(_CLOSED)
            text = closed
            _write(file, text)
            try:
                answer = append_files(timeline, [str(file)], recorded_by=recorded_by)
            except Faults as faults:
                refused = faults
            else:
                file.unlink()
                return answer
    except TimelineError as problem:
        raise TimelineError("\n".join([str(problem), *_kept(file, blank, text)])) from problem


def _kept(file: Path, blank: str, text: str) -> list[str]:
    """Where the author's text is, without the faults in it. What nobody has changed is not kept."""
    try:
        closed = _read(file)
    except Faults:  # in an encoding that we cannot read: left as it is
        closed = ""
    else:
        # An editor that breaks off may have emptied the file: then what was in it before counts.
        closed = closed if closed.strip() else text
        if closed == blank:
            file.unlink(missing_ok=True)
            return []
        _write(file, closed)
    return [f"Your text is kept. When it is mended: timeline append {file}"]


def _read(file: Path) -> str:
    """What the author left in the file, without the faults that were put in. Raises Faults where it is not UTF-8."""
    return unmarked(decode(file.read_bytes(), str(file))) if file.exists() else ""


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


def _known(timeline: Timeline, key: str | None) -> Known:
    """What the author may mean: the sources recorded last, and the incidents nearest in time to the source's report.

    Raises TimelineError for a `key` that no source has.
    """
    sources = list(
        timeline.db.query(
            "select key, coalesce(title, publisher) as title, published from sources "
            "join events on events.id = sources.event order by events.position desc"
        )
    )
    known = {row["key"]: row for row in sources}
    if key is not None and key not in known:
        meant = nearest(key, known)
        remedy = f"Did you mean {meant}?" if meant else "Leave --source out, and describe the source in the template."
        raise TimelineError(f'The source "{key}" is not recorded. {remedy}')
    printed = next((row["published"] for row in ([known[key]] if key else sources) if row["published"]), None)
    day = parse(printed[:10]).latest if printed else None
    incidents = timeline.db.query(
        "select slug, title from incidents order by coalesce(earliest, latest) is null, "
        "case when :day is null then -julianday(coalesce(earliest, latest)) "
        "else abs(julianday(coalesce(earliest, latest)) - julianday(:day)) end, slug limit :most",
        {"day": day.isoformat() if day else None, "most": INCIDENTS},
    )
    return Known(
        source=key,
        sources={row["key"]: row["title"] for row in sources[:SOURCES]},
        incidents={row["slug"]: row["title"] for row in incidents},
    )
