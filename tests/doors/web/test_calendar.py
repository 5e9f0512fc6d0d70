"""The working calendar."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from marshrut.calendars import queries
from marshrut.calendars.models import RegionalDay
from marshrut.calendars.rules import DayKind

WEEK = {f"day_{number}": "09:00–13:00, 14:00–18:00" for number in range(5)}
HOURS = {"zone": "Europe/Moscow", "short_cut": "60", **WEEK}


def cell(text: str, month: int, day: int) -> str:
    """The tag of a day of the grid."""
    part = text.split(f'id="month-{month}"')[1].split("</table>", maxsplit=1)[0]
    found = re.search(rf'<span class="day"[^>]*>{day}<span', part)
    assert found
    return found[0]


def test_a_year_in_colours_and_words(clerk: Client) -> None:
    text = clerk.get("/calendar/?year=2026").content.decode()
    assert 'data-kind="off" title="День Победы" data-mark' in cell(text, 5, 9)
    assert 'data-kind="short"' in cell(text, 5, 8)
    assert 'data-kind="off" title="выходной"' in cell(text, 5, 16)
    assert 'data-kind="full" title="рабочий день"' in cell(text, 5, 12)
    assert "Постановление Правительства РФ" in text
    assert "247" in text
    assert "Объявить день" not in text


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
def test_known_years_are_drawn_without_a_warning(clerk: Client, year: int) -> None:
    page = clerk.get(f"/calendar/?year={year}")
    text = page.content.decode()
    assert text.count('class="month-days"') == 12
    assert "не утверждён" not in text


def test_an_unknown_year_works_with_a_warning(clerk: Client) -> None:
    text = clerk.get("/calendar/?year=2031").content.decode()
    assert "Календарь на 2031 год" in text
    assert 'data-tone="warn"' in text
    assert text.count('class="month-days"') == 12


@pytest.mark.parametrize(("address", "status"), [("?year=1066", 404), ("?year=3000", 404), ("?year=x", 200), ("", 200)])
def test_odd_years(clerk: Client, address: str, status: int) -> None:
    assert clerk.get(f"/calendar/{address}").status_code == status


def test_a_day_of_our_own_is_declared_and_taken_back(admin: Client) -> None:
    form = {"day": "2026-12-30", "kind": "off", "source": "Инвентаризация"}
    assert admin.post("/calendar/days", form).headers["Location"] == "/calendar/?year=2026"
    assert queries.calendar().kind(date(2026, 12, 30)) is DayKind.OFF
    text = admin.get("/calendar/?year=2026").content.decode()
    assert 'title="Инвентаризация" data-mark' in cell(text, 12, 30)
    admin.post("/calendar/days/remove", {"day": "2026-12-30", "region": ""})
    assert queries.calendar().kind(date(2026, 12, 30)) is DayKind.FULL
    assert admin.post("/calendar/days/remove", {"day": "2026-12-30"}).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"day": ""}, "day"), ({"day": "завтра"}, "day"), ({"kind": "x"}, "kind"), ({"source": ""}, "source")],
)
def test_a_refused_day_keeps_what_was_typed(admin: Client, wrong: dict[str, str], field: str) -> None:
    sent = {"day": "2026-12-30", "kind": "short", "source": "Инвентаризация", **wrong}
    page = admin.post("/calendar/days", sent)
    text = page.content.decode()
    assert page.status_code == 422
    assert f"f-{field}-error" in text
    assert f'value="{sent["day"]}"' in text
    assert f'value="{sent["source"]}"' in text
    assert not RegionalDay.objects.exists()


def test_hours_of_the_company_are_set(admin: Client) -> None:
    form = {**HOURS, "day_4": "9-13, 14-17", "region": "16", "short_cut": "45"}
    assert admin.post("/calendar/schedule/", form).headers["Location"] == "/calendar/"
    company = queries.company()
    assert (company.region, company.schedule.short_cut) == ("16", 45)
    text = admin.get("/calendar/?year=2026").content.decode()
    assert "09:00–13:00, 14:00–17:00" in text
    assert "Татарстан" in text
    assert 'value="09:00–13:00, 14:00–17:00"' in admin.get("/calendar/schedule/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"day_0": "весь день"},
        {"day_0": "13:00–09:00"},
        {"zone": "Mars/Phobos"},
        {"short_cut": "час"},
        {"short_cut": "999"},
        {"valid_from": "2999-01-01"},
        {"valid_from": "вчера"},
        {"region": "Татарстан"},
        {f"day_{number}": "" for number in range(7)},
    ],
)
def test_refused_hours_keep_what_was_typed(admin: Client, wrong: dict[str, str]) -> None:
    form = {**HOURS, "day_1": "10:10–20:20", **wrong}
    page = admin.post("/calendar/schedule/", form)
    text = page.content.decode()
    assert page.status_code == 422
    assert 'role="alert"' in text
    assert f'value="{form["day_1"]}"' in text
    assert queries.company().schedule.week[1] != ((610, 1220),)


def test_a_clerk_only_reads(clerk: Client) -> None:
    assert clerk.get("/calendar/schedule/").status_code == 403
    assert clerk.post("/calendar/schedule/", HOURS).status_code == 403
    assert clerk.post("/calendar/days", {"day": "2026-12-30", "kind": "off", "source": "x"}).status_code == 403
    assert clerk.post("/calendar/days/remove", {"day": "2026-12-30"}).status_code == 403
