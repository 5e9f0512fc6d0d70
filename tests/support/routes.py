"""Small routes for proofs: a draft, what a test says, and the ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from marshrut.definitions.schema.pack import CardType
from marshrut.engine.definition import Definition
from marshrut.engine.proofs import Flaw, prove

_LADDER = "[{key: up, after: {work_days: 1}, while: open, do: escalate, to: [{role: director}]}]"
_FRAME = """
key: paper
title: Бумаги
create: Бумага
name: "{{{{ subject }}}}"
first: work
withdraw: {{to: lost}}
fields:
  subject: {{kind: text, title: О чём, required: true}}
{fields}
{more}
stages:
  - {{key: draft, kind: start, title: Черновик, moves: [{{to: work, by: [{{author: true}}]}}]}}
{stages}
  - {{key: done, kind: success, title: Готово}}
  - {{key: lost, kind: failure, title: Отказ}}
"""


def task(key: str, outcomes: str, **more: str) -> str:
    """A task in YAML; with a ladder to the director unless told otherwise."""
    parts = {"title": f"Задание {key}", "assignee": "[{role: clerk}]", "ladder": _LADDER, "outcomes": f"[{outcomes}]"}
    parts |= more
    return "{" + ", ".join([f"key: {key}", *(f"{name}: {value}" for name, value in parts.items() if value)]) + "}"


def to(stage: str, key: str = "agree", **more: str) -> str:
    """A button that leads to a stage; to nowhere when that is empty."""
    parts = {"key": key, "title": f"Кнопка {key}", "to": stage} | more
    return "{" + ", ".join(f"{name}: {value}" for name, value in parts.items() if value) + "}"


def card_type(stages: str, fields: str = "", more: str = "") -> CardType:
    return CardType.model_validate(yaml.safe_load(_FRAME.format(stages=stages, fields=fields, more=more)))


def definition(
    stages: str, fields: str = "", more: str = "", settings: Mapping[str, int | str] | None = None
) -> Definition:
    return Definition("papers", "1.0.0", card_type(stages, fields, more), dict(settings or {}))


def flaws(stages: str, fields: str = "", more: str = "", **proof: Any) -> dict[str, Flaw]:
    """What the proof finds, by code."""
    return {flaw.code: flaw for flaw in prove(definition(stages, fields, more), **proof)}
