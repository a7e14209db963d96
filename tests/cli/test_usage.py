"""A command that is written wrongly is answered in our words: the value, what is wrong, what to write instead."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from timeline.cli.group import VERBS, cli
from timeline.cli.usage import reworded

#: A verifier key, of no log.
KEY = "incident-timeline/HEL+972c7dfe+AaMBsOQpo6Gce3DN4eIArM9TP5JiehJMPpYDHdEUaznW"
#: By what is given, what is answered.
WRONG = {
    "link a overlap b --reason x": 'RELATION: "overlap" is not among the choices. Did you mean overlaps? Write one of '
    "part_of, overlaps, same_deaths, coincides, distinct, unsure.",
    "cite --style bibtx": '--style: "bibtx" is not among the choices. Did you mean bibtex? Write one of text, '
    "csl-json, bibtex.",
    "cite --style word": '--style: "word" is not among the choices. Write one of text, csl-json, bibtex.',
    "duplicates --min 101": '--min: "101" is no whole number from 0 to 100. Write one, such as 50.',
    "duplicates -n many": '--limit: "many" is no whole number of 1 or more. Write one, such as 20.',
    "show --jsn bridge": 'There is no option "--jsn". Did you mean --json? See timeline show --help.',
    "status --dir t": "--dir stands before the command: timeline --dir … status",
    "import places f.csv --dir t": "--dir stands before the command: timeline --dir … import places",
    "--dri t": 'There is no option "--dri". Did you mean --dir? See timeline --help.',
    "show Musa Qala": '"Qala" is more than the command takes. Put quotes around words that belong together. See '
    "timeline show --help.",
    "show": "ID|SLUG|KEY|KEY:LABEL is missing. See timeline show --help.",
    "show --as-reported": "--as-reported needs a value.",
    "show --json=1 bridge": "--json takes no value.",
    "retract bridge": "--reason is missing: why, in a few words; readers see it.",
    "import plcaes f.csv": 'There is no format "plcaes". Did you mean places? Formats: places.',
    "import places f.csv --code x": '--code: "x" is no SYSTEM=COLUMN. Write both with = between.',
    "apend": 'There is no command "apend". Did you mean append? See timeline --help.',
}


@pytest.mark.parametrize("command", WRONG)
def test_a_command_that_is_written_wrongly_is_answered_in_our_words(command: str) -> None:
    done = CliRunner().invoke(cli, command.split(), prog_name="timeline")
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (2, f"Error: {WRONG[command]}")


def parameters() -> Iterator[tuple[click.Context, click.Parameter]]:
    """Every parameter of every command, with a context of the command."""
    for verb in VERBS:
        command = cli.get_command(click.Context(cli), verb)
        assert command
        for one in command.commands.values() if isinstance(command, click.Group) else [command]:
            valued = (parameter for parameter in one.params if not getattr(parameter, "is_flag", False))
            yield from ((click.Context(one, info_name=verb), parameter) for parameter in valued)


def test_no_value_that_any_parameter_refuses_is_answered_in_words_of_click() -> None:
    told = []
    for context, parameter in parameters():
        try:
            parameter.type_cast_value(context, ("?",) if parameter.multiple or parameter.nargs != 1 else "?")
        except click.UsageError as problem:
            told.append(reworded(problem))
    assert len(told) >= 5
    assert not [said for said in told if "nvalid" in said or "not one of" in said or '"?" is no' not in said]


def test_a_file_that_is_not_there_is_refused_and_not_called_a_wrong_command(tmp_path: Path) -> None:
    for command in (["verify", "--against"], ["verify-proof", "--key", KEY]):
        done = CliRunner().invoke(cli, [*command, str(tmp_path / "nope")])
        assert done.exit_code == 1
        assert done.stderr.startswith(f"{tmp_path / 'nope'}: No such file or directory. Check that ")
