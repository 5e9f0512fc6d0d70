"""«Проверить» in plain words, and servers that are away: the others do not wait, and somebody is told."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from django.db.models.functions import Now

from marshrut.integrations.mail import fetching, links
from marshrut.jobs import effects
from marshrut.jobs.models import Effect
from marshrut.letters import commands
from marshrut.letters.models import Mailbox
from tests.support import mails
from tests.support.dovecot import PASSWORD
from tests.support.mail_office import MailOffice


def check(office: MailOffice) -> dict[str, Any]:
    answer = commands.check_mailbox(office.letters.office.actor("admin"), mailbox=office.mailbox)
    return {one["key"]: one for one in answer["steps"]} | {"ok": answer["ok"]}


def test_everything_works(office: MailOffice) -> None:
    office.put(mails.letter())
    found = check(office)
    assert found["ok"]
    assert [found[key]["outcome"] for key in ("imap_login", "folder_in", "smtp_login", "smtp_sender")] == ["ok"] * 4
    assert found["folder_in"]["said"].endswith("1.")
    assert found["folder_done"]["outcome"] == "warn"  # made with the first letter
    assert office.imap.seen(office.user) == 0
    assert (office.folder(), office.relay.taken) == (1, [])


@pytest.mark.parametrize(
    ("changes", "step", "words"),
    [
        ({"imap_host": "no-such-host.invalid"}, "imap_host", "имен"),
        ({"imap_port": 9}, "imap_connect", "порт"),
        ({"imap_user": "nobody-here"}, "imap_login", "имя и пароль"),
        ({"folder_in": "Нет такой"}, "folder_in", "папки"),
        ({"smtp_port": 9}, "smtp_connect", "порт"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(
    office: MailOffice, monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any], step: str, words: str
) -> None:
    def unknown(host: str, *more: Any, **named: Any) -> Any:
        if host.endswith(".invalid"):
            raise socket.gaierror(-2, "Name or service not known")
        return real(host, *more, **named)

    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    Mailbox.objects.filter(pk=office.mailbox).update(**changes)
    found = check(office)
    assert not found["ok"]
    assert found[step]["outcome"] == "bad"
    assert words in found[step]["said"]
    assert found[step]["advice"]
    assert PASSWORD not in str(found)


def test_a_stranger_with_the_servers_name_is_not_believed(office: MailOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    found = check(office)
    assert "ертификат" in found["imap_connect"]["said"]
    assert "imap_login" not in found


def test_starttls_and_the_wrong_kind_of_encryption(office: MailOffice) -> None:
    rows = Mailbox.objects.filter(pk=office.mailbox)
    rows.update(imap_security="starttls", imap_port=office.imap.plain)
    assert check(office)["imap_login"]["outcome"] == "ok"
    rows.update(imap_security="tls")
    assert check(office)["imap_connect"]["outcome"] == "bad"


def test_a_dead_server_delays_no_other_and_is_noted(office: MailOffice) -> None:
    dead = Mailbox.objects.get(pk=office.mailbox)
    dead.pk, dead.address, dead.imap_port, dead.added_at = None, "dead@company.example", 9, Now()
    dead.save(force_insert=True)
    Mailbox.objects.update(next_at=Now(), asked_at=None)
    office.put(mails.letter())
    fetching.duty()
    fetching.duty()
    assert Effect.objects.filter(kind=fetching.EFFECT, lane=fetching.LANE).count() == 2
    effects.perform(effects.take(fetching.LANE))
    assert len(office.cards()) == 1
    row = Mailbox.objects.get(address="dead@company.example")
    assert (row.error, row.failures) == ("closed", 1)
    assert set(Effect.objects.filter(kind=fetching.EFFECT).values_list("state", flat=True)) == {"done"}


def test_a_server_that_stays_away_is_left_alone_for_longer(office: MailOffice) -> None:
    Mailbox.objects.filter(pk=office.mailbox).update(imap_port=9)
    waits = []
    for _ in range(8):
        office.read()
        row = office.row()
        assert row.next_at is not None
        assert row.error_at is not None
        waits.append(round((row.next_at - row.error_at).total_seconds()))
    assert waits == [50, 50, 50, 50, 60, 120, 240, 480]
    Mailbox.objects.filter(pk=office.mailbox).update(imap_port=office.imap.secure)
    office.read()
    assert (office.row().failures, office.row().error) == (0, "")


def test_a_server_that_says_nothing_is_given_up(office: MailOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "TIMEOUT", 0.3)
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        Mailbox.objects.filter(pk=office.mailbox).update(imap_port=mute.getsockname()[1])
        office.read()
    assert office.row().error == "silent"
