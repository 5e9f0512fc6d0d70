"""Absences on pages: set, changed, ended, foreseen, and who sees what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.org import commands, queries
from tests.doors.web.conftest import signed_in
from tests.support.office import MovingClock, Office

SYSTEM = Actor.system()
FORM = {"first": "2026-07-06", "last": "2026-07-19", "reason": "vacation", "note": ""}


@pytest.fixture(autouse=True)
def now() -> Iterator[MovingClock]:
    moving = MovingClock("2026-07-02 10:00")
    with clock.running(moving):
        yield moving


@pytest.fixture
def approver(office: Office) -> Client:
    """Борис, head of Алиса's department."""
    return signed_in(office, "boris")


def put(office: Office, who: str, first: str = "2026-07-02", last: str = "2026-07-19", **more: Any) -> int:
    person = office.id(who)
    since, until = queries.whole_days(person, date.fromisoformat(first), date.fromisoformat(last))
    return int(commands.set_absence(SYSTEM, person=person, since=since, until=until, **more)["absence"])


def named(office: Office, who: str, n: int = 1, **more: Any) -> dict[str, Any]:
    return {f"sub{n}": office.id(who), f"sub{n}_text": who, **{f"sub{n}_{key}": value for key, value in more.items()}}


def text(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_an_employee_goes_on_holiday(clerk: Client, office: Office) -> None:
    assert "Отсутствий нет" in text(clerk, "/absences/")
    sent = clerk.post("/absences/new/", {**FORM, **named(office, "boris")})
    assert sent.headers["Location"] == "/absences/"
    page = text(clerk, "/absences/")
    assert "с 6\u00a0июля по 19\u00a0июля включительно" in page
    assert "Замещает: Борисов" in page
    [line] = queries.absences(SYSTEM)
    assert (line.person, line.made_by) == (office.id("alisa"), office.id("alisa"))


def test_a_form_that_is_refused_keeps_what_was_typed(clerk: Client, office: Office) -> None:
    sent = clerk.post("/absences/new/", {**FORM, "last": "2026-07-01", "note": "Сочи", **named(office, "boris")})
    page = sent.content.decode()
    assert sent.status_code == 422
    for shown in ("Окончание должно быть позже начала", 'value="Сочи"', 'value="boris"', 'value="2026-07-06"'):
        assert shown in page
    assert queries.absences(SYSTEM) == []


@pytest.mark.parametrize(
    "wrong", [{"first": ""}, {"last": "завтра"}, {"first_time": "9 утра"}, {"sub1_text": "Бор"}, {"reason": "лень"}]
)
def test_nonsense_is_told_beside_its_input(clerk: Client, wrong: dict[str, str]) -> None:
    assert clerk.post("/absences/new/", {**FORM, **wrong}).status_code == 422
    assert queries.absences(SYSTEM) == []


def test_papers_of_a_kind_and_sum_go_to_another_substitute(clerk: Client, office: Office) -> None:
    rich = named(office, "ops", 2, type="payment_request", above="100 000,00")
    clerk.post("/absences/new/", {**FORM, **named(office, "boris"), **rich})
    [line] = queries.absences(SYSTEM)
    assert [one.person for one in line.substitutes] == [office.id("ops"), office.id("boris")]
    page = text(clerk, "/absences/")
    assert "суммы свыше 100\u202f000\u00a0₽" in page
    form = text(clerk, f"/absences/{line.id}/")
    assert 'value="100\u202f000"' in form
    clerk.post(f"/absences/{line.id}/", {**FORM, **named(office, "boris"), **rich, "note": "на связи"})
    [line] = queries.absences(SYSTEM)
    assert [one.person for one in line.substitutes] == [office.id("ops"), office.id("boris")]


def test_a_complaint_about_the_second_substitute_stands_beside_it(clerk: Client, office: Office) -> None:
    himself = named(office, "alisa", 2, type="payment_request")
    page = clerk.post("/absences/new/", {**FORM, **named(office, "boris"), **himself}).content.decode()
    assert 'id="f-sub2-error"' in page
    assert 'id="f-sub1-error"' not in page


def test_times_of_a_day(clerk: Client, office: Office) -> None:
    clerk.post("/absences/new/", {**FORM, "last": "2026-07-06", "first_time": "14:00", "last_time": "18:00"})
    page = text(clerk, "/absences/")
    assert "с 6\u00a0июля\u00a02026, 14:00 до 6\u00a0июля\u00a02026, 18:00" in page
    [line] = queries.absences(SYSTEM)
    assert 'value="18:00"' in text(clerk, f"/absences/{line.id}/")


def test_a_head_sees_and_sets_for_subordinates(approver: Client, clerk: Client, office: Office) -> None:
    form = {**FORM, "whose": "others", "person": office.id("alisa"), "person_text": "Алиева"}
    assert approver.post("/absences/new/", form).headers["Location"] == "/absences/?whose=others"
    assert "Алиева" in text(approver, "/absences/?whose=others")
    assert "Сотрудники" not in text(clerk, "/absences/")


def test_nobody_sets_for_a_head_or_a_stranger(approver: Client, clerk: Client, office: Office) -> None:
    form = {**FORM, "whose": "others", "person": office.id("viktor"), "person_text": "Викторов"}
    refused = approver.post("/absences/new/", form)
    assert refused.status_code == 422
    assert "оформляет он сам, руководители выше или администратор" in refused.content.decode()
    made = put(office, "boris")
    assert clerk.get(f"/absences/{made}/").status_code == 404
    assert clerk.post(f"/absences/{made}/", FORM).status_code == 404
    assert clerk.post(f"/absences/{made}/end").status_code == 404
    assert len(queries.absences(SYSTEM)) == 1


def test_coming_back_early(clerk: Client, office: Office, now: MovingClock) -> None:
    made = put(office, "alisa")
    assert clerk.post(f"/absences/{made}/end").status_code == 302
    page = text(clerk, "/absences/")
    assert "Завершено досрочно" in page
    assert "задания возвращаются" in page


def test_the_month_shows_who_is_away_and_who_stands_in(clerk: Client, office: Office) -> None:
    put(office, "boris", substitutes=[{"person": office.id("ops")}])
    put(office, "viktor", reason="sick_leave")
    page = text(clerk, "/absences/calendar/?month=2026-07")
    assert "Июль 2026" in page
    assert 'data-away="vacation"' in page
    assert "Замещает: Орлова" in page
    assert 'data-away="sick_leave"><' in page.split("</ul>")[-2] or "Больничный" in page  # the legend only
    assert 'data-away="hidden" data-open' in page
    assert page.count('aria-current="date"') == 1
    assert 'data-away="vacation" data' not in text(clerk, "/absences/calendar/?month=2026-09")


def test_colleagues_do_not_read_why(clerk: Client, approver: Client, admin: Client, office: Office) -> None:
    put(office, "viktor", reason="sick_leave", note="грипп")
    page = text(clerk, f"/org/people/{office.id('viktor')}/")
    assert "отсутствует по 19\u00a0июля" in page
    assert "больничн" not in page
    assert "на больничном по 19\u00a0июля" in text(admin, f"/org/people/{office.id('viktor')}/")
    assert "грипп" not in text(clerk, "/absences/calendar/?month=2026-07")
    assert "грипп" in text(admin, "/absences/?whose=others")


def test_pickers_say_who_is_away(clerk: Client, office: Office) -> None:
    put(office, "boris", substitutes=[{"person": office.id("ops")}])
    page = clerk.get("/people/suggest/?q=Борисов", headers={"HX-Request": "true"}).content.decode()
    assert "в отпуске по 19\u00a0июля, замещает Орлова" in page


def test_the_forecast_says_who_gets_what(approver: Client, office: Office) -> None:
    office.request()
    office.request()
    form = {**FORM, "first": "2026-07-02", "absence": "0", **named(office, "ops")}
    page = approver.post("/absences/forecast/", form, headers={"HX-Request": "true"}).content.decode()
    assert "Перейдут 2 задания" in page
    assert "Орлова" in page
    without = approver.post("/absences/forecast/", {**FORM, "first": "2026-07-02"}).content.decode()
    assert "Громова" in without
    assert queries.absences(SYSTEM) == []


@pytest.mark.parametrize("wrong", [{"last": ""}, {"whose": "others"}, {"whose": "others", "person": "9" * 15}])
def test_a_forecast_of_nonsense_is_empty(approver: Client, wrong: dict[str, str]) -> None:
    assert approver.post("/absences/forecast/", {**FORM, **wrong}).content == b""


def test_tasks_of_a_stranger_are_not_foreseen(approver: Client, office: Office) -> None:
    form = {**FORM, "whose": "others", "person": office.id("viktor")}
    assert approver.post("/absences/forecast/", form).content == b""


def test_the_double_click_sets_one(clerk: Client, office: Office) -> None:
    for _click in range(2):
        assert clerk.post("/absences/new/", {**FORM, "key": "one-form-1"}).status_code == 302
    assert len(queries.absences(SYSTEM)) == 1


@pytest.mark.parametrize("month", ["", "2026-13", "x", "2099-12", "2000-01"])
def test_any_month_opens(clerk: Client, month: str) -> None:
    assert clerk.get(f"/absences/calendar/?month={month}&department=7").status_code == 200
