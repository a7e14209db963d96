"""A plugin of Datasette's by which a template is compiled once, not again for each Datasette that tests make."""

from __future__ import annotations

from types import CodeType

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from timeline.web.compat import hookimpl


class Kept(BytecodeCache):
    """What has been compiled is kept in memory, by the template's name and text and by what compiled it."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, ...], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get(_key(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code
        self._codes[_key(bucket)] = bucket.code


def _key(bucket: Bucket) -> tuple[str, ...]:
    return bucket.key, bucket.checksum, *bucket.environment.extensions


KEPT = Kept()


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    env.bytecode_cache = KEPT
