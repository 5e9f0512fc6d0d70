"""Letters by mail: one mail makes one draft, whatever happens on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from marshrut.cards import commands as cards
from marshrut.crm import commands as crm
from marshrut.documents import queries as documents
from marshrut.integrations.mail import drafting, fetching, intake, papers, parsing
from marshrut.integrations.mail.inbox import Inbox
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Refused
from marshrut.letters import commands as letters
from marshrut.letters.models import Mailbox, Message
from tests.support import fns, mails
from tests.support.letter_office import MAIL
from tests.support.mail_office import MailOffice
from tests.support.mails import letter


def names(office: MailOffice, card: int, field: str) -> list[str]:
    files = office.letters.fields(card).get(field) or []
    return [documents.file(one).name for one in files]


def test_a_mail_becomes_a_draft_that_waits_for_the_secretary(office: MailOffice) -> None:
    office.put(
        letter("Исх. № 45/п от 01.07.2026 О сроках", files=[("Счёт.xlsx", b"PK\x03\x04"), ("Письмо.pdf", mails.PDF)])
    )
    assert office.read() == 1
    card = office.card()
    fields = office.letters.fields(card)
    assert (office.letters.stage(card), office.letters.holders(card)) == ("intake", ["sveta"])
    assert fields["subject"] == "Исх. № 45/п от 01.07.2026 О сроках"
    assert (fields["their_number"], fields["their_date"]) == ("45/п", "2026-07-01")
    assert fields["sender_email"] == "gromov@romashka.example"
    assert fields["delivery"] == "email"
    assert fields["body"] == "Добрый день! Просим подтвердить сроки поставки."
    assert fields["organisation"] == office.letters.ours
    assert fields["addressee"] == office.letters.office.id("director")
    assert names(office, card, "paper") == ["Письмо.pdf"]
    assert names(office, card, "attachments") == ["Счёт.xlsx"]
    assert office.folder() == 0
    assert office.folder("Маршрут") == 1
    assert office.imap.seen(office.user, "Маршрут") == 0


def test_the_raw_mail_is_kept_and_stands_for_the_paper_when_there_is_none(office: MailOffice) -> None:
    raw = letter(files=())
    office.put(raw)
    office.read()
    (message,) = office.messages()
    assert (message.state, message.card) == ("done", office.card())
    with documents.open_blob(message.file or 0) as content:
        assert content.read().replace(b"\r\n", b"\n") == raw.replace(b"\r\n", b"\n")
    assert names(office, office.card(), "paper") == ["О сроках поставки.eml"]


def test_an_attached_upd_says_what_the_mail_does_not(office: MailOffice) -> None:
    """Its number, day and seller; the subject stays that of the mail."""
    told: dict[str, Any] = {"kind": "legal", "name": "ООО Ромашка-Сырьё", "inn": fns.SELLER_INN, "kpp": "770001001"}
    seller = crm.add_company(Actor.system(), **told)["id"]
    content = fns.upd_501({'ДатаСчФ="12.11.2026"': 'ДатаСчФ="01.06.2026"'})
    office.put(letter(files=[("ON_NSCHFDOPPR_1.zip", fns.archive({"1.xml": content, "1.xml.sgn": b"0"}))]))
    assert office.read() == 1
    fields = office.letters.fields(office.card())
    assert (fields["their_number"], fields["their_date"]) == ("215", "2026-06-01")
    assert fields["subject"] == "О сроках поставки"
    assert fields["sender"] == seller


@pytest.mark.parametrize("charset", ["cp1251", "koi8-r"])
def test_russian_charsets_through_the_whole_way(office: MailOffice, charset: str) -> None:
    head = (
        f"From: {mails.encoded('Громов Пётр', charset)} <g@r.example>\n"
        f"Subject: {mails.encoded('О поставке', charset)}\nMessage-ID: <{charset}@r.example>\n"
        f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit"
    )
    office.put(mails.raw(head, "Просим ответить.\r\n".encode(charset)))
    office.read()
    fields = office.letters.fields(office.card())
    assert (fields["subject"], fields["body"]) == ("О поставке", "Просим ответить.")


def test_a_mail_in_twice_makes_one_card(office: MailOffice) -> None:
    office.put(letter(), letter())
    office.read()
    office.put(b"Received: from elsewhere\r\n" + letter())
    assert office.read() == 0
    assert len(office.cards()) == 1
    assert office.folder() == 0


def test_the_same_letter_under_another_id_makes_one_card(office: MailOffice) -> None:
    """Some gateways give a mail a new Message-ID."""
    office.put(letter(), letter(message_id="<other@gateway.example>"))
    office.read()
    assert len(office.cards()) == 1


def test_another_letter_under_a_known_id_is_not_hidden(office: MailOffice) -> None:
    office.put(letter(), letter(text="Совсем другое письмо."))
    office.read()
    assert len(office.cards()) == 2
    assert office.read() == 0


def test_one_mail_in_two_mailboxes_makes_one_card(office: MailOffice) -> None:
    second = office.imap.user()
    made = letters.add_mailbox(
        office.letters.office.actor("admin"), name="Вторая", address="second@c.example",
        organisation=office.letters.ours,
        registrar=office.letters.office.id("sveta"), imap_host="127.0.0.1", imap_port=office.imap.secure,
        imap_user=second, imap_password="app-password", old_letters=True,
    )  # fmt: skip
    office.put(letter())
    office.imap.put(second, letter())
    office.read()
    fetching.read(made["id"])
    assert len(office.cards()) == 1


def test_letters_of_before_are_left_alone_unless_asked_for(office: MailOffice) -> None:
    user = office.imap.user()
    office.imap.put(user, letter("Давнее"))
    about: dict[str, Any] = {
        "name": "Старая", "address": "old@company.example", "organisation": office.letters.ours,
        "registrar": office.letters.office.id("sveta"), "imap_host": "127.0.0.1",
        "imap_port": office.imap.secure, "imap_user": user, "imap_password": "app-password",
    }  # fmt: skip
    made = letters.add_mailbox(office.letters.office.actor("admin"), **about)
    fetching.read(made["id"])
    assert office.cards() == []
    letters.remove_mailbox(office.letters.office.actor("admin"), mailbox=made["id"])
    about["old_letters"] = True
    made = letters.add_mailbox(office.letters.office.actor("admin"), **about)
    fetching.read(made["id"])
    assert len(office.cards()) == 1


def test_a_mailbox_that_moved_to_another_server_brings_nothing_twice(office: MailOffice) -> None:
    letters.edit_mailbox(office.letters.office.actor("admin"), mailbox=office.mailbox, folder_done="")
    office.put(letter())
    office.read()
    before = office.row().validity
    office.imap.renumber(office.user)
    office.put(letter("Новое", message_id="<new@r.example>"))
    assert office.read() == 1
    assert office.row().validity != before
    assert len(office.cards()) == 2
    assert office.folder() == 2


# -- killed anywhere -----------------------------------------------------------------------------------------------


class Killed(BaseException):
    """The process is gone: nothing of ours catches it."""


def killing(monkeypatch: pytest.MonkeyPatch, place: Any, name: str, *, after: bool, turn: int = 1) -> None:
    real: Callable[..., Any] = getattr(place, name)
    calls = iter(range(1, 100))

    def cut(*arguments: Any, **named: Any) -> Any:
        now = next(calls) == turn
        if now and not after:
            raise Killed
        answer = real(*arguments, **named)
        if now:
            raise Killed
        return answer

    monkeypatch.setattr(place, name, cut)


POINTS = [
    *((letters, "know_message", after, turn) for turn in (1, 2, 3) for after in (False, True)),
    *((papers, "store", after, turn) for turn in (1, 2) for after in (False, True)),
    *((cards, name, after, 1) for name in ("create_card", "signal_card") for after in (False, True)),
    *((letters, "note_mailbox", after, turn) for turn in (1, 2) for after in (False, True)),
    (Inbox, "move", False, 1),
    (Inbox, "move", True, 1),
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("place", "name", "after", "turn"), POINTS)
def test_killed_at_any_moment_a_mail_makes_one_card(
    office: MailOffice, monkeypatch: pytest.MonkeyPatch, place: Any, name: str, after: bool, turn: int
) -> None:
    office.put(letter())
    with monkeypatch.context() as patched:
        killing(patched, place, name, after=after, turn=turn)
        with pytest.raises(Killed):
            fetching.read(office.mailbox)
    office.read()
    office.read()
    assert len(office.cards()) == 1
    assert office.letters.stage(office.card()) == "intake"
    assert office.folder() == 0
    (message,) = office.messages()
    assert (message.state, message.card) == ("done", office.card())


def test_a_mail_that_kills_its_reader_is_put_aside(office: MailOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    office.put(letter(), letter("Второе", message_id="<two@r.example>"))
    real = parsing.read

    def deadly(raw: bytes) -> Any:
        if b"<one@romashka.example>" in raw:
            raise Killed
        return real(raw)

    monkeypatch.setattr(parsing, "read", deadly)
    for _ in range(3):
        with pytest.raises(Killed):
            fetching.read(office.mailbox)
    assert office.read() == 1
    assert office.folder("Маршрут/Разобрать") == 1
    assert [(one.state, one.note) for one in office.messages()] == [("error", "kills"), ("done", "")]


def test_trouble_with_one_mail_stops_no_other_and_it_can_be_put_back(
    office: MailOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.put(letter(), letter("Второе", message_id="<two@r.example>"))
    with monkeypatch.context() as patched:
        real = drafting.fields

        def stumbling(of: Any, mail: Any, *more: Any) -> Any:
            if mail.message_id == "one@romashka.example":
                raise RuntimeError("a mistake of ours")
            return real(of, mail, *more)

        patched.setattr(drafting, "fields", stumbling)
        assert office.read() == 1
    assert office.folder("Маршрут/Разобрать") == 1
    (back,) = office.imap.mails(office.user, "Маршрут/Разобрать")
    office.put(back)
    assert office.read() == 1
    assert len(office.cards()) == 2
    assert {one.state for one in office.messages()} == {"done"}


def test_a_mail_too_large_is_put_aside_unread(office: MailOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "LARGEST", 2_000)
    office.put(letter(files=[("Большое.pdf", mails.PDF * 100)]))
    office.read()
    (message,) = office.messages()
    assert (message.state, message.note, message.sender) == ("error", "too_large", "gromov@romashka.example")
    assert office.folder("Маршрут/Разобрать") == 1


def test_without_the_process_mails_wait_in_the_mailbox(office: MailOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marshrut.definitions.queries.active", list)
    office.put(letter())
    office.read()
    assert (office.row().error, office.folder()) == ("no_type", 1)
    monkeypatch.undo()
    monkeypatch.setenv("SSL_CERT_FILE", office.imap.ca)
    assert office.read() == 1


# -- who sent it, and to what it belongs ---------------------------------------------------------------------------


def test_the_sender_is_known_by_the_contact(office: MailOffice) -> None:
    from marshrut.crm import commands as crm

    made = crm.add_contact(
        office.letters.office.actor("sveta"),
        name="Громов",
        email="Gromov@romashka.example",
        company=office.letters.partner(),
    )
    office.put(letter())
    office.read()
    fields = office.letters.fields(office.card())
    assert (fields["sender"], fields["sender_contact"]) == (office.letters.partner(), made["id"])


def test_the_sender_is_known_by_the_inn_of_the_signature(office: MailOffice) -> None:
    assert office.letters.office.company is not None
    inn = office.letters.office.company.inn
    office.put(letter(text=f"Просим ответить.\n--\nООО «Стеклозавод», ИНН/КПП: {inn}/770101001"))
    office.read()
    assert office.letters.fields(office.card())["sender"] == office.letters.partner()


@pytest.mark.parametrize(("domain", "known"), [("romashka.example", True), ("mail.ru", False)])
def test_the_sender_is_known_by_colleagues_but_not_at_a_public_service(
    office: MailOffice, domain: str, known: bool
) -> None:
    from marshrut.crm import commands as crm

    crm.add_contact(
        office.letters.office.actor("sveta"), name="Другая", email=f"other@{domain}", company=office.letters.partner()
    )
    office.put(letter(sender=f"Громов <gromov@{domain}>"))
    office.read()
    assert ("sender" in office.letters.fields(office.card())) is known


def test_a_stranger_is_left_for_the_secretary_to_name(office: MailOffice) -> None:
    office.put(letter(sender="Кто-то <who@nowhere.example>"))
    office.read()
    fields = office.letters.fields(office.card())
    assert "sender" not in fields or fields["sender"] is None
    assert office.letters.open(office.card()) == ["register"]


def test_a_file_that_lies_about_itself_is_told_about(office: MailOffice) -> None:
    office.put(letter(files=[("Письмо.pdf", b"MZ\x90\x00 this is a program")]))
    office.read()
    card = office.card()
    assert names(office, card, "paper") == ["О сроках поставки.eml"]
    (said,) = office.letters.events(card, "card.commented")
    assert "Письмо.pdf" in str(said.erasable)


def test_a_mailbox_of_nobodys_hands_reads_nothing(office: MailOffice) -> None:
    letters.edit_mailbox(office.letters.office.actor("admin"), mailbox=office.mailbox, active=False)
    office.put(letter())
    assert office.read() == 0
    assert office.folder() == 1


def test_people_may_not_say_what_only_the_reader_knows(office: MailOffice) -> None:
    for who in ("admin", "sveta"):
        with pytest.raises(Refused):
            letters.know_message(office.letters.office.actor(who), message_id="x@y", direction="in")
        with pytest.raises(Refused):
            letters.note_mailbox(office.letters.office.actor(who), mailbox=office.mailbox, last_uid=0)
    assert Message.objects.filter(message_id="x@y").count() == 0
    assert Mailbox.objects.get(pk=office.mailbox).validity


def test_a_flood_of_one_sender_waits_for_a_person(office: MailOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "OF_ONE", 2)
    office.put(*(letter(f"Письмо {n}", message_id=f"<{n}@r.example>") for n in range(4)))
    assert office.read() == 2
    assert office.folder("Маршрут/Разобрать") == 2
    assert [one.note for one in office.messages()] == ["", "", "too_many", "too_many"]


def test_the_robot_is_who_did_it(office: MailOffice) -> None:
    office.put(letter())
    office.read()
    (event,) = office.letters.events(office.card(), "card.created")
    assert (event.actor_kind, event.actor_label) == (MAIL.kind, MAIL.label)
