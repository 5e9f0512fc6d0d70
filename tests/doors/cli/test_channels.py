"""Channels and deliveries at the console."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from marshrut.channels.models import Channel, Defaults, Delivery
from marshrut.kernel import clock
from marshrut.kernel.outside import Step
from tests.support import pigeons as support
from tests.support.office import MovingClock, Office
from tests.support.pigeons import SECRET, Pigeons

from .program import Program


@pytest.fixture
def pigeon(office: Office) -> Iterator[Pigeons]:
    one = Pigeons()
    with support.flying(one), clock.running(MovingClock("2026-07-02 10:00")):
        yield one


def test_a_channel_is_connected_checked_and_switched(marshrut: Program, pigeon: Pigeons) -> None:
    assert "Голубь" in marshrut.done("channel", "list")
    assert "token" in marshrut.refused("channel", "set", "pigeon", "--keep-secrets")
    marshrut.done("channel", "set", "pigeon", "--setting", "how=hook", "--limit-sum", "1000,5", typed=f"{SECRET}\n")
    row = Channel.objects.get()
    assert (row.settings["how"], str(row.limit_sum)) == ("hook", "1000.50")
    (told,) = marshrut.json("channel", "list")
    assert (told["connected"], SECRET in str(told)) == (True, False)
    pigeon.steps = [Step("account", "Вход", "bad", "Не пускает", "Проверьте токен")]
    failed = marshrut.run("channel", "check", "pigeon")
    assert failed.exit_code == 1
    assert "Проверьте токен" in failed.stdout
    marshrut.done("channel", "set", "pigeon", "--keep-secrets", "--limit-sum", "0", "--short")
    row = Channel.objects.get()
    assert (row.limit_sum, row.short) == (None, True)
    marshrut.done("channel", "off", "pigeon")
    assert not Channel.objects.get().active
    marshrut.done("channel", "on", "pigeon")
    assert Channel.objects.get().active
    assert "нет" in marshrut.refused("channel", "set", "crow")
    assert "100000.50" in marshrut.refused("channel", "set", "pigeon", "--limit-sum", "много", code=2).replace(",", ".")


def test_rules_for_everybody(marshrut: Program, office: Office, pigeon: Pigeons) -> None:
    support.connect(office)
    assert "Голубь" in marshrut.done("channel", "rules")
    marshrut.done("channel", "set-rules", "--goes", "talk/pigeon=none", "--digest", "10:00", "--minutes", 9)
    marshrut.done("channel", "set-rules", "--quiet-hours", "21:00", "07:00")
    row = Defaults.objects.get()
    assert (row.matrix["talk"]["pigeon"], row.digest, row.minutes) == ("none", ["10:00"], 9)
    assert row.quiet["from"] == "21:00"
    assert marshrut.json("channel", "rules")["minutes"] == 9
    assert marshrut.refused("channel", "set-rules", "--goes", "decisions/pigeon=none")


def test_deliveries_are_listed_and_sent_once_more(marshrut: Program, office: Office, pigeon: Pigeons) -> None:
    support.connect(office)
    address = support.found(office, "alisa")
    failed = Delivery.objects.create(
        notice=1, person_id=office.id("alisa"), channel="pigeon", address=address, state="failed", why="silent",
        group="decisions", at=clock.now(),
    )  # fmt: skip
    assert "не отвечает" in marshrut.done("delivery", "list", "--state", "failed")
    assert marshrut.json("delivery", "list", "--state", "sent") == []
    assert [one["id"] for one in marshrut.json("delivery", "list", "--person", "alisa@example.ru")] == [failed.pk]
    assert marshrut.json("delivery", "list", "--since", "2026-07-03") == []
    marshrut.done("delivery", "retry", failed.pk)
    assert Delivery.objects.filter(notice=1, n=2).exists()
    assert "нет" in marshrut.refused("delivery", "retry", 999999)
