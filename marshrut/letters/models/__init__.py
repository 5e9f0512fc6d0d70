"""Tables of the correspondence. What `Letter`, `Link` (but those made by hand) and `Mention` hold can be rebuilt."""

from .letters import Letter, Link, Mention
from .mailboxes import Mailbox
from .messages import Dispatch, Message
from .proof import Proof

__all__ = ["Dispatch", "Letter", "Link", "Mailbox", "Mention", "Message", "Proof"]
