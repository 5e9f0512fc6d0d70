"""What may be wrong with a card type that a source leads, one mistake each."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
import yaml
from django.utils import translation

from marshrut.definitions import loading
from marshrut.definitions.validation import validate
from tests.support.packs import PACKS

FOLDER = PACKS / "edocs"
CASES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "a field of another kind": (
        {"edoc.number": "date"},
        ["edoc.number: The field “date” is of kind date; text is needed here."],
    ),
    "a field that does not exist": (
        {"edoc.reason": "raeson"},
        ["edoc.reason: There is no field “raeson”. Did you mean “reason”?"],
    ),
    "a word that is missing": ({"edoc.about": None}, ["edoc.about: “about” is missing."]),
    "people fill in what the source says": (
        {"fields.number.by_system": False},
        ["edoc.number: The system writes into the field “number”: mark it by_system."],
    ),
    "a choice too few and one too many": (
        {"fields.actor.choices": [{"key": key, "title": key} for key in ("us", "them", "none")]},
        [
            "edoc.actor: An e-document never says “them”.",
            "edoc.actor: The field lacks choices: counterparty, operator.",
        ],
    ),
    "several managers": (
        {"fields.manager.several": True},
        [
            "edoc.manager: The field “manager” names several people; one is needed here.",
            "stages[6].on_enter[0].fields.manager: The field needs a person; this is a list of people.",
            "stages[12].on_enter[0].fields.manager: The field needs a person; this is a list of people.",
        ],
    ),
    "sides that are mixed up": (
        {"fields.organisation.ours": False, "fields.counterparty.ours": True},
        [
            (
                "edoc.organisation: Our side of an e-document is an organisation of ours:"
                " give the field “organisation” ours."
            ),
            "edoc.counterparty: The other side of an e-document is a counterparty, not an organisation of ours.",
        ],
    ),
    "a status without a stage, one that does not exist": (
        {"edoc.stages.signed": None, "edoc.stages.sigend": "signed"},
        [
            "edoc.stages.sigend: An e-document never says “sigend”. Did you mean “signed”?",
            "edoc.stages: There is no stage for: signed.",
        ],
    ),
    "a stage that does not exist, and the draft": (
        {"edoc.stages.signed": "sinned", "edoc.stages.sent": "draft"},
        [
            "edoc.stages.signed: There is no stage “sinned”. Did you mean “signed”?",
            "edoc.stages.sent: A card that a source leads is never a draft.",
        ],
    ),
    "a stage that asks for something": (
        {"stages[2].require": ["number"]},
        ["edoc.stages: The source puts cards on “our_turn” whatever they lack: it can demand nothing."],
    ),
    "a field that approval locks": (
        {"fields.amount.locked_by_approval": True},
        ["edoc.amount: The source writes into the field “amount”: it cannot be locked by approval."],
    ),
    "a stage for later": (
        {"stages[2].reserved": True},
        ["edoc.stages.needs_our_sign: The stage “our_turn” is reserved for later: nothing may lead there yet."],
    ),
    "a stage that no status leads to": (
        {"edoc.stages.unknown": "waiting"},
        ["stages[7]: No way leads to the stage “unknown”. If it is for later, mark it “reserved: true”."],
    ),
    "people, robots and the author carry it": (
        {
            "stages[2].moves": [{"to": "waiting", "by": [{"author": True}]}],
            "stages[3].next": "signed",
            "withdraw": {"to": "closed"},
        },
        [
            "stages[2].moves[0].to: The source alone says where this card is: nothing else may lead to “waiting”.",
            "stages[3].next: The source alone says where this card is: nothing else may lead to “signed”.",
            "withdraw.to: The source alone says where this card is: nothing else may lead to “closed”.",
        ],
    ),
}


@cache
def _right() -> str:
    files = ("pack.yaml", "edoc.yaml", "followup.yaml")
    return json.dumps({one: yaml.safe_load((FOLDER / one).read_text(encoding="utf-8")) for one in files})


def _put(data: Any, place: str, value: Any) -> None:
    *outer, last = [
        int(step) if step.isdigit() else step for step in place.replace("[", ".").replace("]", "").split(".")
    ]
    for step in outer:
        data = data[step]
    if value is None:
        del data[last]
    else:
        data[last] = value


def _problems(put: dict[str, Any]) -> list[str]:
    data = json.loads(_right())
    for place, value in put.items():
        _put(data["edoc.yaml"], place, value)
    texts: dict[str, bytes | str] = {file: json.dumps(one, ensure_ascii=False, indent=1) for file, one in data.items()}
    with translation.override("en"):
        found = [str(one).split(": ", 2) for one in validate(loading.source(texts)).problems]
    assert all(file.startswith("edoc.yaml") for file, *_rest in found)
    return [": ".join(rest) for _file, *rest in found]


def test_the_type_as_it_is_has_no_problems() -> None:
    assert _problems({}) == []


@pytest.mark.parametrize("name", CASES)
def test_each_mistake_is_told(name: str) -> None:
    put, said = CASES[name]
    found = _problems(put)
    assert sorted(found) == sorted(said)
    assert not any("%" in one for one in found)
