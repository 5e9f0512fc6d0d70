"""Letters: what the fields of a card mean in correspondence."""

from __future__ import annotations

from typing import Literal

from .base import Key, Model

#: what a letter is to an earlier one
LinkKind = Literal["reply", "follow_up", "addendum", "related"]


class Letter(Model):
    """Makes cards of the type letters: threads, journals, the mailbox and the archive read these fields."""

    #: in: from a counterparty; out: to one
    direction: Literal["in", "out"]
    #: the document itself
    paper: Key
    #: the counterparty, and whom of theirs it is from or for
    partner: Key
    contact: Key | None = None
    #: our organisation
    organisation: Key | None = None
    project: Key | None = None
    #: a tick: it belongs to no project
    no_project: Key | None = None
    subject: Key
    #: the counterparty's number and day of the letter
    their_number: Key
    their_date: Key
    #: ours, by the registration book; filled in by the system
    number: Key
    date: Key
    #: whom of ours it is for
    addressee: Key | None = None
    #: who works on it, and until when
    executor: Key | None = None
    term: Key | None = None
    #: e-mail of the other side
    address: Key | None = None
    #: what is said in it
    text: Key | None = None
    #: the text of the mail it came with
    body: Key | None = None
    sent_on: Key | None = None
    #: how it was delivered, and the number to follow it by
    way: Key | None = None
    track: Key | None = None
    #: the paper as it was signed: sent instead of it
    signed: Key | None = None
    #: further attachments
    more: Key | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """File fields whose files are the letter; what lies in others, as the draft of an answer, is work on it."""
        return tuple(one for one in (self.paper, self.signed, self.more) if one)
