"""What the tests of proofs share: a timeline in a folder, signed as the command signs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.privacy import MARKER, secret
from tests.samples import GROUND, claim, strike
from timeline.proofs.checkpoints import sign
from timeline.service import Timeline

PUBLIC, WITHHELD, REDACTED, PARTLY, CORRECTED, CORRECTION = (
    "TST-0000-0006-87",
    "TST-0000-0007-84",
    "TST-0000-0008-81",
    "TST-0000-0009-78",
    "TST-0000-0010-75",
    "TST-0000-0011-72",
)
#: Events of the timeline, all in the checkpoint.
SIZE = 13


@pytest.fixture(scope="session")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one event of each kind, and a checkpoint of them. Change nothing in it: all tests read this one."""
    folder = tmp_path_factory.mktemp("signed") / "t"
    with Timeline.init(folder, "TST") as timeline:
        timeline.append(
            [
                *GROUND,
                strike(1),
                secret(citation={"locator": "para 2"}, visibility="restricted"),
                secret(citation={"locator": "para 3"}),
                claim(
                    citation={"locator": "para 4"},
                    people=[{"name": MARKER}, {"name": "Known", "visibility": "public"}],
                    strikes=2,
                ),
                claim(citation={"locator": "para 5"}, strikes=2),
            ],
            recorded_by="desk",
        )
        whole = claim(citation={"locator": "para 5"}, strikes=3)
        timeline.correct(CORRECTED, whole, reason="three, not two", recorded_by="desk")
        timeline.redact(REDACTED, reason="an order", authority="the court", recorded_by="desk")
        timeline.append(strike(2), recorded_by="desk")
        assert len(timeline) == SIZE
        sign(timeline, folder)
    return folder
