"""Card types."""

from __future__ import annotations

from marshrut.definitions.queries import Installed
from marshrut.definitions.schema.letters import Letter
from marshrut.definitions.schema.pack import CardType, Field, Stage, Task

from ..shapes import types as shapes
from ..shapes.tasks import Because
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
        letter=_letter(found.letter) if found.letter else None,
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
        way=found.way,
        several=found.several,
        by_system=found.by_system,
        card_types=found.card_types,
        shares=found.shares,
        link=found.link,
        locked_by_approval=found.locked_by_approval,
    )


def _letter(found: Letter) -> shapes.LetterRule:
    parts = found.model_dump(exclude={"direction"}, exclude_none=True)
    return shapes.LetterRule(direction=found.direction, fields=parts)


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
        badge=found.badge.say(language()) if found.badge else "",
        form=tuple(entry.field for entry in found.form),
        outcomes=tuple(
            shapes.OutcomeRule(
                key=one.key,
                title=one.title.say(language()),
                style=one.style,
                reason=one.reason,
                reasons=tuple(
                    Because(key=why.key, title=why.title.say(language()), explain=why.explain) for why in one.reasons
                ),
                skip=one.skip,
                to=one.to,
            )
            for one in found.outcomes
        ),
    )
