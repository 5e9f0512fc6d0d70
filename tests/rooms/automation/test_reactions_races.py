"""Reactions under bad luck: two workers at once, a worker killed in the middle, a mail server that breaks off."""

from __future__ import annotations

import smtplib
import threading
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.db import connection
from pytest_django import Settings

from marshrut.automation import commands
from marshrut.automation.models import Fired, Notification
from marshrut.automation.reacting import doing, mailing, working
from marshrut.edocs.models import Turn
from marshrut.jobs.models import Effect
from marshrut.jobs.registry import Permanent
from tests.support import papers as support
from tests.support.bases import Answers, paper, signed
from tests.support.office import MovingClock
from tests.support.papers import Papers
from tests.support.reacting import came, cards, only, sign, told

from .effects import made


class Killed(BaseException):
    """The worker is gone: nothing catches it."""


def waiting(papers: Papers) -> int:
    """A signed document whose reactions were not begun; answers with its turn."""
    first = paper()
    papers.read(first)
    papers.read(signed(first))
    return int(Turn.objects.get(event="signed").pk)


def test_a_worker_killed_in_the_middle_leaves_nothing_behind(papers: Papers) -> None:
    reaction, turn = only(papers, "invoice"), waiting(papers)
    effect = made(papers.doc().card)
    with (
        patch.object(commands, "settle_reaction", side_effect=Killed),
        pytest.raises(Killed),
    ):
        working.react({"reaction": reaction, "turn": turn}, effect)
    assert (cards("invoice"), came()) == ([], [])
    working.react({"reaction": reaction, "turn": turn}, effect)
    assert len(cards("invoice")) == 1
    assert came() == [("done", "made")]


def test_a_trouble_of_our_own_is_tried_again(papers: Papers) -> None:
    reaction, turn = only(papers, "notify", whom="manager"), waiting(papers)
    with patch.object(doing, "deliver", side_effect=ConnectionError), pytest.raises(ConnectionError):
        working.react({"reaction": reaction, "turn": turn}, made(papers.doc().card))
    assert came() == []
    papers.work()
    assert came() == [("done", "told")]


def test_each_person_is_told_once_however_often_it_is_delivered(papers: Papers) -> None:
    only(papers, "notify", whom="manager")
    sign(papers)
    Effect.objects.filter(kind__in=("react", "edoc_turned")).update(state="todo")
    papers.work()
    assert Notification.objects.filter(about="reaction").count() == 1


def test_a_mail_that_may_have_gone_twice_says_so(papers: Papers, settings: Settings) -> None:
    """The server took it and the worker died before noting that: the same number goes out again, and it is told."""
    settings.EMAIL_HOST = "mail.example.ru"
    only(papers, "mail", whom="manager")
    dying = patch.object(commands, "settle_reaction", side_effect=_die_after_mail(commands.settle_reaction))
    with dying, pytest.raises(Killed):
        sign(papers)
    assert len(mail.outbox) == 1
    fired = Fired.objects.get()
    assert fired.state == "sending"
    mailing.send({"fired": fired.pk}, made(kind="react_mail", attempts=2))
    assert len({one.extra_headers["Message-ID"] for one in mail.outbox}) == 1
    assert came() == [("done", "mailed_again")]
    mailing.send({"fired": fired.pk}, made(kind="react_mail", attempts=3))
    assert len(mail.outbox) == 2


def _die_after_mail(real: Callable[..., bool]) -> Callable[..., bool]:
    def settle(*args: Any, **given: Any) -> bool:
        if given["state"] == "done":
            raise Killed
        return real(*args, **given)

    return settle


def test_an_address_that_is_refused_for_good(papers: Papers, settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.example.ru"
    reaction, turn = only(papers, "mail", whom="manager"), waiting(papers)
    working.react({"reaction": reaction, "turn": turn}, made(papers.doc().card))
    fired = Fired.objects.get()
    refused = smtplib.SMTPRecipientsRefused({"alisa@example.ru": (550, b"no such user")})
    with patch("django.core.mail.EmailMessage.send", side_effect=refused), pytest.raises(Permanent):
        mailing.send({"fired": fired.pk}, made(kind="react_mail"))
    assert came() == [("failed", "not_taken")]
    assert told() == [("alisa@example.ru", "Реакция не сработала: Написать сотрудникам по e-mail")]
    busy = smtplib.SMTPServerDisconnected("bye")
    Fired.objects.update(state="sending")
    with patch("django.core.mail.EmailMessage.send", side_effect=busy), pytest.raises(smtplib.SMTPServerDisconnected):
        mailing.send({"fired": fired.pk}, made(kind="react_mail"))
    assert Fired.objects.get().state == "sending"
    with patch("django.core.mail.EmailMessage.send", side_effect=busy), pytest.raises(Permanent):
        mailing.send({"fired": fired.pk}, made(kind="react_mail", attempts=6))
    assert came() == [("failed", "not_taken")]


def together(*acts: Callable[[], object]) -> list[BaseException]:
    """All at one moment; what went wrong."""
    gate, wrong = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            gate.wait(timeout=30)
            act()
        except BaseException as error:  # noqa: BLE001 - shown by the assertion
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return wrong


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once(moving: MovingClock, answers: Answers) -> None:
    papers = support.filled(support.build(moving, answers, "payments"))
    papers.deal()
    reaction = only(papers, "invoice")
    first = paper()
    papers.read(first)
    papers.read(signed(first))
    turn, card = int(Turn.objects.get(event="signed").pk), papers.doc().card
    react = lambda: working.react({"reaction": reaction, "turn": turn}, made(card))  # noqa: E731
    turned = lambda: working.turned({"turn": turn}, made(card))  # noqa: E731
    assert together(react, react, turned, turned) == []
    papers.work()
    assert len(cards("invoice")) == 1
    assert came() == [("done", "made")]


@pytest.mark.django_db(transaction=True)
def test_once_for_a_document_holds_at_once(moving: MovingClock, answers: Answers) -> None:
    """Two turns of one document at the same moment: one invoice."""
    papers = support.filled(support.build(moving, answers, "payments"))
    papers.deal()
    reaction = only(papers, "invoice", once=True)
    first = paper()
    papers.read(first)
    papers.read(signed(first))
    turn = Turn.objects.get(event="signed")
    again = Turn.objects.create(
        edoc=turn.edoc, n=turn.n + 1, event="signed", before="x", at=turn.at, noticed_at=turn.noticed_at
    )
    card = papers.doc().card
    acts = [lambda pk=pk: working.react({"reaction": reaction, "turn": pk}, made(card)) for pk in (turn.pk, again.pk)]
    assert together(*acts) == []
    assert len(cards("invoice")) == 1
    assert sorted(came()) == [("done", "made"), ("skipped", "once")]
