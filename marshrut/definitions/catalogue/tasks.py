"""Kinds of tasks, ways to find people, rules of deadlines, steps of ladders."""

from __future__ import annotations

from .entry import entry

TASKS = (
    entry(
        "task",
        "approve",
        ("Согласовать", "Approve"),
        (
            "Решение по карточке. После него закрываются отмеченные поля; у молчания есть эскалация.",
            "A decision about the card. Fields marked `locked_by_approval` are locked after it; silence is escalated.",
        ),
    ),
    entry(
        "task",
        "acknowledge",
        ("Ознакомиться", "Acknowledge"),
        ("Прочитать и подтвердить.", "Read it and say so."),
    ),
    entry(
        "task",
        "provide",
        ("Предоставить", "Provide"),
        ("Заполнить поля или приложить файл.", "Fill fields or attach a file."),
    ),
    entry(
        "task",
        "provide_or_refuse",
        ("Предоставить или отказать", "Provide or refuse"),
        ("Приложить файл или объяснить, почему его не будет.", "Attach a file, or say why there will be none."),
    ),
    entry("task", "sign", ("Подписать", "Sign"), ("Подписать документ.", "Sign the paper.")),
    entry("task", "register", ("Зарегистрировать", "Register"), ("Внести номер и дату.", "Enter number and date.")),
    entry("task", "perform", ("Выполнить", "Perform"), ("Сделать и отметить.", "Do it and press the button.")),
)

_OF_HEAD = {
    "when_self": "`self`, `next_up` or `skip`: what happens when that person *is* the head; `next_up` unless told",
}

RESOLVERS = (
    entry(
        "resolver",
        "author",
        ("Инициатор", "The author"),
        ("Кто создал карточку.", "Who made the card. Write `author: true`."),
    ),
    entry(
        "resolver",
        "head_of",
        ("Руководитель", "The head"),
        (
            "Руководитель отдела инициатора или сотрудника из поля; пустое место — ближайший вышестоящий.",
            "Head of the author's department (`head_of: author`) or of a person field's; an empty seat goes up.",
        ),
        parameters=_OF_HEAD,
    ),
    entry(
        "resolver",
        "heads_of",
        ("Все руководители вверх", "All heads upwards"),
        ("Руководители от своего и выше, каждый один раз.", "Every head from that person's own upwards, each once."),
        parameters={
            "levels": "how many of them at most, or `$setting` of kind count",
            "up_to_field": "person field: the last of them",
        },
    ),
    entry(
        "resolver",
        "role",
        ("Роль", "A role"),
        (
            "Все, кому дана роль компании.",
            "Everyone who holds a company role; the role stands in `roles` of pack.yaml.",
        ),
    ),
    entry(
        "resolver",
        "person_in",
        ("Сотрудник из поля", "The person in a field"),
        ("Сотрудник, указанный в карточке.", "The employee named in a person field."),
    ),
    entry(
        "resolver",
        "decided",
        ("Кто решил задание", "Who decided a task"),
        ("Кто решил названное задание в этом круге.", "Who decided the named task in this round."),
    ),
    entry(
        "resolver",
        "assignees",
        ("Исполнители", "The assignees"),
        ("Те, чьё это задание.", "Whose task it is; in ladders only. Write `assignees: true`."),
    ),
)

DUE = (
    entry(
        "due",
        "field",
        ("Срок из карточки", "A date of the card"),
        (
            "Конец рабочего дня, указанного в поле. Пустое поле — следующее правило.",
            "End of the working day named in a date field. While the field is empty, the next rule is asked.",
        ),
    ),
    entry(
        "due",
        "cutoff",
        ("До конца дня", "By the end of the day"),
        (
            "Пришло до этого времени — до вечера того же дня, позже — следующего рабочего.",
            'Before this time of day ("13:00" or `$setting`): end of the same working day, later: of the next one.',
        ),
    ),
    entry(
        "due",
        "after",
        ("Через время", "After a time"),
        ("Через столько времени после получения.", "That long after the task was opened: one of the spans."),
    ),
)

RUNGS = (
    entry(
        "rung",
        "check",
        ("Проверка", "Check"),
        ("Незаметная отметка в истории.", "A quiet line in the timeline."),
        parameters={"nudge": "`true`: also a light notice to the assignees"},
    ),
    entry(
        "rung",
        "remind",
        ("Напоминание", "Reminder"),
        ("Напоминание исполнителям или названным людям.", "A notice to the assignees, or to the people in `to`."),
        parameters={"to": "list of resolvers", "text": "what the notice says"},
    ),
    entry(
        "rung",
        "escalate",
        ("Эскалация", "Escalation"),
        (
            "Сообщить названным людям; они могут решить вместо исполнителя.",
            "A notice to the people in `to`, who may decide instead of the assignee from then on.",
        ),
        needed=("to",),
        parameters={
            "to": "list of resolvers",
            "text": "what the notice says",
            "may_decide": "`false`: they are only told",
        },
    ),
)
