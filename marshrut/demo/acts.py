"""What people do with a payment request: each verb of the script calls the command that its button would call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any

from marshrut.automation import commands as automation
from marshrut.cards import commands as cards
from marshrut.cards import queries
from marshrut.cards.queries import OpenTask
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor

from . import desk
from .moments import ONE, Moments
from .partners import PARTNERS, Partner
from .script import Act, Bill, Request
from .words import short_date

CARD_TYPE = "payment_request"
PARTNER = {partner.key: partner for partner in PARTNERS}


@dataclass(frozen=True, slots=True)
class Office:
    """What all requests share. `people` and `companies` are ids by login and key, `names` short names by login."""

    moments: Moments
    people: Mapping[str, int]
    names: dict[str, str]
    companies: dict[str, int] = field(default_factory=dict)
    #: numbers of payment orders
    orders: Iterator[int] = field(default_factory=lambda: count(812))

    def today(self) -> date:
        return self.moments.work.local(clock.now()).date()

    def last_working_day(self) -> date:
        day = self.today() - ONE
        while not self.moments.work.is_working(day):
            day -= ONE
        return day


@dataclass(slots=True)
class Paper:
    """A request on its way; `card` is 0 until somebody creates it."""

    office: Office
    request: Request
    card: int = 0
    purpose: str = ""

    def do(self, act: Act) -> None:
        actor = Actor.person(self.office.people[act.who], "demo")
        VERBS[act.verb](self, actor, act)
        # who is at work sees what came in
        automation.read_notices(actor)

    @property
    def partner(self) -> Partner:
        return PARTNER[self.request.to]

    def fields(self, actor: Actor, bill: Bill | None) -> dict[str, Any]:
        """What the invoice says, with the invoice itself."""
        if bill is None:
            self.purpose = self.request.purpose
            return {"purpose": self.purpose}
        day = self.office.last_working_day()
        self.purpose = self.request.purpose.format(number=bill.number, day=short_date(day))
        file = desk.store_invoice(actor, bill, self.partner, day, day + timedelta(days=10))
        return {"purpose": self.purpose, "amount": str(bill.amount), "invoice": [file]}

    def task(self, actor: Actor, *keys: str) -> OpenTask:
        """The open task that the actor may decide."""
        tasks = queries.card(actor, self.card).tasks
        return next(one for one in tasks if one.right and (one.rule.key in keys or not keys))


def _create(paper: Paper, actor: Actor, act: Act, *, start: bool = True) -> None:
    request = paper.request
    more = {
        "counterparty": paper.office.companies[request.to],
        "expense_item": request.item,
        "note": request.note,
        "pay_before": paper.office.moments.date_of(request.pay_before) if request.pay_before else None,
    }
    fields = {**paper.fields(actor, request.invoice), **{key: value for key, value in more.items() if value}}
    paper.card = cards.create_card(actor, card_type=CARD_TYPE, fields=fields, start=start)["card"]


def _draft(paper: Paper, actor: Actor, act: Act) -> None:
    _create(paper, actor, act, start=False)


def _correct(paper: Paper, actor: Actor, act: Act) -> None:
    cards.edit_card(actor, card=paper.card, fields=paper.fields(actor, paper.request.corrected))


def _restart(paper: Paper, actor: Actor, act: Act) -> None:
    cards.restart_card(actor, card=paper.card)


def _withdraw(paper: Paper, actor: Actor, act: Act) -> None:
    cards.withdraw_card(actor, card=paper.card, reason=act.text)


def _take(paper: Paper, actor: Actor, act: Act) -> None:
    cards.take_task(actor, task=paper.task(actor).id)


def _delegate(paper: Paper, actor: Actor, act: Act) -> None:
    to = paper.office.people[act.argument]
    cards.delegate_task(actor, task=paper.task(actor).id, to=to, reason=act.text)


def _decide(outcome: str, *keys: str) -> Callable[[Paper, Actor, Act], None]:
    def decide(paper: Paper, actor: Actor, act: Act) -> None:
        cards.complete_task(actor, task=paper.task(actor, *keys).id, outcome=outcome, reason=act.text)

    return decide


def _order(paper: Paper, actor: Actor, act: Act) -> None:
    """The payment order, printed by the bank today, closes the accountant's task."""
    office, bill = paper.office, paper.request.corrected or paper.request.invoice
    assert bill is not None
    file = desk.store_order(actor, next(office.orders), office.today(), paper.partner, bill.amount, paper.purpose)
    task = paper.task(actor, "payment_order").id
    cards.complete_task(actor, task=task, outcome="finished", fields={"payment_order": [file]})


def _comment(paper: Paper, actor: Actor, act: Act) -> None:
    mentions = [paper.office.people[login] for login in act.mentions]
    cards.comment_card(actor, card=paper.card, text=act.say(paper.office.names), mentions=mentions)


def _attach(paper: Paper, actor: Actor, act: Act) -> None:
    """A table of the text, its lines parted by ";;"."""
    content = act.text.replace(";;", "\r\n").encode("utf-8-sig")
    cards.attach_files(actor, card=paper.card, files=[desk.store(actor, act.argument.replace("_", " "), content)])


VERBS: Mapping[str, Callable[[Paper, Actor, Act], None]] = {
    "create": _create,
    "draft": _draft,
    "correct": _correct,
    "restart": _restart,
    "withdraw": _withdraw,
    "take": _take,
    "delegate": _delegate,
    "approve": _decide("approved", "approve"),
    "confirm": _decide("confirmed", "finance"),
    "reject": _decide("rejected", "approve", "finance"),
    "pay": _decide("finished", "pay"),
    "order": _order,
    "comment": _comment,
    "attach": _attach,
}
