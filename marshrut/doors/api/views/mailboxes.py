"""Mailboxes: read and check. They are connected on their page and at the console, where their passwords are typed."""

from __future__ import annotations

from django.http import HttpRequest

from marshrut.letters import commands, queries

from ..bearer import caller
from ..door import api
from ..shapes.base import Key, Links, PathId
from ..shapes.mailboxes import Mailbox, MailboxCheck, MailboxList


@api.get("/mailboxes", response=MailboxList, tags=["letters"], summary="List mailboxes")
def list_mailboxes(request: HttpRequest) -> MailboxList:
    """For administrators, others get none. Passwords are never told."""
    return MailboxList(items=tuple(map(_mailbox, queries.all_mailboxes(caller(request).actor))))


@api.get("/mailboxes/{mailbox}", response=Mailbox, tags=["letters"], summary="Read a mailbox")
def read_mailbox(request: HttpRequest, mailbox: PathId) -> Mailbox:
    """When it was read last, and what is wrong with it."""
    return _mailbox(queries.mailbox(caller(request).actor, mailbox))


@api.post("/mailboxes/{mailbox}/check", response=MailboxCheck, tags=["letters"], summary="Check a mailbox")
def check_mailbox(request: HttpRequest, mailbox: PathId, key: Key = None) -> MailboxCheck:
    """Talks to both servers step by step; changes nothing there. Takes as long as they do."""
    return MailboxCheck(**commands.check_mailbox(caller(request).actor, mailbox=mailbox, key=key))


def _mailbox(one: queries.MailboxInfo) -> Mailbox:
    links = Links(self=f"/api/mailboxes/{one.id}", page=f"/mailboxes/{one.id}/")
    return Mailbox(links=links, **{name: getattr(one, name) for name in Mailbox.model_fields if name != "links"})
