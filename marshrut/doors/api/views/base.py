"""What operations share."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from marshrut.kernel.errors import Invalid

from ..present import parts
from ..shapes.cards import CardChanged
from ..shapes.tasks import TaskChanged


def edition(in_body: int | None, if_match: str | None) -> int | None:
    """The content the caller saw, said in the body or by If-Match."""
    in_header = int(if_match.strip('"')) if if_match and if_match != "*" else None
    if in_body is not None and in_header is not None and in_body != in_header:
        sentence = _("If-Match names another edition.")
        raise Invalid(sentence, fields={"edition": sentence})
    return in_body if in_body is not None else in_header


def changed(answer: dict[str, Any]) -> CardChanged:
    """What a step of a card answers, the same to every repeated call."""
    return CardChanged(card=answer["card"], version=answer["version"], links=parts.card_links(answer["card"]))


def task_changed(task: int, answer: dict[str, Any]) -> TaskChanged:
    card = answer["card"]
    return TaskChanged(task=task, card=card, version=answer["version"], links=parts.task_links(task, card))
