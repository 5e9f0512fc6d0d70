"""Where people are found."""

from __future__ import annotations

from typing import Literal

from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.org import access
from marshrut.org import queries as org

from .. import rights, sentences
from ..models import Address
from .channels import title_of
from .shapes import AddressInfo


def addresses(actor: Actor, person: int) -> list[AddressInfo]:
    """The person's own, or anybody's for an administrator; others find nobody (NotFound). Those unlinked are left out,
    those that nobody is reached at any more stay, with the reason."""
    if not access.may(actor, rights.SEE_PERSON, person=person):
        raise NotFound(sentences.NO_SUCH_PERSON)
    rows = Address.objects.filter(person_id=person).exclude(state="off").order_by("channel", "pk")
    live = {(row.channel, row.address) for row in rows if row.state == "on"}
    return [_info(row) for row in rows if row.state == "on" or (row.channel, row.address) not in live]


def live_address(channel: str, address: str) -> tuple[int, int] | None:
    """(id, person) of whoever is found there now, confirmed and not dismissed."""
    rows = Address.objects.filter(channel=channel, address=address, state="on", confirmed=True, person__is_active=True)
    return rows.values_list("pk", "person_id").first()


def language_and_name(person: int) -> tuple[str, str] | None:
    """In what language and by what name a person is written to; None when they are dismissed."""
    language = org.language_of(person)
    return (language, org.chart().name(person)) if language is not None else None


def _info(row: Address) -> AddressInfo:
    state: Literal["on", "blocked", "unconfirmed"] = (
        "blocked" if row.state == "blocked" else "on" if row.confirmed else "unconfirmed"
    )
    why = row.off_why if state == "blocked" else "unconfirmed" if state == "unconfirmed" else ""
    return AddressInfo(
        row.pk, row.channel, title_of(row.channel), row.label, state, sentences.happened(why) if why else "",
        row.linked_at, row.browser,
    )  # fmt: skip
