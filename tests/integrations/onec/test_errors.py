"""Whatever is wrong with a 1C has a name, and moves no cursor (rows of the table of errors)."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.demo.onec.bad_days import Kind
from marshrut.edocs.source import Found, SourceTrouble
from marshrut.integrations.onec import building
from marshrut.integrations.onec.profile import Probed
from marshrut.integrations.onec.transport import Refusal

from .conftest import Office

STATES = "InformationRegister_СостоянияДокументовЭДО"
OUT = "Document_ЭлектронныйДокументИсходящийЭДО"


def filled(office: Office) -> str:
    """A base that was read once."""
    key = office.onec.sent("УПД-1")
    office.later(minutes=10)
    assert office.read().complete
    office.later(minutes=10)
    office.onec.requests.clear()
    return key


def refused(office: Office, code: str) -> Refusal | SourceTrouble:
    """The reading ends with this code; nothing was lost or moved by it."""
    cursor = office.memory.cursor
    with pytest.raises((Refusal, SourceTrouble)) as found:
        office.read()
    trouble = found.value
    assert isinstance(trouble, Refusal | SourceTrouble)
    assert trouble.code == code
    assert office.memory.cursor == cursor
    return trouble


@pytest.mark.parametrize("kind", ["html", "login"])
def test_200_with_a_page_is_no_data(office: Office, kind: str) -> None:
    filled(office)
    office.onec.fault(kind, only=STATES)  # type: ignore[arg-type]
    refused(office, "html")
    assert len(office.onec.requests) == 2  # and it is not asked again and again


def test_400_with_14_is_a_question_that_does_not_fit(office: Office) -> None:
    filled(office)
    office.onec.moods.composite = "string"
    office.kept = Probed.of({**office.kept.kept(), "dialects": {STATES + ".ЭлектронныйДокумент": "guid"}})
    with pytest.raises(Refusal, match="filter"):
        office.read("open")


def test_400_with_6_an_optional_field_is_left_out(office: Office) -> None:
    office.onec.moods.without = {OUT: {"ДатаАннулирования", "ПричинаОстановки"}}
    key = office.onec.sent("УПД-1")
    office.later(minutes=10)
    office.read()
    assert office.memory.of(key).status == "viewed"
    assert office.kept.names[OUT]["ДатаАннулирования"] == ""


def test_400_with_6_a_needed_field_has_a_name(office: Office) -> None:
    office.onec.moods.without = {OUT: {"НомерДокумента"}}
    with pytest.raises(Refusal) as found:
        office.read()
    assert (found.value.code, "НомерДокумента" in found.value.said) == ("field", True)


def test_401_stops_at_once(office: Office) -> None:
    filled(office)
    office.onec.server.password = "другой"
    refused(office, "refused")
    assert len(office.onec.requests) == 1  # an account may be locked by trying


def test_401_in_the_middle_stops_too(office: Office, waits: list[float]) -> None:
    filled(office)
    office.onec.fault("401", at=2, times=9)
    refused(office, "refused")
    assert (len(office.onec.requests), waits) == (2, [])


@pytest.mark.parametrize("kind", ["403", "rights"])
def test_no_rights_are_told_as_such(office: Office, kind: str) -> None:
    filled(office)
    office.onec.fault(kind, only=STATES)  # type: ignore[arg-type]
    refused(office, "rights")


def test_404_with_8_is_a_set_that_is_not_published(office: Office) -> None:
    filled(office)
    office.onec.moods.unpublished = {OUT}
    found = refused(office, "no_profile")
    assert len(office.memory.documents) == 1  # nothing is taken for deleted
    assert "Ромашка" not in str(found)


def test_404_with_8_of_a_part_costs_that_part_only(office: Office) -> None:
    office.onec.moods.unpublished = {"InformationRegister_ЖурналДействийПоЭДО"}
    key = office.onec.sent("УПД-1")
    office.later(minutes=10)
    office.read()
    assert "InformationRegister_ЖурналДействийПоЭДО" in office.kept.missing
    assert {act.kind for act in office.memory.of(key).acts} >= {"sent", "signed_ours", "delivered", "viewed"}


def test_404_page_is_a_publication_without_odata(office: Office) -> None:
    office.onec.fault("404html", times=9)
    refused(office, "not_published")


@pytest.mark.parametrize(("kind", "wait"), [("503", 1.0), ("429", 2.0)])
def test_busy_waits_as_long_as_it_is_asked_to(office: Office, waits: list[float], kind: str, wait: float) -> None:
    filled(office)
    office.onec.fault(kind, only=STATES)  # type: ignore[arg-type]
    assert office.read().complete
    assert len(waits) == 1
    assert wait <= waits[0] <= wait * 1.25


def test_busy_for_long_ends_the_reading(office: Office) -> None:
    filled(office)
    office.onec.fault("503", times=9)
    found = refused(office, "busy")
    assert (found.retry_after, len(office.onec.requests)) == (1.0, 3)


@pytest.mark.parametrize("kind", ["500", "memory", "internal", "base64"])
def test_500_is_asked_again_in_smaller_windows(office: Office, kind: str) -> None:
    key = filled(office)
    office.onec.act(key, "sign")
    office.later(minutes=10)
    office.onec.fault(kind, times=2, only=STATES)  # type: ignore[arg-type]
    assert office.read().complete
    assert office.memory.of(key).status == "signed"


def test_500_all_the_time_is_a_trouble_of_the_base(office: Office) -> None:
    filled(office)
    office.onec.fault("memory", times=99, only=STATES)
    found = refused(office, "broken")
    assert len(office.onec.requests) == 5  # the list of objects, and four tries
    assert "memory" in found.said


def test_500_in_the_middle_keeps_the_cursor_before_it(office: Office) -> None:
    for hours in range(60):
        office.onec.sent(f"УПД-{hours}")
        office.later(hours=1)
    office.settings |= {"from_date": "2026-08-03", "page": "20"}
    office.onec.fault("500", at=4, times=99, only=STATES + "?$format=json&$select=ЭлектронныйДокумент,Состояние")
    outcome = office.read()
    assert (outcome.complete, outcome.failed_windows) == (False, 1)
    assert 0 < len(office.memory.documents) < 60
    office.onec.moods.faults.clear()
    assert office.read().complete
    assert len(office.memory.documents) == 60


@pytest.mark.parametrize("kind", ["502", "reset", "truncate"])
def test_a_cut_is_asked_again(office: Office, waits: list[float], kind: str) -> None:
    filled(office)
    office.onec.fault(kind, only=STATES)  # type: ignore[arg-type]
    assert office.read().complete
    assert len(waits) == 1


@pytest.mark.parametrize("kind", ["bom", "charset"])
def test_letters_survive_what_headers_say(office: Office, kind: str) -> None:
    office.onec.fault(kind, times=999)  # type: ignore[arg-type]
    key = office.onec.sent("УПД-1")
    office.later(minutes=10)
    office.read()
    assert office.memory.of(key).counterparty.name == "ООО «Вектор»"


def test_no_trouble_tells_what_1c_says(office: Office) -> None:
    filled(office)
    kinds: tuple[Kind, ...] = ("500", "rights", "base64", "html", "404html")
    for kind in kinds:
        office.onec.moods.faults.clear()
        office.onec.fault(kind, times=99)
        with pytest.raises((Refusal, SourceTrouble)) as found:
            office.read()
        assert not any(
            word in str(found.value) for word in ("Ромашка", "Секретно", "Нарушение", "ГДЕ", office.onec.url)
        )


def test_nothing_but_get_is_ever_sent(office: Office) -> None:
    filled(office)
    for lane in ("changes", "open", "reconcile"):
        office.read(lane)
    assert not [one for one in office.onec.requests if not one.address.startswith("/bp/odata")]


def test_one_document_that_was_not_foreseen_stops_no_base(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    odd, good = office.onec.sent("УПД-1"), office.onec.sent("УПД-2")
    office.later(minutes=10)
    usual = building.build

    def stumbling(asking: Any, known: Any, place: str, row: Any, *rest: Any) -> Found:
        if row["Ref_Key"] == odd:
            raise ArithmeticError
        return usual(asking, known, place, row, *rest)

    monkeypatch.setattr("marshrut.integrations.onec.documents.build", stumbling)
    outcome = office.read()
    assert outcome.complete
    assert f"unbuilt:{OUT}" in outcome.words
    assert [ref for _place, ref in office.memory.documents] == [good]
    monkeypatch.undo()
    office.read("reconcile")
    assert {ref for _place, ref in office.memory.documents} == {odd, good}


def test_an_amount_that_nobody_can_mean_is_left_empty(office: Office) -> None:
    odd, good = office.onec.sent("УПД-1"), office.onec.sent("УПД-2")
    with office.onec.base.lock:
        row = next(row for table in office.onec.base.tables.values() for row in table.rows if row.get("Ref_Key") == odd)
        row["СуммаДокумента"] = "1E+999999999999999999"
    office.later(minutes=10)
    assert office.read().complete
    assert office.memory.of(odd).amount is None
    assert office.memory.of(good).amount
