"""A file that cannot be read says so where reading stopped, in words that need no grammar of YAML or JSON."""

from __future__ import annotations

import json
from string import whitespace

import yaml

from timeline.errors import Fault
from timeline.sheets.text import Lines

_QUOTE = "Put the whole text in double quotes."
#: libyaml's own words, from its scanner and parser, and ours.
_YAML = {
    "block sequence entries are not allowed": ("A list cannot begin here.", "Write its first - on a line of its own."),
    "found unexpected end of stream": ("The quoted text that begins here never ends.", "Write the closing quote."),
    "found unknown escape character": (
        "A backslash in double quotes begins an escape, and this one is unknown.",
        "Write \\\\ for a backslash, or put the text in single quotes.",
    ),
    "found invalid Unicode character escape": ("This escape stands for no character.", "Write the character itself."),
    "found unexpected ':'": ("A colon stands here without a blank after it.", "Write name: value, or quote the text."),
    "did not find expected hexdecimal number": (
        "A backslash in double quotes begins an escape, and this one is unknown.",
        "Write \\\\ for a backslash, or put the text in single quotes.",
    ),
    "could not find expected ':'": ("This line has no colon.", "Write name: value."),
    "did not find expected ',' or ']'": (
        "The list in [ ] is not finished here.",
        'Write a comma between its items and ] at its end; put text that holds , [ ] { } or ": " in quotes.',
    ),
    "did not find expected ',' or '}'": (
        "The group in { } is not finished here.",
        'Write a comma between its fields and } at its end; put text that holds , [ ] { } or ": " in quotes.',
    ),
    "did not find expected '-' indicator": (
        "This line does not belong to the list above it.",
        "Indent it like the fields of the item, or begin it with -.",
    ),
    "did not find expected node content": ("A value is missing here.", "Write one, or put the text in quotes."),
    "did not find expected <document start>": (
        "Something stands after the end of the data.",
        "Delete it, or join it to what is above.",
    ),
    "found a tab character": ("A tab stands here.", "Use blanks instead of tabs."),
    "did not find expected alphabetic or numeric": ("* and & mean something else in YAML.", _QUOTE),
    "found undefined tag handle": ("! means something else in YAML.", _QUOTE),
    "did not find expected comment or line break": ("| and > mean something else in YAML.", _QUOTE),
}
#: Words of the `json` module of Python 3.11 to 3.14, and ours.
_JSON = {
    "Expecting value": ("A value is missing here, or text without quotes.", 'Write text as "text".'),
    "Expecting ',' delimiter": ("A comma is missing here.", "Write one between two values."),
    "Expecting ':' delimiter": ("A colon is missing here.", 'Write "name": value.'),
    "Expecting property name": (
        "A name in double quotes is missing here.",
        'Write "name": value; no comma at the end.',
    ),
    "Illegal trailing comma": ("A comma stands after the last value.", "Delete it."),
    "Unterminated string": ("The text that begins here never ends.", 'Write the closing ".'),
    "Invalid control character": ("A line break, tab or control character stands in the text.", "Write \\n or \\t."),
    "Invalid \\": ("A backslash begins an escape, and this one is unknown.", "Write \\\\ for a backslash."),
    "Extra data": ("Something stands after the end of the data.", "Write several events as a list, or as .jsonl."),
}
#: Where nothing more comes, and something must.
_CUT_OFF = ("The file ends before its data do.", "Get the whole of it, or write the missing ] or }.")


def misread(error: yaml.MarkedYAMLError, text: str, file: str) -> Fault:
    """What libyaml stumbled over, in plain words."""
    said = error.problem or ""
    # Quoted text that never ends is mended where it begins, and so is a line that wants a colon.
    begins = said.startswith(("found unexpected end of stream", "could not find expected ':'"))
    mark = error.context_mark if begins and error.context_mark else error.problem_mark
    if mark is None:
        return Fault(f"This is not YAML: {said}.", "", "", file)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    line = lines[mark.line] if mark.line < len(lines) else ""
    problem, remedy = _in_line(said, line[: mark.column], line[mark.column : mark.column + 1])
    return Fault(problem, remedy, "", file, mark.line + 1, mark.column + 1)


def _in_line(said: str, before: str, at: str) -> tuple[str, str]:
    if said.startswith("mapping values are not allowed"):
        if ": " in before:
            return 'A second ": " stands in this line.', "Put the text after the first one in double quotes."
        return (
            "This line does not go with the one above.",
            "Write a colon after the name above, or give both lines the same indentation.",
        )
    if said.startswith("did not find expected key"):
        if before.strip():
            return "Text goes on after a closing quote or bracket.", f'{_QUOTE} A quote within is written \\".'
        if at == ":":
            return "A field's name is missing before this colon.", "Write name: value."
        if at == "-":
            return "A list item stands where a field is expected.", "Give it the indentation of the items above."
        return (
            f"This line is indented by {len(before)} blanks, like none that it could belong to.",
            "Give it the indentation of the fields that it belongs with.",
        )
    if said.startswith("found character that cannot start"):
        if at == "\t":
            return "A tab stands here.", "Use blanks instead of tabs."
        return f"Text cannot begin with {at}.", _QUOTE
    for words, ours in _YAML.items():
        if said.startswith(words):
            return ours
    return f"This is not YAML: {said}.", "Look for a missing quote, colon or bracket here or in the line above."


def misread_json(error: json.JSONDecodeError, lines: Lines, file: str) -> Fault:
    """What Python's JSON reader stumbled over, in plain words."""
    line, column = lines.at(error.pos)
    stood = error.doc[error.pos : error.pos + 1]
    if stood.isspace() and stood not in whitespace:
        return Fault(f"The blank U+{ord(stood):04X} is none in JSON.", "Write an ordinary one.", "", file, line, column)
    if error.msg.startswith("Expecting") and not error.doc[error.pos :].strip():
        return Fault(*_CUT_OFF, "", file, line, column)
    for words, (problem, remedy) in _JSON.items():
        if error.msg.startswith(words):
            return Fault(problem, remedy, "", file, line, column)
    return Fault(f"This is not JSON: {error.msg}.", "", "", file, line, column)
