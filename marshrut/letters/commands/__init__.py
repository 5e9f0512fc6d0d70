"""The only writers of threads, messages, dispatches and proofs."""

from .dispatching import begin_dispatch, settle_dispatch
from .journals import export_journal
from .linking import link_letters, unlink_letters
from .mailboxes import add_mailbox, ask_mailbox, check_mailbox, edit_mailbox, note_mailbox, remove_mailbox
from .messages import know_message
from .promises import set_baseline
from .proof import prove
from .relinking import rebuild, relink
from .sorting import take_mail

__all__ = [
    "add_mailbox",
    "ask_mailbox",
    "begin_dispatch",
    "check_mailbox",
    "edit_mailbox",
    "export_journal",
    "know_message",
    "link_letters",
    "note_mailbox",
    "prove",
    "rebuild",
    "relink",
    "remove_mailbox",
    "set_baseline",
    "settle_dispatch",
    "take_mail",
    "unlink_letters",
]
