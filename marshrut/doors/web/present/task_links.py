"""Whom to call and where the papers lie, beside the task that needs it (S0.5, S0.7, S0.12)."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marshrut.cards.queries import CardView, OpenTask
from marshrut.crm import queries as crm
from marshrut.definitions.schema.pack import Task
from marshrut.documents import queries as documents
from marshrut.doors.web.present.partners import shared
from marshrut.doors.web.screens.links import Caller, Partner, TaskLinks
from marshrut.doors.web.screens.parts import Link

from .viewer import Viewer

#: contacts named in a task; the page of the company has the rest
SHOWN = 3


def helped(rule: Task) -> bool:
    """It is carried out with partners, papers and a form, not only decided."""
    return bool(rule.partners or rule.folder or any(one.skip for one in rule.outcomes))


def links(view: CardView, task: OpenTask, viewer: Viewer) -> TaskLinks | None:
    """None where the task names neither partners nor a folder. Companies the reader may not see are left out."""
    rule, values = task.rule, view.state.fields
    if not (rule.partners or rule.folder):
        return None
    named: dict[str, int] = {key: values[key] for key in rule.partners if values.get(key)}
    found = crm.task_partners(viewer.actor, named.values())
    titles = {key: view.card_type.fields[key].title.say(viewer.language) for key in named}
    partners = [_partner(found[one], titles[key], view, task) for key, one in named.items() if one in found]
    folder = _folder(view, rule.folder) if rule.folder else None
    return TaskLinks(card=Link(view.number, f"/cards/{view.id}/"), partners=tuple(partners), folder=folder)


def _partner(found: crm.TaskPartner, label: str, view: CardView, task: OpenTask) -> Partner:
    company, page = found.company, f"{shared.COMPANIES}{found.company.id}/"
    books = {one.id for one in found.accounting}
    chosen = {view.state.fields.get(key) for key, rule in view.card_type.fields.items() if rule.kind == "contact"}
    others = sorted((one for one in found.contacts if one.id not in books), key=lambda one: one.id not in chosen)
    left = len(others) - SHOWN
    return Partner(
        label=label,
        company=Link(company.name, page),
        requisites=Link(_("Requisites"), f"{page}?task={task.id}#requisites-title", "id-badge-2"),
        accounting=tuple(_caller(one, company.id) for one in found.accounting),
        contacts=tuple(_caller(one, company.id) for one in others[:SHOWN]),
        more=ngettext("{count} more contact", "{count} more contacts", left).format(count=left) if left > 0 else "",
    )


def _caller(one: crm.ContactInfo, company: int) -> Caller:
    duty = one.duty(company)
    return Caller(
        name=one.name,
        url=f"{shared.CONTACTS}{one.id}/",
        post=duty.title if duty else "",
        phone=shared.phone(one.phone),
        email=shared.email(one.email),
    )


def _folder(view: CardView, field: str) -> Link:
    """The folder its papers lie in; before the first of them, all papers of the card."""
    papers = documents.of_card_field(view.id).get(field, ())
    if papers:
        return Link(papers[-1].folder_name, f"/documents/?folder={papers[-1].folder}", "folder")
    return Link(_("Papers of the card"), f"/documents/?place=card&ref={view.id}", "folder")
