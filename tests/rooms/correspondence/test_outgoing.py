"""An outgoing letter: the chain of heads, rework, every way of sending, the counterparty's number (S3.10–S3.16)."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from marshrut.cards import commands, queries
from marshrut.cards.queries import Filter, counts, listing, sheet, tasks
from marshrut.cards.queries.load import by_person, by_stage
from marshrut.cards.queries.wording import Wording
from marshrut.definitions import commands as definitions
from marshrut.documents.models import Entry
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from marshrut.org import commands as org
from marshrut.org import revision
from marshrut.org.models import Department
from tests.support.letter_office import OUTGOING, Letters
from tests.support.office import SYSTEM, MovingClock
from tests.support.toy import msk

BADGE = "нет вх. № контрагента"


def ready(letters: Letters, **changes: Any) -> int:
    """On the secretary's desk."""
    card = letters.outgoing(**changes)
    letters.approve(card)
    return card


def sent(letters: Letters) -> int:
    card = ready(letters)
    letters.send(card)
    return card


def by_email(letters: Letters, card: int) -> None:
    letters.decide(card, "send", "by_email", "sveta", fields={"email": "office@steklo.example"})


# -- who approves (A3.1) -----------------------------------------------------------------------------------------------


def test_heads_decide_one_after_another_up_to_the_signatory(letters: Letters) -> None:
    card = letters.outgoing()
    assert letters.holders(card) == ["boris"]
    letters.decide(card, "approve", "approved", "boris")
    assert (letters.stage(card), letters.holders(card)) == ("approval", ["director"])
    letters.decide(card, "approve", "approved", "director")
    assert (letters.stage(card), letters.holders(card)) == ("dispatch", ["sveta"])


def test_the_chain_ends_with_a_signatory_within_it(letters: Letters) -> None:
    """The same person as head and as signatory decides once."""
    card = letters.outgoing(signatory=letters.office.id("boris"))
    letters.decide(card, "approve", "approved", "boris")
    assert letters.stage(card) == "dispatch"


def test_a_signatory_outside_the_line_is_the_last(letters: Letters) -> None:
    card = letters.outgoing(signatory=letters.office.id("viktor"))
    for person in ("boris", "director"):
        letters.decide(card, "approve", "approved", person)
    assert (letters.stage(card), letters.holders(card)) == ("approval", ["viktor"])
    letters.decide(card, "approve", "approved", "viktor")
    assert letters.stage(card) == "dispatch"


def test_a_head_who_writes_himself_is_left_out(letters: Letters) -> None:
    card = letters.outgoing(by="boris")
    assert letters.holders(card) == ["director"]


def test_the_signatory_who_writes_himself_still_signs(letters: Letters) -> None:
    card = letters.outgoing(by="director")
    assert letters.holders(card) == ["director"]


def test_an_empty_seat_goes_to_the_next_head_up(letters: Letters) -> None:
    Department.objects.filter(name="Снабжение").update(head=None)
    revision.bump()
    assert letters.holders(letters.outgoing()) == ["director"]


def test_one_person_on_two_seats_decides_once(letters: Letters) -> None:
    Department.objects.filter(name="Снабжение").update(head=letters.office.people["director"])
    revision.bump()
    card = letters.outgoing()
    letters.decide(card, "approve", "approved", "director")
    assert letters.stage(card) == "dispatch"


def test_the_length_of_the_chain_is_a_setting_and_the_signatory_comes_after(letters: Letters) -> None:
    definitions.change_settings(SYSTEM, pack="letters", values={"chain_levels": "1"})
    card = letters.outgoing(signatory=letters.office.id("viktor"))
    letters.decide(card, "approve", "approved", "boris")
    assert letters.holders(card) == ["viktor"]


def test_without_a_signatory_the_director_is_the_last(letters: Letters) -> None:
    definitions.change_settings(SYSTEM, pack="letters", values={"chain_levels": "1"})
    card = letters.outgoing(signatory=None)
    letters.decide(card, "approve_director", "approved", "boris")
    assert letters.holders(card) == ["director"]
    letters.decide(card, "approve_director", "approved", "director")
    assert letters.stage(card) == "dispatch"


def test_a_head_dismissed_while_it_waits_is_replaced(letters: Letters) -> None:
    card = letters.outgoing()
    letters.dismiss("boris")
    assert letters.holders(card) == ["director"]
    letters.decide(card, "approve", "approved", "director")
    assert letters.stage(card) == "dispatch"


