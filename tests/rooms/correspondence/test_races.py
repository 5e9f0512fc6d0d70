"""Two at once: two presses, a signal against a press, a signal that comes twice or too late, a worker killed."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.cards import commands, step
from marshrut.cards.models import Card
from marshrut.documents.models import Entry
from marshrut.jobs import registry
from marshrut.jobs.models import Effect
from marshrut.kernel.errors import Conflict
from tests.support.letter_office import MAIL, Letters


def sending(letters: Letters) -> tuple[int, int]:
    """A letter that is leaving by e-mail, and the visit the mail answers to."""
    card = letters.outgoing()
    letters.approve(card)
    letters.decide(card, "send", "by_email", "sveta", fields={"email": "office@steklo.example"})
    return card, letters.state(card).visit


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Any) -> None:
    """`act` happens between the reading and the writing of the next step, once."""
    decide = step._decide
    done: list[bool] = []

    def slow(*given: Any) -> Any:
        found = decide(*given)
        if not done:
            done.append(True)
            act()
        return found

    monkeypatch.setattr(step, "_decide", slow)


def test_two_presses_of_the_same_button(letters: Letters) -> None:
    card = letters.outgoing()
    task = letters.task(card, "approve").pk
    first = commands.complete_task(letters.office.actor("boris"), task=task, outcome="approved", key="press")
    again = commands.complete_task(letters.office.actor("boris"), task=task, outcome="approved", key="press")
    assert first == again
    with pytest.raises(Conflict) as refused:
        commands.complete_task(letters.office.actor("boris"), task=task, outcome="approved", key="another")
    assert refused.value.code == "already_decided"
    letters.settle()
    assert letters.holders(card) == ["director"]


def test_the_answer_of_the_mail_comes_before_the_press(letters: Letters, monkeypatch: pytest.MonkeyPatch) -> None:
    card, _visit = sending(letters)
    letters.signal(card, "send_unknown")
    task = letters.task(card, "check").pk
    meanwhile(monkeypatch, lambda: commands.signal_card(MAIL, card=card, key="sent", fields={"sent_on": "2026-07-02"}))
    with pytest.raises(Conflict) as refused:
        commands.complete_task(letters.office.actor("sveta"), task=task, outcome="not_sent")
    assert refused.value.code in ("task_closed", "already_decided")
    letters.settle()
    assert letters.stage(card) == "sent"


def test_the_press_comes_before_the_answer_of_the_mail(letters: Letters, monkeypatch: pytest.MonkeyPatch) -> None:
    card, visit = sending(letters)
    letters.signal(card, "send_unknown")
    task = letters.task(card, "check").pk
    meanwhile(monkeypatch, lambda: commands.complete_task(letters.office.actor("sveta"), task=task, outcome="not_sent"))
    with pytest.raises(Conflict) as refused:
        commands.signal_card(MAIL, card=card, key="sent", visit=visit + 1)
    assert refused.value.code == "signal_stale"
    letters.settle()
    assert letters.stage(card) == "dispatch"


def test_a_signal_that_comes_twice_moves_once(letters: Letters) -> None:
    card, visit = sending(letters)
    letters.signal(card, "sent", visit=visit, fields={"sent_on": "2026-07-02"})
    with pytest.raises(Conflict) as refused:
        commands.signal_card(MAIL, card=card, key="sent", visit=visit)
    assert refused.value.code == "signal_stale"
    assert letters.stage(card) == "sent"
    assert len(letters.events(card, "card.signalled")) == 1


def test_the_answer_to_an_earlier_sending_is_not_that_of_this_one(letters: Letters) -> None:
    card, first = sending(letters)
    letters.signal(card, "send_failed", visit=first)
    letters.decide(card, "send", "by_email", "sveta")
    second = letters.state(card).visit
    with pytest.raises(Conflict):
        commands.signal_card(MAIL, card=card, key="sent", visit=first)
    assert letters.stage(card) == "sending"
    letters.signal(card, "sent", visit=second, fields={"sent_on": "2026-07-02"})
    assert letters.stage(card) == "sent"


def test_it_leaves_once_a_visit(letters: Letters) -> None:
    card, _first = sending(letters)
    assert Effect.objects.filter(subject=card, kind="letter_send").count() == 1
    letters.signal(card, "send_failed")
    letters.decide(card, "send", "by_email", "sveta")
    assert Effect.objects.filter(subject=card, kind="letter_send").count() == 2


def test_the_author_withdraws_while_the_head_approves(letters: Letters, monkeypatch: pytest.MonkeyPatch) -> None:
    card = letters.outgoing()
    task = letters.task(card, "approve").pk
    meanwhile(monkeypatch, lambda: commands.withdraw_card(letters.office.actor("alisa"), card=card))
    with pytest.raises(Conflict):
        commands.complete_task(letters.office.actor("boris"), task=task, outcome="approved")
    assert letters.stage(card) == "withdrawn"


OURS = ("card_documents", "document_status", "register_document", "create_card", "card_shared", "child_finished")


def test_every_effect_twice_changes_nothing_more(letters: Letters) -> None:
    """A worker that was killed after its work and before it said so."""
    card = letters.incoming()
    letters.assign(card, readers=[letters.office.id("viktor")])
    made = letters.reply(card)
    letters.approve(made)
    letters.send(made)
    cards = Card.objects.system("test").count()
    before = {one: (letters.stage(one), letters.fields(one)) for one in (card, made)}
    for effect in Effect.objects.filter(kind__in=OURS).order_by("id"):
        taken = registry.TakenEffect(
            effect.pk, effect.kind, effect.lane, effect.dedup, effect.subject, effect.payload, 1, 1, 12
        )
        registry.effects[effect.kind].run(effect.payload, taken)
    letters.settle()
    assert {one: (letters.stage(one), letters.fields(one)) for one in (card, made)} == before
    assert (Card.objects.system("test").count(), Entry.objects.count()) == (cards, 2)
