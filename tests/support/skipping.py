"""A small office with a process whose task may be skipped for listed reasons, and another whose task may not."""

from __future__ import annotations

from marshrut.cards import commands
from marshrut.definitions.schema.pack import Pack

from .office import Office, build, install_pack

SKIP = {
    "key": "skip",
    "title": "Пропустить",
    "style": "neutral",
    "skip": True,
    "reason": "optional",
    "reasons": [
        {"key": "have", "title": {"ru": "Сканы уже есть", "en": "We have the scans"}},
        {"key": "other", "title": {"ru": "Другое", "en": "Other"}, "explain": True},
    ],
}
SENT = {"key": "sent", "title": "Все отправлены"}


def pack() -> Pack:
    tasks = [
        {"key": "send", "title": "Отправьте сканы", "assignee": [{"author": True}], "outcomes": [SENT, SKIP]},
    ]
    plain = {"key": "file", "title": "Подшейте", "assignee": [{"author": True}], "outcomes": [SENT]}
    papers = {
        "key": "papers",
        "title": "Бумаги",
        "create": "Бумаги",
        "prefix": "БМ-",
        "name": "{{ title }}",
        "fields": {"title": {"kind": "text", "title": "Заявка", "required": True}},
        "access": [
            {"who": "everyone", "scope": "own", "may": ["view", "create", "start"]},
            {"who": "everyone", "scope": "participant", "may": ["view"]},
            {"who": "role:director", "scope": "all", "may": ["view"]},
            {"who": "everyone", "scope": "headed", "may": ["view"]},
        ],
        "first": "send",
        "stages": [
            {"key": "draft", "title": "Черновик", "kind": "start"},
            {"key": "send", "title": "Отправка", "tasks": tasks, "next": "file"},
            {"key": "file", "title": "Подшивка", "tasks": [plain], "next": "done"},
            {"key": "done", "title": "Готово", "kind": "success"},
        ],
    }
    return Pack.model_validate({"key": "skipping", "version": "1.0.0", "title": "Бумаги", "card_types": [papers]})


def office() -> Office:
    made = build()
    install_pack(pack())
    return made


def papers(office: Office, by: str = "alisa", title: str = "Заявка 17") -> int:
    made = commands.create_card(office.actor(by), card_type="papers", fields={"title": title})
    return int(made["card"])


def done(office: Office, by: str = "alisa", title: str = "Заявка 17") -> int:
    card = papers(office, by, title)
    office.complete(card, "send", "sent", by)
    return card


def skipped(office: Office, by: str = "alisa", because: str = "have", title: str = "Заявка 18", **how: str) -> int:
    card = papers(office, by, title)
    office.complete(card, "send", "skip", by, because=because, **how)
    return card
