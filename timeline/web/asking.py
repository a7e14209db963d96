"""What is typed into a question is a day, or names one thing that is here; whatever it is not is told in words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from timeline.closest import closest
from timeline.web import missing, places, words
from timeline.web.queries import MOST, Row, Tables
from timeline.web.question import INCIDENT, SOURCE, VOICE, VOICES, Question
from timeline.web.questions import ALL

#: As many incidents, sources or places are offered as a list; of more, none is.
OFFERED = 300
#: As many are named of those whose names have in them what was typed.
HAVING = 12
#: The parameters that are a day, and those that may be a month or a year as well.
DAYS, MOMENTS = ("day",), ("from", "to", "since")

_INCIDENT = f"select slug as value, title as name from incidents where slug = {INCIDENT}"
_SOURCE = f"select title, publisher, published from sources where key = {SOURCE}"
#: Whether any incident is said to have been in a place or province of that name.
_THERE = "select 1 from incidents where lower(place) = lower(:place) or lower(admin1) = lower(:place) limit 1"
_PROVINCES = "select distinct admin1 as name from incidents where admin1 is not null"
#: A voice is called as it was first recorded.
_VOICE = f"""with {VOICE}
    select voice as value, voice as name from (
        select min(event) as event, voice from spelt cross join attributions using (voice_normalised)
    ) where event is not null"""
_ACTOR = "select key as value, name from actors where key = lower(trim(:actor))"
_LISTS = {
    "incident": """select slug as value, title as name, earliest, latest, rival_days from incidents
        order by coalesce(earliest, latest, '9999'), slug""",
    "source": """select key as value, publisher as name, title, published from sources
        order by coalesce(published, '9999'), key""",
    "place": """select name as value, min(admin1) as name from places group by name
        union select place, min(admin1) from incidents where place not in (select name from places) group by place""",
    "actor": "select key as value, name from actors order by key",
    "voice": f"select voice as value, null as name from ({VOICES})",
}
#: Whether there are more than can be offered, which takes no putting into order.
_COUNTED = {
    "incident": f"select count(*) > {OFFERED} as many from incidents",
    "source": f"select count(*) > {OFFERED} as many from sources",
}
#: What is near in spelling is looked for among so many at most: those that begin alike, where there are more.
_BEGUN = {
    "incident": "select slug as value, title as name from incidents where {like} limit :most",
    "source": "select key as value, publisher as name from sources where {like} limit :most",
    "actor": "select key as value, name from actors where {like} limit :most",
    "voice": f"select voice as value, voice as name from ({VOICES}) where {{like}} limit :most",
}
_COLUMNS = {
    "incident": ("slug", "title"),
    "source": ("key", "publisher"),
    "actor": ("key", "name"),
    "voice": ("voice",),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there is no answer, and what may be meant: the values that may be typed instead, with their names.

    `voice` is the voice that is called so, where that is asked for as something else.
    """

    parameter: str
    says: str
    near: tuple[tuple[str, str], ...] = ()
    voice: str | None = None


@dataclass(slots=True)
class Asked:
    """What was typed, by parameter; what it is called; and what is wrong with it."""

    typed: dict[str, str]
    #: Whether anything was asked at all: a form that is only looked at has no faults.
    anything: bool
    called: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def wrong(self) -> list[Fault]:
        """The faults in what was typed: a field that is left empty has none."""
        return [fault for fault in self.faults if self.typed[fault.parameter]]

    @property
    def status(self) -> int:
        """With which status that is answered: what is no day cannot be taken, what names nothing is not found."""
        dated = any(fault.parameter in DAYS + MOMENTS for fault in self.wrong)
        return 400 if dated else 404 if self.wrong else 200

    def heading(self, question: Question) -> str:
        """The question with what was asked for in its place; as it stands, where that is nothing or wrong."""
        given = {name: called for name, called in self.called.items() if called}
        if self.faults or not given:
            return question.title
        if {"from", "to"} <= question.asks.keys():
            where = f" in {given['place']}" if "place" in given else ""
            return f"What happened{where}{_between(given.get('from'), given.get('to'))}?"
        if question.worded:
            where = f", in {given['place']}?" if "place" in question.optional & given.keys() else "?"
            worded = question.nobody.get(given.get("voice", ""), question.worded)
            return worded.format(**given).removesuffix("?") + where
        return f"{question.title.removesuffix('?')}: {', '.join(given.values())}"


async def heading(tables: Tables, name: str, arguments: Any) -> str | None:
    """The question called `name` with what the arguments ask for in its place; None where there is no such question."""
    if (question := ALL.get(name)) is None:
        return None
    return (await asked(tables, question, arguments)).heading(question)


def _between(first: str | None, last: str | None) -> str:
    """Between which days, months or years, in words."""
    if first and first == last:
        return f" {'on' if re.match('[0-9]+ ', first) else 'in'} {first}"
    begins = f" from {first}" if last else f" since {first}"
    return (begins if first else "") + (f" to {last}" if first and last else f" until {last}" if last else "")


