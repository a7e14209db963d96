"""A summary names incidents and sources by their keys; where it is read it calls them as readers know them.

So it does with the issuer of a statement that was replaced, whom the decision leaves to be found. The table has the
summary as the event alone gives it: what a key is called may change.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from events.values.written import point
from timeline.projections.listed import listed

Row = Mapping[str, Any]

#: What is recorded of keys, by the kind of what they are of.
KNOWN = {
    "place": "select key, name from places where key in (select value from json_each(:keys))",
    "actor": "select key, name from actors where key in (select value from json_each(:keys))",
    "incident": """
        select slug as key, title as name from incident_slugs where slug in (select value from json_each(:keys))
    """,
    "source": "select key, publisher, published from sources where key in (select value from json_each(:keys))",
    # Of a statement that was replaced, by the decision: whoever made it.
    "issuer": """
        select supersession as key, min(coalesce(told.origin, events.origin)) as name
        from superseded_values as gone join events on events.id = gone.event
            left join claim_values as told on told.event = gone.event and told.number = gone.number
        where supersession in (select value from json_each(:keys)) group by supersession
    """,
}
#: A key or a slug of several words, and the label of a claim behind the key of its source.
_KEY = re.compile(r"(?<![\w/-])([a-z0-9]+(?:-[a-z0-9]+)+)(?::([\w-]+))?(?![\w/-])")
#: How a decision on a statement that its issuer replaced begins.
_ISSUED = "The issuer "
#: What declares or records something, and names it beside its key.
_NAMED = re.compile(r"(Incident|Source|Place|Actor) [a-z0-9-]+: ")


def published(source: Row) -> str:
    """Who published a source and on which day, whatever its title, in few words: `RFE/RL, 26 August 2015`."""
    day = (source["published"] or "").partition("T")[0]
    return f"{source['publisher']}, {point(day)}" if day else str(source["publisher"])


def called(kind: str, rows: Iterable[Row]) -> dict[str, str]:
    """What those are called of which these are the rows of KNOWN, by key.

    A source is its publisher with the day; two of the same day have their keys beside that.
    """
    named = {row["key"]: published(row) if kind == "source" else row["name"] for row in rows}
    alike = Counter(named.values()) if kind == "source" else Counter[str]()
    return {key: f"{name} ({key})" if alike[name] > 1 else name for key, name in named.items()}


def keys(summaries: Iterable[str]) -> set[str]:
    """Whatever in these summaries may be the key of an incident or a source; ranges of numbers are none."""
    return {
        match[1]
        for summary in summaries
        for match in _KEY.finditer(summary)
        if not match[1].replace("-", "").isdecimal()
    }


def issued(summaries: Mapping[str, str]) -> set[str]:
    """The decisions among these summaries, by event, that say what an issuer did."""
    return {id for id, summary in summaries.items() if summary.startswith(_ISSUED)}


def names(
    incidents: Mapping[str, str], sources: Mapping[str, str], issuers: Mapping[str, str] | None = None
) -> dict[str, str]:
    """What `told` puts in the place of keys: a source as it is called, an incident's title in quotes.

    `issuers` are those whose statements were replaced, by the IDs of the decisions.
    """
    return {**sources, **{slug: f"“{title}”" for slug, title in incidents.items()}, **(issuers or {})}


def told(summary: str, names: Mapping[str, str], id: str = "") -> str:
    """The summary of the event `id` with the `names` of what is recorded for its keys, and of the issuer."""
    if id in names and summary.startswith(_ISSUED):
        return f"{names[id]} {told(summary.removeprefix(_ISSUED), names)}"
    if named := _NAMED.match(summary):
        summary = f"{named[1]}: {summary[named.end() :]}"
    text = _KEY.sub(lambda match: _called(match, names), summary)
    return f"T{text[1:]}" if text.startswith("the claim “") else text


def _called(match: re.Match[str], names: Mapping[str, str]) -> str:
    name = names.get(match[1])
    if name is None:
        return match[0]
    return f"the claim “{match[2]}” of {name}" if match[2] else name


def spelt_out(query: Callable[[str, dict[str, str]], Iterable[Row]], summaries: Mapping[str, str]) -> dict[str, str]:
    """The summaries of events, by ID, with names for their keys; `query` asks the tables."""
    asked = {"issuer": issued(summaries)} | dict.fromkeys(("incident", "source"), keys(summaries.values()))
    found = {
        kind: called(kind, query(KNOWN[kind], {"keys": listed(of_kind)})) if of_kind else {}
        for kind, of_kind in asked.items()
    }
    known = names(found["incident"], found["source"], found["issuer"])
    return {id: told(summary, known, id) for id, summary in summaries.items()}
