"""Where post for a company goes, changed right on its page (S0.21)."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.crm.queries import CompanyCard, post_address_of
from marshrut.crm.rules import AddressKind
from marshrut.crm.sentences import ADDRESSES, LABELS
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.screens.company import PostPart
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.parts import Link
from marshrut.doors.web.screens.simple import FormScreen

from .shared import COMPANIES

FIELD = f"address_{AddressKind.POSTAL.value}"


def part(card: CompanyCard, draft: Draft | None = None, version: int | None = None) -> PostPart:
    """With a form when there is a draft; `version` is the one a refused form was opened at."""
    found = post_address_of(card)
    here = f"{COMPANIES}{card.id}/post/" if card.may_edit else ""
    seen = card.version if version is None else version
    return PostPart(
        text=found.text,
        kind=_which(found.kind),
        url=here,
        form=draft.form(here, [_field(draft)], version=seen) if draft else None,
    )


def form(card: CompanyCard, draft: Draft, version: int | None = None) -> FormScreen:
    """A page of its own, for whoever has no scripts."""
    made = part(card, draft, version).form
    assert made is not None
    return FormScreen(title=_title(), back=Link(card.fields["name"], f"{COMPANIES}{card.id}/"), form=made)


def draft(card: CompanyCard) -> Draft:
    """What is there for post, else what stands in for it: it is corrected rather than typed anew."""
    return Draft({FIELD: post_address_of(card).text})


def _which(kind: str) -> str:
    """Whether another address stands in."""
    if kind in ("", AddressKind.POSTAL):
        return ""
    named = ADDRESSES[AddressKind.ACTUAL] if kind == AddressKind.ACTUAL else LABELS["address"]
    return _("{address}: no other is recorded for post.").format(address=named)


def _field(draft: Draft) -> Field:
    hint = _("With the postcode, as on an envelope. Empty: another address of the company is used.")
    return draft.field(FIELD, _title(), Kind.LONG, wide=True, hint=hint, autocomplete="off", autofocus=True)


def _title() -> str:
    return pgettext("company", "Address for post")
