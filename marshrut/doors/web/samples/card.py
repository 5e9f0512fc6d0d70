"""A payment request with everything on it."""

from __future__ import annotations

from marshrut.doors.web.screens.card import CardScreen, Entry, FieldRow, Holder, Round, Stage, StageState
from marshrut.doors.web.screens.files import FileRow
from marshrut.doors.web.screens.forms import Field, Kind, Option
from marshrut.doors.web.screens.parts import Badge, Tab, Tone
from marshrut.doors.web.screens.tasks import Look, Opinion, Outcome, PersonAct, Subtask, TaskBox, TaskState, Why, WhyDay

from .people import (
    ALISA,
    BORIS,
    COMPANY,
    ELENA,
    FINANCE,
    IGOR,
    LATE,
    LATER,
    MAXIM,
    ROBOT,
    ROUND,
    STAGES,
    TODAY,
    TOMORROW,
    VERA,
)

PAGE = "/ui-kit/page.svg"

APPROVE = Outcome(key="approve", text="Согласовать", look=Look.OK, icon="check")
REJECT = Outcome(
    key="reject", text="Отклонить", look=Look.BAD, icon="x", reason=True, reason_label="Причина отклонения"
)
REJECT_REFUSED = Outcome(
    key="reject",
    text="Отклонить",
    look=Look.BAD,
    icon="x",
    reason=True,
    reason_label="Причина отклонения",
    error="Напишите причину: автор увидит её в карточке.",
    typed_reason="   ",
)
FINISH = Outcome(
    key="done",
    text="Завершить: счёт оплачен",
    look=Look.OK,
    icon="check",
    file=Field(name="order", label="Платёжное поручение с отметкой банка", kind=Kind.FILE, required=True),
)

WHY = (
    Why(
        "Почему этот срок?",
        ("Два рабочих дня на согласование: правило процесса «Согласование заявок на оплату».",),
        (
            WhyDay("ср, 18 ноября", "поступило в 16:00", "0 дн."),
            WhyDay("чт, 19 ноября", "рабочий день", "1 дн."),
            WhyDay("пт, 20 ноября", "рабочий день до 17:00", "2 дн."),
            WhyDay("сб, 21 ноября", "выходной", "не считается", off=True),
        ),
    ),
    Why(
        "Почему это задание у меня?",
        ("Вы руководитель отдела закупок, а заявку создала Лебедева А. С. из этого отдела.",),
    ),
)

ACTS = (
    PersonAct(
        key="delegate",
        text="Поручить",
        title="Поручить задание",
        icon="user-share",
        note="Комментарий",
        submit="Поручить",
        hint="Коллега решит от вашего имени. До этого задание можно забрать обратно.",
    ),
    PersonAct(
        key="ask-opinion",
        text="Запросить мнение",
        title="Запросить мнение",
        icon="help",
        note="Вопрос",
        submit="Спросить",
        needs_note=True,
    ),
)
OPINIONS = (
    Opinion(VERA, "вопрос задал Борисов К. Л., 10:05", "Поставщик уже работал с нами?", "Да, два года.", "10:40"),
    Opinion(IGOR, "вопрос задал Борисов К. Л., 10:06", "Хватит ли бюджета статьи?"),
)

