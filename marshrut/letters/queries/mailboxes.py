"""Mailboxes: for administrators without their secrets, for the programs that talk to servers with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Coalesce, Now

from marshrut.kernel import sealing
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.org import access

from .. import rights
from ..models import Mailbox, Message
from ..post import Account
from ..rules.mailboxes import SILENT
from ..sentences import NO_SUCH_MAILBOX


@dataclass(frozen=True, slots=True)
class MailboxInfo:
    """A mailbox as an administrator sees it. Of passwords only that they are there."""

    id: int
    name: str
    address: str
    organisation: int
    registrar: int
    addressee: int | None
    imap_host: str
    imap_port: int
    imap_security: str
    imap_user: str
    has_imap_password: bool
    folder_in: str
    folder_done: str
    folder_error: str
    smtp_host: str
    smtp_port: int
    smtp_security: str
    smtp_user: str
    has_smtp_password: bool
    folder_sent: str
    active: bool
    old_letters: bool
    version: int
    seen_at: datetime | None
    #: code of what is wrong, see `integrations.mail.words`, and the server's own words
    error: str
    error_words: str
    error_at: datetime | None
    failures: int
    #: active, and was not read for a quarter of an hour
    silent: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail that came by the mailbox, for its journal. No subject: whoever tends the mailbox need not see letters."""

    id: int
    at: datetime
    sender: str
    kind: str
    state: str
    note: str
    card: int | None


def all_mailboxes(actor: Actor) -> list[MailboxInfo]:
    """All mailboxes by name; none for whoever may not tend them."""
    return [_info(row) for row in _visible(actor).order_by("name", "pk")]


def mailbox(actor: Actor, which: int) -> MailboxInfo:
    """Raises NotFound."""
    row = _visible(actor).filter(pk=which).first()
    if row is None:
        raise NotFound(NO_SUCH_MAILBOX)
    return _info(row)


def journal(actor: Actor, which: int, limit: int = 50) -> list[Taken]:
    """What came by it last, newest first."""
    mailbox(actor, which)
    rows = Message.objects.filter(mailbox=which, direction="in").order_by("-id")[: max(1, min(limit, 200))]
    return [Taken(one.pk, one.created_at, one.sender, one.kind, one.state, one.note, one.card) for one in rows]


def silent_mailboxes(actor: Actor) -> list[str]:
    """Addresses of mailboxes that are not read, for the banner of whoever tends them. One query."""
    return [row.address for row in _visible(actor).order_by("name", "pk") if row.silent]


def reading() -> list[int]:
    """For programs: mailboxes that are read."""
    return list(Mailbox.objects.filter(active=True).exclude(imap_host="").order_by("pk").values_list("pk", flat=True))


def account(which: int) -> Account | None:
    """For programs: with open secrets. None when it is gone or put aside; raises sealing.Unreadable."""
    row = Mailbox.objects.filter(pk=which, active=True).first()
    return account_of(row) if row else None


def sending_for(organisation: int | None) -> Account | None:
    """For programs: the mailbox by which this organisation's letters leave; raises sealing.Unreadable."""
    rows = Mailbox.objects.filter(active=True, organisation=organisation or 0).exclude(smtp_host="")
    row = rows.order_by("pk").first()
    return account_of(row) if row else None


def cursor(which: int) -> dict[str, Any]:
    """For programs: how far the mailbox has been read."""
    names = ("validity", "last_uid", "current_uid", "tries", "old_letters", "turn", "added_at")
    return dict(Mailbox.objects.values(*names).get(pk=which))


def own_addresses() -> frozenset[str]:
    """For programs: addresses of all our mailboxes; who writes from one of them is ourselves."""
    return frozenset(Mailbox.objects.values_list("address", flat=True))


def taken_from(sender: str, since: datetime) -> int:
    """For programs: how many mails of this sender came since."""
    return Message.objects.filter(direction="in", sender=sender, created_at__gte=since).count()


def answered_by(sender: str, card: int) -> bool:
    """For programs: whether an automatic answer of this sender was told on the card already."""
    return Message.objects.filter(direction="in", kind="auto_reply", sender=sender, card=card).exists()


def account_of(row: Mailbox) -> Account:
    return Account(
        id=row.pk,
        name=row.name,
        address=row.address,
        imap_host=row.imap_host,
        imap_port=row.imap_port,
        imap_security=row.imap_security,
        imap_user=row.imap_user,
        imap_password=_open(row.imap_secret, "mailbox.imap"),
        folder_in=row.folder_in,
        folder_done=row.folder_done,
        folder_error=row.folder_error,
        smtp_host=row.smtp_host,
        smtp_port=row.smtp_port,
        smtp_security=row.smtp_security,
        smtp_user=row.smtp_user,
        smtp_password=_open(row.smtp_secret, "mailbox.smtp"),
        folder_sent=row.folder_sent,
        organisation=row.organisation,
        registrar=row.registrar_id,
        addressee=row.addressee_id,
    )


def _open(secret: str, purpose: str) -> str:
    return sealing.unseal(secret, purpose) if secret else ""


def _visible(actor: Actor) -> QuerySet[Any]:
    rows = Mailbox.objects.all() if access.may(actor, rights.SEE_MAILBOXES) else Mailbox.objects.none()
    quiet = Q(active=True) & ~Q(imap_host="") & Q(known_at__lt=Now() - timedelta(minutes=SILENT))
    return rows.annotate(known_at=Coalesce(F("seen_at"), F("added_at"))).annotate(
        silent=ExpressionWrapper(quiet, output_field=BooleanField())
    )


def _info(row: Any) -> MailboxInfo:
    apart = {
        "registrar": row.registrar_id,
        "addressee": row.addressee_id,
        "has_imap_password": bool(row.imap_secret),
        "has_smtp_password": bool(row.smtp_secret),
    }
    own = {name: getattr(row, name) for name in MailboxInfo.__dataclass_fields__ if name not in apart}
    return MailboxInfo(**own, **apart)
