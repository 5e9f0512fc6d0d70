"""Every task of a letter reminds whoever has it and ends at a living person who may act (S3.19, S3.21)."""

from __future__ import annotations

import pytest

from marshrut.cards import commands
from marshrut.cards.models import Task
from marshrut.definitions import commands as definitions
from tests.support.letter_office import Letters
from tests.support.office import SYSTEM, MovingClock
from tests.support.toy import msk


def escalated(letters: Letters, card: int) -> list[str]:
    names = {person.pk: key for key, person in letters.office.people.items()}
    row = Task.objects.system("test").filter(card_id=card, state="open").first()
    return [names[one] for one in row.also] if row else []


def test_a_letter_from_the_mailbox_that_nobody_registers(letters: Letters, now: MovingClock) -> None:
    card = letters.from_mail()
    now.to("2026-07-02 18:00")
    assert letters.told("sveta", "Письмо ждёт вас") == [msk("2026-07-02 12:00")]
    now.to("2026-07-03 18:00")
    assert letters.told("ops", "Вы можете сделать это вместо исполнителя") == [msk("2026-07-02 17:00")]
    now.to("2026-07-06 18:00")
    assert letters.told("director", "Письмо долго ждёт") == [msk("2026-07-03 17:00")]
    assert set(escalated(letters, card)) == {"ops", "director"}
    given = {"sender": letters.partner(), "organisation": letters.ours, "project": letters.project}
    letters.decide(card, "register", "registered", "ops", fields=given)
    assert letters.stage(card) == "resolution"


def test_a_letter_that_nobody_considers(letters: Letters, now: MovingClock) -> None:
    card = letters.incoming(addressee=letters.office.id("boris"))
    now.to("2026-07-02 18:00")
    assert letters.told("boris", "Письмо ждёт вас") == [msk("2026-07-02 15:00")]
    now.to("2026-07-07 18:00")
    assert set(escalated(letters, card)) == {"ops", "director"}
    letters.assign(card, by="director")
    assert letters.stage(card) == "work"


def test_an_executor_is_reminded_before_and_after_the_term_then_the_heads_are_told(
    letters: Letters, now: MovingClock
) -> None:
    card = letters.incoming(addressee=letters.office.id("director"))
    letters.assign(card, term="2026-07-08")
    now.to("2026-07-07 18:00")
    assert letters.told("alisa", "Скоро срок исполнения письма") == []
    now.to("2026-07-09 18:00")
    assert letters.told("alisa", "Скоро срок исполнения письма") == [msk("2026-07-08 09:00")]
    assert letters.told("alisa", "Срок исполнения письма прошёл") == [msk("2026-07-08 18:00")]
    assert letters.told("boris", "Письмо не исполнено в срок") == [msk("2026-07-09 13:00")]
    assert letters.told("director", "Письмо не исполнено в срок") == [msk("2026-07-09 13:00")]
    now.to("2026-07-10 18:00")
    assert letters.told("ops", "Письмо давно просрочено")
    letters.decide(card, "execute", "done", "ops", fields={"what_was_done": "Решили сами"})
    assert letters.stage(card) == "done"


def test_without_a_term_the_setting_gives_one(letters: Letters) -> None:
    definitions.change_settings(SYSTEM, pack="letters", values={"execute_days": "3"})
    card = letters.incoming()
    letters.assign(card)
    assert letters.task(card, "execute").due_at == msk("2026-07-07 10:00")


def test_who_forgot_to_answer_is_reminded_until_the_reply_is_sent(letters: Letters, now: MovingClock) -> None:
    card = letters.incoming()
    letters.assign(card)
    made = letters.reply(card)
    now.to("2026-07-08 18:00")
    for who in ("alisa", "director"):
        assert letters.told(who, "Ответ на письмо ещё не отправлен") == [
            msk("2026-07-06 10:00"),
            msk("2026-07-08 10:00"),
        ]
    letters.approve(made)
    letters.send(made)
    now.to("2026-07-20 18:00")
    assert len(letters.told("alisa", "Ответ на письмо ещё не отправлен")) == 2


def test_an_approval_that_nobody_gives_reaches_the_director(letters: Letters, now: MovingClock) -> None:
    card = letters.outgoing(signatory=letters.office.id("viktor"))
    now.to("2026-07-08 18:00")
    assert letters.told("boris", "ждёт вашего решения") == [msk("2026-07-03 10:00")]
    assert letters.told("ops", "Согласование письма задерживается")
    assert letters.told("director", "Письмо долго ждёт согласования")
    letters.decide(card, "approve", "approved", "ops")
    assert letters.holders(card) == ["director"]


def test_a_letter_that_nobody_sends(letters: Letters, now: MovingClock) -> None:
    card = letters.outgoing()
    letters.approve(card)
    now.to("2026-07-07 18:00")
    assert letters.told("sveta", "Письмо ждёт вас") == [msk("2026-07-02 15:00")]
    for who in ("ops", "alisa"):
        assert letters.told(who, "исьмо задерживается")
    assert letters.told("director", "Письмо долго ждёт")
    letters.decide(card, "send", "sent", "director", fields={"way": "courier", "sent_on": "2026-07-07"})
    assert letters.stage(card) == "sent"


@pytest.mark.parametrize("key", ["execute_remind", "answer_every"])
def test_a_reminder_is_switched_off(letters: Letters, now: MovingClock, key: str) -> None:
    definitions.change_settings(SYSTEM, pack="letters", values={key: "0"})
    card = letters.incoming()
    letters.assign(card, term="2026-07-20")
    if key == "answer_every":
        letters.reply(card)
    now.to("2026-07-15 18:00")
    assert letters.told("alisa", "Скоро срок исполнения письма") == []
    assert letters.told("alisa", "Ответ на письмо ещё не отправлен") == []


def test_a_warning_that_would_come_too_late_is_none(letters: Letters, now: MovingClock) -> None:
    card = letters.incoming()
    letters.assign(card, term="2026-07-02")
    now.to("2026-07-03 18:00")
    assert letters.told("alisa", "Скоро срок исполнения письма") == []
    assert letters.told("alisa", "Срок исполнения письма прошёл") == [msk("2026-07-02 18:00")]


def test_the_warning_follows_another_term(letters: Letters, now: MovingClock) -> None:
    card = letters.errand(term="2026-07-06")
    commands.edit_card(letters.office.actor("director"), card=card, fields={"term": "2026-07-10"})
    now.to("2026-07-13 18:00")
    assert letters.told("alisa", "Скоро срок поручения") == [msk("2026-07-10 09:00")]
