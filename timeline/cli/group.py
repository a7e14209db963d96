"""Every verb is registered here, and every error passes here on its way to the user."""

from __future__ import annotations

import sqlite3
import warnings
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from timeline.cli.append import append
from timeline.cli.backup import backup
from timeline.cli.checkpoint import checkpoint
from timeline.cli.cite import cite
from timeline.cli.correct import correct
from timeline.cli.date import date
from timeline.cli.demo import demo
from timeline.cli.duplicates import duplicates
from timeline.cli.export import export
from timeline.cli.import_ import import_
from timeline.cli.init import init
from timeline.cli.key import key
from timeline.cli.link import link
from timeline.cli.log import log
from timeline.cli.merge import merge
from timeline.cli.new import new
from timeline.cli.prove import prove
from timeline.cli.publish import publish
from timeline.cli.rebuild import rebuild
from timeline.cli.redact import redact
from timeline.cli.restore import restore
from timeline.cli.restrict import restrict
from timeline.cli.retract import retract
from timeline.cli.serve import serve
from timeline.cli.show import show
from timeline.cli.status import status
from timeline.cli.types import types
from timeline.cli.undo import undo
from timeline.cli.verify import verify
from timeline.cli.verify_proof import verify_proof
from timeline.errors import TimelineError
from timeline.files import refusal


class Refused(click.ClickException):
    """A TimelineError on its way out: its text as it is, and exit code 1."""

    def show(self, file: Any = None) -> None:
        click.echo(self.message, err=True)


class Verbs(click.Group):
    """The verbs of `timeline`; a mistyped one is answered with the nearest."""

    def invoke(self, ctx: click.Context) -> Any:
        with warnings.catch_warnings():
            warnings.showwarning = _warn
            try:
                return super().invoke(ctx)
            except TimelineError as problem:
                raise Refused(str(problem)) from problem
            except BrokenPipeError:  # whoever read the output has enough: click ends in silence
                raise
            except OSError as problem:
                # Of two things that are used without a name, only the working directory can be not there.
                nameless = "The working directory" if isinstance(problem, FileNotFoundError) else "Standard output"
                raise Refused(str(refusal(problem.filename or nameless, problem))) from problem
            except sqlite3.Error as problem:
                from timeline.projections.runner import DAMAGED

                raise Refused(str(refusal("The tables", problem, DAMAGED))) from problem

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in self.commands:
            near = get_close_matches(args[0], self.commands, n=1)
            meant = f" Did you mean {near[0]}?" if near else ""
            ctx.fail(f'There is no command "{args[0]}".{meant} See timeline --help.')
        return super().resolve_command(ctx, args)


def _warn(message: Warning | str, *rest: Any, **options: Any) -> None:
    click.echo(f"Warning: {message}", err=True)


@click.group(cls=Verbs, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path),
    help="The timeline's folder. Without it: TIMELINE_DIR, else the nearest one at or above the working directory.",
)
@click.version_option(package_name="incident-timeline")
@click.pass_context
def cli(ctx: click.Context, folder: Path | None) -> None:
    """A timeline of conflict incidents: every claim with its source, nothing overwritten.

    Without a command: what the timeline holds.
    """
    ctx.obj = folder
    if ctx.invoked_subcommand is None:
        ctx.invoke(status)


for verb in (
    append,
    backup,
    checkpoint,
    cite,
    correct,
    date,
    demo,
    duplicates,
    export,
    import_,
    init,
    key,
    link,
    log,
    merge,
    new,
    prove,
    publish,
    rebuild,
    redact,
    restore,
    restrict,
    retract,
    serve,
    show,
    status,
    types,
    undo,
    verify,
    verify_proof,
):
    cli.add_command(verb)
