"""Formalised documents: each thing they say goes into a field that can hold it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from django.utils.translation import gettext as _

from ...schema.reads import Reads
from ..problem import Finding
from . import known
from .walk import At

#: what is said -> kinds of fields that can hold it
KINDS: Mapping[str, tuple[str, ...]] = {
    "title": ("text", "long_text"),
    "number": ("text",),
    "basis": ("text", "long_text"),
    "date": ("date",),
    "seller": ("company",),
    "buyer": ("company",),
    "organisation": ("company",),
    "partner": ("company",),
    "amount": ("money",),
    "vat": ("money",),
}


def reads(at: At) -> Iterator[Finding]:
    about, fields = cast("Reads", at.thing), at.card_type.fields
    if not about.model_fields_set:
        yield at.wrong(said=_("Name at least one field that the document fills in."))
    for word, kinds in KINDS.items():
        key = getattr(about, word)
        if key is None:
            continue
        yield from known.field(at, word, key=key, kinds=kinds)
        if key in fields and fields[key].by_system:
            said = _("The system alone writes into the field “%(name)s”.")
            yield at.wrong(word, said=said % {"name": key})
