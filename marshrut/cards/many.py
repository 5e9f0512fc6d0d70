"""Many cards that a source leads, at once: each is decided purely by itself, all are written in one statement.

The same steps as in `step`, for cards that no person carries: nobody waits for the answer about a single one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, LiteralString

from django.utils.translation import gettext as _

from marshrut.definitions import queries as definitions
from marshrut.engine.decide import decide
from marshrut.engine.decision import Refusal
from marshrut.engine.definition import Definition
from marshrut.engine.happenings import Adopt, Place
from marshrut.engine.state import CardState
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import scoped_key
from marshrut.kernel.errors import Conflict, Refused
from marshrut.kernel.sql import prepared
from marshrut.org import access
from marshrut.org import queries as org
from marshrut.org.rules import OrgChart

from . import codec, refusals, step
from .pointed import Pointed
from .rights import Facts

#: cards of one statement
MOST = 1000
REVISIONS: LiteralString = f"SELECT {step.REVISIONS}"
KNOWN: LiteralString = "SELECT key, (response->>'card')::bigint FROM kernel_command_log WHERE key = ANY(%s)"
ADOPT: LiteralString = "SELECT cards_adopt(%s::jsonb)"
READ: LiteralString = step.READ + "ANY(%s)"
# in the order of cards, so that nobody waits in a circle
WRITE: LiteralString = """
SELECT x.place, cards_apply(x.plan)
FROM jsonb_array_elements(%s::jsonb) WITH ORDINALITY AS x(plan, place) ORDER BY x.place"""

#: (key, author, stage, fields) of a card that is new to us; (card, stage, fields, note) of one that is known
New = tuple[str, int, str, Mapping[str, Any]]
Known = tuple[int, str, Mapping[str, Any], str]


def adopt(actor: Actor, card_type: str, rows: Sequence[New], *, quiet: bool) -> dict[str, int]:
    """Card by key. All or none, in the transaction that is open."""
    org_at, definitions_at = prepared(REVISIONS)[0]
    shelf, chart = definitions.at(definitions_at), org.chart_at(org_at)
    version = shelf.active_for(card_type)
    definition = step.definition_of(version, card_type, shelf)
    access.require(actor, "card.adopt", chart=chart, grants=(), facts=Facts())
    found: dict[str, int] = {}
    for part in _parts(rows):
        keys = {scoped_key(actor, row[0]): row[0] for row in part if row[0]}
        found |= _known(keys)
        new = [row for row in part if row[0] not in found]
        plans = list(_plans(actor, definition, chart, new, quiet=quiet))
        found |= _made(version.id, definition, new, plans)
        found |= _known({full: key for full, key in keys.items() if key not in found})
    return found


def _parts(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for begin in range(0, len(rows), MOST):
        yield rows[begin : begin + MOST]


def _known(keys: Mapping[str, str]) -> dict[str, int]:
    """Those that were adopted already. `keys`: as they are stored -> as they are given."""
    return {keys[full]: card for full, card in prepared(KNOWN, [list(keys)])} if keys else {}


def _plans(
    actor: Actor, definition: Definition, chart: OrgChart, rows: Sequence[New], *, quiet: bool
) -> Iterator[dict[str, Any]]:
    now, card_type = clock.now(), definition.card_type
    pointed = Pointed(card_type, chart, [fields for _key, _author, _stage, fields in rows])
    for key, author, stage, given in rows:
        before = CardState(author=author)
        happening = Adopt(pointed.fit(given), stage, quiet)
        try:
            decision = decide(definition, before, happening, now, chart, actor.person_id)
        except Refusal as refusal:
            raise refusals.translate(refusal, card_type, chart) from refusal
        plan = codec.plan(definition, before, decision, actor, now)
        plan["row"] |= {"author_id": author, "department_id": chart.department_of(author)}
        plan["search"] += " " + pointed.words(plan["fields"])
        if key:
            plan["key"] = scoped_key(actor, key)
        yield plan


def _made(version: int, definition: Definition, rows: Sequence[New], plans: list[dict[str, Any]]) -> dict[str, int]:
    if not plans:
        return {}
    whole = {"at": plans[0].pop("at"), "type": definition.card_type.key, "definition": version, "rows": plans}
    answer = json.loads(prepared(ADOPT, [json.dumps(whole, ensure_ascii=False)])[0][0])
    return {rows[place - 1][0]: card for place, card in answer["made"]}


def place(actor: Actor, rows: Sequence[Known]) -> dict[int, Refused]:
    """Why some could not be placed, by card."""
    refused: dict[int, Refused] = {}
    for part in _parts(sorted(rows, key=lambda row: row[0])):
        left = list(part)
        for _attempt in range(step.ATTEMPTS):
            left = _place(actor, left, refused)
            if not left:
                break
        busy = Conflict(_("Too many people are changing this card right now. Try again."), code="busy")
        refused |= dict.fromkeys((row[0] for row in left), busy)
    return refused


def _place(actor: Actor, rows: list[Known], refused: dict[int, Refused]) -> list[Known]:
    """Those that somebody else moved meanwhile: they are decided anew."""
    found = prepared(READ, [actor.person_id, None, [row[0] for row in rows]])
    seen = {int(one.row["id"]): one for one in (step.look_at(actor, row) for row in found)}
    plans: list[tuple[Known, dict[str, Any]]] = []
    pointing = _pointing(seen, rows)
    for row in rows:
        one = seen.get(row[0])
        if one is None:
            refused[row[0]] = step.no_such_card()
            continue
        try:
            plan = _placed(actor, one, row, pointing[id(one.definition)])
        except Refused as trouble:
            refused[row[0]] = trouble
            continue
        if plan is not None:
            plans.append((row, plan))
    return _written(plans)


def _pointing(seen: Mapping[int, step.Seen], rows: Sequence[Known]) -> dict[int, Pointed]:
    """By definition: cards keep the one they began with."""
    given: dict[int, list[Mapping[str, Any]]] = {}
    for card, _stage, fields, _note in rows:
        if card in seen:
            given.setdefault(id(seen[card].definition), []).extend((fields, seen[card].state.fields))
    kinds = {id(one.definition): one for one in seen.values()}
    return {key: Pointed(one.definition.card_type, one.chart, given[key]) for key, one in kinds.items()}


def _placed(actor: Actor, seen: step.Seen, row: Known, pointed: Pointed) -> dict[str, Any] | None:
    """None when nothing is new."""
    step.require(actor, "card.place", seen)
    _card, stage, said, note = row
    now, known = clock.now(), seen.definition.card_type.fields
    given = {key: value for key, value in said.items() if key in known}  # a later version may have more
    try:
        happening = Place(stage, pointed.fit(given), note)
        decision = decide(seen.definition, seen.state, happening, now, seen.chart, actor.person_id)
    except Refusal as refusal:
        raise refusals.translate(refusal, seen.definition.card_type, seen.chart) from refusal
    plan = codec.plan(seen.definition, seen.state, decision, actor, now)
    if not plan["lines"]:
        return None
    if "search" in plan:
        plan["search"] += " " + pointed.words(plan["fields"])
    return plan | {"card": seen.id, "version": seen.version}


def _written(plans: list[tuple[Known, dict[str, Any]]]) -> list[Known]:
    """Those that were not."""
    if not plans:
        return []
    moved: list[Known] = []
    text = json.dumps([plan for _row, plan in plans], ensure_ascii=False)
    for place, said in prepared(WRITE, [text]):
        if json.loads(said)["status"] != "done":
            moved.append(plans[place - 1][0])
    return moved
