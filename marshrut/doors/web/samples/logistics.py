"""Papers of an order: tasks with their form at hand, skips with a listed reason, shipments."""

from __future__ import annotations

from dataclasses import replace

from marshrut.doors.web.screens.forms import Field, Kind, Option
from marshrut.doors.web.screens.links import Caller, Partner, TaskLinks
from marshrut.doors.web.screens.parts import Badge, Link, StageMark, Tone
from marshrut.doors.web.screens.tasks import Look, Outcome, Reason, TaskBox, TaskState
from marshrut.doors.web.screens.tracking import ShipmentRow, ShipmentsPart, WayPart, WayStop

from .card import CARD, WHY
from .inbox import INBOX
from .people import ALISA, DUES

TODAY = DUES[1]
REASONS = (
    Reason("have", "Оригиналы уже у нас"),
    Reason("direct", "Клиент получил их напрямую от перевозчика"),
    Reason("other", "Другая причина", explain=True),
)
SKIP = Outcome(key="skip", text="Пропустить", look=Look.QUIET, reason_label="Почему пропускаете?", reasons=REASONS)
SKIP_REFUSED = replace(
    SKIP,
    reasons=(*REASONS[:2], replace(REASONS[2], chosen=True)),
    error="Напишите своими словами, почему задание пропущено.",
    typed_reason="  ",
)
WAYS = (Option("post", "Почта России", True), Option("cdek", "СДЭК"), Option("by_hand", "Нарочно"))


def way(place: str) -> Field:
    return Field(name="way", label="Способ отправки", kind=Kind.CHOICE, required=True, options=WAYS, place=place)


def track(place: str) -> Field:
    return Field(
        name="track",
        label="Трек-номер",
        kind=Kind.TRACK,
        way="way",
        bare="by_hand",
        needed="post cdek",
        check="/ui-kit/track/?number-in=track&way-in=way",
        place=place,
    )


VERA = Caller(
    name="Соколова Вера Андреевна",
    url="/ui-kit/company/",
    post="главный бухгалтер",
    phone=Link("+7 495 120-45-67", "tel:+74951204567"),
    email=Link("buh@vector.example", "mailto:buh@vector.example"),
)
IVAN = Caller(
    name="Петров Иван Сергеевич",
    url="/ui-kit/company/",
    post="отдел перевозок",
    phone=Link("+7 495 120-45-60", "tel:+74951204560"),
)
CUSTOMER = Partner(
    label="Заказчик",
    company=Link("ООО «Вектор Логистика»", "/ui-kit/company/"),
    requisites=Link("Реквизиты", "/ui-kit/company/", "id-badge-2"),
    accounting=(VERA,),
    contacts=(IVAN,),
    more="ещё 2 контакта",
)
LINKS = TaskLinks(
    card=Link("ЛД-117", "/ui-kit/card-logistics/"),
    partners=(CUSTOMER,),
    folder=Link("Заявка 2026-117", "/ui-kit/", "folder"),
)
SENT = Outcome(
    key="sent",
    text="Отправлены",
    look=Look.OK,
    icon="check",
    standing=True,
    fields=(
        Field(
            name="address",
            label="Адрес",
            kind=Kind.LONG,
            wide=True,
            required=True,
            value="125040, г. Москва, Ленинградский проспект, д. 15, стр. 4, офис 312",
            hint="Из реквизитов: почтовый адрес. Проверьте перед отправкой.",
            place="3-sent-",
        ),
        way("3-sent-"),
        track("3-sent-"),
        Field(
            name="sent_on",
            label="Дата отправки",
            kind=Kind.DATE,
            required=True,
            value="2026-11-21",
            most="2026-11-21",
            place="3-sent-",
        ),
    ),
    file=Field(name="receipt", label="Фото чека", kind=Kind.FILE, wide=True, photo=True, place="3-sent-"),
)
SENDING = TaskBox(
    id=31,
    title="Отправьте оригиналы документов",
    state=TaskState.MINE,
    card_version=7,
    text="Отправьте оригиналы по адресу из реквизитов и запишите трек-номер.",
    due=TODAY,
    asked_by=ALISA,
    outcomes=(SENT, SKIP),
    links=LINKS,
    can_pause=True,
    why=WHY,
)
TRACKING = TaskBox(
    id=32,
    title="Поставьте на отслеживание документы от перевозчика",
    state=TaskState.MINE,
    card_version=7,
    due=TODAY,
    outcomes=(
        replace(
            SENT, key="save", text="Сохранить", standing=False, fields=(way("4-save-"), track("4-save-")), file=None
        ),
        SKIP_REFUSED,
    ),
    links=TaskLinks(card=LINKS.card, partners=(replace(CUSTOMER, label="Перевозчик", accounting=(), more=""),)),
)
SCANS = TaskBox(
    id=33,
    title="Отправьте сканы документов",
    state=TaskState.MINE,
    card_version=7,
    due=TODAY,
    outcomes=(
        Outcome(key="all", text="Все документы отправлены", look=Look.OK, icon="check", may_comment=True),
        SKIP,
    ),
    links=LINKS,
)
TASKS = (SENDING, TRACKING, SCANS)

