"""Deliveries made by hand, and what their messages say."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

from PIL import Image

from marshrut.automation.models import Notification
from marshrut.channels import messages, wire
from marshrut.channels.models import Delivery
from marshrut.channels.rules.groups import group_of
from marshrut.documents import commands as documents
from marshrut.kernel import clock

from .office import Office

SPACES = str.maketrans("\u00a0\u202f", "  ")


def scan(office: Office, name: str = "Счёт № 18.png") -> int:
    out = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(out, "PNG")
    out.seek(0)
    stored = documents.store_file(office.actor("alisa"), name=name, stream=out)
    return int(stored["id"])


def delivery(office: Office, person: str, about: str = "task_opened", **more: Any) -> Delivery:
    """Of the newest notice of that kind."""
    told = Notification.objects.filter(person_id=office.id(person), about=about).latest("id")
    given = {
        "notice": told.pk, "person_id": office.id(person), "channel": "telegram", "card_id": told.card_id,
        "task": told.task, "about": about, "group": group_of(about), "at": clock.now(), "number": "7F3K",
    }  # fmt: skip
    return Delivery.objects.create(**{**given, **more})


def composed(made: Delivery) -> wire.Message:
    """With plain spaces, to be compared with."""
    message = messages.compose(made)
    assert message is not None
    lines = tuple((name.translate(SPACES), value.translate(SPACES)) for name, value in message.lines)
    text, why = message.text.translate(SPACES), message.why.translate(SPACES)
    return replace(message, text=text, why=why, lines=lines)


def everything(message: wire.Message) -> str:
    said = [message.title, message.text, message.why, *(part for line in message.lines for part in line)]
    buttons = [button.text for row in message.rows for button in row]
    return "\n".join([*said, *buttons, message.picture.name if message.picture else ""])
