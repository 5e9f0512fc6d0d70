"""A board with five stages, a list with the same filters."""

from __future__ import annotations

from marshrut.doors.web.screens.board import BoardScreen, Column, Tile
from marshrut.doors.web.screens.forms import Field, Kind, Option
from marshrut.doors.web.screens.listing import Filters, Heading, ListRow, ListScreen
from marshrut.doors.web.screens.parts import Badge, Empty, Link, Tab

from .people import ALISA, BORIS, DONE, DUES, ELENA, FINANCE, HEAD, IGOR, MAXIM, PAID, PAYMENT, STAGES, VERA

PEOPLE = (ALISA, BORIS, VERA, IGOR, ELENA, MAXIM)
TITLES = (
    "Стеллажи и тележки для склада «Восток»",
    "Счёт №\u00a082/В за упаковку",
    "Дополнительное соглашение к договору №\u00a0515/А",
    "Аренда шоурума, декабрь",
    "Гиалуроновая кислота, партия 14",
    "Перевозка Казань — Москва, УПД №\u00a0743",
    "Печать этикеток",
)
COMPANIES = (
    "ООО «Вектор Логистика»",
    "ООО «Косметика Плюс»",
    "АО «Промснаб»",
    "ИП Гаврилова А. С.",
    "ООО «Агро-Альянс»",
)
EXPENSES = ("Логистика", "Упаковка", "Сырьё", "Аренда", "Маркетинг")
AMOUNTS = (
    "98\u202f000,00",
    "1\u202f250\u202f000,00",
    "15\u202f400,00",
    "412\u202f300,50",
    "86\u202f400,00",
    "230\u202f000,00",
)
SUMS = (
    "17,4\u00a0млн\u00a0₽",
    "8,2\u00a0млн\u00a0₽",
    "3,1\u00a0млн\u00a0₽",
    "24\u00a0млн\u00a0₽",
    "940\u00a0тыс.\u00a0₽",
)
COUNTS = (("49", "9"), ("12", "2"), ("7", ""), ("128", ""), ("3", ""))


def tile(number: int, column: int) -> Tile:
    keys = [stage[0] for stage in STAGES]
    return Tile(
        id=column * 100 + number,
        version=1,
        title=TITLES[(number * 3 + column) % len(TITLES)],
        company=COMPANIES[(number + column * 2) % len(COMPANIES)],
        badge=Badge(EXPENSES[(number + column) % len(EXPENSES)]),
        amount=AMOUNTS[(number * 5 + column) % len(AMOUNTS)] + "\u00a0₽",
        due=DONE if column >= 3 else DUES[(number * 2 + column) % 4],
        files=str(1 + number % 3),
        comments=str(number % 4) if number % 4 else "",
        face=PEOPLE[(number + column) % len(PEOPLE)],
        moves=(keys[column + 1],) if column < 3 and number % 3 != 2 else (),
    )


COLUMNS = tuple(
    Column(
        key=key,
        name=name,
        color=color,
        tiles=tuple(tile(number, place) for number in range((6, 5, 3, 6, 0)[place])),
        count=COUNTS[place][0] if place != 4 else "0",
        late=COUNTS[place][1],
        amount=SUMS[place] if place != 4 else "",
    )
    for place, (key, name, color) in enumerate(STAGES)
)
FILTERS = Filters(
    action="/ui-kit/list/",
    saved=(Tab("Все", "/ui-kit/board/", True), Tab("Мои", "/ui-kit/board/", count="6")),
    quick=(
        Tab("Ждут меня", "/ui-kit/board/", count="4"),
        Tab("Просрочено", "/ui-kit/board/", icon="clock-exclamation", count="11"),
        Tab("Дороже 500 тыс.", "/ui-kit/board/", icon="bookmark", dirty=True),
    ),
    fields=(
        Field(
            name="stage",
            label="Стадия",
            kind=Kind.CHOICE,
            placeholder="Любая",
            options=(Option("head", "Согласование руководителем"),),
        ),
        Field(name="company", label="Контрагент", kind=Kind.COMPANY, source="/ui-kit/suggest/"),
        Field(name="from", label="Сумма от", kind=Kind.MONEY),
        Field(name="to", label="Сумма до", kind=Kind.MONEY),
        Field(name="since", label="Создана с", kind=Kind.DATE),
        Field(name="till", label="по", kind=Kind.DATE),
    ),
    can_save=True,
    save_url="/ui-kit/",
)
VIEWS = (Tab("Доска", "/ui-kit/board/", True, icon="layout-kanban"), Tab("Список", "/ui-kit/list/", icon="list"))
BOARD = BoardScreen(
    type_key="payment_request",
    title="Заявки на оплату",
    columns=COLUMNS,
    views=VIEWS,
    filters=FILTERS,
    create_url="/ui-kit/create/",
)
MARKS = (HEAD, FINANCE, PAYMENT, PAID)
ROWS = tuple(
    ListRow(
        id=number,
        number=f"ЗО-2026-{117 - number:04}",
        title=TITLES[number % len(TITLES)],
        company=COMPANIES[number % len(COMPANIES)],
        amount=AMOUNTS[number % len(AMOUNTS)] + "\u00a0₽",
        stage=MARKS[number % 4],
        due=DONE if number % 4 == 3 else DUES[number % 4],
        face=PEOPLE[number % len(PEOPLE)],
        author=PEOPLE[number % len(PEOPLE)].name,
        date=f"{21 - number}\u00a0ноября",
        preview="/ui-kit/page.svg",
    )
    for number in range(12)
)
LIST = ListScreen(
    type_key="payment_request",
    title="Заявки на оплату",
    views=(Tab("Доска", "/ui-kit/board/", icon="layout-kanban"), Tab("Список", "/ui-kit/list/", True, icon="list")),
    filters=FILTERS,
    headings=(
        Heading("Номер", "/ui-kit/list/", "down"),
        Heading("Заявка", "/ui-kit/list/"),
        Heading("Стадия"),
        Heading("Срок", "/ui-kit/list/"),
        Heading("Инициатор"),
        Heading("Сумма", "/ui-kit/list/", end=True),
    ),
    rows=ROWS,
    total="128 карточек",
    sum="24,6\u00a0млн\u00a0₽",
    next_url="/ui-kit/list/",
    create_url="/ui-kit/create/",
    bulk=True,
    select_all="Выбрать все 128 по фильтру",
)
EMPTIES = (
    Empty(
        "start",
        "Заявок пока нет",
        "Создайте первую: приложите счёт, и процесс пойдёт сам.",
        Link("Создать заявку", "/ui-kit/create/", "plus"),
    ),
    Empty("done", "Всё согласовано", "Новых заданий нет. Как только что-нибудь придёт, оно появится здесь само."),
    Empty(
        "nothing",
        "Ничего не нашлось",
        "Под этот фильтр не подходит ни одна карточка.",
        Link("Сбросить фильтр", "/ui-kit/list/"),
    ),
)
NOTHING = ListScreen(
    type_key="payment_request",
    title="Заявки на оплату",
    views=LIST.views,
    filters=FILTERS,
    headings=LIST.headings,
    rows=(),
    empty=EMPTIES[2],
)
