"""Errands with terms and reports, and lists of those who read and confirm (S3.21)."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.cards import commands, queries
from marshrut.definitions import commands as definitions
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from marshrut.org import commands as org
from tests.support.letter_office import ACQUAINTANCE, ERRAND, Letters
from tests.support.office import SYSTEM, MovingClock
from tests.support.toy import msk


def report(letters: Letters, card: int, by: str = "alisa", **fields: Any) -> None:
    letters.decide(card, "perform", "done", by, fields={"report": "Сверка подписана", **fields})


def away(letters: Letters, who: str, substitute: str) -> None:
    since, until = msk("2026-07-02 09:00"), msk("2026-07-21 00:00")
    org.set_absence(
        SYSTEM,
        person=letters.office.id(who),
        since=since,
        until=until,
        substitutes=[{"person": letters.office.id(substitute)}],
    )
    letters.settle()


# -- errands -----------------------------------------------------------------------------------------------------------


def test_an_errand_is_done_reported_and_accepted(letters: Letters) -> None:
    card = letters.errand()
    assert (letters.stage(card), letters.holders(card)) == ("assigned", ["alisa"])
    assert letters.told("alisa", "Вам дали поручение: Подготовить сверку")
    file = letters.file("alisa", "Сверка.pdf")
    report(letters, card, report_files=[file])
    assert (letters.stage(card), letters.holders(card)) == ("review", ["director"])
    assert letters.fields(card)["report_files"] == [file]
    letters.decide(card, "accept", "accepted", "director")
    assert (letters.stage(card), letters.open(card)) == ("done", [])
    assert letters.told("alisa", "Отчёт принят")


def test_an_errand_without_a_report_is_not_done(letters: Letters) -> None:
    card = letters.errand()
    with pytest.raises(Invalid) as refused:
        letters.decide(card, "perform", "done", "alisa")
    assert set(refused.value.fields) == {"report"}


def test_the_author_sends_the_report_back(letters: Letters) -> None:
    card = letters.errand()
    report(letters, card)
    with pytest.raises(Invalid):
        letters.decide(card, "accept", "returned", "director")
    letters.decide(card, "accept", "returned", "director", reason="Нет подписи")
    assert (letters.stage(card), letters.holders(card)) == ("assigned", ["alisa"])
    report(letters, card)
    letters.decide(card, "accept", "accepted", "director")
    assert letters.stage(card) == "done"


def test_a_declined_errand_goes_to_another(letters: Letters) -> None:
    card = letters.errand()
    with pytest.raises(Invalid):
        letters.decide(card, "perform", "declined", "alisa")
    letters.decide(card, "perform", "declined", "alisa", reason="Это делает лаборатория")
    assert letters.holders(card) == ["director"]
    fields = {"executor": letters.office.id("viktor")}
    commands.edit_card(letters.office.actor("director"), card=card, fields=fields)
    letters.decide(card, "accept", "returned", "director", reason="Передаю Викторову")
    assert letters.holders(card) == ["viktor"]


def test_a_co_executor_sees_it_and_may_report(letters: Letters) -> None:
    card = letters.errand(co_executors=[letters.office.id("viktor"), letters.office.id("chief")])
    assert letters.holders(card) == ["alisa"]
    assert letters.sees("viktor", card)
    report(letters, card, by="viktor")
    assert letters.stage(card) == "review"


def test_the_term_is_that_of_the_author_or_of_the_setting(letters: Letters) -> None:
    assert letters.task(letters.errand(term="2026-07-06"), "perform").due_at == msk("2026-07-06 18:00")
    assert letters.task(letters.errand(), "perform").due_at == msk("2026-07-09 10:00")


def test_a_late_errand_is_reminded_of_and_climbs(letters: Letters, now: MovingClock) -> None:
    card = letters.errand(by="finance", term="2026-07-08")
    now.to("2026-07-09 18:00")
    assert letters.told("alisa", "Скоро срок поручения") == [msk("2026-07-08 09:00")]
    assert letters.told("alisa", "Срок поручения прошёл") == [msk("2026-07-08 18:00")]
    assert letters.told("finance", "Ваше поручение просрочено") == [msk("2026-07-09 13:00")]
    assert letters.told("boris", "Поручение вашего сотрудника просрочено") == [msk("2026-07-09 13:00")]
    now.to("2026-07-13 18:00")
    for who in ("ops", "director"):
        assert letters.told(who, "Поручение давно просрочено")
    report(letters, card, by="boris")
    assert letters.stage(card) == "review"


def test_a_report_that_the_author_does_not_read_reaches_his_head(letters: Letters, now: MovingClock) -> None:
    card = letters.errand(by="alisa", executor=letters.office.id("viktor"))
    report(letters, card, by="viktor")
    now.to("2026-07-09 18:00")
    assert letters.told("alisa", "Отчёт по поручению ждёт вашего решения") == [msk("2026-07-06 10:00")]
    assert letters.told("boris", "Автор не принимает отчёт")
    letters.decide(card, "accept", "accepted", "boris")
    assert letters.stage(card) == "done"


def test_an_executor_on_leave_is_stood_in_for_and_a_dismissed_one_replaced(letters: Letters) -> None:
    away(letters, "alisa", "viktor")
    card = letters.errand()
    assert letters.holders(card) == ["viktor"]
    other = letters.errand(executor=letters.office.id("junior"))
    letters.dismiss("junior")
    assert letters.holders(other) == ["chief"]
    report(letters, other, by="chief")
    assert letters.stage(other) == "review"


def test_nobody_is_given_an_errand_who_left(letters: Letters) -> None:
    letters.dismiss("junior")
    with pytest.raises(Invalid) as refused:
        letters.errand(executor=letters.office.id("junior"))
    assert set(refused.value.fields) == {"executor"}
    with pytest.raises(Invalid) as refused:
        letters.errand(co_executors=[letters.office.id("viktor"), letters.office.id("junior")])
    assert set(refused.value.fields) == {"co_executors"}


def test_the_author_cancels_and_starts_again(letters: Letters) -> None:
    card = letters.errand()
    with pytest.raises(Forbidden):
        commands.withdraw_card(letters.office.actor("alisa"), card=card)
    commands.withdraw_card(letters.office.actor("director"), card=card)
    letters.settle()
    assert (letters.stage(card), letters.open(card)) == ("cancelled", [])
    assert letters.told("alisa", "Поручение отменено")
    commands.restart_card(letters.office.actor("director"), card=card)
    letters.settle()
    assert letters.holders(card) == ["alisa"]


# -- acquaintance ------------------------------------------------------------------------------------------------------


def test_everybody_reads_and_it_is_over(letters: Letters) -> None:
    card = letters.acquaintance("alisa", "boris", "viktor")
    assert letters.holders(card) == ["alisa", "boris", "viktor"]
    for who in ("viktor", "alisa"):
        letters.decide(card, "read", "read", who)
    assert (letters.stage(card), letters.holders(card)) == ("reading", ["boris"])
    letters.decide(card, "read", "read", "boris")
    assert letters.stage(card) == "done"
    assert letters.told("director", "Все ознакомились: Приказ о режиме")


def test_nobody_reads_for_another_nor_twice(letters: Letters) -> None:
    card = letters.acquaintance("alisa", "boris")
    task = letters.task(card, "read", "alisa").pk
    for who in ("boris", "director"):
        with pytest.raises((Forbidden, Conflict)):
            commands.complete_task(letters.office.actor(who), task=task, outcome="read")
    letters.decide(card, "read", "read", "alisa")
    with pytest.raises(Conflict) as refused:
        commands.complete_task(letters.office.actor("alisa"), task=task, outcome="read")
    assert refused.value.code == "already_decided"


def test_an_acquaintance_needs_readers(letters: Letters) -> None:
    with pytest.raises(Invalid) as refused:
        letters.acquaintance()
    assert set(refused.value.fields) == {"readers"}


def test_late_readers_are_reminded_and_the_author_is_told(letters: Letters, now: MovingClock) -> None:
    card = letters.acquaintance("alisa", "viktor", by="boris")
    letters.decide(card, "read", "read", "alisa")
    now.to("2026-07-06 18:00")
    assert letters.told("viktor", "Вы ещё не ознакомились") == [msk("2026-07-06 10:00")]
    assert letters.told("alisa", "Вы ещё не ознакомились") == []
    now.to("2026-07-08 18:00")
    assert letters.told("viktor", "всё ещё не ознакомились") == [msk("2026-07-07 10:00"), msk("2026-07-08 10:00")]
    for who in ("boris", "sveta"):
        assert letters.told(who, "Есть кто не ознакомился в срок") == [msk("2026-07-07 10:00")]
    for who in ("director", "ops"):
        assert letters.told(who, "Ознакомление затянулось") == [msk("2026-07-08 10:00")]


def test_a_reader_who_leaves_keeps_nobody_waiting(letters: Letters) -> None:
    card = letters.acquaintance("alisa", "junior")
    letters.decide(card, "read", "read", "alisa")
    letters.dismiss("junior")
    assert letters.holders(card) == ["chief"]
    letters.decide(card, "read", "read", "chief")
    assert letters.stage(card) == "done"


# -- about a card ------------------------------------------------------------------------------------------------------


def test_an_errand_opens_exactly_the_one_card(letters: Letters) -> None:
    about, other = letters.incoming(), letters.incoming()
    assert not letters.sees("viktor", about)
    letters.errand(executor=letters.office.id("viktor"), co_executors=[letters.office.id("chief")], about=about)
    for who in ("viktor", "chief"):
        assert letters.sees(who, about)
        assert not letters.sees(who, other)
    commands.comment_card(letters.office.actor("viktor"), card=about, text="Вижу")
    assert not letters.sees("junior", about)


def test_whoever_comes_to_the_errand_later_sees_the_card_as_well(letters: Letters) -> None:
    about = letters.incoming()
    card = letters.errand(about=about)
    task = letters.task(card, "perform").pk
    commands.forward_task(letters.office.actor("alisa"), task=task, to=letters.office.id("junior"))
    letters.settle()
    assert letters.sees("junior", about)
    fields = {"co_executors": [letters.office.id("viktor")]}
    commands.edit_card(letters.office.actor("director"), card=card, fields=fields)
    letters.settle()
    assert letters.sees("viktor", about)


def test_readers_see_the_card_they_are_to_read(letters: Letters) -> None:
    about = letters.outgoing()
    letters.acquaintance("viktor", about=about, by="alisa")
    assert letters.sees("viktor", about)


def test_nobody_shows_others_what_they_do_not_see(letters: Letters) -> None:
    """An id is no way to somebody else's letter."""
    about = letters.incoming()
    for kind, fields in (
        (ERRAND, {"title": "Прочитай", "executor": letters.office.id("junior"), "about": about}),
        (ACQUAINTANCE, {"title": "Прочитай", "readers": [letters.office.id("junior")], "about": about}),
    ):
        with pytest.raises(Invalid) as refused:
            commands.create_card(letters.office.actor("viktor"), card_type=kind, fields=fields)
        assert refused.value.fields == {"about": "Такой карточки нет."}
    card = letters.errand(by="viktor", executor=letters.office.id("junior"))
    with pytest.raises(Invalid):
        commands.edit_card(letters.office.actor("viktor"), card=card, fields={"about": about})
    letters.settle()
    assert not letters.sees("junior", about)
    assert not letters.sees("viktor", about)


