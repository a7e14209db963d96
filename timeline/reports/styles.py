"""In every notation the ID stays as it is, letter by letter: no style can change its case, and no reader can miss it.

It stands in the title, in the short title, as the number and at the end of the address, since no two styles print the
same of these. Readers are pandoc, Zotero and whatever else reads CSL-JSON (CSL 1.0.2, Appendix IV), and BibTeX with
its successors.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from timeline.reports.cite import Citation

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: The ten characters that TeX does not take as themselves (Knuth, The TeXbook, chapter 7). Braces become signs of
#: mathematics: BibTeX counts them even after a backslash, and pandoc knows no other command for them.
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"$\lbrace$",
    "}": r"$\rbrace$",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "#": r"\#",
    "$": r"\$",
    "%": r"\%",
    "&": r"\&",
    "_": r"\_",
}


def text(citations: Sequence[Citation]) -> str:
    """One line for each: Creator (Year): Title. Timeline. Version. Publisher. Address."""
    return "\n".join(map(_line, citations))


def _line(citation: Citation) -> str:
    year = citation.issued.year
    begins = f"{citation.creator} ({year}): {citation.title}" if citation.creator else f"{citation.title} ({year})"
    version = citation.version[0].upper() + citation.version[1:]
    parts = [begins, citation.part_of, version, citation.publisher]
    said = " ".join(part if part[-1] in ".?!" else f"{part}." for part in parts if part)
    return f"{said} {citation.url}".rstrip()


def csl_json(citations: Sequence[Citation]) -> str:
    """An array of CSL items (CSL-JSON), of the type dataset.

    `<span class="nocase">` keeps a style from changing the ID's case (citeproc-js, pandoc, Zotero). No `genre` and no
    `medium` are given: styles that say what a dataset is have words of their own for it.
    """
    return json.dumps([_csl_item(citation) for citation in citations], ensure_ascii=False, indent=2)


def _csl_item(citation: Citation) -> dict[str, Any]:
    kept = f'<span class="nocase">{citation.id}</span>'
    issued = citation.issued
    item = {
        "id": citation.id,
        "type": "dataset",
        "author": [{"literal": citation.creator}] if citation.creator else [],
        "issued": {"date-parts": [[issued.year, issued.month, issued.day]]},
        "title": _with_id(citation, citation.title, kept),
        "title-short": kept if citation.number else "",
        "container-title": citation.part_of,
        "version": citation.version,
        "number": citation.number,
        "publisher": citation.publisher,
        "URL": citation.url,
    }
    return {name: given for name, given in item.items() if given}


def _with_id(citation: Citation, title: str, written: str) -> str:
    """The title with the ID at its end `written` in another way; that of a whole timeline has none."""
    return f"{title.removesuffix(f'({citation.id})')}({written})" if citation.number else title


def bibtex(citations: Sequence[Citation]) -> str:
    """One entry for each, of the type @misc, which BibTeX of 1988 knows as well as biblatex and pandoc do.

    @dataset is biblatex's alone, and older styles complain of it. They also have no field for timeline, version and
    publisher: `howpublished` is printed by all. Doubled braces keep names whole and titles as they are written.
    """
    return "\n\n".join(map(_entry, citations))


def _entry(citation: Citation) -> str:
    published = ", ".join(part for part in (citation.part_of, citation.version, citation.publisher) if part)
    fields = {
        "author": _braced(_braced(_tex(citation.creator))),
        "title": _braced(_braced(_tex(citation.title))),
        "shorttitle": _braced(_braced(citation.number)),
        "howpublished": _braced(_tex(published)),
        "number": _braced(citation.number),
        "year": _braced(str(citation.issued.year)),
        # One of BibTeX's own abbreviations, for which each style has the word of its language.
        "month": _MONTHS[citation.issued.month - 1],
        "url": _braced(citation.url),
    }
    lines = [f"  {name} = {given}," for name, given in fields.items() if given]
    return "\n".join([f"@misc{{{citation.id},", *lines, "}"])


def _braced(text: str) -> str:
    return f"{{{text}}}" if text else ""


def _tex(text: str) -> str:
    return re.sub(r"[\\{}~^#$%&_]", lambda found: _TEX[found[0]], text)


#: The notations by the names that `timeline cite --style` takes.
STYLES: dict[str, Callable[[Sequence[Citation]], str]] = {"text": text, "csl-json": csl_json, "bibtex": bibtex}
