"""What is mapped of a document as one short text: equal while nothing that we keep has changed. Pure.

The version of 1C changes with every write, also when nothing did; only what is kept counts. Also what is too long, of
another century or unprintable is made fit here: nobody could correct it.
"""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Final, get_args

from marshrut.definitions.schema.edocs import ACTORS, KINDS, STATUSES

from ..source import Act, ActKind, FileRef, Found, Party, Signer

#: characters of a line, of a longer text, of a key
LINE, TEXT, KEY = 300, 4000, 200
#: acts, signatures, files, numbers of one document
MOST: Final = 200
_ACTS: Final = frozenset(get_args(ActKind))
_YEARS: Final = range(1990, 2101)
_LARGEST: Final = Decimal(10) ** 15
_MAPPED: Final = attrgetter(*(one.name for one in fields(Found) if one.name != "version"))


def fitted(found: Found) -> Found:
    """The same, cut to what can be kept."""
    return replace(
        found,
        kind=found.kind if found.kind in KINDS else "other",
        kind_title=_line(found.kind_title),
        number=_line(found.number),
        date=_date(found.date),
        amount=_amount(found.amount),
        organisation=_party(found.organisation),
        counterparty=_party(found.counterparty),
        status=found.status if found.status in STATUSES else "unknown",
        raw_status=_line(found.raw_status),
        actor=found.actor if found.actor in ACTORS else "none",
        reason=_text(found.reason),
        contract=_line(found.contract),
        comment=_text(found.comment),
        responsible=_line(found.responsible),
        url=_line(found.url) if found.url.startswith(("https://", "http://")) else "",
        signers=tuple(map(_signer, found.signers[:MOST])),
        acts=tuple(map(_act, found.acts[:MOST])),
        files=tuple(map(_file, found.files[:MOST])),
        bases=tuple(map(_line, found.bases[:MOST])),
        oddities=tuple(map(_line, found.oddities[:MOST])),
    )


def digest(found: Found) -> str:
    """Of a fitted one. The version is no part of it."""
    return hashlib.blake2b(repr(_MAPPED(found)).encode("utf-8", "replace"), digest_size=16).hexdigest()


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:LINE]


def _text(text: str) -> str:
    return text.replace("\x00", "").strip()[:TEXT]


def _date(day: date | None) -> date | None:
    return day if day is not None and day.year in _YEARS else None


def _amount(amount: Decimal | None) -> Decimal | None:
    if amount is None or not amount.is_finite() or abs(amount) >= _LARGEST:
        return None
    return amount.quantize(Decimal("0.01"))


def _party(party: Party) -> Party:
    inn, kpp = ("".join(one.split())[:20] for one in (party.inn, party.kpp))
    return Party(
        party.ref[:KEY].replace("\x00", ""), _line(party.name), inn.replace("\x00", ""), kpp.replace("\x00", "")
    )


def _signer(one: Signer) -> Signer:
    return replace(one, whom=_line(one.whom), name=_line(one.name), thumb=_line(one.thumb))


def _act(one: Act) -> Act:
    return replace(
        one,
        uid=_line(one.uid),
        kind=one.kind if one.kind in _ACTS else "note",
        person=_line(one.person),
        comment=_text(one.comment),
        raw=_line(one.raw),
    )


def _file(one: FileRef) -> FileRef:
    return replace(one, name=_line(one.name), size=max(0, min(int(one.size), 1 << 40)))