MINE = TaskBox(
    id=17,
    title="Согласуйте заявку на оплату",
    state=TaskState.MINE,
    card_version=4,
    text="Проверьте сумму, статью затрат и счёт. При отклонении укажите причину — автор получит её сразу.",
    due=TODAY,
    asked_by=ALISA,
    outcomes=(APPROVE, REJECT),
    can_take=True,
    can_pause=True,
    acts=ACTS,
    behalf="За кого: Громова Е. В., замещение на время отпуска по 7 декабря 2026",
    opinions=OPINIONS,
    pause_hint="Не дольше 3 рабочих дней. Срок сдвинется на время паузы.",
    why=WHY,
)
OVERDUE = TaskBox(
    id=18,
    title="Подтвердите оплату",
    state=TaskState.LATE,
    card_version=4,
    text="Решение ждут уже третий день.",
    due=LATE,
    outcomes=(Outcome(key="confirm", text="Подтвердить", look=Look.OK, icon="check"), REJECT_REFUSED),
    status="В работе с 19 ноября, 10:12",
)
ON_PAUSE = TaskBox(
    id=19,
    title="Согласуйте аренду шоурума",
    state=TaskState.PAUSED,
    card_version=4,
    due=LATER,
    status="На паузе до 25 ноября: ждём новый счёт",
    can_resume=True,
)
FOREIGN = TaskBox(
    id=20,
    title="Выполнить оплату",
    state=TaskState.OTHER,
    card_version=4,
    performers=(VERA, ELENA),
    status="Ждёт обоих",
    due=TOMORROW,
    subtasks=(
        Subtask("Оплатить счёт", VERA, done=True, note="завершено в 14:02"),
        Subtask("Прикрепить платёжное поручение", ELENA, due=TOMORROW),
    ),
)
PAYING = TaskBox(
    id=21,
    title="Прикрепите платёжное поручение",
    state=TaskState.MINE,
    card_version=4,
    text="Памятка: в назначении платежа укажите номер и дату счёта, НДС — отдельной строкой.",
    due=TODAY,
    outcomes=(FINISH,),
)
REFUSED = TaskBox(
    id=22,
    title="Согласуйте счёт за упаковку",
    state=TaskState.MINE,
    card_version=4,
    due=TODAY,
    outcomes=(APPROVE, REJECT),
    error="Иванова Н. П. уже согласовала в 14:02. Карточка обновлена.",
)
TASKS = (MINE, OVERDUE, PAYING, ON_PAUSE, FOREIGN, REFUSED)

FIELDS = (
    FieldRow(label="Сумма", value="412\u202f300,00\u00a0₽", big=True, locked="Закрыто после первого согласования"),
    FieldRow(label="Контрагент", value=COMPANY.text, url=COMPANY.url, locked="Закрыто после первого согласования"),
    FieldRow(label="Статья затрат", value="Логистика и доставка"),
    FieldRow(label="Оплатить до", value="27\u00a0ноября\u00a02026"),
    FieldRow(label="Инициатор", value="Лебедева А. С.", face=ALISA),
    FieldRow(label="Отдел", value="Закупки"),
    FieldRow(
        label="Назначение платежа",
        value="Оплата по счёту №\u00a0217 от 12.11.2026 за стеллажи и тележки для склада «Восток».",
        wide=True,
    ),
)
EMPTY_FIELDS = (FieldRow(label="Договор"), FieldRow(label="Проект"), FieldRow(label="Комментарий для бухгалтерии"))

INVOICE = FileRow(
    id=1,
    name="Счёт №\u00a0217 от 12.11.2026.pdf",
    kind="pdf",
    meta="214\u00a0КБ · Лебедева А. С., сегодня, 09:14",
    pages=(PAGE,),
    page_count=1,
    badge=Badge("Счёт", Tone.INFO),
)
FILES = (
    INVOICE,
    FileRow(id=2, name="Спецификация.xlsx", kind="xls", meta="48\u00a0КБ · Лебедева А. С., сегодня, 09:14"),
    FileRow(
        id=3,
        name="Письмо поставщика о переносе сроков поставки.docx",
        kind="doc",
        meta="Версия 2 · 31\u00a0КБ · Панин И. О., вчера, 17:40",
        versions=2,
    ),
    FileRow(
        id=4,
        name="Фото со склада.jpg",
        kind="photo",
        meta="3,2\u00a0МБ · Орлов М. А., 17\u00a0ноября\u00a02026",
        pages=(PAGE,),
    ),
)

