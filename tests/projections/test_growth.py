"""What one append does, in the log and in the tables, does not grow with what was appended before.

Nothing is timed: counted are the steps of SQLite's virtual machine in the tables, and the entries read from the log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from benchmarks import crowd
from benchmarks.logs import PREFIX, events
from events.base import Event
from events.registry import parse
from tests.begun import begun
from tests.control import fall, ground
from timeline.log.entries import Draft, Entry, Row, unseal
from timeline.service import Timeline

SMALL, LARGE = 500, 2_000
#: Steps between two counts.
GRAIN = 50

SOURCES: list[dict[str, Any]] = [
    {"type": "source_recorded", "key": f"{paper}-2030-01-02", "kind": "news", "publisher": paper.title()}
    for paper in ("herald", "tribune")
]
INCIDENTS: list[dict[str, Any]] = [
    {"type": "incident_declared", "slug": f"far-{name}", "title": f"A {name} far away"} for name in ("raid", "clash")
]
CLAIMS: list[dict[str, Any]] = [
    {
        "type": "airstrike",
        "as": "toll",
        "incident": incident,
        "occurred": "2030-01-01",
        "place": {"name": "Elsewhere", "country": "AF", "admin1": "Far Province"},
        "casualties": [{"party": "Northern Front", "killed": killed}],
        "citation": {"source": f"{paper}-2030-01-02", "locator": "para 1", "chain": ["Spokesman", paper.title()]},
    }
    for paper, incident, killed in (("herald", "far-raid", "up to 40"), ("tribune", "far-clash", "37"))
]
DECISIONS: list[dict[str, Any]] = [
    {
        "type": "statement_superseded",
        "old": ["herald-2030-01-02:toll"],
        "new": ["tribune-2030-01-02:toll"],
        "change": "update",
        "reason": "counted again",
    },
    {"type": "incidents_linked", "incidents": ["far-clash", "far-raid"], "relation": "unsure", "reason": "alike"},
    {
        "type": "claims_linked",
        "claims": ["tribune-2030-01-02:toll", "herald-2030-01-02:toll"],
        "relation": "derived",
        "evidence": "inferred",
        "reason": "alike",
    },
    {"type": "incidents_merged", "incident": "far-clash", "into": "far-raid", "reason": "one raid"},
]


def test_appending_costs_the_same_in_a_small_and_in_a_large_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, large = (cost_of_each(tmp_path / str(size), size, monkeypatch) for size in (SMALL, LARGE))
    assert small.keys() == large.keys()
    for what, (steps, entries) in small.items():
        assert large[what][0] <= 1.5 * steps + 40, (what, steps, large[what][0])
        # Where nothing was ever amended, as in the small one, histories are not read.
        assert large[what][1] <= 2 * entries + 8, (what, entries, large[what][1])


def test_one_more_claim_on_an_incident_takes_at_most_in_proportion_to_those_on_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    few, many = 60, 240
    steps = dict[int, int]()
    for size in (few, many):
        with Timeline.memory(PREFIX) as timeline:
            timeline.append([parse(data) for data in (*crowd.begin(), *crowd.claims(1, size))], recorded_by="desk")
            (fresh,) = map(parse, crowd.claims(size + 1, size + 1))
            steps[size], _ = counting(timeline, appending(timeline, fresh), monkeypatch)
    assert steps[many] <= many / few * steps[few]


def test_one_more_change_of_a_place_s_control_writes_what_it_changes_and_nothing_of_what_went_before(
    tmp_path: Path,
) -> None:
    written = dict[int, int]()
    for size in (10, 60):
        with begun(tmp_path / str(size), ground()) as timeline:
            timeline.append([change(number) for number in range(size)], recorded_by="desk")
            before = [row for row in timeline.db["control_periods"].rows if row["number"] < size]
            count = timeline.db.conn.total_changes
            timeline.append(change(size), recorded_by="desk")
            written[size] = timeline.db.conn.total_changes - count
            assert before == [row for row in timeline.db["control_periods"].rows if row["number"] < size]
    assert written[60] == written[10]


def change(number: int) -> Event:
    """Every month Musa Qala falls to the other side."""
    who = ("Taliban", "Afghan forces")[number % 2]
    day = f"{2005 + number // 12}-{number % 12 + 1:02}-15"
    return fall("analysts", day, {"locator": f"p. {number + 1}"}, incident=None, taken_by=who)


def cost_of_each(folder: Path, size: int, monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[int, int]]:
    """For each kind of append to a log of `size` events, how many times GRAIN steps and how many entries it took."""
    with Timeline.init(folder, PREFIX) as timeline:
        given = [parse(data) for data in islice(events(), size)]
        for start in range(0, size, 1000):
            drafts = [
                Draft(event.type, event.version, event.canonical, event.keys) for event in given[start : start + 1000]
            ]
            timeline.log.append(drafts, recorded_by="desk")
        timeline.rebuild()
        counted = dict[str, tuple[int, int]]()
        for what, act in acts(timeline):
            counted[what] = counting(timeline, act, monkeypatch)
        assert list(timeline.db["problems"].rows) == []
    return counted


def counting(timeline: Timeline, act: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """How many times GRAIN steps `act` takes in the tables, and how many entries it reads."""
    steps = entries = 0

    def step() -> None:
        nonlocal steps
        steps += 1

    def read(row: Row) -> Entry:
        nonlocal entries
        entries += 1
        return unseal(row)

    with monkeypatch.context() as patched:
        patched.setattr("timeline.log.sqlite.unseal", read)
        timeline.db.conn.set_progress_handler(step, GRAIN)
        act()
        timeline.db.conn.set_progress_handler(None, 0)
    return steps, entries


def acts(timeline: Timeline) -> Iterator[tuple[str, Callable[[], object]]]:
    """Each thing that is done, with what it is called."""
    timeline.append([parse(data) for data in (*SOURCES, *INCIDENTS)], recorded_by="desk")
    for number, event in enumerate(map(parse, (*CLAIMS, *DECISIONS)), 1):
        yield f"{event.type} {number}", appending(timeline, event)
    claim = timeline.append(parse(CLAIMS[0]), recorded_by="desk").id
    assert claim is not None
    better = parse(CLAIMS[0] | {"note": "read again"})
    yield "correct", lambda: timeline.correct(claim, better, reason="misread", recorded_by="desk")
    yield "correct source", correcting(timeline, SOURCES[0]["key"], parse(SOURCES[0] | {"publisher": "The Herald"}))
    yield "correct incident", correcting(timeline, INCIDENTS[0]["slug"], parse(INCIDENTS[0] | {"title": "A raid"}))
    yield "retract", lambda: timeline.retract(claim, reason="coded twice", recorded_by="desk")


def correcting(timeline: Timeline, key: str, better: Event) -> Callable[[], object]:
    return lambda: timeline.correct(key, better, reason="misread", recorded_by="desk")


def appending(timeline: Timeline, event: Event) -> Callable[[], object]:
    return lambda: timeline.append(event, recorded_by="desk")


def test_a_new_place_or_actor_looks_for_its_names_and_makes_nothing_else_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded: list[dict[str, Any]] = [
        {"type": "place_recorded", "key": "nowhere", "name": "Nowhere", "kind": "town"},
        {"type": "actor_recorded", "key": "nobody", "name": "Nobody", "kind": "other"},
    ]
    with Timeline.init(tmp_path / "t", PREFIX) as timeline:
        timeline.append([parse(data) for data in islice(events(), 1000)], recorded_by="desk")
        timeline.append([parse(data) for data in islice(events(), 1000, LARGE)], recorded_by="desk")
        for data in recorded:
            steps, entries = counting(timeline, appending(timeline, parse(data)), monkeypatch)
            assert steps * GRAIN < 50 * LARGE, (data["type"], steps)
            assert entries < 20
