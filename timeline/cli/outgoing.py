"""Every error passes here on its way to the user: what can be mended is words, and a reader who has enough is none."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from timeline.cli.usage import reworded
from timeline.errors import TimelineError
from timeline.files import refusal


class Refused(click.ClickException):
    """A TimelineError on its way out: its text as it is, and exit code 1."""

    def show(self, file: Any = None) -> None:
        click.echo(self.message, err=True)


@contextmanager
def outgoing() -> Iterator[None]:
    """Whatever a command does, from the reading of its arguments on."""
    with warnings.catch_warnings():
        warnings.showwarning = _warn
        try:
            yield
        except click.UsageError as problem:
            raise click.UsageError(reworded(problem), problem.ctx) from problem
        except TimelineError as problem:
            raise Refused(str(problem)) from problem
        except BrokenPipeError:
            _end()
        except UnicodeEncodeError as problem:
            told = ascii(problem.object[max(problem.start - 20, 0) : problem.end + 20])
            raise Refused(f"{told} holds bytes that are no character in UTF-8. Write it anew.") from problem
        except OSError as problem:
            # Of two things that are used without a name, only the working directory can be not there.
            nameless = "The working directory" if isinstance(problem, FileNotFoundError) else "Standard output"
            raise Refused(str(refusal(problem.filename or nameless, problem))) from problem
        except sqlite3.Error as problem:
            from timeline.projections.runner import DAMAGED

            raise Refused(str(refusal("The tables", problem, DAMAGED))) from problem


def _end() -> None:
    """End as other programs do whose reader has enough (`| head -1`): quietly, by the signal for it."""
    if sys.platform != "win32":
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGPIPE)


def _warn(message: Warning | str, *rest: Any, **options: Any) -> None:
    click.echo(f"Warning: {message}", err=True)
