"""Absences, dismissals and what happens to open tasks: rows, notices, history, the forecast."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.automation import covering
from marshrut.automation.models import Notification
from marshrut.cards import commands, queries
from marshrut.cards.models import Participant, Task
from marshrut.cards.queries import covering as looking
from marshrut.cards.queries.explain import behalf_of, why_mine
from marshrut.cards.queries.timeline import Wording, timeline
from marshrut.history.models import Event
from marshrut.history.verify import verify
from marshrut.jobs.models import Effect
from marshrut.kernel.errors import Forbidden, NotFound
from marshrut.org import commands as org
from marshrut.org.commands.substitutes import SubstituteGiven
from tests.support.office import SYSTEM, MovingClock, Office, drain
from tests.support.toy import msk

REASON = "tests look at what was written"


def away(office: Office, name: str, since: str, until: str, *deputies: str, **how: Any) -> int:
    substitutes: list[SubstituteGiven] = [{"person": office.id(one)} for one in deputies]
    made = org.set_absence(
        SYSTEM, person=office.id(name), since=msk(since), until=msk(until), substitutes=substitutes, **how
    )
    return int(made["absence"])


def holder(card: int, key: str = "approve") -> int:
    return Task.objects.system(REASON).get(card_id=card, key=key, state="open").assignee_id


def kinds(card: int) -> list[str]:
    return list(Event.objects.filter(subject=f"card:{card}").order_by("seq").values_list("kind", flat=True))


def said(office: Office, card: int, kind: str, reader: str = "alisa") -> str:
    view = queries.card(office.actor(reader), card)
    lines = [one.text for one in timeline(card, Wording(view.definition, view.chart)) if one.kind == kind]
    return lines[-1].replace("\u00a0", " ")


def told(office: Office, name: str) -> list[str]:
    rows = Notification.objects.filter(person_id=office.id(name)).order_by("id").values_list("about", "text")
    return [f"{about}: {text}".replace("\u00a0", " ") for about, text in rows]


def test_open_tasks_pass_at_once_and_return(office: Office, now: MovingClock) -> None:
    card = office.request()
    absence = away(office, "boris", "2026-07-02 09:00", "2026-07-08 00:00", "viktor")
    drain(now())
    assert holder(card) == office.id("viktor")
    assert "перешло к: Викторов В." in said(office, card, "task.passed")
    assert "Борисов Б.: отпуск по 7 июля 2026. Замещает Викторов В." in said(office, card, "task.passed")
    assert any(line.startswith("task_passed") and "За кого: Борисов Б." in line for line in told(office, "viktor"))
    assert any(line.startswith("task_gone") and "Викторов В." in line for line in told(office, "boris"))
    mine = queries.tasks(office.actor("viktor"))
    assert [(line.card.id, line.principal) for line in mine] == [(card, office.id("boris"))]
    assert queries.counts(office.actor("viktor"))["mine"] == 1
    org.end_absence(SYSTEM, absence=absence)
    drain(now())
    assert holder(card) == office.id("boris")
    assert "вернулось к: Борисов Б." in said(office, card, "task.returned")
    assert queries.counts(office.actor("viktor"))["mine"] == 0
    assert not verify()


def test_decision_for_somebody_says_for_whom_and_why(office: Office, now: MovingClock) -> None:
    card = office.request()
    away(office, "boris", "2026-07-02 09:00", "2026-07-08 00:00", "viktor")
    drain(now())
    office.complete(card, "approve", "approved", "viktor")
    event = Event.objects.get(subject=f"card:{card}", kind="task.completed")
    assert (event.actor_id, event.on_behalf_of) == (office.id("viktor"), office.id("boris"))
    assert "Согласовано (за кого: Борисов Б., замещение на время отпуска по 7 июля 2026)" in said(
        office, card, "task.completed"
    )
    assert Participant.objects.system(REASON).filter(card_id=card, person_id=office.id("boris")).exists()
    now.at = msk("2026-08-08 09:00")
    away(office, "junior", "2026-08-09 00:00", "2026-08-10 00:00")  # the company is read anew: the holiday is over
    assert "отпуск по 7 июля 2026" in said(office, card, "task.passed")


def test_a_period_begins_and_ends_by_the_clock(office: Office, now: MovingClock) -> None:
    card = office.request()
    away(office, "boris", "2026-07-03 00:00", "2026-07-04 00:00", "viktor")
    drain(now())
    covering.duty()
    assert holder(card) == office.id("boris")
    now.at = msk("2026-07-03 00:00")
    covering.duty()
    assert holder(card) == office.id("viktor")
    before = kinds(card)
    covering.duty()
    assert kinds(card) == before
    now.at = msk("2026-07-04 00:00")
    covering.duty()
    assert holder(card) == office.id("boris")
    assert kinds(card).count("task.passed") == kinds(card).count("task.returned") == 1


def test_the_substitute_may_decide_before_any_worker_came(office: Office, now: MovingClock) -> None:
    """Rights are exact at every minute; the rows follow."""
    card = office.request()
    away(office, "boris", "2026-07-02 09:00", "2026-07-08 00:00", "ops")
    office.complete(card, "approve", "approved", "ops")
    event = Event.objects.get(subject=f"card:{card}", kind="task.completed")
    assert event.on_behalf_of == office.id("boris")
    assert kinds(card).index("task.passed") < kinds(card).index("task.completed")


def test_a_chain_of_absent_people_ends_with_somebody_present(office: Office, now: MovingClock) -> None:
    away(office, "boris", "2026-07-02 09:00", "2026-07-08 00:00", "viktor")
    away(office, "viktor", "2026-07-02 09:00", "2026-07-05 00:00", "chief", reason="sick_leave")
    card = office.request()
    assert holder(card) == office.id("chief")
    view = queries.card(office.actor("chief"), card)
    words = Wording(view.definition, view.chart)
    task = view.tasks[0].state
    assert behalf_of(task, office.id("chief"), words).replace("\u00a0", " ") == (
        "Борисов Б., замещение на время отпуска по 7 июля 2026; замещение на время отсутствия по 4 июля 2026"
    )
    assert "Борисов Б.: отпуск по 7 июля 2026. Замещает Викторов В. Викторов В.: отсутствие" in said(
        office, card, "task.opened"
    )
    why = " ".join(why_mine(task, words).lines)
    assert "отпуск" in why
    assert "больничн" not in why.lower()
    now.at = msk("2026-07-05 09:00")
    covering.duty()
    assert holder(card) == office.id("viktor")


def test_nobody_named_the_head_above_has_it(office: Office, now: MovingClock) -> None:
    card = office.request()
    away(office, "boris", "2026-07-02 09:00", "2026-07-08 00:00")
    drain(now())
    assert holder(card) == office.id("director")


def test_dismissed_people_hold_nothing(office: Office, now: MovingClock) -> None:
    card = office.request()
    org.dismiss_person(SYSTEM, person=office.id("boris"))
    drain(now())
    assert holder(card) == office.id("director")
    assert "уволен" in said(office, card, "task.passed")


def test_a_dismissed_person_without_a_head_is_replaced_by_whom_the_route_names(
    office: Office, now: MovingClock
) -> None:
    """The dialog says so before; the page of the task, the journal and the decision say why."""
    card, director = office.request(by="boris", amount="500 000"), office.id("director")
    foretold = queries.passing(office.actor("admin"), director, now(), now(), leaves=True)
    assert ([heir.person for heir in foretold.heirs], holder(card)) == ([office.id("ops")], director)
    org.dismiss_person(SYSTEM, person=director)
    drain(now())
    assert holder(card) == office.id("ops")
    ground = "Громова Е.: сотрудник уволен, и никто из руководителей не может взять задание. "
    ground += "По маршруту его получает Орлова О."
    assert ground in said(office, card, "task.passed", "boris")
    view = queries.card(office.actor("ops"), card)
    task = next(one.state for one in view.tasks if one.state.state == "open")
    why = " ".join(why_mine(task, Wording(view.definition, view.chart)).lines)
    assert ground in why.replace("\u00a0", " ")
    office.complete(card, "approve", "approved", "ops")
    assert "(за кого: Громова Е., решает по маршруту: сотрудник уволен)" in said(
        office, card, "task.completed", "boris"
    )
    assert looking.to_cover() == ([], None)
    assert not verify()


def test_substitute_by_sum(office: Office, now: MovingClock) -> None:
    small, large = office.request(amount="100"), office.request(amount="500000")
    made: list[SubstituteGiven] = [
        {"person": office.id("viktor"), "up_to": "1000"},
        {"person": office.id("chief"), "above": "1000"},
    ]
    org.set_absence(
        SYSTEM,
        person=office.id("boris"),
        since=msk("2026-07-02 09:00"),
        until=msk("2026-07-08 00:00"),
        substitutes=made,
    )
    drain(now())
    assert (holder(small), holder(large)) == (office.id("viktor"), office.id("chief"))


@pytest.mark.parametrize("act", [commands.delegate_task, commands.forward_task])
def test_the_limit_of_a_substitute_holds_for_whom_he_asked(office: Office, now: MovingClock, act: Any) -> None:
    made: list[SubstituteGiven] = [
        {"person": office.id("viktor"), "up_to": "100000"},
        {"person": office.id("chief"), "above": "100000"},
    ]
    since, until = msk("2026-07-02 09:00"), msk("2026-07-08 00:00")
    org.set_absence(SYSTEM, person=office.id("boris"), since=since, until=until, substitutes=made)
    card = office.request(amount="50000")
    act(office.actor("viktor"), task=office.task(card, "approve").pk, to=office.id("junior"))
    assert holder(card) == office.id("junior")
    covering.duty()
    assert holder(card) == office.id("junior")
    commands.edit_card(office.actor("alisa"), card=card, fields={"amount": "5000000"})
    with pytest.raises(Forbidden):
        office.complete(card, "approve", "approved", "junior")
    covering.duty()
    assert holder(card) == office.id("chief")
    office.complete(card, "approve", "approved", "chief")


def test_new_substitutes_take_over_from_the_old(office: Office, now: MovingClock) -> None:
    card = office.request()
    absence = away(office, "boris", "2026-07-02 09:00", "2026-07-08 00:00", "viktor")
    drain(now())
    org.change_absence(SYSTEM, absence=absence, substitutes=[{"person": office.id("chief")}])
    drain(now())
    assert holder(card) == office.id("chief")


def test_what_nobody_can_take_stays_and_hinders_nobody(office: Office, now: MovingClock) -> None:
    """The author heads the company and is away: the card waits, other cards are covered all the same."""
    stuck, other = office.request(by="director"), office.request()
    away(office, "director", "2026-07-02 09:00", "2026-07-08 00:00")
    away(office, "boris", "2026-07-02 09:00", "2026-07-08 00:00", "viktor")
    covering.duty()
    covering.duty()
    assert holder(other) == office.id("viktor")
    assert kinds(stuck)[-1] in ("task.opened", "task.passed")


def test_forecast_names_only_what_the_reader_may_see(office: Office, now: MovingClock) -> None:
    first, second = office.request(), office.request(amount="500000")
    substitutes: list[SubstituteGiven] = [
        {"person": office.id("viktor"), "up_to": "200000"},
        {"person": office.id("chief"), "above": "200000"},
    ]
    since, until = msk("2026-07-06 00:00"), msk("2026-07-13 00:00")
    org.set_absence(SYSTEM, person=office.id("boris"), since=since, until=until, substitutes=substitutes)
    own = queries.passing(office.actor("boris"), office.id("boris"), since, until)
    assert {(heir.person, heir.count) for heir in own.heirs} == {(office.id("viktor"), 1), (office.id("chief"), 1)}
    assert {task.card for heir in own.heirs for task in heir.tasks} == {first, second}
    assert own.count == 2
    head = queries.passing(office.actor("director"), office.id("boris"), since, until)
    assert sum(heir.hidden for heir in head.heirs) == 0
    admin = queries.passing(office.actor("admin"), office.id("boris"), since, until)
    assert [heir.tasks for heir in admin.heirs] == [(), ()]
    assert admin.count == 2
    for stranger in ("viktor", "alisa"):
        with pytest.raises(NotFound):
            queries.passing(office.actor(stranger), office.id("boris"), since, until)
    assert holder(first) == office.id("boris")


def test_forecast_of_a_proposed_absence(office: Office, now: MovingClock) -> None:
    from marshrut.org.rules import Away, Deputy

    office.request()
    since, until = msk("2026-07-06 00:00"), msk("2026-07-13 00:00")

    def heirs(*deputies: Deputy) -> list[int | None]:
        proposed = Away(0, since, until, "vacation", deputies)
        found = queries.passing(office.actor("boris"), office.id("boris"), since, until, proposed)
        return [heir.person for heir in found.heirs]

    assert heirs(Deputy(office.id("viktor"))) == [office.id("viktor")]
    assert heirs() == [office.id("director")]
    assert heirs(Deputy(office.id("alisa"))) == [office.id("director")], "the author never stands in"


def test_cards_are_looked_through_page_by_page(office: Office, now: MovingClock) -> None:
    cards = [office.request() for _number in range(5)]
    away(office, "boris", "2026-07-02 09:00", "2026-07-08 00:00", "viktor")
    found: list[int] = []
    place: int | None = 0
    while place is not None:
        page, place = looking.to_cover(place, limit=2)
        found += page
    assert sorted(set(found)) == cards
    assert looking.to_cover(cards[-1]) == ([], None)


def test_the_effect_goes_on_where_its_time_ran_out(
    office: Office, now: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed or out of time: what was passed stays passed, the next try does the rest."""
    cards = [office.request() for _number in range(3)]
    away(office, "boris", "2026-07-02 09:00", "2026-07-08 00:00", "viktor")
    covered: list[int] = []
    cover = commands.cover_card

    def one_only(actor: Any, *, card: int) -> None:
        if covered:
            raise KeyboardInterrupt
        covered.append(card)
        cover(actor, card=card)

    monkeypatch.setattr("marshrut.automation.covering.commands.cover_card", one_only)
    with pytest.raises(KeyboardInterrupt):
        covering.duty()
    monkeypatch.undo()
    assert [holder(card) for card in cards].count(office.id("viktor")) == 1
    drain(now())
    assert {holder(card) for card in cards} == {office.id("viktor")}
    assert [kinds(card).count("task.passed") for card in cards] == [1, 1, 1]