def test_a_head_on_leave_is_stood_in_for(letters: Letters) -> None:
    since, until = msk("2026-07-02 09:00"), msk("2026-07-21 00:00")
    org.set_absence(
        SYSTEM,
        person=letters.office.id("boris"),
        since=since,
        until=until,
        substitutes=[{"person": letters.office.id("viktor")}],
    )
    card = letters.outgoing()
    assert letters.holders(card) == ["viktor"]
    letters.decide(card, "approve", "approved", "viktor")
    line = letters.events(card, "task.completed")[0]
    assert (line.actor_id, line.on_behalf_of) == (letters.office.id("viktor"), letters.office.id("boris"))


def test_a_stranger_sees_nothing_and_decides_nothing(letters: Letters) -> None:
    card = letters.outgoing()
    assert not letters.sees("viktor", card)
    with pytest.raises(NotFound):
        letters.decide(card, "approve", "approved", "viktor")
    with pytest.raises(Forbidden):
        letters.decide(card, "approve", "approved", "sveta")


def test_a_letter_out_belongs_to_a_project_or_says_that_it_does_not(letters: Letters) -> None:
    with pytest.raises(Invalid) as refused:
        letters.outgoing(project=None)
    assert refused.value.fields == {"project": "Выберите проект или отметьте «Без проекта»."}
    assert letters.stage(letters.outgoing(project=None, no_project=True)) == "approval"


# -- rework (A3.2) -----------------------------------------------------------------------------------------------------


def test_after_rework_everybody_approves_anew_and_earlier_votes_stay_by_version(letters: Letters) -> None:
    card = letters.outgoing()
    letters.decide(card, "approve", "approved", "boris")
    with pytest.raises(Invalid):
        letters.decide(card, "approve", "rework", "director", reason="  ")
    letters.decide(card, "approve", "rework", "director", reason="Смягчите тон")
    assert (letters.stage(card), letters.holders(card)) == ("rework", ["alisa"])
    assert letters.paper(card, "letter_out").status.key == "draft"
    second = letters.file("alisa", "Исходящее-2.pdf")
    commands.edit_card(letters.office.actor("alisa"), card=card, fields={"letter": [second]})
    letters.decide(card, "revise", "sent", "alisa")
    assert (letters.stage(card), letters.holders(card)) == ("approval", ["boris"])  # again from the bottom
    letters.approve(card)
    assert letters.stage(card) == "dispatch"
    view = queries.card(letters.office.actor("alisa"), card)
    rounds = sheet.sheet(view, Wording(view.definition, view.chart)).rounds
    kept = [(line.name.split()[0], line.outcome, line.version) for one in rounds for line in one.lines]
    assert kept == [
        ("Борисов", "Согласовано", "1"),
        ("Громова", "Возвращено на доработку", "1"),
        ("Алиева", "Отправлено заново", "2"),
        ("Борисов", "Согласовано", "2"),
        ("Громова", "Согласовано", "2"),
    ]


def test_what_a_head_approved_is_locked_until_rework(letters: Letters) -> None:
    card = letters.outgoing()
    letters.decide(card, "approve", "approved", "boris")
    with pytest.raises(Conflict):
        commands.edit_card(letters.office.actor("alisa"), card=card, fields={"subject": "Другое"})


def test_the_author_withdraws_and_starts_again(letters: Letters) -> None:
    card = letters.outgoing()
    letters.decide(card, "approve", "approved", "boris")
    commands.withdraw_card(letters.office.actor("alisa"), card=card)
    letters.settle()
    assert (letters.stage(card), letters.open(card)) == ("withdrawn", [])
    commands.restart_card(letters.office.actor("alisa"), card=card)
    letters.settle()
    assert (letters.stage(card), letters.holders(card)) == ("approval", ["boris"])


def test_the_secretary_sends_it_back_to_the_author_and_the_number_stays(letters: Letters) -> None:
    card = ready(letters)
    letters.decide(card, "send", "back", "sveta", reason="Нет подписи на втором листе")
    assert (letters.stage(card), letters.holders(card)) == ("rework", ["alisa"])
    letters.decide(card, "revise", "sent", "alisa")
    letters.approve(card)
    assert (letters.fields(card)["reg_number"], Entry.objects.count()) == ("ИСХ-0001/26", 1)


# -- dispatch ----------------------------------------------------------------------------------------------------------


def test_an_approved_letter_has_its_number_before_it_is_sent(letters: Letters) -> None:
    card = ready(letters)
    paper, fields = letters.paper(card, "letter_out"), letters.fields(card)
    assert (paper.number, paper.status.key) == ("ИСХ-0001/26", "signing")
    assert (fields["reg_number"], fields["reg_date"]) == ("ИСХ-0001/26", "2026-07-02")
    assert letters.told("sveta", "Письмо согласовано")


