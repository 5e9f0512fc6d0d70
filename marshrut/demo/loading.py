"""Loading the demo company into an empty database: all of it or nothing, in one transaction."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from marshrut.calendars import queries as calendars
from marshrut.calendars.rules import WorkTime
from marshrut.definitions import commands as definitions
from marshrut.documents import commands as documents
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict, Invalid
from marshrut.org import commands as org
from marshrut.org import queries
from marshrut.org.rules import full_name
from marshrut.shipments import commands as shipments

from . import holidays, library, partners, passwords, phones, training
from .acts import Content, Office, Paper
from .company import ADMIN, HOURS, PEOPLE, Employee, found
from .contracts import Contract
from .letters import Incoming, Outgoing
from .moments import Moments
from .orders import Order
from .partners import PARTNERS, Partner
from .payments import Payment
from .play import Clock, Event, play
from .script import Act, contracts, letters, orders, story

#: letters hand out acquaintances, so errands come before them
PACKS = ("payments", "contracts", "errands", "letters", "logistics", "edocs")
#: the first morning, and when partners begin to be entered
OPENING, PARTNERS_AT = "-25/09:00", "-25/10:00"


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody of the demo company who can sign in."""

    name: str
    position: str
    email: str
    password: str


def load(password: str | None = None) -> list[Resident]:
    """Play the month that ends now. Refused when the database has people (`Conflict`).

    `password`, else MARSHRUT_DEMO_PASSWORD, is everybody's; without them each person gets one of their own. The same
    `now` makes the same company, passwords aside.
    """
    if queries.chart().people:
        raise Conflict(_("There are people in this database. The demo company is loaded only into an empty one."))
    shared = password or os.environ.get("MARSHRUT_DEMO_PASSWORD")
    moments = Moments(WorkTime(calendars.calendar(), HOURS), clock.now())
    own = {one.login: shared or passwords.readable() for one in PEOPLE}
    ticking = Clock(moments.at(OPENING))
    # a worker that runs meanwhile sees nothing until all is there
    with transaction.atomic(), clock.running(ticking):
        people = found(lambda actor, person, one: _set_password(actor, person, own[one.login]))
        admin = Actor.person(people[ADMIN.login], "demo")
        documents.install_kinds(Actor.system("demo"))
        for pack in PACKS:
            definitions.install_pack(admin, path=str(Path(settings.PACKS, pack)))
        # no carrier is really asked: the training one shows the way of what was sent
        shipments.set_carrier(admin, carrier="demo")
        chart = queries.chart()
        names = {login: chart.name(person) for login, person in people.items()}
        training.connect(admin, people)
        play(_events(Office(moments, people, names)), ticking, moments.now)
        phones.connect(admin, people, names)  # at the end: what is past comes to nobody's phone
    return [_resident(one, own[one.login]) for one in PEOPLE]


def _set_password(actor: Actor, person: int, password: str) -> None:
    try:
        org.set_password(actor, person=person, password=password)
    except Invalid as refusal:
        why = " ".join(map(str, refusal.fields.values()))
        raise Invalid(_("MARSHRUT_DEMO_PASSWORD will not do: %(why)s") % {"why": why}) from refusal


def _events(office: Office) -> Iterator[Event]:
    at = office.moments.at(PARTNERS_AT)
    for number, partner in enumerate(PARTNERS):
        yield Event(at + timedelta(minutes=7 * number), partial(_meet, office, partner))
    yield Event(at, partial(_found, office))
    came, written = letters()
    stories: list[tuple[Content, tuple[Act, ...]]] = [
        *((Payment(one), one.acts) for one in story()),
        *((Contract(one), one.acts) for one in contracts()),
        *((Incoming(one), one.acts) for one in came),
        *((Outgoing(one), one.acts) for one in written),
        *((Order(one), one.acts) for one in orders()),
    ]
    for content, acts in stories:
        paper = Paper(office, content)
        for act in acts:
            yield Event(office.moments.at(act.when), partial(paper.do, act))
    yield from library.events(office)
    yield Event(office.moments.now, partial(holidays.set_all, office.people, office.moments.date_of("today")))


def _found(office: Office) -> None:
    office.companies["us"] = partners.add_us(office.people)


def _meet(office: Office, partner: Partner) -> None:
    office.companies[partner.key] = partners.add(partner, office.people)


def _resident(one: Employee, password: str) -> Resident:
    position = f"{one.position.lower()}: {one.duty}" if one.duty else one.position.lower()
    return Resident(full_name(one.last, one.first, one.middle), position, one.email, password)
