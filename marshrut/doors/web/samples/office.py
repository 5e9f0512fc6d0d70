"""The company, a person, settings, profile, notifications, companies, sign-in."""

from __future__ import annotations

from marshrut.doors.web.screens.create import CreateScreen
from marshrut.doors.web.screens.forms import Field, Form, Kind, Option
from marshrut.doors.web.screens.org import Member, OrgScreen, PersonScreen, RoleRow, Unit
from marshrut.doors.web.screens.parts import Badge, Link, Tab, Tone
from marshrut.doors.web.screens.simple import (
    CompaniesScreen,
    CompanyRow,
    FormScreen,
    LoginScreen,
    NoticeRow,
    NoticesScreen,
    PaletteGroup,
    PaletteItem,
    ProfileScreen,
    SettingGroup,
    SettingsScreen,
    TokenRow,
)

from .board import COMPANIES
from .people import ALISA, BORIS, ELENA, IGOR, MAXIM, VERA

M_ALISA, M_BORIS, M_VERA = (
    Member(1, ALISA, "менеджер по закупкам"),
    Member(2, BORIS, "руководитель отдела закупок"),
    Member(3, VERA, "главный бухгалтер"),
)
M_IGOR, M_ELENA, M_MAXIM = (
    Member(4, IGOR, "генеральный директор"),
    Member(5, ELENA, "финансовый менеджер"),
    Member(6, MAXIM, "кладовщик", True),
)

