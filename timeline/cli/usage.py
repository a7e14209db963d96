"""What is wrong with how a command is written is said as everything else is: the value, what is wrong, what to do."""

from __future__ import annotations

import ast
import re
from typing import Any

import click

from timeline.closest import meant

#: How click begins what it says of a value that is none of a parameter's.
_VALUE = re.compile(r"(?P<value>.*) is not (?:one of|in the range|a valid) ", re.DOTALL)
_TOO_MANY = re.compile(r"Got unexpected extra arguments? \((?P<words>.*)\)", re.DOTALL)


class Formats(click.Group):
    """What a verb reads or writes; an unknown one is answered with the nearest, and with all."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args[0] not in self.commands:
            guess = meant(args[0], self.commands)
            ctx.fail(f'There is no format "{args[0]}".{guess} Formats: {", ".join(self.commands)}.')
        return super().resolve_command(ctx, args)


def reworded(problem: click.UsageError) -> str:
    """What click found wrong, in our words; in its own where it is none of what we know."""
    if isinstance(problem, click.MissingParameter):
        return _missing(problem)
    if isinstance(problem, click.BadParameter):
        return _bad(problem)
    if isinstance(problem, click.NoSuchOption):
        options = [option for parameter in _parameters(problem) for option in parameter.opts if option[:2] == "--"]
        if early := _early(problem):
            return early
        return f'There is no option "{problem.option_name}".{meant(problem.option_name, options)}{_help(problem)}'
    if isinstance(problem, click.BadOptionUsage):
        lacks = "requires" in problem.message
        return f"{problem.option_name} {'needs a value' if lacks else 'takes no value'}.{_help(problem)}"
    if many := _TOO_MANY.match(problem.message):
        said = f'"{many["words"]}" is more than the command takes. Put quotes around words that belong together.'
        return f"{said}{_help(problem)}"
    return problem.format_message()


def _early(problem: click.NoSuchOption) -> str:
    """Of an option of `timeline` that takes a value and stands behind a command, where it belongs; else empty."""
    if problem.ctx is None or (root := problem.ctx.find_root()) is problem.ctx:
        return ""
    valued = [one for one in root.command.params if isinstance(one, click.Option) and not one.is_flag]
    if not any(problem.option_name in one.opts for one in valued):
        return ""
    rest = problem.ctx.command_path.removeprefix(f"{root.command_path} ")
    return f"{problem.option_name} stands before the command: {root.command_path} {problem.option_name} … {rest}"


def _missing(problem: click.MissingParameter) -> str:
    if isinstance(problem.param, click.Option) and problem.param.help:
        about = problem.param.help
        return f"{_name(problem)} is missing: {about[0].lower()}{about[1:].removesuffix('.')}."
    return f"{_name(problem)} is missing.{_help(problem)}"


def _bad(problem: click.BadParameter) -> str:
    type_ = problem.param.type if problem.param else None
    if not (said := _VALUE.match(problem.message)):
        return f"{_name(problem)}: {problem.message}"
    value = str(ast.literal_eval(said["value"])) if said["value"][:1] in "'\"" else said["value"]
    told = f'{_name(problem)}: "{value}" is'
    if isinstance(type_, click.Choice):
        choices = [str(choice) for choice in type_.choices]
        return f"{told} not among the choices.{meant(value, choices)} Write one of {', '.join(choices)}."
    if isinstance(type_, click.IntRange):
        bounds = f"from {type_.min} to {type_.max}" if type_.max is not None else f"of {type_.min} or more"
        return f"{told} no whole number {bounds}. Write one, such as {problem.param and problem.param.default}."
    return f"{_name(problem)}: {problem.message}"


def _name(problem: click.BadParameter) -> str:
    """The option as it is written in full, or what the command calls the argument."""
    if problem.param is None:
        return str(problem.param_hint or "A value")
    if isinstance(problem.param, click.Option):
        return max(problem.param.opts, key=len)
    return str(problem.param.metavar or problem.param.human_readable_name)


def _parameters(problem: click.UsageError) -> list[click.Parameter]:
    return problem.ctx.command.params if problem.ctx else []


def _help(problem: click.UsageError) -> str:
    return f" See {problem.ctx.command_path} --help." if problem.ctx else ""
