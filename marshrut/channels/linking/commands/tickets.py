"""One-time links: made in the portal, opened in the messenger, confirmed there by «Это я»."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, NotFound
from marshrut.org import access
from marshrut.org import queries as org

from ... import events, queries, rights, sentences, wire
from ...commands.addresses import again, put
from ...commands.steps import MAIL
from ...deciding import codes, keys
from ...deciding.verdicts import Heard
from ...models import Address, Ticket
from ...wire import WireTrouble
from .. import names, telling

#: how long a link works, and how many one person may ask for in that time
WORKS: Final = timedelta(minutes=15)
MANY: Final = 10
TOO_MANY: Any = _("Too many links at once. Use the last one, or wait a quarter of an hour.")
NO_LINKS: Any = _("Nothing is linked to this channel: its address is known.")


@command(rights.BEGIN_LINK, own_transaction=True)
def begin_link(actor: Actor, *, channel: str) -> dict[str, Any]:
    """A new one-time link for the person who acts: {"ticket", "address", "expires"} (ISO). Told this once, so it has no
    client key: a second press makes another one.

    Raises Conflict `off`, `too_many`.
    """
    access.require(actor, rights.BEGIN_LINK)
    found = wire.wire(channel)
    account = queries.account(channel) if found is not None else None
    if found is None or account is None:
        raise Conflict(sentences.OFF, code="off")
    if not found.links:
        raise Conflict(NO_LINKS, code="no_links")
    secret, ticket = _made(actor.person_id or 0, channel)
    try:
        address = found.link(account, secret)
    except WireTrouble as trouble:
        raise Conflict(sentences.OFF, code="off") from trouble
    return {"ticket": ticket.pk, "address": address, "expires": ticket.expires_at.isoformat()}


def _made(person: int, channel: str) -> tuple[str, Ticket]:
    now = clock.now()
    with transaction.atomic():
        if Ticket.objects.filter(person_id=person, made_at__gt=now - WORKS).count() >= MANY:
            raise Conflict(TOO_MANY, code="too_many")
        secret, digest = keys.new()
        row = Ticket.objects.create(
            digest=digest, person_id=person, channel=channel, made_at=now, expires_at=now + WORKS
        )
    return secret, row


@command(rights.CONFIRM_LINK)
def confirm_link(actor: Actor, *, address: int, key: str | None = None) -> dict[str, Any]:
    """The account is the person's own: used from now on. A mailbox that was given up is written to again, also by an
    administrator's word. Returns {"address"}."""
    access.require(actor, rights.CONFIRM_LINK)
    row = Address.objects.select_for_update().filter(pk=address).exclude(state="off").first()
    lost = row is not None and row.state == "blocked"
    if row is None or (lost and row.channel != MAIL):
        raise NotFound(sentences.NO_SUCH_ADDRESS)
    if row.person_id != actor.person_id and not (lost and access.may(actor, rights.UNLINK, person=row.person_id)):
        raise NotFound(sentences.NO_SUCH_ADDRESS)
    if lost:
        again(actor, row)
    elif not row.confirmed:
        row.confirmed = True
        row.save(update_fields=["confirmed"])
        about = {"channel": row.channel, "address": row.pk}
        events.write(actor, events.person(row.person_id), events.CONFIRMED, {"label": row.label}, **about)
    return {"address": row.pk}


@command(rights.CLAIM_LINK)
def claim_link(actor: Actor, *, heard: Heard) -> tuple[str, int | None, int | None]:
    """Somebody opened a link: the first account that does has it. Returns (code, ticket, whose); "": all is well."""
    access.require(actor, rights.CLAIM_LINK)
    row = _ticket(digest=keys.known(heard.update.data), channel=heard.channel)
    if row is None:
        return codes.UNKNOWN, None, None
    if (code := _over(row, heard)) != "":
        return code, row.pk, row.person_id
    linked = Address.objects.filter(channel=heard.channel, address=heard.update.sender, state="on").first()
    if linked is not None and linked.person_id != row.person_id:
        return TAKEN, row.pk, row.person_id
    row.sender = heard.update.sender
    row.save(update_fields=["sender"])
    return "", row.pk, row.person_id


@command(rights.FINISH_LINK)
def finish_link(actor: Actor, *, heard: Heard) -> tuple[str, int | None]:
    """«Это я» or «Это не я» was pressed. Returns (code, whose); "": linked, "waits": its person is asked."""
    access.require(actor, rights.FINISH_LINK)
    data = heard.update.data
    digest = keys.known(data, keys.LINK) or keys.known(data, keys.NOT_ME)
    row = _ticket(button=digest, channel=heard.channel) if digest else None
    if row is None:
        return codes.UNKNOWN, None
    if (code := _over(row, heard)) != "":
        return code, row.person_id
    row.used_at = clock.now()
    row.save(update_fields=["used_at"])
    if data.startswith(keys.NOT_ME):
        return DECLINED, row.person_id
    who = Actor.person(row.person_id, "system")
    try:
        made = put(
            who, row.person_id, heard.channel, heard.update.sender, names.masked(heard.update.name), confirmed=False
        )
    except Conflict:
        return TAKEN, row.person_id
    telling.tell(row.person_id, heard.channel, row.pk)
    return "" if made.confirmed else WAITS, row.person_id


TAKEN: Final = "taken"
DECLINED: Final = "declined"
#: whoever photographs the picture may press first, so the person who has shown it confirms the account in the portal
WAITS: Final = "waits"


def button(ticket: int) -> str | None:
    """A fresh secret for «Это я»: a step of sending. None: the link is over."""
    secret, digest = keys.new()
    rows = Ticket.objects.filter(pk=ticket, used_at=None, expires_at__gt=clock.now())
    return secret if rows.update(button=digest) else None


def _ticket(**wanted: str) -> Ticket | None:
    return Ticket.objects.select_for_update().filter(**wanted).first()


def _over(row: Ticket, heard: Heard) -> str:
    """Whose link it is stays untold to an account that did not open it first."""
    if row.sender and row.sender != heard.update.sender:
        return codes.ANOTHER
    if row.used_at is not None:
        return codes.USED
    if row.expires_at <= clock.now():
        return codes.EXPIRED
    return "" if org.chart().active(row.person_id) else codes.DISMISSED
