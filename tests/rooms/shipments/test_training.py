"""The carrier for training plays where nobody works, and never for a carrier that is known here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict
from marshrut.shipments import commands, queries
from marshrut.shipments.models import Carrier
from tests.support import parcels as support
from tests.support.parcels import NUMBER, Answers, Parcels, event


@pytest.fixture
def demo(unconnected: Parcels, cdek: Answers) -> Iterator[Answers]:
    made = Answers("demo", "Учебный перевозчик", form=(), stands_in=True)
    with support.answering(cdek, made):
        yield made


def test_it_is_not_connected_where_people_work(unconnected: Parcels, demo: Answers) -> None:
    admin = unconnected.office.actor("admin")
    with pytest.raises(Conflict) as refusal:
        commands.set_carrier(admin, carrier="demo")
    assert refusal.value.code == "training_only"
    assert not Carrier.objects.exists()
    assert [(one.code, one.barred) for one in queries.carriers(admin)] == [("cdek", False), ("demo", True)]


def test_a_training_installation_may_connect_it(unconnected: Parcels, demo: Answers, settings: Settings) -> None:
    settings.TRAINING = True
    admin = unconnected.office.actor("admin")
    commands.set_carrier(admin, carrier="demo")
    assert queries.carrier(admin, "demo").barred is False
    settings.TRAINING = False  # people begin to work: it can be put aside, not taken up again
    commands.set_carrier(admin, carrier="demo", active=False)
    with pytest.raises(Conflict):
        commands.set_carrier(admin, carrier="demo", active=True)


def test_the_demo_company_keeps_it(unconnected: Parcels, demo: Answers) -> None:
    admin = unconnected.office.actor("admin")
    commands.set_carrier(Actor.person(unconnected.office.id("admin"), "demo"), carrier="demo")
    for active in (False, True):
        commands.set_carrier(admin, carrier="demo", active=active)
    commands.remove_carrier(admin, carrier="demo")
    commands.set_carrier(admin, carrier="demo")
    assert queries.carrier(admin, "demo").active


def test_a_carrier_that_was_put_aside_is_not_played(unconnected: Parcels, demo: Answers, settings: Settings) -> None:
    settings.TRAINING = True
    support.connect(unconnected.office)
    support.connect(unconnected.office, active=False)
    commands.set_carrier(unconnected.office.actor("admin"), carrier="demo")
    card = unconnected.parcel()
    unconnected.later(minutes=30)
    demo.said[NUMBER] = [event(unconnected.now.at, "delivered")]
    assert (unconnected.poll("demo"), unconnected.poll()) == (0, 0)
    assert unconnected.stage(card) == "tracking"
    assert queries.shipment(unconnected.office.actor("alisa"), card).line.silence == "no_account"
