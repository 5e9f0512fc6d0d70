"""What a reader sees of threads: all of what they may see, in time order, and no trace of the rest."""

from __future__ import annotations

from datetime import date

import pytest

from marshrut.cards import commands as cards
from marshrut.kernel.errors import NotFound
from marshrut.letters import queries
from marshrut.letters.queries import Filter
from tests.support.office import SYSTEM, MovingClock
from tests.support.post import OUT, Post


def day(n: int) -> date:
    return date(2026, 11, n)


def test_a_thread_is_read_in_time_order(post: Post) -> None:
    actor = post.office.actor("ops")
    file = post.office.file("ops", "Письмо.pdf")
    school = post.project("Школа")
    first = post.letter(their_number="77", their_date=day(1), paper=[file], date=day(2), project=school, subject="Окна")
    third = post.letter(OUT, answers=first, number="ИСХ-2", date=day(4), executor=post.office.id("boris"))
    second = post.letter(OUT, answers=first, number="ИСХ-1", date=day(3))
    thread = queries.thread(actor, third)
    assert [one.card for one in thread.letters] == [first, second, third]
    assert (thread.count, thread.first, thread.last, thread.subject) == (3, day(2), day(4), "Окна")
    assert (thread.project, list(thread.companies.values())) == ("Школа", ["Стеклозавод"])
    line = thread.letters[0]
    assert [(one.name, one.field) for one in line.files] == [("Письмо.pdf", "paper")]
    assert {(one.other, one.kind, one.outward) for one in line.links} == {
        (second, "reply", False),
        (third, "reply", False),
    }
    assert thread.letters[2].people == (post.office.id("ops"), post.office.id("boris"))
    assert thread.letters[2].label == f"ПИ-{third}"
    newest = queries.thread(actor, third, newest=True)
    assert [one.card for one in newest.letters] == [third, second, first]


