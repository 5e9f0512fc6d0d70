"""`packs/proved.json` names the packs as they are: what an installation does not try again was tried by these tests."""

from __future__ import annotations

import json

import pytest

from marshrut.definitions import loading
from marshrut.definitions.validation import validate
from tests.support.packs import PACKS

KEYS = sorted(path.parent.name for path in PACKS.glob(f"*/{loading.HEAD}"))


@pytest.mark.parametrize("key", KEYS)
def test_every_shipped_pack_is_proved_as_it_is(key: str) -> None:
    proved = json.loads((PACKS / "proved.json").read_text(encoding="utf-8"))
    pack = validate(loading.source(loading.folder(PACKS / key))).pack
    assert pack is not None
    said = "run: python -m marshrut.rehearsals.trying > proved.json && mv proved.json packs/"
    assert proved.get(key) == loading.digest(loading.content(pack)), said


@pytest.mark.parametrize("key", KEYS)
def test_every_shipped_pack_passes_its_trials(key: str) -> None:
    sources = {one: loading.source(loading.folder(PACKS / one)) for one in KEYS}
    others = frozenset(name for one in KEYS if one != key for name in sources[one].card_types)
    assert [str(one) for one in validate(sources[key], others=others, tried=True).errors] == []
