"""Pages offer a proof of what they show, and none of what they withhold, nor where the log is not there."""

from __future__ import annotations

import asyncio
import os
import shutil
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.privacy import MARKER
from tests.proofs.conftest import CORRECTION, PARTLY, PUBLIC, REDACTED, SIZE, WITHHELD, signed
from tests.samples import strike
from tests.web.conftest import Get, unchanging
from timeline.cli.group import cli
from timeline.proofs.keys import SIGNING, listed
from timeline.service import Timeline
from timeline.verifier import keys_in, proved
from timeline.web import compat
from timeline.web.serve import application

__all__ = ["signed"]


@pytest.fixture(scope="module")
def folder(signed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With one event more than the checkpoint reaches, and without the private key, which pages do not need."""
    folder = Path(shutil.copytree(signed, tmp_path_factory.mktemp("proving") / "t"))
    (folder / SIGNING).unlink()
    with Timeline.open(folder) as timeline:
        timeline.append(strike(3), recorded_by="desk")
    return folder


@pytest.fixture(scope="module")
def get(folder: Path) -> Iterator[Get]:
    app = application(folder)
    with asyncio.Runner() as loop:
        yield lambda path: loop.run(app.client.get(path))


def link(id: str) -> str:
    return f'href="/event/{id}.tlog-proof"'


@pytest.mark.parametrize("id", [PUBLIC, CORRECTION])
def test_a_page_links_to_the_proof_that_the_command_prints(get: Get, folder: Path, id: str) -> None:
    page = get(f"/event/{id}")
    assert link(id) in page.text
    assert f"the first {SIZE} events of the log" in page.text
    file = get(f"/event/{id}.tlog-proof")
    assert file.status_code == 200
    assert file.headers["content-type"] == "text/plain; charset=utf-8"
    assert file.headers["content-disposition"] == f'attachment; filename="{id}.tlog-proof"'
    assert file.text == CliRunner().invoke(cli, ["--dir", str(folder), "prove", id]).stdout
    found = proved(file.text.encode(), keys_in(listed(folder)))
    assert found.entry["id"] == id
    assert found.body


def test_a_proof_of_an_event_that_is_public_in_part_tells_nothing_of_what_it_says(get: Get, folder: Path) -> None:
    assert link(PARTLY) in get(f"/event/{PARTLY}").text
    text = get(f"/event/{PARTLY}.tlog-proof").text
    extra = b64decode(text.splitlines()[1].removeprefix("extra "))
    assert MARKER.encode() not in extra
    with Timeline.open(folder) as timeline:
        _, stored, _, salt, _ = next(timeline.log.raw(9, after=8))
    assert extra == stored + b"\n"
    assert salt.hex() not in text
    assert proved(text.encode(), keys_in(listed(folder))).body is None


@pytest.mark.parametrize(("id", "status"), [(WITHHELD, 403), (REDACTED, 410)])
def test_of_what_is_withheld_or_redacted_there_is_no_proof(get: Get, id: str, status: int) -> None:
    page, file = get(f"/event/{id}"), get(f"/event/{id}.tlog-proof")
    assert page.status_code == file.status_code == status
    assert unchanging(file) == unchanging(page)
    assert "tlog-proof" not in page.text


def test_an_event_after_the_checkpoint_has_no_proof_yet(get: Get) -> None:
    id = "TST-0000-0014-63"
    page, file = get(f"/event/{id}"), get(f"/event/{id}.tlog-proof")
    assert page.status_code == 200
    assert "tlog-proof" not in page.text
    assert file.status_code == 404
    assert f"{id} cannot be proved from here yet." in file.text


def test_any_spelling_leads_to_the_proof_of_the_canonical_one(get: Get) -> None:
    answer = get(f"/event/{PUBLIC.replace('-', '').lower()}.tlog-proof")
    assert (answer.status_code, answer.headers["location"]) == (301, f"/event/{PUBLIC}.tlog-proof")
    assert get("/event/TST-0000-0099-99.tlog-proof").status_code == 404


def ask(database: Path, path: str) -> Any:
    """What a Datasette that knows only the tables answers."""

    async def answer() -> Any:
        return await compat.make(database, {}).client.get(path)

    return asyncio.run(answer())


def test_tables_without_their_log_offer_no_proof(folder: Path, tmp_path: Path) -> None:
    application(folder)  # registers the plugin, as the entry point of an installed package does
    shutil.copy(folder / "timeline.db", tmp_path)
    for missing in ("log.db", "checkpoint"):
        page, file = (ask(tmp_path / "timeline.db", f"/event/{PUBLIC}{rest}") for rest in ("", ".tlog-proof"))
        assert (page.status_code, file.status_code) == (200, 404)
        assert "tlog-proof" not in page.text
        shutil.copy(folder / missing, tmp_path)
    assert link(PUBLIC) in ask(tmp_path / "timeline.db", f"/event/{PUBLIC}").text


def test_a_log_that_who_serves_may_not_read_offers_no_proof(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    application(folder)
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    page = ask(folder / "timeline.db", f"/event/{PUBLIC}")
    assert (page.status_code, "tlog-proof" in page.text) == (200, False)


def test_a_restriction_that_the_tables_do_not_know_yet_holds_the_body_back(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "t"))
    before = shutil.copy(copy / "timeline.db", tmp_path / "before.db")
    with Timeline.open(copy) as timeline:
        timeline.restrict(PUBLIC, reason="under review", recorded_by="desk")
    shutil.copy(before, copy / "timeline.db")
    file = ask(copy / "timeline.db", f"/event/{PUBLIC}.tlog-proof")
    assert file.status_code == 200
    assert proved(file.text.encode(), keys_in(listed(copy))).body is None


def test_a_log_that_is_not_what_was_signed_proves_nothing(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "t"))
    note = (copy / "checkpoint").read_text(encoding="utf-8").splitlines(keepends=True)
    (copy / "checkpoint").write_text("".join([*note[:2], "A" * 43 + "=\n", *note[3:]]), encoding="utf-8")
    file = ask(copy / "timeline.db", f"/event/{PUBLIC}.tlog-proof")
    assert file.status_code == 404
    assert f"{PUBLIC} cannot be proved: the log is not what was signed." in file.text
    (copy / "checkpoint").write_text("damaged", encoding="utf-8")
    assert "tlog-proof" not in ask(copy / "timeline.db", f"/event/{PUBLIC}").text
