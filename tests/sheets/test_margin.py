"""What is written between an author's lines can always be told from them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from timeline.errors import Fault
from timeline.sheets.margin import MARK, marked, unmarked

TEXT = "# yaml-language-server: $schema=x\nsource: gazette\nevents:\n  - type: airstrike\n    strikes: 40ish\n"
FAULTS = st.builds(
    Fault, st.text(min_size=1), st.text(), st.sampled_from(["", "events[0].strikes"]), st.just("f"), st.integers(0, 30)
)
LINES = st.lists(st.text(st.characters(exclude_characters="\r\n")) | st.sampled_from(["", "  - x", "\t", "# !"]))


@given(LINES, st.lists(FAULTS, max_size=5))
def test_a_text_is_itself_again_when_its_faults_are_taken_out(lines: list[str], faults: list[Fault]) -> None:
    text = "\n".join(line for line in lines if not line.lstrip().startswith(MARK.strip()))
    assert unmarked(marked(text, faults)) == text


def test_a_fault_stands_above_its_line_and_what_to_do_below_the_first() -> None:
    fault = Fault('"40ish" is not a quantity.', "Write 40.", "events[0].strikes", "f", 5, 14)
    assert marked(TEXT, [fault]).splitlines() == [
        "# yaml-language-server: $schema=x",
        "#!! Nothing is stored. There is a fault, told above its line. Mend, save and close; close without a",
        "#!!   change to give up.",
        "source: gazette",
        "events:",
        "  - type: airstrike",
        '    #!! events[0].strikes: "40ish" is not a quantity. Write 40.',
        "    strikes: 40ish",
    ]


def test_a_fault_of_the_whole_stands_at_the_top() -> None:
    assert marked("", [Fault("The file is empty.")]).splitlines()[-1] == "#!! The file is empty."


def test_a_fault_that_quotes_line_ends_stays_a_comment() -> None:
    assert all(line.startswith("#!!") for line in marked("", [Fault("a\nb: c\u2028d\r- e")]).splitlines() if line)


def test_a_text_without_faults_is_left_alone() -> None:
    assert marked(TEXT, []) == TEXT
