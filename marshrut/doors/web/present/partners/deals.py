"""Deals: the list, one of them, its forms."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marshrut.crm.queries import DealInfo, DealPage, Said
from marshrut.crm.rules import DealState
from marshrut.crm.sentences import DEAL_LABELS, DEAL_STATES
from marshrut.doors.web import formats
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.card import FieldRow
from marshrut.doors.web.screens.documents import DocumentsPart
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.partners import PartnerRow, PartnerScreen, PartnersScreen
from marshrut.doors.web.screens.parts import Badge, Empty, Link, Tone
from marshrut.doors.web.screens.simple import FormScreen

from . import shared
from .shared import COMPANIES, CONTACTS, DEALS, PAGE, STALE

TONES = {DealState.OPEN: Tone.INFO, DealState.WON: Tone.OK, DealState.LOST: Tone.BAD}


def listing(
    found: Sequence[DealInfo], text: str, state: str, whose: str, offset: int, viewer: Viewer
) -> PartnersScreen:
    """`found` may hold one more than a page."""
    shown = found[:PAGE]
    more = len(found) > PAGE
    asked = {"q": text, "state": state, "whose": whose}
    return PartnersScreen(
        title=_("Deals"),
        path=DEALS,
        tabs=shared.tabs(DEALS),
        columns=(_("What about"), _("State"), _("Responsible"), _("Sum")),
        placeholder=_("Title or company"),
        query=text,
        chips=shared.chips(DEALS, asked, DEAL_STATES),
        rows=tuple(row(one, viewer) for one in shown),
        total=_total(offset, len(shown), more=more),
        next_url=shared.address(DEALS, asked, offset + PAGE) if more else "",
        previous_url=shared.address(DEALS, asked, max(0, offset - PAGE)) if offset else "",
        create=Link(_("Add a deal"), f"{DEALS}new/", "plus"),
        empty=None if shown else _empty(any(asked.values())),
    )


def _total(offset: int, shown: int, *, more: bool) -> str:
    if offset or more:
        return _("{first}–{last}, newest first").format(first=offset + 1, last=offset + shown)
    return ngettext("{count} deal", "{count} deals", shown).format(count=formats.number(shown))


def _empty(narrowed: bool) -> Empty:
    if narrowed:
        return Empty("nothing", _("Nothing was found"), "", Link(_("Show all"), DEALS, "x"))
    words = _("A deal joins the company, the people and the papers about one sale or purchase.")
    return Empty("start", _("No deals yet"), words, Link(_("Add a deal"), f"{DEALS}new/", "plus"))


def row(info: DealInfo, viewer: Viewer) -> PartnerRow:
    return PartnerRow(
        title=info.title,
        url=f"{DEALS}{info.id}/",
        sub=info.company_name,
        badge=badge(info),
        face=viewer.face(info.responsible),
        amount=formats.money(info.amount) if info.amount is not None else "",
    )


def badge(info: DealInfo) -> Badge:
    return Badge(info.state_title, TONES[DealState(info.state)])


def screen(page: DealPage, documents: DocumentsPart | None, said: list[Said], viewer: Viewer) -> PartnerScreen:
    info, path = page.info, f"{DEALS}{page.info.id}/"
    face = viewer.face(info.responsible)
    return PartnerScreen(
        title=info.title,
        back=Link(_("Deals"), DEALS),
        badge=badge(info),
        rows=(
            FieldRow(
                label=_("Company"),
                value=info.company_name,
                url=f"{COMPANIES}{info.company}/" if info.company else "",
            ),
            FieldRow(
                label=_("Contact person"),
                value=info.contact_name,
                url=f"{CONTACTS}{info.contact}/" if info.contact else "",
            ),
            FieldRow(label=_("Responsible"), value=face.name, face=face),
            FieldRow(label=_("Sum"), value=formats.money(info.amount) if info.amount is not None else "", big=True),
        ),
        note=page.note,
        added=shared.since(page.added_at, page.author, viewer),
        acts=_acts(path) if page.may_edit else (),
        documents=documents,
        entries=shared.entries(said, viewer),
    )


def _acts(path: str) -> tuple[Link, ...]:
    return (Link(_("Edit"), f"{path}edit/", "pencil"), Link(_("Change the state"), f"{path}state/", "flag"))


def form(draft: Draft, page: DealPage | None = None, version: int = 0) -> FormScreen:
    path = f"{DEALS}{page.info.id}/" if page else DEALS
    return FormScreen(
        title=_("Edit the deal") if page else _("New deal"),
        back=Link(page.info.title, path) if page else Link(_("Deals"), DEALS),
        form=draft.form(f"{path}edit/" if page else f"{path}new/", _fields(draft), version=version),
        see=Link(_("Open the deal as it is now"), f"{path}edit/") if draft.code == STALE else None,
    )


def draft(page: DealPage, viewer: Viewer) -> Draft:
    info = page.info
    return Draft(
        {
            "title": info.title,
            "company": str(info.company or ""),
            "company_text": info.company_name,
            "contact": str(info.contact or ""),
            "contact_text": info.contact_name,
            "responsible": str(info.responsible),
            "responsible_text": viewer.chart.name(info.responsible),
            "amount": formats.number(info.amount) if info.amount is not None else "",
            "note": page.note,
        }
    )


def _fields(draft: Draft) -> list[Field]:
    label = {key: str(text) for key, text in DEAL_LABELS.items()}
    return [
        draft.field("title", _("What the deal is about"), required=True, wide=True, autocomplete="off", autofocus=True),
        draft.field("company", label["company"], Kind.COMPANY, source="/companies/suggest/?add=1",
                    add="/companies/sheet/"),
        draft.field("contact", label["contact"], Kind.CONTACT, source="/contacts/suggest/"),
        draft.field("amount", label["amount"], Kind.MONEY),
        draft.field("responsible", label["responsible"], Kind.PERSON, source="/people/suggest/", required=True),
        draft.field("note", label["note"], Kind.LONG, wide=True),
    ]  # fmt: skip


def state_form(draft: Draft, page: DealPage, version: int) -> FormScreen:
    path = f"{DEALS}{page.info.id}/"
    states = [(str(key), str(title)) for key, title in DEAL_STATES.items()]
    return FormScreen(
        title=_("State of the deal"),
        back=Link(page.info.title, path),
        form=draft.form(
            f"{path}state/",
            [
                draft.field("state", _("State"), Kind.RADIO, options=states, required=True, wide=True),
                draft.field("why", _("Why"), Kind.LONG, wide=True, hint=_("Needed for a lost deal.")),
            ],
            version=version,
        ),
        see=Link(_("Open it as it is now"), f"{path}state/") if draft.code == STALE else None,
    )
