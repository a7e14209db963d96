"""The schemas follow from the models: one file for each type and version, which never changes, and one for sheets.

`python -m timeline.sheets.schemas` writes them (JSON Schema 2020-12). Editors check a sheet against `sheet.json` while
it is typed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from events.base import Event
from events.registry import TYPES
from events.values.text import SLUG
from timeline.sheets.sheet import Sheet

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, str]:
    """The text of every schema file by its name."""
    made = {f"{name}.v{found.version}.json": event_schema(found) for name, found in TYPES.items()}
    made["sheet.json"] = sheet_schema()
    return {name: json.dumps(schema, indent=2, ensure_ascii=False) + "\n" for name, schema in made.items()}


def event_schema(type_: type[Event]) -> dict[str, Any]:
    """What an event of this type may say, in JSON."""
    schema = type_.model_json_schema()
    schema["required"] = ["type", *schema.get("required", [])]
    return {"$schema": DIALECT, **schema}


def sheet_schema() -> dict[str, Any]:
    """What a sheet may say: its source without a type, and events; claims may leave their source to the sheet."""
    models: list[type[BaseModel]] = [Sheet, *TYPES.values()]
    references, whole = models_json_schema([(model, "validation") for model in models])
    definitions = whole["$defs"]
    definitions["Citation"]["required"].remove("source")
    definitions["Citation"] = {"anyOf": [{"type": "string"}, definitions["Citation"]]}
    # In place of a value, a rule: the reader finds the value.
    del definitions["Occurred"]["anyOf"][1]["required"]
    definitions["Occurred"]["anyOf"][1]["anyOf"] = [{"required": ["value"]}, {"required": ["rule"]}]
    recorded = definitions["SourceRecorded"]
    untyped = {name: given for name, given in recorded["properties"].items() if name != "type"}
    definitions["Source"] = {**recorded, "properties": untyped, "title": "Source"}
    for found in TYPES.values():
        # By its reference: a type of another package may have a class of the same name as ours.
        _require(definitions[references[found, "validation"]["$ref"].rpartition("/")[2]], "type", "citation")
    sheet = definitions.pop("Sheet")
    fields = sheet["properties"]
    source = [{"$ref": "#/$defs/Source"}, {"type": "string", "pattern": SLUG}]
    events = [references[found, "validation"] for found in TYPES.values()]
    fields["source"] = {"description": fields["source"]["description"], "anyOf": source}
    fields["events"] = {
        "description": fields["events"]["description"],
        "type": "array",
        "items": {"anyOf": events},
    }
    return {"$schema": DIALECT, **_typed_by_hand(sheet), "$defs": _typed_by_hand(definitions)}


def _typed_by_hand(schema: Any) -> Any:
    """`schema` with numbers allowed for text: an editor takes `lat: 32.4` for a number, the sheet reader does not."""
    if isinstance(schema, list):
        return [_typed_by_hand(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    typed = {key: _typed_by_hand(value) for key, value in schema.items()}
    if typed.get("type") == "string" and not {"enum", "const"} & typed.keys():
        typed["type"] = ["string", "number"]
    return typed


def _require(schema: dict[str, Any], add: str, drop: str) -> None:
    schema["required"] = [add, *(name for name in schema.get("required", []) if name != drop)]


def write(folder: Path) -> None:
    """Write every schema into `folder`, which is made if need be."""
    folder.mkdir(exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "schemas"))
