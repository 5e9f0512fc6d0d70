from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from marshrut.calendars import commands, queries, words
from marshrut.calendars.decrees import russia
from marshrut.calendars.rules import DayKind, Schedule
from marshrut.history import kinds
from marshrut.history.queries import timeline
from marshrut.kernel.actor import Actor

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system()
WEEK = Schedule().as_json()["week"]
BAIRAM = date(2026, 5, 27)


def test_an_empty_installation_works_by_moscow_office_hours() -> None:
    assert queries.company_schedule() == Schedule()
    assert queries.calendar() == russia()
    assert queries.company().region == ""


def test_a_kept_calendar_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    commands.set_day(SYSTEM, day=BAIRAM, kind="off", source="Выезд")
    kept = queries.calendar()
    queries.company_schedule()

    with django_assert_num_queries(1):
        assert queries.calendar() is kept
    with django_assert_num_queries(1):
        queries.company_schedule()


def test_the_company_has_the_days_off_of_its_region() -> None:
    commands.set_company_schedule(SYSTEM, zone="Europe/Moscow", week=WEEK, region="16")

    assert queries.calendar().why(BAIRAM) == "regional:Курбан-байрам"
    assert queries.calendar("").kind(BAIRAM) is DayKind.FULL
    assert queries.calendar("02").kind(date(2026, 10, 12)) is DayKind.OFF


def test_the_company_stands_over_the_region_and_both_over_the_shipped_files() -> None:
    commands.set_day(SYSTEM, day=BAIRAM, kind="full", source="Отменён указом", region="16")
    assert queries.calendar("16").kind(BAIRAM) is DayKind.FULL

    commands.set_day(SYSTEM, day=BAIRAM, kind="short", source="Приказ")
    assert queries.calendar("16").why(BAIRAM) == "company:Приказ"


def test_declared_days_are_listed_in_order() -> None:
    for day in (date(2026, 12, 30), BAIRAM):
        commands.set_day(SYSTEM, day=day, kind="off", source="Приказ")
    commands.set_day(SYSTEM, day=BAIRAM, kind="off", source="Указ", region="16")

    assert [it.date for it in queries.declared_days()] == [BAIRAM, date(2026, 12, 30)]
    assert [(it.kind, it.source) for it in queries.declared_days("16")] == [(DayKind.OFF, "Указ")]


def test_a_year_without_a_decree_warns() -> None:
    assert queries.unknown_year_warning(2027) is None
    with translation.override("ru"):
        assert queries.unknown_year_warning(2028) == (
            "Календарь на 2028 год не утверждён: переносы выходных не учтены, сроки могут сдвинуться на день-два."
        )
    with translation.override("en"):
        assert "not approved" in (queries.unknown_year_warning(2028) or "")


def test_a_year_on_a_page() -> None:
    commands.set_day(SYSTEM, day=date(2026, 11, 23), kind="short", source="Приказ")
    year = queries.year_grid(2026)

    assert (year.decree, year.warning) == ("Постановление Правительства РФ от 24.09.2025 № 1466", None)
    assert (year.totals.working, year.totals.off, year.totals.short) == (247, 118, 5)
    assert year.totals.minutes == (1972 - 1) * 60
    november = year.months[10]
    assert november.number == 11
    assert [len(week) for week in november.weeks] == [7] * 6
    assert november.weeks[0][:6] == (None,) * 6
    first, monday = november.weeks[0][6], november.weeks[4][0]
    assert first is not None
    assert monday is not None
    assert (first[0].day, first[1].why) == (1, "weekend")
    assert (monday[0].day, monday[1].why) == (23, "company:Приказ")


def test_a_year_nobody_has_published_yet() -> None:
    year = queries.year_grid(2028)

    assert year.decree is None
    assert year.warning == queries.unknown_year_warning(2028)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-07-06", "рабочий день"),
        ("2026-07-04", "выходной"),
        ("2026-01-07", "Рождество Христово"),
        ("2026-01-09", "выходной, перенесённый с 3 января"),
        ("2026-05-08", "сокращённый день, канун праздника: День Победы"),
        ("2024-04-27", "рабочая суббота"),
        ("2024-11-02", "сокращённый день, рабочая суббота"),
    ],
)
def test_days_in_russian(day: str, expected: str) -> None:
    stated = russia().day(date.fromisoformat(day))
    with translation.override("ru"):
        assert queries.day_words(stated.kind, stated.why) == expected


def test_days_that_differ_from_the_calendar_say_what_they_are() -> None:
    with translation.override("ru"):
        assert queries.day_words("off", "schedule") == "нерабочий день, по рабочему графику"
        assert queries.day_words("full", "company:Приказ № 5") == "рабочий день, Приказ № 5"
        assert queries.day_words("off", "regional:Курбан-байрам") == "Курбан-байрам"


def test_every_holiday_has_a_name_in_both_languages() -> None:
    from marshrut.calendars.rules.year import HOLIDAYS

    assert set(words.HOLIDAYS) == set(HOLIDAYS.values())
    for name in HOLIDAYS.values():
        with translation.override("ru"):
            assert queries.reason(f"holiday:{name}") != name
        with translation.override("en"):
            assert queries.reason(f"holiday:{name}") == name


def test_regions_are_named_in_the_language_of_the_reader() -> None:
    with translation.override("ru"):
        assert queries.region_names()["16"] == "Татарстан"
    with translation.override("en"):
        assert queries.region_names()["16"] == "Tatarstan"


def test_history_reads_as_sentences() -> None:
    commands.set_company_schedule(
        SYSTEM, zone="Europe/Samara", week=[*WEEK[:4], [["09:00", "16:45"]], [["10:00", "12:00"]], []]
    )
    commands.set_day(SYSTEM, day=date(2026, 12, 30), kind="short", source="Приказ № 5")
    commands.remove_day(SYSTEM, day=date(2026, 12, 30))

    def names(ref: str, value: object) -> str:
        return queries.shown(ref, value) or str(value)

    hours = "Пн–Чт 09:00–13:00, 14:00–18:00; Пт 09:00–16:45; Сб 10:00–12:00"
    with translation.override("ru"):
        assert [kinds.sentence(event, names) for event in timeline("calendar:company")] == [
            f"Изменены рабочие часы компании: {hours}, Europe/Samara",
            "30 декабря 2026 — сокращённый день. Приказ № 5",
            "30 декабря 2026 — снова по производственному календарю",
        ]
    assert queries.shown("person", 1) is None
