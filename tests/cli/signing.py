"""A timeline that is signed, its last checkpoint, and the commands run on it, for the tests of both."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from timeline.cli.group import cli

Run = Callable[..., Result]


@pytest.fixture
def folder(signed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(signed, tmp_path / "t"))


@pytest.fixture
def run(folder: Path) -> Run:
    return lambda *arguments: CliRunner().invoke(cli, ["--dir", str(folder), *map(str, arguments)])


@pytest.fixture
def kept(run: Run, tmp_path: Path) -> Path:
    run("checkpoint", tmp_path / "kept")
    return tmp_path / "kept"
