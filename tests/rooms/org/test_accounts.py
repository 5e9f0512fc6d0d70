"""Passwords, own settings and API tokens."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from marshrut.history.queries import timeline
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import registry
from marshrut.kernel.errors import Forbidden, Invalid, NotFound
from marshrut.org import commands, queries, tries
from marshrut.org.models import ApiToken, Person
from marshrut.org.sign_in import factors
from tests.support import totp
from tests.support.company import SYSTEM, Company, acting

AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
GOOD = "correct horse battery"
FAST = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])


@FAST
def test_an_administrator_sets_a_password_and_the_person_signs_in(office: Company) -> None:
    assert authenticate(username="belov@example.org", password=GOOD) is None
    commands.set_password(acting(office.admin), person=office.boris, password=GOOD)
    assert authenticate(username=" Belov@Example.org ", password=GOOD) == Person.objects.get(id=office.boris)
    assert authenticate(username="belov@example.org", password="wrong") is None
    assert authenticate(username="\x00", password="wrong") is None
    assert timeline(f"person:{office.boris}")[-1].kind == "org.password_set"
    commands.dismiss_person(SYSTEM, person=office.boris)
    assert authenticate(username="belov@example.org", password=GOOD) is None


@FAST
@pytest.mark.parametrize(
    "bad", ["", "short", "password123", "x" * 129, "correct\x00horse battery", "correct horse\nbattery"]
)
def test_weak_and_endless_passwords_are_refused(office: Company, bad: str) -> None:
    with pytest.raises(Invalid) as refusal:
        commands.set_password(acting(office.admin), person=office.boris, password=bad)
    assert set(refusal.value.fields) == {"password"}
    assert not Person.objects.get(id=office.boris).has_usable_password()


@FAST
def test_a_person_changes_his_own_password_knowing_the_old_one(office: Company) -> None:
    commands.set_password(SYSTEM, person=office.alice, password=GOOD)
    with pytest.raises(Invalid) as refusal:
        commands.change_own_password(acting(office.alice), old="wrong", new="short")
    assert set(refusal.value.fields) == {"old", "new"}
    commands.change_own_password(acting(office.alice), old=GOOD, new="another good one")
    assert authenticate(username="andreeva@example.org", password="another good one") is not None
    assert timeline(f"person:{office.alice}")[-1].kind == "org.password_changed"


@FAST
def test_no_trace_of_a_password_stays(office: Company) -> None:
    """A digest of the arguments would let whoever reads the log of client keys try passwords at leisure."""
    commands.set_password(SYSTEM, person=office.alice, password=GOOD, key="k1")
    commands.change_own_password(acting(office.alice), old=GOOD, new="another good one", key="k2")
    commands.create_token(acting(office.alice), name="1С", key="k3")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM kernel_command_log")
        assert cursor.fetchone() == (0,)
    assert all(not event.values for event in timeline(f"person:{office.alice}")[1:])


def test_programs_have_no_password_and_no_profile(office: Company) -> None:
    for actor in (SYSTEM, Actor.robot("payments/remind"), Actor("integration", "api", None, "1С")):
        with pytest.raises(Forbidden):
            commands.change_own_password(actor, old="", new=GOOD)
        with pytest.raises(Forbidden):
            commands.edit_profile(actor, language="en")
        with pytest.raises(Forbidden):
            commands.create_token(actor, name="x")


def test_own_settings(office: Company) -> None:
    commands.edit_profile(acting(office.alice), language="en", time_zone="Asia/Omsk", keys_enabled=False)
    row = Person.objects.get(id=office.alice)
    assert queries.language_of(office.alice) == "en"
    assert queries.language_of(office.boris) == "ru"
    assert queries.language_of(10**9) is None
    assert (row.language, row.time_zone, row.keys_enabled) == ("en", "Asia/Omsk", False)
    assert queries.chart().work_time(office.alice).schedule.zone == "Asia/Omsk"
    event = timeline(f"person:{office.alice}")[-1]
    assert (event.kind, event.body) == ("org.profile_edited", {"changed": ["keys_enabled", "language", "time_zone"]})
    commands.edit_profile(acting(office.alice), language="en")
    assert timeline(f"person:{office.alice}")[-1].seq == event.seq
    commands.edit_profile(acting(office.alice), time_zone=None)
    assert Person.objects.get(id=office.alice).language == "en"
    with pytest.raises(Invalid) as refusal:
        commands.edit_profile(acting(office.alice), language="de", time_zone="Mars/Olympus")
    assert set(refusal.value.fields) == {"language", "time_zone"}


def test_a_dismissed_person_changes_nothing(office: Company) -> None:
    commands.dismiss_person(SYSTEM, person=office.alice)
    with pytest.raises(Forbidden):
        commands.edit_profile(acting(office.alice), language="en")
    with pytest.raises(Forbidden):
        commands.create_token(acting(office.alice), name="x")


def test_a_token_is_shown_once_and_stored_as_a_digest(office: Company) -> None:
    with clock.running(lambda: AT):
        answer = commands.create_token(acting(office.alice), name=" 1С:Бухгалтерия ")
        text = answer["token"]
        assert text.startswith("msh_")
        assert len(text) > 40
        assert answer["expires_at"] == (AT + timedelta(days=90)).isoformat()
        row = ApiToken.objects.get(id=answer["id"])
        assert row.digest == hashlib.sha256(text.encode()).hexdigest()
        assert text not in str(ApiToken.objects.filter(id=row.id).values())
        (line,) = queries.own_tokens(acting(office.alice))
        assert (line.name, line.hint, line.is_live) == ("1С:Бухгалтерия", f"msh_…{text[-4:]}", True)
        assert queries.authenticate_token(text) == Person.objects.get(id=office.alice)
    assert timeline(f"person:{office.alice}")[-1].kind == "org.token_created"


@pytest.mark.parametrize("text", ["", "msh_", "msh_nothing", "Bearer x", "msh_\x00", "ключ"])
def test_a_stranger_s_token_is_nobody(office: Company, text: str) -> None:
    assert queries.authenticate_token(text) is None


@pytest.mark.parametrize(("days", "name"), [(0, "x"), (366, "x"), (-1, "x"), (90, " "), (90, "x" * 101)])
def test_a_token_has_a_name_and_an_end(office: Company, days: int, name: str) -> None:
    with pytest.raises(Invalid):
        commands.create_token(acting(office.alice), name=name, days=days)
    assert not queries.own_tokens(acting(office.alice))


def test_a_token_stops_at_its_time(office: Company) -> None:
    with clock.running(lambda: AT):
        text = commands.create_token(acting(office.alice), name="x", days=1)["token"]
    with clock.running(lambda: AT + timedelta(days=1, seconds=-1)):
        assert queries.authenticate_token(text) is not None
    with clock.running(lambda: AT + timedelta(days=1)):
        assert queries.authenticate_token(text) is None
        assert not queries.own_tokens(acting(office.alice))[0].is_live


def test_use_is_noted_at_most_once_a_minute(office: Company) -> None:
    def used_at(at: datetime) -> int:
        with (
            clock.running(lambda: at),
            CaptureQueriesContext(
                connection,
            ) as made,
        ):
            assert queries.authenticate_token(text) is not None
        return len(made)

    with clock.running(lambda: AT):
        text = commands.create_token(acting(office.alice), name="x")["token"]
    assert used_at(AT) == 2
    assert used_at(AT + timedelta(seconds=59)) == 1
    assert ApiToken.objects.get().last_used_at == AT
    assert used_at(AT + timedelta(seconds=60)) == 2
    assert ApiToken.objects.get().last_used_at == AT + timedelta(seconds=60)


def test_the_owner_or_an_administrator_revokes_a_token(office: Company) -> None:
    first, second = (commands.create_token(acting(office.alice), name=name) for name in ("a", "b"))
    for stranger in (acting(office.victor), acting(office.director)):
        with pytest.raises(NotFound):
            commands.revoke_token(stranger, token=first["id"])
    with pytest.raises(Forbidden):
        commands.revoke_token(Actor.robot("x"), token=first["id"])
    with pytest.raises(NotFound):
        commands.revoke_token(acting(office.alice), token=10**9)
    commands.revoke_token(acting(office.alice), token=first["id"])
    commands.revoke_token(acting(office.alice), token=first["id"])
    assert queries.authenticate_token(first["token"]) is None
    assert queries.authenticate_token(second["token"]) is not None
    commands.revoke_token(acting(office.admin), token=second["id"])
    assert queries.authenticate_token(second["token"]) is None
    kinds = [event.kind for event in timeline(f"person:{office.alice}")]
    assert kinds.count("org.token_revoked") == 2


def test_every_command_of_the_room_is_registered(office: Company) -> None:
    assert {f"org.{name}" for name in commands.__all__} == {name for name in registry if name.startswith("org.")}


@FAST
def test_dismissal_takes_the_password_and_reinstatement_asks_for_a_new_one(office: Company) -> None:
    """A session of before hangs on the password: it stays dead after the person is back."""
    commands.set_password(SYSTEM, person=office.boris, password=GOOD)
    before = Person.objects.get(id=office.boris).get_session_auth_hash()
    commands.dismiss_person(SYSTEM, person=office.boris)
    with translation.override("ru"):
        told = commands.reinstate_person(SYSTEM, person=office.boris)
    assert told == {"warnings": ["Задайте новый пароль: без него сотрудник не войдёт."]}
    assert commands.reinstate_person(SYSTEM, person=office.boris) == {"warnings": []}
    row = Person.objects.get(id=office.boris)
    assert not row.has_usable_password()
    assert row.get_session_auth_hash() != before
    assert authenticate(username="belov@example.org", password=GOOD) is None


@FAST
def test_a_password_from_the_administrator_ends_the_tokens(office: Company) -> None:
    commands.create_token(acting(office.boris), name="1С")
    commands.create_token(acting(office.alice), name="1С")
    commands.set_password(acting(office.admin), person=office.boris, password=GOOD)
    assert not queries.own_tokens(acting(office.boris))[0].is_live
    assert queries.own_tokens(acting(office.alice))[0].is_live


@FAST
def test_the_old_password_cannot_be_guessed_from_an_open_session(office: Company) -> None:
    for person in (office.alice, office.boris):
        commands.set_password(SYSTEM, person=person, password=GOOD)
    for _try in range(tries.TRIES):
        with pytest.raises(Invalid):
            commands.change_own_password(acting(office.alice), old="wrong", new="another good one")
    with pytest.raises(tries.TooManyTries):
        commands.change_own_password(acting(office.alice), old=GOOD, new="another good one")
    commands.change_own_password(acting(office.boris), old=GOOD, new="another good one")
    assert Person.objects.get(id=office.alice).check_password(GOOD)


@FAST
def test_whoever_knows_the_old_password_is_not_counted(office: Company) -> None:
    commands.set_password(SYSTEM, person=office.alice, password=GOOD)
    for _try in range(tries.TRIES + 1):
        with pytest.raises(Invalid) as refusal:
            commands.change_own_password(acting(office.alice), old=GOOD, new="short")
        assert set(refusal.value.fields) == {"new"}


@FAST
def test_a_new_password_of_ones_own_ends_the_tokens(office: Company) -> None:
    commands.set_password(SYSTEM, person=office.alice, password=GOOD)
    for person in (office.alice, office.boris):
        commands.create_token(acting(person), name="1С")
    with pytest.raises(Invalid):
        commands.change_own_password(acting(office.alice), old="wrong", new="another good one")
    assert queries.own_tokens(acting(office.alice))[0].is_live
    commands.change_own_password(acting(office.alice), old=GOOD, new="another good one")
    assert not queries.own_tokens(acting(office.alice))[0].is_live
    assert queries.own_tokens(acting(office.boris))[0].is_live


def test_a_changed_second_factor_ends_the_tokens(office: Company) -> None:
    secret = factors.new_secret()
    commands.create_token(acting(office.alice), name="1С")
    commands.add_totp(acting(office.alice), secret=secret, code=totp.code(secret))
    assert not queries.own_tokens(acting(office.alice))[0].is_live
