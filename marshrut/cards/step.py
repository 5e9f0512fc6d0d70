"""The hot path: one read, one pure decision, one write.

The read takes no lock: it sees one consistent snapshot. The write refuses when the card's version moved since, and the
step is then decided anew on the fresh card, so the loser of a race gets the truth. Why not a row lock: after waiting
for a lock PostgreSQL re-reads only the locked row, not the tasks aggregated beside it. See decision 0003.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString

from django.utils.translation import gettext_lazy as _

from marshrut.definitions import queries as definitions
from marshrut.definitions import revision as definitions_revision
from marshrut.definitions.schema.access import Act, Grant
from marshrut.engine.decide import decide
from marshrut.engine.decision import Decision, Refusal
from marshrut.engine.definition import Definition
from marshrut.engine.happenings import Happening
from marshrut.engine.state import CardState
from marshrut.kernel import clock, memory
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import fingerprint, key_reused, scoped_key
from marshrut.kernel.errors import Conflict, NotFound
from marshrut.kernel.sql import prepared
from marshrut.org import access
from marshrut.org import queries as org
from marshrut.org import revision as org_revision
from marshrut.org.rules import OrgChart

from . import codec, naming, refusals
from .rights import Facts, allowed

ATTEMPTS = 12

REVISIONS: LiteralString = f"({org_revision.SQL}), ({definitions_revision.SQL})"

# Everything a decision needs: the card, its fields, tasks of this round, skips of earlier ones, armed timers of this
# visit, children, whether the actor takes part, the revisions of company and packs, the answer already given to this
# client key.
READ: LiteralString = f"""
SELECT to_jsonb(c) || jsonb_build_object(
           'fields', content.fields,
           'tasks', (SELECT jsonb_agg(to_jsonb(t) ORDER BY t.n) FROM cards_task t
                     WHERE t.card_id = c.id AND t.round = c.round),
           'skipped_before', (SELECT count(*) FROM cards_task t
                              WHERE t.card_id = c.id AND t.round < c.round AND t.skipped),
           'timers', (SELECT jsonb_agg(to_jsonb(m)) FROM jobs_timer m
                      WHERE m.subject = c.id AND m.visit = c.visit AND m.state = 'armed'),
           'children', (SELECT jsonb_agg(to_jsonb(k)) FROM cards_child k WHERE k.card_id = c.id)),
       EXISTS (SELECT 1 FROM cards_participant p WHERE p.card_id = c.id AND p.person_id = %s),
       {REVISIONS}, key.body, key.response
FROM cards_card c
JOIN cards_content content ON content.card_id = c.id
LEFT JOIN kernel_command_log key ON key.key = %s
WHERE c.id = """  # noqa: S608 - constants only
READ_CARD: LiteralString = READ + "%s"
READ_TASK: LiteralString = READ + "(SELECT card_id FROM cards_task WHERE id = %s)"  # noqa: S608
READ_NOTHING: LiteralString = f"""
SELECT NULL, false, {REVISIONS}, key.body, key.response
FROM (SELECT %s::bigint, %s::text AS wanted) AS asked LEFT JOIN kernel_command_log key ON key.key = asked.wanted"""  # noqa: S608
WRITE: LiteralString = "SELECT cards_apply(%s::jsonb)"


@dataclass(frozen=True, slots=True)
class Seen:
    """A card as the read found it, with the company and the definition to decide by."""

    id: int | None
    version: int
    state: CardState
    row: dict[str, Any]
    facts: Facts
    definition_id: int
    definition: Definition
    chart: OrgChart
    #: who may do what with cards of this type today
    grants: tuple[Grant, ...]

    def allows(self, person: int | None, act: Act) -> bool:
        """Whether the grants let the person do this with the card."""
        return person is not None and allowed(self.grants, act, person, self.chart, self.facts)


#: looks at the card before the decision; may raise; returns words the card shall also be found by
Check = Callable[[Seen], str]
#: what happens to the card that was seen
What = Callable[[Seen], Happening]


def require(actor: Actor, action: str, seen: Seen) -> None:
    """Return when the actor may do the action with the card, raise Forbidden otherwise."""
    access.require(actor, action, chart=seen.chart, grants=seen.grants, facts=seen.facts)


def no_such_card() -> NotFound:
    return NotFound(_("There is no such card, or you have no access to it."))


_definitions: dict[tuple[int, str, int], Definition] = {}


def definition_of(version: definitions.Installed, card_type: str, shelf: definitions.Shelf) -> Definition:
    """The card type of this version with today's settings; compiled once per process and revision."""
    place = (version.id, card_type, shelf.revision)
    if place not in _definitions:
        found = version.pack.card_type(card_type)
        assert found is not None
        if len(_definitions) > 500:
            _definitions.clear()
        _definitions[place] = Definition(version.pack.key, version.pack.version, found, shelf.settings_of(version))
    return _definitions[place]


