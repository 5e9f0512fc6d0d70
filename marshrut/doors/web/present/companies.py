"""Counterparties: the list, one of them, the forms."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marshrut.cards.queries import CardLine, Page
from marshrut.cards.queries.reach import Figures
from marshrut.crm.commands import CompanyExists
from marshrut.crm.queries import CompanyCard, CompanyInfo
from marshrut.crm.sentences import KINDS, LABELS
from marshrut.definitions import queries as definitions
from marshrut.doors.web import formats
from marshrut.doors.web.screens.company import CompanyScreen, CompanySheet, Requisite
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.listing import ListRow
from marshrut.doors.web.screens.parts import Empty, Link
from marshrut.doors.web.screens.simple import CompaniesScreen, CompanyRow, FormScreen
from marshrut.kernel.errors import Refused

from . import lists
from .draft import Draft
from .viewer import Viewer

PATH = "/companies/"
PAGE = 50
#: asked first, when a company is added in the middle of something else
SHORT = ("kind", "name", "inn", "kpp")
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


def screen(card: CompanyCard, page: Page, viewer: Viewer) -> CompanyScreen:
    rows = tuple(Requisite(row.label, row.value, _grouped(row.field, row.value)) for row in card.requisites)
    phone, email = card.fields["phone"], card.fields["email"]
    contacts: list[tuple[str, Link | str]] = []
    if phone:
        contacts.append((str(LABELS["phone"]), Link(phone, f"tel:{phone.replace(' ', '')}")))
    if email:
        contacts.append((str(LABELS["email"]), Link(email, f"mailto:{email}")))
    author = viewer.chart.name(card.author) if card.author else ""
    return CompanyScreen(
        id=card.id,
        name=card.fields["name"],
        kind=card.kind_title,
        requisites=rows,
        copy_all="\n".join(f"{row.label}: {row.value}" for row in card.requisites),
        contacts=tuple(contacts),
        note=card.fields["note"],
        cards=tuple(_card(line, viewer) for line in page.lines),
        more_url=f"{PATH}{card.id}/?after={page.after}" if page.after else "",
        added=_("here since {day}").format(day=formats.day(card.added_at.astimezone(viewer.zone).date()))
        + (f", {author}" if author else ""),
        can_edit=card.may_edit,
    )


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
    draft: Draft, card: CompanyCard | None = None, error: Refused | None = None, version: int | None = None
) -> FormScreen:
    """A new company, or `card` to change; `version` is the one the refused form was opened at."""
    action = f"{PATH}{card.id}/edit/" if card else f"{PATH}new/"
    back = Link(card.fields["name"], f"{PATH}{card.id}/") if card else Link(_("Companies"), PATH)
    lead = _("Requisites are checked as you save: lengths, check digits, the account against the BIK.")
    return FormScreen(
        title=_("Edit the company") if card else _("New company"),
        back=back,
        lead=lead,
        form=draft.form(action, _fields(draft, tuple(LABELS)), version=version or (card.version if card else 0)),
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
    }
    return draft.field(
        name,
        label,
        Kind.EMAIL if name == "email" else Kind.TEXT,
        required=name in ("name", "inn"),
        wide=name in ("name", "full_name", "address", "bank_name"),
        hint=hints.get(name, ""),
        autocomplete="off",
    )


def draft(card: CompanyCard) -> Draft:
    return Draft(card.fields)
