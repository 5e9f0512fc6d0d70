"""The cast of the samples."""

from __future__ import annotations

from marshrut.doors.web.screens.parts import Badge, Due, DueTone, Face, Link, StageMark, Tone

ALISA = Face("АЛ", "Лебедева А. С.", "0")
BORIS = Face("БЖ", "Жуков Б. П.", "1")
VERA = Face("ВК", "Котова В. И.", "2")
IGOR = Face("ИП", "Панин И. О.", "3")
ELENA = Face("ЕС", "Савина Е. Д.", "4")
MAXIM = Face("МО", "Орлов М. А.", "5")
ROBOT = Face("", "Система")

LATE = Due("Просрочено 3 дн.", DueTone.LATE, "18 ноября 2026, 18:00")
TODAY = Due("Сегодня, 18:00", DueTone.TODAY, "21 ноября 2026, 18:00")
TOMORROW = Due("Завтра", DueTone.TOMORROW, "22 ноября 2026, 18:00")
LATER = Due("до 29.11", DueTone.LATER, "29 ноября 2026, 18:00")
DONE = Due("Выполнено", DueTone.DONE, "20 ноября 2026, 11:40")
PAUSED = Due("На паузе", DueTone.PAUSED)
DUES = (LATE, TODAY, TOMORROW, LATER, DONE, PAUSED)

STAGES = (
    ("head", "Согласование руководителем", "#5b8def"),
    ("finance", "Проверка финансами", "#8b6fe8"),
    ("payment", "Оплата", "#e39a35"),
    ("paid", "Оплачено", "#2f9e62"),
    ("rejected", "Отклонено", "#c9515c"),
)
HEAD = StageMark("Согласование руководителем", "#5b8def")
FINANCE = StageMark("Проверка финансами", "#8b6fe8")
PAYMENT = StageMark("Оплата", "#e39a35")
PAID = StageMark("Оплачено", "#2f9e62")
REJECTED = StageMark("Отклонено", "#c9515c")

COMPANY = Link("ООО «Вектор Логистика»", "/companies/1/")
ROUND = Badge("Круг 2", Tone.VIOLET, "refresh")
BADGES = (
    Badge("Сырьё"),
    Badge("Новая", Tone.INFO, "bolt"),
    Badge("Подписан", Tone.OK, "check"),
    Badge("Ждёт оригинал", Tone.WARN, "hourglass"),
    Badge("Отклонено", Tone.BAD, "x"),
    ROUND,
)
