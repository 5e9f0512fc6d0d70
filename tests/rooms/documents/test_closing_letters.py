"""Kinds of letters that came with an earlier version were open to everybody."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from marshrut.documents.models import Kind
from tests.support import kinds

pytestmark = pytest.mark.django_db
migration: Any = import_module("marshrut.documents.migrations.0003_letters_are_not_open_to_all")


@pytest.mark.parametrize(("version", "closed"), [(1, True), (2, False)])
def test_what_the_company_changed_stays(version: int, closed: bool) -> None:
    kinds.shipped()
    Kind.objects.filter(key="letter_in").update(readers=["everyone"], version=version)
    migration.close(apps, None)
    assert (Kind.objects.get(key="letter_in").readers == ["everyone"]) is not closed
    assert Kind.objects.get(key="contract").readers == ["everyone"]
