"""Level 2, names: everything a part of the pack names exists, is of the right kind and means something there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ...schema import base
from ...schema import pack as schema
from ...schema.pack import Pack
from ..problem import Finding
from . import approval, contents, edocs, ladders, letters, people, reads, robots, routes, shipments, spans, tasks, texts
from .walk import At, walk

_CHECKS: Mapping[type, tuple[Callable[[At], Iterator[Finding]], ...]] = {
    schema.Pack: (contents.pack,),
    schema.Setting: (contents.setting,),
    schema.CardType: (contents.card_type, routes.card_type),
    schema.Field: (contents.field,),
    schema.Grant: (routes.grant,),
    schema.SelfApproval: (approval.self_approval,),
    schema.Withdraw: (routes.withdraw,),
    schema.Restart: (routes.restart,),
    schema.StepUp: (routes.step_up,),
    schema.Letter: (letters.letter,),
    schema.Shipment: (shipments.shipment,),
    schema.EDoc: (edocs.edoc,),
    schema.Reads: (reads.reads,),
    schema.Stage: (routes.stage,),
    schema.Move: (routes.move,),
    schema.Signal: (routes.signal,),
    schema.FromMail: (routes.from_mail,),
    schema.StageTimer: (spans.of_stage,),
    schema.Task: (tasks.task, ladders.ladder),
    schema.FormField: (tasks.form_field,),
    schema.Outcome: (tasks.outcome,),
    schema.Due: (tasks.due,),
    schema.Rung: (ladders.rung, spans.of_rung),
    schema.Resolver: (people.resolver,),
    schema.Robot: (robots.robot,),
    base.Text: (texts.text,),
}


def check(pack: Pack, others: frozenset[str] = frozenset()) -> Iterator[Finding]:
    """`others`: keys of card types of other packs."""
    for at in walk(pack, others):
        checks: tuple[Any, ...] = _CHECKS.get(type(at.thing), ())
        for one in checks:
            yield from one(at)
