"""Who sends is done before another worker may hold the message for lost."""

from __future__ import annotations

from marshrut.channels import wire
from marshrut.channels.commands import steps
from marshrut.integrations import messaging
from marshrut.integrations.mail import links
from marshrut.integrations.mail.notifying import leaving
from marshrut.integrations.telegram import calls
from marshrut.jobs import registry


def test_no_send_lasts_longer_than_its_lease() -> None:
    """A batch goes on for a lease, and is taken for two: what begins last has one of them."""
    assert calls.FILE_PATIENCE + messaging.PATIENCE <= wire.LONGEST  # a picture, then the words without it
    assert links.TIMEOUT + 2 * leaving.PATIENCE <= wire.LONGEST  # greeting; content; answer
    for one in wire.wires():
        for bulk in (False, True):
            assert registry.effects[steps.kind(one.code, bulk=bulk)].lease >= wire.LONGEST
