"""Words of a source stand in XML as they are, but for what XML cannot hold: that is shown as missing."""

from __future__ import annotations

import re

#: What XML 1.0 cannot hold (section 2.2).
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    return _NO_XML.sub("�", text)
