"""The approval sheet of one round as a paper: the words that the print form takes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from django.utils.translation import gettext as _

from marshrut.crm import queries as crm
from marshrut.documents import forms
from marshrut.documents import queries as documents
from marshrut.kernel.actor import Actor
from marshrut.kernel.wording import day, moment

from . import sheet as sheets
from .card import CardView
from .timeline import Wording

Mood = Literal["good", "bad", "plain"]
MOODS: Mapping[str, Mood] = {"positive": "good", "negative": "bad", "success": "good", "failure": "bad"}


def data(
    view: CardView, one: sheets.Round, found: sheets.Sheet, words: Wording, actor: Actor, now: datetime, address: str
) -> forms.SheetData:
    """Everything as it stood in that round, from the history alone; only the number of the paper is today's.

    `found` is the whole sheet of the card, `address` what the QR code leads to.
    """
    organisation, requisites = _organisation(view, one.fields, actor)
    last = max((line.at for line in one.lines), default=None)
    return forms.SheetData(
        organisation=organisation,
        requisites=requisites,
        **_paper(view, words),
        title=sheets.title(view, one),
        card=view.number,
        round=one.n,
        since=moment(one.since, words.zone),
        until=moment(last, words.zone) if last else "",
        result=one.stage,
        mood=MOODS.get(one.kind, "plain"),
        facts=_facts(view, one, words),
        decisions=tuple(_decision(line, words) for line in one.lines),
        papers=_papers(one, found, words),
        address=address,
        made=_("Made {at}, {person}").format(at=moment(now, words.zone), person=words.person(actor.person_id)),
        proof=_("History of the card: event {seq}, checksum {digest}").format(seq=found.seq, digest=found.digest),
        at=now.astimezone(UTC).replace(microsecond=0),
    )


def _paper(view: CardView, words: Wording) -> dict[str, str]:
    """Kind, number and date of the first document of the card; a process without documents has its own number."""
    fields = [key for key, rule in view.card_type.fields.items() if rule.document]
    if not fields:
        made = day(view.created_at.astimezone(words.zone).date())
        return {"kind": view.card_type.create.say(words.language), "number": view.number, "date": made}
    lying = documents.of_card_field(view.id)
    row = next((row for key in fields for row in lying.get(key, ())), None)
    if row is None:
        return {"kind": view.card_type.create.say(words.language)}
    dated = day(row.doc_date) if row.number and row.doc_date else ""
    return {"kind": row.kind_title, "number": row.number, "date": dated}


def _organisation(view: CardView, fields: Mapping[str, Any], actor: Actor) -> tuple[str, str]:
    """Ours: the one on the card, else the only one there is."""
    chosen = next((fields.get(key) for key, rule in view.card_type.fields.items() if rule.ours), None)
    known = list(crm.describe([chosen]).values()) if chosen else crm.organisations(actor)
    if len(known) != 1:
        return "", ""
    pairs = ((_("INN {inn}"), "inn", known[0].inn), (_("KPP {kpp}"), "kpp", known[0].kpp))
    return known[0].short_name, ", ".join(text.format(**{name: value}) for text, name, value in pairs if value)


def _facts(view: CardView, one: sheets.Round, words: Wording) -> tuple[tuple[str, str], ...]:
    kind = view.card_type
    keys = [key for key in (kind.company_field, kind.amount_field) if key and one.fields.get(key)]
    words.learn([(key, one.fields[key]) for key in keys])
    return (
        (_("Author"), words.person(view.state.author)),
        *((words.field(key), words.value(key, one.fields[key])) for key in keys),
    )


def _decision(line: sheets.Line, words: Wording) -> forms.SheetDecision:
    undone = _("undone {at}").format(at=_at(line.undone_at, words)) if line.undone_at else ""
    return forms.SheetDecision(
        name=line.name,
        position=line.position,
        step=line.task,
        behalf=line.behalf,
        ground=line.ground,
        decision=line.outcome,
        mood="plain" if line.opinion else MOODS.get(line.style, "plain"),
        reason=line.reason,
        at=_at(line.at, words),
        version=line.version or str(line.edition),
        opinion=line.opinion,
        undone=line.undone,
        undone_note=undone,
    )


def _at(at: datetime, words: Wording) -> str:
    local = at.astimezone(words.zone)
    return f"{local:%d.%m.%Y, %H:%M}"


def _papers(one: sheets.Round, found: sheets.Sheet, words: Wording) -> tuple[forms.SheetPaper, ...]:
    """Files that somebody decided on in this round, in the order they came."""
    editions = {line.edition for line in one.lines}
    papers = {paper.file: paper for one in found.contents if one.edition in editions for paper in one.papers}
    known = documents.describe(papers)
    return tuple(
        forms.SheetPaper(
            name=f"{paper.label}: {paper.name}",
            version=str(paper.version or ""),
            added=moment(paper.since, words.zone),
            digest=known[file].sha256 if file in known else "",
        )
        for file, paper in papers.items()
    )