@pytest.mark.parametrize("way", ["post", "courier", "by_hand", "email"])
def test_it_is_sent_in_any_way(letters: Letters, way: str) -> None:
    card = ready(letters)
    copy = letters.file("sveta", "Скан.pdf")
    letters.send(card, way, track_number="RA123456789RU", signed_copy=[copy])
    paper = letters.paper(card, "letter_out")
    assert (letters.stage(card), letters.fields(card)["way"]) == ("sent", way)
    assert (paper.status.key, str(paper.sent_on), paper.file_id) == ("sent", "2026-07-02", copy)
    assert letters.told("alisa", "Письмо отправлено: О сроках оплаты")


@pytest.mark.parametrize("lacking", ["way", "sent_on"])
def test_how_and_when_are_asked_for(letters: Letters, lacking: str) -> None:
    card = ready(letters)
    given: dict[str, Any] = {"way": "post", "sent_on": "2026-07-02", lacking: None}
    with pytest.raises(Invalid) as refused:
        letters.decide(card, "send", "sent", "sveta", fields=given)
    assert set(refused.value.fields) == {lacking}
    assert letters.stage(card) == "dispatch"


def test_by_email_it_waits_for_how_it_ended(letters: Letters) -> None:
    card = ready(letters)
    with pytest.raises(Invalid) as refused:
        letters.decide(card, "send", "by_email", "sveta")
    assert set(refused.value.fields) == {"email"}
    by_email(letters, card)
    assert (letters.stage(card), letters.open(card), letters.fields(card)["way"]) == ("sending", [], "email")
    letters.signal(card, "sent", fields={"sent_on": "2026-07-02"})
    assert (letters.stage(card), letters.paper(card, "letter_out").status.key) == ("sent", "sent")
    assert letters.open(card) == ["their_number"]


def test_each_way_of_sending_asks_for_its_own(letters: Letters) -> None:
    card = ready(letters)
    _view, task = queries.task(letters.office.actor("sveta"), letters.task(card, "send").pk)
    asked = {outcome.key: {entry.field for entry in task.rule.asked(outcome)} for outcome in task.outcomes}
    assert asked == {
        "by_email": {"email", "signed_copy"},
        "sent": {"way", "sent_on", "track_number", "signed_copy"},
        "back": set(),
    }


def test_the_signed_copy_leaves_by_email(letters: Letters) -> None:
    card = ready(letters)
    copy = letters.file("sveta", "Скан.pdf")
    given = {"email": "office@steklo.example", "signed_copy": [copy]}
    letters.decide(card, "send", "by_email", "sveta", fields=given)
    assert letters.paper(card, "letter_out").file_id == copy


def test_refused_by_the_mail_server_it_comes_back_with_the_reason(letters: Letters) -> None:
    card = ready(letters)
    by_email(letters, card)
    letters.signal(card, "send_failed", note="Сервер получателя: такого адреса нет")
    assert (letters.stage(card), letters.holders(card)) == ("dispatch", ["sveta"])
    line = letters.events(card, "card.signalled")[-1]
    assert line.erasable["note"][1] == "Сервер получателя: такого адреса нет"
    letters.send(card, "post", email="other@steklo.example")
    assert letters.fields(card)["way"] == "post"


@pytest.mark.parametrize(("outcome", "stage"), [("sent", "sent"), ("not_sent", "dispatch")])
def test_when_nobody_knows_the_secretary_looks(letters: Letters, outcome: str, stage: str) -> None:
    card = ready(letters)
    by_email(letters, card)
    letters.signal(card, "send_unknown")
    assert (letters.stage(card), letters.holders(card)) == ("checking", ["sveta"])
    given = {"fields": {"sent_on": "2026-07-02"}} if outcome == "sent" else {}
    letters.decide(card, "check", outcome, "sveta", **given)
    assert letters.stage(card) == stage


def test_what_turns_out_to_have_left_needs_nobody_to_look(letters: Letters) -> None:
    card = ready(letters)
    by_email(letters, card)
    letters.signal(card, "send_unknown")
    letters.signal(card, "sent", fields={"sent_on": "2026-07-02"})
    assert (letters.stage(card), letters.open(card)) == ("sent", ["their_number"])


# -- the counterparty's number (A3.4) ----------------------------------------------------------------------------------


def test_a_sent_letter_is_final_and_marked_until_the_number_is_there(letters: Letters) -> None:
    card = sent(letters)
    sveta = letters.office.actor("sveta")
    view = queries.card(sveta, card)
    assert (letters.stage(card), view.finished_at is not None, view.badges) == ("sent", True, (BADGE,))
    assert [line.badges for line in listing(sveta, OUTGOING, Filter()).lines] == [(BADGE,)]
    column = next(one for one in queries.board(sveta, queries.card_type(OUTGOING), Filter()) if one.stage == "sent")
    assert [line.badges for line in column.lines] == [(BADGE,)]
    assert [line.key for line in tasks(sveta)] == ["their_number"]
    assert counts(sveta)["mine"] == 1
    letters.decide(card, "their_number", "recorded", "sveta", fields={"their_number": "01-12/345"})
    assert (letters.stage(card), letters.fields(card)["their_number"]) == ("sent", "01-12/345")
    assert queries.card(sveta, card).badges == ()
    assert [line.badges for line in listing(sveta, OUTGOING, Filter()).lines] == [()]


