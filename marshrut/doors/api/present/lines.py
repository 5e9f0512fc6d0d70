"""Cards and tasks in lists."""

from __future__ import annotations

from marshrut.cards.queries import CardLine, TaskLine, rule_of
from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.pack import CardType, Outcome
from marshrut.org.rules import OrgChart

from ..shapes import cards, tasks
from ..shapes.base import Ref
from . import parts


def card_line(line: CardLine, chart: OrgChart) -> cards.CardLine:
    card_type = _card_type(line)
    return cards.CardLine(
        id=line.id,
        number=f"{card_type.prefix}{line.id}",
        name=line.name,
        type=line.type,
        stage=parts.stage(card_type, line.stage),
        links=parts.card_links(line.id),
        round=line.round,
        version=line.version,
        edition=line.edition,
        author=parts.person(chart, line.author),
        company=Ref(id=line.company_id, name=line.company) if line.company_id else None,
        amount=line.amount,
        holders=parts.people(chart, line.holders),
        due_at=line.due_at,
        overdue=parts.overdue(line.due_at),
        badges=line.badges,
        comments=line.comments,
        files=line.files,
        created_at=line.created_at,
        entered_at=line.entered_at,
        updated_at=line.updated_at,
        finished_at=line.finished_at,
    )


def task_line(line: TaskLine, chart: OrgChart) -> tasks.TaskLine:
    card_type = _card_type(line.card)
    rule = rule_of(card_type, line.key)
    outcome = rule.outcome(line.outcome) if rule else None
    return tasks.TaskLine(
        id=line.id,
        key=line.key,
        title=rule.title.say(parts.language()) if rule else line.key,
        stage=parts.stage(card_type, line.stage),
        state=line.state,
        assignee=parts.person(chart, line.assignee),
        on_behalf_of=parts.someone(chart, line.principal),
        also=parts.people(chart, line.also),
        opened_at=line.opened_at,
        taken_at=line.taken_at,
        due_at=line.due_at,
        overdue=line.state == "open" and parts.overdue(line.due_at),
        paused_until=line.paused_until,
        outcome=outcome_name(outcome) if outcome else None,
        decided_by=parts.someone(chart, line.decided_by),
        decided_at=line.decided_at,
        links=parts.task_links(line.id, line.card.id),
        card=card_line(line.card, chart),
    )


def outcome_name(outcome: Outcome) -> tasks.OutcomeName:
    return tasks.OutcomeName(key=outcome.key, title=(outcome.done or outcome.title).say(parts.language()))


def _card_type(line: CardLine) -> CardType:
    found = definitions.installed(line.definition_id).pack.card_type(line.type)
    assert found is not None
    return found
