"""A letter leaves by e-mail: at most once, and whoever waits for it always hears how it ended."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

import pytest

from marshrut.documents import queries as documents
from marshrut.integrations.mail import copying, preparing, sending
from marshrut.jobs import effects
from marshrut.jobs.models import Effect
from marshrut.jobs.registry import TakenEffect
from marshrut.letters import commands as letters
from marshrut.letters import queries
from marshrut.letters.models import Dispatch, Mailbox
from tests.support import mails
from tests.support.letter_office import MAIL
from tests.support.mail_office import MailOffice

TO = "gromov@romashka.example"


def perform(office: MailOffice) -> None:
    """The worker's turn; what waits for its next try is tried now."""
    effects.hurry()
    effects.perform(effects.take(sending.LANE) or effects.take_again(sending.LANE))


def ready(office: MailOffice, *approvers: str, **changes: Any) -> int:
    """An agreed letter that the secretary told to leave by e-mail; it has not yet."""
    card = office.letters.outgoing(**changes)
    office.letters.approve(card, *approvers)
    settle = office.letters.settle
    office.letters.settle = lambda: None  # type: ignore[method-assign]
    office.letters.decide(card, "send", "by_email", "sveta", fields={"email": TO})
    office.letters.settle = settle  # type: ignore[method-assign]
    assert office.letters.stage(card) == "sending"
    return card


def state(card: int) -> str:
    return Dispatch.objects.filter(card=card).order_by("id").last().state  # type: ignore[union-attr]


def only(office: MailOffice) -> EmailMessage:
    (one,) = office.relay.mails()
    return one


def test_a_letter_leaves_with_its_files_and_number(office: MailOffice) -> None:
    card = ready(office, text="Уважаемый Пётр Иванович!\n.\nПросим подтвердить.")
    perform(office)
    office.letters.settle()
    mail = only(office)
    number = office.letters.fields(card)["reg_number"]
    assert number in str(mail["subject"])
    assert "О сроках оплаты" in str(mail["subject"])
    assert str(mail["message-id"]).startswith(f"<letter-{card}-")
    assert (str(mail["to"]), mail["from"].addresses[0].addr_spec) == (TO, office.address)
    body = mail.get_body()
    assert body is not None
    assert body.get_content().splitlines() == ["Уважаемый Пётр Иванович!", ".", "Просим подтвердить."]
    assert [one.get_filename() for one in mail.iter_attachments()] == ["Исходящее.docx.pdf"]
    assert office.letters.stage(card) == "sent"
    fields = office.letters.fields(card)
    assert (fields["way"], fields["sent_on"]) == ("email", "2026-07-02")
    assert office.relay.recipients == [TO]


def test_the_mail_is_kept_and_copied_to_sent_once(office: MailOffice) -> None:
    card = ready(office)
    perform(office)
    office.letters.settle()
    (message,) = queries.messages_of(MAIL, card)
    with documents.open_blob(message.file or 0) as content:
        assert content.read() == office.relay.taken[0]
    assert office.folder("Отправленные") == 1
    effect = Effect.objects.get(kind=copying.COPY)
    copying.copy(effect.payload, TakenEffect(1, "", "", "", card, {}, 1, 1, 1))
    assert office.folder("Отправленные") == 1


def test_an_answer_stands_in_the_thread_of_its_letter(office: MailOffice) -> None:
    office.put(mails.letter(message_id="<theirs@romashka.example>", References="<first@romashka.example>"))
    office.read()
    incoming = office.card()
    card = ready(office, "director", by="sveta", answers=incoming)
    perform(office)
    mail = only(office)
    assert str(mail["in-reply-to"]) == "<theirs@romashka.example>"
    assert str(mail["references"]) == "<first@romashka.example> <theirs@romashka.example>"
    # and their next letter comes to ours
    office.letters.settle()
    office.put(
        mails.letter("Re", "Спасибо, получили.", message_id="<next@r.example>", In_Reply_To=str(mail["message-id"]))
    )
    office.read()
    assert office.letters.fields(office.cards()[-1])["answers"] == card


@pytest.mark.parametrize("word", ["MAIL", "RCPT", "DATA"])
def test_greylisting_is_waited_out(office: MailOffice, word: str) -> None:
    card = ready(office)
    office.relay.bad[word] = "451 4.7.1 come back later"
    perform(office)
    assert (state(card), office.letters.stage(card)) == ("ready", "sending")
    perform(office)
    assert office.relay.taken == []
    office.relay.bad.clear()
    perform(office)
    office.letters.settle()
    assert (state(card), office.letters.stage(card), len(office.relay.taken)) == ("sent", "sent", 1)


