"""The reference pages say what the models say: they are made from them, and nobody edits them.

`python docs/generate.py` writes types.md, tables.md and questions.md beside itself, or into the folder named after it.
Beside itself only, it also keeps the fingerprint of the tables, by which verbs that only read know them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from events.base import Event
from events.claim import Claim
from events.registry import CLAIMS, TYPES
from timeline.projections import kept
from timeline.projections.building import FINGERPRINT, TABLES
from timeline.projections.tables import Table
from timeline.sheets.fields import PARTS, first_line, indented, takes
from timeline.web.joins import JOINS
from timeline.web.questions import OTHERS, QUESTIONS
from timeline.web.schema import KINDS

MADE = "Made from the models by `python docs/generate.py`: change it there, not here."


def pages() -> dict[str, str]:
    """The text of every generated page by its name."""
    return {"types.md": types_page(), "tables.md": tables_page(), "questions.md": questions_page()}


def types_page() -> str:
    own = {name: fields(model, without=Claim if name in CLAIMS else Event) for name, model in TYPES.items()}
    lines = [
        "# Types of events, and their fields",
        "",
        f"{MADE} `timeline types` shows the same on the command line.",
        "",
        "An event is either a *claim*, which says what one source says, or a *ledger event*, which is about the record "
        "itself. In a sheet the ledger events are mostly written for you: `source` records a source, `incidents` "
        "declares incidents.",
        "",
        grid(
            ("type", "kind", "what it says"),
            [(link(name), "claim" if name in CLAIMS else "ledger", first_line(found)) for name, found in TYPES.items()],
        ),
        "",
        "A field marked \\* takes a bare value, or a group that says how the value is said: `{value: 40, hedge: "
        "reportedly}`. See [said](#said). A *quantity* is a number in plain words: see "
        "[how many](coding.md#how-many).",
    ]
    for name, found in TYPES.items():
        lines += ["", f"## {name}", "", first_line(found), *remarks(found)]
        lines += ["", f"Version {found.version}. Its own fields:", "", field_grid(own[name])]
        if name in CLAIMS:
            lines += ["", "It may also say [what every claim may say](#every-claim)."]
        example = re.sub(r"^ {2}", "", indented(found.example), flags=re.MULTILINE)
        lines += ["", "```yaml", example, "```"]
    lines += ["", "## Every claim", "", "What every claim may say, whatever its type.", ""]
    lines.append(field_grid(fields(Claim, without=Event)))
    for name, part in PARTS.items():
        lines += ["", f"## {name}", "", first_line(part), "", field_grid(fields(part))]
    return "\n".join(lines) + "\n"


def tables_page() -> str:
    lines = [
        "# Tables and columns",
        "",
        f"{MADE}",
        "",
        "The tables are in `timeline.db`, an ordinary SQLite file that any tool can read. Write nothing into it: it is "
        "made from the log, and made anew at will. How the figures in it come about is told in "
        "[counting](counting.md).",
        "",
        "A quantity called *f* has the columns *f* (as coded), *f_low* and *f_high*: the ends that its words allow, "
        "NULL where they leave that end open. Columns that refer to another table hold its key.",
        "",
        "`timeline serve` shows this page at `/schema`, with a drawing of the main tables and the words that fields "
        "take. Its table pages have the columns in reading order (when, what, where, who says so, how sure, then IDs "
        "and the technical), leave out those that are empty on the page and name them, say *open* and *now* where "
        "NULL means that, and put a word and a shape to whatever is corrected, retracted, superseded, denied, hedged "
        "or disputed. Columns, facets and codes are in words there (*Province*, *territory recaptured*); the name of a "
        "column and what it holds appear when a heading is pointed at, and stand under *What the … columns hold*. "
        "`events` begins with the claims that were reported last; *Claims only* leaves out what was recorded about the "
        "record. CSV, JSON and addresses have every column in the order given here, under its name, and raw values.",
        "",
        grid(("table", "what one row of it is"), [(link(table.name), table.description) for table in TABLES]),
        "",
        "What is often joined, as SQL:",
        *(line for tells, sql in JOINS for line in ("", tells, "", "```sql", sql, "```")),
    ]
    for table in TABLES:
        lines += ["", f"## {table.name}", "", table.description, "", about(table), "", column_grid(table)]
    return "\n".join(lines) + "\n"


def about(table: Table) -> str:
    """The key of a table, and what its full-text search looks through."""
    keys = " and ".join(f"`{name}`" for name in table.pk)
    searched = ", ".join(f"`{name}`" for name in table.search)
    return f"Key: {keys}." + (f" Full-text search in {searched}." if searched else "")


def column_grid(table: Table) -> str:
    rows = [
        (
            f"`{column.name}`",
            KINDS[column.type],
            column.description,
            link(column.references) if column.references else "",
        )
        for column in table.columns
    ]
    return grid(("column", "type", "what it holds", "refers to"), rows)


def questions_page() -> str:
    lines = [
        "# Questions with a name",
        "",
        f"{MADE} Each is a query that Datasette has under the name of its heading, as a page, as JSON and as CSV: "
        "`/timeline/who-held?place=Musa+Qala&day=2015-08-27`, `/timeline/who-held.json?…`. The front page asks the "
        f"first {len(QUESTIONS)}.",
        "",
        "An incident or a source may be named by a title that no other has, and places by any of their names. What is "
        "no day is refused (400), and what names nothing that is here is not found (404), in every form; the page says "
        "why, and what may be meant. The page shows in words what the columns hold, some of them together; JSON and "
        "CSV have each column as the query gives it. The page shows a part of a long answer, as many rows as a "
        "page of a table has, with links to the rows before and after (`_next=100` leaves out the first hundred) and "
        "how many there are, where that is quickly counted; JSON has the first 1,000 rows, and says so in `truncated`; "
        "CSV, and JSON that is rows alone (`_shape=array`), has all rows, or is refused where these take longer than a "
        "second or more than 32 MB: ask for one place, or for fewer days.",
    ]
    for name, question in (QUESTIONS | OTHERS).items():
        lines += ["", f"## {name}", "", f"**{question.title}** {question.told}", ""]
        if question.asks:
            given = [
                (f"`{asked}`", "no" if asked in question.optional else "yes", meaning)
                for asked, meaning in question.asks.items()
            ]
            lines.append(grid(("parameter", "required", "what is asked for"), given))
        else:
            lines.append("It asks for nothing.")
    return "\n".join(lines) + "\n"


def fields(model: type[BaseModel], without: type[BaseModel] | None = None) -> dict[str, FieldInfo]:
    """The fields of `model` by the names that people write, the required ones first; not those of `without`."""
    left_out = without.model_fields if without else {}
    found = {field.alias or name: field for name, field in model.model_fields.items() if name not in left_out}
    return dict(sorted(found.items(), key=lambda named: not named[1].is_required()))


def field_grid(found: dict[str, FieldInfo]) -> str:
    rows = [
        (
            f"`{name}`" + (" (required)" if field.is_required() else ""),
            kind(takes(field.annotation)),
            str(field.description),
        )
        for name, field in found.items()
    ]
    return grid(("field", "takes", "meaning"), rows)


def kind(taken: str) -> str:
    """What a field takes, as a link where it is a part."""
    name = taken.removeprefix("{name: ").removesuffix("}")
    return taken.replace(name, link(name)) if name in PARTS else taken.replace("*", " \\*")


def link(name: str) -> str:
    return f"[{name}](#{name})"


def remarks(found: type[Event]) -> Iterable[str]:
    """What the module of a type says after its invariant: how other vocabularies name it."""
    _, _, rest = (sys.modules[found.__module__].__doc__ or "").strip().partition("\n\n")
    return ["", " ".join(rest.split())] if rest else []


def grid(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown; a bar within a cell does not end it."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def write(folder: Path) -> None:
    """Write every generated page into `folder`."""
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
    if len(sys.argv) == 1:
        kept.FINGERPRINT.write_text(f"{FINGERPRINT}\n", encoding="utf-8")
