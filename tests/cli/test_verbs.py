"""A verb is imported when it is used: who asks for help waits for nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from timeline.cli.group import VERBS, cli

HEAVY = ("pydantic", "sqlite_utils", "yaml", "events.registry")


@pytest.mark.parametrize("asked", ["--help", "--version"])
def test_help_imports_no_vocabulary_and_no_database(asked: str) -> None:
    code = f"""
import sys
from pathlib import Path
from timeline.cli import main
sys.argv = ["timeline", "{asked}"]
try:
    main()
finally:
    print([name for name in {HEAVY} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("\n[]\n")


@pytest.mark.parametrize("verb", VERBS)
def test_help_says_of_each_verb_what_the_verb_says_of_itself(verb: str) -> None:
    context = click.Context(cli, info_name="timeline", terminal_width=1000, max_content_width=1000)
    command = cli.get_command(context, verb)
    assert command
    assert command.name == verb
    listed = {
        line.split(maxsplit=1)[0]: line.split(maxsplit=1)[1]
        for line in cli.get_help(context).splitlines()
        if line.startswith("  ") and " " in line.strip()
    }
    assert command.help
    assert " ".join(command.help.split()).startswith(listed[verb])
    assert listed[verb].endswith(".")


def test_help_says_a_whole_sentence_of_each_verb_on_a_terminal_too() -> None:
    context = click.Context(cli, info_name="timeline", terminal_width=80)
    told = cli.get_help(context)
    assert "..." not in told.partition("Commands:")[2]
    assert max(map(len, told.splitlines())) <= 80


def test_whoever_interrupts_the_start_sees_no_traceback() -> None:
    code = """
import timeline.cli, sys
def interrupted():
    raise KeyboardInterrupt
timeline.cli.check = interrupted
timeline.cli.main()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "Aborted!\n")


def test_a_folder_where_serve_wants_a_file_is_answered_with_how_to_name_it(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["serve", str(tmp_path)])
    told = f"{tmp_path} is a folder. To show the timeline in it: timeline --dir {tmp_path} serve\n"
    assert (done.exit_code, done.stderr) == (1, told)
