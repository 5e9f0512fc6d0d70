"""Letters find each other by fields, by headers of e-mails, by numbers in their texts, in whatever order they come."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from marshrut.documents import commands as documents
from marshrut.letters import commands, queries, working
from marshrut.letters.models import Letter, Link, Mention
from tests.support.office import SYSTEM
from tests.support.post import IN, OUT, Post

FIFTH, SIXTH = date(2026, 11, 5), date(2026, 11, 6)


def test_a_letter_alone_is_a_thread_of_one(post: Post) -> None:
    card = post.letter(their_number="77")
    assert post.thread(card) == card
    assert post.links(card) == set()


def test_what_is_no_letter_is_in_no_thread(post: Post) -> None:
    card = post.office.request()
    assert commands.relink(SYSTEM, card=card) == {"card": card, "thread": None, "links": 0}
    assert not Letter.objects.filter(card=card).exists()


@pytest.mark.parametrize(("field", "kind"), [("answers", "reply"), ("continues", "follow_up"), ("adds_to", "addendum")])
def test_a_field_links(post: Post, field: str, kind: str) -> None:
    first = post.letter()
    given: dict[str, Any] = {field: first}
    second = post.letter(OUT, **given)
    assert post.links(second) == {(first, kind, "field")}
    assert post.thread(second) == post.thread(first) == first


def test_a_field_that_is_changed_parts_them_again(post: Post) -> None:
    first, other = post.letter(), post.letter()
    second = post.letter(OUT, answers=first)
    post.edit(second, answers=other)
    assert post.links(second) == {(other, "reply", "field")}
    assert post.thread(first) == first
    assert post.thread(second) == other
    post.edit(second, answers=None)
    assert post.thread(second) == second


def test_our_number_in_their_text_links(post: Post) -> None:
    ours = post.letter(OUT, number="ИСХ-0012/26", date=FIFTH)
    theirs = post.letter(text="На ваш исх. № ИСХ-0012/26 от 05.11.2026 сообщаем…")
    assert post.links(theirs) == {(ours, "reply", "number")}
    assert post.thread(theirs) == ours


def test_their_number_in_our_text_links(post: Post) -> None:
    theirs = post.letter(their_number="01-15/340", their_date=FIFTH)
    ours = post.letter(OUT, text="В ответ на Ваше письмо № 01-15/340 от 05.11.2026 направляем окна.")
    assert post.links(ours) == {(theirs, "reply", "number")}


def test_their_incoming_number_of_our_letter_links(post: Post) -> None:
    ours = post.letter(OUT, number="ИСХ-0012/26", their_number="ВХ-900", their_date=SIXTH)
    theirs = post.letter(text="Ваше письмо (наш вх. № ВХ-900 от 06.11.2026) рассмотрено.")
    assert post.links(theirs) == {(ours, "reply", "number")}


def test_a_letter_that_names_an_own_one_of_before_follows_it_up(post: Post) -> None:
    first = post.letter(OUT, number="ИСХ-0012/26")
    second = post.letter(OUT, number="ИСХ-0013/26", text="В дополнение к нашему письму № ИСХ-0012/26")
    third = post.letter(OUT, text="Повторно: письмо № ИСХ-0012/26")
    assert post.links(second) == {(first, "addendum", "number")}
    assert post.links(third) == {(first, "follow_up", "number")}


def test_a_number_given_later_is_found(post: Post) -> None:
    """The reply may be registered before our letter has got its number."""
    ours = post.letter(OUT)
    theirs = post.letter(text="На № ИСХ-0012/26 от 05.11.2026")
    assert post.links(theirs) == set()
    post.edit(ours, number="ИСХ-0012/26", date=FIFTH)
    assert post.links(theirs) == {(ours, "reply", "number")}
    assert post.thread(theirs) == ours


def test_a_number_that_was_a_mistake_is_let_go(post: Post) -> None:
    ours = post.letter(OUT, number="ИСХ-0012/26")
    theirs = post.letter(text="На № ИСХ-0012/26")
    post.edit(ours, number="ИСХ-0021/26")
    assert post.links(theirs) == set()
    assert post.thread(theirs) == theirs


def test_a_plain_number_counts_for_the_same_company_only(post: Post) -> None:
    post.letter(OUT, number="12", date=FIFTH)
    stranger = post.letter(partner=post.company("Фольга", "7736050003"), text="На ваше письмо № 12 от 05.11.2026")
    assert post.links(stranger) == set()


def test_a_number_of_our_register_counts_for_everybody(post: Post) -> None:
    """A letter to one company may be answered by another: its owner, a bank, a ministry."""
    ours = post.letter(OUT, number="ИСХ-0012/26", date=FIFTH)
    stranger = post.letter(partner=post.company("Фольга", "7736050003"), text="На ваш исх. № ИСХ-0012/26 от 05.11.2026")
    assert post.links(stranger) == {(ours, "reply", "number")}


def test_the_same_number_of_another_year_is_another_letter(post: Post) -> None:
    post.letter(OUT, number="12", date=date(2025, 3, 1))
    this_year = post.letter(OUT, number="12", date=FIFTH)
    theirs = post.letter(text="На ваше письмо № 12 от 05.11.2026")
    assert post.links(theirs) == {(this_year, "reply", "number")}


def test_nobody_guesses_between_two(post: Post) -> None:
    post.letter(OUT, number="12")
    post.letter(OUT, number="12")
    assert post.links(post.letter(text="На ваше письмо № 12")) == set()


def test_the_number_at_the_head_of_a_letter_is_its_own(post: Post) -> None:
    post.letter(their_number="77", their_date=FIFTH)
    again = post.letter(their_number="77", their_date=SIXTH, text="Исх. № 77 от 06.11.2026")
    assert post.links(again) == set()


def test_a_contract_of_that_number_is_no_letter(post: Post) -> None:
    post.letter(OUT, number="15/2026")
    assert post.links(post.letter(text="По договору № 15/2026 от 05.11.2026 просим отгрузить")) == set()


def test_headers_of_mails_link(post: Post) -> None:
    ours, theirs = post.letter(OUT), post.letter()
    post.mail("<a@us>", ours, "out")
    post.mail("<b@them>", theirs, in_reply_to="<a@us>")
    assert post.links(theirs) == {(ours, "reply", "header")}
    third = post.letter()
    post.mail("<c@them>", third, references=["<x@nobody>", "<a@us>", "<b@them>"])
    commands.relink(SYSTEM, card=third)
    assert post.links(third) == {(theirs, "follow_up", "header")}


def test_a_mail_that_comes_before_the_one_it_answers(post: Post) -> None:
    theirs, ours = post.letter(), post.letter(OUT)
    post.mail("<b@them>", theirs, in_reply_to="<a@us>")
    post.mail("<a@us>", ours, "out")
    assert post.links(theirs) == {(ours, "reply", "header")}


def test_the_subject_of_a_mail_names_our_number(post: Post) -> None:
    ours, theirs = post.letter(OUT, number="ИСХ-0012/26"), post.letter()
    post.mail("<b@them>", theirs, subject="Re: ИСХ-0012/26 Окна")
    commands.relink(SYSTEM, card=theirs)
    assert [(other, why) for other, _kind, why in post.links(theirs)] == [(ours, "number")]


def test_a_paper_is_read_after_its_letter_was_registered(post: Post) -> None:
    """Scans take their time; then what they say counts as if it had been typed."""
    ours = post.letter(OUT, number="ИСХ-0012/26", date=FIFTH)
    file = post.office.file("ops", "Скан.pdf")
    theirs = post.letter(paper=[file])
    assert post.links(theirs) == set()
    documents.record_text(
        SYSTEM, file=file, lines=("ООО «Стеклозавод»", "Исх. № 77", "На № ИСХ-0012/26", "от 05.11.2026")
    )
    working.read_papers()
    assert post.links(theirs) == {(ours, "reply", "number")}
    assert queries.unread() == []


def test_one_link_a_pair_and_the_surest(post: Post) -> None:
    ours = post.letter(OUT, number="ИСХ-0012/26")
    theirs = post.letter(answers=ours, text="На ваш исх. № ИСХ-0012/26")
    assert post.links(theirs) == {(ours, "reply", "field")}


def test_a_long_chain_is_one_thread(post: Post) -> None:
    cards = [post.letter(settled=False)]
    for n in range(30):
        cards.append(post.letter(OUT if n % 2 else IN, answers=cards[-1], settled=False))
    post.settle()
    assert {post.thread(card) for card in cards} == {cards[0]}


def test_a_letter_in_the_middle_joins_and_parts_two_threads(post: Post) -> None:
    first, third = post.letter(), post.letter()
    middle = post.letter(OUT, answers=first, continues=third)
    assert {post.thread(one) for one in (first, middle, third)} == {first}
    post.edit(middle, continues=None)
    assert post.thread(third) == third
    assert post.thread(middle) == first


def test_projects_of_one_company_stay_apart(post: Post) -> None:
    """S3.2, however letters of one name those of the other."""
    school, clinic = post.project("Школа"), post.project("Клиника")
    one = post.letter(OUT, number="ИСХ-0001/26", project=school)
    two = post.letter(OUT, number="ИСХ-0002/26", project=clinic)
    reply = post.letter(project=school, text="На № ИСХ-0001/26 и письмо № ИСХ-0002/26")
    both = post.letter(text="На ваши письма № ИСХ-0001/26 и № ИСХ-0002/26")
    assert post.thread(reply) == post.thread(one) == one
    assert post.thread(two) != one
    assert post.thread(both) in (one, two)
    assert {other for other, _kind, _why in post.links(reply)} == {one, two}  # each is still one click from the other


def test_a_draft_that_gets_its_project_changes_its_thread(post: Post) -> None:
    school, clinic = post.project("Школа"), post.project("Клиника")
    one = post.letter(OUT, number="ИСХ-0001/26", project=school)
    reply = post.letter(text="На № ИСХ-0001/26")
    assert post.thread(reply) == one
    post.edit(reply, project=clinic)
    assert post.thread(reply) == reply
    post.edit(reply, project=school)
    assert post.thread(reply) == one


def test_all_of_it_can_be_rebuilt(post: Post) -> None:
    ours = post.letter(OUT, number="ИСХ-0012/26", date=FIFTH)
    theirs = post.letter(text="На ваш исх. № ИСХ-0012/26 от 05.11.2026", their_number="01-15/340")
    answer = post.letter(OUT, answers=theirs)
    mailed = post.letter()
    post.mail("<a@us>", answer, "out")
    post.mail("<b@them>", mailed, in_reply_to="<a@us>")
    commands.relink(SYSTEM, card=mailed)
    alone = post.letter()
    commands.link_letters(post.office.actor("ops"), card=alone, other=ours, kind="related")
    before = _state()
    Letter.objects.all().delete()
    Mention.objects.all().delete()
    Link.objects.exclude(because="hand").delete()
    post.rebuild()
    assert _state() == before
    post.rebuild()
    assert _state() == before


def test_rebuilding_forgets_what_is_no_letter(post: Post) -> None:
    card = post.letter()
    Letter.objects.create(
        card=card + 1000,
        type=IN,
        direction="in",
        day=FIFTH,
        thread=card + 1000,
        created_at=Letter.objects.get(card=card).created_at,
    )
    post.rebuild(limit=10)
    assert list(Letter.objects.values_list("card", flat=True)) == [card]


def test_looking_twice_changes_nothing(post: Post) -> None:
    post.letter(OUT, number="ИСХ-0012/26")
    theirs = post.letter(text="На № ИСХ-0012/26")
    before = set(Link.objects.values_list("pk", flat=True)), _state()
    commands.relink(SYSTEM, card=theirs)
    assert (set(Link.objects.values_list("pk", flat=True)), _state()) == before


def test_a_mail_is_told_where_it_belongs(post: Post) -> None:
    school = post.project("Школа")
    ours = post.letter(OUT, number="ИСХ-0012/26", date=FIFTH, project=school)
    post.mail("<a@us>", ours, "out")
    assert post.office.company is not None
    company = post.office.company.pk
    found = queries.suggest_thread(in_reply_to="<a@us>")
    assert found is not None
    assert (found.card, found.company, found.project, found.why) == (ours, company, school, "header")
    found = queries.suggest_thread(references=["<a@us>", "<zzz@them>"])
    assert found is not None
    assert found.card == ours
    found = queries.suggest_thread(subject="RE: ИСХ-0012/26", body="Добрый день!")
    assert found is not None
    assert (found.card, found.why, found.quoted) == (ours, "number", "ИСХ-0012/26")
    assert queries.suggest_thread(subject="Счёт", body="договор № ИСХ-0012/26") is None
    assert queries.suggest_thread(in_reply_to="<nobody@x>") is None


def _state() -> tuple[set[tuple[int, int]], set[tuple[int, int, str, str]], set[tuple[int, str]]]:
    return (
        set(Letter.objects.values_list("card", "thread")),
        set(Link.objects.values_list("card", "other", "kind", "because")),
        set(Mention.objects.values_list("card", "key")),
    )
