"""What a person chose holds: order, quiet hours, digests; what cannot be kept is refused, what is mandatory stays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marshrut.automation import commands as notices
from marshrut.automation.models import Notification
from marshrut.cards import commands as cards
from marshrut.channels import commands, queries, working
from marshrut.channels.models import Delivery, Preference
from marshrut.channels.wire import WireTrouble
from marshrut.history import queries as history
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from tests.support.office import MovingClock, Office, drain
from tests.support.wires import Line

TALK_IN_DIGEST = {"talk": {"telegram": "digest", "email": "digest"}}


def rows(person: int, about: str) -> list[tuple[str, str, str]]:
    found = Delivery.objects.filter(person_id=person, about=about).order_by("pk")
    return [(one.channel, one.state, one.why) for one in found]


def test_the_order_is_ones_own(company: Office, moment: MovingClock, mail: Line, telegram: Line) -> None:
    commands.set_preference(company.actor("boris"), person=company.id("boris"), order=["email", "telegram"])
    company.request()
    drain(moment.at)
    assert mail.titles(company.id("boris"))
    assert telegram.titles(company.id("boris")) == []
    held = queries.preference(company.actor("boris"))
    assert [one.code for one in held.channels] == ["email", "telegram"]
    assert (held.own_order, held.own_matrix, held.version) == (True, False, 1)


def test_nobody_chooses_for_another(company: Office) -> None:
    for who in ("viktor", "admin"):
        with pytest.raises(Forbidden):
            commands.set_preference(company.actor(who), person=company.id("boris"), order=["email"])
    with pytest.raises(NotFound):
        queries.preference(company.actor("viktor"), company.id("boris"))
    with pytest.raises(Forbidden):
        commands.set_defaults(company.actor("boris"), minutes=10)


def test_tasks_cannot_be_silenced_everywhere(company: Office) -> None:
    boris = company.actor("boris")
    none = {"decisions": {"telegram": "none", "email": "none"}}
    with pytest.raises(Invalid) as refused:
        commands.set_preference(boris, person=company.id("boris"), matrix=none)
    assert refused.value.fields == {
        "matrix.decisions": "То, что ждёт вас, должно куда-то приходить: оставьте хотя бы один канал."
    }
    assert not Preference.objects.exists()
    commands.set_preference(boris, person=company.id("boris"), matrix={"decisions": {"telegram": "none"}})
    with pytest.raises(Invalid):
        commands.set_preference(boris, person=company.id("boris"), matrix={"decisions": {"email": "none"}})


def test_two_tabs_do_not_overwrite_each_other(company: Office) -> None:
    boris = company.actor("boris")
    commands.set_preference(boris, person=company.id("boris"), version=0, digest=["12:00"])
    with pytest.raises(Conflict) as refused:
        commands.set_preference(boris, person=company.id("boris"), version=0, digest=["13:00"])
    assert refused.value.code == "stale"
    commands.set_preference(boris, person=company.id("boris"), version=1, digest=None)
    assert queries.preference(boris).digest == ("09:00", "17:00")
    assert [one.kind for one in history.timeline(f"person:{company.id('boris')}", limit=50)].count(
        "channels.preference_set"
    ) == 2


def test_at_night_it_waits_for_the_morning(company: Office, moment: MovingClock, telegram: Line, mail: Line) -> None:
    moment.at += timedelta(hours=12)
    company.request()
    drain(moment.at)
    assert rows(company.id("boris"), "task_opened") == [("telegram", "held", "quiet")]
    held = Delivery.objects.get()
    assert [one.kind for one in history.timeline(f"notice:{held.notice}", limit=10)] == ["channel.held"]
    working.release()
    drain(moment.at)
    assert telegram.sent == []
    moment.to("2026-07-03 09:00")
    working.release()
    working.pass_on_late()
    drain(moment.at)
    assert len(telegram.titles(company.id("boris"))) >= 1
    assert mail.titles(company.id("boris")) == [], "what was held is not late the moment it may go"
    assert rows(company.id("boris"), "task_opened") == [("telegram", "sent", "")]


def test_a_digest_is_one_message_without_what_was_read(company: Office, moment: MovingClock, telegram: Line) -> None:
    alisa = company.actor("alisa")
    commands.set_preference(
        alisa, person=company.id("alisa"), matrix={"talk": {"telegram": "digest", "email": "digest"}}
    )
    first, second, third = company.request(), company.request(), company.request()
    for card in (first, second, third):
        cards.comment_card(company.actor("boris"), card=card, text="Почему так дорого?")
    drain(moment.at)
    assert rows(company.id("alisa"), "comment") == [("telegram", "held", "digest")] * 3
    gone = Notification.objects.get(person_id=company.id("alisa"), card_id=second, about="comment")
    notices.read_notices(alisa, notices=[gone.pk])
    moment.at += timedelta(hours=7)
    working.release()
    drain(moment.at)
    assert len(telegram.titles(company.id("alisa"))) == 1
    states = [state for _channel, state, _why in rows(company.id("alisa"), "comment")]
    assert states == ["sent", "suppressed", "sent"]
    working.release()
    drain(moment.at)
    assert len(telegram.titles(company.id("alisa"))) == 1, "nothing is left for another digest"


def test_a_digest_of_nothing_is_not_sent(company: Office, moment: MovingClock, telegram: Line) -> None:
    alisa = company.actor("alisa")
    commands.set_preference(
        alisa, person=company.id("alisa"), matrix={"talk": {"telegram": "digest", "email": "digest"}}
    )
    cards.comment_card(company.actor("boris"), card=company.request(), text="Почему так дорого?")
    drain(moment.at)
    notices.read_notices(alisa)
    moment.at += timedelta(hours=7)
    working.release()
    drain(moment.at)
    assert telegram.titles(company.id("alisa")) == []
    assert not Delivery.objects.filter(kind="digest").exists()


def test_a_digest_that_fails_goes_the_next_way(
    company: Office, moment: MovingClock, telegram: Line, mail: Line
) -> None:

    alisa = company.actor("alisa")
    commands.set_preference(alisa, person=company.id("alisa"), matrix={"talk": {"telegram": "digest", "email": "now"}})
    commands.set_preference(alisa, person=company.id("alisa"), matrix={"talk": {"email": "none"}})
    for card in (company.request(), company.request()):
        cards.comment_card(company.actor("boris"), card=card, text="Почему так дорого?")
    drain(moment.at)
    commands.set_preference(alisa, person=company.id("alisa"), matrix={"talk": {"email": "now"}})
    telegram.troubles = [WireTrouble("blocked")]
    moment.at += timedelta(hours=7)
    working.release()
    drain(moment.at)
    told = Delivery.objects.filter(person_id=company.id("alisa"), channel="email", about="comment")
    assert [one.state for one in told] == ["sent", "sent"]
    assert len(mail.titles(company.id("alisa"))) >= 2


def test_the_companys_choice_holds_for_who_chose_nothing(company: Office, moment: MovingClock, mail: Line) -> None:
    admin = company.actor("admin")
    commands.set_defaults(admin, order=["email"], quiet={"kind": "none"}, minutes=15, version=0)
    moment.at += timedelta(hours=12)
    company.request()
    drain(moment.at)
    assert mail.titles(company.id("boris"))
    held = queries.defaults(admin)
    assert (held.minutes, held.quiet.kind, held.version) == (15, "none", 1)
    with pytest.raises(Invalid) as refused:
        commands.set_defaults(admin, minutes=0)
    assert list(refused.value.fields) == ["minutes"]
