"""A document with its kind, folder and rule, for the run over the whole description."""

from __future__ import annotations

import io
from typing import Any

from marshrut.documents import commands, queries
from tests.support import kinds
from tests.support.office import SYSTEM, Office

#: operations about documents; the rest of this room's are for administrators
OF_DOCUMENTS = {
    *("list_documents", "add_document", "read_document", "add_version", "rename_document", "move_document"),
    *("set_status", "date_document", "register_document", "void_number", "link_document", "unlink_document"),
    *("remove_document", "list_kinds", "read_book", "set_counter", "list_folders"),
}
OF_KINDS = {
    *("add_kind", "edit_kind", "archive_kind", "set_statuses", "list_number_rules", "set_number_rule"),
    *("remove_number_rule", "add_folder", "rename_folder", "remove_folder"),
}
BODIES: dict[str, dict[str, Any]] = {
    "rename_document": {"title": "Другое"},
    "set_status": {"status": "signed"},
    "date_document": {"signed_on": "2026-07-02"},
    "register_document": {},
    "void_number": {"reason": "Ошибка"},
    "remove_document": {"reason": "Лишний"},
    "add_kind": {"kind": "memo", "title": "Записка"},
    "edit_kind": {"title": "Соглашение"},
    "archive_kind": {},
    "set_statuses": {"statuses": [{"key": "draft", "title": "Черновик", "initial": True}]},
    "set_number_rule": {"template": "Д-{n}/{yyyy}"},
    "set_counter": {"year": 2026, "last": 500},
    "add_folder": {"name": "Разное"},
    "rename_folder": {"name": "Прочее разное"},
}


def who(name: str) -> str:
    """The operations manager keeps contracts."""
    return "ops" if name in OF_DOCUMENTS else "admin"


def lay(office: Office, name: str, ids: dict[str, Any]) -> dict[str, Any] | None:
    """Make what the operation needs and put its ids among the others; the body that fits."""
    kinds.shipped()
    ops = office.actor("ops")
    folder = commands.add_folder(SYSTEM, name="Папка")["id"]
    document = commands.add_document(ops, kind="contract", file=office.file("ops"))["id"]
    (rule,) = queries.number_rules(SYSTEM, "contract")
    ids |= {"document": document, "kind": "contract", "folder": folder, "rule": rule.id}
    if name == "void_number":
        commands.register_document(ops, document=document)
    place = {"place": "company", "ref": ids["company"]}
    if name == "unlink_document":
        commands.link_document(ops, document=document, **place)
    another = commands.store_file(ops, name="Скан.txt", stream=io.BytesIO(b"scan"))["id"]
    more: dict[str, dict[str, Any]] = {
        "add_document": {"kind": "contract", "file": another},
        "add_version": {"file": another},
        "move_document": {"folder": folder},
        "link_document": place,
        "unlink_document": place,
    }
    return {**BODIES, **more}.get(name)
