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
from marshrut.org import commands as org
from tests.support.office import SYSTEM, MovingClock, Office, build, drain

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
        for name in ("alisa", "boris", "ops", "finance"):
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


HANDED = 25


def stands_in(scene: Scene, absent: str, present: str) -> None:
    org.set_absence(
        SYSTEM,
        person=scene.office.id(absent),
        since=clock.now() - timedelta(hours=1),
        until=clock.now() + timedelta(days=5),
        substitutes=[{"person": scene.office.id(present)}],
    )


def kinds_of(card: int) -> list[str]:
    return list(Event.objects.filter(subject=f"card:{card}").order_by("seq").values_list("kind", flat=True))


def holder(card: int, key: str) -> int:
    return Task.objects.system("test").get(card_id=card, key=key, state="open").assignee_id


def test_delegation_against_decision(scene: Scene, pool: ThreadPoolExecutor) -> None:
    """Either the decision came first and nothing is handed on, or the colleague has the task and I cannot decide."""
    seen: Counter[str] = Counter()
    for number in range(HANDED):
        card = scene.office.request()
        task = scene.office.task(card, "approve").pk

        def delegate(task: int = task, number: int = number) -> HttpResponse:
            data = {"to": scene.office.id("viktor"), "target": "card", "key": f"deleg---{number:05}"}
            return scene.post("boris", f"/tasks/{task}/delegate", **data)

        handed, decided = together(pool, delegate, complete(scene, "boris", task, f"decide--{number:05}"))
        if decisions(card):
            assert (handed.status_code, decided) == (409, 200)
            assert "Борисов" in handed.content.decode()
            seen["decided"] += 1
        else:
            assert (handed.status_code, decided) == (200, 204)  # a refusal is said by a toast
            assert holder(card, "approve") == scene.office.id("viktor")
            seen["delegated"] += 1
    assert sum(seen.values()) == HANDED
    assert not verify()


def test_undo_against_the_next_decision(scene: Scene, pool: ThreadPoolExecutor) -> None:
    for number in range(HANDED):
        card = scene.office.request()
        first = scene.office.task(card, "approve").pk
        scene.office.complete(card, "approve", "approved", "boris")
        second = scene.office.task(card, "finance").pk

        def undo(first: int = first, number: int = number) -> int:
            data = {"target": "card", "key": f"undo----{number:05}"}
            return scene.post("boris", f"/tasks/{first}/undo", **data).status_code

        def confirm(second: int = second, number: int = number) -> int:
            data = {"outcome": "confirmed", "version": "1", "target": "card", "key": f"confirm-{number:05}"}
            return scene.post("finance", f"/tasks/{second}/complete", **data).status_code

        codes = together(pool, undo, confirm)
        assert sorted(codes) == [200, 409]
        stage = Card.objects.system("test").get(pk=card).stage
        assert stage == ("unit_approval" if codes[0] == 200 else "payment")
    assert not verify()


def test_cover_against_decision(scene: Scene, pool: ThreadPoolExecutor) -> None:
    """The stand-in decides while the worker passes the task to them: it passes once, it is decided once."""
    cards = [scene.office.request() for _number in range(HANDED)]
    stands_in(scene, "boris", "ops")
    for number, card in enumerate(cards):
        task = scene.office.task(card, "approve").pk

        def cover(card: int = card) -> int:
            commands.cover_card(SYSTEM, card=card)
            return 200

        codes = together(pool, cover, complete(scene, "ops", task, f"standin-{number:05}"))
        assert codes == [200, 200]
        kinds = kinds_of(card)
        assert (kinds.count("task.passed"), kinds.count("task.completed")) == (1, 1)
        event = Event.objects.get(subject=f"card:{card}", kind="task.completed")
        assert event.on_behalf_of == scene.office.id("boris")
    assert not verify()


def test_dismissal_against_decision(scene: Scene, pool: ThreadPoolExecutor) -> None:
    """Whoever is dismissed has decided before, or not at all; what is open goes to the head."""
    for number in range(8):
        card = scene.office.request()
        task = scene.office.task(card, "approve").pk

        def dismiss() -> int:
            org.dismiss_person(SYSTEM, person=scene.office.id("boris"))
            return 200

        codes = together(pool, dismiss, complete(scene, "boris", task, f"leaving-{number:05}"))
        assert codes[0] == 200
        assert codes[1] in (200, 204, 404)  # 404: the answer found nobody to show the card to
        drain(clock.now())
        if not decisions(card):
            assert codes[1] != 200
            assert holder(card, "approve") == scene.office.id("director")
        org.reinstate_person(SYSTEM, person=scene.office.id("boris"))
        scene.office.people["boris"].refresh_from_db()
        scene.clients["boris"].force_login(scene.office.people["boris"])
    assert not verify()
