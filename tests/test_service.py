"""A timeline as a script uses it: receipts, IDs, batches, other processes, and who records."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.forked import together
from tests.samples import GROUND, claim, strike
from tests.tables import contents
from timeline.errors import Faults, NoEvent, NoName, TimelineError
from timeline.log.engine import NotInLog
from timeline.log.entries import Draft
from timeline.log.ids import InvalidId
from timeline.service import Timeline, default_recorded_by
from timeline.stored import Unreadable

SEED = Path(__file__).parent.parent / "seeds" / "2015-08-26-sputnik-musa-qala.yaml"
#: Appends a sheet while others do the same.
APPEND = """
import sys
from timeline.service import Timeline
from timeline.sheets.read import read
events = [found.event for found in read([sys.argv[2]])]
with Timeline.open(sys.argv[1]) as timeline:
    print("ready", flush=True)
    sys.stdin.readline()
    for receipt in timeline.append(events):
        print(receipt.position, receipt.outcome)
"""


@pytest.fixture
def memory() -> Iterator[Timeline]:
    with Timeline.memory("TST") as timeline:
        timeline.append(GROUND, recorded_by="test")
        yield timeline


def test_what_is_wrong_with_one_event_names_no_number_and_with_several_does(memory: Timeline) -> None:
    lost = strike(1).model_copy(update={"incident": "nowhere"})
    for events, place in ((lost, "incident: "), ([*GROUND, lost], f"events[{len(GROUND)}].incident: ")):
        with pytest.raises(Faults) as faults:
            memory.append(events, recorded_by="test")
        assert str(faults.value).startswith(f'{place}The incident "nowhere" is not declared.')


def test_one_event_has_one_receipt(memory: Timeline) -> None:
    receipt = memory.append(claim(strikes=3), recorded_by="desk")
    assert (receipt.position, receipt.type, receipt.incident, receipt.outcome) == (6, "airstrike", "bridge", "appended")
    assert receipt.summary == "3 airstrikes"
    recorded = memory[str(receipt.id)]
    assert (recorded.entry.recorded_by, recorded.entry.position) == ("desk", 6)
    assert recorded.event == claim(strikes=3)


def test_the_next_id_is_the_one_that_the_next_event_gets(memory: Timeline) -> None:
    expected = memory.next_id
    assert memory.append(claim()).id == expected


def test_no_events_are_no_fault(memory: Timeline) -> None:
    assert memory.append([]) == []


@pytest.mark.parametrize("given", [{"type": "airstrike"}, [{"type": "airstrike"}], "airstrike", 1])
def test_what_is_no_event_is_refused_with_how_to_make_one(memory: Timeline, given: Any) -> None:
    with pytest.raises(NoEvent, match=r"(dict|str|int) is no event\. Make one of its fields, such as Airstrike\("):
        memory.append(given)
    assert len(memory) == len(GROUND)


def test_what_is_put_in_the_place_of_an_event_is_an_event(memory: Timeline) -> None:
    id = memory.append(strike(1)).id
    for given, how in (({"strikes": 3}, "dict is no event. Make one of"), (memory[str(id)], "Append its .event")):
        with pytest.raises(NoEvent, match=re.escape(how)):
            memory.correct(str(id), given, reason="miscounted")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"note": 5}, "note: Input should be a valid string. Change an event so: parse("),
        ({"strikes": 5}, "This airstrike holds what none of its fields can: "),
        ({"tags": ("A B",)}, "tags.0: String should match pattern"),
        ({"casualties": "40 killed"}, "casualties: Input should be a valid tuple."),
        ({"citation": None}, "citation: Field required."),
        ({"type": "shelling"}, "type: Input should be 'airstrike'."),
    ],
)
@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
def test_what_no_field_can_hold_is_stored_by_no_script_however_it_came_into_an_event(
    memory: Timeline, change: dict[str, Any], said: str
) -> None:
    id = str(memory.append(claim(strikes=3)).id)
    spoilt = memory[id].event.model_copy(update=change)
    with pytest.raises(Faults, match=re.escape(said)):
        memory.append(spoilt)
    with pytest.raises(Faults, match=re.escape(said)):
        memory.correct(id, spoilt, reason="misread")
    with pytest.raises(Faults) as refused:
        memory.append([strike(1), spoilt, spoilt])
    assert [str(fault).split(".")[0].split(":")[0] for fault in refused.value.faults] == ["events[1]", "events[2]"]
    assert len(memory) == len(GROUND) + 1
    assert memory.verify().ok


def test_a_number_is_no_name_of_an_event_and_a_loop_is_told_what_to_read(memory: Timeline) -> None:
    given: Any = 1
    for use in (lambda: memory[given], lambda: memory.retract(given, reason="twice"), lambda: list(memory)):  # type: ignore[call-overload]
        with pytest.raises(NoName, match=r'as text, such as "TST-0000-0001-05"\. A loop over all events reads'):
            use()
    assert len(list(memory.db["events"].rows)) == len(GROUND)


def test_a_timeline_that_is_used_after_it_was_closed_says_so(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "TST") as closed:
        pass
    for use in (lambda: closed.append(GROUND), lambda: len(closed), lambda: closed["TST-0000-0001-05"]):
        with pytest.raises(TimelineError, match=r"It was closed before\. Open it again"):
            use()


def test_events_may_come_from_an_iterator(memory: Timeline) -> None:
    assert [receipt.position for receipt in memory.append(strike(number) for number in range(3))] == [6, 7, 8]


def test_a_dry_run_stores_nothing_and_finds_the_same_faults(memory: Timeline) -> None:
    tables = contents(memory.db)
    receipts = memory.append([GROUND[0], claim(), claim()], dry_run=True)
    assert [receipt.outcome for receipt in receipts] == ["already", "would append", "already"]
    assert [receipt.position for receipt in receipts] == [1, None, None]
    with pytest.raises(Faults):
        memory.append(claim(incident="nowhere"), dry_run=True)
    assert len(memory) == len(GROUND)
    assert contents(memory.db) == tables


def test_more_than_a_thousand_events_are_appended_in_parts_and_once() -> None:
    events = [*GROUND, *map(strike, range(2100))]
    with Timeline.memory("TST") as timeline:
        receipts = timeline.append(events, recorded_by="test")
        assert [receipt.position for receipt in receipts] == list(range(1, len(events) + 1))
        assert {receipt.outcome for receipt in timeline.append(events)} == {"already"}
        assert timeline.db.table("airstrikes").count == 2100


def test_a_fault_in_a_later_part_stores_nothing_of_the_first() -> None:
    events = [*GROUND, *map(strike, range(1100)), claim(incident="nowhere")]
    with Timeline.memory("TST") as timeline:
        with pytest.raises(Faults):
            timeline.append(events)
        assert len(timeline) == 0


def test_an_interrupted_import_is_completed_by_appending_again() -> None:
    events = [*GROUND, *map(strike, range(1500))]
    with Timeline.memory("TST") as timeline:
        timeline.append(events[:1000])
        outcomes = [receipt.outcome for receipt in timeline.append(events)]
        assert outcomes == ["already"] * 1000 + ["appended"] * 505


def test_several_processes_that_append_the_same_sheet_store_each_event_once(tmp_path: Path) -> None:
    with Timeline.init(tmp_path / "t", "HEL"):
        pass
    printed = together(APPEND, [[tmp_path / "t", SEED]] * 3)
    receipts = [line.split(" ", 1) for output in printed for line in output.split("\n") if line]
    with Timeline.open(tmp_path / "t") as timeline:
        size = len(timeline)
        assert size == 21
        appended = sorted(int(position) for position, outcome in receipts if outcome == "appended")
        assert appended == list(range(1, size + 1))
        assert len(receipts) == 3 * size
        assert timeline.verify().ok
        live = contents(timeline.db)
        timeline.rebuild()
        assert contents(timeline.db) == live


@pytest.mark.parametrize(
    "spelling",
    [
        lambda id: id,
        str.lower,
        lambda id: id.replace("-", "\N{NON-BREAKING HYPHEN}"),
        lambda id: id.replace("-", ""),
        lambda id: id.replace("-", "-\n "),
        lambda id: f"  {id} ",
    ],
)
def test_a_sloppy_id_is_understood(memory: Timeline, spelling: Callable[[str], str]) -> None:
    id = str(memory.append(claim()).id)
    assert memory[spelling(id)].entry.id == id


def test_a_mistyped_id_is_refused_with_the_right_one(memory: Timeline) -> None:
    id = str(memory.append(claim()).id)
    wrong = id[:-1] + str((int(id[-1]) + 1) % 10)
    with pytest.raises(InvalidId, match=id):
        memory[wrong]


def test_an_id_of_another_timeline_or_of_the_future_is_refused(memory: Timeline) -> None:
    with pytest.raises(InvalidId, match="begin with TST"):
        memory["HEL-0000-0042-58"]
    with pytest.raises(NotInLog, match="ends at 5"):
        memory[memory.next_id]


def test_an_event_of_a_later_release_is_named_and_stops_nothing(memory: Timeline) -> None:
    later = Draft("earthquake", 1, b'{"magnitude":"7.5"}')
    broken = Draft("airstrike", 1, b"not JSON")
    ids = [entry.id for entry in memory.log.append([later, broken], recorded_by="test")]
    with pytest.raises(Unreadable, match=r"does not know earthquake version 1\. Install a newer one"):
        memory[ids[0]]
    with pytest.raises(Unreadable, match=f"{ids[1]} cannot be read"):
        memory[ids[1]]
    assert memory.append(claim()).outcome == "appended"
    assert memory.rebuild() == len(memory) == len(GROUND) + 3
    assert [row["event"] for row in memory.db.query("select event from problems order by position")] == ids
    assert memory.verify().ok
    assert memory.append(claim()).outcome == "already"


def test_a_rebuild_mends_the_logs_index(memory: Timeline) -> None:
    memory.log.append([Draft(claim().type, claim().version, claim().canonical)], recorded_by="test")
    assert not memory.verify().ok
    memory.rebuild()
    assert memory.verify().ok
    assert memory.append(claim()).outcome == "already"


def test_who_records_is_named_by_argument_environment_or_login(
    memory: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIMELINE_RECORDED_BY", "desk")
    assert default_recorded_by() == "desk"
    memory.append(strike(1), recorded_by="night shift")
    memory.append(strike(2))
    assert [entry.recorded_by for entry in memory.log.read(len(GROUND))] == ["night shift", "desk"]
    monkeypatch.delenv("TIMELINE_RECORDED_BY")
    monkeypatch.setenv("LOGNAME", "ada")
    assert default_recorded_by() == "ada"


def test_where_nobody_is_logged_in_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TIMELINE_RECORDED_BY", "LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.getuid", lambda: 2**31 - 5)
    with pytest.raises(TimelineError, match="--recorded-by NAME"):
        default_recorded_by()


def test_a_blank_name_is_refused(memory: Timeline) -> None:
    with pytest.raises(TimelineError, match="Say who records"):
        memory.append(claim(), recorded_by="  ")
    assert len(memory) == len(GROUND)


def test_a_timeline_in_memory_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Timeline.memory() as timeline:
        assert timeline.append(GROUND)[0].id == "MEM-0000-0001-61"
        assert timeline.db.table("sources").count == 2
    assert list(tmp_path.iterdir()) == []
