"""Whatever a condition asks, a route is not refused when some card can fulfil it."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from marshrut.definitions.schema.expressions import parse
from marshrut.engine.fields import for_conditions
from marshrut.engine.proofs import prove
from marshrut.engine.proofs.model import AUTHOR, OTHER
from tests.support.routes import card_type, definition, task, to

TODAY = date(2026, 7, 2)
FIELDS = """
  amount: {kind: money, title: Сумма}
  limit: {kind: money, title: Предел}
  many: {kind: number, title: Число}
  first: {kind: date, title: С}
  last: {kind: date, title: По, not_before: today}
  word: {kind: text, title: Слово}
  urgent: {kind: yes_no, title: Срочно}
  pick: &choice {kind: choice, title: Выбор, choices: [{key: a, title: А}, {key: b, title: Б}, {key: c, title: В}]}
  other: *choice
  whom: {kind: person, title: Кому}
  files: {kind: file, title: Файлы}
"""
SUMS = (0, 1, 5, 100, 100.5, 101, 5000, 10**6)
WORKING = (
    "  - {{key: work, title: Работа, require: [subject], tasks: [{one}]}}\n"
    "  - {{key: other, title: Дальше, require: [subject], tasks: [{two}]}}"
)


def question(chance: Random) -> str:
    sign, same, n = chance.choice(["=", "!=", "<", "<=", ">", ">="]), chance.choice(["=", "!="]), chance.choice(SUMS)
    letter, days = chance.choice("abc"), chance.randint(0, 40)
    sums = [f"amount {sign} {n}", f"{n} {sign} amount", f"amount {sign} limit", f"amount * 0.{days + 1} {sign} {n}"]
    sums += [f"many {sign} {n}", f"many {sign} 0 - {n}", f"many - amount {sign} {n}", f"abs(many) {sign} {n}"]
    dates = [f"first {sign} today", f"first {sign} last", f"last {sign} today", f"first {sign} today + days({days})"]
    dates += [f"last {sign} today - days({days})", f"last - first {sign} days({days})"]
    words = [f'word {same} "{letter}"', f'contains(word, "{letter}")', f'lower(word) {same} "{letter}"', "filled(word)"]
    rest = ["urgent", "filled(urgent)", f"urgent {same} false", f'pick {same} "{letter}"', 'pick in ["a", "b"]']
    rest += [f"pick {same} other", f"whom {same} author", f"amount {same} empty", f"count(files) {sign} {days // 8}"]
    return chance.choice(chance.choice([sums, dates, words, rest]))


def card(chance: Random) -> dict[str, Any]:
    def day(earliest: int) -> str:
        return (TODAY + timedelta(chance.randint(earliest, 60))).isoformat()

    sums = ("1", "2", "5", "50", "99.75", "100.25", "700", "12345", "777777", "100000000")
    values = {
        "amount": chance.choice(sums),
        "limit": chance.choice(sums),
        "many": chance.choice(("-7", "0", "0.5", "3", "100.2", "9999999")),
        "first": day(-60),
        "last": day(0),
        "word": chance.choice(("a", "b", "ab", "abc", "B")),
        "urgent": chance.choice((True, False)),
        "pick": chance.choice("abc"),
        "other": chance.choice("abc"),
        "whom": chance.choice((AUTHOR, OTHER)),
        "files": chance.choice(([1], [1, 2], [1, 2, 3, 4])),
    }
    return {key: value if chance.random() > 0.15 else None for key, value in values.items()}


@pytest.mark.parametrize("seed", range(16))
def test_a_condition_that_some_card_fulfils_refuses_nothing(seed: int) -> None:
    chance = Random(seed)
    values = {**for_conditions(card_type("", FIELDS), card(chance), AUTHOR), "today": TODAY}
    asked = [question(chance) for _ in range(chance.randint(1, 3))]
    holding = " and ".join(f"({one})" if parse(one).holds(values) else f"(not ({one}))" for one in asked)
    assert parse(holding).holds(values)
    stages = WORKING.format(one=task("one", to("other", when=f"'{holding}'")), two=task("two", to("done")))
    found = prove(definition(stages, FIELDS), budget=3000)
    assert [flaw.code for flaw in found if not flaw.warning] == [], holding