@pytest.mark.parametrize("word", ["MAIL", "RCPT", "DATA"])
def test_a_refusal_brings_the_letter_back_with_the_servers_words(office: MailOffice, word: str) -> None:
    card = ready(office)
    office.relay.bad[word] = "550 5.1.1 no such mailbox"
    perform(office)
    office.letters.settle()
    assert (state(card), office.letters.stage(card)) == ("failed", "dispatch")
    assert office.letters.holders(card) == ["sveta"]
    assert "no such mailbox" in Dispatch.objects.get(card=card).note
    office.relay.bad.clear()
    office.letters.decide(card, "send", "by_email", "sveta", fields={"email": TO})
    office.letters.settle()
    assert (office.letters.stage(card), len(office.relay.taken)) == ("sent", 1)


@pytest.mark.parametrize(("mood", "left"), [("dropped", 1), ("lost", 0)])
def test_when_nobody_knows_a_person_is_asked_and_nothing_is_sent_again(
    office: MailOffice, mood: str, left: int
) -> None:
    card = ready(office)
    office.relay.bad["DATA"] = mood
    perform(office)
    office.letters.settle()
    assert (state(card), office.letters.stage(card)) == ("unknown", "checking")
    office.relay.bad.clear()
    perform(office)
    office.letters.settle()
    assert len(office.relay.taken) == left


class Killed(BaseException):
    pass


@pytest.mark.parametrize(
    ("point", "left", "stage"),
    [("before", 0, "sent"), ("going", 0, "checking"), ("handed", 1, "checking"), ("settled", 1, "sent")],
)
def test_killed_at_any_moment_it_leaves_at_most_once(
    office: MailOffice, monkeypatch: pytest.MonkeyPatch, point: str, left: int, stage: str
) -> None:
    card = ready(office)
    real: Any = letters.settle_dispatch

    def cut(actor: Any, **how: Any) -> Any:
        if (point, how["state"]) in (("before", "sending"), ("handed", "sent")):
            raise Killed
        answer = real(actor, **how)
        if (point, how["state"]) in (("going", "sending"), ("settled", "sent")):
            raise Killed
        return answer

    with monkeypatch.context() as patched:
        patched.setattr(letters, "settle_dispatch", cut)
        with pytest.raises(Killed):
            perform(office)
    assert len(office.relay.taken) == left
    Effect.objects.filter(kind=sending.EFFECT).update(state="retry")  # the lease is over
    perform(office)
    office.letters.settle()
    assert office.letters.stage(card) == stage
    assert len(office.relay.taken) == (1 if stage == "sent" else left)


def die_at_every_try(office: MailOffice, card: int, at: str) -> None:
    """Each worker was killed: the last of them with the sending in this state."""
    if at != "nothing":
        prepared = preparing.prepare(card, 5, None)
        message, _raw = sending._kept(card, prepared.account, prepared.mail)
        begun = letters.begin_dispatch(MAIL, card=card, visit=visit_of(card), message=message)
        if at != "ready":
            letters.settle_dispatch(MAIL, dispatch=begun["id"], state="sending")
        if at == "sent":
            letters.settle_dispatch(MAIL, dispatch=begun["id"], state="sent")
    Effect.objects.filter(kind=sending.EFFECT).update(attempts=sending.TRIES, state="dead", last_error=effects.LOST)


def visit_of(card: int) -> int:
    return int(Effect.objects.get(kind=sending.EFFECT, subject=card).payload["visit"])


@pytest.mark.parametrize(
    ("at", "stage"), [("nothing", "dispatch"), ("ready", "dispatch"), ("sending", "checking"), ("sent", "sent")]
)
def test_a_letter_that_kills_every_worker_does_not_wait_for_ever(office: MailOffice, at: str, stage: str) -> None:
    card = ready(office)
    die_at_every_try(office, card, at)
    sending.rescue()
    sending.rescue()
    assert office.letters.stage(card) == stage
    assert len(office.letters.events(card, "card.signalled")) == 1
    assert Effect.objects.get(kind=sending.EFFECT).state == "cancelled"
    assert office.relay.taken == []


