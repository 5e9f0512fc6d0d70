"""The smallest route that waits for scans of a carrier by mail."""

from __future__ import annotations

from typing import Any

from marshrut.definitions.schema.pack import Pack

MAIL = {"files": "scans", "number": "order_number", "partner": "carrier"}
FIELDS: dict[str, Any] = {
    "order_number": {"kind": "text", "title": "Заявка"},
    "carrier": {"kind": "company", "title": "Перевозчик"},
    "scans": {"kind": "file", "title": "Сканы", "document": "order_paper", "several": True},
}


def pack(**mail: Any) -> Pack:
    """Алиса's cards wait until the carrier's mail brings them to «got»; `mail` replaces words of the rule."""
    scans = {"key": "scans_received", "done": "Пришли сканы", "to": "got", "mail": {**MAIL, **mail}}
    checked = {"key": "ok", "title": "Проверены", "done": "Сканы проверены", "to": "done"}
    check = {"key": "check", "kind": "perform", "title": "Проверить сканы", "assignee": [{"author": True}]}
    kind = {
        "key": "haul",
        "title": "Рейсы",
        "create": "Рейс",
        "prefix": "РС-",
        "name": "{{ order_number }}",
        "company_field": "carrier",
        "fields": FIELDS,
        "first": "waiting",
        "stages": [
            {"key": "draft", "kind": "start", "title": "Черновик"},
            {
                "key": "waiting",
                "title": "Ждём сканы",
                "signals": [scans],
                "moves": [{"to": "got", "by": [{"author": True}]}],
            },
            {"key": "got", "title": "Сканы получены", "tasks": [{**check, "outcomes": [checked]}]},
            {"key": "done", "kind": "success", "title": "Готово"},
            {"key": "gone", "kind": "failure", "title": "Отменён"},
        ],
        "withdraw": {"to": "gone"},
        "access": [
            {"who": "everyone", "may": ["create"]},
            {"who": "everyone", "scope": "own", "may": ["view", "edit", "start", "comment", "attach"]},
        ],
    }
    return Pack.model_validate({"key": "hauls", "version": "1.0.0", "title": "Рейсы", "card_types": [kind]})
