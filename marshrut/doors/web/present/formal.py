"""A formalised document as a paper: its names are Russian as on paper, the labels are in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from marshrut.documents.fns import names
from marshrut.documents.fns.shapes import ROUBLE, Formal, Line, Party, Reference
from marshrut.documents.queries import FormalPage
from marshrut.documents.rules import russian
from marshrut.doors.web import formats
from marshrut.doors.web.screens.formal import Cell, Fact, FormalScreen, Row, Side

#: larger sums have no words
IN_WORDS = Decimal(10) ** 12
_CURRENCIES = {ROUBLE: "₽", "": "₽", "840": "USD", "978": "EUR", "156": "CNY", "933": "BYN", "398": "KZT"}
_OUTCOMES = {
    "1": gettext_lazy("Accepted without discrepancies"),
    "2": gettext_lazy("Accepted with discrepancies"),
    "3": gettext_lazy("Not accepted"),
}


def screen(page: FormalPage, name: str, file_url: str = "", page_url: str = "") -> FormalScreen:
    """`name` of the file, `file_url` to download it; "" of one that is not kept."""
    found = page.document
    if found is None:
        return FormalScreen(title=name, file_url=file_url, note=page.note)
    left = found.line_count - len(found.lines)
    more = ngettext("and {count} more line in the file", "and {count} more lines in the file", left)
    columns = tuple(_columns(found))
    return FormalScreen(
        title=names.title(found),
        file_url=file_url,
        page_url=page_url,
        kind=names.long_kind(found),
        number=_numbered(found.number, found.date),
        marks=tuple(_marks(found)),
        sides=tuple(_sides(found)),
        facts=tuple(_facts(found)),
        columns=tuple(Cell(label, "", number, head) for label, _show, number, head in columns),
        rows=tuple(
            Row(tuple(Cell(label, show(line), number, head) for label, show, number, head in columns))
            for line in found.lines
        ),
        more_rows=more.format(count=left) if left > 0 else "",
        totals=tuple(_totals(found)),
        in_words=_in_words(found),
        doubt=_("The lines do not add up to the total: check the document with its sender.") if found.askew else "",
        signers=tuple(
            Fact(", ".join(filter(None, (one.post, one.authority))) or _("Signer"), one.name) for one in found.signers
        ),
        origin=_origin(found),
    )


def _numbered(number: str, day: str) -> str:
    """«№ 215 от 12 ноября 2026 г.»."""
    said = [f"№\u00a0{number}"] if number else []
    if day:
        said.append(f"от {russian.long_date(date.fromisoformat(day))}")
    return " ".join(said)


def _marks(found: Formal) -> Iterator[str]:
    if found.correction:
        said = _("Correction no. {number} of {day}") if found.correction.date else _("Correction no. {number}")
        yield said.format(number=found.correction.number, day=names.written(found.correction.date))
    if found.outcome:
        yield str(_OUTCOMES[found.outcome])
    if found.inside:
        yield _("From the archive: {name}").format(name=found.inside)
    if found.others:
        said = ngettext(
            "{count} more document in the archive: open it to read",
            "{count} more documents in the archive: open it to read",
            found.others,
        )
        yield said.format(count=found.others)


def _sides(found: Formal) -> Iterator[Side]:
    labels = {
        "act": (_("Contractor"), _("Customer")),
        "clarification": (_("From whom"), _("To whom")),
        "annulment": (_("From whom"), _("To whom")),
        "receipt": (_("From whom"), _("To whom")),
        "confirmation": (_("Sender"), _("Recipient")),
    }.get(found.kind, (_("Seller"), _("Buyer")))
    for label, party in zip(labels, (found.seller, found.buyer), strict=True):
        if party:
            yield Side(label, party.name, _codes(party), party.address)


def _codes(party: Party) -> str:
    return ", ".join(filter(None, (party.inn and f"ИНН {party.inn}", party.kpp and f"КПП {party.kpp}")))


def _facts(found: Formal) -> Iterator[Fact]:
    if found.corrects:
        yield Fact(_("Corrects"), "; ".join(map(_reference, found.corrects)))
    if found.basis:
        yield Fact(_("Basis"), "; ".join(map(_reference, found.basis)))
    if found.text:
        label = _("Reason") if found.kind in {"clarification", "annulment"} else _("What was done")
        yield Fact(label, found.text, strong=found.kind in {"clarification", "annulment"})
    if found.handed_on:
        yield Fact(_("Date of the operation"), names.written(found.handed_on))
    if found.about:
        yield Fact(_("About the file"), found.about)


def _reference(one: Reference) -> str:
    day = f"от {names.written(one.date)}" if one.date else ""
    return " ".join(filter(None, (one.title, one.number and f"№\u00a0{one.number}", day)))


Column = tuple[str, Callable[[Line], str], bool, bool]


def _columns(found: Formal) -> Iterator[Column]:
    """Only those that some line fills in."""
    every: tuple[Column, ...] = (
        ("№", lambda line: line.number, True, False),
        (_("Goods, works, services"), lambda line: line.name, False, True),
        (_("Unit"), lambda line: line.unit, False, False),
        (_("Quantity"), lambda line: _quantity(line.quantity), True, False),
        (_("Price"), lambda line: _sum(line.price), True, False),
        (_("Without VAT"), lambda line: _sum(line.net), True, False),
        (_("Rate"), lambda line: line.rate, True, False),
        (_("VAT"), lambda line: _sum(line.tax), True, False),
        (_("Was"), lambda line: _sum(line.before), True, False),
        (_("Became") if found.kind == "correction" else _("With VAT"), lambda line: _sum(line.total), True, False),
    )
    for column in every:
        if any(column[1](line) for line in found.lines):
            yield column


def _quantity(amount: Decimal | None) -> str:
    if amount is None:
        return ""
    whole, _point, rest = names.plain(amount).partition(".")
    return f"{int(whole):,}".replace(",", formats.THIN) + (f"{',' if formats.russian() else '.'}{rest}" if rest else "")


def _sum(amount: Decimal | None) -> str:
    """Always with kopecks, a price with all its places."""
    if amount is None:
        return ""
    places = max(2, -int(amount.normalize().as_tuple().exponent))
    text = f"{amount:,.{min(places, 6)}f}".replace(",", formats.THIN)
    return text.replace(".", ",") if formats.russian() else text


def _totals(found: Formal) -> Iterator[Fact]:
    sign = _CURRENCIES.get(found.currency, found.currency)
    if found.kind == "correction":
        for label, amount in ((_("Increase"), found.increase), (_("Decrease"), found.decrease)):
            if amount is not None:
                yield Fact(label, f"{_sum(amount)}\u00a0{sign}", strong=True)
        return
    if found.net is not None and found.net != found.total:
        yield Fact(_("Total without VAT"), f"{_sum(found.net)}\u00a0{sign}")
    if found.tax is not None:
        yield Fact(_("VAT"), f"{_sum(found.tax)}\u00a0{sign}")
    elif found.untaxed:
        yield Fact(_("VAT"), _("without VAT"))
    if found.total is not None:
        yield Fact(_("Total"), f"{_sum(found.total)}\u00a0{sign}", strong=True)


def _in_words(found: Formal) -> str:
    roubles = found.currency in {"", ROUBLE}
    return russian.money_in_words(found.total) if found.total and roubles and 0 < found.total < IN_WORDS else ""


def _origin(found: Formal) -> str:
    said = (
        _("Format {version}").format(version=found.version) if found.version else "",
        _("formed {at}").format(at=found.formed) if found.formed else "",
        found.file_id,
    )
    return " · ".join(filter(None, said))
