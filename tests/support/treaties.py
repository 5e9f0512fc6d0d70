"""A card type whose file fields hold documents, with one stage of approval: what tests of papers on cards stand on."""

from __future__ import annotations

from typing import Any

from marshrut.definitions.schema.pack import Pack

MINE = ["view", "edit", "start", "restart", "withdraw", "comment", "attach", "print"]
ACCESS: list[dict[str, Any]] = [
    {"who": "everyone", "may": ["create"]},
    {"who": "everyone", "scope": "own", "may": MINE},
    {"who": "everyone", "scope": "participant", "may": ["view", "comment", "attach", "print"]},
]
FIELDS: dict[str, Any] = {
    "subject": {"kind": "text", "title": "Предмет"},
    "counterparty": {"kind": "company", "title": "Контрагент"},
    "organisation": {"kind": "company", "title": "Наша организация", "ours": True},
    "contact": {"kind": "contact", "title": "Контактное лицо"},
    "deal": {"kind": "deal", "title": "Сделка"},
    "project": {"kind": "project", "title": "Проект"},
    "paper": {"kind": "file", "title": "Договор", "document": "contract"},
    "annexes": {"kind": "file", "title": "Приложения", "document": "annex", "several": True},
    "scan": {"kind": "file", "title": "Прочее"},
}


def pack(version: str = "1.0.0", **changes: Any) -> Pack:
    """Борис heads Алиса's department and decides; refused cards are started anew."""
    card_type = {
        "key": "treaty",
        "title": "Договоры",
        "create": "Договор",
        "prefix": "ДП-",
        "name": "{{ subject }}",
        "company_field": "counterparty",
        "fields": FIELDS,
        "first": "approval",
        "stages": [
            {"key": "draft", "kind": "start", "title": "Черновик"},
            {
                "key": "approval",
                "title": "Согласование",
                "tasks": [
                    {
                        "key": "approve",
                        "kind": "approve",
                        "title": "Согласовать договор",
                        "assignee": [{"head_of": "author"}],
                        "outcomes": [
                            {"key": "yes", "title": "Согласовать", "done": "Согласовано", "to": "done"},
                            {
                                "key": "no",
                                "title": "Вернуть",
                                "done": "Возвращено",
                                "style": "negative",
                                "reason": "required",
                                "to": "refused",
                            },
                        ],
                    }
                ],
            },
            {"key": "done", "kind": "success", "title": "Согласовано"},
            {"key": "refused", "kind": "failure", "title": "Возвращено"},
        ],
        "withdraw": {"to": "refused"},
        "restart": {"from": ["refused"], "to": "approval"},
        "access": ACCESS,
        **changes,
    }
    return Pack.model_validate({"key": "treaties", "version": version, "title": "Договоры", "card_types": [card_type]})
