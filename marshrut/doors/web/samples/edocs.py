"""E-documents: the register, one on its card, the queue of unmatched."""

from __future__ import annotations

from dataclasses import replace

from marshrut.doors.web.screens.card import FieldRow
from marshrut.doors.web.screens.edocs import (
    EDocFile,
    EDocPart,
    EDocRow,
    EDocSide,
    EDocsScreen,
    EDocStop,
    RefreshBar,
    Signature,
    UnmatchedRow,
    UnmatchedScreen,
)
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.listing import Filters
from marshrut.doors.web.screens.parts import Badge, Link, Tab, Tone

from .card import CARD
from .people import ALISA, BORIS

HERE = "/ui-kit/card-edoc/"
WAITS = Badge("Доставлен", Tone.INFO, "inbox")
BAR = RefreshBar(text="Обновлено 3 минуты назад", url="/ui-kit/edocs/")
SILENT = replace(BAR, text="", silent=("1С не отвечает с 09:20: статусы могли измениться",))
VECTOR = Link("ООО «Вектор Логистика»", "/ui-kit/company/")
ROWS = (
    EDocRow(
        card=1,
        url=HERE,
        title="УПД №\u00a0145/Б",
        day="5 ноября 2026",
        out=True,
        status=WAITS,
        company=VECTOR,
        wait="ждёт 4\u00a0раб.\u00a0дня, просрочено на 1",
        level=1,
        manager=ALISA,
        amount="412 300,00\u00a0₽",
    ),
    EDocRow(
        card=2,
        url=HERE,
        title="Договор №\u00a02026-17",
        day="1 ноября 2026",
        out=True,
        status=Badge("Получен, ещё не подписан", Tone.INFO, "eye-check"),
        company=Link("АО «Северный порт»", "/ui-kit/company/"),
        wait="ждёт 9\u00a0раб.\u00a0дней, просрочено на 6",
        level=2,
        deal=Link("Поставка стекла, IV квартал", "/ui-kit/company/"),
        manager=BORIS,
        amount="2 300 000,00\u00a0₽",
    ),
    EDocRow(
        card=3,
        url=HERE,
        title="Акт №\u00a088",
        day="9 ноября 2026",
        out=False,
        status=Badge("Ждёт нашей подписи", Tone.WARN, "writing-sign"),
        party="ИП Гаврилова Анна Сергеевна",
        wait="ждёт 1\u00a0рабочий день",
        amount="15 400,00\u00a0₽",
    ),
    EDocRow(
        card=4,
        url=HERE,
        title="УПД №\u00a0139/Б",
        day="29 октября 2026",
        out=True,
        status=Badge("Отклонён", Tone.BAD, "x"),
        company=VECTOR,
        note="Не согласны с суммой: в заявке было 98 000, а в документе 102 500",
        manager=ALISA,
        amount="102 500,00\u00a0₽",
    ),
    EDocRow(
        card=5,
        url=HERE,
        title="УПД №\u00a0120/Б",
        day="20 октября 2026",
        out=True,
        status=Badge("Подписан", Tone.OK, "circle-check"),
        company=VECTOR,
        note="подписан 23 октября 2026",
        unproved=True,
        manager=ALISA,
        amount="98 000,00\u00a0₽",
    ),
)
REGISTER = EDocsScreen(
    tabs=(
        Tab("Все", "/ui-kit/edocs/", True, "1\u202f000+"),
        Tab("Ждём контрагента", "/ui-kit/edocs/", count="24"),
        Tab("Наша очередь", "/ui-kit/edocs/", count="3"),
        Tab("Просрочены", "/ui-kit/edocs/", count="8"),
        Tab("Подписаны", "/ui-kit/edocs/", count="964"),
        Tab("Отказы и ошибки", "/ui-kit/edocs/", count="2"),
        Tab("Аннулированы", "/ui-kit/edocs/"),
    ),
    filters=Filters(
        action="/ui-kit/edocs/",
        quick=(
            Tab("Мои", "/ui-kit/edocs/", icon="user"),
            Tab("От нас", "/ui-kit/edocs/", icon="arrow-up"),
            Tab("К нам", "/ui-kit/edocs/", icon="arrow-down"),
            Tab("Не сопоставлены", "/ui-kit/edocs-unmatched/", count="4", icon="link"),
        ),
        fields=(Field(name="since", label="Дата документа с", kind=Kind.DATE),),
    ),
    refresh=BAR,
    rows=ROWS,
    export_url="/ui-kit/edocs/",
)
OURS = EDocSide(
    title="Мы",
    party="ООО «Маршрут»",
    details="ИНН 7700964117 · КПП 770001001",
    state=Badge("Подписано", Tone.OK, "check"),
    signatures=(
        Signature(
            name="Жуков Павел Борисович",
            when="5 ноября 2026, 11:42",
            whom="ООО «МАРШРУТ», генеральный директор, Жуков Павел Борисович",
        ),
    ),
)
THEIRS = EDocSide(
    title="Контрагент",
    party=VECTOR.text,
    url=VECTOR.url,
    details="ИНН 7701234560 · КПП 770101001",
    state=Badge("Ждём", Tone.WARN, "clock"),
)
STOPS = (
    EDocStop(
        text="Контрагент получил документ",
        time="09:10",
        day="6 ноября 2026",
        who="Соколова В. А.",
        tone=Tone.INFO,
        icon="eye-check",
    ),
    EDocStop(text="Доставлен контрагенту", time="11:44", day="5 ноября 2026", icon="inbox"),
    EDocStop(text="Оператор принял документ", time="11:43", icon="shield-check"),
    EDocStop(text="Подписан нами", time="11:42", who="Жуков П. Б.", tone=Tone.OK, icon="writing-sign"),
    EDocStop(
        text="Контрагент отказался подписать",
        time="16:20",
        day="3 ноября 2026",
        who="Соколова В. А.",
        comment="Не тот договор в основании: нужен 2026-17, исправьте и пришлите снова.",
        tone=Tone.BAD,
        icon="x",
    ),
)
EDOC = EDocPart(
    card=1,
    title="УПД №\u00a0145/Б",
    sentence="Ждём подписи ООО «Вектор Логистика» 4-й рабочий день",
    tone=Tone.WARN,
    icon="clock-exclamation",
    note="Отправлен 5 ноября 2026, 11:42",
    badge=WAITS,
    level=1,
    sides=(OURS, THEIRS),
    stops=STOPS,
    files=(
        EDocFile(name="УПД 145Б.pdf", kind="pdf", meta="для чтения · 214\u00a0КБ", url=HERE, look="/ui-kit/edoc-file/"),
        EDocFile(name="ON_NSCHFDOPPR_145.xml", kind="other", meta="подписанный оригинал · 31\u00a0КБ", url=HERE),
    ),
    operator=Link("У оператора", "https://diadoc.example/"),
    links=(
        FieldRow(label="Контрагент", value=VECTOR.text, url=VECTOR.url),
        FieldRow(label="Сделка", value="Поставка стекла, IV квартал", url="/ui-kit/company/"),
        FieldRow(label="Контактное лицо"),
        FieldRow(label="Менеджер", value=ALISA.name, face=ALISA),
        FieldRow(label="Сумма", value="412 300,00\u00a0₽", big=True),
    ),
    can_link=True,
    details=(
        FieldRow(label="Статус в 1С", value="ОжидаетсяПодтверждение"),
        FieldRow(label="Договор", value="2026-17 от 01.09.2026"),
        FieldRow(label="База 1С", value="Бухгалтерия"),
    ),
    refresh=RefreshBar(text="Обновлено 3 минуты назад", url=f"{HERE}"),
)
ON_CARD = replace(
    CARD,
    title=EDOC.title,
    number="ЭД-1",
    type_name="ЭДО",
    stages=(),
    tasks=(),
    holder=None,
    fields=(),
    empty_fields=(),
    papers=None,
    files=(),
    preview=None,
    rounds=(),
    edoc=True,
    edoc_part=EDOC,
)
COMPANY_FIELD = Field(name="company", label="Наша компания", kind=Kind.COMPANY, source="/ui-kit/suggest/")
UNMATCHED = UnmatchedScreen(
    lead="1С называет этих контрагентов, а среди наших компаний их не нашлось.",
    rows=(
        UnmatchedRow(
            base="main",
            party="1",
            name="ООО «Ромашка»",
            ids="ИНН 7702345671 · КПП 770201001 · последний от 12 ноября 2026",
            why="Такого ИНН нет ни у одной нашей компании.",
            count="12 документов",
            documents=Link("12 документов", "/ui-kit/edocs/"),
            create="ООО «Ромашка», ИНН 7702345671",
            field=Field(
                name="company", label="Наша компания", kind=Kind.COMPANY, source="/ui-kit/suggest/", place="0-"
            ),
        ),
        UnmatchedRow(
            base="main",
            party="2",
            name="ИП Гаврилова Анна Сергеевна",
            ids="В 1С нет ИНН · последний от 9 ноября 2026",
            why="В 1С не указан ИНН, а по имени мы не угадываем.",
            count="1 документ",
            documents=Link("1 документ", "/ui-kit/edocs/"),
            suggested=(("7", "ИП Гаврилова А. С."),),
            field=Field(
                name="company", label="Наша компания", kind=Kind.COMPANY, source="/ui-kit/suggest/", place="1-"
            ),
        ),
    ),
)