def test_the_badge_speaks_english_too(letters: Letters) -> None:
    card = sent(letters)
    with translation.override("en"):
        assert queries.card(letters.office.actor("sveta"), card).badges == ("no number of theirs",)


def test_recorded_needs_the_number_and_none_needs_a_reason(letters: Letters) -> None:
    card = sent(letters)
    with pytest.raises(Invalid) as refused:
        letters.decide(card, "their_number", "recorded", "sveta")
    assert set(refused.value.fields) == {"their_number"}
    with pytest.raises(Invalid):
        letters.decide(card, "their_number", "not_given", "sveta")
    letters.decide(card, "their_number", "not_given", "sveta", reason="Контрагент писем не регистрирует")
    assert queries.card(letters.office.actor("sveta"), card).badges == ()


def test_the_secretary_has_five_working_days_and_is_reminded(letters: Letters, now: MovingClock) -> None:
    card = sent(letters)
    due = letters.task(card, "their_number").due_at
    assert due == msk("2026-07-09 10:00")
    now.to("2026-07-09 09:59")
    assert letters.told("sveta", "ещё не сообщил входящий номер") == []
    now.to("2026-07-09 10:30")
    assert letters.told("sveta", "ещё не сообщил входящий номер") == [msk("2026-07-09 10:00")]
    now.to("2026-07-13 18:00")
    assert letters.told("sveta", "всё ещё нет") == [msk("2026-07-13 10:00")]
    now.to("2026-07-16 18:00")
    assert letters.told("alisa", "не подтверждает получение письма") == [msk("2026-07-16 10:00")]
    assert letters.told("ops", "не подтверждает получение письма") == [msk("2026-07-16 10:00")]


def test_work_left_on_a_finished_card_is_seen_in_the_load(letters: Letters) -> None:
    card = sent(letters)
    sveta = letters.office.actor("sveta")
    assert [(one.person, one.tasks) for one in by_person(sveta)] == [(letters.office.id("sveta"), 1)]
    assert by_stage(sveta) == []
    assert letters.stage(card) == "sent"


def test_the_task_of_a_finished_card_goes_on_when_the_secretary_leaves(letters: Letters) -> None:
    card = sent(letters)
    letters.dismiss("sveta")
    assert letters.holders(card) == ["director"]
    letters.decide(card, "their_number", "not_given", "director", reason="Секретарь уволен")
    assert letters.open(card) == []


def test_a_bounced_letter_comes_back_for_dispatch(letters: Letters) -> None:
    card = ready(letters)
    by_email(letters, card)
    letters.signal(card, "sent", fields={"sent_on": "2026-07-02"})
    letters.signal(card, "bounced", note="Ящик получателя переполнен")
    view = queries.card(letters.office.actor("sveta"), card)
    assert (letters.stage(card), letters.holders(card), view.badges) == ("dispatch", ["sveta"], ())
    assert (view.finished_at, letters.fields(card).get("sent_on")) == (None, None)
    assert letters.fields(card)["reg_number"] == "ИСХ-0001/26"
    assert letters.paper(card, "letter_out").status.key == "signing"
    letters.send(card, "courier")
    paper = letters.paper(card, "letter_out")
    assert (letters.stage(card), paper.status.key, Entry.objects.count()) == ("sent", "sent", 1)
    assert letters.open(card) == ["their_number"]


def test_a_bounce_after_the_number_was_recorded_comes_back_too(letters: Letters) -> None:
    card = sent(letters)
    letters.decide(card, "their_number", "recorded", "sveta", fields={"their_number": "7"})
    letters.signal(card, "bounced")
    assert letters.stage(card) == "dispatch"


def test_a_finished_letter_is_edited_by_nobody(letters: Letters) -> None:
    card = sent(letters)
    with pytest.raises(Conflict):
        commands.edit_card(letters.office.actor("alisa"), card=card, fields={"email": "x@y.example"})


def test_what_a_program_learned_is_written_on_a_finished_letter(letters: Letters) -> None:
    card = sent(letters)
    commands.note_card(SYSTEM, card=card, fields={"their_number": "55-вх", "their_date": "2026-07-03"})
    letters.settle()
    assert letters.fields(card)["their_number"] == "55-вх"
    assert letters.open(card) == ["their_number"]  # a person confirms it
    before = letters.state(card).edition
    commands.note_card(SYSTEM, card=card, fields={"their_number": "55-вх"})
    assert letters.state(card).edition == before
