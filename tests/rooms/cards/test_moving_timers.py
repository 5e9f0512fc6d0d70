"""Timers of cards that go over to another version and back, as rows of the database and on a moving clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from marshrut.cards import commands, reconcile
from marshrut.cards.models import Card
from marshrut.cards.queries import moving
from marshrut.history.models import Event
from marshrut.history.verify import verify
from marshrut.jobs.models import Effect, Timer
from marshrut.kernel.wording import HARD
from tests.support.office import MovingClock, Office
from tests.support.toy import msk
from tests.support.versions import Part, install_version, stage

STAGE = "unit_approval"


def notice(text: str) -> list[Part]:
    return [{"do": "notify", "to": [{"author": True}], "text": {"ru": text, "en": text}}]


def timer(key: str, text: str = "Ждём", **words: Any) -> Part:
    return {"key": key, "robots": notice(text), **words}


def timed(*timers: Part) -> Callable[[Part], None]:
    """The first stage with these timers of its own; nobody is reminded of its task."""

    def change(card_type: Part) -> None:
        first = stage(card_type, STAGE)
        first["timers"] = list(timers)
        first["tasks"][0]["ladder"] = []

    return change


def laddered(*rungs: Part) -> Callable[[Part], None]:
    """The first task with this ladder."""

    def change(card_type: Part) -> None:
        stage(card_type, STAGE)["tasks"][0]["ladder"] = list(rungs)

    return change


def rung(key: str, **words: Any) -> Part:
    return {"key": key, "do": "remind", "text": {"ru": key, "en": key}, **words}


def go(office: Office, card: int, to: int) -> int:
    Effect.objects.update(state="done")
    answer = commands.move_many(office.actor("admin"), cards=[card], to=to)
    assert answer["refused"] == []
    return int(answer["moving"])


def back(office: Office, card: int, number: int) -> None:
    Effect.objects.update(state="done")
    answer = commands.revert_moving(office.actor("admin"), moving=number)
    assert (answer["reverted"], answer["refused"]) == ([card], [])
    sound()


def sound() -> None:
    assert verify() == []
    assert reconcile.findings() == []


def fired(card: int) -> list[tuple[str, str]]:
    """(timer or rung, day and hour in Moscow) of everything that came due."""
    lines = Event.objects.filter(subject=f"card:{card}", kind__in=("stage.timer", "task.reminded", "task.escalated"))
    at = lines.order_by("seq").values_list("body", "at")
    return [
        (body.get("timer") or body["rung"], f"{moment.astimezone(msk('2026-07-02').tzinfo):%d %H}")
        for body, moment in at
    ]


def told(card: int) -> int:
    """Notices of robots to people."""
    return Effect.objects.filter(subject=card, kind="notify", payload__notice="robot").count()


def armed(card: int) -> set[str]:
    return set(Timer.objects.filter(subject=card, state="armed", task=None).values_list("key", flat=True))


# -- timers of the stage -----------------------------------------------------------------------------------------------


def test_what_fired_while_the_card_was_away_is_not_told_again_and_the_rest_still_comes(
    office: Office, now: MovingClock
) -> None:
    timers = [timer("once", after={"days": 1}), timer("again", every={"days": 2}), timer("late", after={"days": 6})]
    install_version("8.0.0", timed(*timers))
    card = office.request()
    made = go(office, card, install_version("9.0.0", timed(*timers, timer("more", after={"days": 30}))))
    now.to("2026-07-05 10:00")
    back(office, card, made)
    assert armed(card) == {"stage/again", "stage/late"}
    now.to("2026-07-09 12:00")
    days = [("once", "03 10"), ("again", "04 10"), ("again", "06 10"), ("again", "08 10"), ("late", "08 10")]
    assert sorted(fired(card)) == sorted(days)
    assert told(card) == 5


def test_what_the_new_version_said_otherwise_and_sooner_hinders_nothing_of_the_old_one(
    office: Office, now: MovingClock
) -> None:
    install_version("8.0.0", timed(timer("late", after={"days": 5}), timer("again", every={"days": 3})))
    card = office.request()
    sooner = timed(timer("late", "Иначе", after={"days": 1}), timer("again", "Иначе", every={"days": 1}))
    made = go(office, card, install_version("9.0.0", sooner))
    now.to("2026-07-03 12:00")
    assert fired(card) == [("late", "03 10"), ("again", "03 10")]
    back(office, card, made)
    now.to("2026-07-08 12:00")
    assert fired(card)[2:] == [("again", "05 10"), ("late", "07 10"), ("again", "08 10")]
    assert told(card) == 5


def test_a_notice_that_only_came_at_another_time_is_not_sent_twice(office: Office, now: MovingClock) -> None:
    install_version("8.0.0", timed(timer("once", after={"days": 5}), timer("again", every={"days": 2})))
    card = office.request()
    made = go(office, card, install_version("9.0.0", timed(timer("once", after={"days": 1}))))
    now.to("2026-07-05 12:00")
    assert fired(card) == [("once", "03 10")]
    back(office, card, made)
    now.to("2026-07-08 12:00")
    assert fired(card) == [("once", "03 10"), ("again", "06 10"), ("again", "08 10")]


def test_a_notice_that_waits_for_the_morning_comes_once(office: Office, now: MovingClock) -> None:
    def waits(span: Part) -> Callable[[Part], None]:
        robots = [{**notice("Ждём")[0], "in_working_hours": True}]
        return timed({"key": "once", "after": span, "robots": robots})

    install_version("8.0.0", waits({"hours": 12}))
    card, other = office.request(), office.request()
    now.to("2026-07-02 23:00")
    assert armed(card) == {f"tell/once/0/{office.id('alisa')}"}
    new = install_version("9.0.0", waits({"hours": 13}))
    made = go(office, card, new)
    also = go(office, other, new)
    back(office, other, also)
    now.to("2026-07-03 10:00")
    assert (told(card), told(other)) == (1, 1)
    back(office, card, made)
    assert armed(card) == set()
    now.to("2026-07-06 12:00")
    assert (told(card), told(other)) == (1, 1)


def test_a_timer_that_was_gone_for_one_version_counts_on_in_the_next(office: Office, now: MovingClock) -> None:
    both = timed(timer("again", every={"days": 1}), timer("once", after={"days": 1}))
    install_version("8.0.0", both)
    card = office.request()
    now.to("2026-07-04 12:00")
    go(office, card, install_version("9.0.0", timed()))
    now.to("2026-07-05 12:00")
    go(office, card, install_version("9.1.0", both))
    now.to("2026-07-07 13:00")
    days = [at for key, at in fired(card) if key == "again"]
    assert days == ["03 10", "04 10", "06 12", "07 12"]
    assert [key for key, _at in fired(card)].count("once") == 1
    sound()


def test_a_timer_that_changed_counts_from_when_the_stage_began(office: Office, now: MovingClock) -> None:
    install_version("8.0.0", timed(timer("late", after={"days": 10}), timer("again", every={"days": 10})))
    card, other = office.request(), office.request()
    now.to("2026-07-05 12:00")
    go(
        office,
        card,
        install_version("9.0.0", timed(timer("late", after={"days": 5}), timer("again", every={"days": 2}))),
    )
    go(office, other, install_version("9.1.0", timed(timer("late", after={"days": 2}))))
    now.to("2026-07-07 12:00")
    assert fired(card) == [("again", "06 10"), ("late", "07 10")]
    assert fired(other) == [("late", "05 12")]
    sound()


def notes(office: Office, to: int, **how: Any) -> list[str]:
    Effect.objects.update(state="done")
    (group,) = moving.preview(office.actor("admin"), moving.Chosen("payment_request"), to, **how).groups
    return [note.replace(HARD, " ") for note in group.notes]


def test_the_preview_tells_which_timers_of_the_stage_change_and_to_when(office: Office, now: MovingClock) -> None:
    robots = [{"do": "move", "stage": "rejected"}]
    former = timed(
        {"key": "late", "after": {"days": 10}, "robots": robots},
        timer("again", "Всё ещё ждём", every={"days": 10}),
        timer("same", after={"days": 12}),
        timer("gone", "Пора", after={"days": 11}),
    )
    install_version("8.0.0", former)
    office.request()
    now.to("2026-07-05 12:00")
    changed = timed(
        {"key": "late", "after": {"days": 5}, "robots": robots},
        timer("again", "Всё ещё ждём", every={"days": 3}),
        timer("same", after={"days": 12}),
        timer("new", "Новое", after={"days": 1}),
    )
    assert notes(office, install_version("9.0.0", changed))[1:] == [
        "переход на стадию «Отклонено» по сроку: срок был 12 июля 2026, 10:00, станет 7 июля 2026, 10:00",
        "напоминание стадии «Всё ещё ждём»: срок был 12 июля 2026, 10:00, станет 8 июля 2026, 10:00",
        "напоминание стадии «Пора»: срок был 13 июля 2026, 10:00, больше не сработает",
        "напоминание стадии «Новое»: срока не было, станет 6 июля 2026, 12:00",
    ]
    now.to("2026-07-09 12:00")
    first = notes(office, install_version("9.1.0", changed))[1]
    assert first.endswith("срок был 12 июля 2026, 10:00, по новой версии он уже прошёл: сработает сразу")


def test_the_preview_tells_the_span_of_deadlines_of_several_cards(office: Office, now: MovingClock) -> None:
    def due(days: int) -> Callable[[Part], None]:
        def change(card_type: Part) -> None:
            stage(card_type, STAGE)["tasks"][0]["due"] = [{"after": {"work_days": days}}]

        return change

    install_version("8.0.0", due(1))
    office.request()
    now.to("2026-07-02 12:00")
    office.request()
    new = install_version("9.0.0", due(5))
    task = "«Согласуйте заявку на оплату» остаётся у того, у кого оно сейчас"
    assert notes(office, new) == [f"{task}, срок тот же"]
    was, becomes = "3 июля 2026, 10:00 — 3 июля 2026, 12:00", "9 июля 2026, 10:00 — 9 июля 2026, 12:00"
    assert notes(office, new, redate=True) == [f"{task}; срок был {was}, станет {becomes}"]


# -- reminders of a task -----------------------------------------------------------------------------------------------

FORMER = (
    rung("remind", after={"work_hours": 2}),
    rung("escalate", since="remind", after={"work_hours": 4}, do="escalate", to=[{"role": "operations_manager"}]),
)


def test_the_same_ladder_goes_on_over_the_move_and_back(office: Office, now: MovingClock) -> None:
    install_version("8.0.0", laddered(*FORMER))
    card = office.request()
    made = go(office, card, install_version("9.0.0", laddered(*FORMER)))
    now.to("2026-07-02 12:30")
    back(office, card, made)
    now.to("2026-07-03 12:00")
    assert fired(card) == [("remind", "02 12"), ("escalate", "02 17")]


@pytest.mark.parametrize("sooner", [1, 40])
def test_another_ladder_for_a_while_neither_repeats_a_reminder_nor_loses_the_escalation(
    office: Office, now: MovingClock, sooner: int
) -> None:
    """Whether the new ladder reminded meanwhile (after 1 hour) or did not (after 40)."""
    install_version("8.0.0", laddered(*FORMER))
    card = office.request()
    now.to("2026-07-02 12:30")
    assert fired(card) == [("remind", "02 12")]
    other = rung("other", after={"work_hours": sooner})
    made = go(office, card, install_version("9.0.0", laddered(other)))
    now.to("2026-07-02 15:00")
    back(office, card, made)
    now.to("2026-07-03 15:00")
    assert [one for one in fired(card) if one[0] != "other"] == [("remind", "02 12"), ("escalate", "02 17")]


def test_a_rung_climbed_under_the_new_ladder_is_not_climbed_again(office: Office, now: MovingClock) -> None:
    install_version("8.0.0", laddered(*FORMER))
    card = office.request()
    sooner = rung("remind", after={"work_hours": 1})
    made = go(office, card, install_version("9.0.0", laddered(sooner)))
    now.to("2026-07-02 11:30")
    assert fired(card) == [("remind", "02 11")]
    back(office, card, made)
    now.to("2026-07-03 15:00")
    assert fired(card) == [("remind", "02 11"), ("escalate", "02 16")]


def test_a_deadline_of_the_new_version_is_taken_back_and_told(office: Office, now: MovingClock) -> None:
    """The ladder that counts from the deadline counts from the old one again."""

    def due(days: int) -> Callable[[Part], None]:
        def change(card_type: Part) -> None:
            task = stage(card_type, STAGE)["tasks"][0]
            task["due"] = [{"after": {"work_days": days}}]
            task["ladder"] = [rung("over", since="due", after={"work_hours": 1})]

        return change

    install_version("8.0.0", due(1))
    card = office.request()
    Effect.objects.update(state="done")
    answer = commands.move_many(office.actor("admin"), cards=[card], to=install_version("9.0.0", due(5)), redate=True)
    back(office, card, answer["moving"])
    assert office.task(card, "approve").due_at == msk("2026-07-03 10:00")
    redated = Event.objects.filter(subject=f"card:{card}", kind="task.redated").order_by("seq")
    assert [one.body["due"][:10] for one in redated] == ["2026-07-09", "2026-07-03"]
    now.to("2026-07-06 12:00")
    assert fired(card) == [("over", "03 11")]


# -- nobody's act ------------------------------------------------------------------------------------------------------


def test_a_timer_that_did_more_than_tell_is_somebodys_act(office: Office, now: MovingClock) -> None:
    robots = [{"do": "set", "fields": {"note": '"Долго"'}}]
    install_version("8.0.0", timed({"key": "once", "after": {"days": 1}, "robots": robots}))
    card = office.request()
    made = go(office, card, install_version("9.0.0", timed({"key": "once", "after": {"days": 1}, "robots": robots})))
    now.to("2026-07-04 10:00")
    Effect.objects.update(state="done")
    answer = commands.revert_moving(office.actor("admin"), moving=made)
    assert [one["code"] for one in answer["refused"]] == ["version_acted"]
    assert Card.objects.system("test").get(pk=card).stage == STAGE
