"""What a new status of a document means: a turn that is announced, one that is only written down, or a return. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: order of the happy way, only to tell what goes backwards
_OUT: Final = {
    "not_started": 0, "draft": 1, "needs_our_sign": 2, "ready_to_send": 3, "sent": 4, "delivered": 5, "viewed": 6,
    "signed": 7, "signed_partially": 7, "completed": 7, "corrected": 7,
}  # fmt: skip
#: what comes in is there before we sign it
_IN: Final = {**_OUT, "sent": 1, "delivered": 1, "viewed": 1}
SIGNED: Final = frozenset({"signed", "signed_partially", "completed", "corrected"})
FINAL: Final = frozenset({*SIGNED, "rejected", "revoked", "force_closed"})
#: masks that leave what was before as it is
PASSING: Final = frozenset({"unknown", "revocation_requested"})
#: from here it may set out again, or end
_BRANCHES: Final = frozenset({"rejected", "correction_requested", "delivery_error"})
#: events of a turn beside statuses
RETURNED: Final = "returned"
OVERDUE: Final = "overdue"
CRITICAL: Final = "critical"
GONE: Final = "gone"
BACK: Final = "back"
EVENTS: Final = (RETURNED, OVERDUE, CRITICAL, GONE, BACK)


@dataclass(frozen=True, slots=True)
class Judged:
    """`event`: the status, or "returned" to the one that was announced. `steady`: what holds under the masks now."""

    event: str
    suspicious: bool
    steady: str


def judge(before: str, steady: str, after: str, direction: str) -> Judged | None:
    """None when nothing is new. `before`: "" for a document seen for the first time."""
    if after == before:
        return None
    if not before or not steady:
        return Judged(after, suspicious=False, steady="" if after in PASSING else after)
    if after in PASSING:
        return Judged(after, suspicious=False, steady=steady)
    if after == steady:
        return Judged(RETURNED, suspicious=False, steady=steady)
    if lawful(steady, after, direction):
        return Judged(after, suspicious=False, steady=after)
    return Judged(after, suspicious=True, steady=steady)


def lawful(before: str, after: str, direction: str) -> bool:
    """Whether a document may get from one status to the other, with steps between them that nobody saw."""
    rank = _IN if direction == "in" else _OUT
    if before == after or before in PASSING or after in PASSING:
        return True
    if before in ("revoked", "force_closed"):
        return False
    if after in ("revoked", "force_closed"):
        return True
    if before in SIGNED:
        return after in SIGNED
    if before in _BRANCHES:
        return after in _BRANCHES or rank.get(after, -1) >= rank["ready_to_send"] or after == "invite_pending"
    if after in _BRANCHES or before == "invite_pending":
        return True
    if after == "invite_pending":
        return rank[before] <= rank["sent"]
    return rank[after] >= rank[before]
