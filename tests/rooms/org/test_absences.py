"""Absences: who may set them, what is refused, what is said, what others see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from marshrut.history import queries as history
from marshrut.jobs import effects, registry
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from marshrut.org import commands, queries
from marshrut.org.models import Absence
from marshrut.org.rules import Matter
from tests.support.company import SYSTEM, Company, acting

NOON = datetime(2026, 11, 23, 9, tzinfo=UTC)
FIRST, LAST = date(2026, 11, 24), date(2026, 12, 7)


@pytest.fixture(autouse=True)
def _monday_noon() -> Iterator[None]:
    with clock.running(lambda: NOON):
        yield


@pytest.fixture
def covers(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """People whose tasks the room above was told to look at."""
    seen: list[int] = []

    def handle(payload: dict[str, Any], effect: registry.TakenEffect) -> None:
        seen.extend(payload.get("people", ()))

    kind = registry.EffectKind("cover_tasks", handle, "main", 10, 3, "retry")
    monkeypatch.setitem(registry.effects, "cover_tasks", kind)
    return seen


def drain() -> None:
    while taken := effects.take("main"):
        effects.perform(taken, strict=True)


def put(actor: Actor, person: int, first: date = FIRST, last: date = LAST, **more: Any) -> dict[str, Any]:
    since, until = queries.whole_days(person, first, last)
    return commands.set_absence(actor, person=person, since=since, until=until, **more)


def only(person: int) -> queries.AbsenceLine:
    [line] = queries.absences(SYSTEM, person=person)
    return line


def test_one_sets_his_own_with_a_substitute(office: Company) -> None:
    made = put(acting(office.alice), office.alice, substitutes=[{"person": office.victor}])
    line = only(office.alice)
    assert made == {"absence": line.id, "warnings": []}
    assert line.days == (FIRST, LAST)
    assert (line.reason, line.state, line.made_by, line.source) == ("vacation", "future", office.alice, "hand")
    assert [one.person for one in line.substitutes] == [office.victor]


def test_the_head_and_every_head_above_and_the_administrator_may(office: Company) -> None:
    for number, who in enumerate((office.boris, office.director, office.admin)):
        day = FIRST + timedelta(days=number)
        assert put(acting(who), office.alice, day, day)["absence"]


def test_a_colleague_may_not_and_nobody_for_his_own_head(office: Company) -> None:
    for who, whom in ((office.victor, office.alice), (office.alice, office.boris), (office.boris, office.director)):
        with pytest.raises(Forbidden):
            put(acting(who), whom)
    made = put(acting(office.alice), office.alice)["absence"]
    with pytest.raises(Forbidden):
        commands.change_absence(acting(office.victor), absence=made, note="x")
    with pytest.raises(Forbidden):
        commands.end_absence(acting(office.victor), absence=made)
    with pytest.raises(Forbidden):
        put(Actor.robot("payments"), office.alice)


def test_a_dismissed_head_may_not(office: Company) -> None:
    commands.dismiss_person(SYSTEM, person=office.boris)
    with pytest.raises(Forbidden):
        put(acting(office.boris), office.alice)


def refused(**given: Any) -> dict[str, Any]:
    with pytest.raises(Invalid) as error:
        put(SYSTEM, **given)
    return dict(error.value.fields)


def test_a_period_that_is_upside_down_or_over_or_endless_is_refused(office: Company) -> None:
    person = office.alice
    assert "until" in refused(person=person, first=LAST, last=FIRST)
    assert "until" in refused(person=person, first=date(2026, 11, 1), last=date(2026, 11, 22))
    assert "until" in refused(person=person, last=date(2036, 1, 1))


def test_only_sick_leave_may_begin_in_the_past_and_only_a_week_ago(office: Company) -> None:
    week, more = date(2026, 11, 16), date(2026, 11, 15)
    assert "since" in refused(person=office.alice, first=week)
    assert "since" in refused(person=office.alice, first=more, reason="sick_leave")
    put(SYSTEM, office.alice, week, reason="sick_leave")
    put(SYSTEM, office.victor, date(2026, 11, 23))  # today, though its midnight is over


def test_two_absences_of_one_person_never_overlap(office: Company) -> None:
    put(SYSTEM, office.alice)
    assert "24" in str(refused(person=office.alice, first=LAST, last=LAST)["since"])
    put(SYSTEM, office.alice, LAST + timedelta(days=1), LAST + timedelta(days=1))
    put(SYSTEM, office.victor)


def test_an_absence_that_was_ended_leaves_its_time_free(office: Company) -> None:
    made = put(SYSTEM, office.alice)["absence"]
    commands.end_absence(acting(office.alice), absence=made)
    put(SYSTEM, office.alice)


def test_substitutes_must_be_colleagues_who_work_here(office: Company) -> None:
    commands.dismiss_person(SYSTEM, person=office.victor)
    lines = [{"person": office.alice}, {"person": office.victor}, {"person": 10**9}, {"person": office.boris}]
    assert sorted(refused(person=office.alice, substitutes=lines)) == [f"substitutes.{n}" for n in (1, 2, 3)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"card_types": ["Не ключ"]},
        {"above": "много"},
        {"above": "NaN"},
        {"above": "-1"},
        {"up_to": "1e30"},
        {"above": "100", "up_to": "100"},
    ],
)
def test_shares_of_papers_must_make_sense(office: Company, wrong: dict[str, Any]) -> None:
    assert "substitutes.1" in refused(person=office.alice, substitutes=[{"person": office.victor, **wrong}])


def test_shares_are_kept_as_they_were_given(office: Company) -> None:
    rich = {"person": office.boris, "card_types": ["payment_request"], "above": "100000", "up_to": None}
    put(SYSTEM, office.alice, substitutes=[rich, {"person": office.victor}])
    first, second = only(office.alice).substitutes
    assert (first.person, first.card_types, str(first.above), first.up_to) == (
        office.boris,
        ("payment_request",),
        "100000.00",
        None,
    )
    assert first.is_partial
    assert not second.is_partial


def test_nobody_sets_an_absence_of_a_dismissed_person(office: Company) -> None:
    commands.dismiss_person(SYSTEM, person=office.alice)
    assert "person" in refused(person=office.alice)


def test_a_circle_of_substitutes_is_accepted_and_said(office: Company) -> None:
    put(SYSTEM, office.victor, substitutes=[{"person": office.alice}])
    [warning] = put(SYSTEM, office.alice, substitutes=[{"person": office.victor}])["warnings"]
    assert "Волков" in warning


def test_a_substitute_who_is_away_himself_is_said(office: Company) -> None:
    put(SYSTEM, office.victor)
    [warning] = put(SYSTEM, office.alice, substitutes=[{"person": office.victor}])["warnings"]
    assert "Волков" in warning
    assert "7" in warning


def test_nobody_to_decide_at_all_is_said(office: Company) -> None:
    assert len(put(SYSTEM, office.director)["warnings"]) == 1
    assert put(SYSTEM, office.alice)["warnings"] == []


def test_changing_keeps_what_is_not_named(office: Company) -> None:
    made = put(SYSTEM, office.alice, note="Сочи", substitutes=[{"person": office.victor}])["absence"]
    _since, until = queries.whole_days(office.alice, FIRST, LAST + timedelta(days=7))
    commands.change_absence(acting(office.alice), absence=made, until=until)
    line = only(office.alice)
    assert line.days == (FIRST, LAST + timedelta(days=7))
    assert (line.note, [one.person for one in line.substitutes]) == ("Сочи", [office.victor])
    commands.change_absence(acting(office.boris), absence=made, substitutes=[{"person": office.director}])
    assert [one.person for one in only(office.alice).substitutes] == [office.director]


def test_changing_nothing_writes_nothing(office: Company) -> None:
    made = put(SYSTEM, office.alice, substitutes=[{"person": office.victor}])["absence"]
    before = kinds(office.alice)
    commands.change_absence(SYSTEM, absence=made, note="", substitutes=[{"person": office.victor}])
    assert kinds(office.alice) == before


def test_a_running_absence_is_changed_though_it_began_in_the_past(office: Company) -> None:
    made = put(SYSTEM, office.alice)["absence"]
    with clock.running(lambda: NOON + timedelta(days=3)):
        commands.change_absence(acting(office.alice), absence=made, note="на связи")
        since, _until = queries.whole_days(office.alice, date(2026, 11, 25), LAST)
        with pytest.raises(Invalid):
            commands.change_absence(acting(office.alice), absence=made, since=since)


def test_what_is_over_stays_as_it_was(office: Company) -> None:
    made = put(SYSTEM, office.alice)["absence"]
    with clock.running(lambda: NOON + timedelta(days=30)):
        with pytest.raises(Conflict):
            commands.change_absence(SYSTEM, absence=made, note="x")
        commands.end_absence(SYSTEM, absence=made)
        assert queries.absence(SYSTEM, made).ended_at is None
    with pytest.raises(NotFound):
        commands.end_absence(SYSTEM, absence=10**9)


def test_coming_back_early_is_kept_and_said_once(office: Company) -> None:
    made = put(SYSTEM, office.alice)["absence"]
    back = NOON + timedelta(days=3)
    with clock.running(lambda: back):
        for _again in range(2):
            commands.end_absence(acting(office.alice), absence=made)
        line = queries.absence(SYSTEM, made)
        assert (line.state, line.until, line.ended_by) == ("over", back, office.alice)
        assert queries.absences(SYSTEM, person=office.alice) == []
        assert len(queries.absences(SYSTEM, person=office.alice, over=True)) == 1
    assert kinds(office.alice).count("org.absence_ended") == 1


def test_what_was_taken_back_before_it_began_is_shown_to_nobody(office: Company) -> None:
    made = put(SYSTEM, office.alice)["absence"]
    commands.end_absence(SYSTEM, absence=made)
    assert queries.absences(SYSTEM, over=True) == []
    with pytest.raises(NotFound):
        queries.absence(SYSTEM, made)
    assert Absence.objects.filter(id=made).exists()


def kinds(person: int) -> list[str]:
    return [event.kind for event in history.timeline(f"person:{person}")]


def test_history_names_the_period_and_can_forget_the_reason(office: Company) -> None:
    put(acting(office.boris), office.alice, reason="sick_leave", note="грипп", substitutes=[{"person": office.victor}])
    [event] = [one for one in history.timeline(f"person:{office.alice}") if one.kind == "org.absence_set"]
    assert event.body["substitutes"] == [office.victor]
    assert dict(event.values) == {"reason": "sick_leave", "note": "грипп"}
    assert "sick_leave" not in str(event.body)


def test_colleagues_see_that_and_until_when_but_not_why(office: Company) -> None:
    put(SYSTEM, office.alice, reason="sick_leave", note="грипп")
    [seen] = queries.absences(acting(office.victor))
    assert (seen.reason, seen.note, seen.may_change) == ("", "", False)
    for who in (office.alice, office.boris, office.admin):
        [seen] = queries.absences(acting(who))
        assert (seen.reason, seen.note, seen.may_change) == ("sick_leave", "грипп", True)
    put(SYSTEM, office.victor)
    assert [one.reason for one in queries.absences(acting(office.alice), person=office.victor)] == ["vacation"]


def test_the_chart_knows_who_is_away_and_who_stands_in(office: Company) -> None:
    rich = {"person": office.director, "card_types": ["payment_request"], "above": "1000"}
    made = put(SYSTEM, office.alice, substitutes=[rich, {"person": office.victor}])["absence"]
    at = NOON + timedelta(days=3)
    chart = queries.chart()
    away = chart.away(office.alice, at)
    assert away is not None
    assert (away.id, away.reason) == (made, "vacation")
    assert chart.away(office.alice, NOON) is None
    assert not chart.calm([office.alice], at)
    for matter, who in (
        (Matter("payment_request", Decimal(1001)), office.director),
        (Matter("payment_request", Decimal(1000)), office.victor),
        (Matter("contract", Decimal(5000)), office.victor),
    ):
        assert [link.to for link in chart.stand_in(office.alice, at, matter)] == [who]
    commands.end_absence(SYSTEM, absence=made)
    assert queries.chart().calm([office.alice], at)


def test_whoever_leaves_or_comes_back_has_the_tasks_looked_at_at_once(office: Company, covers: list[int]) -> None:
    made = put(SYSTEM, office.alice)["absence"]
    commands.change_absence(SYSTEM, absence=made, note="x")
    commands.change_absence(SYSTEM, absence=made, note="x")
    for _again in range(2):
        commands.end_absence(SYSTEM, absence=made)
    for _again in range(2):
        commands.dismiss_person(SYSTEM, person=office.victor)
    commands.reinstate_person(SYSTEM, person=office.victor)
    drain()
    assert covers == [office.alice] * 3 + [office.victor] * 2


def test_strangers_and_dismissed_people_see_nothing(office: Company) -> None:
    made = put(SYSTEM, office.alice)["absence"]
    commands.dismiss_person(SYSTEM, person=office.victor)
    assert queries.absences(acting(office.victor)) == []
    with pytest.raises(NotFound):
        queries.absence(acting(office.victor), made)


def test_a_month_holds_what_touches_it(office: Company) -> None:
    put(SYSTEM, office.alice)
    december = queries.whole_days(office.alice, date(2026, 12, 1), date(2026, 12, 31))
    january = queries.whole_days(office.alice, date(2027, 1, 1), date(2027, 1, 31))
    assert len(queries.absences(SYSTEM, since=december[0], until=december[1])) == 1
    assert queries.absences(SYSTEM, since=january[0], until=january[1]) == []


def test_every_change_moves_the_revision(office: Company) -> None:
    seen = [queries.current_revision()]
    made = put(SYSTEM, office.alice)["absence"]
    seen.append(queries.current_revision())
    commands.change_absence(SYSTEM, absence=made, note="x")
    seen.append(queries.current_revision())
    commands.end_absence(SYSTEM, absence=made)
    seen.append(queries.current_revision())
    assert len(set(seen)) == 4