MOVING = Badge("В пути", Tone.INFO, "truck")
SHIPMENTS = ShipmentsPart(
    card=117,
    rows=(
        ShipmentRow(
            url="/ui-kit/card-shipment/",
            label="ОТ-31",
            title="Оригиналы для ООО «Вектор Логистика»",
            way="Почта России",
            number="80110295123451",
            carrier_url="https://www.pochta.ru/tracking",
            status=MOVING,
            to_us=False,
            last="Покинуло сортировочный центр, Подольск МСЦ",
            last_at="сегодня, 06:40",
            next="следующая проверка сегодня в 18:40",
        ),
        ShipmentRow(
            url="/ui-kit/card-shipment/",
            label="ОТ-18",
            title="Документы от ИП Ковалёв",
            way="СДЭК",
            number="1105432876",
            carrier_url="",
            status=Badge("Нужна проверка", Tone.WARN, "alert-triangle"),
            to_us=True,
            trouble="Едет обратно: адресат не пришёл",
            last="Возврат отправителю, Тула",
            last_at="вчера, 17:02",
        ),
        ShipmentRow(
            url="/ui-kit/card-shipment/",
            label="ОТ-12",
            title="Документы от ИП Ковалёв",
            way="Нарочно",
            number="",
            carrier_url="",
            status=Badge("Получено", Tone.OK, "check"),
            to_us=True,
            finished=True,
        ),
    ),
)
WAY = WayPart(
    card=31,
    way="Почта России",
    number="80110295123451",
    carrier=Link("На сайте Почты России", "https://www.pochta.ru/tracking"),
    status=Badge("Возвращается", Tone.WARN, "truck-return"),
    note="следующая проверка сегодня в 18:40, последняя в 14:40",
    trouble="Едет обратно: адресат не пришёл за отправлением",
    may_check=True,
    stops=(
        WayStop(
            text="Возврат отправителю",
            place="Москва 125040",
            time="14:05",
            iso="2026-11-21T11:05:00Z",
            tone=Tone.WARN,
            icon="truck-return",
            day="Сегодня",
            turn="Обратный путь",
        ),
        WayStop(
            text="Событие, которого мы не знаем",
            place="Подольск МСЦ",
            time="06:40",
            iso="2026-11-21T03:40:00Z",
            tone=Tone.NEUTRAL,
            icon="help",
            unknown="Код перевозчика 1039: «Передано в межрегиональный узел»",
        ),
        WayStop(
            text="Прибыло в место вручения",
            place="Москва 125040",
            time="11:12",
            iso="2026-11-19T08:12:00Z",
            tone=Tone.INFO,
            icon="map-pin",
            day="19 ноября",
        ),
        WayStop(
            text="Вручено",
            place="Москва 125040",
            time="10:00",
            iso="2026-11-19T07:00:00Z",
            tone=Tone.NEUTRAL,
            icon="check",
            void=True,
        ),
    ),
    earlier=(
        WayStop(
            text="Принято в отделении связи",
            place="Тула 300000",
            time="18:20",
            iso="2026-11-17T15:20:00Z",
            tone=Tone.NEUTRAL,
            icon="package",
            day="17 ноября",
        ),
    ),
)

STAGE = StageMark("Отправка оригиналов", "#2f6fe0")
FORM = replace(
    INBOX,
    detail=replace(
        INBOX.detail,
        task=replace(SENDING, target="inbox"),
        card_number="ЛД-117",
        subject="Заявка 2026-117, Тула — Москва",
        stage=STAGE,
        files=(),
        preview=None,
    )
    if INBOX.detail
    else None,
)
WITH_SHIPMENTS = replace(CARD, tasks=(SENDING,), shipments=True, shipments_part=SHIPMENTS, undo=None)
SHIPMENT = replace(CARD, tasks=(), way=True, way_part=WAY, holder=None)
