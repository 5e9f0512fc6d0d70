"""Scans of a carrier by mail lie on the card that waits for them, once, and only when they come from the carrier."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.cards import commands as cards
from marshrut.cards.models import Card
from marshrut.crm import commands as crm
from marshrut.documents import queries as documents
from marshrut.integrations.mail import fetching, papers, parsing
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Invalid
from marshrut.letters import commands as letters
from tests.support import hauls, mails
from tests.support.mail_office import MailOffice
from tests.support.mails import letter
from tests.support.office import install, install_pack

from .test_intake import Killed, killing

SCANS = (("Счёт.pdf", mails.PDF), ("Акт.pdf", mails.PDF + b"%2"))


@pytest.fixture
def depot(office: MailOffice) -> MailOffice:
    install_pack(hauls.pack())
    return office


def carrier(office: MailOffice, name: str = "Быстрые колёса", email: str = "docs@koleso.example", **more: Any) -> int:
    inn = more.pop("inn", "7736207543")
    return int(crm.add_company(Actor.system(), name=name, inn=inn, email=email, **more)["id"])


def haul(office: MailOffice, of: int | None, number: str = "З-104/26") -> int:
    fields = {"order_number": number, "carrier": of}
    made = cards.create_card(office.letters.office.actor("alisa"), card_type="haul", fields=fields)
    office.letters.settle()
    return int(made["card"])


def scans(office: MailOffice, card: int) -> list[str]:
    return [documents.file(one).name for one in office.letters.fields(card).get("scans") or []]


def mail(subject: str = "Сканы по заявке З-104/26", **more: Any) -> bytes:
    return letter(subject, **{"sender": "Ольга <docs@koleso.example>", "files": SCANS, **more})


@pytest.mark.parametrize("subject", ["Сканы по заявке З-104/26", "RE: РС-{card}", "Документы"])
def test_a_mail_that_names_the_card_brings_its_scans(depot: MailOffice, subject: str) -> None:
    card = haul(depot, carrier(depot))
    depot.put(mail(subject.format(card=card), text=f"Высылаем по РС-{card}."))
    assert depot.read() == 1
    assert (depot.letters.stage(card), scans(depot, card)) == ("got", ["Счёт.pdf", "Акт.pdf"])
    assert depot.cards() == []  # no letter of it
    (message,) = depot.messages()
    assert (message.state, message.kind, message.card) == ("done", "letter", card)
    assert depot.folder("Маршрут") == 1
    (event,) = depot.letters.events(card, "card.signalled")
    assert "docs@koleso.example" in str(event.erasable)


def test_the_words_of_the_mail_are_shown_on_the_card(depot: MailOffice) -> None:
    card = haul(depot, carrier(depot))
    depot.put(mail(text="Оригиналы вышлем в пятницу."))
    depot.read()
    (event,) = depot.letters.events(card, "card.commented")
    said = str(event.erasable)
    assert "Письмо от Ольга <docs@koleso.example>: Сканы по заявке З-104/26" in said
    assert "Оригиналы вышлем в пятницу." in said


def test_a_colleague_of_the_carrier_counts_and_a_contact_too(depot: MailOffice) -> None:
    of = carrier(depot, email="")
    crm.add_contact(Actor.system(), name="Ольга", email="Olga@Koleso.example", company=of)
    first, second = haul(depot, of), haul(depot, of, "З-105/26")
    depot.put(mail(sender="olga@koleso.example"))
    depot.put(mail("З-105/26", sender="sklad@koleso.example", message_id="<two@koleso.example>"))
    depot.read()
    assert [depot.letters.stage(one) for one in (first, second)] == ["got", "got"]


@pytest.mark.parametrize(
    ("sender", "subject"),
    [
        ("docs@koleso.example.evil.example", "З-104/26"),
        ("docs@other.example", "З-104/26"),
        ("Ольга docs@koleso.example <olga@other.example>", "З-104/26"),
        ("docs@koleso.example", "З-104/260"),
        ("docs@koleso.example", "Сверка за квартал"),
    ],
)
def test_a_stranger_and_a_mail_without_the_number_are_letters(depot: MailOffice, sender: str, subject: str) -> None:
    card = haul(depot, carrier(depot))
    depot.put(mail(subject, sender=sender))
    depot.read()
    assert (depot.letters.stage(card), scans(depot, card)) == ("waiting", [])
    assert len(depot.cards()) == 1


@pytest.mark.parametrize(
    "found",
    [
        "mx.company.example; spf=fail smtp.mailfrom=docs@koleso.example",
        "mx.company.example; dmarc=fail (p=none) header.from=koleso.example; spf=pass smtp.mailfrom=x@evil.example",
    ],
)
def test_a_forged_address_brings_a_letter_only(depot: MailOffice, found: str) -> None:
    card = haul(depot, carrier(depot))
    depot.put(mail(Authentication_Results=found))
    depot.read()
    assert (depot.letters.stage(card), scans(depot, card)) == ("waiting", [])
    assert len(depot.cards()) == 1


def test_half_the_country_on_one_domain_is_no_carrier(depot: MailOffice) -> None:
    card = haul(depot, carrier(depot, email="koleso@mail.ru"))
    depot.put(mail(sender="somebody@mail.ru"))
    depot.read()
    assert depot.letters.stage(card) == "waiting"
    depot.put(mail(sender="koleso@mail.ru", message_id="<two@mail.ru>", text="Ещё раз"))
    depot.read()
    assert depot.letters.stage(card) == "got"


def test_a_mail_that_names_two_cards_is_left_to_people(depot: MailOffice) -> None:
    of = carrier(depot)
    first, second = haul(depot, of), haul(depot, of, "З-105/26")
    depot.put(mail("Сканы З-104/26 и З-105/26"))
    depot.read()
    assert [depot.letters.stage(one) for one in (first, second)] == ["waiting", "waiting"]
    assert len(depot.cards()) == 1


def test_a_file_named_after_another_order_leaves_it_to_people(depot: MailOffice) -> None:
    of = carrier(depot)
    first, second = haul(depot, of), haul(depot, of, "З-105/26")
    depot.put(mail(files=((f"РС-{first}.pdf", mails.PDF), (f"РС-{second}.pdf", mails.PDF + b"5"))))
    depot.read()
    assert [depot.letters.stage(one) for one in (first, second)] == ["waiting", "waiting"]
    assert len(depot.cards()) == 1


def test_where_something_is_left_out_the_mail_itself_lies_on_the_card(depot: MailOffice) -> None:
    card = haul(depot, carrier(depot))
    depot.put(mail(text="Длинное письмо. " * 200))
    depot.read()
    *files, whole = scans(depot, card)
    assert files == ["Счёт.pdf", "Акт.pdf"]
    assert whole == "Сканы по заявке З-104-26.eml"
    (event,) = depot.letters.events(card, "card.commented")
    assert "остальное — в самом письме (.eml)" in str(event.erasable)


def test_more_files_than_are_kept_lie_in_the_mail_on_the_card(
    depot: MailOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parsing, "MOST_FILES", 1)
    card = haul(depot, carrier(depot))
    depot.put(mail())
    depot.read()
    assert scans(depot, card) == ["Счёт.pdf", "Сканы по заявке З-104-26.eml"]


def test_the_order_of_another_carrier_hears_nothing(depot: MailOffice) -> None:
    carrier(depot)
    card = haul(depot, carrier(depot, "Медленные колёса", "docs@slow.example", inn="7728168971"))
    depot.put(mail())
    depot.read()
    assert depot.letters.stage(card) == "waiting"


def test_without_scans_it_is_a_letter(depot: MailOffice) -> None:
    card = haul(depot, carrier(depot))
    depot.put(mail(files=()), mails.auto_reply("x@y.example").replace(b"gromov@romashka", b"docs@koleso"))
    depot.read()
    assert depot.letters.stage(card) == "waiting"
    assert len(depot.cards()) == 1


def test_a_card_that_does_not_wait_hears_nothing(depot: MailOffice) -> None:
    card = haul(depot, carrier(depot))
    cards.move_card(depot.letters.office.actor("alisa"), card=card, to="got")
    depot.put(mail())
    depot.read()
    assert scans(depot, card) == []
    assert len(depot.cards()) == 1


def test_a_program_of_the_carrier_is_heard_too(depot: MailOffice) -> None:
    card = haul(depot, carrier(depot))
    depot.put(mail(Auto_Submitted="auto-generated"))
    depot.read()
    assert depot.letters.stage(card) == "got"


def test_a_rule_without_a_partner_hears_whoever_names_the_card(office: MailOffice) -> None:
    install_pack(hauls.pack(partner=None))
    card = haul(office, None)
    office.put(mail(sender="driver@mail.ru"))
    office.read()
    assert office.letters.stage(card) == "got"


def test_a_file_that_is_refused_is_told_and_the_others_are_there(
    depot: MailOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = papers.store

    def picky(actor: Actor, name: str, *more: Any) -> int:
        if name == "Фото.jpg":
            raise Invalid("Файл слишком большой.")
        return real(actor, name, *more)

    monkeypatch.setattr(papers, "store", picky)
    card = haul(depot, carrier(depot))
    depot.put(mail(files=(*SCANS, ("Фото.jpg", b"\xff\xd8" + b"\0" * 60))))
    depot.read()
    assert scans(depot, card) == ["Счёт.pdf", "Акт.pdf", "Сканы по заявке З-104-26.eml"]
    (event,) = depot.letters.events(card, "card.commented")
    assert "Фото.jpg" in str(event.erasable)


def test_one_mail_in_two_mailboxes_is_heard_once(depot: MailOffice) -> None:
    second = depot.imap.user()
    made = letters.add_mailbox(
        depot.letters.office.actor("admin"), name="Вторая", address="second@c.example",
        organisation=depot.letters.ours, registrar=depot.letters.office.id("sveta"), imap_host="127.0.0.1",
        imap_port=depot.imap.secure, imap_user=second, imap_password="app-password", old_letters=True,
    )  # fmt: skip
    card = haul(depot, carrier(depot))
    depot.put(mail())
    depot.imap.put(second, mail())
    depot.read()
    fetching.read(made["id"])
    assert len(scans(depot, card)) == 2
    assert depot.cards() == []


POINTS = [
    *((letters, "know_message", after, turn) for turn in (1, 2, 3) for after in (False, True)),
    *((papers, "store", after, turn) for turn in (1, 2, 3) for after in (False, True)),
    *((cards, name, after, 1) for name in ("signal_card", "comment_card") for after in (False, True)),
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("place", "name", "after", "turn"), POINTS)
def test_killed_at_any_moment_the_card_hears_once(
    depot: MailOffice, monkeypatch: pytest.MonkeyPatch, place: Any, name: str, after: bool, turn: int
) -> None:
    card = haul(depot, carrier(depot))
    depot.put(mail())
    with monkeypatch.context() as patched:
        killing(patched, place, name, after=after, turn=turn)
        with pytest.raises(Killed):
            fetching.read(depot.mailbox)
    depot.read()
    depot.read()
    assert (depot.letters.stage(card), scans(depot, card)) == ("got", ["Счёт.pdf", "Акт.pdf"])
    assert [len(depot.letters.events(card, f"card.{one}")) for one in ("signalled", "commented")] == [1, 1]
    assert depot.cards() == []
    assert Card.objects.system("test").filter(type="haul").count() == 1


def test_scans_for_the_shipped_pack_lie_on_the_card_and_in_the_folder_of_the_order(office: MailOffice) -> None:
    """The shipped pack: the carrier sends the scans while the author is still sending theirs to the customer."""
    install("logistics")
    alisa, of = office.letters.office.actor("alisa"), carrier(office)
    fields = {"order_number": "З-104/26", "customer": office.letters.partner(), "carrier": of}
    fields |= {"organisation": office.letters.ours}
    card = int(cards.create_card(alisa, card_type="logistics", fields=fields)["card"])
    office.letters.settle()
    office.put(mail(f"Сканы ЛД-{card}"))
    office.read()
    files = [documents.file(one).name for one in office.letters.fields(card)["carrier_scans"]]
    assert files == ["Счёт.pdf", "Акт.pdf"]
    row = documents.of_card_field(card)["carrier_scans"][0]
    path = documents.document_page(Actor.system(), row.id).path
    assert path == ("Клиенты", "Стеклозавод", "Заявки", "З-104/26")
