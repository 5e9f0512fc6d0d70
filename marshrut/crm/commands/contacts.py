"""Contacts: added, changed, put at a company and taken from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict, Unpack, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Forbidden, NotFound
from marshrut.org import access
from marshrut.org.rules import sort_key

from .. import events, rights, rules
from ..models import Company, CompanyContact, Contact
from ..sentences import CONTACT_OF_OURS, NO_SUCH_COMPANY, NO_SUCH_CONTACT
from . import steps

STALE = gettext_lazy("Somebody changed this contact while you were editing it. Open it again and repeat.")
NAMELESS = gettext_lazy("Write the name of the person.")


class ContactFields(TypedDict, total=False):
    """What is left out stays as it is."""

    name: str
    phone: str
    email: str
    note: str


@command(rights.ADD_CONTACT)
def add_contact(
    actor: Actor,
    *,
    name: str,
    phone: str = "",
    email: str = "",
    note: str = "",
    company: int | None = None,
    roles: Sequence[str] = (),
    post: str = "",
    signs: bool = False,
    basis: str = "",
    key: str | None = None,
) -> dict[str, Any]:
    """Add a person we call and write to, at once at a `company` if given. Returns {"id", "version"}."""
    access.require(actor, rights.ADD_CONTACT)
    fields, troubles = steps.texts({"name": name, "phone": phone, "email": email, "note": note}, {"name": NAMELESS})
    duty, wrong = _duty(roles, post, basis, signs=signs)
    steps.refuse({**troubles, **(wrong if company is not None else {}), **steps.no_company(company)})
    if company is not None:
        _require_place(actor, company, rights.LINK_CONTACT)
    contact = Contact.objects.create(**fields, **derived(fields), author_id=actor.person_id, added_at=clock.now())
    filled = {field: value for field, value in fields.items() if value}
    steps.tell(actor, events.subject(contact.pk, "contact"), events.CONTACT_ADDED, values=filled)
    if company is not None:
        _put(actor, company, contact.pk, duty)
    return {"id": contact.pk, "version": contact.version}


@command(rights.EDIT_CONTACT)
def edit_contact(
    actor: Actor, *, contact: int, version: int | None = None, key: str | None = None, **changes: Unpack[ContactFields]
) -> dict[str, Any]:
    """Change name, phone, email, note as given. Returns {"id", "version"}; equal fields write nothing.

    A contact of an organisation of ours, whose name contracts print, is changed by those who may change companies.
    """
    access.require(actor, rights.EDIT_CONTACT)
    steps.keep_imports_out()
    row = Contact.objects.select_for_update().filter(pk=contact).first()
    if row is None:
        raise NotFound(NO_SUCH_CONTACT)
    if not access.may(actor, rights.EDIT_CONTACT, ours=row.company_rows.filter(company__ours=True).exists()):
        raise Forbidden(CONTACT_OF_OURS)
    steps.unseen(version, row, STALE)
    before: ContactFields = {"name": row.name, "phone": row.phone, "email": row.email, "note": row.note}
    fields, troubles = steps.texts(cast("Mapping[str, str]", {**before, **changes}), {"name": NAMELESS})
    steps.refuse(troubles)
    values = steps.differing(row, fields)
    if values:
        steps.rewrite(row, {**fields, **derived(fields)})
        body = {"changed": list(values)}
        steps.tell(actor, events.subject(row.pk, "contact"), events.CONTACT_EDITED, body, values)
    return {"id": row.pk, "version": row.version}


@command(rights.LINK_CONTACT)
def link_contact(
    actor: Actor,
    *,
    company: int,
    contact: int,
    roles: Sequence[str] = (),
    post: str = "",
    signs: bool = False,
    basis: str = "",
    version: int | None = None,
    key: str | None = None,
) -> dict[str, Any]:
    """Say what a contact does at a company, anew or instead of what was said. Returns {"id", "version"}.

    One person signs for a company: whoever did before does no more. `basis` is what the right to sign rests on.
    """
    _require_place(actor, company, rights.LINK_CONTACT)
    duty, troubles = _duty(roles, post, basis, signs=signs)
    steps.refuse({**troubles, **steps.no_contact(contact)})
    row = CompanyContact.objects.filter(company=company, contact=contact).first()
    if row is None:
        made = _put(actor, company, contact, duty)
        return {"id": made.pk, "version": made.version}
    steps.unseen(version, row, STALE)
    values = steps.differing(row, duty)
    if values:
        _sign_alone(actor, row.company_id, row.contact_id, duty)
        steps.rewrite(row, duty)
        body = {"contact": contact, "changed": list(values)}
        steps.tell(actor, events.subject(company), events.CONTACT_MOVED, body, values)
    return {"id": row.pk, "version": row.version}


@command(rights.UNLINK_CONTACT)
def unlink_contact(actor: Actor, *, company: int, contact: int, key: str | None = None) -> None:
    """The person is no contact of the company any more; the person stays."""
    _require_place(actor, company, rights.UNLINK_CONTACT)
    gone, _counts = CompanyContact.objects.filter(company=company, contact=contact).delete()
    if not gone:
        raise NotFound(NO_SUCH_CONTACT)
    steps.tell(actor, events.subject(company), events.CONTACT_UNLINKED, {"contact": contact})


def derived(fields: dict[str, str]) -> dict[str, str]:
    """What a contact is sorted and found by: name, e-mail, figures of the telephone."""
    figures = "".join(sign for sign in fields["phone"] if sign.isdigit())
    return {
        "sort_key": sort_key(fields["name"]),
        "search_text": rules.search_text(fields["name"], fields["email"], fields["phone"], figures),
    }


def _require_place(actor: Actor, company: int, right: str) -> None:
    """Lock the company; who may say who is who there."""
    steps.keep_imports_out()
    row = Company.objects.select_for_update().filter(pk=company).first()
    access.require(actor, right, ours=row is not None and row.ours)
    if row is None:
        raise NotFound(NO_SUCH_COMPANY)


def _duty(roles: Sequence[str], post: str, basis: str, *, signs: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    texts, troubles = steps.texts({"post": post, "basis": basis}, {})
    known = [role.value for role in rules.Role]
    if not set(roles) <= set(known):
        troubles["roles"] = _("There is no such duty of a contact.")
    if basis and not signs:
        troubles.setdefault("basis", _("Only who signs papers acts on a basis."))
    chosen = [role for role in known if role in roles]
    return {"roles": chosen, "signs": signs, **texts}, troubles


def _put(actor: Actor, company: int, contact: int, duty: dict[str, Any]) -> CompanyContact:
    _sign_alone(actor, company, contact, duty)
    made = CompanyContact.objects.create(company_id=company, contact_id=contact, **duty)
    values = {field: value for field, value in duty.items() if value}
    steps.tell(actor, events.subject(company), events.CONTACT_LINKED, {"contact": contact}, values)
    return made


def _sign_alone(actor: Actor, company: int, contact: int, duty: dict[str, Any]) -> None:
    if duty["signs"]:
        rows = CompanyContact.objects.filter(company=company, signs=True).exclude(contact=contact)
        for row in rows:
            no_more = {"signs": False, "basis": ""}
            values = steps.differing(row, no_more)
            steps.rewrite(row, no_more)
            body = {"contact": row.contact_id, "changed": list(values)}
            steps.tell(actor, events.subject(company), events.CONTACT_MOVED, body, values)
