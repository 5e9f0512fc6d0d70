"""Routes that were refused though they are right: their values are tried, or what is not known is a warning only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib import import_module
from typing import NamedTuple

import pytest

from marshrut.engine.proofs import Flaw, prove
from marshrut.engine.proofs.acts import MOST_FORMS, ways
from marshrut.engine.proofs.values import Values
from tests.support.routes import definition, flaws, task, to

AMOUNT = "  amount: {kind: money, title: Сумма}"
PAIR = AMOUNT + "\n  limit: {kind: money, title: Предел}"
NEVER = ("stuck", "endless", "unreached", "dead_button")


def work(*tasks: str, more: str = "", key: str = "work") -> str:
    return f"  - {{key: {key}, title: Стадия {key}, require: [subject], tasks: [{', '.join(tasks)}]{more}}}"


def behind(condition: str) -> str:
    """A button and a stage that both want the condition, and no end without it."""
    one = task("one", to("other", when=f"'{condition}'"))
    return work(one) + "\n" + work(task("two", to("done")), key="other")


def refused(found: Mapping[str, Flaw]) -> list[str]:
    return sorted(code for code, flaw in found.items() if not flaw.warning)


class Case(NamedTuple):
    name: str
    condition: str
    fields: str


RIGHT = [
    Case("more constants than nine values", " or ".join(f"amount = {n}00" for n in range(1, 9)), AMOUNT),
    Case("the last of many", "amount > 10 and amount > 20 and amount > 30 and amount > 40 and amount > 50", AMOUNT),
    Case("between near ones", "amount > 100 and amount < 100.5", AMOUNT),
    Case("less than the smallest", "amount < 1", AMOUNT),
    Case("less than another", "amount < limit", PAIR),
    Case("less than another, and not the least", "limit > amount and amount > 1", PAIR),
    Case("a part of it", "amount * 0.1 > 1000", AMOUNT),
    Case("a part of it, far away", "amount * 0.001 > 70000000", AMOUNT),
    Case("less than a kopeck", "amount > 100.005", AMOUNT),
    Case("a computed limit", "amount > 1000 * 1000 + 1", AMOUNT),
    Case("the same word", "one = two", "  one: {kind: text, title: А}\n  two: {kind: text, title: Б}"),
    Case("another word", "one != two and filled(one)", "  one: {kind: text, title: А}\n  two: {kind: text, title: Б}"),
    Case("both words", 'contains(subject, "а") and contains(subject, "б")', ""),
    Case("days between", "last - first > days(45)", "  first: {kind: date, title: С}\n  last: {kind: date, title: По}"),
    Case("a day that only time brings", "last < today", "  last: {kind: date, title: До, not_before: today}"),
    Case("many files", "count(files) > 3", "  files: {kind: file, title: Файлы}"),
    Case("many people", "count(all) > 2", "  all: {kind: person, title: Все, several: true}"),
    Case(
        "another choice",
        "one != two",
        "  one: &pick {kind: choice, title: А, choices: [{key: a, title: А}, {key: b, title: Б}]}\n  two: *pick",
    ),
]


@pytest.mark.parametrize("case", RIGHT, ids=lambda case: case.name)
def test_a_condition_that_can_hold_refuses_nothing(case: Case) -> None:
    assert refused(flaws(behind(case.condition), case.fields)) == []


SEEN = [case for case in RIGHT if case.name not in ("both words", "a day that only time brings", "many people")]


@pytest.mark.parametrize("case", [one for one in SEEN if "far" not in one.name], ids=lambda case: case.name)
def test_most_are_seen_to_hold(case: Case) -> None:
    assert not flaws(behind(case.condition), case.fields).keys() & {*NEVER}


NEVER_HOLD = [
    Case("a sum", "amount > 5 and amount < 3", AMOUNT),
    Case("no sum of money is less", "amount < 0", AMOUNT),
    Case("nothing at all", "1 > 2", ""),
    Case("with something else that is not known", "1 > 2", PAIR),
]


@pytest.mark.parametrize("case", NEVER_HOLD, ids=lambda case: case.name)
def test_a_condition_that_never_holds_is_refused_still(case: Case) -> None:
    more = ", moves: [{to: done, by: [{role: clerk}], when: 'amount > limit * 9999'}]"
    beside = more if case.fields == PAIR else ""
    found = flaws(work(task("one", to("other", when=f"'{case.condition}'")), more=beside) + "\n" + OTHER, case.fields)
    assert {"unreached", "dead_button"} & {*refused(found)}


OTHER = work(task("two", to("done")), key="other")


def test_a_number_of_a_setting_may_be_another_tomorrow() -> None:
    about = definition(behind("$days > 5"), settings={"days": 0})
    found: dict[str, Flaw] = {flaw.code: flaw for flaw in prove(about)}
    assert refused(found) == []
    assert found["unreached"].warning or found["stuck"].warning


def test_what_a_robot_computes_may_be_anything() -> None:
    first = task("zero", to("middle", robots="[{do: set, fields: {limit: 'amount + amount'}}]"))
    middle = work(
        task(
            "one",
            to("other", when="'limit > 777'"),
        ),
        key="middle",
    )
    assert refused(flaws("\n".join([work(first), middle, OTHER]), PAIR)) == []


def test_a_card_of_a_head_may_be_mended_as_well() -> None:
    """Of others than an ordinary author nobody was seen to change a field: a wrong sum was a dead end."""
    assert refused(flaws(work(task("one", to("done", when="'amount <= 100'"))), AMOUNT)) == []


def test_a_field_counts_on_a_stage_that_is_passed_at_once() -> None:
    stages = [
        work(task("zero", to("through"))),
        "  - {key: through, title: Мимо, on_enter: [{do: move, stage: middle}]}",
        work(task("one", to("done"), when="'amount > 100'"), key="middle", more=", next: done"),
    ]
    assert "dead_task" not in flaws("\n".join(stages), AMOUNT)


# -- forms -------------------------------------------------------------------------------------------------------------


def test_every_value_of_every_field_of_a_form_is_tried() -> None:
    choices = [[(f"f{n}", value) for value in range(4)] for n in range(6)]
    tried = [dict(way) for way in ways(choices)]
    assert {(key, value) for way in tried for key, value in way.items()} == {one for many in choices for one in many}
    assert len(tried) == MOST_FORMS
    assert len({tuple(way.items()) for way in tried}) == MOST_FORMS


def test_of_very_many_values_none_is_left_out() -> None:
    choices = [[(f"f{n}", value) for value in range(26)] for n in range(4)]
    tried = {one for way in ways(choices) for one in way}
    assert tried == {one for many in choices for one in many}


def test_a_form_that_was_not_tried_in_every_way_is_told() -> None:
    keys = [f"f{n}" for n in range(8)]
    fields = "\n".join(f"  {key}: {{kind: yes_no, title: Поле {key}}}" for key in keys)
    form = "[" + ", ".join(f"{{field: {key}}}" for key in keys) + "]"
    last = " and ".join(keys)
    stages = work(task("zero", to("middle"), form=form)) + "\n"
    stages += work(task("one", to("done", when=f"'{last}'")), key="middle")
    found = flaws(stages, fields)
    assert "unfinished" in found
    assert refused(found) == []


def test_what_can_be_mended_for_a_head_is_a_warning_as_for_others() -> None:
    """Nobody changes fields when only others' cards are looked at: who is in an empty field was never there."""
    empty = task("zero", to("middle", robots="[{do: set, fields: {whom: empty}}]"))
    named = task("two", to("done"), assignee="[{person_in: whom}]")
    by_hand = ", moves: [{to: other, by: [{author: true}]}]"
    middle = work(task("one", to("other")), key="middle", more=by_hand)
    found = flaws("\n".join([work(empty), middle, work(named, key="other")]), "  whom: {kind: person, title: Кому}")
    assert found["nobody"].warning


# -- what is not found out is told -------------------------------------------------------------------------------------


def test_that_cards_of_others_were_not_looked_into_whole_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("marshrut.engine.proofs.prove"), "THIN", 3)
    found = flaws(work(task("one", to("done"))))
    assert found["unfinished"].names["whose"] == "head"


def test_the_sum_above_which_somebody_else_approves_is_told_apart() -> None:
    own = "self_approval: {policy: second_above, above: $own, field: amount}"
    one = task("one", to("done"), kind="approve")
    about = definition(work(one), AMOUNT, own, {"own": 500})
    assert Values(about, date(2026, 7, 2)).domains["amount"] == ("501.00", "500.00", "499.00", None)
