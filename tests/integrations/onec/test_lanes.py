"""Lanes of a reading: every document reaches the register with its status, its people and its way of signing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.support.onec import OneC

from .conftest import NOON, Office
from .test_errors import OUT, filled

IN = "Document_ЭлектронныйДокументВходящийЭДО"


def test_a_document_is_read_whole(office: Office) -> None:
    """S2.4, S2.5, S2.7, S2.18: what it is, who signed when, how it went."""
    office.settings["link"] = "https://diadoc.example.ru/{flow}"
    key = office.onec.add("УПД-1", amount=120000.5, user="Иванова А. П.", comment="заказ 45", contract="17/26")
    for minutes, act in enumerate(("send", "operator", "receipt", "sign")):
        office.onec.act(key, act, at=office.onec.base.now() + timedelta(minutes=minutes))  # type: ignore[arg-type]
    office.later(minutes=10)
    office.read()
    found = office.memory.of(key)
    assert (found.place, found.direction, found.kind, found.number) == (OUT, "out", "upd", "УПД-1")
    assert (found.date, found.amount) == (date(2026, 8, 3), Decimal("120000.5"))
    assert (found.organisation.name, found.counterparty.inn) == ("ООО «Ромашка»", "7728168971")
    assert (found.status, found.raw_status, found.actor, found.proved) == ("signed", "ОбменЗавершен", "none", True)
    assert (found.sent_at, found.answered_at) == (NOON, NOON + timedelta(minutes=3))
    assert (found.contract, found.comment, found.responsible) == ("17/26", "заказ 45", "Иванова А. П.")
    assert found.url.startswith("https://diadoc.example.ru/")
    people = [(one.side, one.name, one.at) for one in found.signers]
    assert people == [
        ("ours", "Соколов Андрей Викторович", NOON),
        ("theirs", "Петрова Мария Сергеевна", NOON + timedelta(minutes=3)),
    ]
    assert [one.kind for one in found.acts] == ["signed_ours", "sent", "delivered", "viewed", "signed_theirs"]
    assert [one.kind for one in found.files] == ["pdf", "original", "original"]


def test_a_contract_is_signed_by_both_on_one_file(office: Office) -> None:
    key = office.onec.sent("Договор-1", kind="contract")
    office.onec.act(key, "sign", by="Ким Виктор Олегович")
    office.later(minutes=10)
    office.read()
    found = office.memory.of(key)
    assert (found.kind, found.status, found.proved) == ("contract", "signed", True)
    assert [(one.side, one.name) for one in found.signers] == [
        ("ours", "Соколов Андрей Викторович"), ("theirs", "Ким Виктор Олегович"),
    ]  # fmt: skip


def test_theirs_that_waits_for_us(office: Office) -> None:
    key = office.onec.add("Акт-9", kind="act", direction="in")
    office.later(minutes=10)
    office.read()
    assert (office.memory.of(key).status, office.memory.of(key).actor) == ("needs_our_sign", "us")
    office.onec.act(key, "sign_ours", by="Соколов Андрей Викторович")
    office.later(minutes=10)
    office.read()
    found = office.memory.of(key)
    assert (found.status, found.proved, found.answered_at) == ("signed", True, NOON + timedelta(minutes=10))
    assert "signed_ours" in [one.kind for one in found.acts]


def test_a_refusal_with_its_comment(office: Office) -> None:
    key = office.onec.sent("УПД-1")
    office.onec.act(key, "reject", comment="Неверная сумма")
    office.later(minutes=10)
    office.read()
    found = office.memory.of(key)
    assert (found.status, found.reason, found.actor) == ("rejected", "Неверная сумма", "us")
    assert ("rejected", "theirs", "Неверная сумма") in [(one.kind, one.side, one.comment) for one in found.acts]
    assert found.answered_at == NOON


def test_an_annulment_hides_a_signature_and_gives_it_back(office: Office) -> None:
    key = office.onec.sent("УПД-1")
    said = []
    for act in ("sign", "offer_annul", "refuse_annul", "they_offer_annul", "annul"):
        office.onec.act(key, act)
        office.later(minutes=10)
        office.read()
        said.append((office.memory.of(key).status, office.memory.of(key).actor))
    assert said == [
        ("signed", "none"), ("revocation_requested", "counterparty"), ("signed", "none"),
        ("revocation_requested", "us"), ("revoked", "none"),
    ]  # fmt: skip
    assert {one.side for one in office.memory.of(key).signers} == {"ours", "theirs"}
    assert office.memory.of(key).revoked_at is not None


def test_only_what_is_new_is_asked_for_in_whole(office: Office) -> None:
    keys = [office.onec.sent(f"УПД-{number}") for number in range(30)]
    office.later(minutes=10)
    office.read()
    office.memory.batches.clear()
    office.onec.act(keys[3], "sign")
    office.later(minutes=10)
    office.read()
    assert office.memory.batches == [1]
    assert office.requests < 30
    office.later(minutes=10)
    office.read()
    assert office.memory.batches == [1]


def test_a_document_filed_late_is_read_all_the_same(office: Office) -> None:
    """Its date is of long ago, its state is of today."""
    office.settings["from_date"] = "2026-08-01"
    filled(office)
    key = office.onec.add("Старый", at=datetime(2025, 3, 1))  # noqa: DTZ001 - as on its wall
    office.onec.state(key, "ТребуетсяПодписание")
    office.later(minutes=10)
    office.read()
    assert office.memory.of(key).date == date(2025, 3, 1)


def test_a_row_written_within_the_overlap_is_not_lost(office: Office) -> None:
    """A clock behind the others stamps below the cursor."""
    key = filled(office)
    office.onec.act(key, "sign", at=office.onec.base.now() - timedelta(minutes=25))
    office.later(minutes=1)
    office.read()
    assert office.memory.of(key).status == "signed"


def test_what_the_stamp_missed_the_open_lane_finds(office: Office) -> None:
    key = filled(office)
    office.onec.act(key, "sign", at=office.onec.base.now() - timedelta(days=3))
    office.later(minutes=1)
    office.read()
    assert office.memory.of(key).status == "viewed"
    office.read("open")
    assert office.memory.of(key).status == "signed"


def test_one_document_that_somebody_asked_for(office: Office) -> None:
    key, other = filled(office), office.onec.sent("УПД-2")
    office.onec.act(key, "sign")
    office.memory.batches.clear()
    office.read("asked", (OUT, key), (OUT, "нет такого"), ("Document_Чужой", key))
    assert office.memory.of(key).status == "signed"
    assert office.memory.batches == [1]
    assert (OUT, other) not in office.memory.documents


def test_the_night_finds_what_was_never_stamped(office: Office) -> None:
    filled(office)
    key = office.onec.add("УПД-7")
    with office.onec.base.lock:
        row = office.onec.base.tables["InformationRegister_СостоянияДокументовЭДО"].find(ЭлектронныйДокумент=key)
        assert row is not None
        office.onec.base.change("InformationRegister_СостоянияДокументовЭДО", row, ДатаИзменения="0001-01-01T00:00:00")
    office.read()
    assert (OUT, key) not in office.memory.documents
    office.read("reconcile")
    assert office.memory.of(key).status == "needs_our_sign"


def test_a_document_marked_for_deletion_is_not_present(office: Office) -> None:
    key = filled(office)
    with office.onec.base.lock:
        office.onec.base.change(OUT, office.onec.base.document(key), DeletionMark=True)
    office.read("reconcile")
    assert not [key for place, refs, complete in office.memory.presences if place == OUT for key in refs]
    assert all(complete for _place, _refs, complete in office.memory.presences)


def test_without_stamps_of_changes_open_documents_are_looked_through(office: Office) -> None:
    office.onec.moods.without = {"InformationRegister_СостоянияДокументовЭДО": {"ДатаИзменения"}}
    key = office.onec.sent("УПД-1")
    office.later(minutes=10)
    assert office.read().complete
    assert office.memory.of(key).status == "viewed"
    assert office.memory.of(key).changed_at is None
    new = office.onec.sent("УПД-2")
    office.onec.act(key, "sign")
    office.later(minutes=10)
    office.read()
    assert (office.memory.of(key).status, office.memory.of(new).status) == ("signed", "viewed")


def test_a_reading_that_takes_too_long_goes_on_where_it_ended(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(60):
        office.onec.add(f"УПД-{number}")
        office.later(hours=6)
    office.settings |= {"page": "20", "from_date": "2026-08-03"}
    monkeypatch.setattr("marshrut.integrations.onec.lanes.PATIENCE", 0.0)
    turns, complete = 0, False
    while not complete:
        complete, turns = office.read().complete, turns + 1
        assert turns < 40
    assert turns > 3
    assert len(office.memory.documents) == 60
    assert office.memory.cursors == sorted(office.memory.cursors)


@pytest.fixture
def older(settings: Any, waits: list[float]) -> Any:
    from marshrut.kernel import clock

    with OneC("bed17", now=NOON) as made, clock.running(made.base.utc):
        settings.EGRESS_ALLOW = [*settings.EGRESS_ALLOW, made.place]
        yield Office(made)


def test_the_older_library_keeps_states_in_documents(older: Office) -> None:
    from marshrut.demo.onec import older as acts

    key = older.onec.add_older("Акт-1", state="ОжидаетсяПодтверждение")
    theirs = older.onec.add_older("Акт-2", direction="in", state="НаПодписи")
    older.later(minutes=10)
    assert older.read().complete
    assert older.kept.profile == "bp30_bed17"
    assert (older.memory.of(key).status, older.memory.of(key).actor) == ("delivered", "counterparty")
    assert (older.memory.of(theirs).direction, older.memory.of(theirs).status) == ("in", "needs_our_sign")
    acts.put(older.onec.base, key, "Отклонен", comment="Не наш заказ", user="Иванова")
    older.later(minutes=10)
    older.read()
    found = older.memory.of(key)
    assert (found.status, found.reason, found.kind) == ("rejected", "Не наш заказ", "act")
    assert [one.comment for one in found.acts] == ["Не наш заказ"]
    older.read("open")
    older.read("reconcile")
    present = {ref for _place, refs, _complete in older.memory.presences for ref in refs}
    assert present == {key, theirs}
    acts.put(older.onec.base, theirs, "ОбменЗавершен")
    older.later(minutes=10)
    older.read()
    assert (older.memory.of(theirs).status, older.memory.of(theirs).proved) == ("signed", False)


def test_a_mapping_of_ones_own(office: Office) -> None:
    office.settings["mapping"] = (
        "like: bp30_bed19\nmeanings:\n  СовсемНовое: {out: sent, actor: operator}\nfields: {comment: Number}\n"
    )
    key = office.onec.sent("УПД-1")
    office.onec.state(key, "СовсемНовое")
    office.later(minutes=10)
    office.read()
    found = office.memory.of(key)
    assert (found.status, found.raw_status, found.actor) == ("sent", "СовсемНовое", "operator")
    assert found.comment.startswith("000000001")


def test_a_state_that_is_in_no_table_is_shown_as_it_is(office: Office) -> None:
    key = office.onec.sent("УПД-1")
    office.onec.state(key, "СовсемНовое")
    office.later(minutes=10)
    office.read()
    found = office.memory.of(key)
    assert (found.status, found.raw_status, found.oddities) == ("unknown", "СовсемНовое", ("state:СовсемНовое",))


def test_years_that_nobody_meant(office: Office) -> None:
    key = office.onec.sent("УПД-1")
    with office.onec.base.lock:
        office.onec.base.change(OUT, office.onec.base.document(key), ДатаОтправки="0206-08-03T00:00:00")
    office.later(minutes=10)
    office.read()
    assert (office.memory.of(key).sent_at, office.memory.of(key).oddities) == (None, ("date",))


def test_the_zone_of_the_base_is_that_of_its_settings(office: Office) -> None:
    from zoneinfo import ZoneInfo

    office.onec.base.zone = ZoneInfo("Asia/Vladivostok")
    office.settings["timezone"] = "Asia/Vladivostok"
    key = office.onec.sent("УПД-1")
    office.later(minutes=10)
    assert office.read().complete
    assert office.memory.of(key).sent_at == NOON
    assert office.memory.cursor == datetime(2026, 8, 3, 9, 9, 55, tzinfo=UTC)


def test_what_is_published_later_is_read_at_night(office: Office) -> None:
    """Signatures were not switched on: now all documents get their people, finished ones as well."""
    office.onec.moods.unpublished = {"InformationRegister_ЭлектронныеПодписи"}
    key = office.onec.sent("УПД-1")
    office.onec.act(key, "sign")
    office.later(minutes=10)
    office.read()
    assert office.memory.of(key).signers == ()
    office.onec.moods.unpublished = set()
    office.later(hours=12)
    office.read("reconcile")
    assert [one.side for one in office.memory.of(key).signers] == ["ours", "theirs"]
    office.memory.batches.clear()
    office.read("reconcile")
    assert office.memory.batches == []


def test_a_session_of_1c_is_kept_and_given_back(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from marshrut.kernel import egress

    sent: list[dict[str, str]] = []
    real = egress.Line.ask

    def ask(self: egress.Line, method: str, address: str, **more: Any) -> egress.Answer:
        sent.append(dict(more["headers"]))
        answer = real(self, method, address, **more)
        return egress.Answer(answer.status, {**answer.headers, "set-cookie": "ibsession=42; path=/bp"}, answer.body)

    monkeypatch.setattr(egress.Line, "ask", ask)
    office.settings["ib_session"] = True
    filled(office)
    assert [headers.get("ibsession") for headers in sent] == ["start", *[None] * (len(sent) - 2), "finish"]
    assert {headers.get("cookie") for headers in sent[1:]} == {"ibsession=42"}
