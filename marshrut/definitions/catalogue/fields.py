"""Kinds of fields of a card and of settings of a pack."""

from __future__ import annotations

from .entry import entry

OF = {"of": "company field of the card: its own come first"}
FIELDS = (
    entry(
        "field",
        "text",
        ("Строка", "Text"),
        ("Одна строка текста.", "One line of text."),
        kind="text",
        parameters={"max_length": "number of characters, 500 unless told"},
    ),
    entry(
        "field",
        "long_text",
        ("Текст", "Long text"),
        ("Текст из нескольких строк.", "Text of several lines."),
        kind="text",
        parameters={"max_length": "number of characters, 500 unless told"},
    ),
    entry("field", "number", ("Число", "Number"), ("Любое число.", "Any decimal number."), kind="number"),
    entry(
        "field",
        "money",
        ("Сумма", "Money"),
        ("Рубли и копейки, больше нуля.", 'Roubles and kopecks, above zero. Kept as text, like "125000.50".'),
        kind="number",
    ),
    entry(
        "field",
        "date",
        ("Дата", "Date"),
        ("День без времени, годы 2000–2100.", "A day without a time of day, years 2000–2100. Kept as 2026-11-20."),
        kind="date",
        parameters={
            "not_after": "`today`: people put no day there that has not come yet",
            "not_before": "`today`: people put no day there that is over",
        },
    ),
    entry(
        "field",
        "choice",
        ("Список", "Choice"),
        ("Одно значение из списка.", "One of a list. Its key is kept and compared in conditions."),
        needed=("choices",),
        kind="text",
        parameters={"choices": "list of `{key, title}`"},
    ),
    entry(
        "field",
        "person",
        ("Сотрудник", "Person"),
        ("Сотрудник компании.", "An employee. Resolvers can start from it."),
        kind="person",
        parameters={"takes_part": "`true`: takes part in the card", "several": "`true`: any number of people"},
    ),
    entry(
        "field",
        "company",
        ("Компания", "Company"),
        ("Контрагент или наша организация из справочника.", "A counterparty, or an organisation of ours."),
        kind="company",
        parameters={"ours": "`true`: only our own organisations"},
    ),
    entry(
        "field",
        "contact",
        ("Контактное лицо", "Contact"),
        ("Человек на стороне контрагента.", "A person on the counterparty's side."),
        kind="contact",
        parameters=OF,
    ),
    entry(
        "field",
        "deal",
        ("Сделка", "Deal"),
        ("Сделка с контрагентом.", "A deal with a counterparty."),
        kind="deal",
        parameters=OF,
    ),
    entry(
        "field",
        "project",
        ("Проект", "Project"),
        ("Проект, к которому относится карточка.", "The project that the card belongs to."),
        kind="project",
        parameters=OF,
    ),
    entry(
        "field",
        "file",
        ("Файлы", "Files"),
        (
            "Один или несколько файлов. С `document` файл становится документом этого вида.",
            "One or several files; filled as soon as there is one. With `document` they are papers of a kind.",
        ),
        kind="list",
        parameters={
            "document": "key of a document kind",
            "several": "`true`: each file is a paper of its own; else one paper, and another file is its next version",
            "version_of": "another such field: the file is the next version of the paper there",
            "filed_under": "the text field with the number of the order in whose folder it lies",
            "reads": "fields that a formalised document (УПД, акт) put there fills while they are empty",
        },
    ),
    entry(
        "field",
        "card",
        ("Карточка", "Card"),
        ("Ссылка на другую карточку.", "A link to another card."),
        kind="card",
        parameters={
            "card_type": "key of the card type it may point at, or a list of them; any unless told",
            "shares": "`true`: whoever takes part in this card sees that one",
            "link": "`reply`, `follow_up`, `addendum` or `related`: what this letter is to that one",
        },
    ),
    entry(
        "field",
        "track_number",
        ("Трек-номер", "Track number"),
        (
            "Номер отправления; проверяется по правилам выбранного способа отправки.",
            "Follows something sent; checked by the rules of its way. In capitals, without spaces.",
        ),
        kind="text",
        needed=("way",),
        parameters={"way": "choice field whose keys are ways of sending: see below"},
    ),
    entry("field", "yes_no", ("Да или нет", "Yes or no"), ("Отметка «да».", "A tick."), kind="yes_no"),
)

SETTINGS = (
    entry(
        "setting",
        "work_hours",
        ("Рабочие часы", "Working hours"),
        ("Часы рабочего времени исполнителя.", "Hours of the assignee's working time."),
    ),
    entry(
        "setting",
        "work_days",
        ("Рабочие дни", "Working days"),
        (
            "То же время на часах столько рабочих дней спустя; в часы не переводятся.",
            "The same clock time that many working days later; never turned into hours.",
        ),
    ),
    entry("setting", "hours", ("Часы", "Hours"), ("Часы подряд, и ночью тоже.", "Hours in a row, nights included.")),
    entry("setting", "days", ("Дни", "Days"), ("Календарные дни.", "Calendar days.")),
    entry("setting", "time", ("Время суток", "Time of day"), ("Например, 13:00.", 'Like "13:00", in quotes.')),
    entry("setting", "money", ("Сумма", "Money"), ("Целые рубли.", "Whole roubles.")),
    entry("setting", "count", ("Количество", "Count"), ("Целое число.", "A whole number.")),
    entry("setting", "choice", ("Выбор", "Choice"), ("Одно из списка `choices`.", "One of its `choices`.")),
)
