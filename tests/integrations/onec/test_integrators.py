"""What integrators of 1C report, row by row, and what the reading does about it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from marshrut.edocs.source import SourceTrouble
from marshrut.integrations.onec import asking, documents
from marshrut.integrations.onec.transport import Refusal

from .conftest import Office
from .test_errors import OUT, STATES, filled

IN = "Document_ЭлектронныйДокументВходящийЭДО"


def test_row_01_no_plus_is_ever_sent(office: Office) -> None:
    filled(office)
    office.read("reconcile")
    assert not [one for one in office.onec.requests if "+" in one.address]
    assert any("%20ge%20datetime'" in one.address for one in office.onec.requests)


def test_row_02_nothing_is_switched_on(office: Office) -> None:
    office.onec.moods.unpublished = set(office.onec.base.tables)
    with pytest.raises(SourceTrouble, match="nothing_published"):
        office.read()


def test_row_03_a_cyrillic_login_signs_in(office: Office) -> None:
    assert office.onec.login == "Обмен"
    filled(office)


def test_row_04_a_lying_charset_and_a_bom(office: Office) -> None:
    office.onec.fault("charset", times=500)
    office.onec.fault("bom", times=500)
    key = filled(office)
    assert office.memory.of(key).organisation.name == "ООО «Ромашка»"


def test_row_05_a_page_of_a_sign_in_is_no_empty_list(office: Office) -> None:
    key = filled(office)
    office.onec.fault("login", times=9)
    with pytest.raises(Refusal, match="html"):
        office.read("reconcile")
    assert office.memory.presences == []
    assert office.memory.of(key).status == "viewed"


def test_row_06_no_register_of_a_recorder_is_read_and_pages_are_of_one_second(office: Office) -> None:
    for number in range(300):
        office.onec.add(f"Пачка-{number}")  # all in one second
    office.later(minutes=10)
    office.settings["page"] = "50"
    assert office.read().complete
    assert len(office.memory.documents) == 300
    skipped = [one.decoded for one in office.onec.requests if "$skip" in one.decoded]
    second = "ge datetime'2026-08-03T12:00:00' and ДатаИзменения lt datetime'2026-08-03T12:00:01'"
    assert skipped
    assert all(second in one for one in skipped)
    assert not [one for one in office.onec.requests if "_RecordType" in one.decoded]


def test_row_07_the_first_answer_may_take_minutes(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from marshrut.kernel import egress

    waited: list[Any] = []
    real = egress.Line.ask

    def ask(self: Any, method: str, address: str, *, patience: Any = None, **more: Any) -> Any:
        waited.append(patience)
        return real(self, method, address, patience=patience, **more)

    monkeypatch.setattr(egress.Line, "ask", ask)
    filled(office)
    assert (waited[0], set(waited[1:])) == (180.0, {120.0})


def test_row_08_metadata_is_never_asked_for(office: Office) -> None:
    filled(office)
    assert not [one for one in office.onec.requests if "$metadata" in one.decoded]


@pytest.mark.parametrize("dialect", ["string", "cast", "guid"])
def test_row_09_a_dialect_is_found_out_and_remembered(office: Office, dialect: str) -> None:
    office.onec.moods.composite = dialect  # type: ignore[assignment]
    key = office.onec.sent("УПД-1")
    office.onec.act(key, "sign")
    office.later(minutes=10)
    office.read()
    assert (office.memory.of(key).status, office.memory.of(key).proved) == ("signed", True)
    assert set(office.kept.dialects.values()) == {dialect}
    office.later(minutes=10)
    office.read("open")
    assert not any("$top=20&" in one.decoded for one in office.onec.requests[-office.requests :])


def test_row_09_without_any_dialect_states_are_still_read(office: Office) -> None:
    office.onec.moods.composite = "number"  # type: ignore[assignment]
    key = office.onec.sent("УПД-1")
    office.later(minutes=10)
    outcome = office.read()
    assert (office.memory.of(key).status, office.memory.of(key).proved) == ("viewed", True)
    assert f"unread:{'Document_СообщениеЭДО'}" in outcome.words


def test_row_11_links_are_joined_here(office: Office) -> None:
    """Nothing is filtered by the accounting document: its reference is read with the link."""
    key = office.onec.sent("УПД-1", comment="по заказу 45")
    office.later(minutes=10)
    office.read()
    assert (office.memory.of(key).bases, office.memory.of(key).comment) == (("УПД-1",), "по заказу 45")
    assert not [one for one in office.onec.requests if "ОбъектУчета eq" in one.decoded]


def test_row_12_nothing_is_expanded(office: Office) -> None:
    filled(office)
    assert not [one for one in office.onec.requests if "$expand" in one.decoded]


def test_row_13_a_count_is_a_text_and_nothing_hangs_on_it(office: Office) -> None:
    filled(office)
    office.read()
    assert not [one for one in office.onec.requests if "$count" in one.decoded]


def test_row_14_never_two_requests_at_once(office: Office) -> None:
    for number in range(50):
        office.onec.sent(f"УПД-{number}")
    office.later(minutes=10)
    for lane in ("changes", "open", "reconcile"):
        office.read(lane)
    assert max(one.together for one in office.onec.requests) == 1


@pytest.mark.parametrize("what", ["filter", "top", "skip"])
def test_row_15_a_server_that_ignores_the_question_is_not_believed(office: Office, what: str) -> None:
    for number in range(60):
        office.onec.add(f"Пачка-{number}")
    office.later(days=2)
    office.onec.add("Другой день")
    office.later(minutes=10)
    office.settings["page"] = "20"
    office.onec.moods.ignore = {what}  # type: ignore[arg-type]
    with pytest.raises(Refusal) as found:
        office.read()
    assert found.value.code in ("ignored", "protocol")
    assert office.memory.cursor is None or office.memory.cursor.isoformat() <= "2026-08-03T09:00:00+00:00"


def test_row_15_an_ignored_order_loses_nothing(office: Office) -> None:
    office.onec.moods.ignore = {"orderby"}
    for number in range(60):
        office.onec.add(f"УПД-{number}")
        office.later(seconds=30)
    office.later(minutes=10)
    office.settings["page"] = "20"
    assert office.read().complete
    assert len(office.memory.documents) == 60


def test_row_16_dead_fields_are_never_asked_for(office: Office) -> None:
    filled(office)
    office.read("reconcile")
    assert not [one for one in office.onec.requests if "Удалить" in one.decoded]


def test_row_17_a_signed_file_is_no_signed_document(office: Office) -> None:
    key = office.onec.sent("УПД-1")  # we have signed its file
    office.later(minutes=10)
    office.read()
    assert office.memory.of(key).status == "viewed"
    assert not [one for one in office.onec.requests if "ПодписанЭП" in one.decoded]


def test_row_18_what_1c_says_is_not_told_on(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    filled(office)
    caplog.set_level("DEBUG")
    office.onec.fault("500", times=99, only=STATES)
    with pytest.raises(Refusal):
        office.read()
    ours = [one.getMessage() for one in caplog.records if one.name.startswith("marshrut")]
    assert ours
    assert not any("Ромашка" in one or office.onec.url in one for one in ours)


def test_row_19_a_version_that_changes_alone_changes_nothing_else(office: Office) -> None:
    key = filled(office)
    before = office.memory.of(key)
    document = office.onec.base.document(key)
    with office.onec.base.lock:
        office.onec.base.change(OUT, document)
    office.read("open")
    after = office.memory.of(key)
    assert after.version != before.version
    assert (after.status, after.acts, after.signers) == (before.status, before.acts, before.signers)


def test_row_20_a_field_that_breaks_the_server_is_left_out(office: Office) -> None:
    office.onec.sent("УПД-1")
    office.later(minutes=10)
    office.onec.fault("internal", times=999, only="ПричинаОстановки")
    assert office.read().complete
    assert office.kept.names[OUT]["ПричинаОстановки"] == ""
    assert len(office.memory.documents) == 1


def test_row_20_a_field_that_breaks_one_document_costs_that_field_only(office: Office) -> None:
    key = filled(office)
    office.onec.act(key, "sign")
    office.later(minutes=10)
    office.onec.fault("internal", times=999, only="ПричинаОстановки")
    outcome = office.read()
    assert office.memory.of(key).status == "signed"
    assert "fields" in outcome.words


def test_row_21_hidden_is_not_gone(office: Office) -> None:
    key = filled(office)
    office.onec.moods.rls_hide = {key}
    office.read("reconcile")
    assert all("allowedOnly=true" in one.decoded for one in office.onec.requests if "$select" in one.decoded)
    assert all(key in refs for place, refs, _complete in office.memory.presences if place == OUT and refs)
    assert [key for place, refs, _complete in office.memory.presences if place == OUT for key in refs] == [key]


def test_row_22_a_deleted_document_is_missed(office: Office) -> None:
    key, other = filled(office), office.onec.sent("УПД-2")
    office.later(minutes=10)
    office.read()
    with office.onec.base.lock:
        office.onec.base.remove(key)
    office.read("reconcile")
    present = {ref for place, refs, complete in office.memory.presences if place == OUT and complete for ref in refs}
    assert present == {other}


def test_row_22_many_at_once_are_a_mistake_and_no_deletion(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marshrut.integrations.onec.comparing.ABSENT", 3)
    keys = [office.onec.sent(f"УПД-{number}") for number in range(5)]
    office.later(minutes=10)
    office.read()
    with office.onec.base.lock:
        for key in keys:
            office.onec.base.remove(key)
    outcome = office.read("reconcile")
    assert "absent:5" in outcome.words
    months = [complete for place, _refs, complete in office.memory.presences if place == OUT]
    assert months.count(False) == 1


def test_row_23_an_updated_configuration_pauses_the_reading(office: Office, settings: Any) -> None:
    from tests.support.onec import OneC

    filled(office)
    with OneC("bed17", now=office.onec._utc()) as older:
        settings.EGRESS_ALLOW = [*settings.EGRESS_ALLOW, older.place]
        office.onec = older
        with pytest.raises(SourceTrouble) as found:
            office.read()
        assert (found.value.code, found.value.said) == ("profile_changed", "bp30_bed19 → bp30_bed17")
        office.settings["profile"] = "bp30_bed17"  # somebody has looked
        assert office.read().complete


def test_row_24_the_client_can_only_read() -> None:
    from marshrut.integrations.onec import transport

    source = transport.__loader__.get_source(transport.__name__)  # type: ignore[union-attr]
    assert source.count("_line.ask(") == len(re.findall(r"_line\.ask\(\s*METHOD,", source)) == 2
    assert transport.METHOD == "GET"


def test_row_25_a_blocking_failure_looks_like_a_refusal(office: Office) -> None:
    key = office.onec.sent("УПД-1")
    office.onec.act(key, "error")
    office.later(minutes=10)
    office.read()
    assert office.memory.of(key).status == "delivery_error"


def test_row_26_requisites_are_handed_over_as_they_are(office: Office) -> None:
    party = office.onec.base.party("Физлицо", " 77 ", "1")
    key = office.onec.sent("УПД-1", party=party)
    office.later(minutes=10)
    office.read()
    assert (office.memory.of(key).counterparty.inn, office.memory.of(key).counterparty.kpp) == ("77", "1")


# -- more that breaks obvious designs ----------------------------------------------------------------------------------


def test_the_clock_of_1c_goes_ahead(office: Office) -> None:
    """Rows of the future are kept, and the cursor waits for them."""
    key = office.onec.sent("УПД-1")
    office.onec.act(key, "sign", at=office.onec.base.now() + timedelta(minutes=20))
    outcome = office.read()
    assert "clock_ahead" in outcome.words
    assert office.memory.of(key).status == "signed"
    assert office.memory.cursor is not None
    assert office.memory.cursor < office.onec._utc()


def test_the_upper_end_is_the_clock_of_the_server(office: Office) -> None:
    office.onec.moods.clock_shift = -3600
    office.onec.sent("УПД-1")
    office.read()
    assert office.memory.cursor is not None
    assert office.memory.cursor <= office.onec._utc() - timedelta(hours=1)


def test_rows_that_come_twice_are_one(office: Office) -> None:
    office.onec.moods.rows_duplicate = True
    for number in range(60):
        office.onec.add(f"УПД-{number}")
        office.later(seconds=30)
    office.later(minutes=10)
    office.settings["page"] = "20"
    assert office.read().complete
    assert len(office.memory.documents) == 60


def test_a_proxy_that_cuts_lists_short_loses_nothing(office: Office) -> None:
    for number in range(120):
        office.onec.add(f"УПД-{number}")
        office.later(seconds=10)
    office.later(minutes=10)
    office.onec.moods.page_limit = 50
    assert office.read().complete
    assert office.kept.cap == 50
    assert len(office.memory.documents) == 120


def test_an_address_that_is_too_long_is_halved(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    from marshrut.integrations.onec import transport

    real = transport.Line._once
    sizes: list[int] = []

    def once(self: Any, path: str, options: Any) -> Any:
        told = options.get("$filter", "").count(" or ") + 1
        sizes.append(told)
        if told > 5:
            raise Refusal("too_long")
        return real(self, path, options)

    monkeypatch.setattr(transport.Line, "_once", once)
    for number in range(40):
        office.onec.sent(f"УПД-{number}")
    office.later(minutes=10)
    assert office.read().complete
    assert len(office.memory.documents) == 40
    assert sizes.count(20) == 1  # learned at once
    assert asking.BATCH == 20


def test_memory_has_a_bound(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "TOGETHER", 40)
    for number in range(100):
        office.onec.add(f"УПД-{number}")
    office.later(minutes=10)
    office.read()
    assert max(office.memory.batches) <= 40
    assert sum(office.memory.batches) == 100


def test_a_licence_is_given_back(office: Office) -> None:
    office.settings["ib_session"] = True
    assert filled(office)  # this publication ignores the header, as live ones do


def test_one_connection_carries_a_reading(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    http = office.onec.server._http
    real, opened = http.process_request, []

    def process(*words: Any) -> None:
        opened.append(words)
        real(*words)

    monkeypatch.setattr(http, "process_request", process)
    filled(office)
    assert len(opened) == 1
