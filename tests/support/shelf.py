"""Papers on the shared disk, put there by commands: what tests of documents on pages stand on."""

from __future__ import annotations

import io
from typing import Any

from marshrut.documents import commands
from marshrut.kernel import clock

from .kinds import shipped
from .office import Office, drain
from .word_files import docx

TEXT = (
    "Поставщик передаёт флаконы объёмом 50 мл.",
    "Оплата в течение десяти дней.",
    "Неустойка за просрочку не начисляется.",
)


def paper(
    office: Office, title: str = "Договор поставки", by: str = "alisa", kind: str = "contract", **how: Any
) -> int:
    """Its id. `text` are the lines of its Word file."""
    from marshrut.documents.models import Kind

    if not Kind.objects.exists():
        shipped()
    lines = how.pop("text", TEXT)
    stored = commands.store_file(office.actor(by), name=f"{title}.docx", stream=io.BytesIO(docx(title, *lines)))
    made = commands.add_document(office.actor(by), kind=kind, file=int(stored["id"]), title=title, **how)
    return int(made["id"])


def another(office: Office, document: int, *lines: str, by: str = "alisa", note: str = "") -> None:
    """The next version of it."""
    stored = commands.store_file(office.actor(by), name="Правки.docx", stream=io.BytesIO(docx(*lines)))
    commands.add_version(office.actor(by), document=document, file=int(stored["id"]), note=note)


def read() -> None:
    """Texts are read and pages drawn, as workers do it."""
    drain(clock.now())
