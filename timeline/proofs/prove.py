"""A proof shows to who knows the verifier key that an event was in the log when its checkpoint was signed.

It is a C2SP tlog-proof (https://c2sp.org/tlog-proof). Its extra data hold what the leaf is made of, in lines that end
in a newline, which canonical JSON never holds: the entry; then, unless they are withheld, the salt in hexadecimal and
the body that the entry commits to. An entry alone tells nothing of the body, which nobody can guess without the salt.
"""

from __future__ import annotations

from base64 import b64encode

from timeline.errors import TimelineError
from timeline.log.engine import Log
from timeline.log.entries import commit, unseal
from timeline.log.ids import format_id
from timeline.log.inclusion import full_subtrees, inclusion
from timeline.log.merkle import leaf_hash
from timeline.log.verify import Checkpoint


def reached(log: Log, note: str) -> Checkpoint:
    """The checkpoint in the signed note, if the log has all its entries. Raises TimelineError where it was cut off."""
    checkpoint, head = Checkpoint.parse(note), log.head()
    if head < checkpoint.size:
        raise TimelineError(
            f"Position {head + 1}: cut off: the checkpoint is of {checkpoint.size} entries. Nothing is proved. "
            "`timeline verify` tells what else is wrong."
        )
    return checkpoint


def prove(log: Log, note: str, position: int, *, with_body: bool, full: list[bytes] | None = None) -> str:
    """The tlog-proof of the entry at `position` under the signed checkpoint `note`.

    `with_body` gives salt and body too, unless they were redacted. `full` is what `full_subtrees` made of the leaves up
    to the checkpoint or further; without it all leaves are read. Raises TimelineError where the checkpoint does not
    reach that far, or is not of this log as it is stored now.
    """
    checkpoint = reached(log, note)
    if position > checkpoint.size:
        raise TimelineError(
            f"{format_id(log.prefix, position)} came after the last checkpoint, which is of {checkpoint.size} events. "
            "Make a new one: timeline checkpoint"
        )
    row = next(log.raw(position, after=position - 1))
    entry = unseal(row)
    _, stored, leaf, salt, body = row
    known = full_subtrees(log.leaves(0, checkpoint.size)) if full is None else full
    path, root = inclusion(position - 1, checkpoint.size, known, log.leaves)
    sound = leaf == leaf_hash(stored) and (body is None or commit(salt, body) == entry.commitment)
    if not sound or root.hex() != checkpoint.root:
        raise TimelineError("The log is not what the checkpoint is of. Nothing is proved. See: timeline verify")
    extra = stored + b"\n"
    if with_body and body is not None:
        extra += salt.hex().encode() + b"\n" + body + b"\n"
    lines = [
        "c2sp.org/tlog-proof@v1",
        f"extra {b64encode(extra).decode()}",
        f"index {position - 1}",
        *(b64encode(sibling).decode() for sibling in path),
    ]
    return "\n".join(lines) + f"\n\n{note}"
