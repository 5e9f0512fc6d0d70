"""A pack is proved with what the company has set for it, and what was not looked into is told."""

from __future__ import annotations

from importlib import import_module

import pytest

from marshrut.definitions.rules import Present
from marshrut.definitions.schema.pack import Grant, Pack, Setting
from marshrut.engine.proofs import prove
from marshrut.engine.proofs.prove import modes
from marshrut.rehearsals.proofs import check, in_company
from tests.support.packs import pack
from tests.support.routes import card_type, definition, task, to
from tests.unit.rehearsals.test_who_files import CHART

ROUTE = "  - {key: work, title: Работа, require: [subject], tasks: [%s]}"
DIRECTOR = "[{role: director}]"
BETWEEN = to("lost", "refuse", when='"amount > $limit and amount < 100"')
LIMITED = ROUTE % task("one", to("done") + ", " + BETWEEN, assignee=DIRECTOR)
AMOUNT = "  amount: {kind: money, title: Сумма}"


def made(stages: str, **settings: Setting) -> Pack:
    kind = card_type(stages, AMOUNT)
    return pack("payments").model_copy(update={"card_types": (kind,), "settings": settings})


def limit(default: int) -> Setting:
    return Setting.model_validate({"kind": "money", "title": "Предел", "default": default})


def mode(default: str) -> Setting:
    choices = [{"key": key, "title": key} for key in ("auto", "manual")]
    return Setting.model_validate({"kind": "choice", "title": "Как", "default": default, "choices": choices})


def test_settings_of_today_count_for_a_new_version() -> None:
    whole = made(LIMITED, limit=limit(10))
    assert [one for one in check(whole) if not one.warning] == []
    today = Present(stored={"payments": {"limit": 500}})
    assert [one.steps[-1] for one in check(whole, None, today) if not one.warning] == [1]
    assert [one for one in check(whole, None, Present(stored={"letters": {"limit": 500}})) if not one.warning] == []


def test_what_only_another_choice_uses_is_used() -> None:
    whole = made(
        ROUTE % task("one", to("done") + ", " + to("lost", "auto", when="'$mode = \"auto\"'")), mode=mode("auto")
    )
    kind = whole.card_types[0]
    assert modes(whole, kind) == [{"mode": "manual"}]
    assert modes(whole, kind, {"mode": "manual"}) == [{"mode": "auto"}]
    today = Present(stored={"payments": {"mode": "manual"}})
    assert [one for one in check(whole, None, today) if not one.warning] == []


def test_access_of_the_company_says_whose_cards_there_are() -> None:
    own = task("one", to("done"), assignee=DIRECTOR, not_decided_by="[author]", ladder="")
    whole = made(ROUTE % own)
    open_to_all = (Grant.model_validate({"who": "everyone", "may": ["create"], "scope": "all"}),)
    closed = (Grant.model_validate({"who": "role:finance_manager", "may": ["create"], "scope": "all"}),)
    wrong = [
        [one for one in check(whole, CHART, Present(grants={"paper": grants})) if not one.warning]
        for grants in (open_to_all, closed)
    ]
    assert len(wrong[0]) > len(wrong[1])


def test_that_the_states_were_too_many_in_a_company_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("marshrut.engine.proofs.prove"), "THIN", 2)
    route = ROUTE % task("one", to("done"), assignee=DIRECTOR)
    assert "unfinished" in {flaw.code for flaw in prove(definition(route), CHART, authors=[2])}
    assert "unfinished" in {flaw.code for flaw in in_company(made(route), CHART)}
