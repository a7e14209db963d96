"""What sources disagree on, and what was decided, in plain English: the rows' own words, with no judgement added."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from events.ledger.incidents_linked import RELATIONS
from events.values.folding import folded
from events.values.outcomes import OUTCOMES
from timeline.projections import toll
from timeline.reconcile.asof import AsOf
from timeline.reconcile.comparing import UNSTATED
from timeline.reconcile.measures import same_figure_two_measures, unstated_status
from timeline.reconcile.told import AFFIRMS, WHOLE_CLAIM
from timeline.web import terms, words
from timeline.web.marks import MARKS, Mark

Row = Mapping[str, Any]

#: What is said of a claim that others contradict.
IN_DISPUTE: Mark = MARKS["disputed"][1]
#: How the first of two linked incidents lies to the second.
LIES = {str(relation): lies for relation, lies in RELATIONS.items()}
CHANGES = {
    "correction": "A correction: the issuer says that it was wrong",
    "update": "An update: the issuer knows more",
    "withdrawal": "A withdrawal: the issuer takes its statement back",
}
#: What is remarkable of an incident, by the section of its page that tells it: the class and shape of its mark, what is
#: counted, and the words after it. Only what sources contradict each other on is against anything.
_REMARKABLE = {
    "disagreements": (*MARKS["disputed"][1][:2], "disagreement", ""),
    "replaced": ("hedge", "↷", "statement", " replaced"),
    "lost": ("hedge", "≈", "hedge", " lost"),
    "places": ("hedge", "≠", "place", " named"),
}
#: The grades are Airwars' own.
GRADES = {
    "confirmed": "a belligerent accepts responsibility",
    "fair": "two or more credible sources",
    "weak": "one source",
    "contested": "competing claims",
    "discounted": "those killed were combatants, or others are most likely responsible",
}


def matter(row: Row) -> str:
    """What a contradiction is about: `Taliban combatants killed`, `Which one in a row: insider attacks, in 2015`."""
    name, type_ = row["property"], words.name(row["type"] or "")
    if name == "occurred":
        return f"The day ({type_})" if type_ else "The day"
    if row["party"]:
        return f"{whose(row)} {name.replace('_', ' ')}"
    return _counted(row) or words.label(terms.term("property", name))


def _counted(row: Row) -> str:
    """What a reported number counts, as a heading; nothing for any other value."""
    counted = row.get("counted") or ""
    return counted[:1].upper() + counted[1:]


def in_order(rows: Sequence[Row]) -> list[Row]:
    """The contradictions in the order of the story: whether, what, when, who, and the numbers at last."""
    first = (WHOLE_CLAIM, "characterised_as", "occurred")
    return sorted(
        rows,
        key=lambda row: (
            first.index(row["property"]) if row["property"] in first else len(first) + (row["lowest"] is not None),
            OUTCOMES.index(row["property"]) if row["property"] in OUTCOMES else -1,
        ),
    )


def whose(row: Row) -> str:
    """Whose a figure is: `Taliban combatants`, `gunmen (perpetrators)`."""
    attackers = ["(perpetrators)"] if words.attacking(row) else []
    return " ".join(filter(None, [words.party(row), words.people(row), *attackers]))


def spread(row: Row) -> str:
    """How far the values of a contradiction lie apart; nothing where they are no numbers and no days."""
    if row["earliest"] or row["latest"]:
        rival = row["rule"] == "disjoint_days"
        return (words.between if rival else words.days)(row["earliest"], row["latest"])
    return words.ends(row["lowest"], row["highest"]) if row["lowest"] is not None or row["highest"] is not None else ""


def why(row: Row) -> list[tuple[str, str]]:
    """Why the values of a contradiction cannot all be true, in parts: words, and the ID of the claim that follows them.

    Days are told as elsewhere on the pages.
    """
    text = str(row["why"])
    if row["property"] == "occurred":
        text = terms.in_sentence(text)
    parts = re.split(f"({'|'.join(map(re.escape, json.loads(row['events'])))})", text)
    return list(zip(parts[::2], [*parts[1::2], ""], strict=True))


def accounts(row: Row, side: Row) -> list[str]:
    """What the values of one side of the contradiction `row` say, each once: `24 August 2015`; `220`, `220-300`."""
    return list(dict.fromkeys(said(row, value) for value in side["values"]))


def said(row: Row, value: Row) -> str:
    """What one value of the contradiction `row` says."""
    affirmed = value["stance"] in AFFIRMS
    if value["property"] == WHOLE_CLAIM:
        told, scope = "It happened" if affirmed else "Denied", value["scope"]
        return f"{told} ({scope})" if scope not in (None, UNSTATED) else told
    told = words.edtf(value["value"]) if value["earliest"] or value["latest"] else words.value(value)
    if value["property"] != row["property"] or row["rule"] == same_figure_two_measures.__name__:
        told += f" {value['property'].replace('_', ' ')}"
    if row["rule"] == unstated_status.__name__:
        told += " (status unstated)" if value["civilian_status"] == UNSTATED else f" {value['civilian_status']}s"
    if value["party"] and row["party"] and value["party"] != row["party"]:
        told += f" ({words.party({'party': value['party']})})"
    return told if affirmed else f"{told}: {words.STANCES.get(value['stance'], value['stance'])}"


def undenied(row: Row, origins: Iterable[Row]) -> list[Row]:
    """The origins of an incident that tell of it in claims of which the denial `row` is none; else nothing."""
    denied = {value["event"] for value in row["sides"][0]["values"] if value["stance"] in AFFIRMS}
    if row["property"] != WHOLE_CLAIM or not denied:
        return []
    return [one for one in origins if one["counts_as"] and not denied.issuperset(json.loads(one["events"]))]


def mark(section: str, count: int) -> Mark:
    """What pages and tables say of an incident: `2 disagreements`, `1 statement replaced`, `2 places named`."""
    style, shape, noun, rest = _REMARKABLE[section]
    return style, shape, words.count(count, noun) + rest


def bound(value: Row) -> str:
    """How the words bound a number, unless it is a bare one."""
    given = value["bound"]
    return "" if given in (None, "stated") else words.BOUNDS[given]


def agreed(rows: Sequence[Row]) -> str:
    """What sources tell alike, as a sentence goes on: `2 NATO killed (3 sources, 1–2 independent origins)`."""
    told = ((row, words.origins(row["origins_min"], row["origins_max"])) for row in rows)
    return "; ".join(f"{_alike(row)} ({words.count(row['sources'], 'source')}, {origins})" for row, origins in told)


def _alike(row: Row) -> str:
    name = terms.term("property", row["property"])
    if row["property"] in OUTCOMES:
        return f"{row['value']} {words.counted(row)} {name}"
    return f"{name} {row['value']}" if name.endswith(" by") else f"{name}: {row['value']}"


def field(row: Row) -> str:
    """A field of a claim: `Perpetrators`, `Killed (attackers)`, `How many in all: British soldiers killed`."""
    whose = f" ({words.party({'party': row['party']})})" if row["party"] else ""
    return _counted(row) or words.label(row["property"]) + whose


def lost(row: Row) -> tuple[str, str, str]:
    """Of what a claim lost something, and what it was before and after: `Killed`, `up to 40 Taliban`, `40 people`."""
    before, after = toll.of_whom(row["before"], row["base_party"]), toll.of_whom(row["after"], row["party"])
    return field({**row, "party": None}), before, after


def link(row: Row, slug: str) -> tuple[str, str]:
    """How the incident `slug` lies to the other one of the link: the words before and after the other's title."""
    if row["relation"] == "part_of" and row["incident"] != slug:
        return "", "is part of it"
    return f"It {LIES[row['relation']]}", ""


