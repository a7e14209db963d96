"""Every event that was ever stored can be read for ever, and comes out with the same bytes.

tests/frozen/ holds, for each type and version, a stored body and the SHA-256 of its schema. Where a test here fails:

- Nothing is frozen yet of a type or version: run `make freeze`, and commit what it writes.
- A schema has changed. Before the first release that has this type, an optional field may be added, and a description
  mended: delete the lines of the changed schemas in schemas.sha256, and their bodies where these are to show the new
  field; then `make freeze`. After it, undo the change, or raise the type's `version`, keep the old schema and the old
  body, and let `events/registry.py` bring stored bodies of the old version up to the new one when they are read.
- A body cannot be read, or has other bytes: the change would break stored records. Do as after a release.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from events.claim import Claim
from events.registry import CLAIMS, load
from tests import freeze
from tests.freeze import FROZEN, SCHEMAS, digest, digests, names

BODIES = sorted(FROZEN.glob("*.json"))


def test_every_type_and_version_is_frozen() -> None:
    frozen = {file.name for file in BODIES}
    assert set(names()) <= frozen, "Run make freeze, and commit what it writes."
    assert digests().keys() == frozen


@pytest.mark.parametrize("file", BODIES, ids=lambda file: file.name)
def test_a_stored_body_of_every_version_is_read_and_has_the_same_bytes(file: Path) -> None:
    name, version, _ = file.name.split(".")
    event = load(name, int(version.removeprefix("v")), json.loads(file.read_bytes()))
    assert event.canonical == file.read_bytes()
    assert event.summary()


@pytest.mark.parametrize("name", sorted(digests()))
def test_a_schema_is_what_it_was_when_it_froze(name: str) -> None:
    assert digest(name) == digests()[name], "See the first lines of this file."


@pytest.mark.parametrize("name", sorted(CLAIMS))
def test_a_frozen_claim_has_every_field_that_its_type_adds(name: str) -> None:
    body = json.loads((FROZEN / f"{name}.v{CLAIMS[name].version}.json").read_bytes())
    assert CLAIMS[name].model_fields.keys() - Claim.model_fields.keys() <= body.keys()


def test_freezing_adds_what_is_not_there_and_changes_nothing_that_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schemas = tmp_path / "schemas"
    schemas.mkdir()
    for file in SCHEMAS.iterdir():
        (schemas / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(freeze, "SCHEMAS", schemas)
    folder = tmp_path / "frozen"
    assert freeze.freeze(folder) == []
    first = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert first.keys() == {*names(), "schemas.sha256"}
    (schemas / "airstrike.v1.json").write_text("{}", encoding="utf-8")
    (folder / "airstrike.v1.json").write_text('{"citation":{"source":"x"}}', encoding="utf-8")
    (folder / "other.v1.json").unlink()
    assert freeze.freeze(folder) == ["airstrike.v1.json"]
    again = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert again == first | {"airstrike.v1.json": b'{"citation":{"source":"x"}}'}
