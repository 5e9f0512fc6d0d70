"""Cards and tasks at the console."""

from __future__ import annotations

from pathlib import Path

import pytest

from marshrut.cards import commands
from marshrut.cards.models import Card
from marshrut.history.models import Event
from tests.doors.api.packs import install_with_pause
from tests.support.office import PDF, Office

from .program import Program


@pytest.fixture
def bill(tmp_path: Path) -> Path:
    path = tmp_path / "Счёт.pdf"
    path.write_bytes(PDF)
    return path


def given(office: Office, bill: Path) -> list[str]:
    fields = [part for key, value in office.fields().items() for part in ("--field", f"{key}={value}")]
    return [*fields, "--file", f"invoice={bill}"]


def test_from_create_to_paid(marshrut: Program, office: Office, bill: Path) -> None:
    card = marshrut.json("card", "create", "payment_request", *given(office, bill), by="alisa")["card"]
    marshrut.done("task", "take", office.task(card, "approve").pk, by="boris")
    marshrut.done("task", "complete", office.task(card, "approve").pk, "approved", by="boris")
    marshrut.done("task", "complete", office.task(card, "finance").pk, "confirmed", by="finance")
    marshrut.done("task", "complete", office.task(card, "pay").pk, "finished", by="chief")
    order = office.task(card, "payment_order").pk
    marshrut.done("task", "complete", order, "finished", "--file", f"payment_order={bill}", by="junior")
    assert Card.objects.system("test").get(pk=card).stage == "paid"
    assert set(Event.objects.filter(subject=f"card:{card}", actor_kind="person").values_list("via", flat=True)) == {
        "cli"
    }


def test_list_is_a_table(marshrut: Program, office: Office) -> None:
    card = office.request()
    head, line, row = marshrut.done("card", "list", by="boris").splitlines()
    assert head.split()[:2] == ["№", "Стадия"]
    assert set(line) == {"─", " "}
    assert row.startswith(f"ЗО-{card}  Согласование руководителем  Флаконы 50 мл  Стеклозавод")
    assert "125\u202f000,50" in row
    assert row.endswith("Борисов\u00a0Б.")
    assert marshrut.done("card", "list", by="viktor") == "Пусто.\n"


def test_list_is_narrowed(marshrut: Program, office: Office) -> None:
    waiting, rejected = office.request(purpose="Флаконы"), office.request(purpose="Крышки")
    office.complete(rejected, "approve", "rejected", "boris", reason="Нет")

    def ids(*options: str) -> list[int]:
        return [one["id"] for one in marshrut.json("card", "list", *options, by="boris")]

    assert ids() == [rejected, waiting]
    assert ids("--mine") == ids("--state", "open") == ids("--stage", "unit_approval") == [waiting]
    assert ids("-q", "крышки") == ids("--state", "done", "--type", "payment_request") == [rejected]
    assert ids("--limit", "1") == [rejected]
    assert "Такого вида карточек нет" in marshrut.refused("card", "list", "--type", "nonsense", by="boris")


def test_card_is_shown(marshrut: Program, office: Office) -> None:
    card = office.request()
    text = marshrut.done("card", "show", f"ЗО-{card}", by="boris")
    assert f"ЗО-{card}  Флаконы 50 мл" in text
    assert "Контрагент: Стеклозавод" in text
    assert "approved (Согласовать), rejected (Отклонить)" in text
    found = marshrut.json("card", "show", card, by="boris")
    assert found["fields"]["amount"] == "125000.50"
    assert found["tasks"][0]["outcomes"] == ["approved", "rejected"]
    assert found["tasks"][0]["may"] == ["add_approver", "ask_opinion", "complete", "delegate", "forward", "take"]
    assert found["created_at"] == "2026-07-02T10:00:00+03:00"


def test_along_the_route_and_beside_it(marshrut: Program, office: Office, bill: Path) -> None:
    card = marshrut.json("card", "create", "payment_request", *given(office, bill), "--draft", by="alisa")["card"]
    assert marshrut.done("card", "start", card, by="alisa") == f"Готово: карточка {card}.\n"
    marshrut.done("card", "edit", card, "--field", "purpose=Крышки", by="alisa")
    marshrut.done("card", "attach", card, bill, by="alisa")
    marshrut.done("card", "comment", card, "Взгляните", "--mention", "viktor@example.ru", by="alisa")
    marshrut.done("card", "withdraw", card, "--reason", "Рано", by="alisa")
    marshrut.done("card", "restart", card, by="alisa")
    marshrut.done("card", "withdraw", card, by="alisa")
    marshrut.done("card", "move", card, "--to", "unit_approval", by="alisa")
    assert Card.objects.system("test").get(pk=card).round == 3
    kinds = [one["kind"] for one in marshrut.json("card", "history", card, by="viktor")]
    assert {"card.created", "card.edited", "file.attached", "card.commented", "card.withdrawn"} <= set(kinds)
    assert "«Взгляните»" in marshrut.done("card", "history", card, by="alisa")


