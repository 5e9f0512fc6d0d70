"""Shipments and carriers at the console."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from marshrut.kernel import clock
from marshrut.kernel.outside import Step
from marshrut.shipments import queries
from tests.support import parcels as support
from tests.support.office import MovingClock, Office, install_pack
from tests.support.parcels import NUMBER, SECRET, Answers, Parcels

from .program import Program


@pytest.fixture
def parcels(office: Office) -> Iterator[Parcels]:
    now, cdek = MovingClock("2026-07-02 10:00"), Answers()
    with support.answering(cdek), clock.running(now):
        install_pack(support.pack())
        yield Parcels(office, now, cdek)


def test_a_carrier_is_connected_checked_and_forgotten(marshrut: Program, parcels: Parcels) -> None:
    assert "СДЭК" in marshrut.done("carrier", "list")
    assert "login" in marshrut.refused("carrier", "set", "cdek", "--keep-secrets")
    marshrut.done("carrier", "set", "cdek", "--setting", "login=ours", "--quota", 5, typed=f"{SECRET}\n")
    account = queries.account("cdek")
    assert account is not None
    assert (account.settings["login"], account.secrets) == ("ours", {"secret": SECRET})
    (told,) = marshrut.json("carrier", "list")
    assert (told["quota"], SECRET in str(told)) == (5, False)
    parcels.cdek.steps = [Step("token", "Вход", "ok")]
    assert "Вход" in marshrut.done("carrier", "check", "cdek")
    parcels.cdek.steps = [Step("token", "Вход", "bad", "Не пускает", "Проверьте пароль")]
    failed = marshrut.run("carrier", "check", "cdek")
    assert failed.exit_code == 1
    assert "Проверьте пароль" in failed.stdout
    marshrut.done("carrier", "set", "cdek", "--keep-secrets", "--off")
    assert queries.account("cdek") is None
    marshrut.done("carrier", "remove", "cdek")
    assert "нет" in marshrut.refused("carrier", "remove", "cdek")
    assert "нет" in marshrut.refused("carrier", "set", "pigeons")
    assert "login=" in marshrut.refused("carrier", "set", "cdek", "--setting", "login", "--keep-secrets", code=2)


def test_shipments_are_listed_shown_and_asked_about(marshrut: Program, parcels: Parcels) -> None:
    support.connect(parcels.office)
    note = parcels.note()
    card = parcels.parcel(about=note)
    parcels.later(minutes=30)
    parcels.say("in_transit", text="Сортировка")
    parcels.say("unknown_event", text="Нечто")
    parcels.poll()
    assert NUMBER in marshrut.done("shipment", "list", by="alisa")
    assert [one["card"] for one in marshrut.json("shipment", "list", "--about", note, by="alisa")] == [card]
    assert marshrut.json("shipment", "list", "--state", "arrived", by="alisa") == []
    said = marshrut.done("shipment", "show", f"ПС-{card}", by="alisa")
    assert "Сортировка" in said
    assert "Нечто" in said
    assert len(marshrut.json("shipment", "show", card, by="alisa")["events"]) == 2
    assert "10 минут" in marshrut.refused("shipment", "poll", card, by="alisa")
    parcels.later(hours=1)
    assert marshrut.done("shipment", "poll", card, by="alisa")
    for act in ("show", "poll"):
        assert "нет" in marshrut.refused("shipment", act, card, by="viktor")
