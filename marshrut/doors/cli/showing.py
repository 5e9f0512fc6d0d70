"""Cards and tasks as lines of text and as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marshrut.cards.queries import About, CardLine, CardView, OpenTask, TaskLine, rule_of
from marshrut.cards.queries.timeline import Entry, Wording
from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.pack import CardType, Outcome
from marshrut.kernel.wording import DASH, money
from marshrut.org.rules import OrgChart

from .saying import GAP, at


def language() -> str:
    return get_language() or "ru"


def type_of(line: CardLine) -> CardType:
    found = definitions.installed(line.definition_id).pack.card_type(line.type)
    assert found is not None
    return found


def people(chart: OrgChart, ids: tuple[int, ...]) -> str:
    return ", ".join(chart.name(one) for one in ids) or DASH


def line_cells(line: CardLine, chart: OrgChart) -> list[str]:
    kind = type_of(line)
    stage = kind.by_stage[line.stage].title.say(language())
    return [
        f"{kind.prefix}{line.id}",
        stage,
        line.name,
        line.company or DASH,
        money(line.amount),
        at(line.due_at),
        people(chart, line.holders),
    ]


def line_values(line: CardLine) -> dict[str, Any]:
    names = (
        "id", "type", "name", "stage", "round", "version", "edition", "author", "company_id", "company", "amount",
        "due_at", "holders", "badges", "comments", "files", "created_at", "entered_at", "updated_at", "finished_at",
    )  # fmt: skip
    return {name: getattr(line, name) for name in names}


def task_cells(line: TaskLine, chart: OrgChart) -> list[str]:
    kind = type_of(line.card)
    rule = rule_of(kind, line.key)
    title = rule.title.say(language()) if rule else line.key
    with_whom = people(chart, (line.decided_by or line.assignee,))
    return [str(line.id), f"{kind.prefix}{line.card.id}", title, line.card.name, at(line.due_at), with_whom]


def task_line_values(line: TaskLine) -> dict[str, Any]:
    names = (
        "id", "key", "stage", "state", "assignee", "also", "opened_at", "taken_at", "due_at", "paused_until", "outcome",
        "decided_by", "decided_at", "principal", "question", "asked_by",
    )  # fmt: skip
    return {**{name: getattr(line, name) for name in names}, "card": line_values(line.card)}


def card_lines(view: CardView) -> Iterator[str]:
    """The card for reading."""
    words = Wording(view.definition, view.chart, timezone.get_current_timezone())
    words.learn(list(view.state.fields.items()))
    yield f"{view.number}{GAP}{view.name}"
    yield _("Stage: {stage}, round {round}").format(stage=words.stage(view.state.stage), round=view.state.round)
    yield _("Author: {author}").format(author=words.person(view.state.author))
    for key in view.card_type.fields:
        yield f"{words.field(key)}: {words.value(key, view.state.fields.get(key))}"
    for badge in view.badges:
        yield f"! {badge}"
    for one in view.tasks:
        if one.state.state == "open":
            yield _task_line(one, words)
    yield _("May: {acts}").format(acts=", ".join(sorted(view.may)) or DASH)
    yield _("May be moved to: {stages}").format(stages=", ".join(view.moves) or DASH)


def _task_line(one: OpenTask, words: Wording) -> str:
    text = _("Task {id}: {title} ({people}), due {at}").format(
        id=one.id,
        title=one.rule.title.say(words.language),
        people=words.people([one.state.assignee, *one.state.co]),
        at=at(one.state.due_at),
    )
    outcomes = ", ".join(_outcome(outcome, words) for outcome in one.outcomes)
    return f"{text}; {outcomes}" if outcomes else text


def _outcome(outcome: Outcome, words: Wording) -> str:
    """The key of the button and what it says, with the keys of its listed reasons."""
    reasons = " | ".join(f"--because {one.key}" for one in outcome.reasons)
    title = outcome.title.say(words.language)
    return f"{outcome.key} ({title}; {reasons})" if reasons else f"{outcome.key} ({title})"


def card_values(view: CardView) -> dict[str, Any]:
    """The card for scripts."""
    state = view.state
    return {
        "id": view.id,
        "number": view.number,
        "name": view.name,
        "type": view.card_type.key,
        "stage": state.stage,
        "round": state.round,
        "version": view.version,
        "edition": state.edition,
        "author": state.author,
        "fields": dict(state.fields),
        "tasks": [task_values(one) for one in view.tasks],
        "files": [{"id": one.file.id, "name": one.file.name, "field": one.field} for one in view.files],
        "badges": view.badges,
        "may": view.may,
        "moves": view.moves,
        "created_at": view.created_at,
        "finished_at": view.finished_at,
    }


def about_cells(one: About, chart: OrgChart) -> list[str]:
    done = ", ".join(f"{part.name} ({part.outcome}, {at(part.at)})" for part in one.done)
    waiting = people(chart, tuple(part.person for part in one.waiting))
    return [one.number, one.stage.title.say(language()), one.name, at(one.due_at), done or DASH, waiting]


def about_values(one: About) -> dict[str, Any]:
    return {
        "id": one.id,
        "type": one.card_type.key,
        "name": one.name,
        "stage": one.stage.key,
        "author": one.author,
        "due_at": one.due_at,
        "people": [
            {"person": part.person, "state": part.state, "outcome": part.outcome, "at": part.at, "by": part.by}
            for part in one.people
        ],
        "created_at": one.created_at,
        "finished_at": one.finished_at,
    }


def task_values(one: OpenTask) -> dict[str, Any]:
    state = one.state
    return {
        "id": one.id,
        "key": state.key,
        "state": state.state,
        "assignee": state.assignee,
        "behalf": {holder: links[0].of for holder, links in state.behalf.items() if links},
        "question": state.question,
        "asked_by": state.asked_by,
        "due_at": state.due_at,
        "outcome": state.outcome,
        "may": one.may,
        "because": state.because,
        "skipped": state.skipped,
        "outcomes": [outcome.key for outcome in one.outcomes],
        "reasons": {outcome.key: [because.key for because in outcome.reasons] for outcome in one.outcomes},
    }


def entry_values(one: Entry) -> dict[str, Any]:
    return {"seq": one.seq, "at": one.at, "kind": one.kind, "who": one.who, "text": one.text, "quote": one.quote}


def said(one: Entry) -> str:
    return ": ".join(filter(None, (one.text, f"«{one.quote}»" if one.quote else "")))
