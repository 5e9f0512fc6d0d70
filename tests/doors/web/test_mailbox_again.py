"""A mailbox that was given up, because mails came back: its owner or an administrator says that it is well again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from marshrut.channels.models import Address
from marshrut.kernel import clock
from tests.doors.web.conftest import shown, signed_in
from tests.support import pigeons as support
from tests.support.office import MovingClock, Office
from tests.support.pigeons import Pigeons


@pytest.fixture
def lost(office: Office) -> Iterator[Address]:
    with clock.running(MovingClock("2026-07-02 10:00")), support.flying(Pigeons()):
        support.connect(office)
        row = support.found(office, "boris")
        Address.objects.filter(pk=row.pk).update(channel="email", state="blocked", off_why="bounced")
        yield row


@pytest.mark.parametrize("who", ["boris", "admin"])
def test_a_mailbox_that_was_given_up_is_written_to_again(office: Office, lost: Address, who: str) -> None:
    there = f"/org/people/{office.id('boris')}/channels/"
    url = f"/profile/notifications/{lost.pk}/confirm" if who == "boris" else f"{there}{lost.pk}/again"
    assert signed_in(office, "viktor").post(url).status_code == 404
    assert "Снова слать на эту почту" in shown(signed_in(office, "admin"), there)
    signed_in(office, who).post(url)
    assert Address.objects.get(pk=lost.pk).state == "on"
