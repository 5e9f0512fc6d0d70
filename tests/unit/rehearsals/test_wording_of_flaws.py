"""Every flaw is told as a sentence, and every step of the way to it, in both languages."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from django.utils import translation

from marshrut.engine.proofs import Flaw, Step
from marshrut.engine.proofs.flaw import Code, Kind
from marshrut.rehearsals.proofs import wording
from marshrut.rehearsals.proofs.wording import Wording
from tests.support.routes import card_type, definition, flaws, task, to
from tests.unit.engine.proofs.test_flaws import CASES, Case


def test_every_flaw_and_every_step_has_words() -> None:
    assert set(get_args(Code)) == set(wording._SENTENCES)
    assert set(get_args(Kind)) == set(wording._STEPS)


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_a_flaw_is_told(case: Case, language: str) -> None:
    flaw = flaws(*case.broken)[case.code]
    words = Wording(card_type(*case.broken))
    with translation.override(language):
        said = [words.told(flaw), *words.way(flaw)]
    assert all(one.endswith((".", ")")) and "%" not in one for one in said)
    russian = [any("а" <= letter <= "я" for letter in one) for one in said]
    assert language == "en" or all(russian)


DOUBTFUL = {"stuck", "unreached", "dead_button", "endless"}


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("case", [case for case in CASES if case.code in DOUBTFUL], ids=lambda case: case.code)
def test_what_is_doubtful_claims_no_more_than_was_tried(case: Case, language: str) -> None:
    words, flaw = Wording(card_type(*case.broken)), replace(flaws(*case.broken)[case.code], warning=True)
    with translation.override(language):
        assert ("tried" if language == "en" else "проверенных") in words.told(flaw)


def test_whether_states_or_forms_were_too_many_is_told_apart() -> None:
    words = Wording(card_type(""))
    names = {"states": 5, "decisions": 7}
    with translation.override("en"):
        assert "3 were left" in words.told(Flaw("unfinished", (), names={**names, "left": 3}))
        assert "form" in words.told(Flaw("unfinished", (), names={**names, "left": 0}))


def test_initials_end_the_sentence() -> None:
    words = Wording(card_type(""), person=lambda _person: "Жуков Б. П.")
    with translation.override("ru"):
        assert words.way(Flaw("nobody", (), names={"author": 1})) == ("Карточку создаёт Жуков Б. П.",)


def test_a_card_that_is_stuck_is_a_story() -> None:
    stages = (
        "  - {key: work, title: Проверка, require: [subject], tasks: ["
        + task("ask", to("done", title="Согласовать", needs="[number]"), title="Проверьте")
        + "]}\n  - {key: later, title: Потом, tasks: ["
        + task("tell", to("done"), form="[{field: number, required: true}]")
        + "]}"
    )
    fields = "  number: {kind: text, title: Номер}"
    flaw = flaws(stages, fields)["stuck"]
    words = Wording(definition(stages, fields).card_type)
    with translation.override("ru"):
        assert words.told(flaw) == (
            "Карточка на стадии «Проверка» → никто не может довести её до конца: что ни делай, она останется здесь."
            " «Согласовать» — не заполнено: «Номер»."
        )
        assert words.way(flaw) == ("Автор отправляет карточку.",)


def test_steps_say_what_was_filled_in() -> None:
    words = Wording(
        definition("", "  amount: {kind: money, title: Сумма}\n  good: {kind: yes_no, title: Да ли}").card_type
    )
    with translation.override("ru"):
        assert words.step(Step("edit", "done", "amount", fields={"amount": "100"})) == (
            "Стадия «Готово»: автор меняет поле «Сумма» — 100."
        )
        assert words.step(Step("start", "draft", fields={"good": True})) == "Автор отправляет карточку. (Да ли: да)"
