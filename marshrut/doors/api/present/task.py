"""One task in full, with its reasons."""

from __future__ import annotations

from django.utils import timezone

from marshrut.cards import queries
from marshrut.cards.queries import CardView, OpenTask
from marshrut.cards.queries.explain import principal, why_due, why_mine
from marshrut.cards.queries.grounds import phrase
from marshrut.cards.queries.timeline import Wording, value_text
from marshrut.crm import queries as crm
from marshrut.definitions.schema.pack import Because
from marshrut.kernel.actor import Actor

from ..shapes import tasks as shapes
from ..shapes.base import Ref
from ..shapes.cards import CardName
from . import parts
from .lines import outcome_name


def words_of(view: CardView) -> Wording:
    return Wording(view.definition, view.chart, timezone.get_current_timezone())


def task(actor: Actor, view: CardView, found: OpenTask, words: Wording) -> shapes.Task:
    state, rule = found.state, found.rule
    is_open = state.state == "open"
    outcome = rule.outcome(state.outcome) if state.outcome else None
    reasons = outcome.reasons if outcome else ()
    return shapes.Task(
        id=found.id,
        key=state.key,
        title=rule.title.say(words.language),
        kind=rule.kind,
        stage=parts.stage(view.card_type, state.stage),
        round=state.round,
        state=state.state,
        card=name(view),
        assignee=parts.person(view.chart, state.assignee),
        also=parts.people(view.chart, (*state.co, *state.escalated)),
        opened_at=state.opened_at,
        taken_at=state.taken_at,
        due_at=state.due_at,
        overdue=is_open and parts.overdue(state.due_at),
        paused_until=state.paused.until if state.paused else None,
        outcome=outcome_name(outcome) if outcome else None,
        reason=state.reason,
        because=next((_because(one, words) for one in reasons if one.key == state.because), None),
        skipped=state.skipped,
        decided_by=parts.someone(view.chart, state.decided_by),
        decided_at=state.decided_at,
        links=parts.task_links(found.id, view.id),
        text=_text(view, found, words),
        form=tuple(entry.field for entry in rule.form),
        partners=_partners(actor, view, found),
        may=tuple(sorted(found.may)),
        outcomes=_outcomes(found, words),
        on_behalf_of=parts.someone(view.chart, principal(state, state.assignee)),
        behalf=_behalf(view, found),
        question=state.question,
        asked_by=parts.someone(view.chart, state.asked_by),
        opinions=_opinions(view, found),
        undo_until=found.undo_until if "undo" in found.may else None,
        why_theirs=why_mine(state, words).lines if is_open else (),
        why_due=_deadline(found, words) if is_open else None,
    )


def name(view: CardView) -> CardName:
    return CardName(
        id=view.id,
        number=view.number,
        name=view.name,
        type=view.card_type.key,
        stage=parts.stage(view.card_type, view.state.stage),
        links=parts.card_links(view.id),
    )


def _text(view: CardView, found: OpenTask, words: Wording) -> str:
    """What to do, with its look-ups filled in."""
    text, known, values = found.rule.text, view.card_type.fields, view.state.fields
    if text is None:
        return ""
    names = [key for key in text.names() if key in known]
    words.learn([(key, values.get(key)) for key in names])
    said = {key: value_text(words, known[key], values.get(key)) for key in names}
    return queries.fill(text.say(words.language), said)


def _partners(actor: Actor, view: CardView, found: OpenTask) -> tuple[shapes.Partner, ...]:
    """Those the actor may see."""
    named: dict[str, int] = {key: view.state.fields[key] for key in found.rule.partners if view.state.fields.get(key)}
    known = crm.task_partners(actor, named.values())
    return tuple(
        shapes.Partner(
            field=field,
            company=Ref(id=one, name=known[one].company.name),
            address=known[one].address.text,
            accounting=tuple(_caller(who, one) for who in known[one].accounting),
            contacts=tuple(_caller(who, one) for who in known[one].contacts),
        )
        for field, one in named.items()
        if one in known
    )


def _caller(who: crm.ContactInfo, company: int) -> shapes.Caller:
    duty = who.duty(company)
    return shapes.Caller(id=who.id, name=who.name, post=duty.title if duty else "", phone=who.phone, email=who.email)


def _behalf(view: CardView, found: OpenTask) -> tuple[shapes.Behalf, ...]:
    return tuple(
        shapes.Behalf(
            holder=parts.person(view.chart, holder),
            person=parts.person(view.chart, links[0].of),
            ground=phrase(links, view.chart),
        )
        for holder, links in found.state.behalf.items()
        if links
    )


def _opinions(view: CardView, found: OpenTask) -> tuple[shapes.Opinion, ...]:
    return tuple(
        shapes.Opinion(
            task=one.id,
            person=parts.person(view.chart, one.state.decided_by or one.state.assignee),
            asked_by=parts.person(view.chart, one.state.asked_by or 0),
            question=one.state.question,
            answer=one.state.reason,
            answered_at=one.state.decided_at,
        )
        for one in view.opinions_on(found)
    )


def _outcomes(found: OpenTask, words: Wording) -> tuple[shapes.Outcome, ...]:
    return tuple(
        shapes.Outcome(
            key=one.key,
            title=one.title.say(words.language),
            style=one.style,
            reason=one.reason,
            reasons=tuple(_because(reason, words) for reason in one.reasons),
            skip=one.skip,
            needs=found.needs(one),
        )
        for one in found.outcomes
    )


def _because(found: Because, words: Wording) -> shapes.Because:
    return shapes.Because(key=found.key, title=found.title.say(words.language), explain=found.explain)


def _deadline(found: OpenTask, words: Wording) -> shapes.Deadline | None:
    because = why_due(found.state, words)
    if because is None:
        return None
    days = (shapes.CountedDay(day=one.day, why=one.why, counted=one.counted, off=one.off) for one in because.days)
    return shapes.Deadline(sentences=because.lines, days=tuple(days))
