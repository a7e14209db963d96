"""A picture's file says by itself what it shows, of which events or incidents, and from which state of the log.

It is the figure as its page shows it, drawn once more at one width: key, headings, pictures and notes in their order,
on white, with its styles inside and nothing fetched from anywhere. Programs that make documents know less of CSS than
browsers do, so there is no variable in it, no `:is()` and no query of media.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from timeline.folder import Settings
from timeline.reports.cite import State
from timeline.web.charts.axis import WIDE, length, shortened
from timeline.web.xml import clean

#: Pixels of the file's width, and of the room on each side of what is drawn.
WIDTH, SIDE = WIDE + 60, 30
#: As many events are all named below a picture, over several lines; of more, the first. The description in the file has
#: all of them.
ALL_NAMED, NAMED = 30, 8
#: Pixels from one line of words to the next, and from one part to the next.
LINE, GAP = 18, 14

_SVG = "http://www.w3.org/2000/svg"
_MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_GIVEN = re.compile(r"--([a-z0-9-]+):\s*([^;}]+)")
_OWN = "main.timeline "
_WORDS = (
    'text { font-family: system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; font-size: 13px }\n'
    "text { fill: #16202b }\n"
    "text.heading { font-size: 20px; font-weight: 600 } text.part { font-size: 15px; font-weight: 600 }\n"
    "text.note, text.caption { fill: #51606e } text.shown { font-size: 14px }\n"
)


@dataclass(frozen=True, slots=True)
class Caption:
    """What a picture's file says of itself. `cited`: event IDs, incidents' slugs or keys that it shows.

    Its description has all of them, and so has what is written below the picture, unless they are more than ALL_NAMED.
    `listed` says line by line what the marks stand for, where they do not say it themselves, or have no room to.

    `made` is the day on which the file was made, in UTC; `page` the absolute address of the page that has the figure.
    """

    heading: str
    shown: str
    cited: Sequence[str]
    state: State
    made: date
    settings: Settings
    page: str
    listed: Sequence[str] = ()


def file(figure: str, caption: Caption, styles: str) -> str:
    """The SVG file of a `figure`: well-formed markup as a page has it, with its picture in an element svg.

    That has a width of 100 % and a height in pixels, or else a viewBox. Links become absolute, `here` being the page's
    address, and `styles` is told by `rules`. Raises ParseError where the markup is not well-formed.
    """
    read = ElementTree.fromstring(f"<figure>{clean(figure)}</figure>")
    made = Element("svg", xmlns=_SVG, width=str(WIDTH), role="group")
    SubElement(made, "title").text = clean(caption.heading)
    SubElement(made, "desc").text = clean("\n".join(_told(caption, len(caption.cited))))
    SubElement(made, "style").text = _WORDS + styles
    paper = SubElement(made, "rect", width="100%", height="100%", fill="#ffffff")
    below = _written(made, [caption.heading], "heading", 26, GAP)
    for part in _parts(read):
        below = _placed(made, part, below)
    below = _written(made, [caption.shown], "shown", LINE, below + GAP)
    most = ALL_NAMED if len(caption.cited) <= ALL_NAMED else NAMED
    below = _written(made, _told(caption, most)[1:], "caption", LINE, below) + GAP
    for link in made.iter("a"):
        link.set("href", _absolute(link.get("href", ""), caption.page))
        link.set("target", "_blank")
    made.set("height", str(round(below)))
    made.set("viewBox", f"0 0 {WIDTH} {round(below)}")
    paper.set("height", str(round(below)))
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(made, encoding="unicode")}\n'


def _told(caption: Caption, most: int) -> list[str]:
    """The caption line by line, with so many of those that are cited at most."""
    given, named = caption.settings, caption.cited[:most]
    more = len(caption.cited) - len(named)
    rest = (
        f" and {more:,} more, all named in the description within this file, and at the address below" if more else ""
    )
    listed = caption.listed[:most] if more else caption.listed
    left = len(caption.listed) - len(listed)
    return [
        caption.shown,
        *listed,
        *([f"And {left:,} more, in the description within this file."] if left else []),
        *([f"Shows {', '.join(named)}{rest}."] if named else []),
        f"{given.title}, {caption.state.version}. Drawn on {caption.made.isoformat()} (UTC)."
        f"{f' Licence: {given.licence}.' if given.licence else ''}",
        caption.page,
    ]


def _parts(parent: Element) -> Iterator[Element]:
    """The parts of a figure that stand in the file as a whole; links to its files do not."""
    for element in parent:
        if "files" in _classes(element):
            continue
        if element.tag in ("svg", "h2", "h3", "p"):
            yield element
        else:
            yield from _parts(element)


def _placed(made: Element, part: Element, below: float) -> float:
    """Draws one part `below` what is drawn already, and says how far down it reaches."""
    if part.tag == "svg" and "patterns" in _classes(part):
        made.extend(part)
        return below
    if part.tag == "svg":
        return _drawn(made, part, below + GAP)
    if "key" in _classes(part):
        return _key(made, part, below + GAP)
    text = " ".join("".join(part.itertext()).split())
    return _written(made, [text], "note" if part.tag == "p" else "part", LINE, below + GAP / 2)


def _drawn(made: Element, part: Element, top: float) -> float:
    picture = deepcopy(part)
    height = picture.get("height", "")
    if not height.replace(".", "", 1).isdecimal():
        _, _, wide, high = map(float, picture.get("viewBox", "0 0 1 1").split())
        height = f"{WIDE * high / wide:.1f}"
    for name in ("style", "role", "aria-label"):
        picture.attrib.pop(name, None)
    picture.attrib.update(x=str(SIDE), y=f"{top:.1f}", width=str(WIDE), height=height, overflow="visible")
    for parent in list(picture.iter()):
        # What stands there for small screens.
        for element in [one for one in parent if one.tag == "g" and "narrow" in _classes(one)]:
            parent.remove(element)
    for text in picture.iter("text"):
        if "lane" in _classes(text):
            text.text = shortened(text.text or "", WIDE)
    made.append(picture)
    return top + float(height)


def _key(made: Element, part: Element, top: float) -> float:
    """What each mark means, side by side."""
    at = float(SIDE)
    for entry in part.iter("span"):
        text = " ".join("".join([entry.text or "", *(part.tail or "" for part in entry)]).split())
        sign = entry.find("svg")
        wide = float(sign.get("width", 0)) + 6 if sign is not None else 0
        if at > SIDE and at + wide + length(text) > WIDTH - SIDE:
            at, top = float(SIDE), top + LINE + 4
        if sign is not None:
            drawn = deepcopy(sign)
            drawn.attrib.update(x=f"{at:.1f}", y=f"{top:.1f}")
            made.append(drawn)
        SubElement(made, "text", x=f"{at + wide:.1f}", y=f"{top + 12:.1f}").text = text
        at += wide + length(text) + 18
    return top + LINE


def _written(made: Element, texts: Sequence[str], style: str, line: int, top: float) -> float:
    room = (WIDTH - 2 * SIDE) * (13 / 20 if style == "heading" else 1)
    for text in texts:
        for told in _lines(clean(text), room):
            top += line
            SubElement(made, "text", {"class": style}, x=str(SIDE), y=f"{top:.1f}").text = told
    return top


def _lines(text: str, room: float) -> Iterator[str]:
    """The words of `text` in lines that are no wider than `room` pixels; a word that is, is broken."""
    line = ""
    for word in text.split():
        for piece in _pieces(word, room):
            if line and length(f"{line} {piece}") > room:
                yield line
                line = ""
            line = f"{line} {piece}" if line else piece
    if line:
        yield line


def _pieces(word: str, room: float) -> Iterator[str]:
    piece = ""
    for letter in word:
        if piece and length(piece + letter) > room:
            yield piece
            piece = ""
        piece += letter
    yield piece


def _classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def _absolute(href: str, page: str) -> str:
    if href.startswith("#"):
        return page.partition("#")[0] + href
    host = re.match(r"[a-z]+://[^/]+", page)
    return f"{host[0]}{href}" if host and href.startswith("/") else href


def rules(sheet: str) -> str:
    """The rules of our own style `sheet` that a picture's file needs, in the colours of a light page.

    Such a rule is for `main.timeline svg…`, `stop` or `pattern`, and names no state and no media. A variable that a
    class of its own gives (`.c1 { --band: … }`) makes a rule for each such class.
    """
    given = {"paper": "#ffffff"}
    by_class: dict[str, dict[str, str]] = {}
    found = []
    for selector, body in _RULE.findall(_MEDIA.sub("", _COMMENT.sub("", sheet))):
        whose = selector.strip()
        if whose == _OWN.strip():
            given.update((name, value.strip()) for name, value in _GIVEN.findall(body) if name not in given)
        elif whose.startswith(f"{_OWN}.") and (values := dict(_GIVEN.findall(body))):
            by_class[whose.removeprefix(_OWN)] = values
        elif re.search(r"\b(svg|stop|pattern)\b", whose) and not re.search(r":(hover|focus|has)", whose):
            found.append((whose.replace(_OWN, ""), body.strip()))
    return "".join(f"{_resolved(one, given)}\n" for rule in found for one in _of_classes(*rule, by_class))


def _of_classes(selector: str, body: str, by_class: dict[str, dict[str, str]]) -> Iterator[str]:
    used = set(re.findall(r"var\(--([a-z0-9-]+)\)", body))
    classes = {style: values for style, values in by_class.items() if used & values.keys()}
    if not classes:
        yield f"{selector} {{ {body} }}"
    for style, values in classes.items():
        own = ", ".join(f"{one.strip()}{style}" for one in selector.split(","))
        yield f"{own} {{ {_resolved(body, values)} }}"


def _resolved(text: str, values: dict[str, str]) -> str:
    return re.sub(r"var\(--([a-z0-9-]+)\)", lambda found: values.get(found[1], found[0]), text)