def dependence(row: Row) -> str:
    """How a claim depends on the other one of a link between claims, up to the name of that."""
    inferred = " (inferred)" if row["evidence"] == "inferred" else ""
    if row["relation"] == "same_text":
        return f"Carries the same text as{inferred}"
    return f"{'Derived from' if row['first'] else 'The basis of'}{inferred}"


def estimate(figure: Row) -> str:
    """A best figure with its ends: `2 NATO combatants killed`, `3 (2–5) civilians killed`."""
    ends = ""
    if figure["low"] is not None or figure["high"] is not None:
        ends = f" ({words.ends(figure['low'], figure['high'])})"
    those = words.counted({**figure, "value": figure["best"]})
    return f"{figure['best']:,}{ends} {those} {figure['outcome'].replace('_', ' ')}"


def denial(rows: Sequence[Row]) -> str:
    """By how many voices it is denied that it happened, and of which part: `denied by 1 voice, of the centre`."""
    values = [
        value
        for row in rows
        if row["property"] == WHOLE_CLAIM
        for side in row["sides"]
        for value in side["values"]
        if value["stance"] == "denies"
    ]
    voices = {folded(value["origin"]) for value in values}
    scopes = dict.fromkeys(value["scope"] or UNSTATED for value in values)
    of = f", of the {' or the '.join(scopes)}" if scopes and UNSTATED not in scopes else ""
    return f"denied by {words.count(len(voices), 'voice')}{of}"


def banner(asof: AsOf) -> str:
    """As of when a page is, up to its colon."""
    told = []
    if asof.reported:
        told.append(f"As reported by {words.moment(asof.reported.isoformat())}")
    if asof.recorded:
        told.append(f"As recorded at {words.to_the_second(asof.recorded)}")
    return " and ".join([told[0], *(one[0].lower() + one[1:] for one in told[1:])]) if told else ""


def meant(asof: AsOf) -> str:
    """What a page of then leaves out."""
    told = []
    if asof.reported:
        told.append(
            "only what sources say on which that day is printed, or an earlier one, whatever their zone; "
            "our own corrections of them apply throughout"
        )
    if asof.recorded:
        told.append("only what this timeline had recorded, as it was then")
    return "; and ".join(told) + "."
