"""Ten wrong tries of an e-mail from a network in a quarter of an hour, more of either alone; the database's clock."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from unittest.mock import Mock

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.http import HttpRequest
from django.test import override_settings

from marshrut.config import settings as settings_module
from marshrut.kernel.errors import Invalid
from marshrut.org import commands
from marshrut.org.models import Person
from marshrut.org.sign_in import factors, passkeys
from marshrut.org.sign_in import password as sign_in
from marshrut.org.tries import TooManyTries
from tests.support.company import SYSTEM, Company

PASSWORD = "длинный-пароль-Алисы"
EMAIL = "andreeva@example.org"


@pytest.fixture
def alice(office: Company) -> Person:
    person = Person.objects.get(pk=office.alice)
    person.password = make_password(PASSWORD)
    person.save()
    return person


def attempt(email: str = EMAIL, password: str = "мимо", address: str = "10.0.0.1") -> Person:  # noqa: S107
    return sign_in.sign_in(HttpRequest(), email=email, password=password, address=address)


def fail(times: int, email: str = EMAIL, address: str = "10.0.0.1") -> None:
    for _time in range(times):
        with pytest.raises(Invalid):
            attempt(email, address=address)


def age(minutes: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE org_sign_in_try SET at = at - make_interval(mins => %s)", [minutes])


def kept() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM org_sign_in_try")
        return int(cursor.fetchone()[0])


def test_the_right_password_signs_in_in_any_case_of_the_address(alice: Person) -> None:
    assert attempt(" Andreeva@Example.ORG ", PASSWORD) == alice
    assert kept() == 0


def test_wrong_unknown_and_dismissed_get_the_same_answer(alice: Person, office: Company) -> None:
    commands.dismiss_person(SYSTEM, person=office.victor)
    Person.objects.filter(pk=office.victor).update(password=make_password(PASSWORD))
    said = set()
    for email, password in ((EMAIL, "мимо"), ("nobody@example.org", PASSWORD), ("volkov@example.org", PASSWORD)):
        with pytest.raises(Invalid) as refusal:
            attempt(email, password)
        said.add((str(refusal.value), refusal.value.code, tuple(refusal.value.fields)))
    assert len(said) == 1


@pytest.mark.parametrize("password", ["", "х" * 100_000, "\x00"])
def test_strange_passwords_are_wrong_passwords(alice: Person, password: str) -> None:
    with pytest.raises(Invalid):
        attempt(password=password)


def test_the_eleventh_try_is_refused_even_with_the_right_password(alice: Person) -> None:
    fail(10)
    with pytest.raises(TooManyTries, match="15"):
        attempt(password=PASSWORD)


def test_a_quarter_of_an_hour_later_all_is_forgotten(alice: Person) -> None:
    fail(10)
    age(16)
    assert attempt(password=PASSWORD) == alice
    assert kept() == 0


def test_tries_while_locked_do_not_prolong_the_lock(alice: Person) -> None:
    fail(10)
    age(10)
    for _time in range(3):
        with pytest.raises(TooManyTries):
            attempt(password=PASSWORD)
    age(6)
    assert attempt(password=PASSWORD) == alice


def test_an_email_is_locked_from_everywhere(alice: Person) -> None:
    for number in range(5):
        fail(10, address=f"10.0.0.{number}")
    with pytest.raises(TooManyTries):
        attempt(password=PASSWORD, address="192.168.0.1")


def test_nobody_is_locked_out_from_one_network(alice: Person) -> None:
    fail(10)
    for _time in range(60):  # refused ones do not count
        with pytest.raises(TooManyTries):
            attempt()
    assert attempt(password=PASSWORD, address="10.0.0.2") == alice


def test_a_colleague_who_forgot_the_password_locks_no_office(alice: Person) -> None:
    fail(10, email="volkov@example.org")
    assert attempt(password=PASSWORD) == alice


def test_codes_are_fewer_than_passwords(alice: Person) -> None:
    def code(address: str) -> type[Exception]:
        with pytest.raises((Invalid, TooManyTries)) as refusal:
            factors.enter_code(alice, "000000", address)
        return refusal.type

    assert [code("10.0.0.1") for _time in range(11)][-2:] == [Invalid, TooManyTries]
    assert [code("10.0.0.2") for _time in range(11)][-2:] == [Invalid, TooManyTries]
    assert code("10.0.0.3") is TooManyTries


def test_a_network_is_locked_for_every_email(alice: Person) -> None:
    for number in range(100):
        fail(1, email=f"guess{number}@example.org")
    with pytest.raises(TooManyTries):
        attempt(password=PASSWORD)
    assert attempt(password=PASSWORD, address="10.0.0.2") == alice


def test_whoever_got_in_is_forgiven_their_mistakes_here_and_nobody_elses(alice: Person) -> None:
    fail(4)
    fail(3, address="10.0.0.2")
    fail(2, email="other@example.org")
    attempt(password=PASSWORD)
    assert kept() == 5


def test_the_database_keeps_no_address_that_was_typed(alice: Person) -> None:
    fail(1, email="secret@example.org")
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM org_sign_in_try")
        assert "secret" not in cursor.fetchone()[0]


def test_networks() -> None:
    assert sign_in.network("10.0.0.1") == "10.0.0.1"
    assert sign_in.network("::ffff:10.0.0.1") == "10.0.0.1"
    assert sign_in.network("2001:db8::1") == sign_in.network("2001:db8::ffff:1") == "2001:db8::/64"
    assert sign_in.network("fe80::1%eth0") == "fe80::/64"
    assert sign_in.network("not an address") == "unknown"


@pytest.mark.django_db(transaction=True)
def test_tries_sent_at_once_are_counted_too(office: Company) -> None:
    def once(_number: int) -> type[Exception]:
        try:
            attempt()
        except (Invalid, TooManyTries) as refusal:
            return type(refusal)
        finally:
            connection.close()
        raise AssertionError("signed in by a wrong password")

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(once, range(16)))
    assert answers.count(Invalid) == 10
    assert answers.count(TooManyTries) == 6


def test_hashes_of_before_are_made_anew_at_the_next_sign_in(alice: Person) -> None:
    with override_settings(PASSWORD_HASHERS=settings_module.PASSWORD_HASHERS):
        alice.password = make_password(PASSWORD, hasher="pbkdf2_sha256")
        alice.save()
        assert attempt(password=PASSWORD) == alice
    alice.refresh_from_db()
    assert alice.password.startswith("argon2$argon2id$")


def test_a_copy_of_a_passkey_is_noticed_by_its_count(alice: Person) -> None:
    row = Authenticator.objects.create(user=alice, type=Authenticator.Type.WEBAUTHN, data={"name": "x"})

    def counted(number: int) -> bool:
        return passkeys._counted(row, Mock(response=Mock(authenticator_data=Mock(counter=number))))

    assert [counted(number) for number in (0, 0, 5, 6, 6, 4, 0, 7)] == [
        True, True, True, True, False, False, False, True,
    ]  # fmt: skip
