"""Everything on the kit page."""

from __future__ import annotations

from dataclasses import dataclass

from marshrut.doors.web.screens.card import CardScreen, Stage, StageState
from marshrut.doors.web.screens.forms import Field, Kind, Option
from marshrut.doors.web.screens.listing import Filters
from marshrut.doors.web.screens.parts import Badge, Due, Empty, Face, Link, Tab
from marshrut.doors.web.screens.tasks import TaskBox

from . import board, logistics, people
from . import card as cards

FIELDS = (
    Field(name="title", label="Предмет", required=True, value="Стеллажи для склада"),
    Field(
        name="amount",
        label="Сумма",
        kind=Kind.MONEY,
        required=True,
        value="12 ооо",
        error="Сумма пишется цифрами, например 12 000,50",
    ),
    Field(
        name="company",
        label="Контрагент",
        kind=Kind.COMPANY,
        source="/ui-kit/suggest/",
        text="ООО «Вектор Логистика»",
        value="1",
    ),
    Field(
        name="expense",
        label="Статья затрат",
        kind=Kind.CHOICE,
        required=True,
        placeholder="Выберите статью",
        options=(Option("1", "Сырьё"), Option("2", "Логистика")),
    ),
    Field(name="until", label="Оплатить до", kind=Kind.DATE, hint="Если пусто, срок посчитает система"),
    Field(name="locked", label="Номер", value="ЗО-2026-0117", locked=True),
    Field(
        name="who",
        label="Кому",
        kind=Kind.RADIO,
        value="a",
        options=(Option("a", "Руководителю отдела", True, "Жуков Б. П."), Option("b", "Операционному менеджеру")),
    ),
    Field(name="urgent", label="Срочно", kind=Kind.YES_NO, hint="Бухгалтерия увидит отметку"),
    Field(
        name="readers",
        label="Кого ознакомить",
        kind=Kind.PEOPLE,
        wide=True,
        required=True,
        source="/ui-kit/suggest/",
        chosen=(Option("1", "Жуков Б. П."), Option("2", "Константинопольская-Рождественская В. А.")),
    ),
    Field(name="note", label="Комментарий", kind=Kind.LONG, wide=True, placeholder="Что важно знать согласующим"),
    Field(
        name="invoice",
        label="Счёт",
        kind=Kind.FILE,
        required=True,
        wide=True,
        error="Приложите счёт: без него заявку не примут",
    ),
)
SCREENS = tuple(
    Link(text, f"/ui-kit/{name}/")
    for name, text in (
        ("inbox", "Задания"),
        ("inbox-empty", "Задания: пусто"),
        ("board", "Доска"),
        ("list", "Список"),
        ("list-empty", "Список: пусто"),
        ("card", "Карточка"),
        ("card-edit", "Карточка: правка"),
        ("inbox-form", "Задание с формой"),
        ("card-logistics", "Карточка с отправлениями"),
        ("card-shipment", "Отправление"),
        ("create", "Создание"),
        ("org", "Компания"),
        ("form", "Форма"),
        ("person", "Сотрудник"),
        ("settings", "Настройки процесса"),
        ("profile", "Профиль"),
        ("notifications", "Уведомления"),
        ("companies", "Контрагенты"),
        ("login", "Вход"),
        ("404", "404"),
        ("offline", "Нет связи"),
    )
)


@dataclass(frozen=True, slots=True)
class Kit:
    screens: tuple[Link, ...] = SCREENS
    dues: tuple[Due, ...] = people.DUES
    badges: tuple[Badge, ...] = people.BADGES
    faces: tuple[Face, ...] = cards.FACES
    stages: tuple[tuple[str, str, str], ...] = people.STAGES
    bars: tuple[tuple[Stage, ...], ...] = (
        cards.stages(0),
        cards.stages(2),
        cards.stages(3, StageState.WON),
        cards.stages(1, StageState.LOST),
    )
    card: CardScreen = cards.CARD
    tasks: tuple[TaskBox, ...] = (*cards.TASKS, *logistics.TASKS)
    tabs: tuple[Tab, ...] = (
        Tab("Ждут меня", "/ui-kit/", True, "24"),
        Tab("Поставил я", "/ui-kit/", count="6"),
        Tab("Выполненные", "/ui-kit/"),
    )
    views: tuple[Tab, Tab] = board.VIEWS
    filters: Filters = board.FILTERS
    fields: tuple[Field, ...] = FIELDS
    columns: tuple[object, ...] = board.COLUMNS[:2] + board.COLUMNS[4:]
    empties: tuple[Empty, ...] = board.EMPTIES
