"""The only writers of threads, messages, dispatches and proofs."""

from .dispatching import begin_dispatch, settle_dispatch
from .linking import link_letters, unlink_letters
from .messages import know_message
from .proof import prove
from .relinking import rebuild, relink

__all__ = [
    "begin_dispatch",
    "know_message",
    "link_letters",
    "prove",
    "rebuild",
    "relink",
    "settle_dispatch",
    "unlink_letters",
]
