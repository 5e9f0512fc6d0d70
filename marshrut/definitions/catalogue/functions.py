"""Functions of conditions. `parameters` are the kinds of values they take, in order."""

from __future__ import annotations

from .entry import entry

FUNCTIONS = (
    entry(
        "function",
        "filled",
        ("Заполнено", "Filled"),
        ("Есть ли значение.", "Whether there is a value."),
        parameters={"value": "any"},
        kind="yes_no",
    ),
    entry(
        "function",
        "days",
        ("Дни", "Days"),
        ("Столько календарных дней: для сложения с датой.", "That many calendar days, to add to a date."),
        parameters={"number": "number"},
        kind="span",
    ),
    entry(
        "function",
        "day_of",
        ("День", "Day of"),
        ("День без времени.", "The day of a moment."),
        parameters={"date": "date"},
        kind="date",
    ),
    entry(
        "function",
        "lower",
        ("Строчными буквами", "Lower"),
        ("Текст строчными буквами.", "The text in small letters."),
        parameters={"text": "text"},
        kind="text",
    ),
    entry(
        "function",
        "contains",
        ("Содержит", "Contains"),
        ("Есть ли часть в тексте, без учёта регистра.", "Whether the part is in the text; capitals do not matter."),
        parameters={"text": "text", "part": "text"},
        kind="yes_no",
    ),
    entry(
        "function",
        "count",
        ("Количество", "Count"),
        ("Сколько файлов или значений.", "How many files, or values of a list."),
        parameters={"list": "list"},
        kind="number",
    ),
    entry(
        "function",
        "abs",
        ("Без знака", "Abs"),
        ("Число или разность дат без знака.", "A number or a difference of dates without its sign."),
        parameters={"number": "number"},
        kind="number",
    ),
)
