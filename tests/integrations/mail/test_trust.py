"""What strangers say of our letters is not believed, and nothing that goes wrong leaves a letter without a holder."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.models.functions import Now

from marshrut.cards.models import Card
from marshrut.integrations.mail import composing, intake, links, outbox, preparing
from marshrut.integrations.mail.links import Trouble
from marshrut.kernel import clock
from marshrut.kernel.errors import Refused
from marshrut.letters import commands as letters
from marshrut.letters import queries
from marshrut.letters.models import Mailbox
from marshrut.letters.queries import mailboxes
from tests.support import dovecot, letter_office, mails
from tests.support.letter_office import INCOMING, MAIL
from tests.support.mail_office import MailOffice, connect
from tests.support.mails import letter
from tests.support.office import MovingClock
from tests.support.smtp_server import Relay

from .test_sending import TO, only, perform, ready, sent, state


def visit(card: int) -> int:
    return int(Card.objects.system("test").get(pk=card).visit)


def again(office: MailOffice, card: int, address: str) -> None:
    """The secretary sends it once more, elsewhere."""
    office.letters.decide(card, "send", "by_email", "sveta", fields={"email": address})
    perform(office)
    office.letters.settle()


# -- whose letter it is ---------------------------------------------------------------------------------------------


def test_nobody_can_name_a_letter_of_ours_before_it_leaves(office: MailOffice) -> None:
    card = ready(office)
    office.put(letter("Счёт", "Новые реквизиты", message_id=f"<letter-{card}-{visit(card)}@company.example>", files=()))
    office.read()
    perform(office)
    body = only(office).get_body()
    assert body is not None
    assert "реквизиты" not in body.get_content()


def test_even_a_guessed_name_sends_no_strangers_mail(office: MailOffice) -> None:
    card = ready(office)
    name = composing.message_id(card, visit(card), office.address)
    office.put(letter("Счёт", "Новые реквизиты", message_id=f"<{name}>", files=(), Precedence="bulk"))
    office.read()
    perform(office)
    office.letters.settle()
    assert office.relay.taken == []
    assert (office.letters.stage(card), office.letters.holders(card)) == ("dispatch", ["sveta"])
    again(office, card, TO)
    assert office.letters.stage(card) == "sent"


@pytest.mark.parametrize("mark", ["letter", "letter-1-1-0123456789abcdef0123"])
def test_a_letter_of_another_company_with_marshrut_is_a_letter(office: MailOffice, mark: str) -> None:
    office.put(letter(X_Marshrut=mark))
    office.read()
    assert len(office.cards()) == 1


def test_our_own_letter_under_another_id_makes_no_card(office: MailOffice) -> None:
    """Some servers give what they send a name of their own."""
    sent(office)
    own = office.relay.taken[0].replace(b"Message-ID: <letter-", b"Message-ID: <renamed-")
    office.put(own.replace(office.address.encode(), b"other@elsewhere.example"))
    office.read()
    assert office.cards() == []


# -- two readers ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["<one@romashka.example>", "<gateway@romashka.example>"])
def test_two_readers_of_one_mail_make_one_card(
    transactional_db: None, now: MovingClock, imap: dovecot.Server, relay: Relay, monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:  # fmt: skip
    office = connect(letter_office.build(now), imap, relay)
    account = mailboxes.account(office.mailbox)
    assert account is not None
    gate, real = threading.Barrier(2, timeout=20), intake._letter
    made: list[intake.Taken] = []
    failed: list[Exception] = []

    def together(*about: Any) -> intake.Taken:
        gate.wait()
        return real(*about)

    def reader(uid: int, raw: bytes) -> None:
        try:
            with clock.running(now):
                made.append(intake.take(account, f"{office.mailbox}:1:{uid}", raw))
        except (Refused, threading.BrokenBarrierError) as error:
            failed.append(error)
        finally:
            connection.close()

    monkeypatch.setattr(intake, "_letter", together)
    mails_of_both = ((901, letter()), (902, letter(message_id=name)))
    threads = [threading.Thread(target=reader, args=one) for one in mails_of_both]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []
    assert sorted(one.new for one in made) == [False, True]
    assert len({one.card for one in made}) == 1
    assert Card.objects.system("test").filter(type=INCOMING).count() == 1


# -- trouble that is not the mail's ---------------------------------------------------------------------------------


@pytest.mark.parametrize("trouble", [Trouble("no_type"), Trouble("cut"), OperationalError("restarting")])
def test_trouble_of_the_place_speaks_against_no_mail(
    office: MailOffice, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    office.put(letter())

    def cut(*_about: object) -> intake.Taken:
        raise trouble

    with monkeypatch.context() as patched:
        patched.setattr(intake, "take", cut)
        for _turn in range(5):
            try:
                office.read()
            except OperationalError:
                continue
    assert office.read() == 1
    assert len(office.cards()) == 1
    assert office.folder("Маршрут/Разобрать") == 0


def test_a_database_that_cannot_be_told_counts_no_try(office: MailOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    office.put(letter())
    real: Any = letters.note_mailbox
    away = False

    def cut(*_about: object) -> intake.Taken:
        nonlocal away
        away = True
        raise OperationalError("restarting")

    def noting(actor: Any, **noted: Any) -> None:
        if away:
            raise OperationalError("restarting")
        real(actor, **noted)

    for _turn in range(5):
        away = False
        with monkeypatch.context() as patched:
            patched.setattr(intake, "take", cut)
            patched.setattr(letters, "note_mailbox", noting)
            with pytest.raises(OperationalError):
                office.read()
    assert office.read() == 1
    assert len(office.cards()) == 1


# -- a mailbox is edited --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("changes", [{"address": "kanc@company.example"}, {"folder_in": "Inbox"}])
def test_letters_that_wait_while_a_mailbox_is_edited_are_taken(office: MailOffice, changes: dict[str, str]) -> None:
    office.put(letter())
    letters.edit_mailbox(office.letters.office.actor("admin"), mailbox=office.mailbox, **changes)  # type: ignore[arg-type]
    office.read()
    assert len(office.cards()) == 1
    assert office.read() == 0


def test_letters_that_came_before_the_first_reading_could_be_done_are_taken(office: MailOffice) -> None:
    office.put(letter())
    Mailbox.objects.update(validity=None, last_uid=0, added_at=Now() - timedelta(hours=1))
    office.read()
    assert len(office.cards()) == 1


# -- what no server takes -------------------------------------------------------------------------------------------


def to(office: MailOffice, address: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("tests.integrations.mail.test_sending.TO", address)
    return ready(office)


@pytest.mark.parametrize("address", ["grоmov@romashka.example", "почта@romashka.example", "a@[1", "a@x..example"])
def test_an_address_no_server_takes_goes_back_at_once(
    office: MailOffice, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    card = to(office, address, monkeypatch)
    perform(office)
    office.letters.settle()
    assert (office.letters.stage(card), office.letters.holders(card)) == ("dispatch", ["sveta"])
    again(office, card, TO)
    assert office.letters.stage(card) == "sent"


def test_a_domain_in_cyrillic_is_written_as_servers_know_it(
    office: MailOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = to(office, "info@ромашка.рф", monkeypatch)
    perform(office)
    office.letters.settle()
    assert office.letters.stage(card) == "sent"
    assert office.relay.recipients == ["info@xn--80aa3agjl3d.xn--p1ai"]


@pytest.mark.parametrize(("place", "name"), [(preparing, "_files"), (composing, "mail"), (outbox, "_dotted")])
def test_a_mistake_of_ours_leaves_no_letter_without_a_holder(
    office: MailOffice, monkeypatch: pytest.MonkeyPatch, place: Any, name: str
) -> None:
    card = ready(office)

    def stumble(*_about: object) -> Any:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(place, name, stumble)
    for _turn in range(4):
        perform(office)
    office.letters.settle()
    assert office.letters.stage(card) == ("checking" if name == "_dotted" else "dispatch")
    assert office.letters.holders(card) == ["sveta"]


def test_a_server_that_looks_through_the_letter_is_waited_for(
    office: MailOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio

    real = Relay.handle_DATA

    async def thorough(self: Relay, *about: Any) -> str:
        await asyncio.sleep(1.5)
        return await real(self, *about)

    card = ready(office)
    monkeypatch.setattr(links, "TIMEOUT", 1.0)
    monkeypatch.setattr("tests.support.smtp_server.Relay.handle_DATA", thorough)
    perform(office)
    office.letters.settle()
    assert (state(card), office.letters.stage(card)) == ("sent", "sent")


# -- what comes back ------------------------------------------------------------------------------------------------


def reports(name: str) -> Iterator[bytes]:
    """Two on the same letter: of two servers, or a late one."""
    for number in ("1", "2"):
        yield mails.bounce(name).replace(b"<report-1@", f"<report-{number}@".encode())


def test_a_late_report_does_not_bring_back_what_was_sent_anew(office: MailOffice) -> None:
    card, name = sent(office)
    first, late = reports(name)
    office.put(first)
    office.read()
    assert office.letters.stage(card) == "dispatch"
    again(office, card, "new@romashka.example")
    office.put(late)
    office.read()
    assert (state(card), office.letters.stage(card)) == ("sent", "sent")
    assert len(office.letters.events(card, "card.commented")) == 1


def test_a_report_on_somebody_the_letter_did_not_go_to_is_a_remark(office: MailOffice) -> None:
    card, name = sent(office)
    office.put(mails.bounce(name, recipient="somebody@evil.example"))
    office.read()
    assert (state(card), office.letters.stage(card)) == ("sent", "sent")
    assert len(office.letters.events(card, "card.commented")) == 1


def test_reports_with_the_same_words_on_two_letters_are_both_read(office: MailOffice) -> None:
    first, one = sent(office)
    office.relay.calm()
    second, two = sent(office)
    office.put(*(mails.bounce(name).replace(b"report-1@", f"{name[:12]}@".encode()) for name in (one, two)))
    office.read()
    assert [office.letters.stage(card) for card in (first, second)] == ["dispatch", "dispatch"]


def test_automatic_answers_are_told_of_those_asked_and_once(office: MailOffice) -> None:
    card, name = sent(office)
    for number, who in enumerate(["a@evil.example", "gromov@romashka.example", "gromov@romashka.example"]):
        office.put(
            letter(
                "В отпуске", f"{number}", message_id=f"<{number}@x>", sender=who, files=(),
                Auto_Submitted="auto-replied", In_Reply_To=f"<{name}>",
            )
        )  # fmt: skip
    office.read()
    assert len(office.letters.events(card, "card.commented")) == 1
    assert len(queries.messages_of(MAIL, card)) == 2
