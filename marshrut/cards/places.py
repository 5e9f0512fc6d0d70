"""Where papers lie, told to documents: cards, and through them companies, contacts, deals and projects."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from marshrut.crm import queries as crm
from marshrut.crm import rights as crm_rights
from marshrut.crm.sentences import NO_SUCH_COMPANY, NO_SUCH_CONTACT, NO_SUCH_DEAL, NO_SUCH_PROJECT
from marshrut.definitions import queries as definitions
from marshrut.documents import places
from marshrut.documents.places import CARD, COMPANY, CONTACT, DEAL, PROJECT, Spot
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.org import access

from . import gate, step
from .models import Card

#: why these rows may be read
TITLES = "titles for papers; who may see them is asked beside"


class Cards:
    """A paper of a card is seen by whoever sees the card, and put there by whoever may attach."""

    key = CARD
    opens = True

    def spots(self, refs: Collection[int]) -> dict[int, Spot]:
        rows = Card.objects.system(TITLES).filter(pk__in=set(refs))
        return {row.pk: _spot(row) for row in rows.only("id", "type", "definition_id", "name")}

    def visible(self, actor: Actor, refs: Collection[int]) -> set[int]:
        return gate.visible_among(actor, set(refs))

    def require_link(self, actor: Actor, ref: int) -> None:
        step.require(actor, "card.attach", step.read(actor, ref))

    def organisations(self) -> Collection[int]:
        return ()


def _spot(row: Card) -> Spot:
    card_type = definitions.installed(row.definition_id).pack.card_type(row.type)
    number = f"{card_type.prefix if card_type else ''}{row.pk}"
    return Spot(CARD, row.pk, number, f"/cards/{row.pk}/", row.name)


@dataclass
class Directory:
    """Companies and what belongs to them: every employee sees them, so they open no paper to anybody."""

    key: str
    describe: Callable[[Collection[int]], Iterator[tuple[int, str, str]]]
    missing: Any
    ours: Callable[[], Collection[int]] = tuple
    opens: bool = False

    def spots(self, refs: Collection[int]) -> dict[int, Spot]:
        url = ADDRESSES[self.key]
        return {one: Spot(self.key, one, title, f"{url}{one}/", detail) for one, title, detail in self.describe(refs)}

    def visible(self, actor: Actor, refs: Collection[int]) -> set[int]:
        return set(refs) if access.may(actor, crm_rights.SEE) else set()

    def require_link(self, actor: Actor, ref: int) -> None:
        if not access.may(actor, crm_rights.SEE) or ref not in self.spots([ref]):
            raise NotFound(self.missing)

    def organisations(self) -> Collection[int]:
        return self.ours()


#: of pages about things that cards and papers point at
ADDRESSES = {COMPANY: "/companies/", CONTACT: "/contacts/", DEAL: "/deals/", PROJECT: "/projects/"}


def _companies(refs: Collection[int]) -> Iterator[tuple[int, str, str]]:
    for one in crm.describe(refs).values():
        yield one.id, one.name, _("INN {inn}").format(inn=one.inn) if one.inn else ""


def _ours() -> Collection[int]:
    return [one.id for one in crm.organisations(Actor.system())]


def _contacts(refs: Collection[int]) -> Iterator[tuple[int, str, str]]:
    for one in crm.describe_contacts(refs).values():
        yield one.id, one.name, ", ".join(duty.company_name for duty in one.duties)


def _deals(refs: Collection[int]) -> Iterator[tuple[int, str, str]]:
    for one in crm.describe_deals(refs).values():
        yield one.id, one.title, one.company_name


def _projects(refs: Collection[int]) -> Iterator[tuple[int, str, str]]:
    for one in crm.describe_projects(refs).values():
        yield one.id, one.title, ", ".join(name for _id, name in one.companies)


def register() -> None:
    places.register(Cards())
    places.register(Directory(COMPANY, _companies, NO_SUCH_COMPANY, _ours))
    places.register(Directory(CONTACT, _contacts, NO_SUCH_CONTACT))
    places.register(Directory(DEAL, _deals, NO_SUCH_DEAL))
    places.register(Directory(PROJECT, _projects, NO_SUCH_PROJECT))
