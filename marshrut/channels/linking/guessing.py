"""Whoever guesses links and buttons is answered no more after some tries. A right one works whoever has guessed."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db.models import QuerySet

from marshrut.kernel import clock

from ..deciding import codes
from ..deciding.verdicts import Heard
from ..models import Inbound

#: secrets of one account that are none of ours, within the time
TRIES: Final = 10
SINCE: Final = timedelta(minutes=15)


def too_many(heard: Heard) -> bool:
    """Asked only when what was pressed or opened is unknown: 128 bits are guessed by nobody, so all others go on."""
    return _refused(heard, codes.UNKNOWN).count() >= TRIES


def told(heard: Heard) -> bool:
    """Whether the account knows that it has tried too often."""
    return _refused(heard, codes.TOO_MANY).exists()


def _refused(heard: Heard, why: str) -> QuerySet[Inbound]:
    since = clock.now() - SINCE
    mine = Inbound.objects.filter(at__gt=since, channel=heard.channel, state="refused", why=why)
    return mine.filter(said__sender=heard.update.sender)