def test_an_earlier_substitute_who_is_back_takes_over(office: Office, now: MovingClock) -> None:
    """Named were two; the first was away himself, so the second held it."""
    card = office.request()
    away(office, "viktor", "2026-07-02 09:00", "2026-07-04 00:00")
    away(office, "boris", "2026-07-02 09:00", "2026-07-08 00:00", "viktor", "chief")
    covering.duty()
    assert holder(card) == office.id("chief")
    now.at = msk("2026-07-04 00:00")
    covering.duty()
    assert holder(card) == office.id("viktor")
    assert queries.counts(office.actor("viktor"))["mine"] == 1
    assert queries.counts(office.actor("chief"))["mine"] == 0
    before = kinds(card)
    covering.duty()
    assert kinds(card) == before
    assert looking.to_cover() == ([], None), "what stands as it should is not asked about again"


def test_an_earlier_substitute_whose_absence_is_ended_takes_over(office: Office, now: MovingClock) -> None:
    card = office.request()
    absence = away(office, "viktor", "2026-07-02 09:00", "2026-07-08 00:00")
    away(office, "boris", "2026-07-02 09:00", "2026-07-08 00:00", "viktor", "chief")
    drain(now())
    assert holder(card) == office.id("chief")
    org.end_absence(SYSTEM, absence=absence)
    drain(now())
    assert holder(card) == office.id("viktor")


