"""Installed from a wheel, with no checkout in sight, the package does all that it does in the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent


def run(*command: str | Path, cwd: Path, python_path: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command to its end in `cwd`; nothing of this process's own import path reaches it but `python_path`."""
    env = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "TIMELINE_DIR")}
    if python_path is not None:
        env["PYTHONPATH"] = python_path
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)


def succeeded(*command: str | Path, cwd: Path) -> str:
    """What a command printed; it must have ended with 0."""
    done = run(*command, cwd=cwd)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def wheel_of(source: Path, folder: Path, *options: str) -> Path:
    """The wheel that pip builds from a checkout or an sdist, in an environment of its own unless told otherwise."""
    succeeded(sys.executable, "-m", "pip", "wheel", source, "--no-deps", "--wheel-dir", folder, *options, cwd=folder)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wheel_of(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a new environment: the wheel, and this environment's packages as its dependencies."""
    home = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(home, symlinks=True)
    paths = sysconfig.get_paths("venv", vars={"base": str(home), "platbase": str(home)})
    programs = Path(paths["scripts"])
    python = programs / Path(sys.executable).name
    succeeded(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", wheel, cwd=home)
    # Only now: with the packages in sight, pip would take an editable install among them for this wheel. The path is
    # added as it is, so an editable install's own .pth file in there, which leads to the checkout, is not read.
    Path(paths["purelib"], "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return programs


def names_in(wheel: Path) -> set[str]:
    with ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_carries_the_seeds_the_schemas_and_the_markers_of_types(wheel: Path) -> None:
    folders = {"seeds": "timeline/shipped/seeds", "schemas": "timeline/shipped/schemas"}
    expected = {
        f"{inside}/{file.relative_to(ROOT / outside).as_posix()}"
        for outside, inside in folders.items()
        for file in (ROOT / outside).rglob("*")
        if file.is_file()
    }
    assert any(name.endswith(".yaml") for name in expected)
    assert any(name.endswith(".json") for name in expected)
    outlines = {"timeline/web/maps/outlines.json", "timeline/web/maps/outlines.txt"}
    assert expected | outlines | {"timeline/py.typed", "events/py.typed"} <= names_in(wheel)


def test_the_wheel_carries_nothing_beside_the_two_packages(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in names_in(wheel)}
    (metadata,) = tops - {"timeline", "events"}
    assert metadata.startswith("incident_timeline-")
    assert metadata.endswith(".dist-info")


def test_a_wheel_built_from_the_sdist_carries_the_same_files(wheel: Path, tmp_path: Path) -> None:
    succeeded(sys.executable, "-m", "hatchling", "build", "--target", "sdist", "--directory", tmp_path, cwd=ROOT)
    (sdist,) = tmp_path.glob("*.tar.gz")
    # What the build needs beside the source is told by the checkout's wheel, which pip has built as `pip install` does.
    assert names_in(wheel_of(sdist, tmp_path, "--no-build-isolation")) == names_in(wheel)


def test_the_program_helps_from_any_directory(installed: Path, tmp_path: Path) -> None:
    assert "append" in succeeded(installed / "timeline", "--help", cwd=tmp_path)


def test_the_program_builds_the_example_from_any_directory(installed: Path, tmp_path: Path) -> None:
    succeeded(installed / "timeline", "demo", "example", cwd=tmp_path)
    assert (tmp_path / "example" / "log.db").is_file()
    assert (tmp_path / "example" / "timeline.db").is_file()
    assert '"ok": true' in succeeded(installed / "timeline", "--dir", "example", "verify", "--json", cwd=tmp_path)


def test_the_public_face_is_imported_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    code = "import timeline; from timeline import Timeline, Airstrike; print(timeline.__file__)"
    file = Path(succeeded(installed / "python", "-c", code, cwd=tmp_path).strip())
    assert file.is_relative_to(installed.parent)


def test_the_plugin_is_found_by_datasette_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    assert '"name": "incident-timeline"' in succeeded(installed / "python", "-m", "datasette", "plugins", cwd=tmp_path)


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A module of the user's own that takes the place of our `events`."""
    file = tmp_path / "events.py"
    file.write_text("CALENDAR = []\n", encoding="utf-8")
    return file


def test_a_foreign_events_module_is_named_by_the_module_run_as_a_program(foreign: Path) -> None:
    path = os.pathsep.join([str(foreign.parent), str(ROOT)])
    done = run(sys.executable, "-m", "timeline", "--help", cwd=foreign.parent, python_path=path)
    assert done.returncode != 0
    assert str(foreign) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_foreign_events_module_is_named_by_the_installed_program(installed: Path, foreign: Path) -> None:
    done = run(installed / "timeline", "--help", cwd=foreign.parent, python_path=str(foreign.parent))
    assert done.returncode != 0
    assert str(foreign) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_foreign_events_module_is_named_to_who_imports_the_package(foreign: Path) -> None:
    code = f"""
try:
    from timeline import Timeline
except ImportError as error:
    assert {str(foreign)!r} in str(error), error
else:
    raise AssertionError("imported beside a foreign events module")
"""
    path = os.pathsep.join([str(foreign.parent), str(ROOT)])
    done = run(sys.executable, "-c", code, cwd=foreign.parent, python_path=path)
    assert done.returncode == 0, done.stderr
