"""Days of 2024-2027 against the published calendars, and years nobody has published yet."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest

from marshrut.calendars.decrees import decrees, read_year, regions, russia
from marshrut.calendars.rules import Calendar, DayKind, Decree, SpecialDay

SHORT = {
    2024: ["02-22", "03-07", "05-08", "06-11", "11-02"],
    2025: ["03-07", "04-30", "06-11", "11-01"],
    2026: ["04-30", "05-08", "06-11", "11-03"],
    2027: ["02-20", "04-30", "06-11", "11-03"],
}
WORKING_SATURDAYS = {2024: ["04-27", "11-02", "12-28"], 2025: ["11-01"], 2026: [], 2027: ["02-20"]}
#: working days, days off, hours of a 40-hour week
TOTALS = {2024: (248, 118, 1979), 2025: (247, 118, 1972), 2026: (247, 118, 1972), 2027: (247, 118, 1972)}


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
def test_every_day_agrees_with_the_holidays_package(year: int) -> None:
    russian = holidays.country_holidays("RU", years=[year, year + 1])

    differing = [d for d in days_of(year) if (russia().kind(d) is DayKind.OFF) == russian.is_working_day(d)]

    assert differing == []


@pytest.mark.parametrize("year", SHORT)
def test_shortened_days(year: int) -> None:
    assert [f"{d:%m-%d}" for d in days_of(year) if russia().kind(d) is DayKind.SHORT] == SHORT[year]


@pytest.mark.parametrize("year", WORKING_SATURDAYS)
def test_working_saturdays(year: int) -> None:
    found = [f"{d:%m-%d}" for d in days_of(year) if russia().why(d) == "working_saturday"]

    assert found == WORKING_SATURDAYS[year]
    assert all(date.fromisoformat(f"{year}-{d}").weekday() == 5 for d in found)


@pytest.mark.parametrize("year", TOTALS)
def test_totals_of_the_published_calendar(year: int) -> None:
    kinds = [russia().kind(d) for d in days_of(year)]
    off, short = kinds.count(DayKind.OFF), kinds.count(DayKind.SHORT)
    working = len(kinds) - off

    assert (working, off, working * 8 - short) == TOTALS[year]


@pytest.mark.parametrize(
    "day", ["2026-02-20", "2026-03-06", "2025-12-30", "2026-12-30", "2025-05-07", "2024-04-27", "2024-12-28"]
)
def test_a_day_before_a_mere_day_off_is_full(day: str) -> None:
    assert russia().kind(date.fromisoformat(day)) is DayKind.FULL


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2026-07-06", "workday"),
        ("2026-07-04", "weekend"),
        ("2026-01-01", "holiday:New Year"),
        ("2026-01-07", "holiday:Orthodox Christmas"),
        ("2026-01-09", "moved:2026-01-03"),
        ("2026-03-09", "moved:2026-03-08"),
        ("2025-05-08", "moved:2025-02-23"),
        ("2026-11-03", "eve:National Unity Day"),
        ("2024-11-02", "working_saturday"),
    ],
)
def test_reason_of_a_day(day: str, why: str) -> None:
    assert russia().why(date.fromisoformat(day)) == why


def test_a_holiday_that_the_decree_moved_is_not_moved_a_second_time() -> None:
    assert russia().kind(date(2025, 2, 24)) is DayKind.FULL


def test_a_year_without_a_decree_is_computed_and_not_known() -> None:
    calendar = russia()

    assert [year for year in range(2023, 2030) if calendar.known(year)] == [2024, 2025, 2026, 2027]
    assert calendar.kind(date(2030, 1, 9)) is DayKind.FULL
    assert calendar.why(date(2030, 2, 25)) == "moved:2030-02-23"
    assert calendar.kind(date(2030, 2, 22)) is DayKind.SHORT
    assert calendar.kind(date(2029, 12, 31)) is DayKind.SHORT


def test_special_days_stand_over_the_calendar_and_the_later_one_wins() -> None:
    calendar = Calendar(
        decrees(),
        (
            SpecialDay(date(2026, 10, 12), DayKind.OFF, "regional:День Республики"),
            SpecialDay(date(2026, 12, 31), DayKind.SHORT, "company:Закрытие года"),
            SpecialDay(date(2026, 10, 12), DayKind.FULL, "company:Запуск"),
        ),
    )

    assert (calendar.kind(date(2026, 10, 12)), calendar.why(date(2026, 10, 12))) == (DayKind.FULL, "company:Запуск")
    assert calendar.kind(date(2026, 12, 31)) is DayKind.SHORT
    assert calendar.kind(date(2027, 12, 31)) is DayKind.OFF


def test_regions_that_publish_days_of_their_own() -> None:
    tatarstan = Calendar(decrees(), regions()["16"].days)

    assert tatarstan.kind(date(2026, 3, 19)) is DayKind.SHORT
    assert tatarstan.why(date(2026, 5, 27)) == "regional:Курбан-байрам"
    assert russia().kind(date(2026, 5, 27)) is DayKind.FULL
    assert Calendar(decrees(), regions()["02"].days).kind(date(2026, 10, 12)) is DayKind.OFF
    assert regions()["21"].days == ()


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (date(2026, 1, 5), date(2026, 1, 6)),
        (date(2026, 2, 2), date(2026, 2, 3)),
        (date(2026, 1, 3), date(2026, 2, 23)),
        (date(2026, 1, 3), date(2027, 2, 2)),
        (date(2026, 1, 3), date(2026, 1, 3)),
    ],
    ids=["to a holiday", "from a working day", "to a holiday on Monday", "to another year", "to itself"],
)
def test_a_senseless_decree_is_refused(source: date, target: date) -> None:
    with pytest.raises(ValueError, match="2026"):
        Decree(2026, "№ 0", ((source, target),))


@pytest.mark.parametrize(
    "text",
    ["year: 2026", "year: 2026\ndecree: №\nmoved: {2026-13-01: 2026-01-09}", "moved: [", "- 2026"],
)
def test_a_bad_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "2026.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ValueError, match=r"2026\.yaml"):
        read_year(path)


def test_files_are_named_by_their_year() -> None:
    assert [decree.year for decree in decrees()] == [2024, 2025, 2026, 2027]
    assert all("№" in decree.title for decree in decrees())
