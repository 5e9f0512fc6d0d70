"""The history this room writes: "calendar:company", and "calendar:16" for the days of region 16."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from marshrut.history import kinds
from marshrut.history import record as history
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor

SENTENCES = {
    "calendars.schedule_set": _("Working hours of the company changed: {schedule}"),
    "calendars.day_set": _("{day}: {kind}. {source}"),
    "calendars.day_removed": _("{day}: as in the production calendar again"),
}

#: what the places of the sentences are; `queries.shown` turns them into words
REFS = {"day": "date", "kind": "day_kind", "schedule": "schedule"}


def register() -> None:
    for kind, sentence in SENTENCES.items():
        kinds.register(kind, sentence, icon="calendar", refs=REFS)


def subject(region: str = "") -> str:
    return f"calendar:{region or 'company'}"


def record(actor: Actor, region: str, kind: str, body: Mapping[str, Any]) -> None:
    history.append(subject(region), [history.line(kind, actor=actor, at=clock.now(), body=body)])
