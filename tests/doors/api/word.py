"""A Word template, for the run over the whole description."""

from __future__ import annotations

import io
from typing import Any

from marshrut.documents import commands
from tests.support import kinds
from tests.support.office import Office
from tests.support.word_files import paper

#: of templates; an administrator tends them, and sees no card by being that
OF_TEMPLATES = {
    *("list_templates", "add_template", "read_template", "edit_template", "archive_template", "download_template"),
    "fill_template",
}


def who(name: str) -> str:
    return "alisa" if name == "fill_template" else "admin"


def lay(office: Office, name: str, ids: dict[str, Any]) -> dict[str, Any] | None:
    """Make the template and put its id among the others; the body that fits."""
    kinds.shipped()
    admin, content = office.actor("admin"), paper("Договор {{ nothing }}")
    file, another = (
        int(commands.store_file(admin, name="Договор.docx", stream=io.BytesIO(content))["id"]) for _ in range(2)
    )
    ids["template"] = commands.add_template(admin, title="Договор", file=file)["id"]
    bodies: dict[str, dict[str, Any]] = {
        "add_template": {"title": "Письмо", "file": another},
        "edit_template": {"title": "Договор поставки"},
        "archive_template": {},
    }
    return bodies.get(name)
