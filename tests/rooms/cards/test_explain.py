"""«Почему этот срок?» and «Почему это задание у меня?»: words, dates, counted days."""

from __future__ import annotations

from marshrut.cards import queries
from marshrut.cards.queries.explain import why_due, why_mine
from marshrut.cards.queries.timeline import Wording
from tests.support.office import MovingClock, Office


def explained(office: Office, card: int, key: str) -> tuple[str, str, list[tuple[str, str]]]:
    view = queries.card(office.actor("chief"), card)
    task = next(one.state for one in view.tasks if one.state.key == key and one.state.state == "open")
    words = Wording(view.definition, view.chart)
    due = why_due(task, words)
    assert due is not None
    plain = str.maketrans("\u00a0\u202f", "  ")
    days = [(one.day.isoformat(), one.counted.translate(plain)) for one in due.days]
    return " ".join(due.lines).translate(plain), " ".join(why_mine(task, words).lines).translate(plain), days


def test_cut_off_is_told_with_the_counted_days(office: Office, now: MovingClock) -> None:
    now.to("2026-07-03 14:00")
    card = office.request()
    office.to_payment(card)
    due, mine, days = explained(office, card, "pay")
    assert "3 июля 2026, 14:00, после 13:00: до вечера следующего рабочего дня" in due
    assert "Срок: 6 июля 2026, 18:00" in due
    assert "Главная Г." in mine
    assert days == [
        ("2026-07-03", "4 ч"),
        ("2026-07-04", "0 мин"),
        ("2026-07-05", "0 мин"),
        ("2026-07-06", "8 ч"),
    ]


def test_year_without_a_calendar_is_told(office: Office, now: MovingClock) -> None:
    now.to("2028-07-03 10:00")
    card = office.request()
    office.to_payment(card)
    due, _mine, _days = explained(office, card, "pay")
    assert "2028" in due.replace("июля 2028", "")
