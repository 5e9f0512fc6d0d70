"""What people do with the cards of the story: each verb of the script calls the command that its button would call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any, Protocol

from marshrut.automation import commands as automation
from marshrut.cards import commands as cards
from marshrut.cards import queries
from marshrut.cards.queries import OpenTask
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor

from . import desk
from .moments import ONE, Moments
from .partners import PARTNERS
from .script import Act

PARTNER = {partner.key: partner for partner in PARTNERS}


@dataclass(frozen=True, slots=True)
class Office:
    """What all cards share. `people` and `companies` are ids by login and key, `names` short names by login."""

    moments: Moments
    people: Mapping[str, int]
    names: dict[str, str]
    companies: dict[str, int] = field(default_factory=dict)
    #: ids by title
    projects: dict[str, int] = field(default_factory=dict)
    #: numbers of payment orders
    orders: Iterator[int] = field(default_factory=lambda: count(812))

    def today(self) -> date:
        return self.moments.work.local(clock.now()).date()

    @staticmethod
    def iso(text: str) -> str:
        """ISO of a date as people write it."""
        return "-".join(reversed(text.split(".")))

    def last_working_day(self) -> date:
        day = self.today() - ONE
        while not self.moments.work.is_working(day):
            day -= ONE
        return day


class Content(Protocol):
    """What stands on a card of one type."""

    @property
    def card_type(self) -> str: ...

    @property
    def verbs(self) -> Mapping[str, Verb]: ...

    def first(self, office: Office, actor: Actor) -> dict[str, Any]: ...

    def corrected(self, office: Office, actor: Actor) -> dict[str, Any]: ...


@dataclass(slots=True)
class Paper:
    """A card on its way; `card` is 0 until somebody creates it."""

    office: Office
    content: Content
    card: int = 0

    def do(self, act: Act) -> None:
        actor = Actor.person(self.office.people[act.who], "demo")
        {**VERBS, **self.content.verbs}[act.verb](self, actor, act)
        # who is at work sees what came in
        automation.read_notices(actor)

    def task(self, actor: Actor, *keys: str) -> OpenTask:
        """The open task that the actor may decide."""
        tasks = queries.card(actor, self.card).tasks
        return next(one for one in tasks if one.right and (one.rule.key in keys or not keys))


Verb = Callable[[Paper, Actor, Act], None]


def decide(outcome: str, *keys: str) -> Verb:
    """The verb that presses a button of one of these tasks; of any, when none is named."""

    def press(paper: Paper, actor: Actor, act: Act) -> None:
        cards.complete_task(actor, task=paper.task(actor, *keys).id, outcome=outcome, reason=act.text)

    return press


def _create(paper: Paper, actor: Actor, act: Act, *, start: bool = True) -> None:
    fields = paper.content.first(paper.office, actor)
    paper.card = cards.create_card(actor, card_type=paper.content.card_type, fields=fields, start=start)["card"]


def _draft(paper: Paper, actor: Actor, act: Act) -> None:
    _create(paper, actor, act, start=False)


def _correct(paper: Paper, actor: Actor, act: Act) -> None:
    cards.edit_card(actor, card=paper.card, fields=paper.content.corrected(paper.office, actor))


def _restart(paper: Paper, actor: Actor, act: Act) -> None:
    cards.restart_card(actor, card=paper.card)


def _withdraw(paper: Paper, actor: Actor, act: Act) -> None:
    cards.withdraw_card(actor, card=paper.card, reason=act.text)


def _take(paper: Paper, actor: Actor, act: Act) -> None:
    cards.take_task(actor, task=paper.task(actor).id)


def _delegate(paper: Paper, actor: Actor, act: Act) -> None:
    to = paper.office.people[act.argument]
    cards.delegate_task(actor, task=paper.task(actor).id, to=to, reason=act.text)


def _comment(paper: Paper, actor: Actor, act: Act) -> None:
    mentions = [paper.office.people[login] for login in act.mentions]
    cards.comment_card(actor, card=paper.card, text=act.say(paper.office.names), mentions=mentions)


def _attach(paper: Paper, actor: Actor, act: Act) -> None:
    """A table of the text, its lines parted by ";;"."""
    content = act.text.replace(";;", "\r\n").encode("utf-8-sig")
    cards.attach_files(actor, card=paper.card, files=[desk.store(actor, act.argument.replace("_", " "), content)])


#: what can be done with a card of any type
VERBS: Mapping[str, Verb] = {
    "create": _create,
    "draft": _draft,
    "correct": _correct,
    "restart": _restart,
    "withdraw": _withdraw,
    "take": _take,
    "delegate": _delegate,
    "comment": _comment,
    "attach": _attach,
}