def test_whoever_comes_after_three_dead_does_not_try_again(office: MailOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    card = ready(office)
    Effect.objects.filter(kind=sending.EFFECT).update(attempts=3, state="retry", last_error=effects.LOST)
    monkeypatch.setattr(sending, "_send", lambda *_one, **_more: pytest.fail("it was tried again"))
    perform(office)
    assert office.letters.stage(card) == "dispatch"


def test_a_letter_whose_server_was_away_is_left_to_its_tries(office: MailOffice) -> None:
    card = ready(office)
    Effect.objects.filter(kind=sending.EFFECT).update(attempts=5, state="retry", last_error="Temporary: away")
    sending.rescue()
    assert office.letters.stage(card) == "sending"
    perform(office)
    office.letters.settle()
    assert office.letters.stage(card) == "sent"


def slow(office: MailOffice, monkeypatch: pytest.MonkeyPatch, meanwhile: Any) -> int:
    """A worker was thought dead while the server was taking the letter; another asked people. Then the answer came."""
    card = ready(office)
    visit, real = visit_of(card), sending._hand_over

    def handed(*what: Any) -> Any:
        answer = real(*what)
        with monkeypatch.context() as other:
            other.setattr(sending, "_hand_over", real)
            sending.send({"visit": visit}, TakenEffect(1, sending.EFFECT, sending.LANE, "x", card, {}, 1, 2, 12))
        assert office.letters.stage(card) == "checking"
        meanwhile(card)
        return answer

    monkeypatch.setattr(sending, "_hand_over", handed)
    perform(office)
    office.letters.settle()
    return card


def test_a_late_answer_of_the_server_ends_the_doubt(office: MailOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    card = slow(office, monkeypatch, lambda _card: None)
    assert (state(card), office.letters.stage(card)) == ("sent", "sent")
    assert office.letters.open(card) == ["their_number"]
    assert office.letters.fields(card)["sent_on"]
    assert len(office.relay.taken) == 1
    assert office.letters.events(card, "card.commented") == []


def test_a_late_answer_takes_nothing_back_that_people_decided(
    office: MailOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def again(card: int) -> None:
        office.letters.decide(card, "check", "not_sent", "sveta")

    card = slow(office, monkeypatch, again)
    assert office.letters.stage(card) == "dispatch"
    assert len(office.letters.events(card, "card.commented")) == 1


def test_two_at_once_hand_it_over_once(office: MailOffice) -> None:
    card = ready(office)
    prepared = preparing.prepare(card, 5, None)
    message, raw = sending._kept(card, prepared.account, prepared.mail)
    begun = letters.begin_dispatch(MAIL, card=card, visit=5, message=message)
    letters.settle_dispatch(MAIL, dispatch=begun["id"], state="sending")
    assert sending._hand_over(prepared, begun["id"], raw).outcome == "taken"
    assert office.relay.taken == []


def test_a_stranger_with_the_servers_name_gets_no_password(office: MailOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    card = ready(office)
    monkeypatch.delenv("SSL_CERT_FILE")
    perform(office)
    office.letters.settle()
    assert (state(card), office.letters.stage(card)) == ("failed", "dispatch")
    assert office.relay.taken == []


def test_an_organisation_without_a_mailbox_says_so(office: MailOffice) -> None:
    card = ready(office)
    Mailbox.objects.update(smtp_host="")
    perform(office)
    office.letters.settle()
    assert office.letters.stage(card) == "dispatch"
    (event,) = office.letters.events(card, "card.signalled")
    assert Dispatch.objects.filter(card=card).count() == 0
    assert event.kind == "card.signalled"


def test_a_server_that_is_away_for_too_long_ends_in_a_refusal(office: MailOffice) -> None:
    card = ready(office)
    Mailbox.objects.update(smtp_port=9)
    perform(office)
    assert office.letters.stage(card) == "sending"
    Effect.objects.filter(kind=sending.EFFECT).update(attempts=sending.TRIES - 1)
    perform(office)
    office.letters.settle()
    assert office.letters.stage(card) == "dispatch"


# -- what comes back -----------------------------------------------------------------------------------------------


def sent(office: MailOffice) -> tuple[int, str]:
    card = ready(office)
    perform(office)
    office.letters.settle()
    return card, str(only(office)["message-id"]).strip("<>")


def test_a_bounce_brings_the_letter_back(office: MailOffice) -> None:
    card, name = sent(office)
    office.put(mails.bounce(name))
    office.read()
    assert (state(card), office.letters.stage(card)) == ("bounced", "dispatch")
    assert office.cards() == []
    office.put(mails.bounce(name))
    office.read()
    assert len(office.letters.events(card, "card.signalled")) == 2  # sent, bounced


@pytest.mark.parametrize("action", ["delayed", "delivered"])
def test_a_report_that_is_no_failure_is_a_remark(office: MailOffice, action: str) -> None:
    card, name = sent(office)
    office.put(mails.bounce(name, action=action, status="4.4.7" if action == "delayed" else "2.0.0"))
    office.read()
    assert office.letters.stage(card) == "sent"
    assert len(office.letters.events(card, "card.commented")) == 1


def test_an_automatic_answer_is_a_remark_and_no_letter(office: MailOffice) -> None:
    card, name = sent(office)
    office.put(mails.auto_reply(name), mails.auto_reply(name))
    office.read()
    assert office.cards() == []
    assert office.letters.stage(card) == "sent"
    assert len(office.letters.events(card, "card.commented")) == 1


def test_a_report_on_a_mail_of_somebody_else_touches_nothing(office: MailOffice) -> None:
    card, _name = sent(office)
    office.put(mails.bounce("somebody@elsewhere.example"))
    office.read()
    assert office.letters.stage(card) == "sent"
    assert office.messages()[-1].note == "bounce_unknown"


def test_mailings_and_our_own_mail_make_no_cards(office: MailOffice) -> None:
    _card, _name = sent(office)
    own = office.relay.taken[0]
    office.put(
        mails.letter(message_id="<news@shop.example>", List_Id="<news.shop.example>"),
        mails.letter(message_id="<self@x.example>", sender=office.address),
        own,
    )
    office.read()
    assert office.cards() == []
    assert office.folder() == 0
