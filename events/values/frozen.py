"""Every model is frozen and refuses fields that it does not know."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema


class Frozen(BaseModel):
    """A value that never changes once made, and that names any field it does not know instead of dropping it."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)


class Bare(Frozen):
    """A value that may be written as one bare word or number, which then stands for the field `bare`."""

    bare: ClassVar[str]

    @model_validator(mode="before")
    @classmethod
    def _from_bare(cls, data: Any) -> Any:
        return data if isinstance(data, dict | Bare) else {cls.bare: data}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        whole = handler(schema)
        return {"anyOf": [handler.resolve_ref_schema(whole)["properties"][cls.bare], whole]}
