"""E-documents: each meaning is given to a field that can have it, and each status to a stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from django.utils.translation import gettext as _

from ...schema.edocs import ACTORS, DIRECTIONS, KINDS, STATUSES
from ...schema.pack import EDoc
from ..problem import Finding
from . import known
from .walk import At

#: meaning -> kinds of fields that can have it
FIELDS: Mapping[str, tuple[str, ...]] = {
    "kind": ("choice",),
    "direction": ("choice",),
    "number": ("text",),
    "date": ("date",),
    "amount": ("money",),
    "organisation": ("company",),
    "counterparty": ("company",),
    "counterparty_name": ("text",),
    "status": ("choice",),
    "raw_status": ("text", "long_text"),
    "actor": ("choice",),
    "reason": ("text", "long_text"),
    "sent_on": ("date",),
    "answered_on": ("date",),
    "signed_ours_on": ("date",),
    "signed_ours_by": ("text",),
    "signed_theirs_on": ("date",),
    "signed_theirs_by": ("text",),
    "revoked_on": ("date",),
    "deal": ("deal",),
    "contact": ("contact",),
    "manager": ("person",),
    "about": ("card",),
}
CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": KINDS,
    "direction": DIRECTIONS,
    "status": STATUSES,
    "actor": ACTORS,
}
#: people put these right
BY_PEOPLE = ("deal", "contact", "manager", "about")


def edoc(at: At) -> Iterator[Finding]:
    about = cast("EDoc", at.thing)
    for word, kinds in FIELDS.items():
        key = getattr(about, word)
        if kinds == ("person",):
            yield from known.person(at, word, key=key)
        else:
            yield from known.field(at, word, key=key, kinds=kinds)
        if word not in BY_PEOPLE:
            yield from known.filled_by_system(at, word, key=key)
    for word, needed in CHOICES.items():
        said = _("An e-document never says “%(name)s”.")
        yield from known.choices(at, word, key=getattr(about, word), needed=needed, said=said)
    yield from _sides(at, about)
    yield from _stages(at, about)
    yield from _nothing_stops(at, about)


def _sides(at: At, about: EDoc) -> Iterator[Finding]:
    fields = at.card_type.fields
    ours, theirs = fields.get(about.organisation), fields.get(about.counterparty)
    if ours is not None and ours.kind == "company" and not ours.ours:
        said = _("Our side of an e-document is an organisation of ours: give the field “%(name)s” ours.")
        yield at.wrong("organisation", said=said % {"name": about.organisation})
    if theirs is not None and theirs.ours:
        said = _("The other side of an e-document is a counterparty, not an organisation of ours.")
        yield at.wrong("counterparty", said=said)


def _stages(at: At, about: EDoc) -> Iterator[Finding]:
    for status, key in about.stages.items():
        if status not in STATUSES:
            said = _("An e-document never says “%(name)s”.")
            yield at.unknown("stages", status, name=status, known=STATUSES, said=said)
        yield from known.stage(at, "stages", status, key=key)
        stage = at.card_type.by_stage.get(key)
        if stage is not None and stage.kind == "start":
            yield at.wrong("stages", status, said=_("A card that a source leads is never a draft."))
    if missing := [one for one in STATUSES if one not in about.stages]:
        said = _("There is no stage for: %(names)s.")
        yield at.wrong("stages", said=said % {"names": ", ".join(missing)})


def _nothing_stops(at: At, about: EDoc) -> Iterator[Finding]:
    """What the source says is so, whatever the card lacks."""
    for stage in at.card_type.stages:
        if stage.kind != "start" and (stage.require or stage.require_that):
            said = _("The source puts cards on “%(name)s” whatever they lack: it can demand nothing.")
            yield at.wrong("stages", said=said % {"name": stage.key})
    for word in FIELDS:
        field = at.card_type.fields.get(getattr(about, word))
        if field is not None and field.locked_by_approval:
            said = _("The source writes into the field “%(name)s”: it cannot be locked by approval.")
            yield at.wrong(word, said=said % {"name": getattr(about, word)})
