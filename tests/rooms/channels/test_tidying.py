"""What is over is not kept for ever; what may still be pressed or told again is."""

from __future__ import annotations

from datetime import datetime, timedelta

from marshrut.channels import commands
from marshrut.channels.models import Action, Delivery, Inbound, Spoken, Ticket
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from tests.support.office import MovingClock, Office, drain


def test_old_buttons_words_and_links_go(company: Office, moment: MovingClock) -> None:
    company.request()
    drain(moment.at)
    assert Action.objects.filter(person_id=company.id("boris")).exists()
    Inbound.objects.create(channel="telegram", uid="1", said={"text": "секрет"}, state="done", at=clock.now())
    Ticket.objects.create(
        digest="1", person_id=company.id("boris"), channel="telegram", made_at=clock.now(), expires_at=clock.now()
    )
    for days, left in ((29, (True, True, True)), (60, (False, True, False)), (91, (False, False, False))):
        moment.at = moment.at.replace(month=7, day=2) + timedelta(days=days)
        commands.tidy(Actor.robot("test"))
        assert tuple(kind.objects.exists() for kind in (Action, Inbound, Ticket)) == left
    assert Delivery.objects.filter(person_id=company.id("boris")).exists()


def _delivery(company: Office, kind: str, ended: datetime | None) -> Delivery:
    return Delivery.objects.create(
        kind=kind, person_id=company.id("boris"), channel="email", state="failed" if ended else "queued",
        why="unwelcome", said="552 boris@example.com", at=clock.now(), ended_at=ended,
    )  # fmt: skip


def test_the_log_stays_without_the_other_side_s_words(company: Office, moment: MovingClock) -> None:
    old, test, going = (
        _delivery(company, *made).pk for made in (("notice", moment.at), ("test", moment.at), ("notice", None))
    )
    moment.at += timedelta(days=89)
    fresh = _delivery(company, "notice", moment.at).pk
    assert commands.tidy(Actor.robot("test")) == 0
    moment.at += timedelta(days=2)
    assert commands.tidy(Actor.robot("test")) == 2
    left = dict(Delivery.objects.filter(pk__in=[old, test, going, fresh]).values_list("pk", "said"))
    assert left == {old: "", going: "552 boris@example.com", fresh: "552 boris@example.com"}
    assert Delivery.objects.get(pk=old).why == "unwelcome"
    assert commands.tidy(Actor.robot("test")) == 0


def test_words_wait_for_their_answer_and_what_we_said_goes(company: Office, moment: MovingClock) -> None:
    waiting = Inbound.objects.create(channel="telegram", uid="1", at=moment.at)
    over = Inbound.objects.create(channel="telegram", uid="2", at=moment.at, state="done")
    for heard in (waiting, over, None):
        Spoken.objects.create(inbound=heard, channel="telegram", chat="5", kind="text", told={}, at=moment.at)
    moment.at += timedelta(days=91)
    commands.tidy(Actor.robot("test"))
    assert list(Inbound.objects.all()) == [waiting]
    assert [row.inbound_id for row in Spoken.objects.all()] == [waiting.pk]
