"""Shipped packs, read for tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from marshrut.definitions.schema.pack import Pack
from marshrut.engine.definition import Definition

PACKS = Path(__file__).resolve().parents[2] / "packs"
#: texts of packs as former releases stored them
FORMER = Path(__file__).resolve().parent / "former"


@cache
def pack(key: str) -> Pack:
    head: dict[str, Any] = yaml.safe_load((PACKS / key / "pack.yaml").read_text(encoding="utf-8"))
    types = [
        yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in sorted((PACKS / key).glob("*.yaml"))
        if path.name != "pack.yaml"
    ]
    stories = [
        story
        for path in sorted((PACKS / key / "stories").glob("*.yaml"))
        for story in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]
    return Pack.model_validate({**head, "card_types": types, **({"stories": stories} if stories else {})})


def definition(key: str, card_type: str, **settings: int | str) -> Definition:
    found = pack(key)
    chosen = found.card_type(card_type)
    assert chosen is not None
    values = {name: setting.default for name, setting in found.settings.items()}
    return Definition(key, found.version, chosen, {**values, **settings})


def former() -> str:
    """The pack of payments as release 1.0 stored it."""
    return (FORMER / "payments-1.0.0.json").read_text(encoding="utf-8").strip()