def create(
    actor: Actor,
    card_type: str,
    author: int,
    happening: Happening,
    *,
    key: str | None = None,
    check: Check | None = None,
    asked: list[Any] | None = None,
    whole: What | None = None,
    **columns: Any,
) -> dict[str, Any]:
    """Step that makes a new card; `columns` are extra columns of its row (parent).

    `asked` is what a repeated call with the same key is told apart by: all arguments, if not given. `whole` makes more
    of the happening once the definition is known.
    """

    def look(rows: list[tuple[Any, ...]]) -> Seen:
        shelf, chart = definitions.at(rows[0][3]), org.chart_at(rows[0][2])
        version = shelf.active_for(card_type)
        definition = definition_of(version, card_type, shelf)
        facts = Facts(author, chart.department_of(author), False)
        state = CardState(author=author, has_parent="parent_id" in columns)
        return Seen(None, 0, state, {}, facts, version.id, definition, chart, shelf.access(card_type))

    asked = asked or [card_type, author, happening, columns]
    extra = {"type": card_type, "author_id": author, **columns}
    what = whole or (lambda _: happening)
    return _run(actor, "card.create", READ_NOTHING, None, what, look, asked, key, check, extra)


def run(
    actor: Actor,
    action: str,
    happening: Happening,
    *,
    card: int,
    key: str | None = None,
    check: Check | None = None,
    whole: What | None = None,
) -> dict[str, Any]:
    """Step of an existing card. `whole` makes more of the happening once the card is seen.

    Returns {"card", "version", "tasks"}. Raises NotFound (also for cards the actor may not see), Forbidden, Invalid,
    Conflict.
    """

    def what(_seen: Seen) -> Happening:
        return happening

    return _run(actor, action, READ_CARD, card, whole or what, _looker(actor), [card, happening], key, check, {})


def run_task(
    actor: Actor,
    action: str,
    make: Callable[[int], Happening],
    *,
    task: int,
    key: str | None = None,
    check: Check | None = None,
) -> dict[str, Any]:
    """Step of the card that the task (by its id) belongs to; `make` gets the task's number within the card."""

    def what(seen: Seen) -> Happening:
        number = next((row["n"] for row in seen.row["tasks"] or () if row["id"] == task), None)
        if number is None:  # of an earlier round
            code = "undo_round" if action == "task.undo" else "task_closed"
            raise Conflict(refusals.SENTENCES[code], code=code)
        return make(number)

    return _run(actor, action, READ_TASK, task, what, _looker(actor), [task, make(0)], key, check, {})


def read(actor: Actor, card: int) -> Seen:
    """The card as a step would see it; raises NotFound."""
    return _looker(actor)(prepared(READ_CARD, [actor.person_id, None, card]))


def read_task(actor: Actor, task: int) -> Seen:
    """The card of a task, named by the task's id; raises NotFound."""
    return _looker(actor)(prepared(READ_TASK, [actor.person_id, None, task]))


def _looker(actor: Actor) -> Callable[[list[tuple[Any, ...]]], Seen]:
    def look(rows: list[tuple[Any, ...]]) -> Seen:
        if not rows:
            raise no_such_card()
        return look_at(actor, rows[0])

    return look


