"""One company for all tests of this room: loaded in a transaction that is rolled back at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from marshrut import demo
from marshrut.cards.models import Card
from marshrut.demo.loading import Resident
from marshrut.documents.models import StoredFile
from marshrut.history.models import Event
from marshrut.kernel import clock

#: a Tuesday in November
NOW = datetime.fromisoformat("2026-11-24T15:00:00+03:00")
#: the real one takes half a second each time
FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@dataclass(frozen=True)
class Loaded:
    people: list[Resident]
    #: what another load made at the same moment
    twin: list[Any]


@pytest.fixture(scope="module")
def loaded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Loaded]:
    settings = override_settings(FILES=tmp_path_factory.mktemp("files"), PASSWORD_HASHERS=FAST)
    with django_db_blocker.unblock(), settings, clock.running(lambda: NOW):
        with transaction.atomic():
            demo.load()
            twin = snapshot()
            transaction.set_rollback(True)
        with transaction.atomic():
            yield Loaded(demo.load(), twin)
            transaction.set_rollback(True)


def snapshot() -> list[Any]:
    """Everything but ids: they go on counting."""
    cards = (
        Card.objects.system("test")
        .order_by("created_at", "name")
        .values_list("name", "amount", "stage", "round", "version", "comments", "created_at", "updated_at", "due_at")
    )
    files = StoredFile.objects.order_by("uploaded_at", "name").values_list("name", "sha256", "uploaded_at")
    events = Event.objects.order_by("at", "kind", "seq").values_list("at", "kind", "seq", "actor_kind")
    return [list(cards), list(files), sorted(events)]
