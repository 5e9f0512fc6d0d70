"""Stories told on a virtual clock: what they do, and what they say when something is otherwise."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from marshrut.definitions.schema.stories import Story
from marshrut.engine.play.stories import Told, tell
from tests.support.packs import pack

NO_REASON = "reason_required (reason: reason_required)"


def told(steps: str, key: str = "payments", **head: Any) -> Told:
    card = {"payments": "payment_request", "logistics": "logistics", "edocs": "edoc"}[key]
    story = {"key": "one", "title": "Одна", "card": card, "steps": yaml.safe_load(steps), **head}
    return tell(pack(key), Story.model_validate(story))


def failures(steps: str, **head: Any) -> list[tuple[int, str, Any, Any, str]]:
    return [(one.step, one.code, one.expected, one.found, one.what) for one in told(steps, **head).failures]


def test_a_request_is_paid_in_a_story() -> None:
    went = told("""
    - expect: {stage: unit_approval, open: {approve: head}, may: {approve: [head, operations_manager]},
               told: [{who: head, notice: task_opened}], untold: [author], ended: false, round: 1}
    - decide: {task: approve, outcome: approved}
    - decide: {task: finance, outcome: confirmed, by: finance_manager}
    - expect: {open: {pay: chief_accountant, payment_order: junior_accountant}, due: {pay: "2026-07-02 18:00"}}
    - decide: {task: pay, outcome: finished}
    - refused: {decide: {task: payment_order, outcome: finished, fields: {payment_order: null}}, code: required}
    - decide: {task: payment_order, outcome: finished}
    - expect: {stage: paid, open: {}, ended: success, fields: {payment_order: "*", note: null},
               told: [{who: author, notice: robot, text: "Счёт оплачен: За что платим"}], history: [card.moved]}
    """)
    assert went.failures == ()
    assert went.marks == (1, 1, 2, 3, 3, 4, 4, 5, 5), "an expectation and a refusal are no moments"


def test_silence_is_told_of_by_the_rung() -> None:
    went = told("""
    - wait: {work_days: 2}
    - expect: {told: [{who: head, notice: remind, text: ждёт вашего решения}], untold: [operations_manager, director]}
    - wait: {work_hours: 1}
    - expect: {told: [{who: operations_manager, notice: escalate}], history: [task.escalated], unsaid: [task.reminded]}
    - until: "2026-07-07 11:00"
    - expect: {may: {approve: [head, operations_manager, director, finance_manager]}}
    """)
    assert went.failures == ()


def test_who_is_away_is_stood_in_for_until_the_last_day() -> None:
    went = told("""
    - absent: {who: head, from: "2026-07-02", until: "2026-07-05", deputies: [colleague]}
    - expect: {open: {approve: colleague}, told: [{who: colleague, notice: task_passed}]}
    - until: "2026-07-05 23:59"
    - expect: {open: {approve: colleague}}
    - until: "2026-07-06 00:00"
    - expect: {open: {approve: head}, told: [{who: head, notice: task_opened}]}
    - dismissed: {who: head}
    - expect: {open: {approve: upper}}
    - back: {who: head}
    - expect: {open: {approve: head}}
    """)
    assert went.failures == ()


def test_a_role_nobody_holds_and_people_of_the_story() -> None:
    went = told(
        """
    - expect: {open: {approve: petrova}}
    - decide: {task: approve, outcome: approved}
    - expect: {open: {finance: petrov}}
    """,
        author="ivanov",
        without=["finance_manager"],
        people={
            "ivanov": {"head": "petrova"},
            "petrova": {"head": "petrova"},
            "petrov": {"roles": ["finance_manager"]},
        },
    )
    assert went.failures == ()


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ("[{expect: {stage: finance}}]", (1, "stage", "finance", "unit_approval", "")),
        ("[{expect: {open: {approve: upper}}}]", (1, "open", {"approve": ["upper"]}, {"approve": ["head"]}, "")),
        ("[{expect: {may: {approve: head}}}]", (1, "may", ["head"], ["head", "operations_manager"], "approve")),
        ("[{expect: {due: {approve: false}}}]", (1, "due", None, "2026-07-06 10:00", "approve")),
        ("[{expect: {due: {pay: false}}}]", (1, "no_task", None, "pay", "")),
        ("[{expect: {fields: {amount: '5'}}}]", (1, "fields", "5", "1000.00", "amount")),
        ("[{expect: {fields: {sum: '5'}}}]", (1, "unknown_field", None, "sum", "")),
        ("[{expect: {ended: success}}]", (1, "ended", "success", False, "")),
        ("[{expect: {round: 2}}]", (1, "round", 2, 1, "")),
        ("[{expect: {made: {child: draft}}}]", (1, "made", "draft", None, "child")),
        ("[{expect: {effects: [letter_send]}}]", (1, "effects", "letter_send", ["notify"], "letter_send")),
        ("[{expect: {unsaid: [task.opened]}}]", (1, "unsaid", None, 1, "task.opened")),
        ("[{expect: {untold: [head]}}]", (1, "untold", None, ["task_opened «Согласуйте заявку на оплату»"], "head")),
        ("[{expect: {told: [{who: author}]}}]", (1, "told", "*", [], "author")),
        ("[{expect: {told: [{who: nobody}]}}]", (1, "unknown_person", None, "nobody", "")),
        ("[{expect: {card: child, stage: x}}]", (1, "unknown_card", None, "child", "")),
        ("[{decide: {task: pay, outcome: finished}}]", (1, "no_task", None, "pay", "")),
        ("[{decide: {task: approve, outcome: rejected}}]", (1, "refused", None, NO_REASON, "")),
        ("[{refused: {take: {task: approve}}}]", (1, "not_refused", None, None, "take")),
        ("[{refused: {undo: {task: approve}, code: x}}]", (1, "refused_otherwise", "x", "nothing_to_undo", "undo")),
        ("[{wait: {hours: 1}}, {until: '2026-07-02 10:30'}]", (2, "bad_time", None, "2026-07-02 10:30", "")),
        ("[{until: tomorrow}]", (1, "bad_time", None, "tomorrow", "")),
    ],
)  # fmt: skip
def test_what_is_otherwise_is_told_with_its_step(steps: str, found: tuple[Any, ...]) -> None:
    assert failures(steps) == [found]


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ({"card": "unheard"}, (0, "unknown_type", "unheard")),
        ({"author": "nobody"}, (0, "unknown_person", "nobody")),
        ({"settings": {"no": 1}}, (0, "unknown_setting", "no")),
        ({"people": {"one": {"roles": ["no"]}}}, (0, "unknown_role", "one: no")),
        ({"fields": {"amount": None}}, (0, "refused", "missing_fields (amount: required)")),
        ({"at": "soon"}, (0, "bad_time", "soon")),
    ],
)
def test_what_is_wrong_before_the_first_step(head: dict[str, Any], found: tuple[int, str, Any]) -> None:
    went = told("[{expect: {stage: unit_approval}}]", **head)
    assert [(one.step, one.code, one.found) for one in went.failures] == [found]


def test_grants_are_asked_as_in_production() -> None:
    went = told("""
    - refused: {withdraw: {by: colleague}, code: not_found}
    - refused: {withdraw: {by: head}, code: forbidden}
    - refused: {edit: {by: finance_manager, fields: {note: Так}}, code: forbidden}
    - forward: {task: approve, by: operations_manager, to: upper, reason: Так}
    - expect: {open: {approve: upper}}
    """)
    assert went.failures == ()


def test_days_are_told_from_today() -> None:
    went = told(
        "[{expect: {fields: {pay_before: 2026-07-07}, due: {approve: '2026-07-06 10:00'}}}]",
        fields={"pay_before": "today+5"},
    )
    assert went.failures == ()
    assert failures("[{expect: {round: 1}}]", fields={"pay_before": "today+x"}) == [
        (0, "bad_time", None, "today+x", "")
    ]


def test_what_the_source_leads_begins_where_it_is() -> None:
    went = told(
        """
    - expect: {stage: our_turn, ended: false}
    - refused: {move: {to: signed, by: author}, code: move_not_allowed}
    - place: {stage: signed}
    - expect: {stage: signed}
    """,
        "edocs",
        adopt="our_turn",
    )
    assert went.failures == ()


def test_a_story_is_told_the_same_again() -> None:
    for story in pack("payments").stories[:10]:
        assert tell(pack("payments"), story).log == tell(pack("payments"), story).log


def test_failures_stop_the_story() -> None:
    went = told("[{expect: {round: 2, stage: finance}}, {decide: {task: pay, outcome: finished}}]")
    assert [one.code for one in went.failures] == ["round", "stage"]
    assert not went.ok
