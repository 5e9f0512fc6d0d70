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
        parameters={"to": "list of resolvers", "text": "what the notice says"},
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
            "wait": "`true`: this card goes on by `next` only when the new one is finished",
        },
    ),
)
