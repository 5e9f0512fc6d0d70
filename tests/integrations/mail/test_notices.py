"""Notices by e-mail against real servers: they leave once, and what comes back is heard only when it is ours."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from threading import Thread

import pytest
from imap_tools.idle import IdleManager
from pytest_django import Settings

from marshrut.channels.wire import Account, Message, To, Update, WireTrouble
from marshrut.integrations.mail.notifying import marks
from marshrut.integrations.mail.notifying.email_wire import Email
from tests.integrations.slapd import free_port
from tests.support import mails
from tests.support.dovecot import PASSWORD, Server
from tests.support.smtp_server import Relay

BORIS = To("boris@company.example", 7, "ru", "Громов Борис")
ASKED = Message("7F3K", "Согласуйте счёт № 117", "Просит Алиса Белова.", thread="card:1")
WIRE = Email()


@pytest.fixture(autouse=True)
def server(settings: Settings, relay: Relay) -> None:
    relay.calm()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", relay.port
    settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS = True, False
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "portal", PASSWORD
    settings.DEFAULT_FROM_EMAIL = "Портал <portal@company.example>"


@pytest.fixture
def account(imap: Server) -> Account:
    user = imap.user()
    told = {
        "sender_name": "Маршрут", "reply_address": f"{user}@company.example", "imap_host": "127.0.0.1",
        "imap_port": str(imap.secure), "imap_user": user, "folder": "INBOX",
    }  # fmt: skip
    return Account("email", told, {"imap_password": PASSWORD})


def sent(relay: Relay, account: Account, message: Message = ASKED) -> EmailMessage:
    WIRE.send(account, BORIS, message)
    return relay.mails()[-1]


def answered(notice: EmailMessage, text: str = "Согласовано", **more: str) -> bytes:
    given = {"sender": "Борис <Boris@company.example>", "to": str(notice["Reply-To"]), "message_id": "<a@b.example>"}
    return mails.letter("Re: Согласуйте", text, files=(), **(given | more))  # type: ignore[arg-type]


def heard(imap: Server, account: Account, *raw: bytes) -> Sequence[Update]:
    """What is heard of mails that come after the first look."""
    _none, marker = WIRE.poll(account, "", 0)
    imap.put(str(account.settings["imap_user"]), *raw)
    found, after = WIRE.poll(account, marker, 0)
    assert WIRE.poll(account, after, 0) == ([], after)
    return found


def test_it_leaves_under_the_number_it_is_known_by(relay: Relay, account: Account) -> None:
    number = WIRE.send(account, BORIS, ASKED)
    (mail,) = relay.mails()
    assert relay.recipients == [BORIS.address]
    assert mail["Message-ID"] == f"<{number}>"
    assert mail["From"].addresses[0].addr_spec == "portal@company.example"
    assert mail["From"].addresses[0].display_name == "Маршрут"


@pytest.mark.parametrize(
    ("word", "answer", "code", "certain"),
    [
        ("RCPT", "550 5.1.1 User unknown", "gone", True),
        ("RCPT", "550 No such user here", "gone", True),
        ("RCPT", "550 5.7.1 Looks like spam", "unwelcome", True),
        ("RCPT", "550 5.1.0 <portal@x>: Sender address rejected: User unknown", "refused", True),
        ("RCPT", "450 4.2.0 Greylisted, come back", "not_ready", True),
        ("MAIL", "553 5.7.1 Sender is not yours", "refused", True),
        ("RCPT", "552 5.2.2 Mailbox full", "unwelcome", True),
        ("RCPT", "554 5.7.1 <boris@x>: Relay access denied", "refused", True),
        ("DATA", "554 5.7.1 Spam of an ill reputed sender", "unwelcome", True),
        ("DATA", "552 5.3.4 Too big", "unwelcome", True),
        ("DATA", "451 4.3.0 Later", "not_ready", True),
        ("DATA", "dropped", "unsure", False),
        ("DATA", "lost", "unsure", False),
    ],
)
def test_what_goes_wrong_is_told(
    relay: Relay, account: Account, word: str, answer: str, code: str, certain: bool
) -> None:
    relay.bad[word] = answer
    with pytest.raises(WireTrouble) as trouble:
        WIRE.send(account, BORIS, ASKED)
    assert (trouble.value.code, trouble.value.certain) == (code, certain)


def test_a_server_that_is_away_or_knows_no_such_password(relay: Relay, account: Account, settings: Settings) -> None:
    settings.EMAIL_HOST_PASSWORD = "wrong"
    with pytest.raises(WireTrouble) as trouble:
        WIRE.send(account, BORIS, ASKED)
    assert trouble.value.code == "forbidden"
    assert "wrong" not in str(trouble.value)
    settings.EMAIL_PORT = free_port()
    with pytest.raises(WireTrouble) as trouble:
        WIRE.send(account, BORIS, ASKED)
    assert trouble.value.code == "closed"
    assert trouble.value.certain
    settings.EMAIL_HOST = ""
    with pytest.raises(WireTrouble) as trouble:
        WIRE.send(account, BORIS, ASKED)
    assert trouble.value.code == "settings"


@pytest.mark.parametrize("address", ["", "boris", "a@b\r\nRCPT TO:<c@d>", "boris@@x", "<>"])
def test_an_address_that_is_none_is_gone(relay: Relay, account: Account, address: str) -> None:
    with pytest.raises(WireTrouble) as trouble:
        WIRE.send(account, To(address, 7, "ru"), ASKED)
    assert trouble.value.code == "gone"
    assert not relay.taken


def test_an_answer_is_heard_as_words(relay: Relay, imap: Server, account: Account) -> None:
    notice = sent(relay, account)
    (one,) = heard(imap, account, answered(notice, "Отклонено: нет подписи\n\n> Согласуйте счёт"))
    assert (one.heard, one.sender, one.data, one.text) == ("words", "boris@company.example", "no", "нет подписи")
    assert f"<{one.message}>" == notice["Message-ID"]
    assert one.proof == "mail"


def test_a_server_that_knows_no_plus_leaves_the_thread(relay: Relay, imap: Server, account: Account) -> None:
    notice = sent(relay, account)
    raw = answered(notice, to=str(account.settings["reply_address"]), In_Reply_To=str(notice["Message-ID"]))
    (one,) = heard(imap, account, raw)
    assert f"<{one.message}>" == notice["Message-ID"]
    assert one.data == "yes"


def test_a_mail_that_fails_the_check_of_its_sender_has_no_proof(relay: Relay, imap: Server, account: Account) -> None:
    notice = sent(relay, account)
    checked = b"Authentication-Results: mx.company.example; dmarc=fail header.from=company.example\r\n"
    (one,) = heard(imap, account, checked + answered(notice))
    assert one.proof == ""


def test_the_same_mail_twice_is_one_uid(relay: Relay, imap: Server, account: Account) -> None:
    notice = sent(relay, account)
    one, again = heard(imap, account, answered(notice), answered(notice, message_id="<other@b.example>"))
    assert one.uid == again.uid
    assert heard(imap, account, answered(notice, "Отклонено"))[0].uid != one.uid


def test_strangers_machines_and_our_own_mails_are_not_heard(relay: Relay, imap: Server, account: Account) -> None:
    notice = sent(relay, account)
    box = str(account.settings["reply_address"])
    guessed = box.replace("@", f"+{marks.of('7F3K', 8, ASKED.title).rpartition('-')[0]}-0000000000000000@")
    assert not heard(
        imap,
        account,
        answered(notice, to=box),
        answered(notice, to=guessed),
        answered(notice, Auto_Submitted="auto-replied"),
        answered(notice, Precedence="bulk"),
        answered(notice, sender=box),
        notice.as_bytes(),
        mails.raw("From: x", b"\xff\xfe"),
    )


def test_a_mail_that_came_back_is_heard(relay: Relay, imap: Server, account: Account) -> None:
    number = str(sent(relay, account)["Message-ID"]).strip("<>")
    full = mails.bounce(number, recipient=BORIS.address, status="5.2.2", words="552 5.2.2 Mailbox full")
    gone, soft = heard(imap, account, mails.bounce(number, recipient=BORIS.address), full)
    assert (gone.heard, gone.message, gone.data, soft.data) == ("bounce", number, "gone", "")
    assert "User unknown" in gone.text
    assert gone.uid != soft.uid


def test_delays_and_reports_on_strangers_are_not_heard(relay: Relay, imap: Server, account: Account) -> None:
    number = str(sent(relay, account)["Message-ID"]).strip("<>")
    slow = mails.bounce(number, action="delayed", status="4.4.1", words="451 4.4.1 No answer")
    assert not heard(imap, account, slow, mails.bounce("n-7f3k-7-abcdef-0000000000000000@company.example"))


def test_what_lay_there_before_is_left_alone(relay: Relay, imap: Server, account: Account) -> None:
    imap.put(str(account.settings["imap_user"]), answered(sent(relay, account)))
    found, marker = WIRE.poll(account, "", 0)
    assert not found
    assert WIRE.poll(account, marker, 0)[0] == []


def test_a_mailbox_that_moved_is_read_anew_from_the_last_days(relay: Relay, imap: Server, account: Account) -> None:
    imap.put(str(account.settings["imap_user"]), answered(sent(relay, account)))
    found, marker = WIRE.poll(account, "1:500", 0)
    assert len(found) == 1
    assert not marker.startswith("1:")


def test_nothing_is_asked_where_no_mailbox_is_named() -> None:
    assert WIRE.poll(Account("email", {}, {}), "", 0) == ((), "")


def test_a_wrong_password_of_the_mailbox_is_told(account: Account) -> None:
    with pytest.raises(WireTrouble) as trouble:
        WIRE.poll(Account("email", account.settings, {"imap_password": "wrong"}), "", 0)
    assert trouble.value.code == "forbidden"


def test_news_are_waited_for(relay: Relay, imap: Server, account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server tells of news by itself: they come while we wait."""
    notice = sent(relay, account)
    _none, marker = WIRE.poll(account, "", 0)
    waited: list[float] = []

    real = IdleManager.wait

    def wait(self: IdleManager, timeout: float) -> list[bytes]:
        waited.append(timeout)
        coming = Thread(target=imap.put, args=(str(account.settings["imap_user"]), answered(notice)))
        coming.start()
        try:
            return real(self, timeout)
        finally:
            coming.join()

    monkeypatch.setattr(IdleManager, "wait", wait)
    found, _marker = WIRE.poll(account, marker, 20)
    assert waited == [20]
    assert len(found) == 1


def test_the_check_says_step_by_step_what_is_wrong(account: Account, settings: Settings) -> None:
    settings.PUBLIC_ADDRESS = "https://docs.company.example"
    assert {one.outcome for one in WIRE.check(account) if one.key != "bounces"} == {"ok"}
    assert "reply" in {one.key for one in WIRE.check(Account("email", {}, {})) if one.outcome == "skipped"}
    wrong = Account("email", account.settings, {"imap_password": "wrong"})
    assert [one.key for one in WIRE.check(wrong) if one.outcome == "bad"] == ["imap_login"]
    settings.EMAIL_HOST, settings.PUBLIC_ADDRESS = "", ""
    told = {one.key: one.outcome for one in WIRE.check(account)}
    assert told["smtp"] == "bad"
    assert told["links"] == "warn"
