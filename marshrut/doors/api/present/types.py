"""Card types."""

from __future__ import annotations

from marshrut.definitions.queries import Installed
from marshrut.definitions.schema.pack import CardType, Field, Stage, Task

from ..shapes import types as shapes
from .parts import language


def card_type(version: Installed, found: CardType, *, may_create: bool) -> shapes.CardType:
    return shapes.CardType(
        key=found.key,
        title=found.title.say(language()),
        create=found.create.say(language()),
        prefix=found.prefix,
        pack=version.pack.key,
        version=version.pack.version,
        may_create=may_create,
        fields=tuple(_field(key, one) for key, one in found.fields.items()),
        stages=tuple(_stage(one) for one in found.stages if not one.reserved),
    )


def _field(key: str, found: Field) -> shapes.FieldRule:
    return shapes.FieldRule(
        key=key,
        title=found.title.say(language()),
        help=found.help.say(language()) if found.help else "",
        kind=found.kind,
        required=found.required,
        choices=tuple(shapes.Choice(key=one.key, title=one.title.say(language())) for one in found.choices),
        max_length=found.max_length if found.kind in ("text", "long_text") else None,
        card_type=found.card_type,
        locked_by_approval=found.locked_by_approval,
    )


def _stage(found: Stage) -> shapes.StageRule:
    return shapes.StageRule(
        key=found.key,
        title=found.title.say(language()),
        kind=found.kind,
        color=found.color,
        final=found.final,
        require=found.require,
        tasks=tuple(_task(one) for one in found.tasks),
    )


def _task(found: Task) -> shapes.TaskRule:
    return shapes.TaskRule(
        key=found.key,
        title=found.title.say(language()),
        kind=found.kind,
        form=tuple(entry.field for entry in found.form),
        outcomes=tuple(
            shapes.OutcomeRule(
                key=one.key, title=one.title.say(language()), style=one.style, reason=one.reason, to=one.to
            )
            for one in found.outcomes
        ),
    )
