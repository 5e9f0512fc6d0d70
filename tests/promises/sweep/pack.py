"""A pack of kinds of cards that few people see: notes, letters, shipments."""

from __future__ import annotations

from typing import Any

from marshrut.shipments.rules.statuses import STATUSES

OWN_AND_AUDITORS = [
    {"who": "everyone", "may": ["create"]},
    {"who": "everyone", "scope": "own", "may": ["view", "edit", "comment", "attach", "start"]},
    {"who": "everyone", "scope": "participant", "may": ["view", "comment"]},
    {"who": "role:auditor", "may": ["view", "export"]},
]
#: notes are seen by fewer people than payments: by author and reviewer, by auditors, finished ones by finance
NOTES: dict[str, Any] = {
    "key": "notes",
    "version": "1.0.0",
    "title": "Записки",
    "roles": {"auditor": "Аудитор", "finance_manager": "Финансы", "chief_accountant": "Главбух"},
    "card_types": [
        {
            "key": "note",
            "title": "Записки",
            "create": "Записка",
            "name": "{{ title }}",
            "first": "review",
            "fields": {
                "title": {"kind": "text", "required": True, "title": "Тема"},
                "body": {"kind": "long_text", "title": "Текст"},
                "reviewer": {"kind": "person", "title": "Кому"},
                "about": {"kind": "card", "title": "О чём", "card_type": "note"},
                "paper": {"kind": "file", "title": "Бумага"},
            },
            "access": [
                {"who": "everyone", "may": ["create"]},
                {"who": "everyone", "scope": "own", "may": ["view", "edit", "comment", "attach", "start", "withdraw"]},
                {"who": "everyone", "scope": "participant", "may": ["view", "comment"]},
                {"who": "role:auditor", "may": ["view"]},
                {"who": "role:finance_manager", "may": ["view"], "stages": ["done"]},
                {"who": "role:chief_accountant", "scope": "department", "may": ["view", "export", "print"]},
            ],
            "withdraw": {"to": "refused"},
            "stages": [
                {"key": "draft", "kind": "start", "title": "Черновик"},
                {
                    "key": "review",
                    "title": "Проверка",
                    "tasks": [
                        {
                            "key": "check",
                            "title": "Проверьте записку",
                            "assignee": [{"person_in": "reviewer"}],
                            "show": ["title", "body", "about", "paper"],
                            "outcomes": [
                                {"key": "yes", "title": "Да", "to": "done", "reason": "optional"},
                                {
                                    "key": "no",
                                    "title": "Нет",
                                    "style": "negative",
                                    "reason": "required",
                                    "to": "refused",
                                },
                            ],
                        }
                    ],
                },
                {"key": "done", "kind": "success", "title": "Готово"},
                {"key": "refused", "kind": "failure", "title": "Отказ"},
            ],
        },
        {
            "key": "missive",
            "title": "Письма",
            "create": "Письмо",
            "name": "{{ subject }}",
            "company_field": "partner",
            "first": "review",
            "letter": {
                "direction": "in",
                "paper": "paper",
                "partner": "partner",
                "project": "project",
                "subject": "subject",
                "their_number": "their_number",
                "their_date": "their_date",
                "number": "number",
                "date": "date",
                "executor": "executor",
                "body": "body",
            },
            "fields": {
                "subject": {"kind": "text", "required": True, "title": "О чём"},
                "paper": {"kind": "file", "document": "secret", "title": "Файл"},
                "partner": {"kind": "company", "title": "От кого"},
                "project": {"kind": "project", "title": "Проект"},
                "their_number": {"kind": "text", "title": "Их номер"},
                "their_date": {"kind": "date", "title": "Их дата"},
                "number": {"kind": "text", "by_system": True, "title": "Номер"},
                "date": {"kind": "date", "by_system": True, "title": "Дата"},
                "executor": {"kind": "person", "title": "Исполнитель"},
                "body": {"kind": "long_text", "title": "Текст"},
                "answers": {"kind": "card", "card_type": "missive", "link": "reply", "title": "Ответ на"},
            },
            "access": OWN_AND_AUDITORS,
            "stages": [
                {"key": "draft", "kind": "start", "title": "Черновик"},
                {
                    "key": "review",
                    "title": "В работе",
                    "tasks": [
                        {
                            "key": "answer",
                            "title": "Исполните письмо",
                            "assignee": [{"person_in": "executor"}],
                            "show": ["subject", "body", "paper"],
                            "outcomes": [{"key": "done", "title": "Готово", "to": "done", "reason": "optional"}],
                        }
                    ],
                },
                {"key": "done", "kind": "success", "title": "Исполнено"},
            ],
        },
        {
            "key": "parcel",
            "title": "Отправления",
            "create": "Отправление",
            "name": "{{ track_number }} {{ what }}",
            "first": "way",
            "shipment": {
                "way": "way",
                "number": "track_number",
                "status": "status",
                "last_event": "last_event",
                "trouble": "trouble",
            },
            "fields": {
                "what": {"kind": "text", "required": True, "title": "Что"},
                "way": {
                    "kind": "choice",
                    "required": True,
                    "title": "Как",
                    "choices": [{"key": "post", "title": "Почта"}, {"key": "by_hand", "title": "Нарочно"}],
                },
                "track_number": {"kind": "track_number", "way": "way", "title": "Трек-номер"},
                "status": {
                    "kind": "choice",
                    "by_system": True,
                    "title": "Где оно",
                    "choices": [{"key": key, "title": key} for key in STATUSES],
                },
                "last_event": {"kind": "text", "by_system": True, "title": "Последнее событие"},
                "trouble": {"kind": "long_text", "by_system": True, "title": "Что случилось"},
                "receiver": {"kind": "person", "title": "Кто получит"},
            },
            "access": OWN_AND_AUDITORS,
            "stages": [
                {"key": "draft", "kind": "start", "title": "Черновик"},
                {
                    "key": "way",
                    "title": "В пути",
                    "require": ["way"],
                    "signals": [
                        {"key": "moved", "done": "Движется"},
                        {"key": "arrived", "done": "Прибыло"},
                        {"key": "delivered", "done": "Вручено", "to": "here"},
                        {"key": "trouble", "done": "Что-то не так", "note_field": "trouble"},
                    ],
                    "tasks": [
                        {
                            "key": "receive",
                            "title": "Получите отправление",
                            "assignee": [{"person_in": "receiver"}],
                            "show": ["what", "way", "track_number", "last_event"],
                            "outcomes": [
                                {"key": "got", "title": "Получено", "to": "here", "reason": "optional"},
                                {
                                    "key": "skip",
                                    "title": "Пропустить",
                                    "style": "neutral",
                                    "skip": True,
                                    "reasons": [
                                        {"key": "other", "title": "Другое", "explain": True},
                                        {"key": "here", "title": "Уже у нас"},
                                    ],
                                    "to": "here",
                                },
                            ],
                        }
                    ],
                },
                {"key": "here", "kind": "success", "title": "Получено"},
            ],
        },
    ],
}
