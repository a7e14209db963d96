"""What `timeline types` shows as an example can be copied into a sheet as it stands, and is appended."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from events.ledger.claim_retracted import ClaimRetracted
from events.registry import TYPES
from tests.scripts import ROOT
from timeline import Timeline
from timeline.cli.group import cli

SEED = ROOT / "seeds" / "2015-08-26-sputnik-musa-qala.yaml"
#: Whose examples record what the head of the seed records, otherwise than there.
ALONE = {"source_recorded"}


def ran(*arguments: str) -> str:
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("name", TYPES)
def test_the_example_of_a_type_is_appended_as_it_is_printed(name: str, tmp_path: Path) -> None:
    folder = str(tmp_path / "t")
    ran("init", folder, "--prefix", "HEL")
    _, _, example = ran("types", name).partition("An example, as one of a sheet's events:\n\n")
    head = SEED.read_text(encoding="utf-8").partition("\nevents:\n")[0] if name not in ALONE else ""
    if "HEL-" in example:
        ran("--dir", folder, "append", str(SEED))
        head = ""
    if undone := re.search(r"undoes: (\S+)", example):
        with Timeline.open(folder) as timeline:
            claim = next(timeline.db.query("select id from events where stance is not null"))["id"]
            assert timeline.append(ClaimRetracted(retracts=claim, reason="a test")).id == undone[1]
    (tmp_path / "mine.yaml").write_text(f"{head}\nevents:\n{example}", encoding="utf-8")
    ran("--dir", folder, "append", str(tmp_path / "mine.yaml"))
    with Timeline.open(folder) as timeline:
        assert timeline.db.table("problems").count == 0
        # A restriction is withheld with what it restricts.
        assert name in {entry.type for entry in timeline.log.read()}
        assert timeline.db.table("events").count + timeline.db.table("withheld").count == len(timeline)


def test_a_type_that_does_not_exist_is_answered_with_the_nearest() -> None:
    done = CliRunner().invoke(cli, ["types", "airstrke"])
    assert done.exit_code == 1
    assert done.output.startswith('"airstrke" is not a type of event. Did you mean airstrike?')