JOURNAL = (
    Entry(
        id=9,
        who="Лебедева А. С.",
        when="14:20",
        when_iso="2026-11-21T11:20:00Z",
        quote="@Жуков Б. П., счёт тот же, изменился только срок. Поставщик держит цену до пятницы.",
        face=ALISA,
        comment=True,
        day="Сегодня",
    ),
    Entry(
        id=8,
        who="Система",
        when="10:00",
        when_iso="2026-11-21T07:00:00Z",
        text="Напоминание: Жуков Б. П. не взял задание в работу два рабочих дня",
        icon="bell",
        tone=Tone.WARN,
        face=ROBOT,
        why="Задание поставлено 19 ноября в 10:00; прошло ровно два рабочих дня.",
    ),
    Entry(
        id=7,
        who="Лебедева А. С.",
        when="09:15",
        when_iso="2026-11-19T06:15:00Z",
        text="Запущено заново, круг 2",
        icon="refresh",
        tone=Tone.VIOLET,
        day="19 ноября",
    ),
    Entry(
        id=6,
        who="Савина Е. Д.",
        when="16:48",
        when_iso="2026-11-18T13:48:00Z",
        text="Отклонено",
        quote="В счёте не выделен НДС. Попросите поставщика исправить.",
        icon="x",
        tone=Tone.BAD,
        day="18 ноября",
    ),
    Entry(
        id=5,
        who="Жуков Б. П.",
        when="11:02",
        when_iso="2026-11-18T08:02:00Z",
        text="Согласовано. Стадия: «Согласование руководителем» — «Проверка финансами»",
        icon="check",
        tone=Tone.OK,
    ),
    Entry(
        id=4,
        who="Лебедева А. С.",
        when="10:31",
        when_iso="2026-11-18T07:31:00Z",
        text="Создана заявка, приложен счёт",
        icon="plus",
        tone=Tone.INFO,
    ),
)


def stages(now: int, last: StageState = StageState.NOW) -> tuple[Stage, ...]:
    """Stages with `now` of them passed; `last` is the state of the current one."""
    states = (StageState.DONE,) * now + (last,) + (StageState.TODO,) * 9
    return tuple(Stage(*stage, state) for stage, state in zip(STAGES[:4], states, strict=False))


EDIT = (
    Field(
        name="amount",
        label="Сумма",
        kind=Kind.MONEY,
        value="412\u202f300,00",
        locked=True,
        hint="Закрыто после первого согласования",
    ),
    Field(
        name="expense",
        label="Статья затрат",
        kind=Kind.CHOICE,
        required=True,
        options=(Option("1", "Сырьё и материалы"), Option("2", "Логистика и доставка", True)),
    ),
    Field(name="pay_until", label="Оплатить до", kind=Kind.DATE, value="2026-11-27"),
    Field(name="purpose", label="Назначение платежа", kind=Kind.LONG, value="Оплата по счёту № 217", wide=True),
)

CARD = CardScreen(
    id=1121,
    version=4,
    number="ЗО-2026-0117",
    title="Стеллажи и тележки для склада «Восток»",
    type_name="Заявки на оплату",
    type_key="payment_request",
    stage=FINANCE,
    stages=stages(1),
    company=COMPANY,
    company_note="ИНН 7700964117",
    amount="412\u202f300,00\u00a0₽",
    due=LATER,
    badges=(ROUND,),
    holder=Holder(
        "Ждёт Жукова Б. П. 6\u00a0ч 20\u00a0мин из 16\u00a0ч", (BORIS,), 40, Tone.INFO, "напоминание завтра в 10:00"
    ),
    tasks=(MINE, FOREIGN),
    fields=FIELDS,
    empty_fields=EMPTY_FIELDS,
    can_edit=True,
    files=FILES,
    attach=Field(name="file", label="Добавить файл", kind=Kind.FILE, multiple=True),
    preview=INVOICE,
    rounds=(Round("Круг 1, 18 ноября", Badge("Отклонено", Tone.BAD, "x"), JOURNAL[3:]),),
    journal_tabs=(Tab("Всё", "all", True), Tab("Комментарии", "comments"), Tab("История", "history")),
    journal=JOURNAL,
    can_move=True,
    can_withdraw=True,
)
FACES = (ALISA, BORIS, VERA, IGOR, ELENA, MAXIM, ROBOT)
