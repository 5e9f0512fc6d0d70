"""The buttons of a task, each with what it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from marshrut.cards.queries import CardView, OpenTask, habits
from marshrut.cards.queries.timeline import Wording
from marshrut.crm import queries as crm
from marshrut.definitions.schema.pack import AddressOf, FormField
from marshrut.definitions.schema.pack import Outcome as Rule
from marshrut.doors.web.screens.forms import Field, Option
from marshrut.doors.web.screens.tasks import Look, Outcome, Reason
from marshrut.kernel import clock

from . import fields, letters, task_links
from .viewer import Viewer

if TYPE_CHECKING:
    from .task import Refusal

LOOKS = {"positive": Look.OK, "negative": Look.BAD, "neutral": Look.MAIN}
ICONS = {"positive": "check", "negative": "x", "neutral": ""}


def outcomes(view: CardView, task: OpenTask, words: Wording, viewer: Viewer, refused: Refusal) -> tuple[Outcome, ...]:
    """Refused ones keep what was typed."""
    if not task.outcomes:
        return ()
    offered, hints = _offered(view, task, words, viewer)
    known, stands = _addresses(view, task, viewer), standing(task)
    made = []
    for rule in task.outcomes:
        inputs = _inputs(view, task, rule, words, refused, viewer, offered)
        placed = [_finished(one, task, rule, hints) for one in _lettered(view, inputs, known)]
        made.append(_outcome(task, rule, words, refused, placed, standing=rule.key == stands))
    return tuple(made)


def standing(task: OpenTask) -> str:
    """The way on whose form stands open: the only one that has any, where partners and papers are at hand."""
    if not task_links.helped(task.rule):
        return ""
    asking = [one for one in task.outcomes if one.style != "negative" and task.rule.asked(one)]
    return asking[0].key if len(asking) == 1 and asking[0].reason != "required" else ""


def _inputs(
    view: CardView,
    task: OpenTask,
    rule: Rule,
    words: Wording,
    refused: Refusal,
    viewer: Viewer,
    offered: Mapping[str, Any],
) -> tuple[Field, ...]:
    hit = refused.outcome == rule.key
    asked = task.rule.asked(rule)
    return fields.inputs(
        words,
        [entry.field for entry in asked],
        {**view.state.fields, **offered},
        reader=viewer.person,
        typed=refused.typed if hit else None,
        errors=refused.fields if hit else None,
        required=frozenset(rule.needs) | {entry.field for entry in asked if entry.required},
    )


def _lettered(view: CardView, inputs: tuple[Field, ...], known: tuple[Option, ...]) -> tuple[Field, ...]:
    return letters.with_addresses(view.card_type, letters.joined(view.card_type, inputs), known)


def _finished(one: Field, task: OpenTask, rule: Rule, hints: Mapping[str, str]) -> Field:
    place = f"{task.id}-{rule.key}-"
    photo = any(entry.photo for entry in task.rule.form if entry.field == one.name)
    instead = replace(one.instead, place=place) if one.instead else None
    return replace(one, place=place, instead=instead, photo=photo, hint=hints.get(one.name) or one.hint)


def _outcome(
    task: OpenTask, rule: Rule, words: Wording, refused: Refusal, inputs: list[Field], *, standing: bool
) -> Outcome:
    hit = refused.outcome == rule.key
    files = [one for one in inputs if one.kind == "file"]
    error = str(refused.fields.get("reason", "")) or refused.message
    return Outcome(
        key=rule.key,
        text=rule.title.say(words.language),
        look=Look.QUIET if rule.skip else LOOKS[rule.style],
        icon="" if rule.skip else ICONS[rule.style],
        reason=rule.reason == "required",
        reason_label=_("Why is it skipped?") if rule.skip else _("Reason"),
        reasons=tuple(
            Reason(one.key, one.title.say(words.language), one.explain, hit and refused.because == one.key)
            for one in rule.reasons
        ),
        reasons_error=str(refused.fields.get("because", "")) if hit else "",
        may_comment=rule.reason == "optional" and task_links.helped(task.rule),
        standing=standing,
        fields=(*(one for one in inputs if one.kind != "file"), *files[:-1]),
        file=files[-1] if files else None,
        error=error if hit else "",
        typed_reason=refused.reason if hit else "",
    )


def _addresses(view: CardView, task: OpenTask, viewer: Viewer) -> tuple[Option, ...]:
    """E-mails to choose from, where the task asks for one."""
    letter = view.card_type.letter
    asked = letter is not None and letter.address in {entry.field for entry in task.rule.form}
    return letters.addresses(view, viewer) if asked and task.outcomes else ()


def _offered(view: CardView, task: OpenTask, words: Wording, viewer: Viewer) -> tuple[dict[str, Any], dict[str, str]]:
    """(What stands in fields that are empty yet, what is said about it)."""
    empty = [entry for entry in task.rule.form if not view.state.fields.get(entry.field)]
    today = clock.now().astimezone(words.zone).date().isoformat()
    found: dict[str, Any] = {entry.field: today for entry in empty if entry.prefill == "today"}
    asked = [entry.field for entry in empty if entry.prefill == "last"]
    found |= habits.last_given(viewer.actor, view.card_type.key, task.state.key, asked)
    addresses, hints = _posted(view, empty, viewer)
    return {**found, **addresses}, hints


def _posted(view: CardView, empty: list[FormField], viewer: Viewer) -> tuple[dict[str, str], dict[str, str]]:
    """Addresses out of the requisites (S0.21), and whence they are or that there are none."""
    asked = {one.field: one.prefill for one in empty if isinstance(one.prefill, AddressOf)}
    wanted = {name: view.state.fields.get(prefill.address_of) for name, prefill in asked.items()}
    known = crm.task_partners(viewer.actor, [company for company in wanted.values() if company])
    values: dict[str, str] = {}
    hints: dict[str, str] = {}
    for name, company in wanted.items():
        address = known[company].address if company in known else None
        if address is not None and address.text:
            values[name] = address.text
            hints[name] = _("Out of the requisites: {kind}. Check it before you send.").format(kind=_kind(address.kind))
        elif company:
            hints[name] = _("There is no address in the requisites: write it here.")
    return values, hints


def _kind(kind: str) -> str:
    kinds = {"postal": _("postal address"), "actual": _("actual address"), "legal": _("legal address")}
    return kinds.get(kind, kinds["legal"])
