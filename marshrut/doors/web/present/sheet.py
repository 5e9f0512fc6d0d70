"""The approval sheet in words."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from marshrut.cards.queries import CardView
from marshrut.cards.queries import sheet as sheets
from marshrut.cards.queries.timeline import Wording
from marshrut.doors.web import formats
from marshrut.doors.web.screens.sheet import SheetContent, SheetLine, SheetRound, SheetScreen

from .card import company_of
from .viewer import Viewer


def screen(view: CardView, viewer: Viewer) -> SheetScreen:
    words = Wording(view.definition, viewer.chart, viewer.zone)
    company = company_of(view)
    if company is not None:
        words.companies[company.id] = company.name
    found = sheets.sheet(view, words)
    amount = view.state.fields.get(view.card_type.amount_field or "")
    facts = (
        (_("Process"), view.card_type.title.say(viewer.language)),
        (_("Author"), words.person(view.state.author)),
        (_("Counterparty"), company.name if company else ""),
        (_("Sum"), formats.money(Decimal(amount)) if amount else ""),
        (_("Card created"), formats.moment(view.created_at, viewer.zone)),
        (_("Stage now"), words.stage(view.state.stage)),
    )
    return SheetScreen(
        title=_("Approval sheet"),
        number=view.number,
        subject=view.name,
        card_url=f"/cards/{view.id}/",
        facts=tuple(fact for fact in facts if fact[1]),
        rounds=tuple(_round(one, viewer, view.id) for one in found.rounds if one.lines),
        contents=tuple(_content(one, viewer) for one in found.contents),
        made=_("Made {at}, {person}").format(
            at=formats.moment(viewer.now, viewer.zone), person=words.person(viewer.person)
        ),
        proof=_("History of the card: event {seq}, checksum {digest}").format(seq=found.seq, digest=found.digest),
    )


def _round(one: sheets.Round, viewer: Viewer, card: int) -> SheetRound:
    title = _("Round {n}, from {at}").format(n=one.n, at=formats.moment(one.since, viewer.zone))
    return SheetRound(
        title, one.stage, tuple(decision(line, viewer) for line in one.lines), f"/cards/{card}/sheet/{one.n}.pdf"
    )


def decision(line: sheets.Line, viewer: Viewer) -> SheetLine:
    behalf = _("for: {person}").format(person=line.behalf) if line.behalf else ""
    return SheetLine(
        who=line.name,
        position=line.position,
        task=line.task,
        what=line.outcome,
        when=formats.moment(line.at, viewer.zone),
        edition=line.edition,
        behalf=f"{behalf} ({line.ground})" if line.ground else behalf,
        reason=line.reason,
        bad=line.style == "negative",
        opinion=line.opinion,
        undone=line.undone,
        version=_("by version {version}").format(version=line.version) if line.version else "",
    )


def _content(one: sheets.Content, viewer: Viewer) -> SheetContent:
    title = _("Edition {n} of {at}").format(n=one.edition, at=formats.moment(one.at, viewer.zone))
    return SheetContent(title, one.changes, one.files)