def test_text_of_people_does_not_command_the_terminal(marshrut: Program, office: Office) -> None:
    card = office.request()
    marshrut.done("card", "comment", card, "\x1b[2Jстёрто\nвторая строка\x07", by="alisa")
    text = marshrut.done("card", "history", card, by="boris")
    assert "[2Jстёрто вторая строка»" in text
    assert not {"\x1b", "\x07"} & set(text)


def test_tasks_are_listed(marshrut: Program, office: Office) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    assert "Согласуйте заявку на оплату" in marshrut.done("task", "list", by="boris")
    assert marshrut.done("task", "list", by="alisa") == "Пусто.\n"
    (asked,) = marshrut.json("task", "list", "--which", "asked", by="alisa")
    assert (asked["id"], asked["card"]["id"]) == (task, card)


def test_delegate_pause_resume(marshrut: Program, office: Office) -> None:
    install_with_pause()
    task = office.task(office.request(), "approve").pk
    marshrut.done("task", "pause", task, "--until", "2026-07-03T09:00", "--reason", "Жду", by="boris")
    marshrut.done("task", "resume", task, by="boris")
    marshrut.done("task", "delegate", task, "--to", "director@example.ru", by="boris")
    assert [one["id"] for one in marshrut.json("task", "list", by="director")] == [task]


def test_refusals_are_sentences(marshrut: Program, office: Office) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    assert marshrut.refused("card", "show", card, by="viktor") == marshrut.refused("card", "show", 10**9, by="viktor")
    said = marshrut.refused("task", "complete", task, "rejected", by="boris")
    assert said.startswith("Укажите причину")
    assert "reason: " in said
    said = marshrut.refused("card", "create", "payment_request", by="alisa")
    assert {line.split(":")[0].strip() for line in said.splitlines()[1:]} == {
        "counterparty", "amount", "expense_item", "purpose", "invoice",
    }  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [
        ["card", "show"],
        ["card", "show", "abc"],
        ["card", "show", "0"],
        ["card", "list", "--limit", "0"],
        ["card", "list", "--colour", "red"],
        ["card", "create", "payment_request", "--field", "amount"],
        ["card", "create", "payment_request", "--file", "invoice=/no/such/file"],
        ["task", "complete", "1"],
        ["task", "pause", "1", "--until", "soon"],
    ],
)
def test_usage_errors(marshrut: Program, arguments: list[str]) -> None:
    marshrut.refused(*arguments, by="alisa", code=2)


def test_who_acts_must_be_said_and_known(marshrut: Program, office: Office) -> None:
    marshrut.refused("card", "list", code=2)
    assert "nobody@example.ru" in marshrut.refused("card", "list", by="nobody", code=2)


def test_handing_on_asking_and_undoing(marshrut: Program, office: Office) -> None:
    task = office.task(office.request(), "approve").pk
    marshrut.done("task", "delegate", task, "--to", "viktor@example.ru", by="boris")
    (found,) = marshrut.json("task", "list", by="viktor")
    assert (found["assignee"], found["principal"]) == (office.id("viktor"), office.id("boris"))
    marshrut.done("task", "take-back", task, by="boris")
    question = ("--to", "viktor@example.ru", "--question", "Как вам?")
    marshrut.done("task", "ask-opinion", task, *question, by="boris")
    (asked,) = marshrut.json("task", "list", by="viktor")
    assert "Дайте мнение" in marshrut.done("task", "list", by="viktor")
    marshrut.done("task", "complete", asked["id"], "given", "--reason", "Хорошо", by="viktor")
    marshrut.done("task", "add-approver", task, "--to", "viktor@example.ru", by="boris")
    marshrut.done("task", "complete", task, "approved", by="boris")
    marshrut.done("task", "undo", task, by="boris")
    assert "отменить" in marshrut.refused("task", "undo", task, by="boris")
    again = marshrut.json("task", "list", by="boris")[0]["id"]
    marshrut.done("task", "forward", again, "--to", "ops@example.ru", by="boris")
    assert "не ваше задание" in marshrut.refused("task", "forward", again, "--to", "director@example.ru", by="alisa")


def test_a_decision_on_what_was_not_seen_says_what_changed(marshrut: Program, office: Office) -> None:
    card = office.request()
    commands.edit_card(office.actor("alisa"), card=card, fields={"amount": "130000"})
    task = office.task(card, "approve").pk
    said = marshrut.refused("task", "complete", task, "approved", "--edition", 1, by="boris")
    assert "  Сумма: 125\u202f000,50\u00a0₽ → 130\u202f000,00\u00a0₽" in said
    marshrut.done("task", "complete", task, "approved", "--edition", 2, by="boris")