ORG = OrgScreen(
    units=(
        Unit(
            id=1,
            name="ООО «Белая лилия»",
            head=M_IGOR,
            count="21",
            children=(
                Unit(id=2, name="Закупки", head=M_BORIS, people=(M_ALISA, M_MAXIM), count="4"),
                Unit(
                    id=3,
                    name="Финансы",
                    head=M_ELENA,
                    count="5",
                    children=(
                        Unit(id=4, name="Бухгалтерия", head=M_VERA, people=(Member(7, MAXIM, "бухгалтер"),), count="2"),
                    ),
                ),
                Unit(id=5, name="Логистика", people=(M_ALISA,), count="3"),
            ),
        ),
    ),
    roles=(
        RoleRow("Операционный менеджер", (M_IGOR,), "/ui-kit/form/", "последняя точка контроля"),
        RoleRow("Финансовый менеджер", (M_ELENA,), "/ui-kit/form/"),
        RoleRow("Главный бухгалтер", (M_VERA,), "/ui-kit/form/"),
        RoleRow("Секретарь", (), "/ui-kit/form/"),
    ),
    total="21 человек",
    warnings=("В отделе «Логистика» нет руководителя: задания уходят руководителю выше.",),
    can_edit=True,
)
PERSON = PersonScreen(
    id=1,
    face=ALISA,
    full_name="Лебедева Алиса Сергеевна",
    position="Менеджер по закупкам",
    facts=(
        ("Отдел", Link("Закупки", "/ui-kit/org/")),
        ("Руководитель", Link("Жуков Б. П.", "/ui-kit/person/")),
        ("Почта", "alisa@lily.example"),
        ("Часовой пояс", "Москва"),
    ),
    badges=(Badge("Администратор", Tone.VIOLET, "crown"),),
    week=(("пн–пт", "09:00–13:00, 14:00–18:00"), ("сб, вс", "выходной")),
    can_edit=True,
    can_dismiss=True,
)
COMPANY_FORM = FormScreen(
    title="Новый контрагент",
    back=Link("Контрагенты", "/ui-kit/companies/"),
    form=Form(
        "/ui-kit/form/",
        (
            Field(name="name", label="Название", required=True, wide=True, value="ООО «Вектор Логистика»"),
            Field(
                name="inn",
                label="ИНН",
                required=True,
                value="770096411",
                error="В ИНН организации 10 цифр, в ИНН предпринимателя 12",
            ),
            Field(name="kpp", label="КПП", value="770001001"),
            Field(name="bank", label="Банк"),
            Field(name="bik", label="БИК"),
            Field(name="account", label="Расчётный счёт", wide=True, hint="20 цифр"),
        ),
    ),
    danger=Link("Удалить", "/ui-kit/form/"),
    danger_confirm="Контрагент исчезнет из списков. В заявках он останется.",
)
CREATE = CreateScreen(
    type_key="payment_request",
    type_name="Заявки на оплату",
    title="Новая заявка",
    file=Field(name="invoice", label="Счёт", kind=Kind.FILE, required=True),
    form=Form(
        "/ui-kit/create/",
        (
            Field(
                name="company",
                label="Контрагент",
                kind=Kind.COMPANY,
                required=True,
                source="/ui-kit/suggest/",
                placeholder="Название или ИНН",
                wide=True,
            ),
            Field(name="amount", label="Сумма", kind=Kind.MONEY, required=True, placeholder="0,00"),
            Field(name="pay_until", label="Оплатить до", kind=Kind.DATE, hint="Если пусто, срок посчитает система"),
            Field(
                name="expense",
                label="Статья затрат",
                kind=Kind.CHOICE,
                required=True,
                wide=True,
                placeholder="Выберите статью",
                options=(Option("1", "Сырьё и материалы"), Option("2", "Логистика и доставка")),
            ),
            Field(name="purpose", label="Назначение платежа", kind=Kind.LONG, wide=True),
        ),
        submit="Создать и отправить",
    ),
    next_step="Заявка уйдёт Жукову Б. П. Срок — два рабочих дня.",
)
SETTINGS = SettingsScreen(
    title="Согласование заявок на оплату",
    version="Версия процесса 1.0",
    action="/ui-kit/settings/",
    changed="изменила Лебедева А. С., вчера, 17:40",
    groups=(
        SettingGroup(
            "Контроль сроков",
            (
                Field(
                    name="check",
                    label="Проверять, взято ли в работу",
                    kind=Kind.NUMBER,
                    value="4",
                    unit="ч",
                    hint="каждые столько рабочих часов",
                ),
                Field(
                    name="remind",
                    label="Напомнить руководителю",
                    kind=Kind.NUMBER,
                    value="2",
                    unit="дн.",
                    hint="через столько рабочих дней",
                ),
                Field(
                    name="escalate",
                    label="Сообщить операционному менеджеру",
                    kind=Kind.NUMBER,
                    value="1",
                    unit="ч",
                    hint="ещё через столько рабочих часов",
                ),
            ),
        ),
        SettingGroup(
            "Бухгалтерия",
            (
                Field(
                    name="cutoff",
                    label="Заявки до этого часа — сегодня",
                    kind=Kind.TIME,
                    value="13:00",
                    hint="позже — до вечера следующего рабочего дня",
                ),
                Field(
                    name="self",
                    label="Руководитель согласует свои заявки сам",
                    kind=Kind.YES_NO,
                    value="1",
                    hint="в журнале будет отметка «сам себе»",
                ),
                Field(
                    name="limit",
                    label="Не дороже",
                    kind=Kind.MONEY,
                    value="сто",
                    error="Сумма пишется цифрами, например 100 000",
                ),
            ),
        ),
    ),
)
PROFILE = ProfileScreen(
    face=ALISA,
    full_name="Лебедева Алиса Сергеевна",
    position="Менеджер по закупкам",
    email="alisa@lily.example",
    settings=Form(
        "/profile/settings",
        (
            Field(
                name="language",
                label="Язык",
                kind=Kind.RADIO,
                options=(Option("ru", "Русский", True), Option("en", "English")),
            ),
            Field(
                name="keys",
                label="Клавиши из одной буквы",
                kind=Kind.YES_NO,
                value="1",
                hint="J и K — по списку, A — согласовать, D — отклонить",
            ),
        ),
    ),
    password=Form(
        "/profile/password",
        (
            Field(
                name="old", label="Нынешний пароль", kind=Kind.PASSWORD, required=True, autocomplete="current-password"
            ),
            Field(
                name="new",
                label="Новый пароль",
                kind=Kind.PASSWORD,
                required=True,
                autocomplete="new-password",
                hint="Не короче 10 знаков",
            ),
        ),
    ),
    tokens=(TokenRow(1, "Выгрузка в 1С", "Создан 12\u00a0ноября\u00a02026", "последний раз вчера, 17:40"),),
    token_form=Form("/profile/tokens", (Field(name="name", label="Для чего", placeholder="Например, выгрузка в 1С"),)),
    shown_once="mrt_7Qk2sV9xLw0aN4bTzY6fH1pC8dE3",
)
NOTICES = NoticesScreen(
    tabs=(Tab("Новые", "/ui-kit/notifications/", True, "2"), Tab("Все", "/ui-kit/notifications/")),
    unread=True,
    rows=(
        NoticeRow(
            id=1,
            text="Новое задание: согласуйте заявку на оплату",
            detail="Стеллажи и тележки для склада «Восток» · 412\u202f300,00\u00a0₽",
            url="/ui-kit/card/",
            when="14:20",
            when_iso="2026-11-21T11:20:00Z",
            face=ALISA,
            unread=True,
            day="Сегодня",
        ),
        NoticeRow(
            id=2,
            text="Заявку не взяли в работу два рабочих дня",
            detail="Аренда шоурума, декабрь",
            url="/ui-kit/card/",
            when="10:00",
            when_iso="2026-11-21T07:00:00Z",
            icon="clock-exclamation",
            tone=Tone.WARN,
            unread=True,
            why="Вы операционный менеджер",
        ),
        NoticeRow(
            id=3,
            text="Ваш счёт оплачен",
            detail="Печать этикеток · 15\u202f400,00\u00a0₽",
            url="/ui-kit/card/",
            when="16:48",
            when_iso="2026-11-20T13:48:00Z",
            icon="circle-check",
            tone=Tone.OK,
            day="Вчера",
        ),
        NoticeRow(
            id=4,
            text="Савина Е. Д. отклонила заявку",
            detail="В счёте не выделен НДС. Попросите поставщика исправить.",
            url="/ui-kit/card/",
            when="11:02",
            when_iso="2026-11-20T08:02:00Z",
            face=ELENA,
        ),
    ),
)
COMPANY_LIST = CompaniesScreen(
    rows=tuple(
        CompanyRow(
            id=number,
            name=name,
            note="поставщик" if number % 2 else "подрядчик",
            details=f"ИНН 77009641{number:02}",
            cards=f"{number * 3 + 2}",
            amount=f"{number + 1}\u202f250\u202f000,00\u00a0₽",
        )
        for number, name in enumerate(COMPANIES)
    ),
    total="5 компаний",
    create_url="/ui-kit/form/",
)
LOGIN = LoginScreen(
    fields=(
        Field(
            name="username",
            label="Почта",
            kind=Kind.EMAIL,
            value="boris@lily.example",
            required=True,
            autocomplete="username",
            autofocus=True,
        ),
        Field(name="password", label="Пароль", kind=Kind.PASSWORD, required=True, autocomplete="current-password"),
    ),
    error="Почта и пароль не подходят друг к другу.",
    demo=(
        (ALISA, "alisa@lily.example", "менеджер по закупкам"),
        (BORIS, "boris@lily.example", "руководитель отдела закупок"),
        (ELENA, "elena@lily.example", "финансовый менеджер"),
    ),
)
PALETTE = (
    PaletteGroup("Создать", (PaletteItem("Заявку на оплату", "/ui-kit/create/", "plus"),)),
    PaletteGroup(
        "Карточки",
        (
            PaletteItem(
                "Стеллажи и тележки для склада «Восток»",
                "/ui-kit/card/",
                "receipt",
                "ЗО-2026-0117 · ООО «Вектор Логистика»",
            ),
        ),
    ),
    PaletteGroup(
        "Перейти",
        (
            PaletteItem("Мои задания", "/ui-kit/inbox/", "inbox"),
            PaletteItem("Клавиши", "/", "keyboard", opens="keys-help"),
        ),
    ),
)
