"""The only writers of threads, messages, dispatches and proofs."""

from .dispatching import begin_dispatch, settle_dispatch
from .journals import export_journal
from .linking import link_letters, unlink_letters
from .messages import know_message
from .promises import set_baseline
from .proof import prove
from .relinking import rebuild, relink

__all__ = [
    "begin_dispatch",
    "export_journal",
    "know_message",
    "link_letters",
    "prove",
    "rebuild",
    "relink",
    "set_baseline",
    "settle_dispatch",
    "unlink_letters",
]