def look_at(actor: Actor, row: tuple[Any, ...]) -> Seen:
    """A row of `READ`; raises NotFound for a card the actor may not see."""
    return _seen(actor, *row[:4])


def _seen(actor: Actor, found: str, participant: bool, org_at: int, definitions_at: int) -> Seen:
    row = json.loads(found)
    chart, shelf = org.chart_at(org_at), definitions.at(definitions_at)
    version = definitions.installed(row["definition_id"])
    definition = definition_of(version, row["type"], shelf)
    facts = Facts(row["author_id"], row["department_id"], participant, row["stage"])
    grants = shelf.access(row["type"], definition.card_type.access)
    if not access.may(actor, "card.view", chart=chart, grants=grants, facts=facts):
        raise no_such_card()
    return Seen(row["id"], row["version"], codec.card_state(row), row, facts, version.id, definition, chart, grants)


def _run(
    actor: Actor,
    action: str,
    query: LiteralString,
    wanted: int | None,
    what: Callable[[Seen], Happening],
    look: Callable[[list[tuple[Any, ...]]], Seen],
    asked: list[Any],
    key: str | None,
    check: Check | None,
    extra: dict[str, Any],
) -> dict[str, Any]:
    full_key = scoped_key(actor, key) if key else None
    body = fingerprint(action, asked) if full_key else ""
    for _attempt in range(ATTEMPTS):
        parameters = [actor.person_id, full_key] if wanted is None else [actor.person_id, full_key, wanted]
        rows = prepared(query, parameters)
        if rows and rows[0][4] is not None:
            if rows[0][4] != body:
                raise key_reused()
            answer: dict[str, Any] = json.loads(rows[0][5])
            return answer
        seen = look(rows)
        require(actor, action, seen)
        words = check(seen) if check is not None else ""
        now = clock.now()
        decision = _decide(seen, what(seen), now, actor)
        plan = codec.plan(seen.definition, seen.state, decision, actor, now)
        if not plan["lines"]:
            return _nothing_to_write(seen, decision)
        plan["row"].update(extra)
        if "search" in plan:
            plan["search"] += " " + (words or naming.words(seen.definition.card_type, plan["fields"]))
        done = write(seen, plan, full_key, body)
        if done is not None:
            return done
    raise Conflict(_("Too many people are changing this card right now. Try again."), code="busy")


def _decide(seen: Seen, happening: Happening, now: datetime, actor: Actor) -> Decision:
    try:
        person = actor.person_id
        rights = {"deciding": seen.allows(person, "decide"), "managing": seen.allows(person, "manage")}
        return decide(seen.definition, seen.state, happening, now, seen.chart, person, **rights)
    except Refusal as refusal:
        raise refusals.translate(refusal, seen.definition.card_type, seen.chart) from refusal


def _nothing_to_write(seen: Seen, decision: Decision) -> dict[str, Any]:
    """A stale timer is put down; an edit that changes nothing changes nothing."""
    if decision.settled is not None and decision.settled[0].id is not None:
        prepared("SELECT jobs_settle_timers(ARRAY[%s]::bigint[], %s)", [decision.settled[0].id, decision.settled[1]])
    return {"card": seen.id, "version": seen.version, "tasks": {}}


def write(seen: Seen, plan: dict[str, Any], key: str | None, body: str) -> dict[str, Any] | None:
    """None when somebody was faster and the step must be decided anew."""
    if seen.id is None:
        plan["row"]["definition_id"] = seen.definition_id
        plan["row"]["department_id"] = seen.facts.department
    else:
        plan["card"] = seen.id
        plan["version"] = seen.version
    if key:
        plan["key"], plan["key_body"] = key, body
    answer: dict[str, Any] = json.loads(prepared(WRITE, [json.dumps(plan, ensure_ascii=False)])[0][0])
    memory.forget()
    return answer if answer.pop("status") == "done" else None
