"""A mapping of one's own is told what is wrong with it, in sentences."""

from __future__ import annotations

import pytest
from django.utils import translation

from marshrut.integrations.onec import mapping
from marshrut.integrations.onec.profile import BUILT_IN, Probed, built_in, detected


@pytest.mark.parametrize("key", BUILT_IN)
def test_built_in_ones_are_right(key: str) -> None:
    profile = built_in(key)
    assert profile.key == key
    assert detected(frozenset({*profile.sets(), *profile.detect.all})) == key
    assert not [name for name in str(profile.model_dump()).split("'") if name.startswith("Удалить")]


def test_the_newer_library_goes_first() -> None:
    both = frozenset(name for key in BUILT_IN for name in built_in(key).detect.all)
    assert detected(both) == "bp30_bed19"
    assert detected(frozenset({"Catalog_Контрагенты"})) == ""


def test_a_mapping_says_what_is_different() -> None:
    found = mapping.parse("like: bp30_bed19\nfields: {number: МойНомер}\nmeanings:\n  Новое: {in: signed}\n")
    assert (found.fields.number, found.fields.date) == ("МойНомер", "ДатаДокумента")
    assert found.meanings["Новое"].incoming == "signed"
    assert found.key == "custom"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("like: [", "YAML"),
        ("- a", "like: bp30_bed19"),
        ("like: bp40", "bp30_bed17"),
        ("like: bp30_bed19\nfeilds: {}", "“fields”"),
        ("like: bp30_bed19\nfields: {numbr: А}", "“number”"),
        ("like: bp30_bed19\nfields: {number: 'А eq 1 or Б'}", "no name of 1C"),
        ("like: bp30_bed19\nstates: bed20", "bed17"),
        ("detect: {all: [X]}", "must be named"),
        ("like: bp30_bed19\nlinks: {object: [1]}", "cannot be understood"),
        ("a: " + "x" * 70_000, "64"),
    ],
)
def test_what_is_wrong_is_told(text: str, part: str) -> None:
    with translation.override("en"):
        assert any(part in said for said in mapping.problems(text))


def test_what_was_kept_by_another_release_is_looked_at_anew() -> None:
    assert Probed.of({"profile": "x", "nonsense": 1}) == Probed()
    assert Probed.of(Probed(profile="x", missing=("a",)).kept()).missing == ("a",)
