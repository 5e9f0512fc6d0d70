"""Contacts: the list, one of them, and what each does at a company."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marshrut.crm.queries import CompanyCard, ContactInfo, ContactPage, DealInfo, Duty, Said
from marshrut.crm.rules import Role
from marshrut.crm.sentences import CONTACT_LABELS, ROLES
from marshrut.doors.web import formats
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.card import FieldRow
from marshrut.doors.web.screens.company import ContactRow
from marshrut.doors.web.screens.documents import DocumentsPart
from marshrut.doors.web.screens.forms import Field, Kind, Option
from marshrut.doors.web.screens.partners import PartnerList, PartnerRow, PartnerScreen, PartnersScreen
from marshrut.doors.web.screens.parts import Badge, Empty, Link, Tone
from marshrut.doors.web.screens.simple import FormScreen

from . import deals, shared
from .shared import COMPANIES, CONTACTS, PAGE, STALE

FIELDS = ("name", "phone", "email", "note")


def listing(found: Sequence[ContactInfo], text: str, offset: int) -> PartnersScreen:
    """`found` may hold one more than a page."""
    shown = found[:PAGE]
    more = len(found) > PAGE
    return PartnersScreen(
        title=_("Contact persons"),
        path=CONTACTS,
        tabs=shared.tabs(CONTACTS),
        columns=(str(CONTACT_LABELS["name"]), _("Where"), _("Phone")),
        placeholder=_("Name, phone or e-mail"),
        query=text,
        rows=tuple(map(row, shown)),
        total=_total(offset, len(shown), more=more),
        next_url=shared.address(CONTACTS, {"q": text}, offset + PAGE) if more else "",
        previous_url=shared.address(CONTACTS, {"q": text}, max(0, offset - PAGE)) if offset else "",
        create=Link(_("Add a contact"), f"{CONTACTS}new/", "plus"),
        empty=None if shown else _empty(text),
    )


def _total(offset: int, shown: int, *, more: bool) -> str:
    if offset or more:
        return _("{first}–{last}, by name").format(first=offset + 1, last=offset + shown)
    return ngettext("{count} contact", "{count} contacts", shown).format(count=formats.number(shown))


def _empty(text: str) -> Empty:
    if text:
        return Empty("nothing", _("Nothing was found"), _("Try a part of the name, the phone or the e-mail."))
    words = _("People at the companies you work with: whom to call about a payment, who signs.")
    return Empty("start", _("No contacts yet"), words, Link(_("Add a contact"), f"{CONTACTS}new/", "plus"))


def row(info: ContactInfo) -> PartnerRow:
    where = ", ".join(one.company_name for one in info.duties)
    post = "; ".join(dict.fromkeys(one.title for one in info.duties if one.title))
    return PartnerRow(title=info.name, url=f"{CONTACTS}{info.id}/", sub=post, detail=where, amount=info.phone)


def at_company(info: ContactInfo, company: int, *, may_place: bool) -> ContactRow:
    """The contact as the page of the company shows it."""
    duty = info.duty(company)
    assert duty is not None
    return ContactRow(
        name=info.name,
        url=f"{CONTACTS}{info.id}/",
        title="" if duty.title == str(ROLES[Role.ACCOUNTING]) else duty.title,
        phone=shared.phone(info.phone),
        email=shared.email(info.email),
        badges=_badges(duty),
        edit_url=f"{COMPANIES}{company}/contacts/{info.id}/" if may_place else "",
    )


def _badges(duty: Duty) -> tuple[Badge, ...]:
    """Duties the post does not say already."""
    marks = [Badge(_("Signs"), Tone.INFO, "writing-sign")] if duty.signs else []
    if Role.ACCOUNTING in duty.roles:  # whom papers and payments are asked about: never missed
        marks.append(Badge(str(ROLES[Role.ACCOUNTING]), Tone.VIOLET, "receipt"))
    shown = [role for role in duty.roles if duty.post and role not in (Role.OTHER, Role.ACCOUNTING)]
    return (*marks, *(Badge(str(ROLES[role])) for role in shown))


def screen(
    page: ContactPage, deal_rows: Sequence[DealInfo], documents: DocumentsPart | None, said: list[Said], viewer: Viewer
) -> PartnerScreen:
    info, path = page.info, f"{CONTACTS}{page.info.id}/"
    call, write = shared.phone(info.phone), shared.email(info.email)
    return PartnerScreen(
        title=info.name,
        back=Link(_("Contact persons"), CONTACTS),
        rows=(
            FieldRow(label=_("Phone"), value=info.phone, url=call.url if call else ""),
            FieldRow(label=_("E-mail"), value=info.email, url=write.url if write else ""),
        ),
        note=page.note,
        added=shared.since(page.added_at, page.author, viewer),
        acts=(Link(_("Edit"), f"{path}edit/", "pencil"),) if page.may_edit else (),
        lists=(
            PartnerList(_("Where and what for"), tuple(map(_place, info.duties)), empty=_("At no company yet.")),
            *((PartnerList(_("Deals"), tuple(deals.row(one, viewer) for one in deal_rows)),) if deal_rows else ()),
        ),
        documents=documents,
        entries=shared.entries(said, viewer),
    )


def _place(duty: Duty) -> PartnerRow:
    basis = _("on the basis of: {basis}").format(basis=duty.basis) if duty.basis else ""
    words = " · ".join(filter(None, (duty.title, basis)))
    return PartnerRow(
        title=duty.company_name,
        url=f"{COMPANIES}{duty.company}/",
        sub=words,
        badge=Badge(_("Signs"), Tone.INFO, "writing-sign") if duty.signs else None,
    )


def form(draft: Draft, page: ContactPage | None = None, version: int = 0) -> FormScreen:
    path = f"{CONTACTS}{page.info.id}/" if page else CONTACTS
    return FormScreen(
        title=_("Edit the contact") if page else _("New contact"),
        back=Link(page.info.name, path) if page else Link(_("Contact persons"), CONTACTS),
        form=draft.form(f"{path}edit/" if page else f"{path}new/", person_fields(draft), version=version),
        see=Link(_("Open the contact as it is now"), f"{path}edit/") if draft.code == STALE else None,
    )


def draft(page: ContactPage) -> Draft:
    info = page.info
    return Draft({"name": info.name, "phone": info.phone, "email": info.email, "note": page.note})


def person_fields(draft: Draft) -> list[Field]:
    return [
        draft.field("name", str(CONTACT_LABELS["name"]), required=True, wide=True, autocomplete="off", autofocus=True),
        draft.field("phone", str(CONTACT_LABELS["phone"]), autocomplete="off"),
        draft.field("email", str(CONTACT_LABELS["email"]), Kind.EMAIL, autocomplete="off"),
        draft.field("note", str(CONTACT_LABELS["note"]), Kind.LONG, wide=True),
    ]


def adding(draft: Draft, roles: Sequence[str], card: CompanyCard) -> FormScreen:
    """A contact of a company: somebody known already, or a new person by the name typed."""
    path = f"{COMPANIES}{card.id}/"
    who = draft.field(
        "contact",
        str(CONTACT_LABELS["name"]),
        Kind.CONTACT,
        source=f"{CONTACTS}suggest/",
        required=True,
        wide=True,
        hint=_("Choose somebody who is here already, or write the name of a new person."),
    )
    fields = [
        who,
        draft.field("phone", str(CONTACT_LABELS["phone"]), hint=_("Of a new person."), autocomplete="off"),
        draft.field("email", str(CONTACT_LABELS["email"]), Kind.EMAIL, hint=_("Of a new person."), autocomplete="off"),
        *duty_fields(draft, roles),
    ]
    return FormScreen(
        title=_("Add a contact person"),
        back=Link(card.fields["name"], path),
        form=draft.form(f"{path}contacts/new/", fields, _("Add")),
    )


def duty_form(draft: Draft, roles: Sequence[str], info: ContactInfo, card: CompanyCard, version: int) -> FormScreen:
    path = f"{COMPANIES}{card.id}/"
    here = f"{path}contacts/{info.id}/"
    return FormScreen(
        title=info.name,
        back=Link(card.fields["name"], path),
        lead=_("What {name} does at {company}.").format(name=info.name, company=card.fields["name"]),
        form=draft.form(here, duty_fields(draft, roles), version=version),
        danger=Link(_("Take from the company"), f"{here}remove"),
        danger_confirm=_("The person stays among the contacts; papers and deals do not change."),
        see=Link(_("Open it as it is now"), here) if draft.code == STALE else None,
    )


def duty_fields(draft: Draft, roles: Sequence[str]) -> list[Field]:
    duties = Field(
        name="roles",
        label=str(CONTACT_LABELS["roles"]),
        kind=Kind.CHECKS,
        wide=True,
        options=tuple(Option(key, str(title), key in roles) for key, title in ROLES.items()),
        error=str(draft.errors.get("roles", "")),
    )
    hint = _("As after the words “on the basis of”: the charter, a power of attorney with its number.")
    return [
        duties,
        draft.field("post", str(CONTACT_LABELS["post"]), wide=True, autocomplete="off"),
        draft.field("signs", str(CONTACT_LABELS["signs"]), Kind.YES_NO, wide=True),
        draft.field("basis", str(CONTACT_LABELS["basis"]), wide=True, hint=hint, autocomplete="off"),
    ]


def duty_values(duty: Duty) -> Mapping[str, str | bool]:
    return {"post": duty.post, "signs": duty.signs, "basis": duty.basis}
