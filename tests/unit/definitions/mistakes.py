"""Making mistakes in the pack of payments: values put or dropped at places like `stages[2].tasks[0].kind`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from tests.support.packs import PACKS

HEAD, TYPE = "pack.yaml", "payment_request.yaml"


@cache
def _right() -> str:
    """Every anchor written out, so that a change has one place."""
    folder = PACKS / "payments"
    return json.dumps({file: yaml.safe_load((folder / file).read_text(encoding="utf-8")) for file in (HEAD, TYPE)})


def files(put: Mapping[str, Any]) -> dict[str, bytes | str]:
    """The pack with other values; a place is in the card type, or in pack.yaml when it begins with "pack: ".

    None drops what is there; an index one past the end adds to a list. The texts are JSON, which is YAML as well.
    """
    data = json.loads(_right())
    for place, value in put.items():
        file = HEAD if place.startswith("pack: ") else TYPE
        _put(data[file], place.removeprefix("pack: "), value)
    for one in data.values():
        _tidy(one)
    return {file: json.dumps(one, ensure_ascii=False, indent=1) for file, one in data.items()}


_DROPPED = object()


def _put(data: Any, place: str, value: Any) -> None:
    *outer, last = [int(step) if step.isdigit() else step for step in re.findall(r"[^.\[\]]+", place)]
    for step in outer:
        data = data[step]
    if isinstance(data, list) and last == len(data):
        data.append(value)
    elif value is None and isinstance(data, dict):
        data.pop(last, None)
    else:
        data[last] = _DROPPED if value is None else value


def _tidy(data: Any) -> None:
    """Take what was dropped out of lists at last, so that other places keep their numbers."""
    if isinstance(data, list):
        data[:] = [one for one in data if one is not _DROPPED]
    for one in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        _tidy(one)
