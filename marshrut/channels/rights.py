"""Who may do what with channels: administrators connect them, everybody keeps the own addresses and choices."""

from __future__ import annotations

from typing import Final

from marshrut.kernel.actor import Kind
from marshrut.org import access

SEE: Final = "channels.see"
SET: Final = "channels.set"
SWITCH: Final = "channels.switch"
CHECK: Final = "channels.check"
SET_DEFAULTS: Final = "channels.set_defaults"
RETRY: Final = "channels.retry"
SEND_TEST: Final = "channels.send_test"
SEE_PERSON: Final = "channels.see_person"
SET_PREFERENCE: Final = "channels.set_preference"
UNLINK: Final = "channels.unlink"
UNLINK_ALL: Final = "channels.unlink_all"
ADD_ADDRESS: Final = "channels.add_address"
ADD_BROWSER: Final = "channels.add_browser"
HEAR: Final = "channels.hear"
ROUTE: Final = "channels.route"
BEGIN: Final = "channels.begin"
SENT: Final = "channels.sent"
WENT_WRONG: Final = "channels.went_wrong"
GIVE_UP: Final = "channels.give_up"
PART: Final = "channels.part"
ONWARD: Final = "channels.pass_on"
RELEASE: Final = "channels.release"
TIDY: Final = "channels.tidy"
ACKNOWLEDGE: Final = "channels.acknowledge"
BOUNCED: Final = "channels.bounced"
BLOCK_ADDRESS: Final = "channels.block_address"
TAKE_POLL: Final = "channels.take_poll"
RECORD_POLL: Final = "channels.record_poll"
POLL_FAILED: Final = "channels.poll_failed"
LISTEN: Final = "channels.listen"
BEGIN_LINK: Final = "channels.begin_link"
CONFIRM_LINK: Final = "channels.confirm_link"
CLAIM_LINK: Final = "channels.claim_link"
FINISH_LINK: Final = "channels.finish_link"
DECIDE: Final = "channels.decide"
SETTLE_ACTION: Final = "channels.settle_action"
END_TASK: Final = "channels.end_task"
SPEAK: Final = "channels.speak"

_BY_PROGRAMS: Final = (
    ROUTE, ONWARD, RELEASE, TIDY, BEGIN, SENT, WENT_WRONG, GIVE_UP, PART, ACKNOWLEDGE, BOUNCED, BLOCK_ADDRESS,
    ADD_ADDRESS, HEAR, TAKE_POLL, RECORD_POLL, POLL_FAILED, LISTEN,
)  # fmt: skip
PROGRAMS: Final[tuple[Kind, ...]] = ("system", "robot", "integration")


def register() -> None:
    for right in (SEE, SET, SWITCH, CHECK, SET_DEFAULTS, RETRY):
        access.register(right, access.admin, programs=["system"])
    for right in (SEE_PERSON, UNLINK, UNLINK_ALL, SEND_TEST):
        access.register(right, access.admin_or_himself, programs=PROGRAMS)
    for right in (SET_PREFERENCE, ADD_BROWSER):
        access.register(right, access.person_himself, programs=PROGRAMS)
    for right in _BY_PROGRAMS:
        access.register(right, access.nobody, programs=PROGRAMS)
    for right in (BEGIN_LINK, CONFIRM_LINK, DECIDE):
        access.register(right, access.everyone)
    for right in (CLAIM_LINK, FINISH_LINK, SETTLE_ACTION, END_TASK, SPEAK):
        access.register(right, access.nobody, programs=PROGRAMS)
