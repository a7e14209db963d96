"""Every verb is named here, and imported when it is used."""

from __future__ import annotations

from importlib import import_module
from importlib.machinery import SourceFileLoader
from keyword import iskeyword
from pathlib import Path
from types import CodeType
from typing import Any

import click

from timeline.cli.outgoing import outgoing
from timeline.cli.reading import vocabulary
from timeline.closest import meant

#: Every verb; its file has the same name.
VERBS = (
    "append",
    "backup",
    "checkpoint",
    "cite",
    "correct",
    "date",
    "demo",
    "duplicates",
    "export",
    "import",
    "init",
    "key",
    "link",
    "log",
    "merge",
    "new",
    "prove",
    "publish",
    "rebuild",
    "redact",
    "restore",
    "restrict",
    "retract",
    "serve",
    "show",
    "status",
    "types",
    "undo",
    "verify",
    "verify-proof",
)

#: Those that import the vocabulary when they need it, and mostly do not.
AT_ONCE = ("show", "status")


class Verbs(click.Group):
    """The verbs of `timeline`; a mistyped one is answered with the nearest."""

    def make_context(self, *given: Any, **named: Any) -> click.Context:
        with outgoing():
            return super().make_context(*given, **named)

    def invoke(self, ctx: click.Context) -> Any:
        with outgoing():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        if cmd_name not in AT_ONCE:
            vocabulary()
        name = _function(cmd_name)
        command: click.Command = getattr(import_module(f"timeline.cli.{name}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, _first_sentence(_told(name))) for name in sorted(VERBS)])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in VERBS:
            ctx.fail(f'There is no command "{args[0]}".{meant(args[0], VERBS)} See timeline --help.')
        return super().resolve_command(ctx, args)


def _function(verb: str) -> str:
    """The name of the verb's file, and of the function in it."""
    name = verb.replace("-", "_")
    return f"{name}_" if iskeyword(name) else name


def _first_sentence(text: str) -> str:
    return " ".join(text.partition("\n\n")[0].split()).partition(". ")[0].removesuffix(".") + "."


def _told(verb: str) -> str:
    """What the verb's function says of itself. Its file is not run for that, nor what it imports: that takes long."""
    name = _function(verb)
    module = f"timeline.cli.{name}"
    code = SourceFileLoader(module, str(Path(__file__).with_name(f"{name}.py"))).get_code(module)
    assert code
    (function,) = (const for const in code.co_consts if isinstance(const, CodeType) and const.co_name == name)
    return str(function.co_consts[0])


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
    if ctx.invoked_subcommand is None and (status := cli.get_command(ctx, "status")):
        ctx.invoke(status)
