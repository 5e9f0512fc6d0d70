"""Every way of breaking a shipped pack is noticed: it is refused, or a story of the pack goes otherwise.

Every few mutants are tried here, the same ones each time; all of them by `python -m tests.support.mutants`.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.packs.unseen import UNSEEN
from tests.support.mutants import KEYS, Mutant, fate, mutants

#: of so many mutants one is tried, pack by pack: those of which all mutants have been tried once
EVERY = {"payments": 1, "contracts": 4, "edocs": 8, "errands": 3, "letters": 8}
ALL: dict[str, list[Mutant]] = {key: list(mutants(key)) for key in KEYS}
SAMPLES = [mutant for key, every in EVERY.items() for mutant in ALL[key][::every]]


def test_there_are_many_ways_of_breaking_a_pack() -> None:
    assert sum(map(len, ALL.values())) > 1000
    assert len(SAMPLES) >= 200
    names = Counter(mutant.name for found in ALL.values() for mutant in found)
    assert [name for name, times in names.items() if times > 1] == []


def test_what_is_unseen_exists() -> None:
    assert UNSEEN.keys() <= {mutant.name for found in ALL.values() for mutant in found}


@pytest.mark.parametrize("mutant", SAMPLES, ids=lambda mutant: mutant.name)
def test_a_broken_pack_is_noticed(mutant: Mutant) -> None:
    if mutant.name in UNSEEN:
        assert fate(mutant) == "", "it is seen by now: take it off the list"
    else:
        assert fate(mutant) != "", "nothing notices: tell a story, or list it in unseen.py with the reason"
