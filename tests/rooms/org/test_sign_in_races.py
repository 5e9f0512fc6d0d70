"""What is good once is good once, also when two browsers send it at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from unittest.mock import Mock

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, connections, transaction

from marshrut.kernel.errors import Refused
from marshrut.org.models import Person
from marshrut.org.sign_in import factors, links, passkeys
from tests.support import totp
from tests.support.office import Office, build

BROWSERS = 4


@pytest.fixture
def boris(transactional_db: None) -> Person:
    office: Office = build()
    return office.people["boris"]


def at_once(act: Callable[[], object]) -> int:
    """How many of several threads were let through."""
    start = Barrier(BROWSERS)

    def run(_number: int) -> int:
        try:
            connection.ensure_connection()
            start.wait(10)
            act()
        except Refused:
            return 0
        finally:
            connections.close_all()
        return 1

    with ThreadPoolExecutor(BROWSERS) as pool:
        return sum(pool.map(run, range(BROWSERS)))


def test_a_code_of_the_app(boris: Person) -> None:
    secret = factors.new_secret()
    factors.keep_totp(boris, secret, 0)
    code = totp.code(secret)
    assert at_once(lambda: factors.enter_code(boris, code, "10.0.0.1")) == 1


def test_a_recovery_code(boris: Person) -> None:
    factors.keep_totp(boris, factors.new_secret(), 0)
    code = factors.new_codes(boris)[0]
    assert at_once(lambda: factors.enter_code(boris, code, "10.0.0.1")) == 1
    assert factors.of_person(boris.pk).codes_left == 9


def test_a_link(boris: Person) -> None:
    secret, _until = links.make(boris.pk, links.INVITATION)

    def use() -> None:
        with transaction.atomic():
            links.use(secret)

    assert at_once(use) == 1


def test_one_count_of_a_passkey_lets_one_browser_in(boris: Person) -> None:
    made = Authenticator.objects.create(user=boris, type=Authenticator.Type.WEBAUTHN, data={"name": "x", "counter": 6})
    answer = Mock(response=Mock(authenticator_data=Mock(counter=7)))

    def use() -> None:
        if not passkeys._counted(Authenticator.objects.get(pk=made.pk), answer):
            raise Refused("late")

    assert at_once(use) == 1
    with pytest.raises(Refused):
        use()
