"""Counterparties: the list, one of them, the forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from marshrut.cards.queries import CardLine, Page
from marshrut.cards.queries.reach import Figures
from marshrut.crm.commands import CompanyExists
from marshrut.crm.queries import CompanyCard, CompanyInfo, DealInfo, ProjectInfo, Said
from marshrut.crm.rules import AddressKind
from marshrut.crm.sentences import ADDRESSES, KINDS, LABELS, MORE_LABELS
from marshrut.definitions import queries as definitions
from marshrut.doors.web import formats
from marshrut.doors.web.screens.company import CompanyScreen, CompanySheet, Requisite, TabBody
from marshrut.doors.web.screens.documents import DocumentsPart
from marshrut.doors.web.screens.edocs import EDocsPart
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.listing import ListRow
from marshrut.doors.web.screens.partners import PartnerList
from marshrut.doors.web.screens.parts import Badge, Empty, Link, Tab, Tone
from marshrut.doors.web.screens.simple import CompaniesScreen, CompanyRow, FormScreen
from marshrut.doors.web.screens.threads import ThreadsPart
from marshrut.kernel.errors import Refused
from marshrut.org import access

from . import lists
from .draft import Draft
from .partners import addresses, contacts, deals, projects, shared
from .viewer import Viewer

PATH = "/companies/"
PAGE = 50
#: asked first, when a company is added in the middle of something else
SHORT = ("kind", "name", "inn", "kpp")
#: the tabs of one company, in their order: the last part of the address, and the title
TABS = {
    "documents": gettext_lazy("Documents"),
    "cards": gettext_lazy("Cards"),
    "letters": gettext_lazy("Letters"),
    "payments": gettext_lazy("Payments"),
    "e-documents": gettext_lazy("E-documents"),
    "history": gettext_lazy("History"),
}
GROUPS = {"account": (5, 3, 1, 4, 4, 3), "corr_account": (5, 3, 1, 4, 4, 3)}


def listing(
    found: list[CompanyInfo], figures: Mapping[int, Figures], text: str, offset: int, viewer: Viewer
) -> CompaniesScreen:
    """`found` may hold one more than a page."""
    shown = found[:PAGE]
    return CompaniesScreen(
        query=text,
        rows=tuple(_row(one, figures.get(one.id)) for one in shown),
        total=_total(offset, len(shown), len(found) > PAGE),
        next_url=_address(text, offset + PAGE) if len(found) > PAGE else "",
        previous_url=_address(text, max(0, offset - PAGE)) if offset else "",
        create_url=f"{PATH}new/",
        import_url=f"{PATH}import/" if access.may(viewer.actor, "crm.import_companies", chart=viewer.chart) else "",
        tabs=shared.tabs(PATH),
        empty=None if shown else _empty(text),
    )


def _total(offset: int, shown: int, more: bool) -> str:
    if offset or more:
        return _("{first}–{last}, by name").format(first=offset + 1, last=offset + shown)
    return ngettext("{count} company", "{count} companies", shown).format(count=formats.number(shown))


def _address(text: str, offset: int) -> str:
    wanted = {"q": text, "offset": str(offset) if offset else ""}
    return f"{PATH}?{urlencode({key: value for key, value in wanted.items() if value})}"


def _row(company: CompanyInfo, figures: Figures | None) -> CompanyRow:
    full = next((row.value for row in company.requisites if row.field == "full_name"), "")
    numbers = [_("INN {inn}").format(inn=company.inn)]
    if company.kpp:
        numbers.append(_("KPP {kpp}").format(kpp=company.kpp))
    return CompanyRow(
        id=company.id,
        name=company.name,
        note=full if full != company.name else "",
        details=" · ".join(numbers),
        cards=formats.cards(figures.count) if figures else "",
        amount=formats.money(figures.amount) if figures and figures.amount else "",
    )


def _empty(text: str) -> Empty:
    if text:
        words = _("Try a part of the name or the first figures of the INN.")
        return Empty("nothing", _("Nothing was found"), words, Link(_("Show all"), PATH, "x"))
    words = _("A request for payment names the company that is paid. Add the first one.")
    return Empty("start", _("No companies yet"), words, Link(_("Add a company"), f"{PATH}new/", "plus"))


def screen(
    card: CompanyCard, tab: TabBody, with_us: tuple[list[DealInfo], list[ProjectInfo]], viewer: Viewer
) -> CompanyScreen:
    rows = [Requisite(row.label, row.value, _grouped(row.field, row.value)) for row in card.requisites]
    rows += [Requisite(str(ADDRESSES[kind]), text, text) for kind, text in card.addresses]
    people = tuple(contacts.at_company(one, card.id, may_place=card.may_place) for one in card.contacts)
    payer = card.accounting
    return CompanyScreen(
        id=card.id,
        name=card.fields["name"],
        kind=card.kind_title,
        requisites=tuple(rows),
        copy_all="\n".join(f"{row.label}: {row.value}" for row in rows),
        facts=tuple(_facts(card)),
        contacts=people,
        accounting=contacts.at_company(payer, card.id, may_place=False) if payer else None,
        post=addresses.part(card),
        badge=Badge(_("Our organisation"), Tone.INFO) if card.ours else None,
        note=card.fields["note"],
        added=shared.since(card.added_at, card.author, viewer),
        can_edit=card.may_edit,
        can_place=card.may_place,
        lists=_lists(card.id, *with_us, viewer),
        tab=tab,
    )


def _lists(company: int, found: list[DealInfo], plans: list[ProjectInfo], viewer: Viewer) -> tuple[PartnerList, ...]:
    add = Link(_("Add"), f"{shared.DEALS}new/?company={company}")
    rows = tuple(deals.row(one, viewer) for one in found)
    joined = tuple(projects.row(one, viewer) for one in plans)
    return (
        PartnerList(_("Deals"), tuple(replace(row, sub="") for row in rows), add, _("None yet.")),
        *((PartnerList(_("Projects"), tuple(replace(row, sub="") for row in joined)),) if joined else ()),
    )


def _facts(card: CompanyCard) -> Iterator[tuple[str, Link]]:
    for field, link in (("phone", shared.phone(card.fields["phone"])), ("email", shared.email(card.fields["email"]))):
        if link:
            yield str(LABELS[field]), link


def tabs(company: int, current: str) -> tuple[Tab, ...]:
    return tuple(Tab(str(text), f"{PATH}{company}/{key}/", key == current) for key, text in TABS.items())


def cards_tab(company: int, page: Page, current: str, viewer: Viewer) -> TabBody:
    """Cards or payments, newest first."""
    return TabBody(
        tabs=tabs(company, current),
        title=_("Payments") if current == "payments" else _("Cards of the company"),
        cards=tuple(_card(line, viewer) for line in page.lines),
        more_url=f"{PATH}{company}/{current}/?after={page.after}" if page.after else "",
        empty=None if page.lines else Empty("nothing", _("None that you may see.")),
    )


def documents_tab(company: int, part: DocumentsPart, current: str) -> TabBody:
    return TabBody(tabs=tabs(company, current), documents=part)


def letters_tab(company: int, part: ThreadsPart) -> TabBody:
    return TabBody(tabs=tabs(company, "letters"), threads=part)


def history_tab(company: int, said: list[Said], viewer: Viewer) -> TabBody:
    return TabBody(tabs=tabs(company, "history"), title=_("History"), entries=shared.entries(said, viewer))


def e_documents_tab(company: int, part: EDocsPart) -> TabBody:
    return TabBody(tabs=tabs(company, "e-documents"), edocs=part)


def _card(line: CardLine, viewer: Viewer) -> ListRow:
    """By the version of the process that the card keeps."""
    kind = definitions.installed(line.definition_id).pack.card_type(line.type)
    assert kind is not None
    return lists.row(kind, line, viewer)


def _grouped(field: str, value: str) -> str:
    """Accounts as they are printed: 40702 810 5 0000 0000 123."""
    parts, rest = [], value
    for size in GROUPS.get(field, ()):
        parts.append(rest[:size])
        rest = rest[size:]
    return formats.THIN.join(filter(None, [*parts, rest]))


def form(
    draft: Draft,
    card: CompanyCard | None = None,
    error: Refused | None = None,
    version: int | None = None,
    *,
    may_own: bool = False,
) -> FormScreen:
    """A new company, or `card` to change; `version` is the one the refused form was opened at.

    `may_own`: the reader says which organisations are our own.
    """
    action = f"{PATH}{card.id}/edit/" if card else f"{PATH}new/"
    back = Link(card.fields["name"], f"{PATH}{card.id}/") if card else Link(_("Companies"), PATH)
    lead = _("Requisites are checked as you save: lengths, check digits, the account against the BIK.")
    return FormScreen(
        title=_("Edit the company") if card else _("New company"),
        back=back,
        lead=lead,
        form=draft.form(action, _whole(draft, own=may_own), version=version or (card.version if card else 0)),
        see=_see(card, error),
    )


def _see(card: CompanyCard | None, error: Refused | None) -> Link | None:
    """What a refusal is about: the company that has this INN already, or this one as somebody left it."""
    if known := existing(error):
        return Link(_("Open the company that is there already"), f"{PATH}{known}/")
    if card and error and error.code == "stale":
        return Link(_("Open the company as it is now"), f"{PATH}{card.id}/edit/")
    return None


def sheet(draft: Draft, known: CompanyInfo | None = None) -> CompanySheet:
    """The short form: the rest of the requisites can be added later, on the page of the company."""
    form = draft.form(f"{PATH}sheet/", _fields(draft, SHORT), _("Add and choose"))
    return CompanySheet(form=form, known=(str(known.id), known.name) if known else None)


def existing(error: Refused | None) -> int | None:
    """The id of the company that has this INN already."""
    return int(error.subject.partition(":")[2]) if isinstance(error, CompanyExists) else None


def _fields(draft: Draft, names: tuple[str, ...]) -> list[Field]:
    return [_field(draft, name) for name in names]


def _whole(draft: Draft, *, own: bool) -> list[Field]:
    """Requisites, addresses after the legal one, and whether it is our own organisation."""
    found = []
    for name in LABELS:
        found.append(_field(draft, name))
        if name == "address":
            found += [_place(draft, kind) for kind in ADDRESSES]
    if own:
        hint = _("Papers go out in its name, it can be chosen as our side of a contract.")
        found.append(draft.field("ours", str(MORE_LABELS["ours"]), Kind.YES_NO, wide=True, hint=hint))
    return found


def _place(draft: Draft, kind: str) -> Field:
    several = _("Several: each on a line of its own.") if kind == AddressKind.DELIVERY else ""
    looks = Kind.LONG if kind == AddressKind.DELIVERY else Kind.TEXT
    return draft.field(f"address_{kind}", str(ADDRESSES[kind]), looks, wide=True, hint=several, autocomplete="off")


def _field(draft: Draft, name: str) -> Field:
    label = str(LABELS[name])
    if name == "kind":
        kinds = [(key, str(title)) for key, title in KINDS.items()]
        return draft.field(name, label, Kind.RADIO, options=kinds, required=True, wide=True)
    if name == "note":
        return draft.field(name, label, Kind.LONG, wide=True)
    hints = {
        "name": _("As colleagues call it: it stands in lists and in requests."),
        "inn": _("10 digits, 12 of a sole proprietor."),
        "full_name": _("As in a payment order."),
        "short_name": _("As contracts and print forms write it: LLC “Glassworks”."),
    }
    return draft.field(
        name,
        label,
        Kind.EMAIL if name == "email" else Kind.TEXT,
        required=name in ("name", "inn"),
        wide=name in ("name", "full_name", "short_name", "address", "bank_name"),
        hint=hints.get(name, ""),
        autocomplete="off",
    )


def draft(card: CompanyCard) -> Draft:
    places = {f"address_{kind}": "\n".join(text for one, text in card.addresses if one == kind) for kind in ADDRESSES}
    return Draft({**card.fields, **places, "ours": card.ours})
