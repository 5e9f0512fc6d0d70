"""What texts of reactions may name, with its values: what the room of e-documents says, and phrases made of it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext


def words(known: Mapping[str, str]) -> dict[str, str]:
    """`known`: `edocs.queries.TurnInfo.words`. In the active language."""
    kind, number, date = (known.get(name, "") for name in ("kind", "number", "date"))
    parts = [kind, _("no. {number}").format(number=number) if number else ""]
    parts.append(_("of {date}").format(date=date) if date else "")
    days = int(known.get("days") or 0)
    waited = ngettext("{count} working day", "{count} working days", days).format(count=days) if days else ""
    party = known.get("company", "")
    return {**known, "document": " ".join(filter(None, parts)), "party": party, "days": waited}


def basis(kind: str, words: Mapping[str, str]) -> str:
    """What an invoice follows, of its kind. In the active language."""
    known = {
        "contract": pgettext("an invoice", "for contract {document}"),
        "act": pgettext("an invoice", "for act {document}"),
        "upd": pgettext("an invoice", "for UPD {document}"),
        "invoice_factura": pgettext("an invoice", "for VAT invoice {document}"),
        "ukd": pgettext("an invoice", "for UKD {document}"),
        "waybill": pgettext("an invoice", "for waybill {document}"),
        "invoice": pgettext("an invoice", "for invoice {document}"),
    }
    full = words.get("document", "")
    if kind not in known:
        return pgettext("an invoice", "for the document: {document}").format(document=full)
    return known[kind].format(document=full.removeprefix(words.get("kind", "")).strip()).strip()
