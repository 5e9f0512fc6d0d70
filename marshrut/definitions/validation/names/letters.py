"""Letters: each meaning is given to a field that can have it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from django.utils.translation import gettext as _

from ...schema.pack import Letter
from ..problem import Finding
from . import known
from .walk import At

#: meaning -> kinds of fields that can have it
KINDS: Mapping[str, tuple[str, ...]] = {
    "paper": ("file",),
    "partner": ("company",),
    "contact": ("contact",),
    "organisation": ("company",),
    "project": ("project",),
    "no_project": ("yes_no",),
    "subject": ("text", "long_text"),
    "their_number": ("text",),
    "their_date": ("date",),
    "number": ("text",),
    "date": ("date",),
    "addressee": ("person",),
    "executor": ("person",),
    "term": ("date",),
    "address": ("text",),
    "text": ("long_text", "text"),
    "body": ("long_text", "text"),
    "sent_on": ("date",),
    "way": ("choice", "text"),
    "track": ("text",),
    "signed": ("file",),
    "more": ("file",),
}


def letter(at: At) -> Iterator[Finding]:
    about, fields = cast("Letter", at.thing), at.card_type.fields
    for word, kinds in KINDS.items():
        key = getattr(about, word)
        if key is not None and kinds == ("person",):
            yield from known.person(at, word, key=key)
        elif key is not None:
            yield from known.field(at, word, key=key, kinds=kinds)
    for word in ("number", "date"):
        yield from known.filled_by_system(at, word, key=getattr(about, word))
    paper, signed = fields.get(about.paper), fields.get(about.signed or "")
    if paper is not None and paper.kind == "file" and (paper.document is None or paper.several):
        yield at.wrong("paper", said=_("A letter is one document: give its field document, without several."))
    if signed is not None and signed.kind == "file" and signed.version_of != about.paper:
        yield at.wrong("signed", said=_("The signed letter is a version of it: give its field version_of."))
    yield from _ours(at, about)


def _ours(at: At, about: Letter) -> Iterator[Finding]:
    """Who writes to whom."""
    ours = at.card_type.fields.get(about.organisation or "")
    if ours is not None and ours.kind == "company" and not ours.ours:
        said = _("Our side of a letter is an organisation of ours: give the field “%(name)s” ours.")
        yield at.wrong("organisation", said=said % {"name": about.organisation})
    partner = at.card_type.fields.get(about.partner)
    if partner is not None and partner.ours:
        yield at.wrong("partner", said=_("The other side of a letter is a counterparty, not an organisation of ours."))