def test_a_thread_is_read_in_pages(post: Post) -> None:
    cards = [post.letter(date=day(1), settled=False)]
    cards += [post.letter(continues=cards[0], date=day(1 + n // 3), settled=False) for n in range(1, 10)]
    post.settle()
    for newest in (False, True):
        found: list[int] = []
        after: str | None = None
        while True:
            page = queries.thread(post.office.actor("ops"), cards[3], after, 4, newest=newest)
            found += [one.card for one in page.letters]
            after = page.after
            if after is None:
                break
        assert found == (cards[::-1] if newest else cards)


@pytest.mark.parametrize("after", ["", "x", "2026-11-05", "2026-13-05:1", "2026-11-05:x", "2026-11-05:٣", ":", "1:1"])
def test_a_broken_cursor_is_the_first_page(post: Post, after: str) -> None:
    card = post.letter()
    assert [one.card for one in queries.thread(post.office.actor("ops"), card, after).letters] == [card]


def test_what_one_may_not_see_leaves_no_trace(post: Post) -> None:
    """Алиса wrote two of five letters; the thread she sees has two."""
    first = post.letter(subject="Тайна", date=day(1))
    mine = post.letter(OUT, by="alisa", date=day(2))
    post.edit(mine, by="ops", answers=first)
    hidden = post.letter(OUT, answers=first, date=day(3))
    other = post.letter(by="alisa", date=day(4), subject="Окна-2")
    post.edit(other, by="ops", continues=hidden)
    last = post.letter(continues=other, date=day(5), subject="Тайна-2")
    assert len({post.thread(one) for one in (first, mine, hidden, other, last)}) == 1
    thread = queries.thread(post.office.actor("alisa"), mine)
    assert [one.card for one in thread.letters] == [mine, other]
    assert (thread.count, thread.first, thread.last) == (2, day(2), day(4))
    assert all(one.links == () for one in thread.letters)
    assert "Тайна" not in repr(thread)
    company = post.office.company.pk if post.office.company else 0
    heads = queries.of_company(post.office.actor("alisa"), company).heads
    assert [(one.count, one.first, one.last, one.newest.card) for one in heads] == [(2, day(2), day(4), other)]
    assert "Тайна" not in repr(heads)


def test_strangers_see_no_thread(post: Post) -> None:
    card, stranger = post.letter(), post.office.actor("viktor")
    for which in (card, 10**9):
        with pytest.raises(NotFound):
            queries.thread(stranger, which)
        assert queries.letter_of(stranger, which) is None
        assert queries.thread_cards(stranger, card=which) == []
    assert queries.listing(stranger, Filter()).lines == ()
    company = post.office.company.pk if post.office.company else 0
    assert queries.of_company(stranger, company).heads == ()
    assert queries.thread_cards(stranger, company=company) == []
    assert queries.of_company(stranger, company).projects == {}


def test_threads_of_a_company_by_project(post: Post) -> None:
    actor = post.office.actor("ops")
    company = post.office.company.pk if post.office.company else 0
    school, clinic = post.project("Школа"), post.project("Клиника")
    one = post.letter(project=school, date=day(1))
    last = post.letter(OUT, answers=one, project=school, date=day(2))
    two = post.letter(project=clinic, date=day(3))
    three = post.letter(date=day(4))
    post.letter(partner=post.company("Фольга", "7736050003"))
    found = queries.of_company(actor, company)
    assert [(head.newest.card, head.project, head.count) for head in found.heads] == [
        (three, "", 1),
        (two, "Клиника", 1),
        (last, "Школа", 2),
    ]
    assert [head.newest.card for head in queries.of_company(actor, company, school).heads] == [last]
    assert [head.newest.card for head in queries.of_company(actor, company, 0).heads] == [three]
    assert [head.newest.card for head in queries.of_project(actor, school).heads] == [last]
    assert queries.of_company(actor, company, 0).projects == {clinic: "Клиника", school: "Школа"}
    first = queries.of_company(actor, company, limit=2)
    rest = queries.of_company(actor, company, after=first.after, limit=2)
    assert [head.newest.card for head in (*first.heads, *rest.heads)] == [three, two, last]
    assert rest.after is None


def test_figures_of_a_thread(post: Post) -> None:
    first = post.letter(date=day(1))
    answer = post.letter(OUT, answers=first, date=day(2))
    post.finish(first)
    head = queries.of_company(post.office.actor("ops"), post.office.company.pk if post.office.company else 0).heads[0]
    assert (head.count, head.incoming, head.waiting, head.newest.card) == (2, 1, 1, answer)


def test_the_list_is_narrowed(post: Post, now: MovingClock) -> None:
    actor, school = post.office.actor("ops"), post.project("Школа")
    one = post.letter(their_number="01-15/340", subject="Окна школы", project=school, date=day(1))
    two = post.letter(OUT, number="ИСХ-0012/26", subject="Двери", date=day(3), executor=post.office.id("boris"))
    three = post.letter(partner=post.company("Фольга", "7736050003"), subject="Фольга", date=day(5))
    post.finish(two)

    def found(**wanted: object) -> list[int]:
        return [line.card for line in queries.listing(actor, Filter(**wanted)).lines]  # type: ignore[arg-type]

    assert found() == [three, two, one]
    assert found(direction="in") == [three, one]
    assert found(direction="out") == [two]
    assert found(text="окно школы") == [one]
    assert found(text="исх-12/26") == [two]
    assert found(text="01-15/340") == [one]
    assert found(company=post.office.company.pk if post.office.company else 0) == [two, one]
    assert found(project=school) == [one]
    assert found(project=0) == [three, two]
    assert found(state="done") == [two]
    assert found(state="open") == [three, one]
    assert found(since=day(2), until=day(3)) == [two]
    assert found(executor=post.office.id("boris")) == [two]
    assert found(no_their_number=True) == [two]
    cards.note_card(SYSTEM, card=two, fields={"their_number": "ВХ-900"})
    post.settle()
    assert found(no_their_number=True) == []
    first = queries.listing(actor, Filter(), limit=2)
    rest = queries.listing(actor, Filter(), first.after, 2)
    assert [line.card for line in (*first.lines, *rest.lines)] == [three, two, one]


def test_all_cards_of_a_thread_for_an_archive(post: Post) -> None:
    school = post.project("Школа")
    one = post.letter(date=day(2), project=school)
    two = post.letter(OUT, answers=one, date=day(1), project=school)
    three = post.letter(date=day(3))
    actor, company = post.office.actor("ops"), post.office.company.pk if post.office.company else 0
    assert queries.thread_cards(actor, card=one) == [two, one]
    assert queries.thread_cards(actor, project=school) == [two, one]
    assert queries.thread_cards(actor, company=company) == [two, one, three]
    assert queries.thread_cards(actor, company=company, since=day(2), until=day(2)) == [one]
    assert queries.thread_cards(actor) == []


def test_mails_of_a_letter_are_seen_with_it(post: Post) -> None:
    card = post.letter()
    post.mail("<b@them>", card, subject="Окна", sender="a@them.ru")
    assert [one.message_id for one in queries.messages_of(post.office.actor("ops"), card)] == ["b@them"]
    assert queries.messages_of(post.office.actor("viktor"), card) == ()
    assert queries.dispatches_of(post.office.actor("viktor"), card) == ()
    known = queries.message_by_id("<b@them>")
    assert known is not None
    assert known.card == card
