"""Robots: what they touch exists, values fit, and no word of theirs is idle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from django.utils.translation import gettext as _

from ... import catalogue
from ...schema.pack import CardType, Robot, Stage, StageTimer
from ..problem import Finding
from . import conditions, known
from .walk import At

#: what a new card is filled with, beside the fields of this one
_OF_PARENT = frozenset({"this_card"})
#: how sending a letter may end
SENDING = ("sent", "send_failed", "send_unknown")


def robot(at: At) -> Iterator[Finding]:
    about = cast("Robot", at.thing)
    for word in sorted(about.model_fields_set - {"do", "when", *catalogue.find("robot", about.do).parameters}):
        said = _("“%(name)s” has no effect with “%(do)s”.") % {"name": word, "do": about.do}
        yield at.wrong(word, said=said)
    yield from conditions.condition(at, "when", source=about.when)
    if about.stage is not None:
        yield from known.stage(at, "stage", key=about.stage)
    if about.do == "set":
        yield from _sets(at, about)
    if about.card_type is not None:
        yield from _creates(at, about)
    if about.in_working_hours and not isinstance(at.around[-1], StageTimer):
        said = _("“%(name)s” works only on a timer of a stage: elsewhere people are told at once.")
        yield at.wrong("in_working_hours", said=said % {"name": "in_working_hours"})
    if about.do in ("document_status", "register_document"):
        yield from _papers(at, about)
    if about.do == "register_document":
        yield from _number(at, about)
    if about.do == "send_letter":
        yield from _sends(at)


def _papers(at: At, about: Robot) -> Iterator[Finding]:
    fields = at.card_type.fields
    papers = [key for key, one in fields.items() if one.document is not None]
    if about.field not in fields:
        yield at.unknown("field", name=about.field, known=papers, said=_("There is no field “%(name)s”."))
    elif about.field not in papers:
        said = _("The field “%(name)s” holds no papers: give it document, the key of a document kind.")
        yield at.unknown("field", name=about.field, known=papers, said=said)
    for word in ("signed_on", "sent_on", "on"):
        if (key := getattr(about, word)) is not None:
            yield from known.field(at, word, key=key, kinds=("date",))
    if about.organisation is not None:
        yield from known.field(at, "organisation", key=about.organisation, kinds=("company",))
        if (field := fields.get(about.organisation)) and field.kind == "company" and not field.ours:
            said = _("Papers are registered in the book of an organisation of ours: give the field “%(name)s” ours.")
            yield at.wrong("organisation", said=said % {"name": about.organisation})
    if about.do == "document_status" and at.steps[-2] != "on_enter":
        said = _("A status goes with a stage: give it in on_enter of the stage that the card comes to.")
        yield at.wrong("do", said=said)


def _number(at: At, about: Robot) -> Iterator[Finding]:
    """Where the number and its day are written."""
    paper = at.card_type.fields.get(str(about.field))
    for word, kind in (("number_field", "text"), ("date_field", "date")):
        if (key := getattr(about, word)) is None:
            continue
        yield from known.field(at, word, key=key, kinds=(kind,))
        yield from known.filled_by_system(at, word, key=key)
        if paper is not None and paper.several:
            said = _("“%(name)s” takes one number, but the field of the papers may hold several.")
            yield at.wrong(word, said=said % {"name": word})


def _sends(at: At) -> Iterator[Finding]:
    """How it ends comes back as a signal to the same visit, so the stage listens to each."""
    letter = at.card_type.letter
    if letter is None or letter.direction != "out":
        yield at.wrong("do", said=_("Only outgoing letters are sent: say in letter what the fields mean."))
    elif letter.address is None:
        yield at.wrong("do", said=_("A letter needs an address: name its field in letter, address."))
    if at.steps[-2] != "on_enter" or not isinstance(at.around[-1], Stage):
        yield at.wrong("do", said=_("A letter is sent on entering a stage: put the robot into on_enter."))
        return
    for key in SENDING:
        if at.stage.signal(key) is None:
            said = _("The stage must listen to the signal “%(name)s”: else nobody learns how the sending ended.")
            yield at.wrong("do", said=said % {"name": key})


def _sets(at: At, about: Robot) -> Iterator[Finding]:
    for key, source in about.fields.items():
        yield from known.field(at, "fields", key, key=key)
        yield from conditions.value(at, "fields", key, source=source, target=at.card_type.fields.get(key))


def _creates(at: At, about: Robot) -> Iterator[Finding]:
    """Fields of the child are known when its card type is in the same pack."""
    kinds = {one.key for one in at.pack.card_types} | at.others
    if about.card_type not in kinds:
        said = _("There is no card type “%(name)s”.")
        yield at.unknown("card_type", name=about.card_type, known=kinds, said=said)
    child = at.pack.card_type(str(about.card_type))
    yield from _waits(at, about, child)
    for key, source in about.fields.items():
        if child is not None and key not in child.fields:
            said = _("There is no field “%(name)s” in the new card.")
            yield at.unknown("fields", key, name=key, known=child.fields, said=said)
        target = child.fields.get(key) if child else None
        yield from conditions.value(at, "fields", key, source=source, target=target, more=_OF_PARENT)


def _waits(at: At, about: Robot, child: CardType | None) -> Iterator[Finding]:
    """Only what is waited for can be left; what is made once for good is no later visit's to wait for."""
    if about.left is not None and not about.wait:
        yield at.wrong("left", said=_("“%(name)s” works only together with wait.") % {"name": "left"})
    if about.once and about.wait:
        said = _("A card made once is not made again on later visits, so there is nothing to wait for there.")
        yield at.wrong("once", said=said)
    heard = {signal.key for stage in child.stages for signal in stage.signals} if child else set()
    if child is not None and about.left is not None and about.left not in heard:
        said = _("The new card listens to no signal “%(name)s”.")
        yield at.unknown("left", name=about.left, known=heard, said=said)
