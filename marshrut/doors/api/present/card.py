"""One card in full, and its history."""

from __future__ import annotations

from marshrut.cards.queries import About, Attached, CardView, visits
from marshrut.cards.queries.timeline import Entry
from marshrut.crm import queries as crm
from marshrut.kernel.actor import Actor
from marshrut.org.rules import OrgChart

from ..shapes import cards as shapes
from ..shapes.base import Ref
from ..shapes.card import Card
from . import parts
from .task import name, task, words_of


def card(actor: Actor, view: CardView) -> Card:
    words, state = words_of(view), view.state
    return Card(
        **dict(name(view)),
        round=state.round,
        version=view.version,
        edition=state.edition,
        author=parts.person(view.chart, state.author),
        company=_company(view),
        fields={key: value for key, value in state.fields.items() if value is not None},
        tasks=tuple(task(actor, view, one, words) for one in view.tasks),
        files=tuple(_file(one, view.chart) for one in view.files),
        visits=tuple(
            shapes.Visit(
                stage=parts.stage(view.card_type, one.stage),
                round=one.round,
                entered_at=one.entered_at,
                left_at=one.left_at,
            )
            for one in visits(view)
        ),
        may=tuple(sorted(view.may)),
        moves=view.moves,
        badges=view.badges,
        comments=view.comments,
        parent=view.parent,
        created_at=view.created_at,
        entered_at=view.entered_at,
        finished_at=view.finished_at,
    )


def asked(one: About, chart: OrgChart) -> shapes.Asked:
    """An errand or an acquaintance about a card."""
    return shapes.Asked(
        id=one.id,
        number=one.number,
        name=one.name,
        type=one.card_type.key,
        stage=parts.stage(one.card_type, one.stage.key),
        links=parts.card_links(one.id),
        author=parts.person(chart, one.author),
        people=tuple(
            shapes.Reader(
                person=parts.person(chart, part.person),
                state=part.state,
                outcome=part.outcome,
                at=part.at,
                by=parts.someone(chart, part.by),
            )
            for part in one.people
        ),
        due_at=one.due_at,
        overdue=one.finished_at is None and one.late,
        created_at=one.created_at,
        finished_at=one.finished_at,
    )


def _company(view: CardView) -> Ref | None:
    company = view.state.fields.get(view.card_type.company_field or "")
    found = crm.describe([company]).get(company) if company else None
    return Ref(id=found.id, name=found.name) if found else None


def _file(one: Attached, chart: OrgChart) -> shapes.CardFile:
    info = one.file
    return shapes.CardFile(
        id=info.id,
        name=info.name,
        size=info.size,
        content_type=info.content_type,
        sha256=info.sha256,
        field=one.field,
        added_by=parts.someone(chart, one.added_by),
        added_at=one.added_at,
        page_count=info.page_count,
        links=parts.file_links(info.id),
    )


def entry(said: Entry, chart: OrgChart) -> shapes.Entry:
    return shapes.Entry(
        seq=said.seq,
        at=said.at,
        kind=said.kind,
        group=said.group,
        who=parts.someone(chart, said.who),
        text=said.text,
        quote=said.quote,
    )
