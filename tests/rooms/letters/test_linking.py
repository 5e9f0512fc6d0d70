"""Letters linked and parted by hand: by whom, which, and what comes of it."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from marshrut.letters import commands, queries
from marshrut.letters.models import Link
from tests.support.office import SYSTEM
from tests.support.post import OUT, Post


def test_the_secretary_links_two_letters(post: Post) -> None:
    actor = post.office.actor("ops")
    one, two = post.letter(), post.letter(OUT)
    done = commands.link_letters(actor, card=two, other=one, kind="reply")
    assert done == {"card": two, "other": one}
    assert post.links(two) == {(one, "reply", "hand")}
    assert commands.link_letters(actor, card=two, other=one, kind="reply") == done  # once more is harmless
    assert Link.objects.count() == 1


def test_a_hand_is_surer_than_a_number(post: Post) -> None:
    one = post.letter(OUT, number="ИСХ-0012/26")
    two = post.letter(text="На № ИСХ-0012/26")
    commands.link_letters(post.office.actor("ops"), card=two, other=one, kind="addendum")
    commands.relink(SYSTEM, card=two)
    assert post.links(two) == {(one, "addendum", "hand")}


def test_a_wrong_guess_is_refused_for_good(post: Post) -> None:
    actor = post.office.actor("ops")
    one = post.letter(OUT, number="ИСХ-0012/26")
    two = post.letter(text="На № ИСХ-0012/26")
    commands.unlink_letters(actor, card=two, other=one)
    assert post.thread(two) == two
    commands.relink(SYSTEM, card=two)
    post.rebuild()
    assert post.thread(two) == two
    shown = queries.letter_of(actor, two)
    assert shown is not None
    assert shown.links == ()
    commands.link_letters(actor, card=two, other=one, kind="reply")
    assert post.thread(two) == one


def test_what_a_field_links_is_parted_in_the_field(post: Post) -> None:
    one = post.letter()
    two = post.letter(OUT, answers=one)
    for card, other in ((two, one), (one, two)):
        with pytest.raises(Conflict) as refusal:
            commands.unlink_letters(post.office.actor("ops"), card=card, other=other)
        assert refusal.value.code == "link_of_field"
    assert post.thread(two) == one


def test_unlinking_what_is_not_linked_does_nothing(post: Post) -> None:
    one, two = post.letter(), post.letter()
    commands.unlink_letters(post.office.actor("ops"), card=one, other=two)
    assert not Link.objects.exists()


@pytest.mark.parametrize("kind", ["", "answer", "apart", "REPLY"])
def test_there_are_four_kinds(post: Post, kind: str) -> None:
    one, two = post.letter(), post.letter()
    with pytest.raises(Invalid) as refusal:
        commands.link_letters(post.office.actor("ops"), card=one, other=two, kind=kind)
    assert "kind" in refusal.value.fields


def test_not_with_itself_and_not_with_other_cards(post: Post) -> None:
    actor = post.office.actor("ops")
    letter, request = post.letter(), post.office.request()
    for card, other in ((letter, letter), (letter, request)):
        with pytest.raises(Invalid) as refusal:
            commands.link_letters(actor, card=card, other=other)
        assert "other" in refusal.value.fields


def test_not_both_ways_round(post: Post) -> None:
    actor = post.office.actor("ops")
    one, two = post.letter(), post.letter(OUT)
    commands.link_letters(actor, card=two, other=one, kind="reply")
    with pytest.raises(Conflict):
        commands.link_letters(actor, card=one, other=two, kind="reply")
    commands.link_letters(actor, card=one, other=two, kind="related")


def test_strangers_link_nothing(post: Post) -> None:
    """A letter that one may not see looks like one that is not there."""
    stranger, hidden = post.office.actor("viktor"), post.letter()
    mine = post.letter(by="viktor")
    for card in (hidden, 10**9):
        with pytest.raises(NotFound):
            commands.link_letters(stranger, card=card, other=mine)
        with pytest.raises(NotFound):
            commands.unlink_letters(stranger, card=card, other=mine)
    said = set()
    for other in (hidden, 10**9):
        with pytest.raises(Invalid) as refusal:
            commands.link_letters(stranger, card=mine, other=other)
        said.add((str(refusal.value), str(refusal.value.fields["other"])))
    assert len(said) == 1
    assert not Link.objects.exists()


def test_who_only_reads_links_nothing(post: Post) -> None:
    card = post.letter(executor=post.office.id("boris"))
    other = post.letter(executor=post.office.id("boris"))
    with pytest.raises(Forbidden):
        commands.link_letters(post.office.actor("boris"), card=card, other=other)


def test_people_do_not_look_anew_or_rebuild(post: Post) -> None:
    card = post.letter()
    for actor in (post.office.actor("ops"), post.office.actor("admin"), Actor.person(10**9)):
        with pytest.raises((Forbidden, NotFound)):
            commands.relink(actor, card=card)
        with pytest.raises((Forbidden, NotFound)):
            commands.rebuild(actor)
        with pytest.raises((Forbidden, NotFound)):
            commands.know_message(actor, message_id="a@b", direction="in")


def test_links_by_hand_stand_in_the_history(post: Post) -> None:
    from marshrut.history import queries as history

    one, two = post.letter(), post.letter(OUT)
    actor = post.office.actor("ops")
    commands.link_letters(actor, card=two, other=one, kind="reply")
    commands.unlink_letters(actor, card=two, other=one)
    kinds = [event.kind for event in history.timeline(f"letter:{two}")]
    assert sorted(kinds) == ["letters.linked", "letters.unlinked"]


@pytest.mark.django_db(transaction=True)
def test_threads_are_whole_after_a_race(post: Post) -> None:
    """Five links at one moment join six letters into one thread."""
    cards = [post.letter() for _n in range(6)]
    actor = post.office.actor("ops")
    barrier, troubles = threading.Barrier(5), list[BaseException]()

    def link(n: int) -> None:
        try:
            barrier.wait(10)
            commands.link_letters(actor, card=cards[n + 1], other=cards[n], kind="follow_up")
        except BaseException as error:  # noqa: BLE001 - told to the test
            troubles.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=link, args=(n,)) for n in range(5)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert troubles == []
    assert {post.thread(card) for card in cards} == {cards[0]}
