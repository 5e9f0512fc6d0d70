"""One smallest broken route for each kind of flaw, and the mended one that passes."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from tests.support.routes import flaws, task, to


class Case(NamedTuple):
    code: str
    broken: tuple[str, ...]
    mended: tuple[str, ...]
    warning: bool = False


def work(*tasks: str, more: str = "", key: str = "work") -> str:
    listed = ", ".join(tasks)
    return f"  - {{key: {key}, title: Стадия {key}, require: [subject], tasks: [{listed}]{more}}}"


AMOUNT = "  amount: {kind: money, title: Сумма}"
NUMBER = "  number: {kind: text, title: Номер}"
WHOM = "  whom: {kind: person, title: Кому}"
FILL = "form: [{field: number, required: true}]"
HIGH, LOW = '"amount > 100"', '"amount <= 100"'
ONWARD = ", next: done"

CASES = [
    Case(
        "stuck",  # what the only button needs is asked for by nobody here, and only in tasks
        (
            "\n".join(
                [
                    work(task("ask", to("done", needs="[number]"))),
                    work(task("tell", to("done"), form="[{field: number, required: true}]"), key="later"),
                ]
            ),
            NUMBER,
        ),
        (work(task("ask", to("done", needs="[number]"), form="[{field: number, required: true}]")), NUMBER),
    ),
    Case(
        "nobody",  # the one who decides the second is the one who decided the first
        (
            work(
                task("one", to("next_one"), assignee="[{head_of: author}]", ladder="", may_also="[{role: clerk}]"),
            )
            + "\n"
            + work(
                task("two", to("done"), assignee="[{decided: one}]", not_decided_by="[one]", may_also="[{role: boss}]"),
                key="next_one",
            ),
        ),
        (
            work(task("one", to("next_one"), assignee="[{head_of: author}]", otherwise="[{role: clerk}]"))
            + "\n"
            + work(
                task(
                    "two",
                    to("done"),
                    assignee="[{decided: one}]",
                    not_decided_by="[one]",
                    otherwise="[{role: boss}]",
                ),
                key="next_one",
            ),
        ),
    ),
    Case(
        "nobody",  # whoever heads everybody has no head
        (work(task("one", to("done"), assignee="[{head_of: author}]")),),
        (work(task("one", to("done"), assignee="[{head_of: author}]", otherwise="[{role: clerk}]")),),
    ),
    Case(
        "robot_value",
        (
            work(
                task("one", to("done", robots='[{do: set, fields: {amount: "0 - 1"}}]')),
            ),
            AMOUNT,
        ),
        (work(task("one", to("done", robots='[{do: set, fields: {amount: "1 + 1"}}]'))), AMOUNT),
    ),
    Case(
        "robots_in_circle",
        (
            work(more=", on_enter: [{do: move, stage: other}]")
            + "\n"
            + work(more=", on_enter: [{do: move, stage: work}]", key="other"),
        ),
        (work(task("one", to("other"))) + "\n" + work(task("two", to("done")), key="other"),),
    ),
    Case(
        "unreached",
        (
            work(task("one", to("done")), more=', moves: [{to: other, by: [{author: true}], when: "1 > 2"}]')
            + "\n"
            + work(task("two", to("done")), key="other"),
        ),
        (
            work(task("one", to("done")), more=", moves: [{to: other, by: [{author: true}]}]")
            + "\n"
            + work(task("two", to("done")), key="other"),
        ),
    ),
    Case(
        "dead_button",
        (work(task("one", to("done") + ", " + to("lost", "refuse", when='"amount > 5 and amount < 3"'))), AMOUNT),
        (work(task("one", to("done") + ", " + to("lost", "refuse", when='"amount > 5 and amount < 9"'))), AMOUNT),
    ),
    Case(
        "dead_task",
        (work(task("one", to("done")), task("two", to("done"), when='"amount > 5 and amount < 3"')), AMOUNT),
        (work(task("one", to("done")), task("two", to("done"), when='"amount > 5 and amount < 9"')), AMOUNT),
        warning=True,
    ),
    Case(
        "hole",
        (
            work(
                task("small", to(""), when='"amount < 100"', kind="perform"),
                task("large", to(""), when='"amount > 100"', kind="perform"),
                more=ONWARD,
            ),
            AMOUNT,
        ),
        (
            work(
                task("small", to(""), when='"not amount > 100"', kind="perform"),
                task("large", to(""), when='"amount > 100"', kind="perform"),
                more=ONWARD,
            ),
            AMOUNT,
        ),
        warning=True,
    ),
    Case(
        "empty_skips",
        (work(task("small", to("")), task("large", to(""), when=HIGH), more=ONWARD), AMOUNT),
        (work(task("small", to("")), task("large", to(""), when='"not amount <= 100"'), more=ONWARD), ""),
        warning=True,
    ),
    Case(
        "never_filled",
        (
            work(task("one", to("other"), text='"Номер {{ number }}"'))
            + "\n"
            + work(task("two", to("done"), form="[{field: number, required: true}]"), key="other"),
            NUMBER,
        ),
        (
            work(task("one", to("other"), form="[{field: number, required: true}]"))
            + "\n"
            + work(task("two", to("done"), text='"Номер {{ number }}"'), key="other"),
            NUMBER,
        ),
    ),
    Case(
        "child_ignored",
        (work(more=", on_enter: [{do: create_card, key: kid, card_type: kid, wait: true}], next: done"),),
        (
            work(
                more=", on_enter: [{do: create_card, key: kid, card_type: kid, wait: true}],"
                " next: done, child_failed: lost"
            ),
        ),
        warning=True,
    ),
    Case(
        "long_sleep",
        (work(task("one", to("done"), pause="{max_days: 60}")),),
        (work(task("one", to("done"), pause="{max_days: 7}")),),
        warning=True,
    ),
    Case(
        "no_ladder",  # the ladder ends with somebody whom an empty field names
        (
            work(
                task(
                    "one",
                    to("done"),
                    assignee="[{author: true}]",
                    ladder="[{key: up, after: {work_days: 1}, while: open, do: escalate, to: [{person_in: whom}]}]",
                    form="[{field: whom}]",
                )
            ),
            WHOM,
        ),
        (work(task("one", to("done"), assignee="[{author: true}]")),),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)
def test_the_broken_route_is_told_and_the_mended_one_passes(case: Case) -> None:
    found = flaws(*case.broken)
    assert case.code in found, list(found)
    assert found[case.code].warning == case.warning
    assert case.code not in flaws(*case.mended)


def test_of_two_tasks_with_one_title_the_one_that_nobody_gets_is_named() -> None:
    alike = {"title": "Согласуйте"}
    first = work(task("one", to("later"), **alike))
    found = flaws(first + "\n" + work(task("two", to("done"), assignee="[{head_of: author}]", **alike), key="later"))
    assert {name: found["nobody"].names[name] for name in ("at", "task")} == {"at": "later", "task": "two"}
