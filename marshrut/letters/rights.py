"""Who may do what with threads. Letters are read by whoever sees their cards; nothing here widens that."""

from __future__ import annotations

from marshrut.kernel.actor import Kind
from marshrut.org import access

LINK = "letters.link_letters"
UNLINK = "letters.unlink_letters"
RELINK = "letters.relink"
REBUILD = "letters.rebuild"
KNOW = "letters.know_message"
BEGIN_DISPATCH = "letters.begin_dispatch"
SETTLE_DISPATCH = "letters.settle_dispatch"
PROVE = "letters.prove"
SEE_MAILBOXES = "letters.see_mailboxes"
ADD_MAILBOX = "letters.add_mailbox"
EDIT_MAILBOX = "letters.edit_mailbox"
REMOVE_MAILBOX = "letters.remove_mailbox"
CHECK_MAILBOX = "letters.check_mailbox"
ASK_MAILBOX = "letters.ask_mailbox"
NOTE_MAILBOX = "letters.note_mailbox"
TAKE_MAIL = "letters.take_mail"

PROGRAMS: tuple[Kind, ...] = ("system", "robot", "integration")


def register_mailboxes() -> None:
    """Administrators tend mailboxes; letters that come by them they see no more than anybody else."""
    for right in (SEE_MAILBOXES, ADD_MAILBOX, EDIT_MAILBOX, REMOVE_MAILBOX, CHECK_MAILBOX):
        access.register(right, access.admin, programs=["system"])
    for right in (ASK_MAILBOX, NOTE_MAILBOX):
        access.register(right, access.nobody, programs=PROGRAMS)


def register() -> None:
    """Whoever links must besides see both letters and may comment on the first."""
    for right in (LINK, UNLINK):
        access.register(right, access.everyone, programs=PROGRAMS)
    access.register(REBUILD, access.nobody, programs=["system"])
    for right in (RELINK, KNOW, BEGIN_DISPATCH, SETTLE_DISPATCH):
        access.register(right, access.nobody, programs=PROGRAMS)
