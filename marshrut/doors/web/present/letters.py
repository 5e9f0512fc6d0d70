"""Letters on the pages of cards. What a field means is said by the card type, never by its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from marshrut.cards.queries import CardView, OpenTask
from marshrut.crm import queries as crm
from marshrut.definitions.schema.letters import Letter
from marshrut.definitions.schema.pack import CardType
from marshrut.doors.web import formats
from marshrut.doors.web.screens.forms import Field, Option
from marshrut.doors.web.screens.letters import Holding, RegisteredScreen
from marshrut.doors.web.screens.parts import Link
from marshrut.kernel.errors import NotFound
from marshrut.letters import queries

from .viewer import Viewer

#: what a secretary reads off an envelope, in that order; the rest is filled in when it is needed
ENVELOPE = ("partner", "their_number", "their_date", "subject", "project", "addressee", "organisation")
#: how often the page asks for a number before it says that it takes long
PATIENCE = 15
#: addresses offered at once
ADDRESSES = 12


def incoming(kind: CardType) -> Letter | None:
    return kind.letter if kind.letter is not None and kind.letter.direction == "in" else None


def waiting(view: CardView) -> OpenTask | None:
    """The task to register this letter, when the reader may do it: a draft that came by e-mail."""
    if incoming(view.card_type) is None:
        return None
    found = (one for one in view.tasks if one.rule.kind == "register" and one.state.state == "open")
    return next((one for one in found if any(way.style == "positive" for way in one.outcomes)), None)


def elsewhere(view: CardView, task: OpenTask) -> Link | None:
    """A letter is registered beside its text and files, not in the narrow box of a task."""
    here = waiting(view)
    return Link(_("Open beside the mail"), f"/cards/{view.id}/mail/", "mail") if here is task else None


def joined(kind: CardType, inputs: Sequence[Field]) -> tuple[Field, ...]:
    """The tick «Без проекта» stands under the project it excludes. Contacts and projects of the company come first."""
    letter = kind.letter
    if letter is None:
        return tuple(inputs)
    by_name = {one.name: one for one in inputs}
    tick = by_name.get(letter.no_project or "") if letter.project in by_name else None
    found = []
    for field in inputs:
        one = field
        if field.name in (letter.project, letter.contact) and letter.partner in by_name:
            one = replace(one, beside=f"company:{letter.partner}")
        if field.name == letter.project and tick is not None:
            one = replace(one, instead=tick, error=one.error or tick.error)
        if field is not tick:
            found.append(one)
    return tuple(found)


def envelope(kind: CardType, inputs: Sequence[Field]) -> tuple[tuple[Field, ...], tuple[Field, ...]]:
    """(What stands on the envelope and whatever must be filled, the rest)."""
    letter = incoming(kind)
    if letter is None:
        return tuple(inputs), ()
    order = [getattr(letter, part) for part in ENVELOPE]
    first = sorted((one for one in inputs if one.name in order), key=lambda one: order.index(one.name))
    needed = [one for one in inputs if one.name not in order and (one.required or one.error)]
    chosen = {one.name for one in (*first, *needed)}
    wide = {letter.partner, letter.subject}
    first = [replace(one, wide=True) if one.name in wide else one for one in first]
    return (*first, *needed), tuple(one for one in inputs if one.name not in chosen)


def registered(view: CardView, viewer: Viewer, asked: int, following: tuple[str, int] = ("", 0)) -> RegisteredScreen:
    """The page after an incoming letter was sent on its route; raises NotFound for cards that are none."""
    letter, values = incoming(view.card_type), view.state.fields
    if letter is None:
        raise NotFound(_("There is no such letter."))
    number, dated = str(values.get(letter.number) or ""), values.get(letter.date)
    late = not number and asked >= PATIENCE
    here = f"/cards/{view.id}/registered/"
    create = view.card_type.create.say(viewer.language)
    return RegisteredScreen(
        card=Link(view.number, f"/cards/{view.id}/"),
        type_name=view.card_type.title.say(viewer.language),
        type_key=view.card_type.key,
        title=create,
        subject=str(values.get(letter.subject) or view.name),
        facts=tuple(_facts(letter, values)),
        number=number,
        dated=_day(dated),
        note=_("The number is not there yet: it will stand on the card as soon as the book gives it.") if late else "",
        again_url="" if number or late else f"{here}?part=number&asked={asked + 1}",
        twins=tuple(_twins(view, letter, viewer)) if not asked else (),
        holding=tuple(_holding(view, viewer)),
        more=Link(_("One more letter"), f"/cards/{view.card_type.key}/new/", "plus"),
        following=_following(*following),
        from_mail=any(one.rule.kind == "register" and one.state.state == "done" for one in view.tasks),
    )


def _twins(view: CardView, letter: Letter, viewer: Viewer) -> Iterator[Link]:
    sender, theirs = view.state.fields.get(letter.partner), view.state.fields.get(letter.their_number)
    if sender and theirs:
        for one in queries.twins(viewer.actor, sender, theirs, view.id):
            yield Link(f"{one.number or one.label} {one.subject}", f"/cards/{one.card}/")


def _following(address: str, many: int) -> Link | None:
    """The next one that came by e-mail."""
    return Link(_("Next from the mailbox ({count})").format(count=many), address, "mail") if many else None


def _facts(letter: Letter, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    company = values.get(letter.partner)
    known = crm.describe([company]).get(company) if company else None
    theirs, dated = str(values.get(letter.their_number) or ""), values.get(letter.their_date)
    said = " ".join(filter(None, (f"№{formats.HARD}{theirs}" if theirs else "", _from(dated))))
    return [pair for pair in ((_("From"), known.name if known else ""), (_("Their number"), said)) if pair[1]]


def _from(dated: Any) -> str:
    return _("of {day}").format(day=_day(dated)) if dated else ""


def _day(iso: Any) -> str:
    return formats.day(date.fromisoformat(iso)) if iso else ""


def _holding(view: CardView, viewer: Viewer) -> list[Holding]:
    waiting = [one for one in view.tasks if one.state.state == "open" and one.state.asked_by is None]
    return [
        Holding(
            task=one.rule.title.say(viewer.language),
            faces=tuple(viewer.face(person) for person in (one.state.assignee, *one.state.co)),
            due=viewer.due(one.state.due_at),
        )
        for one in waiting
    ]


def addresses(view: CardView, viewer: Viewer) -> tuple[Option, ...]:
    """E-mails of the other side: the letter's own contact first, then who else is there, then the company itself."""
    letter, values = view.card_type.letter, view.state.fields
    partner = values.get(letter.partner) if letter else None
    if letter is None or not partner:
        return ()
    try:
        company = crm.company_card(viewer.actor, partner)
    except NotFound:
        return ()
    chosen = values.get(letter.contact or "")
    people = sorted(company.contacts, key=lambda one: one.id != chosen)
    found = [(one.email, ", ".join(filter(None, (one.name, _post(one, company.id))))) for one in people]
    found.append((company.fields.get("email", ""), company.fields["name"]))
    options = {address: Option(address, address, hint=who) for address, who in found if address}
    return tuple(options.values())[:ADDRESSES]


def _post(contact: crm.ContactInfo, company: int) -> str:
    duty = contact.duty(company)
    return duty.title if duty else ""


def with_addresses(kind: CardType, inputs: Sequence[Field], known: Sequence[Option]) -> tuple[Field, ...]:
    """Known addresses are offered while one is typed; of a letter that has none yet, the first is filled in."""
    address = kind.letter.address if kind.letter else None
    return tuple(
        replace(one, offered=tuple(known), value=one.value or (known[0].value if known else ""))
        if one.name == address and address
        else one
        for one in inputs
    )
