"""One counterparty, one role, the working calendar."""

from __future__ import annotations

from datetime import date, timedelta

from marshrut.doors.web.screens.calendar import CalendarScreen, Day, Declared, Month, Note
from marshrut.doors.web.screens.company import CompanyScreen, ContactRow, PostPart, Requisite, TabBody
from marshrut.doors.web.screens.forms import Field, Form, Kind, Option
from marshrut.doors.web.screens.org import RoleScreen
from marshrut.doors.web.screens.parts import Badge, Link, Tab, Tone

from .board import LIST
from .office import M_MAXIM, M_VERA

BUH = ContactRow(
    name="Смирнова Ольга",
    url="/ui-kit/company/",
    title="Главный бухгалтер",
    phone=Link("+7 495 000-00-00", "tel:+74950000000"),
    badges=(Badge("Подписывает", Tone.INFO),),
    edit_url="/ui-kit/company/",
)
COMPANY = CompanyScreen(
    post=PostPart(text="125040, г. Москва, Ленинградский проспект, д. 15, офис 312", url="/ui-kit/company/"),
    id=1,
    name="Вектор Логистика",
    kind="Юридическое лицо",
    requisites=(
        Requisite("Полное наименование", "ООО «Вектор Логистика»", "ООО «Вектор Логистика»"),
        Requisite("ИНН", "7700964117", "7700964117"),
        Requisite("Расчётный счёт", "40702810500000000123", "40702\u202f810\u202f5\u202f0000\u202f0000\u202f123"),
    ),
    copy_all="ИНН: 7700964117",
    facts=(("Телефон", Link("+7 495 000-00-00", "tel:+74950000000")),),
    contacts=(BUH,),
    accounting=BUH,
    note="Документы отправляют по пятницам.",
    tab=TabBody(
        tabs=(Tab("Документы", "/ui-kit/company/"), Tab("Карточки", "/ui-kit/company/", current=True)),
        title="Карточки контрагента",
        cards=LIST.rows,
    ),
    added="в справочнике с 12\u00a0ноября\u00a02026",
    can_edit=True,
)
ROLE = RoleScreen(
    key="chief_accountant",
    title="Главный бухгалтер",
    holders=(M_VERA, M_MAXIM),
    assign=Form(
        "/ui-kit/role/",
        (
            Field(
                name="person", label="Кому назначить роль", kind=Kind.PERSON, source="/ui-kit/suggest/", required=True
            ),
        ),
        submit="Назначить",
    ),
    titles=Form(
        "/ui-kit/role/",
        (
            Field(name="title_ru", label="Название по-русски", value="Главный бухгалтер", required=True),
            Field(name="title_en", label="Название по-английски", value="Chief accountant", required=True),
        ),
    ),
    warning="Роль «Главный бухгалтер» никому не назначена: её задания некому выполнять.",
)
MAY = {
    1: ("off", "Праздник Весны и Труда", True),
    8: ("short", "сокращённый день, канун праздника: День Победы", True),
    9: ("off", "День Победы", True),
    11: ("off", "выходной, перенесённый с 9 мая", True),
    16: ("full", "рабочая суббота", True),
}


def _day(day: date) -> Day:
    plain = ("off", "выходной", False) if day.weekday() > 4 else ("full", "рабочий день", False)
    return Day(day.day, *MAY.get(day.day, plain), today=day.day == 21)


def _weeks(first: date) -> tuple[tuple[Day | None, ...], ...]:
    monday = first - timedelta(days=first.weekday())
    days = [monday + timedelta(days=number) for number in range(35)]
    cells = [_day(day) if day.month == first.month else None for day in days]
    return tuple(tuple(cells[start : start + 7]) for start in range(0, 35, 7))


CALENDAR = CalendarScreen(
    year=2026,
    tabs=(Tab("Структура", "/ui-kit/org/"), Tab("Рабочий календарь", "/ui-kit/calendar/", True)),
    years=(Tab("2026", "/ui-kit/calendar/", True), Tab("2027", "/ui-kit/calendar/")),
    weekdays=("Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Вс"),
    months=(
        Month(
            "Май",
            _weeks(date(2026, 5, 1)),
            "рабочих дней 19, часов 151",
            (
                Note("9", "День Победы", "off"),
                Note("8", "сокращённый день", "short"),
                Note("16", "рабочая суббота", "full"),
            ),
        ),
    ),
    totals=(("Рабочих дней", "247"), ("Рабочих часов", "1\u202f972")),
    decree="Постановление Правительства РФ от 24.09.2025 № 1466",
    warning="Календарь на 2031 год не утверждён: сроки могут сместиться на день-два.",
    week=(("Пн–Пт", "09:00–13:00, 14:00–18:00"), ("Сб–Вс", "нерабочий день")),
    facts=(("Часовой пояс", "Москва, UTC+3"),),
    declared=(Declared("2026-12-30", "", "30\u00a0декабря\u00a02026", "off", "нерабочий день", "Инвентаризация"),),
    add=Form(
        "/ui-kit/calendar/",
        (
            Field(name="day", label="День", kind=Kind.DATE, required=True),
            Field(name="kind", label="Какой это день", kind=Kind.CHOICE, options=(Option("off", "нерабочий день"),)),
        ),
        submit="Объявить день",
    ),
    edit=Link("Изменить", "/ui-kit/form/"),
)
