"""Two at the same moment: one winner, the loser gets a sentence, never a server error. 500 rounds through pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from marshrut.cards import commands
from marshrut.cards.models import Card, Task
from marshrut.history.models import Event
from marshrut.history.verify import verify
from marshrut.jobs.models import Timer
from marshrut.jobs.registry import DueTimer
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from tests.support.office import MovingClock, Office, build

ROUNDS = 125
pytestmark = [pytest.mark.storm, pytest.mark.django_db(transaction=True)]
Call = Callable[[], Any]


@dataclass
class Scene:
    office: Office
    clients: dict[str, Client]

    def post(self, who: str, url: str, **data: Any) -> HttpResponse:
        return self.clients[who].post(url, data, headers={"HX-Request": "true"})  # type: ignore[return-value]


@pytest.fixture
def scene() -> Iterator[Scene]:
    with clock.running(MovingClock("2026-07-02 10:00")):
        office = build()
        clients = {}
        for name in ("alisa", "boris", "ops"):
            clients[name] = Client(raise_request_exception=False)
            clients[name].force_login(office.people[name])
        yield Scene(office, clients)


def together(pool: ThreadPoolExecutor, *calls: Call) -> list[Any]:
    """Start the calls at the same moment, each in a thread with a database connection of its own."""
    barrier = Barrier(len(calls))

    def run(call: Call) -> Any:
        barrier.wait()
        return call()

    return [one.result() for one in [pool.submit(run, call) for call in calls]]


def hang_up() -> None:
    connection.close()  # the connection of the thread this runs in


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as threads:
        yield threads
        together(threads, hang_up, hang_up)


def decisions(card: int) -> int:
    return Event.objects.filter(subject=f"card:{card}", kind="task.completed").count()


def complete(scene: Scene, who: str, task: int, key: str) -> Call:
    data = {"outcome": "approved", "version": "1", "target": "card", "key": key}
    return lambda: scene.post(who, f"/tasks/{task}/complete", **data).status_code


def test_two_people_approve_at_once(scene: Scene, pool: ThreadPoolExecutor) -> None:
    seen: Counter[int] = Counter()
    for number in range(ROUNDS):
        card = scene.office.request()
        task = scene.office.task(card, "approve").pk
        codes = together(
            pool,
            complete(scene, "boris", task, f"boris-{number:05}"),
            complete(scene, "ops", task, f"ops-----{number:05}"),
        )
        assert sorted(codes) == [200, 409]
        assert decisions(card) == 1
        seen.update(codes)
    assert seen == {200: ROUNDS, 409: ROUNDS}
    assert not verify()


def test_double_click_is_one_decision_and_two_good_answers(scene: Scene, pool: ThreadPoolExecutor) -> None:
    for number in range(ROUNDS):
        card = scene.office.request()
        task = scene.office.task(card, "approve").pk
        press = complete(scene, "boris", task, f"click---{number:05}")
        assert together(pool, press, press) == [200, 200]
        assert decisions(card) == 1
        assert Card.objects.system("test").get(pk=card).stage == "finance"


def test_approval_against_escalation(scene: Scene, pool: ThreadPoolExecutor) -> None:
    for number in range(ROUNDS):
        card = scene.office.request()
        task = scene.office.task(card, "approve").pk
        row = Timer.objects.get(subject=card, key="remind", state="armed")
        due = DueTimer(row.pk, card, row.visit, row.task, row.key, row.ordinal, clock.now(), {}, 1)

        def escalate(due: DueTimer = due) -> int:
            commands.fire_timer(Actor.system("timer"), timer=due)
            return 200

        assert together(pool, complete(scene, "boris", task, f"timer---{number:05}"), escalate) == [200, 200]
        assert decisions(card) == 1
        kinds = list(Event.objects.filter(subject=f"card:{card}").order_by("seq").values_list("kind", flat=True))
        if "task.reminded" in kinds:
            assert kinds.index("task.reminded") < kinds.index("task.completed")
        live = Timer.objects.filter(subject=card, state="armed")
        assert set(live.values_list("visit", flat=True)) == {3}


def test_edit_against_approval(scene: Scene, pool: ThreadPoolExecutor) -> None:
    """Nobody approves a sum they did not see: either the edit is refused as locked, or the approval as outdated."""
    seen: Counter[tuple[int, ...]] = Counter()
    for number in range(ROUNDS):
        card = scene.office.request()
        task = scene.office.task(card, "approve").pk

        def edit(card: int = card, number: int = number) -> int:
            data = {"amount": "999", "version": "1", "key": f"edit----{number:05}"}
            return scene.post("alisa", f"/cards/{card}/edit", **data).status_code

        codes = tuple(together(pool, edit, complete(scene, "boris", task, f"appr----{number:05}")))
        assert sorted(codes) == [200, 409]
        amount = str(Card.objects.system("test").get(pk=card).amount)
        assert (amount, decisions(card)) in (("999.00", 0), ("125000.50", 1))
        seen[codes] += 1
    assert sum(seen.values()) == ROUNDS


def test_comment_against_approval(scene: Scene, pool: ThreadPoolExecutor) -> None:
    """Both lock the card before its history: no deadlock, both are written."""
    for number in range(40):
        card = scene.office.request()
        task = scene.office.task(card, "approve").pk

        def comment(card: int = card, number: int = number) -> int:
            return scene.post("alisa", f"/cards/{card}/comment", text="Срочно", key=f"comm----{number:05}").status_code

        assert together(pool, comment, complete(scene, "boris", task, f"with----{number:05}")) == [200, 200]
        assert decisions(card) == 1


def test_loser_is_told_who_was_first(scene: Scene) -> None:
    card = scene.office.request()
    task = scene.office.task(card, "approve").pk
    scene.post("boris", f"/tasks/{task}/complete", outcome="approved", version="1", target="card")
    answer = scene.post("ops", f"/tasks/{task}/complete", outcome="approved", version="1", target="card")
    assert answer.status_code == 409
    assert "Борисов" in answer.content.decode()
    assert Task.objects.system("test").filter(card_id=card, state="done").count() == 1


def test_late_timer_of_a_left_visit_is_stale(scene: Scene) -> None:
    card = scene.office.request()
    row = Timer.objects.filter(subject=card, state="armed").earliest("due_at")
    due = DueTimer(row.pk, card, row.visit, row.task, row.key, row.ordinal, clock.now() + timedelta(days=9), {}, 1)
    scene.office.complete(card, "approve", "approved", "boris")
    before = Event.objects.filter(subject=f"card:{card}").count()
    commands.fire_timer(Actor.system("timer"), timer=due)
    assert Event.objects.filter(subject=f"card:{card}").count() == before
