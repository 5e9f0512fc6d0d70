"""Kinds that come with the product are put in at start-up, each once; what a company changed stays as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.org import access

from .. import events, rights
from ..models import Folder, Kind, KindStatus, NumberRule
from . import steps

KINDS = Path(__file__).resolve().parents[1] / "data" / "kinds.yaml"


@command(rights.INSTALL)
def install_kinds(actor: Actor) -> dict[str, Any]:
    """Put in the shipped kinds whose keys are not there yet; repeating it changes nothing. Returns {"added"}."""
    access.require(actor, rights.INSTALL)
    shipped = yaml.safe_load(KINDS.read_text(encoding="utf-8"))["kinds"]
    if not _missing(shipped):
        return {"added": []}
    steps.lock("documents.kinds", "shipped")
    missing = _missing(shipped)
    last = Kind.objects.count()
    for position, one in enumerate(missing, last):
        _add(one, position)
        events.write_settings(actor, events.KIND_ADDED, kind=one["key"])
    return {"added": [one["key"] for one in missing]}


def _missing(shipped: list[dict[str, Any]]) -> list[dict[str, Any]]:
    there = set(Kind.objects.values_list("key", flat=True))
    return [one for one in shipped if one["key"] not in there]


def _add(one: dict[str, Any], position: int) -> None:
    folder, _made = Folder.objects.get_or_create(parent=None, name=one["folder"])
    kind = Kind.objects.create(
        key=one["key"],
        title=one["title"]["ru"],
        title_en=one["title"]["en"],
        code=one.get("code", ""),
        family=one["family"],
        folder=folder,
        filing=one["filing"],
        gapless=one.get("gapless", True),
        readers=one.get("readers", ["everyone"]),
        adders=["everyone"],
        keepers=one["keepers"],
        position=position,
    )
    KindStatus.objects.bulk_create(
        KindStatus(
            kind=kind,
            key=status["key"],
            title=status["ru"],
            title_en=status["en"],
            color=status["color"],
            position=at,
            initial=status.get("initial", False),
            final=status.get("final", False),
        )
        for at, status in enumerate(one["statuses"])
    )
    number = one["number"]
    NumberRule.objects.create(kind=kind, template=number["template"], case_index=number.get("case", ""))
