"""What is played is what happens: the same card by the commands of production and in a world of the engine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from marshrut.cards import commands, queries
from marshrut.cards.models import Task
from marshrut.engine.happenings import Complete, Happening, Take, Withdraw
from marshrut.engine.play.reaching import Reach
from marshrut.engine.play.world import World
from marshrut.history.models import Event
from marshrut.jobs.models import Effect
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.org import queries as org
from tests.support.office import MovingClock, Office
from tests.support.toy import msk

#: what the author fills in
FIELDS = ("counterparty", "amount", "expense_item", "purpose", "invoice")


class Both:
    """Does everything twice."""

    def __init__(self, office: Office, now: MovingClock) -> None:
        self.office, self.now = office, now
        self.card = office.request()
        now.until(now())
        definition = queries.definition_today("payment_request")
        chart = org.chart()
        self.world = World({"payment_request": definition}, chart, now(), reach=Reach(chart, {}))
        known = queries.seen(Actor.system(), self.card).state.fields
        self.played = self.world.create(
            "payment_request", office.id("alisa"), {key: known[key] for key in FIELDS if key in known}
        )

    def until(self, text: str) -> None:
        self.now.to(text)
        self.world.until(msk(text))

    def press(
        self, key: str, by: str, act: Callable[[int], Happening], command: Callable[..., Any], **how: Any
    ) -> None:
        task = self.office.task(self.card, key)
        command(self.office.actor(by), task=task.pk, **how)
        self.now.until(self.now())
        self.world.do(self.played, act(task.n), self.office.id(by))

    def same(self) -> None:
        """The lines, when they were written, the tasks with their deadlines, who was told what."""
        rows = Event.objects.filter(subject=f"card:{self.card}").order_by("seq")
        lines = [(one.at, line.kind) for one in self.world.log for line in one.decision.lines]
        assert lines == [(row.at, row.kind) for row in rows]
        tasks = Task.objects.system("test").filter(card_id=self.card).order_by("n")
        state = self.world.cards[self.played].state
        assert [(one.n, one.key, one.state, one.assignee, one.due_at) for one in state.tasks] == [
            (row.n, row.key, row.state, row.assignee_id, row.due_at) for row in tasks
        ]
        effects = [effect for one in self.world.log for effect in one.decision.effects]
        told = Effect.objects.filter(subject=self.card, kind="notify").values_list("payload", flat=True)
        assert _sorted(one.payload for one in effects if one.kind == "notify") == _sorted(told)
        assert queries.seen(Actor.system(), self.card).state.stage == state.stage


def _sorted(payloads: Any) -> list[tuple[str, int]]:
    return sorted((one["notice"], one["person"]) for one in payloads)


def test_a_request_that_everybody_is_silent_about(office: Office, now: MovingClock) -> None:
    both = Both(office, now)
    both.until("2026-07-07 12:00")
    both.same()
    both.press("approve", "boris", Take, commands.take_task)
    both.until("2026-07-10 15:00")
    both.same()


def test_a_request_that_is_paid(office: Office, now: MovingClock) -> None:
    both = Both(office, now)
    for key, outcome, by in (("approve", "approved", "boris"), ("finance", "confirmed", "finance")):
        both.until(f"2026-07-0{3 if key == 'approve' else 8} 12:30")
        both.press(key, by, lambda n, done=outcome: Complete(n, done), commands.complete_task, outcome=outcome)  # type: ignore[misc]
        both.same()
    both.until("2026-07-10 10:00")
    both.same()
    order = [office.file("junior", "Платёжное поручение.pdf")]
    both.press("pay", "chief", lambda n: Complete(n, "finished"), commands.complete_task, outcome="finished")
    both.press(
        "payment_order",
        "junior",
        lambda n: Complete(n, "finished", fields={"payment_order": order}),
        commands.complete_task,
        outcome="finished",
        fields={"payment_order": order},
    )
    both.same()
    assert both.world.cards[both.played].finished_at == now()


def test_a_request_that_is_taken_back(office: Office, now: MovingClock) -> None:
    both = Both(office, now)
    both.until("2026-07-02 16:00")
    commands.withdraw_card(office.actor("alisa"), card=both.card)
    both.now.until(both.now())
    both.world.do(both.played, Withdraw(), office.id("alisa"))
    both.until("2026-07-20 16:00")
    both.same()
    assert both.world.next_due() is None


def test_the_clock_of_the_world_is_its_own(office: Office, now: MovingClock) -> None:
    both = Both(office, now)
    before: datetime = clock.now()
    both.world.until(msk("2026-12-01 10:00"))
    assert clock.now() == before
