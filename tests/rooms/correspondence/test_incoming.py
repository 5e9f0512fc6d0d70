"""An incoming letter from the secretary's desk to «Исполнено», with every turn it may take (S3.4–S3.9)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from marshrut.cards import commands, queries
from marshrut.cards.queries import Filter, listing
from marshrut.documents.models import Entry
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from tests.support.letter_office import INCOMING, MAIL, OUTGOING, Letters
from tests.support.toy import msk

# -- registration ------------------------------------------------------------------------------------------------------


def test_a_registered_letter_gets_its_number_on_the_card_and_goes_to_its_addressee(letters: Letters) -> None:
    card = letters.incoming()
    paper, fields = letters.paper(card), letters.fields(card)
    assert (letters.stage(card), letters.holders(card)) == ("resolution", ["director"])
    assert (paper.number, paper.status.key, paper.owner_card) == ("ВХ-0001/26", "review", card)
    assert (fields["reg_number"], fields["reg_date"]) == ("ВХ-0001/26", "2026-07-02")
    assert queries.names(letters.office.actor("sveta"), [card]) == {card: "ВХ-0001/26 О переносе срока поставки"}
    noted = letters.events(card, "card.edited")[-1]
    assert (noted.actor_kind, noted.body["fields"]) == ("robot", ["reg_date", "reg_number"])
    assert letters.told("director", "на рассмотрение входящее письмо: О переносе срока поставки")


def test_the_next_letter_gets_the_next_number(letters: Letters) -> None:
    letters.incoming()
    assert letters.fields(letters.incoming())["reg_number"] == "ВХ-0002/26"
    assert Entry.objects.count() == 2


@pytest.mark.parametrize("lacking", ["paper", "sender", "subject", "organisation"])
def test_without_its_main_data_a_letter_is_not_registered(letters: Letters, lacking: str) -> None:
    changes: dict[str, Any] = {lacking: None}
    with pytest.raises(Invalid) as refused:
        letters.incoming(**changes)
    assert list(refused.value.fields) == [lacking]
    assert not Entry.objects.exists()


def test_a_letter_belongs_to_a_project_or_says_that_it_does_not(letters: Letters) -> None:
    """A3.5"""
    with pytest.raises(Invalid) as refused:
        letters.incoming(project=None)
    assert refused.value.fields == {"project": "Выберите проект или отметьте «Без проекта»."}
    with pytest.raises(Invalid) as refused:
        letters.incoming(no_project=True)
    assert list(refused.value.fields) == ["no_project"]
    assert letters.stage(letters.incoming(project=None, no_project=True)) == "resolution"


def test_nobody_clears_the_project_later(letters: Letters) -> None:
    card = letters.incoming()
    with pytest.raises(Invalid) as refused:
        commands.edit_card(letters.office.actor("sveta"), card=card, fields={"project": None})
    assert refused.value.fields == {"project": "Выберите проект или отметьте «Без проекта»."}


@pytest.mark.parametrize("key", ["reg_number", "reg_date"])
def test_people_write_no_registration_number(letters: Letters, key: str) -> None:
    value = "ВХ-7777/26" if key == "reg_number" else "2026-07-01"
    with pytest.raises(Invalid) as refused:
        letters.incoming(**{key: value})
    assert list(refused.value.fields) == [key]
    card = letters.incoming()
    with pytest.raises(Invalid):
        commands.edit_card(letters.office.actor("sveta"), card=card, fields={key: value})


def test_only_the_secretary_and_the_operations_manager_register(letters: Letters) -> None:
    with pytest.raises(Forbidden):
        letters.incoming(by="alisa")
    assert letters.stage(letters.incoming(by="ops")) == "resolution"


def test_without_an_addressee_the_director_considers_it(letters: Letters) -> None:
    assert letters.holders(letters.incoming(addressee=None)) == ["director"]


def test_another_addressee_considers_it_himself(letters: Letters) -> None:
    assert letters.holders(letters.incoming(addressee=letters.office.id("boris"))) == ["boris"]


def test_registered_by_mistake_it_is_taken_back_and_its_number_stays(letters: Letters) -> None:
    card = letters.incoming()
    commands.withdraw_card(letters.office.actor("sveta"), card=card, reason="Второй раз то же письмо")
    letters.settle()
    assert (letters.stage(card), letters.open(card), letters.paper(card).status.key) == ("mistaken", [], "archived")
    commands.restart_card(letters.office.actor("sveta"), card=card)
    letters.settle()
    assert (letters.stage(card), letters.holders(card)) == ("intake", ["sveta"])
    letters.decide(card, "register", "registered", "sveta")
    assert letters.fields(card)["reg_number"] == "ВХ-0001/26"
    assert Entry.objects.count() == 1


# -- from the mailbox --------------------------------------------------------------------------------------------------


def test_a_letter_from_the_mailbox_waits_for_the_secretary(letters: Letters) -> None:
    card = letters.from_mail()
    assert (letters.stage(card), letters.holders(card)) == ("intake", ["sveta"])
    assert not Entry.objects.exists()
    line = letters.events(card, "card.signalled")[0]
    assert (line.body["key"], line.actor_kind) == ("from_mail", "robot")


def test_the_secretary_completes_and_confirms_it_with_one_press(letters: Letters) -> None:
    card = letters.from_mail()
    given = {"sender": letters.partner(), "organisation": letters.ours, "project": letters.project}
    letters.decide(card, "register", "registered", "sveta", fields={**given, "subject": "О поставке"})
    fields = letters.fields(card)
    assert (letters.stage(card), fields["subject"], fields["reg_number"]) == ("resolution", "О поставке", "ВХ-0001/26")


def test_what_the_mailbox_could_not_read_is_asked_for(letters: Letters) -> None:
    card = letters.from_mail()
    with pytest.raises(Invalid) as refused:
        letters.decide(card, "register", "registered", "sveta", fields={"organisation": letters.ours})
    assert set(refused.value.fields) == {"sender"}
    given = {"sender": letters.partner(), "organisation": letters.ours}
    with pytest.raises(Invalid) as refused:
        letters.decide(card, "register", "registered", "sveta", fields=given)
    assert refused.value.fields == {"project": "Выберите проект или отметьте «Без проекта»."}
    assert letters.stage(card) == "intake"


def test_what_is_no_letter_needs_a_reason_and_may_come_back(letters: Letters) -> None:
    card = letters.from_mail()
    with pytest.raises(Invalid):
        letters.decide(card, "register", "not_letter", "sveta")
    letters.decide(card, "register", "not_letter", "sveta", reason="Реклама")
    assert (letters.stage(card), letters.open(card)) == ("not_letter", [])
    assert not Entry.objects.exists()
    commands.restart_card(letters.office.actor("sveta"), card=card)
    letters.settle()
    assert letters.stage(card) == "intake"


def test_only_a_draft_listens_to_the_mailbox_and_only_programs_speak(letters: Letters) -> None:
    card = letters.from_mail()
    with pytest.raises(Conflict) as refused:
        commands.signal_card(MAIL, card=card, key="from_mail")
    assert refused.value.code == "signal_unknown"
    for who in ("sveta", "director", "admin"):
        with pytest.raises((Forbidden, NotFound)):
            commands.signal_card(letters.office.actor(who), card=card, key="from_mail")
        with pytest.raises((Forbidden, NotFound)):
            commands.note_card(letters.office.actor(who), card=card, fields={"reg_number": "1"})


# -- resolution --------------------------------------------------------------------------------------------------------


def test_the_head_names_the_executor_and_a_term(letters: Letters) -> None:
    card = letters.incoming()
    letters.assign(card, term="2026-07-08")
    task = letters.task(card, "execute")
    assert (letters.stage(card), letters.holders(card)) == ("work", ["alisa"])
    assert task.due_at == msk("2026-07-08 18:00")
    assert letters.paper(card).status.key == "in_work"
    assert letters.sees("alisa", card)
    assert not letters.sees("viktor", card)


def test_without_an_executor_nobody_is_assigned(letters: Letters) -> None:
    card = letters.incoming()
    with pytest.raises(Invalid) as refused:
        letters.decide(card, "assign", "assign", "director", fields={"resolution": "Разобраться"})
    assert set(refused.value.fields) == {"executor"}


def test_for_information_it_is_done_at_once(letters: Letters) -> None:
    card = letters.incoming()
    letters.decide(card, "assign", "note", "director")
    assert (letters.stage(card), letters.open(card), letters.paper(card).status.key) == ("done", [], "done")
    assert letters.told("sveta", "Письмо исполнено")


def test_the_head_sends_it_back_to_the_secretary_and_the_number_stays(letters: Letters) -> None:
    card = letters.incoming()
    with pytest.raises(Invalid):
        letters.decide(card, "assign", "back", "director")
    letters.decide(card, "assign", "back", "director", reason="Это Борисову")
    assert (letters.stage(card), letters.holders(card)) == ("intake", ["sveta"])
    letters.decide(card, "register", "registered", "sveta", fields={"addressee": letters.office.id("boris")})
    assert letters.holders(card) == ["boris"]
    assert (letters.fields(card)["reg_number"], Entry.objects.count()) == ("ВХ-0001/26", 1)


def test_a_stranger_decides_nothing(letters: Letters) -> None:
    card = letters.incoming()
    with pytest.raises(NotFound):
        letters.decide(card, "assign", "note", "viktor")
    with pytest.raises(Forbidden):
        letters.decide(card, "assign", "note", "sveta")


# -- work --------------------------------------------------------------------------------------------------------------


def test_no_reply_needed_it_is_done_with_what_was_done(letters: Letters) -> None:
    """S3.9"""
    card = letters.incoming()
    letters.assign(card)
    with pytest.raises(Invalid) as refused:
        letters.decide(card, "execute", "done", "alisa")
    assert set(refused.value.fields) == {"what_was_done"}
    letters.decide(card, "execute", "done", "alisa", fields={"what_was_done": "Позвонили, срок перенесён"})
    assert (letters.stage(card), letters.paper(card).status.key) == ("done", "done")


def test_not_mine_goes_back_to_the_head_who_names_another(letters: Letters) -> None:
    card = letters.incoming()
    letters.assign(card)
    with pytest.raises(Invalid):
        letters.decide(card, "execute", "back", "alisa")
    letters.decide(card, "execute", "back", "alisa", reason="Это к лаборатории")
    assert (letters.stage(card), letters.holders(card)) == ("resolution", ["director"])
    assert letters.fields(card).get("executor") is None
    letters.assign(card, "viktor")
    assert letters.holders(card) == ["viktor"]
    commands.edit_card(letters.office.actor("sveta"), card=card, fields={"delivery": "post"})  # nothing is in the way


def test_a_reply_makes_the_outgoing_letter_with_all_that_is_known(letters: Letters) -> None:
    """S3.7, S3.8"""
    card = letters.incoming()
    letters.assign(card)
    extra = letters.file("alisa", "Приложение.pdf")
    file = letters.file("alisa", "Ответ.pdf")
    made = letters.reply(card, reply_file=[file], reply_attachments=[extra])
    fields = letters.fields(made)
    assert (letters.stage(card), letters.open(card)) == ("answering", [])
    assert (letters.stage(made), letters.holders(made)) == ("approval", ["boris"])
    assert letters.state(made).author == letters.office.id("alisa")
    assert (fields["letter"], fields["attachments"], fields["text"]) == ([file], [extra], "Срок согласован.")
    assert (fields["recipient"], fields["answers"], fields["project"]) == (letters.partner(), card, letters.project)
    assert (fields["signatory"], fields["organisation"]) == (letters.office.id("director"), letters.ours)
    assert letters.paper(made, "letter_out").status.key == "approval"


def test_the_outgoing_letter_is_found_by_the_counterparty(letters: Letters) -> None:
    card = letters.incoming()
    letters.assign(card)
    made = letters.reply(card)
    found = listing(letters.office.actor("director"), OUTGOING, Filter(text="стеклозавод")).lines
    assert [line.id for line in found] == [made]
    incoming = listing(letters.office.actor("director"), INCOMING, Filter(text="стеклозавод вх-0001")).lines
    assert [line.id for line in incoming] == [card]  # the number came as a note, the words are all there


def test_a_reply_needs_its_text_and_one_file(letters: Letters) -> None:
    card = letters.incoming()
    letters.assign(card)
    with pytest.raises(Invalid) as refused:
        letters.decide(card, "execute", "reply", "alisa")
    assert set(refused.value.fields) == {"reply_text", "reply_file"}
    files = [letters.file("alisa", "Ответ.pdf"), letters.file("alisa", "Таблица.pdf")]
    with pytest.raises(Invalid) as refused:
        letters.reply(card, reply_file=files)
    assert "Приложения к ответу" in refused.value.fields["reply_file"]
    assert letters.stage(card) == "work"


def test_it_is_done_when_the_reply_is_sent(letters: Letters) -> None:
    """A3.3"""
    card = letters.incoming()
    letters.assign(card)
    made = letters.reply(card)
    letters.approve(made)
    assert letters.stage(card) == "answering"
    letters.send(made)
    assert (letters.stage(card), letters.paper(card).status.key) == ("done", "done")
    assert letters.told("director", "Письмо исполнено: О переносе срока поставки")
    assert letters.open(made) == ["their_number"]  # the reply has its own end


def test_a_withdrawn_reply_brings_the_letter_back_to_its_executor(letters: Letters) -> None:
    card = letters.incoming()
    letters.assign(card)
    made = letters.reply(card)
    commands.withdraw_card(letters.office.actor("alisa"), card=made, reason="Решили позвонить")
    letters.settle()
    assert (letters.stage(card), letters.holders(card)) == ("work", ["alisa"])
    again = letters.reply(card, reply_file=[letters.file("alisa", "Новый.pdf")])
    assert again != made
    letters.approve(again)
    letters.send(again)
    assert letters.stage(card) == "done"


def test_the_same_file_may_be_the_reply_once_more(letters: Letters) -> None:
    card = letters.incoming()
    letters.assign(card)
    file = letters.file("alisa", "Ответ.pdf")
    made = letters.reply(card, reply_file=[file])
    commands.withdraw_card(letters.office.actor("alisa"), card=made)
    letters.settle()
    again = letters.reply(card)
    assert letters.fields(again)["letter"] != []
    letters.approve(again)
    letters.send(again)
    assert letters.stage(card) == "done"


def test_a_colleague_who_left_meanwhile_hinders_no_reply(letters: Letters) -> None:
    card = letters.incoming(addressee=letters.office.id("boris"))
    letters.assign(card, by="boris")
    letters.dismiss("boris")
    made = letters.reply(card)
    assert letters.stage(made) == "approval"
    assert letters.holders(made) == ["director"]


def test_readers_of_the_resolution_get_it_for_acquaintance(letters: Letters) -> None:
    card = letters.incoming()
    letters.assign(card, readers=[letters.office.id("viktor"), letters.office.id("chief")])
    made = letters.child(card, "acquaintance")
    assert letters.holders(made) == ["viktor", "chief"]
    fields = letters.fields(made)
    assert (fields["about"], fields["title"]) == (card, "О переносе срока поставки")
    assert letters.sees("viktor", card)
    assert not letters.sees("viktor", letters.incoming())


def test_for_information_may_be_read_by_others_as_well(letters: Letters) -> None:
    card = letters.incoming()
    given: dict[str, Any] = {"readers": [letters.office.id("viktor")]}
    letters.decide(card, "assign", "note", "director", fields=given)
    assert letters.stage(card) == "done"
    assert letters.holders(letters.child(card, "acquaintance")) == ["viktor"]


def test_the_day_of_the_paper_is_the_day_of_registering(letters: Letters) -> None:
    paper = letters.paper(letters.incoming())
    assert paper.doc_date == date(2026, 7, 2)
