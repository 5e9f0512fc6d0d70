"""Who may store files. Registered when the room starts."""

from __future__ import annotations

from marshrut.org import access

STORE = "documents.store_file"
RECORD_PREVIEW = "documents.record_preview"


def register() -> None:
    access.register(STORE, access.everyone, programs=["system", "robot", "integration"])
    access.register(RECORD_PREVIEW, access.nobody, programs=["system"])