def test_who_sees_without_a_word_shows_nothing(letters: Letters) -> None:
    """Showing a card asks for the right to talk on it."""
    about = letters.errand(by="boris", executor=letters.office.id("alisa"))
    rows = [
        {"who": "everyone", "may": ["create"], "scope": "all"},
        {"who": "everyone", "may": ["view"], "scope": "all"},
        {"who": "everyone", "may": ["view", "comment"], "scope": "own"},
    ]
    definitions.set_grants(SYSTEM, card_type=ERRAND, grants=rows)
    with pytest.raises(Invalid) as refused:
        letters.acquaintance("junior", by="viktor", about=about)
    assert list(refused.value.fields) == ["about"]
    assert "право её комментировать" in refused.value.fields["about"]


def test_the_card_says_what_was_asked_about_it_and_who_has_read(letters: Letters) -> None:
    about = letters.incoming()
    errand = letters.errand(about=about, term="2026-07-08")
    reading = letters.acquaintance("alisa", "viktor", about=about)
    letters.decide(reading, "read", "read", "viktor")
    found = queries.about(letters.office.actor("director"), about)
    assert [one.id for one in found] == [reading, errand]
    first, second = found
    assert [(one.name.split()[0], one.state, one.outcome) for one in first.people] == [
        ("Алиева", "open", ""),
        ("Викторов", "done", "Ознакомлен(а)"),
    ]
    assert (len(first.done), len(first.waiting), first.stage.key) == (1, 1, "reading")
    assert (second.number, str(second.term), second.late) == (f"ПР-{errand}", "2026-07-08", False)
    assert [(one.field, one.state) for one in second.people] == [("executor", "open")]


def test_what_was_asked_is_shown_to_those_who_may_see_it_only(letters: Letters) -> None:
    about = letters.incoming()
    letters.assign(about)
    mine = letters.errand(executor=letters.office.id("viktor"), about=about)
    assert [one.id for one in queries.about(letters.office.actor("viktor"), about)] == [mine]
    assert queries.about(letters.office.actor("alisa"), about) == ()
    with pytest.raises(NotFound):
        queries.about(letters.office.actor("junior"), about)


def test_a_late_errand_is_late_there_too(letters: Letters, now: MovingClock) -> None:
    about = letters.incoming()
    letters.errand(about=about, term="2026-07-03")
    now.to("2026-07-06 10:00")
    assert [one.late for one in queries.about(letters.office.actor("director"), about)] == [True]


def test_who_read_for_a_colleague_is_named(letters: Letters) -> None:
    about = letters.incoming()
    card = letters.acquaintance("junior", "alisa", about=about)
    letters.dismiss("junior")
    letters.decide(card, "read", "read", "chief")
    part = queries.about(letters.office.actor("director"), about)[0].people[0]
    assert (part.person, part.state, part.by) == (letters.office.id("junior"), "done", letters.office.id("chief"))
