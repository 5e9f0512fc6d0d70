"""What every test stands on. The database comes from tests/support/postgres.py."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from marshrut.kernel import clock
from tests.support.office import MovingClock


@pytest.fixture(autouse=True, scope="session")
def _plain_static_files() -> Iterator[None]:
    """Templates name static files without a manifest, so that no test needs `collectstatic`."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    default = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    with override_settings(STORAGES={"default": default, "staticfiles": plain}):
        yield


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> Iterator[None]:
    """A real hash costs half a second by design; tests make hundreds."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture
def now() -> Iterator[MovingClock]:
    """A Thursday in July at ten in Moscow; rooms that live at another time have a clock of their own."""
    moving = MovingClock("2026-07-02 10:00")
    with clock.running(moving):
        yield moving


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Tests with real transactions empty all tables at their end, and history refuses that: here it may happen."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in ("history_event", "history_chain"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_no_truncate")
