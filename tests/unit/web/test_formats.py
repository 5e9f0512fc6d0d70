"""Values as people read them, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from marshrut.doors.web import formats
from marshrut.doors.web.screens.parts import Due, DueTone

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 11, 21, 11, 5, tzinfo=UTC)  # Saturday, 14:05 in Moscow


@pytest.fixture(autouse=True)
def _russian() -> Iterator[None]:
    with translation.override("ru"):
        yield


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal(1250000), "1\u202f250\u202f000,00\u00a0₽"),
        (Decimal("0.5"), "0,50\u00a0₽"),
        (Decimal("-15400.10"), "\u221215\u202f400,10\u00a0₽"),
        (Decimal("999.99"), "999,99\u00a0₽"),
        (None, "—"),
    ],
)
def test_money(value: Decimal | None, text: str) -> None:
    assert formats.money(value) == text


def test_money_in_english() -> None:
    with translation.override("en"):
        assert formats.money(Decimal("1250000.5")) == "1\u202f250\u202f000.50\u00a0₽"


@pytest.mark.parametrize(
    ("value", "text"),
    [(540, "540 ₽"), (98_000, "98 тыс. ₽"), (17_400_000, "17,4 млн ₽"), (2_350_000_000, "2,4 млрд ₽")],
)
def test_sums_of_columns(value: int, text: str) -> None:
    assert formats.money_short(value).replace("\u00a0", " ") == text


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (999, "999"), (1000, "1\u202f000+"), (5000, "1\u202f000+")])
def test_counts_are_capped(value: int, text: str) -> None:
    assert formats.count(value) == text


@pytest.mark.parametrize(("octets", "text"), [(1, "1 КБ"), (219_136, "214 КБ"), (3_355_443, "3,2 МБ")])
def test_sizes(octets: int, text: str) -> None:
    assert formats.size(octets).replace("\u00a0", " ") == text


def test_days_and_moments() -> None:
    assert formats.day(date(2026, 11, 21)).replace("\u00a0", " ") == "21 ноября 2026"
    assert formats.moment(NOW, MOSCOW).replace("\u00a0", " ") == "21 ноября 2026, 14:05"
    assert formats.weekday(date(2026, 11, 21)) == "сб"
    with translation.override("en"):
        assert formats.day(date(2026, 11, 21)).replace("\u00a0", " ") == "21 November 2026"
        assert formats.short_day(date(2026, 11, 29)).replace("\u00a0", " ") == "29 Nov"


def test_the_zone_of_the_reader_decides_the_day() -> None:
    late = datetime(2026, 11, 20, 21, 30, tzinfo=UTC)  # already the 21st in Moscow
    assert formats.ago(late, NOW, MOSCOW) == "сегодня, 00:30"
    assert formats.ago(late, NOW, ZoneInfo("UTC")) == "вчера, 21:30"
    assert formats.ago(late - timedelta(days=9), NOW, MOSCOW).startswith("12")


@pytest.mark.parametrize(
    ("minutes", "text"), [(380, "6 ч 20 мин"), (960, "16 ч"), (45, "45 мин"), (0, "0 мин"), (-5, "0 мин")]
)
def test_working_time(minutes: int, text: str) -> None:
    assert formats.span(minutes).replace("\u00a0", " ") == text


def due(**after: int) -> Due:
    chip = formats.due(NOW + timedelta(**after), NOW, MOSCOW)
    assert chip is not None
    return chip


def test_due_is_said_by_four_words() -> None:
    assert (due(days=-3).text, due(days=-3).tone) == ("Просрочено 3 дн.", DueTone.LATE)
    assert (due(hours=-2).text, due(minutes=-5).text) == ("Просрочено 2 ч", "Просрочено")
    assert (due(hours=3).text, due(hours=3).tone) == ("Сегодня, 17:05", DueTone.TODAY)
    assert (due(days=1).text, due(days=1).tone) == ("Завтра", DueTone.TOMORROW)
    assert (due(days=8).text, due(days=8).tone) == ("до 29.11", DueTone.LATER)
    assert due(days=60).text == "до 20.01.2027"
    assert due(days=8).title.replace("\u00a0", " ") == "29 ноября 2026, 14:05"


def test_due_of_finished_paused_and_endless_tasks() -> None:
    done = formats.due(NOW - timedelta(days=3), NOW, MOSCOW, done=True)
    paused = formats.due(NOW, NOW, MOSCOW, paused=True)
    assert done is not None
    assert paused is not None
    assert (done.tone, paused.tone) == (DueTone.DONE, DueTone.PAUSED)
    assert formats.due(None, NOW, MOSCOW) is None


def test_russian_plurals() -> None:
    assert [formats.tasks(number) for number in (1, 2, 5, 11, 21)] == [
        "1 задание",
        "2 задания",
        "5 заданий",
        "11 заданий",
        "21 задание",
    ]
    assert formats.newcomers(3) == "3 новых — показать"


def test_numbers_and_signs_do_not_part() -> None:
    assert formats.numbered("Счёт № 217 на 5 ₽") == "Счёт №\u00a0217 на 5\u00a0₽"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Счёт.PDF", "pdf"),
        ("a.docx", "doc"),
        ("b.xlsx", "xls"),
        ("фото.JPG", "photo"),
        ("архив.zip", "other"),
        ("x", "other"),
    ],
)
def test_file_kinds(name: str, kind: str) -> None:
    assert formats.file_kind(name) == kind
