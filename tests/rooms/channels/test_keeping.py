"""Channels, addresses and the log: kept by administrators, seen by whom they concern, and secrets by nobody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from marshrut.channels import commands, queries, working
from marshrut.channels.linking.commands import confirm_link
from marshrut.channels.models import Address, Channel, Delivery
from marshrut.channels.queries import Filter
from marshrut.channels.wire import WireTrouble
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from marshrut.org.models import Person
from tests.support import wires
from tests.support.office import MovingClock, Office, drain
from tests.support.wires import Line

TOKEN = "7001:perfectly-secret-token"


def test_a_secret_is_written_and_never_read(company: Office) -> None:
    admin = company.actor("admin")
    one = queries.channel(admin, "telegram")
    assert [(line.key, line.value, line.there) for line in one.form] == [
        ("token", "", True), ("url", "https://api.example", False),
    ]  # fmt: skip
    assert TOKEN not in Channel.objects.get(code="telegram").secrets
    known = queries.account("telegram")
    assert known is not None
    assert known.secrets == {"token": TOKEN}
    assert TOKEN not in repr(known)


def test_another_server_asks_for_the_secret_anew(company: Office) -> None:
    with pytest.raises(Invalid) as refused:
        commands.set_channel(company.actor("admin"), channel="telegram", settings={"url": "https://evil.example"})
    assert list(refused.value.fields) == ["token"]


def test_only_administrators_tend_channels(company: Office) -> None:
    boris = company.actor("boris")
    assert queries.channels(boris) == []
    assert queries.deliveries(boris).lines == ()
    with pytest.raises(Forbidden):
        commands.set_channel(boris, channel="telegram", short=True)
    with pytest.raises(Forbidden):
        commands.switch_channel(boris, channel="telegram", on=False)
    with pytest.raises(Forbidden):
        commands.check_channel(boris, channel="telegram")
    with pytest.raises(Forbidden):
        commands.retry_delivery(boris, delivery=1)


def test_two_administrators_do_not_overwrite_each_other(company: Office) -> None:
    admin = company.actor("admin")
    seen = queries.channel(admin, "telegram").version
    commands.set_channel(admin, channel="telegram", version=seen, short=True)
    with pytest.raises(Conflict):
        commands.set_channel(admin, channel="telegram", version=seen, short=False)


def test_what_waits_for_a_channel_that_goes_off_goes_the_next_way(
    company: Office, moment: MovingClock, telegram: Line, mail: Line
) -> None:
    moment.at += timedelta(hours=12)
    company.request()
    drain(moment.at)
    commands.switch_channel(company.actor("admin"), channel="telegram", on=False)
    moment.at += timedelta(hours=11)
    working.release()
    drain(moment.at)
    states = Delivery.objects.filter(person_id=company.id("boris"), about="task_opened").order_by("pk")
    assert [(one.channel, one.state, one.why) for one in states] == [
        ("telegram", "failed", "off"), ("email", "sent", ""),
    ]  # fmt: skip
    assert telegram.sent == []


def test_a_check_that_ends_well_opens_the_channel(company: Office, moment: MovingClock, telegram: Line) -> None:
    Channel.objects.filter(code="telegram").update(
        failures=5, closed_until=moment.at + timedelta(hours=1), last_error="silent"
    )
    assert commands.check_channel(company.actor("admin"), channel="telegram")["ok"]
    assert queries.channel(company.actor("admin"), "telegram").error == ""
    telegram.troubles = [WireTrouble("refused", "Unauthorized")]
    told = commands.check_channel(company.actor("admin"), channel="telegram")
    assert not told["ok"]
    assert told["steps"][0]["said"] == "Учётную запись не принимают Unauthorized"


def test_one_account_belongs_to_one_person(company: Office) -> None:
    def add(person: str) -> dict[str, Any]:
        return commands.add_address(
            Actor.robot("test"), person=company.id(person), channel="telegram", address="telegram:boris", label="@boris"
        )

    assert add("boris") == add("boris")
    with pytest.raises(Conflict) as refused:
        add("viktor")
    assert refused.value.code == "taken"


def test_everybody_unlinks_the_own_account_and_an_administrator_anybodys(company: Office) -> None:
    mine = Address.objects.get(person_id=company.id("boris"), channel="telegram")
    with pytest.raises(NotFound):
        commands.unlink_address(company.actor("viktor"), address=mine.pk)
    with pytest.raises(NotFound):
        queries.addresses(company.actor("viktor"), company.id("boris"))
    commands.unlink_address(company.actor("boris"), address=mine.pk)
    assert queries.addresses(company.actor("boris"), company.id("boris")) == []
    wires.link(company, "boris", address="telegram:boris-2")
    assert commands.unlink_all(company.actor("admin"), person=company.id("boris")) == 1
    assert queries.live_address("telegram", "telegram:boris-2") is None


def test_mail_follows_the_address_book(company: Office, moment: MovingClock, mail: Line) -> None:
    company.request()
    drain(moment.at)
    finance = Person.objects.get(pk=company.id("chief"))
    commands.send_test(company.actor("chief"), channel="email", person=finance.pk)
    drain(moment.at)
    assert mail.sent[-1].to.address == finance.email
    Person.objects.filter(pk=finance.pk).update(email="new@example.ru")
    commands.send_test(company.actor("chief"), channel="email", person=finance.pk)
    drain(moment.at)
    assert mail.sent[-1].to.address == "new@example.ru"
    kept = Address.objects.filter(person_id=finance.pk).order_by("pk").values_list("state", "off_why")
    assert list(kept) == [("off", "changed"), ("on", "")]
    ours = Address.objects.get(person_id=finance.pk, state="on")
    with pytest.raises(Conflict) as refused:
        commands.unlink_address(company.actor("chief"), address=ours.pk)
    assert refused.value.code == "mail_stays"


def test_a_test_message_needs_somewhere_to_go(company: Office) -> None:
    with pytest.raises(Conflict) as refused:
        commands.send_test(company.actor("viktor"), channel="telegram", person=company.id("viktor"))
    assert refused.value.code == "no_address"
    with pytest.raises(NotFound):
        commands.send_test(company.actor("viktor"), channel="telegram", person=company.id("boris"))


def test_the_log_is_for_administrators_and_the_trace_for_who_got_it(
    company: Office, moment: MovingClock, telegram: Line, mail: Line
) -> None:
    telegram.troubles = [WireTrouble("blocked", "Forbidden")]
    company.request()
    drain(moment.at)
    admin = company.actor("admin")
    log = queries.deliveries(admin, Filter(person=company.id("boris"), group="decisions"))
    assert [(one.channel, one.state_title, one.why_title) for one in log.lines] == [
        ("email", "Отправлено", ""), ("telegram", "Не доставлено", "сотрудник заблокировал бота"),
    ]  # fmt: skip
    notice = log.lines[0].notice
    assert notice is not None
    mine = queries.attempts(company.actor("boris"), [notice])[notice]
    assert [one.channel for one in mine.attempts] == ["telegram", "email"]
    assert mine.attempts[0].said == "", "the other side's words are for administrators"
    assert queries.attempts(company.actor("alisa"), [notice]) == {}
    page = queries.deliveries(admin, limit=1)
    assert page.after == page.lines[0].id


def test_what_failed_is_sent_once_more_by_hand(company: Office, moment: MovingClock, telegram: Line) -> None:
    telegram.troubles = [WireTrouble("too_large")]
    company.request()
    drain(moment.at)
    failed = Delivery.objects.get(person_id=company.id("boris"), channel="telegram")
    admin = company.actor("admin")
    again = commands.retry_delivery(admin, delivery=failed.pk, key="once")
    assert again == commands.retry_delivery(admin, delivery=failed.pk, key="once")
    drain(moment.at)
    assert Delivery.objects.get(pk=again["delivery"]).state == "sent"
    assert Delivery.objects.get(pk=again["delivery"]).number == failed.number
    with pytest.raises(Conflict):
        commands.retry_delivery(admin, delivery=again["delivery"])


def test_a_mail_that_came_back_goes_another_way(
    company: Office, moment: MovingClock, telegram: Line, mail: Line
) -> None:
    commands.set_preference(company.actor("boris"), person=company.id("boris"), order=["email", "telegram"])
    company.request()
    drain(moment.at)
    sent = Delivery.objects.get(person_id=company.id("boris"), channel="email")
    assert commands.bounced(Actor.robot("mail"), delivery=sent.pk, said="550 no such user", gone=True)
    drain(moment.at)
    assert telegram.titles(company.id("boris"))
    assert Address.objects.get(person_id=company.id("boris"), channel="email").state == "on"
    assert not commands.bounced(Actor.robot("mail"), delivery=sent.pk, said="again", gone=True)


def comes_back(company: Office, moment: MovingClock, times: int = 3) -> Address:
    """So many mails to Boris come back, one after another. Returns his mailbox."""
    commands.set_preference(company.actor("boris"), person=company.id("boris"), order=["email"])
    for _ in range(times):
        company.request()
        drain(moment.at)
        sent = Delivery.objects.filter(person_id=company.id("boris"), channel="email").latest("pk")
        assert commands.bounced(Actor.robot("mail"), delivery=sent.pk, said="550 no such user", gone=True)
        drain(moment.at)
    return Address.objects.get(person_id=company.id("boris"), channel="email")


def test_a_mailbox_whose_mails_keep_coming_back_is_given_up_until_somebody_says_otherwise(
    company: Office, moment: MovingClock, mail: Line
) -> None:
    assert comes_back(company, moment, times=2).state == "on"
    box = comes_back(company, moment, times=1)
    assert box.state == "blocked"
    with pytest.raises(NotFound):
        confirm_link(company.actor("viktor"), address=box.pk)
    moment.to("2026-07-02 12:00")
    for who in ("boris", "admin"):
        Address.objects.filter(pk=box.pk).update(state="blocked")
        confirm_link(company.actor(who), address=box.pk)
        assert Address.objects.get(pk=box.pk).state == "on"
    assert comes_back(company, moment, times=1).state == "on"  # what came back before counts no more


def test_a_mailbox_that_was_named_again_is_written_to(company: Office, moment: MovingClock, mail: Line) -> None:
    box = comes_back(company, moment)
    boris = Person.objects.get(pk=company.id("boris"))
    before = boris.email
    for named in ("other@example.ru", before):
        Person.objects.filter(pk=boris.pk).update(email=named)
        commands.send_test(company.actor("boris"), channel="email", person=boris.pk)
    box.refresh_from_db()
    assert box.state == "on"


def test_a_test_tried_again_counts_its_own_attempts(company: Office, moment: MovingClock, telegram: Line) -> None:
    telegram.troubles = [WireTrouble("too_large")]
    admin, boris = company.actor("admin"), company.id("boris")
    there = Address.objects.get(person_id=boris, channel="telegram")
    Delivery.objects.create(
        kind="test", person_id=boris, channel="telegram", address=there, n=7, state="sent", at=moment.at, group="house",
    )  # fmt: skip
    made = commands.send_test(admin, channel="telegram", person=boris)["deliveries"][0]
    drain(moment.at)
    again = commands.retry_delivery(admin, delivery=made)
    assert Delivery.objects.get(pk=again["delivery"]).n == 2
