"""What the system does by itself: on entering a stage, on an outcome, on a timer of a stage."""

from __future__ import annotations

from .entry import entry

ROBOTS = (
    entry(
        "robot",
        "notify",
        ("Уведомить", "Notify"),
        ("Сообщить людям.", "Tell people."),
        needed=("to", "text"),
        parameters={
            "to": "list of resolvers",
            "text": "what the notice says",
            "in_working_hours": "`true`, on timers of a stage: waits for the working time of whom it tells",
        },
    ),
    entry(
        "robot",
        "set",
        ("Заполнить поля", "Set fields"),
        ("Записать в поля вычисленные значения.", "Put computed values into fields."),
        needed=("fields",),
        parameters={"fields": "field: expression"},
    ),
    entry(
        "robot",
        "move",
        ("Перевести на стадию", "Move"),
        (
            "Перевести карточку; следующие роботы здесь уже не работают.",
            "Carry the card on; robots after it do not work.",
        ),
        needed=("stage",),
        parameters={"stage": "key of a stage"},
    ),
    entry(
        "robot",
        "create_card",
        ("Создать карточку", "Create a card"),
        (
            "Создать дочернюю карточку, один раз за посещение стадии.",
            "Make a child of this card, once per visit and key.",
        ),
        needed=("key", "card_type"),
        parameters={
            "key": "tells several children apart",
            "card_type": "key of a card type",
            "fields": "field of the new card: expression over this card",
            "wait": (
                "`true`: this card goes on by `next` only when the new one is finished; what is changed here meanwhile"
                " is changed in the fields made of it"
            ),
            "author": "a resolver: whose card it is; the author of this one unless told",
            "start": "`false`: it stays a draft of its author",
            "left": "key of a signal that it is given when this card leaves the stage before it is finished",
            "once": "`true`: one for all visits and rounds, and for good",
        },
    ),
    entry(
        "robot",
        "document_status",
        ("Статус документа", "Status of a document"),
        (
            "Дать документам поля статус их вида; статус ведёт процесс.",
            "Give the papers of a field a status of their kind; people cannot change it while the route leads it.",
        ),
        needed=("field", "status"),
        parameters={
            "field": "file field with `document`",
            "status": "key of a status of that kind",
            "signed_on": "date field: the day of signing",
            "sent_on": "date field: the day of sending",
        },
    ),
    entry(
        "robot",
        "register_document",
        ("Зарегистрировать документ", "Register a document"),
        (
            "Дать документам поля номер по журналу регистрации, один раз.",
            "Give the papers of a field their number of the registration book, once.",
        ),
        needed=("field",),
        parameters={
            "field": "file field with `document`",
            "organisation": "company field with `ours`: whose book it is",
            "on": "date field: the day of the paper; the day of registering unless told",
            "number_field": "text field with `by_system`: takes the number",
            "date_field": "date field with `by_system`: takes the day of registering",
        },
    ),
    entry(
        "robot",
        "send_letter",
        ("Отправить письмо", "Send the letter"),
        (
            "Отправить письмо по почте, один раз; чем кончилось: сигнал `sent`, `send_failed` или `send_unknown`.",
            "Send the letter by e-mail, once; how it ended is a signal: `sent`, `send_failed` or `send_unknown`.",
        ),
    ),
)
