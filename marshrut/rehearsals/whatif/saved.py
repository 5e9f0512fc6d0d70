"""A question and its answer as they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from .asking import Question, Test, Told
from .changes import Approver, Changes, StandIn
from .figures import Figures, Part, Took
from .prompts import Effect


def question_json(one: Question) -> dict[str, Any]:
    found: dict[str, Any] = asdict(one)
    found["since"], found["until"] = one.since.isoformat(), one.until.isoformat()
    found["changes"]["stand_ins"] = [
        {**stand_in, **{key: stand_in[key] and stand_in[key].isoformat() for key in ("since", "until")}}
        for stand_in in found["changes"]["stand_ins"]
    ]
    return found


def question(kept: Mapping[str, Any]) -> Question:
    raw = kept["changes"]
    changes = Changes(
        settings=raw["settings"],
        approver=Approver(**raw["approver"]) if raw["approver"] else None,
        stand_ins=tuple(_stand_in(one) for one in raw["stand_ins"]),
        version=raw["version"],
    )
    since, until = datetime.fromisoformat(kept["since"]), datetime.fromisoformat(kept["until"])
    return Question(kept["card_type"], since, until, changes, kept["seed"])


def _stand_in(raw: Mapping[str, Any]) -> StandIn:
    times = {key: datetime.fromisoformat(raw[key]) if raw[key] else None for key in ("since", "until")}
    return StandIn(raw["person"], raw["deputy"], **times)


def told(kept: Mapping[str, Any]) -> Told:
    return Told(
        real=_figures(kept["real"]),
        unchanged=_figures(kept["unchanged"]),
        changed=_figures(kept["changed"]),
        test=Test(**kept["test"]),
        remind=_effect(kept["remind"]),
        escalate=_effect(kept["escalate"]),
        as_real=kept["as_real"],
        drawn=kept["drawn"],
        lost=kept["lost"],
    )


def _effect(raw: Mapping[str, Any]) -> Effect:
    return Effect(**{**raw, "delays": tuple(raw["delays"])})


def _figures(raw: Mapping[str, Any]) -> Figures:
    stages = {key: _part(one) for key, one in raw["stages"].items()}
    return Figures(**{**raw, "whole": _part(raw["whole"]), "stages": stages})


def _part(raw: Mapping[str, Any]) -> Part:
    return Part(**{**raw, "took": Took(**raw["took"])})