async def asked(tables: Tables, question: Question, arguments: Any) -> Asked:
    """What the arguments of an address say in answer to what the question asks for."""
    typed = {name: (arguments.get(name) or "").strip() for name in question.asks}
    found = Asked(typed, anything=not question.asks.keys().isdisjoint(arguments))
    for name, text in typed.items():
        if not text and name in question.optional:
            continue
        if not text:
            if found.anything:
                found.faults.append(Fault(name, f"Nothing is typed for: {words.label(name).lower()}."))
            continue
        if name in DAYS + MOMENTS:
            fault = _no_day(name, text)
            found.called[name] = words.moment(text) if not fault else text
        else:
            called = await _called(tables, name, text)
            fault = None if called else await _nothing(tables, name, text)
            found.called[name] = called or text
        found.faults += [fault] if fault else []
    first, last = typed.get("from"), typed.get("to")
    if first and last and not found.faults and first > f"{last}-99":
        says = f"“{last}” ends before “{first}” begins. Write the earlier one first."
        found.faults.append(Fault("to", says))
    return found


def _no_day(name: str, text: str) -> Fault | None:
    """What is wrong with a day; nothing if it is one, exactly as the queries have it."""
    whole = name in DAYS
    padded = text if whole else f"{text}-01-01"[:10]
    if words.is_day(padded) and (whole or len(text) in (4, 7, 10)):
        return None
    if whole:
        return Fault(name, f"“{text[:60]}” is no day. Write one as 2015-08-27.")
    return Fault(name, f"“{text[:60]}” is no day, month or year. Write one as 2015-08-27, 2015-08 or 2015.")


async def _called(tables: Tables, name: str, text: str) -> str | None:
    """What the thing is called that was named; None where none is, or it cannot be told which."""
    if name == "incident":
        row = await tables.row(_INCIDENT, incident=text)
        return f"“{row['name']}”" if row else None
    if name == "source":
        row = await tables.row(_SOURCE, source=text)
        return f"“{row['title'] or words.published(row)}”" if row else None
    if name in ("actor", "voice"):
        row = await tables.row(_ACTOR if name == "actor" else _VOICE, **{name: text})
        return str(row["name"]) if row else None
    found = await places.find(tables, text)
    if len(found) == 1:
        return found[0].called
    return text if found or await tables.row(_THERE, place=text) else None


async def _nothing(tables: Tables, name: str, text: str) -> Fault:
    """That nothing here is called so, or several are, and what may be meant."""
    if name == "place":
        near = [str(row["title"]) for _, row in await places.near(tables, text, missing.SUGGESTIONS)]
        # SQLite knows capitals of ASCII alone.
        provinces = [str(row["name"]) for row in await tables.rows(_PROVINCES)]
        meant = dict.fromkeys([*closest(text, provinces, missing.SUGGESTIONS), *near])
        return Fault(name, f"There is no place “{text}” in this timeline.", tuple((one, "") for one in meant))
    columns = _COLUMNS[name]
    alike = " or ".join(f"{column} = :text collate nocase" for column in columns)
    heard = await tables.row(_VOICE, voice=text) if name in ("source", "actor") else None
    voice = str(heard["name"]) if heard else None
    same = await tables.rows(_BEGUN[name].format(like=alike), text=text, most=MOST)
    if same:
        several = tuple((row["value"], row["name"]) for row in same[: missing.SUGGESTIONS])
        return Fault(name, f"{len(same):,} {name}s are called “{text}”.", several, voice)
    says = f"There is no {name} “{text}” in this timeline."
    within = " or ".join(f"instr(lower({column}), lower(:text))" for column in columns)
    if having := await tables.rows(_BEGUN[name].format(like=within), text=text, most=HAVING):
        return Fault(name, says, tuple((row["value"], row["name"] or "") for row in having), voice)
    begins = " or ".join(f"{column} like :begins" for column in columns)
    first = await tables.rows(_BEGUN[name].format(like="1"), most=MOST)
    rows = (
        first
        if len(first) < MOST
        else await tables.rows(_BEGUN[name].format(like=begins), begins=f"{text[:2]}%", most=MOST)
    )
    spelt = {str(row[part]).lower(): row for row in rows for part in ("value", "name") if row[part]}
    close = [spelt[one] for one in get_close_matches(text.lower(), spelt, missing.SUGGESTIONS)]
    found = dict.fromkeys((row["value"], row["name"] or "") for row in close)
    return Fault(name, says, tuple(found), voice)


async def offered(tables: Tables, *questions: Question) -> dict[str, list[tuple[str, str]]]:
    """What may be chosen in these questions, by parameter: each value, and what tells it from others."""
    lists = {}
    for name, listed in _LISTS.items():
        if any(name in question.asks for question in questions):
            if name in _COUNTED and (await tables.rows(_COUNTED[name]))[0]["many"]:
                continue
            rows = await tables.rows(f"select * from ({listed}) limit {OFFERED + 1}")
            if len(rows) <= OFFERED:
                lists[name] = [(str(row["value"]), _told(name, row)) for row in rows]
    return lists


def _told(name: str, row: Row) -> str:
    if name == "incident":
        return f"{row['name']}, {words.when(row).replace('Between', 'between')}"
    if name == "source":
        parts = (row["name"], words.moment(row["published"]), row["title"])
        return ", ".join(part for part in parts if part)
    return row["name"] or ""
