"""Carriers: who connects them, and that their secrets go in and never come out."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings

from marshrut.history.models import Event
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from marshrut.kernel.outside import Step
from marshrut.shipments import commands, queries
from marshrut.shipments.models import Carrier
from marshrut.shipments.tracking import CarrierTrouble
from tests.support import parcels as support
from tests.support.parcels import SECRET, Parcels


def change(parcels: Parcels, **fields: Any) -> dict[str, Any]:
    return commands.set_carrier(parcels.office.actor("admin"), carrier="cdek", **fields)


def test_every_carrier_is_there_to_be_connected(unconnected: Parcels) -> None:
    admin = unconnected.office.actor("admin")
    (info,) = queries.carriers(admin)
    assert (info.code, info.title, info.connected, info.active, info.version) == ("cdek", "СДЭК", False, False, 0)
    assert [(one.key, one.value, one.there) for one in info.form] == [
        ("url", "https://api.cdek.example", False), ("login", "", False), ("secret", "", False),
    ]  # fmt: skip
    assert change(unconnected, version=0, settings={"login": "ours"}, secrets={"secret": SECRET})["version"] == 1
    info = queries.carrier(admin, "cdek")
    assert (info.connected, info.active, info.form[2].there) == (True, True, True)
    account = queries.account("cdek")
    assert account is not None
    assert (account.settings["login"], account.settings["url"]) == ("ours", "https://api.cdek.example")
    assert account.secrets == {"secret": SECRET}


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, {"login", "secret"}),
        ({"settings": {"login": "ours"}}, {"secret"}),
        ({"settings": {"login": "ours", "url": "нет"}, "secrets": {"secret": "x"}}, {"url"}),
        ({"settings": {"login": "ours", "colour": "red"}, "secrets": {"secret": "x"}}, {"colour"}),
        ({"settings": {"login": "ours"}, "secrets": {"secret": "x" * 900}}, {"secret"}),
        ({"settings": {"login": "ours"}, "secrets": {"secret": "x"}, "quota": 0}, {"quota"}),
    ],
)
def test_what_cannot_work_is_said_at_its_field(unconnected: Parcels, fields: dict[str, Any], wrong: set[str]) -> None:
    with pytest.raises(Invalid) as refusal:
        change(unconnected, **fields)
    assert set(refusal.value.fields) == wrong
    assert not Carrier.objects.exists()


def test_only_administrators_tend_carriers(parcels: Parcels) -> None:
    for who in ("alisa", "director", "viktor"):
        actor = parcels.office.actor(who)
        assert queries.carriers(actor) == []
        assert queries.may_tend(actor) is False
        with pytest.raises(NotFound):
            queries.carrier(actor, "cdek")
        for command in (commands.set_carrier, commands.check_carrier, commands.remove_carrier):
            with pytest.raises(Forbidden):
                command(actor, carrier="cdek")


def test_secrets_are_nowhere_to_be_read(parcels: Parcels) -> None:
    assert SECRET not in str([asdict(one) for one in queries.carriers(parcels.office.actor("admin"))])
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(c)::text FROM shipments_carrier c")
        assert SECRET not in cursor.fetchone()[0]
    assert all(SECRET not in f"{one.body}{one.erasable}" for one in Event.objects.all())
    assert Event.objects.filter(subject="carrier:cdek").count() == 1
    assert SECRET not in repr(queries.account("cdek"))


def test_an_empty_secret_keeps_the_one_there_but_another_place_needs_it_anew(parcels: Parcels) -> None:
    change(parcels, settings={"login": "other"}, secrets={"secret": ""})
    account = queries.account("cdek")
    assert account is not None
    assert (account.settings["login"], account.secrets) == ("other", {"secret": SECRET})
    with pytest.raises(Invalid) as refusal:
        change(parcels, settings={"url": "https://evil.example"})
    assert set(refusal.value.fields) == {"secret"}
    change(parcels, settings={"url": "https://new.example"}, secrets={"secret": "новый"})
    account = queries.account("cdek")
    assert account is not None
    assert account.secrets == {"secret": "новый"}


def test_nobody_overwrites_what_somebody_else_changed(parcels: Parcels) -> None:
    change(parcels, version=1, quota=10)
    for version in (0, 1):
        with pytest.raises(Conflict) as refusal:
            change(parcels, version=version, quota=20)
        assert refusal.value.code == "stale"
    assert change(parcels, version=2, quota=10)["version"] == 2  # nothing is new
    assert change(parcels, version=2, quota=None)["version"] == 3


def test_a_second_press_is_the_first(unconnected: Parcels) -> None:
    fields: dict[str, Any] = {"settings": {"login": "ours"}, "secrets": {"secret": SECRET}, "key": "one-key-0001"}
    assert change(unconnected, **fields) == change(unconnected, **fields)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(k::text, '') FROM kernel_command_log k")
        assert SECRET not in cursor.fetchone()[0]


def test_a_carrier_put_aside_is_not_asked(parcels: Parcels) -> None:
    change(parcels, active=False)
    assert queries.account("cdek") is None
    assert queries.pollable() == []
    change(parcels, active=True)
    assert queries.pollable() == ["cdek"]


def test_a_check_says_what_is_wrong_and_one_that_passes_ends_the_rest(parcels: Parcels) -> None:
    admin = parcels.office.actor("admin")
    card = parcels.parcel()
    parcels.later(minutes=30)
    parcels.cdek.trouble = CarrierTrouble("refused", "invalid_client")
    parcels.poll()
    found = commands.check_carrier(admin, carrier="cdek")
    assert found["ok"] is False
    assert "invalid_client" in found["steps"][0]["said"]
    info = queries.carrier(admin, "cdek")
    assert (info.error, bool(info.advice), info.failures) == ("refused", True, 1)
    parcels.cdek.trouble, parcels.cdek.steps = None, [Step("token", "Вход", "ok")]
    assert commands.check_carrier(admin, carrier="cdek")["ok"] is True
    parcels.later(minutes=2)
    assert parcels.poll() == 1
    assert parcels.row(card).polls == 1


def test_without_the_key_of_the_installation_the_check_says_so(parcels: Parcels) -> None:
    with override_settings(SECRET_KEY="another-" * 8, SECRET_KEY_FALLBACKS=[]):
        found = commands.check_carrier(parcels.office.actor("admin"), carrier="cdek")
        assert "секретный ключ" in found["steps"][0]["said"]
        change(parcels, secrets={"secret": "заново"})
        account = queries.account("cdek")
        assert account is not None
        assert account.secrets == {"secret": "заново"}


def test_a_carrier_is_forgotten_with_its_secrets_and_shipments_stay(parcels: Parcels) -> None:
    card = parcels.parcel()
    admin = parcels.office.actor("admin")
    commands.remove_carrier(admin, carrier="cdek")
    assert not Carrier.objects.exists()
    assert queries.shipment(parcels.office.actor("alisa"), card).line.silence == "no_account"
    for command in (commands.remove_carrier, commands.check_carrier):
        with pytest.raises(NotFound):
            command(admin, carrier="cdek")
    with pytest.raises(NotFound):
        commands.set_carrier(admin, carrier="pigeons")


def test_a_carrier_that_is_silent_for_a_day_is_told(parcels: Parcels) -> None:
    admin = parcels.office.actor("admin")
    parcels.parcel()
    assert queries.silent_carriers(admin) == []
    parcels.cdek.trouble = CarrierTrouble("silent")
    for _hour in range(30):
        parcels.later(hours=1)
        parcels.poll()
    parcels.later(hours=3)
    assert queries.silent_carriers(admin) == ["СДЭК"]
    assert queries.silent_carriers(parcels.office.actor("alisa")) == []
    support.connect(parcels.office)
    parcels.cdek.trouble = None
    parcels.poll()
    assert queries.silent_carriers(admin) == []
