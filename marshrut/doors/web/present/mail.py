"""A draft that came by e-mail: its form like an envelope, the mail beside it, what was worked out and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from marshrut.cards import queries as cards
from marshrut.cards.queries import CardView, OpenTask, lists
from marshrut.cards.queries.timeline import Wording
from marshrut.crm import queries as crm
from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.letters import Letter
from marshrut.doors.web import formats
from marshrut.doors.web.screens.forms import Form
from marshrut.doors.web.screens.mail import Hint, Mail, MailScreen
from marshrut.doors.web.screens.parts import Link
from marshrut.kernel.errors import NotFound
from marshrut.letters import queries as letters_room
from marshrut.letters.queries import MessageInfo

from . import card as card_page
from . import letters, task
from .inbox import rule_of
from .viewer import Viewer

#: an ИНН as letters print it
INN = re.compile(r"ИНН\D{0,5}(\d{12}|\d{10})(?!\d)", re.IGNORECASE)
E_MAIL = re.compile(r"[^\s<>@,;]+@[^\s<>@,;]+")
#: tasks looked through for the next letter
LOOKED = 100


def next_one(viewer: Viewer, but: int) -> tuple[str, int]:
    """(address of the next letter that waits to be registered by the reader, how many wait), without this card."""
    mine = [line for line in cards.tasks(viewer.actor, "mine", LOOKED) if line.card.id != but]
    due = [line.card.id for line in mine if _from_mail(line)]
    return (f"/cards/{due[0]}/mail/" if due else "", len(due))


def _from_mail(line: cards.TaskLine) -> bool:
    """Other papers are registered as well: a contract, an outgoing letter by the other side."""
    kind = definitions.installed(line.card.definition_id).pack.card_type(line.card.type)
    incoming = kind is not None and letters.incoming(kind) is not None
    return incoming and rule_of(line).kind == "register" and line.card.stage_kind == "work"


def screen(view: CardView, viewer: Viewer, refusal: task.Refusal = task.NONE) -> MailScreen:
    """Raises NotFound where nothing waits to be registered by the reader."""
    found, letter = letters.waiting(view), letters.incoming(view.card_type)
    if found is None or letter is None:
        raise NotFound(_("This letter does not wait to be registered by you."))
    words = Wording(view.definition, viewer.chart, viewer.zone)
    box = task.box(view, found, viewer, words, "mail", refusal)
    main = next(one for one in box.outcomes if one.key == _positive(found))
    inputs = (*main.fields, *((main.file,) if main.file else ()))
    first, rest = letters.envelope(view.card_type, [replace(one, place="") for one in inputs])
    files = (*card_page.current_papers(view, viewer), *card_page.plain_files(view, viewer))
    came = _came(view, viewer)
    error = refusal.message if refusal.task == found.id else ""
    return MailScreen(
        card=Link(view.number, f"/cards/{view.id}/"),
        type_key=view.card_type.key,
        type_name=view.card_type.title.say(viewer.language),
        title=box.title,
        lead=box.text,
        task_id=found.id,
        due=box.due,
        form=Form(f"/tasks/{found.id}/complete", first, error, view.state.edition, main.text, box.changes),
        rest=rest,
        rest_open=any(one.error for one in rest),
        outcome=main,
        others=tuple(one for one in box.outcomes if one is not main),
        typed_reason=refusal.reason if refusal.task == found.id else "",
        hints=(*_sender(view, viewer, letter, came), *_thread(view, viewer, letter, came)),
        mail=_mail(view, viewer, letter, came),
        files=files,
        preview=next((file for file in files if file.shown), None),
    )


def _positive(found: OpenTask) -> str:
    return next(one.key for one in found.outcomes if one.style == "positive")


def _came(view: CardView, viewer: Viewer) -> MessageInfo | None:
    """The e-mail that the card was made of."""
    found = (one for one in letters_room.messages_of(viewer.actor, view.id) if one.direction == "in")
    return next(found, None)


def _text(view: CardView, field: str | None) -> str:
    return str(view.state.fields.get(field or "") or "")


def _mail(view: CardView, viewer: Viewer, letter: Letter, came: MessageInfo | None) -> Mail | None:
    text = _text(view, letter.body)
    if came is None and not text:
        return None
    return Mail(
        sender=came.sender if came else _text(view, letter.address),
        recipients=came.recipients if came else "",
        subject=(came.subject if came else "") or _text(view, letter.subject),
        at=formats.moment(came.at, viewer.zone) if came and came.at else "",
        text=text,
    )


def _sender(view: CardView, viewer: Viewer, letter: Letter, came: MessageInfo | None) -> Iterator[Hint]:
    """Whom the letter is from: by the address of the mail, else by the ИНН in its text."""
    chosen = view.state.fields.get(letter.partner)
    sent_from = E_MAIL.search(_text(view, letter.address) or (came.sender if came else ""))
    for company, name, why in _senders(viewer, sent_from[0] if sent_from else "", _text(view, letter.body)):
        if chosen in (None, company):
            label = view.card_type.fields[letter.partner].title.say(viewer.language)
            if chosen:
                yield Hint(label=label, text=name, why=why, url=f"/companies/{company}/")
            else:
                yield Hint(label=label, text=name, why=why, fill=letter.partner, value=str(company))
            return


def _senders(viewer: Viewer, address: str, text: str) -> Iterator[tuple[int, str, str]]:
    """(company, name, why), the likeliest first."""
    for contact in crm.search_contacts(viewer.actor, address, 5) if address else ():
        if contact.email.casefold() == address.casefold():
            said = _("the address {address} is that of the contact {name}")
            for duty in contact.duties:
                yield duty.company, duty.company_name, said.format(address=address, name=contact.name)
    for inn in dict.fromkeys(INN.findall(text)):
        for company in crm.search_companies(viewer.actor, inn, 1):
            if company.inn == inn and not company.ours:
                yield company.id, company.name, _("the INN {inn} stands in the text").format(inn=inn)


def _thread(view: CardView, viewer: Viewer, letter: Letter, came: MessageInfo | None) -> Iterator[Hint]:
    """To which earlier letter it belongs."""
    found = letters_room.suggest_thread(
        in_reply_to=came.in_reply_to if came else "",
        references=came.references if came else (),
        subject=came.subject if came else "",
        body=_text(view, letter.body),
        company=view.state.fields.get(letter.partner),
    )
    known = lists.names(viewer.actor, [found.card]) if found and found.card != view.id else {}
    if found is None or found.card not in known:
        return
    reasons = {
        "header": _("the mail is an answer to it"),
        "number": _("its number {number} stands in the text").format(number=found.quoted),
        "subject": _("the subject is the same"),
    }
    values = view.state.fields
    linking = {key: rule for key, rule in view.card_type.fields.items() if rule.link}
    held = next((key for key in linking if values.get(key) == found.card), "")
    asked = {entry.field for one in [letters.waiting(view)] if one for entry in one.rule.form}
    free = "" if held else next((key for key in linking if key in asked and not values.get(key)), "")
    place = linking.get(held or free)
    yield Hint(
        label=place.title.say(viewer.language) if place else _("The same thread"),
        text=known[found.card],
        why=reasons[found.why],
        url=f"/cards/{found.card}/",
        fill=free,
        value=str(found.card) if free else "",
    )
