"""The built-in role comes with an update, and gives power to nobody unasked."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from marshrut.kernel.errors import Conflict
from marshrut.org.models import CompanyRole, RoleHolder
from tests.support.office import build

built_in = import_module("marshrut.definitions.migrations.0003_grant").built_in


@pytest.mark.django_db
def test_the_role_is_made_once() -> None:
    CompanyRole.objects.filter(key="process_admin").delete()
    built_in(apps, None)
    built_in(apps, None)
    assert CompanyRole.objects.get(key="process_admin").title_ru == "Администратор процессов"


@pytest.mark.django_db
def test_an_update_stops_where_people_hold_a_role_with_its_key() -> None:
    office = build()
    CompanyRole.objects.filter(key="process_admin").update(title_ru="Методист")
    RoleHolder.objects.create(role=CompanyRole.objects.get(key="process_admin"), person=office.people["viktor"])
    with pytest.raises(Conflict, match=r"«Методист».*Викторов Виктор"):
        built_in(apps, None)
