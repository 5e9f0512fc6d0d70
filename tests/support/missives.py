"""Letters that come in, errands and acquaintance over any card, as small as they can be: for the pages about them."""

from __future__ import annotations

from typing import Any

from marshrut.definitions.schema.pack import Pack

ACCESS: list[dict[str, Any]] = [
    {"who": "everyone", "may": ["create"]},
    {"who": "everyone", "scope": "own", "may": ["view", "edit", "start", "comment", "attach", "print"]},
    {"who": "everyone", "scope": "participant", "may": ["view", "comment", "attach", "print"]},
]
DRAFT: dict[str, Any] = {"key": "draft", "kind": "start", "title": "Черновик"}
DONE: dict[str, Any] = {"key": "done", "kind": "success", "title": "Готово"}
MISSIVE: dict[str, Any] = {
    "key": "missive",
    "title": "Входящие письма",
    "create": "Входящее письмо",
    "prefix": "ВП-",
    "name": "{{ subject }}",
    "company_field": "sender",
    "fields": {
        "scan": {"kind": "file", "title": "Письмо", "document": "letter_in", "required": True},
        "sender": {"kind": "company", "title": "Отправитель", "required": True},
        "their_number": {"kind": "text", "title": "Номер отправителя"},
        "their_date": {"kind": "date", "title": "Дата письма"},
        "subject": {"kind": "text", "title": "О чём письмо", "required": True},
        "project": {"kind": "project", "title": "Проект"},
        "no_project": {"kind": "yes_no", "title": "Без проекта"},
        "organisation": {"kind": "company", "title": "Кому", "ours": True},
        "addressee": {"kind": "person", "title": "Адресат", "takes_part": True},
        "readers": {"kind": "person", "title": "Кого ознакомить", "several": True},
        "number": {"kind": "text", "title": "Наш номер", "by_system": True},
        "day": {"kind": "date", "title": "Зарегистрировано", "by_system": True},
        "mail_text": {"kind": "long_text", "title": "Текст письма", "by_system": True},
        "reply_to": {"kind": "text", "title": "Почта для ответа"},
        "informed": {"kind": "person", "title": "Кому сообщить", "several": True},
    },
    "letter": {
        "direction": "in",
        "paper": "scan",
        "partner": "sender",
        "project": "project",
        "no_project": "no_project",
        "organisation": "organisation",
        "subject": "subject",
        "their_number": "their_number",
        "their_date": "their_date",
        "number": "number",
        "date": "day",
        "addressee": "addressee",
        "address": "reply_to",
        "body": "mail_text",
    },
    "first": "look",
    "stages": [
        {**DRAFT, "signals": [{"key": "from_mail", "done": "Письмо пришло по почте", "to": "intake"}]},
        {
            "key": "intake",
            "title": "Из почты",
            "tasks": [
                {
                    "key": "register",
                    "kind": "register",
                    "title": "Зарегистрируйте письмо из почты",
                    "assignee": [{"author": True}],
                    "form": [
                        {"field": "sender", "required": True, "on_card": True},
                        {"field": "their_number", "on_card": True},
                        {"field": "subject", "required": True, "on_card": True},
                        {"field": "project", "on_card": True},
                        {"field": "no_project", "on_card": True},
                    ],
                    "outcomes": [
                        {"key": "register", "title": "Зарегистрировать", "done": "Зарегистрировано", "to": "look"},
                        {
                            "key": "not_letter",
                            "title": "Не письмо",
                            "done": "Не письмо",
                            "style": "negative",
                            "reason": "required",
                            "to": "dropped",
                        },
                    ],
                }
            ],
        },
        {
            "key": "look",
            "title": "На рассмотрении",
            "on_enter": [
                {
                    "do": "register_document",
                    "field": "scan",
                    "organisation": "organisation",
                    "number_field": "number",
                    "date_field": "day",
                }
            ],
            "tasks": [
                {
                    "key": "look",
                    "kind": "perform",
                    "title": "Рассмотрите письмо",
                    "assignee": [{"head_of": "author"}],
                    "form": [{"field": "reply_to"}, {"field": "informed", "required": True}],
                    "outcomes": [{"key": "seen", "title": "Рассмотрено", "to": "done"}],
                }
            ],
        },
        {
            **DONE,
            "tasks": [
                {
                    "key": "their_receipt",
                    "kind": "provide",
                    "title": "Получите отметку отправителя",
                    "badge": "нет отметки",
                    "assignee": [{"author": True}],
                    "form": [{"field": "their_number", "required": True}],
                    "outcomes": [{"key": "recorded", "title": "Отметка получена"}],
                }
            ],
        },
        {"key": "dropped", "kind": "failure", "title": "Не письмо"},
    ],
    "access": ACCESS,
}
ORDER: dict[str, Any] = {
    "key": "order",
    "title": "Поручения",
    "create": "Поручение",
    "prefix": "ПР-",
    "name": "{{ title }}",
    "fields": {
        "about": {"kind": "card", "title": "К карточке", "shares": True},
        "title": {"kind": "text", "title": "Что сделать", "required": True},
        "executor": {"kind": "person", "title": "Кому", "required": True, "takes_part": True},
        "helpers": {"kind": "person", "title": "Соисполнители", "several": True, "takes_part": True},
        "term": {"kind": "date", "title": "Срок"},
        "report": {"kind": "long_text", "title": "Отчёт"},
    },
    "first": "doing",
    "stages": [
        DRAFT,
        {
            "key": "doing",
            "title": "В работе",
            "require": ["title", "executor"],
            "tasks": [
                {
                    "key": "perform",
                    "kind": "perform",
                    "title": "Выполните поручение",
                    "assignee": [{"person_in": "executor"}],
                    "due": [{"field": "term"}],
                    "form": [{"field": "report", "required": True}],
                    "outcomes": [{"key": "did", "title": "Выполнено", "to": "done"}],
                }
            ],
        },
        DONE,
    ],
    "access": ACCESS,
}
NOTICE: dict[str, Any] = {
    "key": "notice",
    "title": "Ознакомление",
    "create": "Ознакомление",
    "prefix": "ОЗ-",
    "name": "{{ title }}",
    "fields": {
        "about": {"kind": "card", "title": "К карточке", "shares": True},
        "title": {"kind": "text", "title": "С чем ознакомиться", "required": True},
        "readers": {
            "kind": "person",
            "title": "Кого ознакомить",
            "several": True,
            "required": True,
            "takes_part": True,
        },
        "until": {"kind": "date", "title": "До какого числа"},
    },
    "first": "reading",
    "stages": [
        DRAFT,
        {
            "key": "reading",
            "title": "Читают",
            "require": ["title", "readers"],
            "tasks": [
                {
                    "key": "read",
                    "kind": "acknowledge",
                    "title": "Ознакомьтесь",
                    "assignee": [{"person_in": "readers"}],
                    "decide": "all",
                    "outcomes": [{"key": "read", "title": "Ознакомлен(а)", "done": "Ознакомлен(а)"}],
                }
            ],
            "next": "done",
        },
        DONE,
    ],
    "access": ACCESS,
}


def pack(version: str = "1.0.0") -> Pack:
    """Алиса keeps the letters, Борис heads her department and looks at them."""
    content = {"key": "missives", "version": version, "title": "Письма", "card_types": [MISSIVE, ORDER, NOTICE]}
    return Pack.model_validate(content)
