"""The seeds' own stories over channels: who is silent is reminded where they are, and then somebody else is called."""

from __future__ import annotations

from datetime import timedelta

from marshrut.channels import working
from marshrut.channels.models import Address, Delivery
from marshrut.channels.wire import WireTrouble
from marshrut.history import queries as history
from marshrut.jobs import worker
from tests.support import wires
from tests.support.office import MovingClock, Office, drain
from tests.support.toy import msk
from tests.support.wires import Line


def test_silence_ends_with_the_operations_manager_in_the_messenger(
    company: Office, moment: MovingClock, telegram: Line
) -> None:
    """S4.9-S4.11: the task at once, a reminder after two working days, one hour later another person, outside too."""
    wires.link(company, "ops")
    company.request()
    for at in ("2026-07-02 10:00", "2026-07-06 09:59", "2026-07-06 10:00", "2026-07-06 10:59", "2026-07-06 11:00"):
        worker.play(msk(at))
        moment.at = msk(at)
        working.release()
        drain(moment.at)
        if at == "2026-07-06 10:59":
            assert telegram.titles(company.id("ops")) == []
    reminded = telegram.titles(company.id("boris"))
    assert [title.partition(":")[0] for title in reminded] == ["Новое задание", "Напоминание"]
    (called,) = telegram.titles(company.id("ops"))
    assert called.startswith("Нужно ваше внимание")


def test_a_messenger_that_is_down_costs_minutes_and_every_attempt_is_on_record(
    company: Office, moment: MovingClock, telegram: Line, mail: Line
) -> None:
    """A4.15: not delivered within the minutes of the company, so the next channel is asked; a row for each attempt."""
    boris = company.id("boris")
    telegram.troubles = [WireTrouble("silent") for _ in range(20)]
    company.request()
    drain(moment.at)
    moment.at += timedelta(minutes=6)
    working.pass_on_late()
    drain(moment.at)
    assert len(mail.titles(boris)) == 1
    attempts = Delivery.objects.filter(person_id=boris, about="task_opened").order_by("pk")
    assert [one.channel for one in attempts] == ["telegram", "email"]
    told = {event.kind for event in history.timeline(f"notice:{attempts[0].notice}", limit=20)}
    assert told == {"channel.failed", "channel.sent"}
    assert Address.objects.get(person_id=boris, channel="telegram").off_at is None  # nobody's fault of theirs
