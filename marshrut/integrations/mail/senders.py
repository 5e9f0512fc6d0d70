"""Who sent a mail: a contact by address, else a company by the ИНН of a signature, else by the domain of colleagues."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from marshrut.crm import queries as crm
from marshrut.kernel.actor import Actor

from .addresses import domain
from .parsing import Mail

#: half of the country writes from there
PUBLIC: Final = frozenset(
    {
        "mail.ru", "bk.ru", "inbox.ru", "list.ru", "internet.ru", "vk.com", "yandex.ru", "ya.ru", "yandex.com",
        "yandex.by", "yandex.kz", "gmail.com", "googlemail.com", "rambler.ru", "lenta.ru", "autorambler.ru",
        "outlook.com", "hotmail.com", "live.com", "icloud.com", "me.com", "yahoo.com", "proton.me", "protonmail.com",
    }
)  # fmt: skip
_INN: Final = re.compile(r"\bИНН(?:\s*+/\s*+КПП)?+\s*+:?+\s*+(\d{12}|\d{10})\b", re.IGNORECASE)
#: a domain that names many companies says nothing
MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Sender:
    company: int | None = None
    contact: int | None = None


def known(actor: Actor, mail: Mail, ours: int) -> Sender:
    """`ours`: the organisation the mailbox belongs to; no letter comes from ourselves."""
    contact = _contact(actor, mail.sender)
    if contact is not None:
        companies = [duty.company for duty in contact.duties if duty.company != ours]
        if len(companies) == 1:
            return Sender(companies[0], contact.id)
        by_inn = _by_inn(actor, mail, ours)
        return Sender(by_inn if by_inn in companies or not companies else None, contact.id)
    return Sender(_by_inn(actor, mail, ours) or _by_domain(actor, mail.sender, ours))


def _contact(actor: Actor, address: str) -> crm.ContactInfo | None:
    if not address:
        return None
    found = [one for one in crm.search_contacts(actor, address, limit=10) if one.email.strip().lower() == address]
    return found[0] if len(found) == 1 else None


def _by_inn(actor: Actor, mail: Mail, ours: int) -> int | None:
    """The only company whose ИНН the text names, beside our own."""
    found = {
        one.id
        for inn in dict.fromkeys(_INN.findall(mail.fresh)[:10])
        for one in crm.search_companies(actor, inn, limit=5)
        if one.inn == inn and not one.ours and one.id != ours
    }
    return found.pop() if len(found) == 1 else None


def _by_domain(actor: Actor, address: str, ours: int) -> int | None:
    place = domain(address)
    if not place or place in PUBLIC:
        return None
    colleagues = [
        one for one in crm.search_contacts(actor, f"@{place}", limit=MOST) if domain(one.email.strip()) == place
    ]
    companies = {duty.company for one in colleagues for duty in one.duties} - {ours}
    return companies.pop() if len(companies) == 1 else None