def test_a_nearer_head_who_is_back_takes_over(office: Office, now: MovingClock) -> None:
    supply = office.people["boris"].department_id
    inner = org.add_department(SYSTEM, name="Закупки", parent=supply, head=office.id("viktor"))
    org.edit_person(SYSTEM, person=office.id("viktor"), department=inner)
    card = office.request(by="alisa")
    org.edit_person(SYSTEM, person=office.id("boris"), department=inner)
    away(office, "boris", "2026-07-02 09:00", "2026-07-08 00:00")
    away(office, "viktor", "2026-07-02 09:00", "2026-07-04 00:00")
    covering.duty()
    assert holder(card) == office.id("director")
    now.at = msk("2026-07-04 00:00")
    covering.duty()
    assert holder(card) == office.id("viktor")


@pytest.mark.parametrize("by_duty", [True, False])
def test_a_newly_appointed_head_takes_over(office: Office, now: MovingClock, by_duty: bool) -> None:
    supply = office.people["boris"].department_id or 0
    card = office.request()
    away(office, "boris", "2026-07-02 09:00", "2026-07-08 00:00")
    drain(now())
    assert holder(card) == office.id("director")
    org.edit_department(SYSTEM, department=supply, head=office.id("viktor"))
    if by_duty:
        covering.duty()
    else:
        drain(now())
    assert holder(card) == office.id("viktor")


def test_an_effect_looks_only_at_its_people(office: Office, now: MovingClock) -> None:
    first, second = office.request(), office.request(by="junior")
    away(office, "boris", "2026-07-02 09:00", "2026-07-08 00:00", "viktor")
    away(office, "chief", "2026-07-02 09:00", "2026-07-08 00:00", "viktor")
    assert looking.to_cover(people=[office.id("boris")]) == ([first], None)
    assert looking.to_cover(people=[office.id("chief")]) == ([second], None)
    assert looking.to_cover(people=[]) == ([], None)
    assert looking.to_cover() == ([first, second], None)


def test_a_slow_effect_hands_on_its_place_and_always_ends(
    office: Office, now: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One card a turn: more turns than an effect has tries."""
    cards = [office.request() for _number in range(14)]
    monkeypatch.setattr(covering, "PATIENCE", -1)
    away(office, "boris", "2026-07-02 09:00", "2026-07-08 00:00", "viktor")
    drain(now())
    assert {holder(card) for card in cards} == {office.id("viktor")}
    ran = Effect.objects.filter(kind="cover_tasks").values_list("state", "attempts")
    assert set(ran) == {("done", 1)}
    assert [kinds(card).count("task.passed") for card in cards] == [1] * 14
