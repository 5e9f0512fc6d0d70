"""The doctor says, step by step and in the words of the menus of 1C, what is to be switched on."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from marshrut.integrations.onec.source import OneC as Program
from marshrut.kernel.outside import Step

from .conftest import Office

PACK = "InformationRegister_ЖурналДействийПоЭДО"
OUT = "Document_ЭлектронныйДокументИсходящийЭДО"


def steps(office: Office) -> dict[str, Step]:
    with translation.override("en"):
        return {step.key: step for step in Program().check(office.account())}


def bad(office: Office) -> list[str]:
    return [key for key, step in steps(office).items() if step.outcome == "bad"]


def test_all_is_well(office: Office) -> None:
    office.onec.sent("УПД-1")
    found = steps(office)
    assert [key for key, step in found.items() if step.outcome != "ok"] == ["read_only"]
    assert list(found)[:4] == ["host", "publication", "clock", "profile"]
    assert "1" in found["seen"].said
    assert not [one for one in office.onec.requests if one.address.startswith("POST")]


def test_a_place_that_is_not_allowed(office: Office) -> None:
    office.settings["address"] = "http://10.0.0.5/bp"
    found = steps(office)
    assert list(found) == ["host"]
    assert "MARSHRUT_EGRESS_ALLOW" in found["host"].advice


@pytest.mark.parametrize(
    ("kind", "word"), [("404html", "standardOdata"), ("401", "Пользователи"), ("login", "browser"), ("503", "itself")]
)
def test_a_publication_that_does_not_answer(office: Office, kind: Any, word: str) -> None:
    office.onec.fault(kind, times=9)
    found = steps(office)
    assert (list(found)[-1], found["publication"].outcome) == ("publication", "bad")
    assert word in found["publication"].advice


def test_nothing_is_switched_on(office: Office) -> None:
    office.onec.moods.unpublished = set(office.onec.base.tables)
    found = steps(office)
    assert found["profile"].outcome == "bad"
    assert "REST" in found["profile"].advice


def test_missing_objects_are_listed_one_by_one(office: Office) -> None:
    office.onec.sent("УПД-1")
    lost = {PACK, "Document_СообщениеЭДО", "Catalog_Пользователи"}
    office.onec.moods.unpublished = set(lost)
    found = steps(office)
    assert {key.removeprefix("object:") for key in found if key.startswith("object:")} == lost
    assert {found[f"object:{name}"].outcome for name in lost} == {"warn"}
    assert "ЖурналДействийПоЭДО" in found[f"object:{PACK}"].title
    assert "Document_" not in found["object:Document_СообщениеЭДО"].title


def test_without_the_states_nothing_works(office: Office) -> None:
    office.onec.moods.unpublished = {"Document_ЭлектронныйДокументВходящийЭДО"}
    assert bad(office) == ["object:Document_ЭлектронныйДокументВходящийЭДО"]


def test_a_field_that_is_not_there_is_named(office: Office) -> None:
    office.onec.moods.without = {OUT: {"НомерДокумента"}}
    found = steps(office)
    assert found["objects"].outcome == "bad"
    assert "НомерДокумента" in found["objects"].said


def test_an_object_that_may_not_be_read(office: Office) -> None:
    office.onec.sent("УПД-1")
    office.onec.fault("rights", times=99, only=PACK)
    found = steps(office)
    assert found[f"object:{PACK}"].outcome == "warn"
    assert "Группы доступа" in found[f"object:{PACK}"].advice


def test_a_clock_that_goes_wrong(office: Office) -> None:
    office.onec.moods.clock_shift = 600
    found = steps(office)["clock"]
    assert (found.outcome, "600" in found.said) == ("warn", True)


def test_no_stamps_and_no_way_to_find_rows(office: Office) -> None:
    office.onec.sent("УПД-1")
    office.onec.moods.without = {"InformationRegister_СостоянияДокументовЭДО": {"ДатаИзменения"}}
    office.onec.moods.composite = "number"  # type: ignore[assignment]
    found = steps(office)
    assert [found[key].outcome for key in ("stamp", "references")] == ["warn", "warn"]


def test_nobody_is_seen(office: Office) -> None:
    assert steps(office)["seen"].outcome == "warn"


def test_a_mapping_with_mistakes(office: Office) -> None:
    office.settings["mapping"] = "like: bp30_bed19\nfeilds: {}\n"
    found = steps(office)["profile"]
    assert (found.outcome, "fields" in found.said) == ("bad", True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": "bp"},
        {"timezone": "Europe/Moskva"},
        {"from_date": "вчера"},
        {"overlap": "много"},
        {"profile": "bp31"},
    ],
)
def test_settings_that_cannot_be_right(office: Office, wrong: dict[str, str]) -> None:
    office.settings |= wrong
    assert bad(office) == ["settings"]


def test_no_step_tells_a_secret(office: Office) -> None:
    office.onec.fault("500", times=99)
    told = repr(steps(office)) + repr(office.account())
    assert office.onec.password not in told
    assert "Секретно" not in told
