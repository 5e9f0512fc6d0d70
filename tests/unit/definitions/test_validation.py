"""What is said about broken packs: mistakes.yaml holds one mistake each; here are the files, the fit and the whole."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils import translation

from marshrut.definitions import loading
from marshrut.definitions.validation import Problem, validate
from marshrut.org.rules import OrgChart, Seat, Unit

from ...support.toy import office
from . import mistakes

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "mistakes.yaml").read_text(encoding="utf-8"))
OTHERS = frozenset({"contract_of_another_pack"})


def problems(files: dict[str, bytes | str], chart: OrgChart | None = None, language: str = "en") -> tuple[Problem, ...]:
    with translation.override(language):
        return validate(loading.source(files), chart=chart, others=OTHERS).problems


def test_the_pack_as_it_is_has_no_problems() -> None:
    assert problems(mistakes.files({})) == ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_each_mistake_is_told_exactly_and_in_russian(case: dict[str, Any]) -> None:
    files = mistakes.files(case["put"])
    with translation.override("en"):
        found = problems(files)
        assert [f"{one.level}: {one.path}: {one.said}" for one in found] == case["said"]
        assert all(one.line for one in found)
    for russian, english in zip(problems(files, language="ru"), found, strict=True):
        assert re.search("[а-яё]", re.sub("«.*?»", "", russian.message))
        assert (russian.path, russian.suggestion, russian.line) == (english.path, english.suggestion, english.line)


def test_a_problem_is_one_line_with_place_and_hint() -> None:
    with translation.override("en"):
        found = problems(mistakes.files({"stages[3].next": "payd"}))
        assert re.fullmatch(
            r"payment_request.yaml:\d+: stages\[3\].next: There is no stage “payd”. Did you mean “paid”\?",
            str(found[0]),
        )


def test_a_file_that_cannot_be_read_does_not_hide_the_others() -> None:
    files = {**mistakes.files({}), "payment_request.yaml": "key: [", "pack.yaml": "key: Payments\nsettings: 5\n"}
    found = [(one.path, one.line) for one in problems(files)]
    assert found == [
        ("payment_request.yaml", 2),
        ("pack.yaml: key", 1),
        ("pack.yaml: version", 1),
        ("pack.yaml: title", 1),
        ("pack.yaml: settings", 2),
    ]


def test_a_pack_without_card_types() -> None:
    files = mistakes.files({})
    del files["payment_request.yaml"]
    assert [one.message for one in problems(files)] == [
        "There is no card type: put a file like payment_request.yaml beside pack.yaml."
    ]


def test_card_types_stand_in_files_of_their_own() -> None:
    found = problems(mistakes.files({"pack: card_types": []}))
    assert [one.path for one in found] == ["pack.yaml: card_types"]


def test_a_file_with_the_wrong_ending() -> None:
    files = mistakes.files({})
    files["payment_request.yml"] = files.pop("payment_request.yaml")
    assert [(one.path, one.message) for one in problems(files)] == [
        ("payment_request.yml", "Rename the file: its name must end in .yaml.")
    ]


def chart(**roles: list[int]) -> OrgChart:
    """Director 1 over everybody; 9 was dismissed; 8 sits in a department without a head of its own."""
    held = {
        "operations_manager": [2],
        "finance_manager": [3],
        "chief_accountant": [4],
        "junior_accountant": [5],
        "director": [1],
        **roles,
    }
    return OrgChart(
        revision=1,
        people={
            person: Seat(f"Person {person}", 2 if person == 8 else 1, active=person != 9) for person in range(1, 10)
        },
        departments={1: Unit("Компания", None, 1), 2: Unit("Склад", None, None)},
        roles={role: tuple(people) for role, people in held.items()},
        company_time=office(),
    )


def test_a_company_with_its_people_fits() -> None:
    assert problems(mistakes.files({}), chart()) == ()


@pytest.mark.parametrize("holders", [[], [9]])
def test_a_role_needs_a_living_holder(holders: list[int]) -> None:
    found = problems(mistakes.files({}), chart(finance_manager=holders, financial_manager=[3]))
    assert [(one.level, one.path, one.suggestion) for one in found] == [
        ("fit", "pack.yaml: roles.finance_manager", "financial_manager")
    ]


def test_somebody_else_is_left_where_one_may_not_decide_twice() -> None:
    alone = {
        "stages[2].tasks[0].otherwise": [],
        "stages[2].tasks[0].not_decided_by": ["approve"],
        "stages[1].tasks[0].assignee": [{"role": "director"}],
    }
    place = "payment_request.yaml: stages[2].tasks[0].not_decided_by"
    assert [one.path for one in problems(mistakes.files(alone), chart())] == [place]
    assert problems(mistakes.files(alone), chart(finance_manager=[3, 6])) == ()
    both = {**alone, "stages[2].tasks[0].not_decided_by": ["approve", "author"]}
    assert [one.path for one in problems(mistakes.files(both), chart(finance_manager=[3, 6]))] == [place]


def test_a_task_that_cannot_reach_the_same_person_bars_nobody() -> None:
    apart = {
        "stages[2].tasks[0].otherwise": [],
        "stages[1].tasks[0].assignee": [{"role": "director"}],
        "stages[1].tasks[0].delegate": False,
        "stages[1].tasks[0].ladder[4].to": [{"role": "director"}],
        "stages[1].tasks[0].ladder[8].to": [{"role": "director"}],
        "stages[2].tasks[0].not_decided_by": ["approve"],
    }
    assert problems(mistakes.files(apart), chart()) == ()
    assert len(problems(mistakes.files(apart), chart(director=[3]))) == 1


def test_nobody_is_left_without_a_head() -> None:
    """The director decides for himself; a man of the store has no head at all."""
    heads: dict[str, Any] = {"stages[1].tasks[0].otherwise": []}
    found = problems(mistakes.files(heads), chart())
    assert [(one.path, one.message) for one in found] == [
        (
            "payment_request.yaml: stages[1].tasks[0].assignee",
            "There is no head to decide for Person 8: name others in “otherwise”.",
        )
    ]
    up = {**heads, "stages[1].tasks[0].assignee": [{"heads_of": "author"}]}
    assert "Person 1, Person 8" in problems(mistakes.files(up), chart())[0].message


def test_of_a_role_alone_it_is_not_said_that_heads_are_missing() -> None:
    """That nobody holds the role says it all."""
    roles = {"stages[1].tasks[0].otherwise": [], "stages[1].tasks[0].assignee": [{"role": "director"}]}
    found = problems(mistakes.files(roles), chart(director=[]))
    assert found
    assert not any("head" in one.message for one in found)


def test_many_without_a_head_are_counted() -> None:
    company = chart()
    company = replace(company, departments={**company.departments, 1: Unit("Компания", None, None)})
    found = problems(mistakes.files({"stages[1].tasks[0].otherwise": []}), company)
    assert [one.message for one in found] == [
        "There is no head to decide for Person 1, Person 2, Person 3 and 5 more: name others in “otherwise”."
    ]


PAPERS = {
    "fields.invoice.document": "contract",
    "stages[3].on_enter": [{"do": "document_status", "field": "invoice", "status": "signed"}],
}


def test_kinds_of_documents_and_their_statuses_are_known() -> None:
    known = {"contract": frozenset({"draft", "signed"}), "order": frozenset({"draft"})}
    assert _papers({}, known) == _papers(PAPERS, known) == []
    place = "papers: payment_request.yaml: stages[3].on_enter[0].status"
    said = "Documents of the kind “contract” have no status “sigend”. Did you mean “signed”?"
    assert _papers({**PAPERS, "stages[3].on_enter[0].status": "sigend"}, known) == [f"{place}: {said}"]
    place = "papers: payment_request.yaml: fields.invoice.document"
    said = "There is no kind of documents “contracts”. Did you mean “contract”?"
    assert _papers({**PAPERS, "fields.invoice.document": "contracts"}, known) == [f"{place}: {said}"]


def _papers(put: dict[str, Any], kinds: dict[str, frozenset[str]]) -> list[str]:
    with translation.override("en"):
        found = validate(loading.source(mistakes.files(put)), kinds=kinds, others=OTHERS).problems
        return [f"{one.level}: {one.path}: {one.said}" for one in found]


def test_without_documents_their_kinds_are_not_looked_for() -> None:
    assert problems(mistakes.files(PAPERS)) == ()


def test_a_reminder_may_be_switched_off() -> None:
    assert problems(mistakes.files({"pack: settings.check_every.min": 0})) == ()
