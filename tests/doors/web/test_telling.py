"""Where my notices come to: linked by a picture, put in order, chosen, tried, unlinked; a lost phone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from marshrut.automation import commands as automation
from marshrut.automation.notices import Message
from marshrut.channels import commands as channels
from marshrut.channels import queries, sentences
from marshrut.channels.models import Address, Delivery, Preference, Ticket
from marshrut.integrations.push.browsers import Browsers
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.org import commands as org
from marshrut.org.models import SignInSession
from marshrut.org.sign_in.sessions import public_id
from tests.doors.web.conftest import shown, signed_in
from tests.support import pigeons as support
from tests.support.office import PASSWORD, MovingClock, Office, drain
from tests.support.pigeons import Pigeons

HERE = "/profile/notifications/"
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
SUBSCRIPTION: dict[str, Any] = {
    "endpoint": "https://fcm.googleapis.com/fcm/send/one",
    "keys": {
        "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "auth": "BTBZMqHH6r4Tts7J_aSIgg",
    },
}


@pytest.fixture
def now() -> Iterator[MovingClock]:
    moving = MovingClock("2026-07-02 10:00")
    with clock.running(moving):
        yield moving


@pytest.fixture
def company(office: Office, now: MovingClock) -> Iterator[Office]:
    """Pigeons, crows and browsers are connected."""
    crow: Any = Pigeons("crow", "Ворона")
    browsers: Any = Browsers()
    with support.flying(Pigeons(), crow, browsers):
        support.connect(office)
        support.connect(office, "crow")
        support.connect(office, "push", secrets={})
        yield office


@pytest.fixture
def boris(company: Office) -> Client:
    return signed_in(company, "boris")


def page(browser: Client, address: str = HERE) -> str:
    return shown(browser, address).split("<main")[1]


def subscribe(browser: Client, given: Any = SUBSCRIPTION) -> Any:
    headers = {"accept": "application/json", "user-agent": CHROME}
    return browser.post(f"{HERE}browser", {"subscription": json.dumps(given)}, headers=headers)


def test_without_channels_there_is_the_portal(office: Office) -> None:
    with support.flying():
        text = page(signed_in(office, "boris"))
    assert "Портал" in text
    assert "Других каналов ваша компания пока не подключила." in text
    assert "<table" not in text


def test_every_channel_says_how_to_begin(boris: Client) -> None:
    text = page(boris)
    assert text.count("не привязан") == 2
    assert text.count("Привязать<") == 2
    assert "Включить в этом браузере" in text
    assert f'data-push="{queries.browser_key()}"' in text
    assert "Отвязать всё" not in text


def test_a_link_is_a_picture_and_an_address_and_waits(company: Office, boris: Client) -> None:
    answer = boris.post(f"{HERE}link", {"channel": "pigeon"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert re.search(r'href="https://[^"]+\?start=[\w-]{22}"', text)
    assert 'src="data:image/svg+xml' in text
    ticket = Ticket.objects.get()
    here = f"{HERE}link/{ticket.pk}/?channel=pigeon&seen="
    assert boris.get(f"{here}open").status_code == 204
    ticket.sender = support.found(company, "boris").address
    ticket.save()
    assert "Нажмите «Это я»" in boris.get(f"{here}open").content.decode()
    ticket.used_at = clock.now()
    ticket.save()
    done = boris.get(f"{here}opened").content.decode()
    assert "Привязано." in done
    assert "hx-get" not in done
    assert "работает" in page(boris)


def test_a_link_that_is_over_offers_a_new_one(boris: Client) -> None:
    boris.post(f"{HERE}link", {"channel": "pigeon"})
    Ticket.objects.update(expires_at=clock.now())
    text = boris.get(f"{HERE}link/{Ticket.objects.get().pk}/?channel=pigeon&seen=open").content.decode()
    assert "больше не действует" in text
    assert 'value="pigeon"' in text


def test_nobody_waits_for_the_link_of_another(company: Office, boris: Client) -> None:
    boris.post(f"{HERE}link", {"channel": "pigeon"})
    other = signed_in(company, "viktor").get(f"{HERE}link/{Ticket.objects.get().pk}/?seen=")
    assert other.status_code == 404


@pytest.mark.parametrize("channel", ["push", "nothing", ""])
def test_what_cannot_be_linked_is_not_found(boris: Client, channel: str) -> None:
    assert boris.post(f"{HERE}link", {"channel": channel}).status_code == 404


def test_the_second_account_is_confirmed_here(company: Office, boris: Client) -> None:
    row = support.found(company, "boris")
    Address.objects.filter(pk=row.pk).update(confirmed=False)
    assert "ждёт вас" in page(boris)
    assert signed_in(company, "viktor").post(f"{HERE}{row.pk}/confirm").status_code == 404
    assert boris.post(f"{HERE}{row.pk}/confirm").headers["Location"] == HERE
    assert "работает" in page(boris)


def test_unlinked_by_its_owner_only(company: Office, boris: Client) -> None:
    row = support.found(company, "boris")
    assert signed_in(company, "viktor").post(f"{HERE}{row.pk}/unlink").status_code == 404
    assert Address.objects.get(pk=row.pk).state == "on"
    boris.post(f"{HERE}{row.pk}/unlink")
    assert Address.objects.get(pk=row.pk).state == "off"
    assert "tell-address" not in page(boris)


def test_everything_is_unlinked_at_once(company: Office, boris: Client) -> None:
    support.found(company, "boris")
    support.found(company, "boris", "crow")
    support.found(company, "viktor", "crow")
    assert "Отвязать всё" in page(boris)
    boris.post(f"{HERE}unlink")
    assert set(Address.objects.filter(state="on").values_list("person_id", flat=True)) == {company.id("viktor")}


def test_the_order_moves_by_one(boris: Client, company: Office) -> None:
    def order() -> list[str]:
        return re.findall(r'id="way-(\w+)"', page(boris))

    first = order()
    boris.post(f"{HERE}order", {"channel": first[1], "to": "up"})
    assert order() == [first[1], first[0], first[2]]
    boris.post(f"{HERE}order", {"channel": first[1], "to": "up"})
    boris.post(f"{HERE}order", {"channel": "nothing", "to": "up"})
    assert order() == [first[1], first[0], first[2]]
    assert [one.code for one in queries.preference(company.actor("viktor")).channels] == first


def choices(**changes: Any) -> dict[str, Any]:
    return {"goes-news-pigeon": "digest", "quiet": "hours", "since": "21:00", "until": "07:30", "digest-0": "08:30",
            "key": "choices-0001", **changes}  # fmt: skip


def test_what_is_chosen_holds_and_goes_back(company: Office, boris: Client) -> None:
    assert boris.post(HERE, choices()).headers["Location"] == HERE
    found = queries.preference(company.actor("boris"))
    assert {one.key: one.manners["pigeon"] for one in found.groups}["news"] == "digest"
    assert (found.quiet.since, found.quiet.until, found.digest) == ("21:00", "07:30", ("08:30",))
    assert "Как в компании" in page(boris)
    boris.post(f"{HERE}reset")
    found = queries.preference(company.actor("boris"))
    assert {found.own_matrix, found.own_quiet, found.own_digest, found.own_order} == {False}


def test_what_waits_for_me_must_come_somewhere_and_what_was_typed_stays(boris: Client) -> None:
    nowhere = {f"goes-decisions-{code}": "none" for code in ("pigeon", "crow", "push")}
    answer = boris.post(HERE, choices(**nowhere, since="22:22"))
    text = answer.content.decode()
    assert answer.status_code == 422
    with translation.override("ru"):
        assert str(sentences.FLAWS["mandatory"]) in text
    assert 'value="22:22"' in text
    assert not Preference.objects.exists()


def test_a_choice_made_in_another_tab_is_not_lost(boris: Client) -> None:
    boris.post(HERE, choices(version="0", key="choices-0002"))
    stale = boris.post(HERE, choices(version="0", since="23:00", key="choices-0003"))
    assert stale.status_code == 409


def test_a_test_goes_to_what_is_linked(company: Office, boris: Client) -> None:
    boris.post(f"{HERE}test", {"channel": "pigeon"})
    assert not Delivery.objects.exists()
    with translation.override("ru"):
        assert str(sentences.NO_ADDRESS) in shown(boris, HERE)
    support.found(company, "boris")
    twice = {"channel": "pigeon", "key": "test-message-1"}
    boris.post(f"{HERE}test", twice)
    boris.post(f"{HERE}test", twice)
    assert Delivery.objects.get().kind == "test"


def test_a_browser_is_linked_once_and_named(company: Office, boris: Client) -> None:
    assert subscribe(boris).json() == {"url": HERE}
    subscribe(boris)
    row = Address.objects.get(channel="push")
    assert (row.person_id, row.label) == (company.id("boris"), "Chrome, Windows")
    text = page(boris)
    assert "Chrome, Windows" in text
    assert SUBSCRIPTION["endpoint"] not in text


def test_a_browser_of_somebody_else_is_refused(company: Office, boris: Client) -> None:
    subscribe(boris)
    answer = subscribe(signed_in(company, "viktor"))
    assert (answer.status_code, answer.json()["code"]) == (409, "taken")


@pytest.mark.parametrize(
    "given",
    [None, [], {}, {**SUBSCRIPTION, "endpoint": "https://evil.example/x"}, {**SUBSCRIPTION, "keys": {}},
     {**SUBSCRIPTION, "endpoint": "http://169.254.169.254/latest"},
     {**SUBSCRIPTION, "endpoint": "https://fcm.googleapis.com/" + "я" * 900},
     {**SUBSCRIPTION, "endpoint": "https://fcm.googleapis.com/" + "\\" * 960}],
)  # fmt: skip
def test_a_place_nobody_knows_is_refused(boris: Client, given: Any) -> None:
    assert subscribe(boris, given).status_code == 422
    assert boris.post(f"{HERE}browser", {"subscription": json.dumps(given)}).headers["Location"] == HERE
    assert not Address.objects.filter(channel="push").exists()


def test_push_that_is_off_takes_no_browser(company: Office, boris: Client) -> None:
    support.connect(company, "push", secrets={}, active=False)
    assert "data-push=" not in page(boris)
    assert subscribe(boris).json()["code"] == "off"


def test_the_eleventh_browser_makes_the_first_one_go(boris: Client) -> None:
    for number in range(11):
        subscribe(boris, {**SUBSCRIPTION, "endpoint": f"https://fcm.googleapis.com/fcm/send/{number}"})
    live = Address.objects.filter(channel="push", state="on")
    assert live.count() == 10
    assert not live.filter(address__contains="send/0").exists()


def test_the_key_of_browsers_stays_when_the_channel_is_saved_again(company: Office) -> None:
    before = queries.browser_key()
    support.connect(company, "push", secrets={}, settings={"contact": "it@company.ru"})
    assert queries.browser_key() == before != ""


def test_a_lost_phone_is_unlinked_by_an_administrator(company: Office) -> None:
    one, other = support.found(company, "boris"), support.found(company, "boris", "crow")
    admin, there = signed_in(company, "admin"), f"/org/people/{company.id('boris')}/channels/"
    assert there in shown(admin, f"/org/people/{company.id('boris')}/")
    assert f"Голубь: {one.label}" in page(admin, there)
    admin.post(f"{there}{one.pk}/unlink")
    assert Address.objects.get(pk=one.pk).state == "off"
    assert Address.objects.get(pk=other.pk).state == "on"
    admin.post(f"{there}unlink")
    assert not Address.objects.filter(state="on").exists()
    assert "Ничего не привязано" in page(admin, there)


def test_colleagues_look_at_nobody(company: Office) -> None:
    row, there = support.found(company, "boris"), f"/org/people/{company.id('boris')}/channels/"
    viktor = signed_in(company, "viktor")
    for answer in (viktor.get(there), viktor.post(f"{there}unlink"), viktor.post(f"{there}{row.pk}/unlink")):
        assert answer.status_code == 404
    assert Address.objects.get(pk=row.pk).state == "on"


def test_an_address_is_unlinked_on_the_page_of_its_owner(company: Office) -> None:
    row = support.found(company, "boris")
    admin = signed_in(company, "admin")
    assert admin.post(f"/org/people/{company.id('viktor')}/channels/{row.pk}/unlink").status_code == 404


def test_a_notice_says_where_it_went(company: Office, boris: Client) -> None:
    support.found(company, "boris")
    card = company.request(purpose="Флаконы")
    drain(clock.now())
    text = page(boris, "/notifications/")
    assert "Куда ушло" in text
    assert "Голубь" in text
    message = Message("Ночная новость", "", card, None)
    automation.deliver_notice(
        Actor.robot("notices"), person=company.id("viktor"), about="robot", message=message, dedup="test:1"
    )
    drain(clock.now())
    assert "Куда ушло" in page(signed_in(company, "viktor"), "/notifications/")


def test_the_profile_leads_here(boris: Client) -> None:
    assert f'href="{HERE}"' in page(boris, "/profile/")
    assert f'href="{HERE}"' in page(boris, "/notifications/")


def test_the_worker_shows_and_opens_only_this_portal(client: Client) -> None:
    text = client.get("/sw.js").content.decode()
    assert "showNotification" in text
    assert "location.origin + pathname + search" in text


def test_notices_stop_in_a_browser_that_is_signed_out(company: Office, boris: Client) -> None:
    subscribe(boris)
    other = signed_in(company, "boris")
    subscribe(other, {**SUBSCRIPTION, "endpoint": "https://fcm.googleapis.com/fcm/send/two"})
    assert page(boris).count("Этот браузер<") == 1
    boris.post("/logout/")
    row = Address.objects.get(channel="push", state="on")
    assert "send/two" in row.address
    assert "Этот браузер<" in page(other)


def test_a_browser_outlives_a_session_that_ran_out_but_not_the_next_person(company: Office, boris: Client) -> None:
    subscribe(boris)
    SignInSession.objects.all().delete()
    assert Address.objects.filter(channel="push", state="on").exists()
    boris.post("/login/", {"username": "boris@example.ru", "password": PASSWORD})
    assert Address.objects.filter(channel="push", state="on").exists()
    SignInSession.objects.all().delete()
    boris.post("/login/", {"username": "viktor@example.ru", "password": PASSWORD})
    assert not Address.objects.filter(channel="push", state="on").exists()


def test_ending_a_session_ends_the_notices_of_its_browser(company: Office, boris: Client) -> None:
    other = signed_in(company, "boris")
    subscribe(boris)
    subscribe(other, {**SUBSCRIPTION, "endpoint": "https://fcm.googleapis.com/fcm/send/two"})
    org.end_session(company.actor("boris"), session=public_id(boris.session.session_key or ""))
    assert "send/two" in Address.objects.get(channel="push", state="on").address
    org.end_sessions(company.actor("boris"), person=company.id("boris"), keep=other.session.session_key)
    assert Address.objects.filter(channel="push", state="on").count() == 1
    org.set_password(company.actor("admin"), person=company.id("boris"), password="Dlinnyi parol 2026")
    assert not Address.objects.filter(channel="push", state="on").exists()


def test_what_is_as_in_the_company_follows_it(company: Office, boris: Client) -> None:
    held = queries.preference(company.actor("boris"))
    sent = {f"goes-{one.key}-{code}": manner for one in held.groups for code, manner in one.manners.items()}
    boris.post(HERE, choices(**{**sent, "goes-talk-crow": "none"}))
    assert Preference.objects.get().matrix == {"talk": {"crow": "none"}}
    channels.set_defaults(company.actor("admin"), matrix={"talk": {"pigeon": "digest"}})
    talk = next(one for one in queries.preference(company.actor("boris")).groups if one.key == "talk")
    assert (talk.manners["pigeon"], talk.manners["crow"]) == ("digest", "none")
