"""«Не сопоставлены»: parties of 1C that are no company of ours yet, each once for all its documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from marshrut.doors.web import formats
from marshrut.doors.web.screens.edocs import UnmatchedRow, UnmatchedScreen
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.parts import Empty, Link
from marshrut.edocs.queries import PartyLine

from .edoc_list import NOBODY
from .edoc_places import PATH
from .lists import address

GONE = gettext_lazy("Somebody has linked it already.")


def screen(
    found: Sequence[PartyLine],
    wrong: Mapping[tuple[str, str], tuple[str, str]] | None = None,
    *,
    owners: str = "",
    linked: Link | None = None,
) -> UnmatchedScreen:
    """`wrong`: (base, party) -> (what was typed, why it was refused); `linked`: the company of the last press."""
    several = len({one.base for one in found}) > 1
    refused = wrong or {}
    empty = Empty("done", _("Every party of 1C is known here"), _("New ones appear here by themselves."))
    return UnmatchedScreen(
        lead=_("1C names these parties, and they could not be told from our companies. One press links all documents "
               "of a party, also those to come."),
        owner=_("Looked after by: {people}.").format(people=owners) if owners else "",
        rows=tuple(_row(n, one, refused.get((one.base, one.ref), ("", "")), several) for n, one in enumerate(found)),
        empty=None if found else empty,
        linked=linked,
    )  # fmt: skip


def _row(n: int, one: PartyLine, wrong: tuple[str, str], several: bool) -> UnmatchedRow:
    typed, error = wrong
    many = ngettext("{count} document", "{count} documents", one.documents).format(count=formats.number(one.documents))
    newest = _("the newest of {day}").format(day=formats.day(one.newest)) if one.newest else ""
    ids = [_("INN {inn}").format(inn=one.inn) if one.inn else _("No INN in 1C")]
    if one.kpp:
        ids.append(_("KPP {kpp}").format(kpp=one.kpp))
    asked = {"company": [NOBODY], "q": [one.inn or one.name], **({"base": [one.base]} if several else {})}
    return UnmatchedRow(
        base=one.base,
        party=one.ref,
        name=one.name or _("Without a name"),
        ids=" · ".join(filter(None, (*ids, newest))),
        source=one.base_title if several else "",
        why=one.why_title,
        count=many,
        documents=Link(many, address(PATH, asked)),
        suggested=tuple((str(company), name) for company, name in one.candidates),
        create=_("{name}, {ids}").format(name=one.name, ids=", ".join(ids)) if one.may_create else "",
        field=Field(
            name="company",
            label=pgettext("edocs", "Company in the directory"),
            kind=Kind.COMPANY,
            source="/companies/suggest/",
            text=typed,
            error=error,
            place=f"{n}-",
        ),
    )
