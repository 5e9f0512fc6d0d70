"""What keeps the demo company from being loaded leaves nothing behind."""

from __future__ import annotations

import pytest

from marshrut import demo
from marshrut.history.models import Event
from marshrut.kernel.errors import Conflict, Invalid
from marshrut.org.models import Person
from tests.support import company


@pytest.mark.django_db
def test_a_weak_password_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARSHRUT_DEMO_PASSWORD", "123")
    with pytest.raises(Invalid, match="MARSHRUT_DEMO_PASSWORD"):
        demo.load()
    assert not Person.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_a_company_of_their_own_is_left_alone() -> None:
    company.build()
    people = Person.objects.count()
    with pytest.raises(Conflict):
        demo.load()
    assert Person.objects.count() == people
