"""What cannot be read, or what nobody can see, is shown where it stands, and never read as something else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.console import environment
from tests.scripts import LIVENESS_SECONDS
from timeline.errors import Faults
from timeline.service import Timeline
from timeline.sheets.read import parse

HEAD = "source: {key: radio-1, kind: news, publisher: Radio}\nevents:\n- type: airstrike\n"
UTF_8 = "Save it again with the encoding UTF-8."
EMPTY = "The file is empty. Write events: and the first event below it."
OFFICE = (
    "This is a document of Word, Excel or the like, not a text, whatever the file is called. "
    "Save it as plain text in UTF-8; a table as CSV UTF-8."
)

#: What is wrong, the bytes, and what is said about them, without the file's name.
BYTES: list[tuple[str, bytes, str]] = [
    ("UTF-16", HEAD.encode("utf-16"), f" The file is in UTF-16 or UTF-32. {UTF_8}"),
    ("UTF-16, unmarked", HEAD.encode("utf-16-le"), f" The file is in UTF-16 or UTF-32. {UTF_8}"),
    ("UTF-32", HEAD.encode("utf-32"), f" The file is in UTF-16 or UTF-32. {UTF_8}"),
    ("a document of Word", b"PK\x03\x04\x14\x00\x06\x00", f" {OFFICE}"),
    ("an old table of Excel", b"\xd0\xcf\x11\xe0\xa1\xb1", f" {OFFICE}"),
    ("rich text", b"{\\rtf1\\ansi\nsource: x\n}", f" {OFFICE}"),
    (
        "Latin 1",
        (HEAD + "  note: café\n").encode("latin-1"),
        f"4:12: The file is not UTF-8: its byte E9 here is no character. {UTF_8}",
    ),
    ("C1 control", (HEAD + "  note: a\x85b\n").encode(), "4:10: Here is the invisible character U+0085. Delete it."),
    (
        "line separator",
        (HEAD + "  note: a\u2028b\n").encode(),
        "4:10: Here is the invisible character U+2028. Delete it.",
    ),
    ("null", (HEAD + "  note: a\0b\n").encode(), "4:10: Here is the invisible character U+0000. Delete it."),
    ("escape", (HEAD + "  note: \x1b[2J\n").encode(), "4:9: Here is the invisible character U+001B. Delete it."),
    ("mark within", ("# x\n\ufeff" + HEAD).encode(), "2:1: Here is the invisible character U+FEFF. Delete it."),
    (
        "mark first",
        ("\ufeff" + HEAD + "  strikes: over 3\n").encode(),
        '4:12 events[0].strikes: "over 3" is not a quantity. Write "more than 3".',
    ),
    ("tab", (HEAD + "\tstrikes: 3\n").encode(), "4:1: A tab indents this line. Use blanks instead of tabs."),
    (
        "tabs",
        (HEAD + "  strikes: 3\n\t\tnote: x\n \ttags: [x]\n").encode(),
        "5:1: A tab indents this line, and 1 more lines. Use blanks instead of tabs.",
    ),
    (
        "tab after a colon, which is none",
        (HEAD + "  strikes:\t3\n  incident:\tA B\n").encode(),
        '5:13 events[0].incident: "A B" is not how incident is written. Write a-b.',
    ),
    (
        "no-break space",
        (HEAD + "  \u00a0strikes: 3\n").encode(),
        '4:3 events[0]."strikes": A no-break space stands beside "strikes". Use ordinary blanks.',
    ),
    ("empty", b"", f" {EMPTY}"),
    ("only a mark", b"\xef\xbb\xbf", f" {EMPTY}"),
    ("too large", b"#" * 10_000_001, "1: This is larger than 10 MB. Split it into several."),
]


@pytest.mark.parametrize(("raw", "said"), [case[1:] for case in BYTES], ids=[case[0] for case in BYTES])
def test_what_cannot_be_read_is_told_where_it_stands(raw: bytes, said: str) -> None:
    with pytest.raises(Faults) as refused:
        parse(raw, "mine.yaml", "yaml")
    assert [str(fault) for fault in refused.value.faults] == ["mine.yaml:" + said]


@pytest.mark.skipif(sys.platform == "win32", reason="a shell closes it")
def test_standard_input_that_is_closed_is_told_in_words(tmp_path: Path) -> None:
    Timeline.init(tmp_path / "t", "HEL").close()
    command = ["sh", "-c", 'exec "$@" <&-', "sh", sys.executable, "-m", "timeline", "--dir", "t", "append", "-"]
    told = subprocess.run(
        command, check=False, cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=LIVENESS_SECONDS
    )
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr == "standard input: Standard input is closed. Name a file.\nNothing stored.\n"
