"""No letter is lost: what the program left alone is listed, and a person may say that it is a letter."""

from __future__ import annotations

import pytest
from django.test import Client

from marshrut.kernel.errors import Refused
from marshrut.letters import commands as letters
from marshrut.letters import duties
from marshrut.letters.queries.unsorted import unsorted
from tests.support.mail_office import MailOffice
from tests.support.mails import letter


def listed(office: MailOffice, who: str = "sveta") -> list[tuple[str, str, bool]]:
    return [(one.subject, one.note, one.kept) for one in unsorted(office.letters.office.actor(who))]


def test_a_letter_taken_for_a_mailing_is_made_a_letter(office: MailOffice) -> None:
    office.put(letter("Повестка", List_Id="<court.example>"))
    office.read()
    assert (office.cards(), listed(office)) == ([], [("Повестка", "mailing", True)])
    (one,) = unsorted(office.letters.office.actor("sveta"))
    made = letters.take_mail(office.letters.office.actor("sveta"), message=one.id)
    office.letters.settle()
    assert made == {"card": office.card()}
    assert office.letters.fields(office.card())["subject"] == "Повестка"
    assert (office.letters.stage(office.card()), listed(office)) == ("intake", [])
    assert letters.take_mail(office.letters.office.actor("sveta"), message=one.id) == made


def test_a_letter_of_our_other_organisation_is_listed(office: MailOffice) -> None:
    office.put(letter(sender=office.address))
    office.read()
    assert [note for _subject, note, _kept in listed(office)] == ["own"]


def test_what_lies_in_the_mailbox_only_is_listed_first_and_says_so(
    office: MailOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marshrut.integrations.mail.fetching.LARGEST", 10)
    office.put(letter())
    office.read()
    monkeypatch.undo()
    (one,) = unsorted(office.letters.office.actor("sveta"))
    assert (one.note, one.aside, one.kept) == ("too_large", True, False)
    with pytest.raises(Refused):
        letters.take_mail(office.letters.office.actor("sveta"), message=one.id)


def test_a_mail_without_a_button_says_what_to_do_and_where_it_lies(
    office: MailOffice, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marshrut.integrations.mail.fetching.LARGEST", 10)
    office.put(letter("Чертежи"))
    office.read()
    monkeypatch.undo()
    monkeypatch.setenv("SSL_CERT_FILE", office.imap.ca)
    monkeypatch.setattr("marshrut.integrations.mail.intake.OF_ONE", 0)
    office.put(letter("Ещё письмо", sender="robot@r.example", message_id="<two@r.example>"))
    office.read()
    client.force_login(office.letters.office.people["sveta"])
    page = client.get("/unsorted/").content.decode()
    assert "Письмо больше 60 МБ, программа его не забирала. Откройте его в почте и зарегистрируйте вручную." in page
    assert "верните его в папку новых писем: оно будет прочитано снова" in page
    assert page.count(f"Оно лежит в ящике {office.address}, папка «Маршрут/Разобрать».") == 2
    assert "/take" not in page


def mornings(office: MailOffice, *days: str) -> list[str]:
    """What the secretary was told by then; the duty looks twice each time."""
    for day in days:
        office.letters.now.to(day)
        for _look in range(2):
            duties.tell_of_unsorted()
            office.letters.settle()
    return [f"{one.title} {one.text}" for one in office.letters.notices("sveta", "mail_unsorted")]


def test_whoever_looks_after_the_mailbox_is_told_once_a_day(
    office: MailOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert mornings(office, "2026-07-02 10:05") == []
    office.put(letter("Повестка", List_Id="<court.example>"))
    office.read()
    monkeypatch.setattr("marshrut.integrations.mail.intake.OF_ONE", 0)
    office.put(letter("Ещё", message_id="<two@r.example>"))
    office.read()
    assert mornings(office, "2026-07-02 20:00", "2026-07-03 08:50") == []
    told = ["Не разобрано: 2 письма Пришли за сутки и не стали письмами: просмотрите их. Не удалось прочитать: 1."]
    assert mornings(office, "2026-07-03 09:10", "2026-07-03 18:00", "2026-07-04 09:10") == told
    assert [office.letters.notices(who, "mail_unsorted").count() for who in ("director", "viktor", "admin")] == [0] * 3


def test_mail_that_was_sorted_meanwhile_is_not_told_of(office: MailOffice) -> None:
    office.put(letter("Повестка", List_Id="<court.example>"))
    office.read()
    (one,) = unsorted(office.letters.office.actor("sveta"))
    letters.take_mail(office.letters.office.actor("sveta"), message=one.id)
    assert mornings(office, "2026-07-03 09:10") == []


def test_a_mailbox_whose_registrar_left_is_not_forgotten(office: MailOffice) -> None:
    office.put(letter("Повестка", List_Id="<court.example>"))
    office.read()
    office.letters.dismiss("sveta")
    assert mornings(office, "2026-07-03 09:10") == []
    assert office.letters.notices("director", "mail_unsorted").count() == 1


def test_the_notice_leads_to_the_page(office: MailOffice, client: Client) -> None:
    office.put(letter("Повестка", List_Id="<court.example>"))
    office.read()
    mornings(office, "2026-07-03 09:10")
    client.force_login(office.letters.office.people["sveta"])
    notice = office.letters.notices("sveta", "mail_unsorted").get()
    assert "Не разобрано: 1 письмо" in client.get("/notifications/").content.decode()
    assert "Не разобрано: 1 письмо" in client.get("/chat/").content.decode()
    assert client.get(f"/notifications/{notice.pk}/")["Location"] == "/unsorted/"


@pytest.mark.parametrize("who", ["viktor", "alisa", "admin"])
def test_strangers_see_no_mail_and_take_none(office: MailOffice, who: str) -> None:
    office.put(letter(List_Id="<court.example>"))
    office.read()
    (one,) = unsorted(office.letters.office.actor("sveta"))
    assert listed(office, who) == []
    with pytest.raises(Refused):
        letters.take_mail(office.letters.office.actor(who), message=one.id)


def test_the_page_of_the_secretary(office: MailOffice, client: Client) -> None:
    office.put(letter("Повестка", List_Id="<court.example>"))
    office.read()
    client.force_login(office.letters.office.people["sveta"])
    page = client.get("/unsorted/").content.decode()
    assert "Повестка" in page
    (one,) = unsorted(office.letters.office.actor("sveta"))
    answer = client.post(f"/unsorted/{one.id}/take")
    assert answer["Location"] == f"/cards/{office.card()}/"
    client.force_login(office.letters.office.people["viktor"])
    assert client.get("/unsorted/").status_code in (403, 404)
