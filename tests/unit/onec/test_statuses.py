"""Every row of the tables of states, and what proves a signature."""

from __future__ import annotations

from dataclasses import replace

import pytest

from marshrut.definitions.schema.edocs import STATUSES
from marshrut.integrations.onec import statuses
from marshrut.integrations.onec.profile import Meaning
from marshrut.integrations.onec.statuses import Facts, Message, judge

OUT = Facts("out", "", reply_required=True, notice_required=True, without_signature=False, reglament="УПД", messages=())
IN = replace(OUT, direction="in")
REPLY = Message("m1", "ИнформацияПолучателя", "theirs", "Получен", None)
OURS = Message("m1", "ИнформацияПолучателя", "ours", "Отправлен", None)
CONFIRMED = Message("m0", "ИнформацияОтправителя", "ours", "Подтвержден", None)

#: state, out, in, actor: reply required, receipt required, no message has come
ROWS_19 = [
    ("НеСформирован", "not_started", "-", "us"),
    ("НеПолучен", "-", "unknown", "operator"),
    ("ТребуетсяУтверждение", "draft", "delivered", "us"),
    ("ТребуетсяПодписание", "needs_our_sign", "needs_our_sign", "us"),
    ("ТребуетсяПодготовкаКОтправке", "ready_to_send", "ready_to_send", "us"),
    ("ТребуетсяОтправка", "ready_to_send", "ready_to_send", "us"),
    ("ОжидаетсяПередачаОператору", "ready_to_send", "ready_to_send", "operator"),
    ("ОжидаетсяОбработкаОблачнымЭДО", "ready_to_send", "ready_to_send", "operator"),
    ("ОжидаетсяПодтверждениеОператора", "sent", "signed", "operator"),
    ("ОжидаетсяИзвещениеОПолучении", "delivered", "-", "counterparty"),
    ("ОжидаетсяПодтверждение", "viewed", "-", "counterparty"),
    ("ТребуетсяИзвещениеОПолучении", "signed", "signed", "us"),
    ("ТребуетсяПодписаниеИзвещения", "signed", "signed", "us"),
    ("ТребуетсяПодготовкаКОтправкеИзвещения", "signed", "signed", "us"),
    ("ТребуетсяОтправкаИзвещения", "signed", "signed", "us"),
    ("ОбменЗавершен", "signed", "signed", "none"),
    ("ОбменЗавершенСИсправлением", "corrected", "corrected", "none"),
    ("ТребуетсяУточнение", "rejected", "-", "us"),
    ("ЗакрытСОтклонением", "rejected", "rejected", "none"),
    ("ТребуетсяПодписаниеОтклонения", "revocation_requested", "rejected", "us"),
    ("ТребуетсяПодготовкаКОтправкеОтклонения", "revocation_requested", "rejected", "us"),
    ("ТребуетсяОтправкаОтклонения", "revocation_requested", "rejected", "us"),
    ("ОжидаетсяИсправление", "-", "rejected", "counterparty"),
    ("ОжидаетсяИзвещениеПоОтклонению", "rejected", "rejected", "counterparty"),
    ("ТребуетсяИзвещениеПоОтклонению", "rejected", "rejected", "us"),
    ("ТребуетсяПодписаниеИзвещенияПоОтклонению", "rejected", "rejected", "us"),
    ("ТребуетсяПодготовкаКОтправкеИзвещенияПоОтклонению", "rejected", "rejected", "us"),
    ("ТребуетсяОтправкаИзвещенияПоОтклонению", "rejected", "rejected", "us"),
    ("ТребуетсяПодтверждениеАннулирования", "revocation_requested", "revocation_requested", "us"),
    ("ТребуетсяПодписаниеАннулирования", "revocation_requested", "revocation_requested", "us"),
    ("ТребуетсяПодготовкаКОтправкеАннулирования", "revocation_requested", "revocation_requested", "us"),
    ("ТребуетсяОтправкаАннулирования", "revocation_requested", "revocation_requested", "us"),
    ("ОжидаетсяПодтверждениеАннулирования", "revocation_requested", "revocation_requested", "counterparty"),
    ("Аннулирован", "revoked", "revoked", "none"),
    ("ТребуетсяПовторнаяОтправка", "delivery_error", "delivery_error", "us"),
    ("ТребуетсяИсправлениеОшибкиПередачи", "delivery_error", "delivery_error", "us"),
    ("ЗакрытСОшибкойПередачи", "delivery_error", "delivery_error", "none"),
    ("ТребуетсяОтправкаПриглашения", "invite_pending", "-", "us"),
    ("ОжидаетсяОтветНаПриглашение", "invite_pending", "-", "counterparty"),
    ("ЗакрытСОтклонениемПриглашения", "delivery_error", "-", "none"),
    ("ЗакрытПринудительно", "force_closed", "force_closed", "none"),
]
ROWS_17 = [
    ("НеСформирован", "not_started", "us"), ("НаУтверждении", "draft", "us"), ("НаПодписи", "needs_our_sign", "us"),
    ("ИзвещениеНаПодписи", "needs_our_sign", "us"), ("ОжидаетсяОтправка", "ready_to_send", "us"),
    ("ОжидаетсяОтправкаПолучателю", "ready_to_send", "us"), ("ОжидаетсяОтправкаИзвещения", "ready_to_send", "us"),
    ("ОжидаетсяПередачаОператору", "ready_to_send", "operator"),
    ("ОжидаетсяПодтверждениеОператора", "sent", "operator"),
    ("ОжидаетсяИзвещениеОПолучении", "sent", "counterparty"), ("ОжидаетсяПодтверждение", "delivered", "counterparty"),
    ("ОжидаетсяСогласиеКонтрагента", "invite_pending", "counterparty"),
    ("ПолученОтказОтКонтрагента", "delivery_error", "us"), ("ОбменЗавершен", "signed", "none"),
    ("ОбменЗавершенСИсправлением", "corrected", "none"), ("ТребуетсяУточнитьДокумент", "correction_requested", "us"),
    ("ОжидаетсяИсправление", "correction_requested", "counterparty"), ("Отклонен", "rejected", "none"),
    ("ОтклоненОператором", "delivery_error", "us"), ("ОшибкаПередачи", "delivery_error", "us"),
    ("ОжидаетсяАннулирование", "revocation_requested", "counterparty"),
    ("ТребуетсяАннулировать", "revocation_requested", "us"), ("Аннулирован", "revoked", "none"),
    ("ЗакрытПринудительно", "force_closed", "none"),
]  # fmt: skip


@pytest.mark.parametrize(("state", "out", "in_", "actor"), ROWS_19)
def test_states_of_today(state: str, out: str, in_: str, actor: str) -> None:
    for facts, said in ((OUT, out), (IN, in_)):
        found = judge(replace(facts, state=state), "bed19")
        if said == "-":
            assert (found.status, found.actor, found.oddities) == ("unknown", "none", (f"state:{state}",))
        else:
            assert (found.status, found.actor) == (said, actor)


@pytest.mark.parametrize(("state", "said", "actor"), ROWS_17)
def test_states_of_before(state: str, said: str, actor: str) -> None:
    found = judge(Facts("out", state), "bed17")
    assert (found.status, found.actor) == (said, actor)


def test_the_tables_are_tested_whole() -> None:
    assert sorted(statuses.states("bed19")) == sorted(row[0] for row in ROWS_19)
    assert sorted(statuses.states("bed17")) == sorted(row[0] for row in ROWS_17)


@pytest.mark.parametrize("state", ["УдалитьОжидаетсяОтправка", "НовоеСостояние", ""])
def test_row_16_what_is_in_no_table_is_unknown_and_told(state: str) -> None:
    found = judge(replace(OUT, state=state), "bed19")
    assert (found.status, found.oddities) == ("unknown", (f"state:{state}",))


def test_a_mapping_of_ones_own_goes_first() -> None:
    own = {"НовоеСостояние": Meaning(out="sent", actor="operator"), "Аннулирован": Meaning(out="rejected")}
    assert judge(replace(OUT, state="НовоеСостояние"), "bed19", own).status == "sent"
    assert judge(replace(OUT, state="Аннулирован"), "bed19", own).status == "rejected"
    assert judge(replace(IN, state="Аннулирован"), "bed19", own).status == "revoked"
    assert (
        judge(replace(OUT, state="НовоеСостояние"), "bed19", {"НовоеСостояние": Meaning(out="нет")}).status == "unknown"
    )


# -- proof -------------------------------------------------------------------------------------------------------------


def test_a_signature_of_theirs_is_proved_by_their_reply_only() -> None:
    done = replace(OUT, state="ОбменЗавершен")
    assert (judge(done, "bed19").status, judge(done, "bed19").proved) == ("signed", False)
    assert judge(done, "bed19").oddities == ("unproved",)
    assert judge(replace(done, messages=(REPLY,)), "bed19").proved
    assert not judge(replace(done, messages=(OURS,)), "bed19").proved
    assert not judge(replace(done, messages=None), "bed19").proved


@pytest.mark.parametrize("part", ["ИнформацияПолучателя_ПДП", "ИнформацияПолучателя_ИОП", "УОУ", "ПОА", "ПДП", "ИОП"])
def test_a_notice_about_a_reply_is_no_reply(part: str) -> None:
    assert not judge(replace(OUT, state="ОбменЗавершен", messages=(replace(REPLY, part=part),)), "bed19").proved


def test_a_contract_is_signed_on_the_same_message() -> None:
    plain = replace(OUT, state="ОбменЗавершен", reglament="Неформализованный", messages=(CONFIRMED,))
    assert (judge(plain, "bed19").status, judge(plain, "bed19").proved) == ("signed", True)
    assert not judge(replace(plain, reglament="УПД"), "bed19").proved
    assert not judge(replace(plain, messages=(replace(CONFIRMED, status="Отправлен"),)), "bed19").proved


def test_what_needs_no_reply_is_completed() -> None:
    assert judge(replace(OUT, state="ОбменЗавершен", reply_required=False), "bed19").status == "completed"
    assert judge(replace(OUT, state="ОбменЗавершен", without_signature=True), "bed19").status == "completed"


def test_an_awaited_receipt_may_hide_a_reply() -> None:
    waits = replace(OUT, state="ОжидаетсяИзвещениеОПолучении")
    assert judge(waits, "bed19").status == "delivered"
    assert (judge(replace(waits, messages=(REPLY,)), "bed19").status) == "signed"


def test_without_receipts_delivered_is_all_that_is_known() -> None:
    assert judge(replace(OUT, state="ОжидаетсяПодтверждение", notice_required=False), "bed19").status == "delivered"


@pytest.mark.parametrize("state", ["ОжидаетсяПодтверждениеОператора", "ТребуетсяИзвещениеОПолучении"])
def test_of_theirs_that_need_no_reply_nothing_is_signed(state: str) -> None:
    assert judge(replace(IN, state=state, reply_required=False), "bed19").status == "delivered"


@pytest.mark.parametrize("reason", ["ОшибкаПередачиБлокирующая", "ОшибкаПередачиНеблокирующая"])
@pytest.mark.parametrize("state", ["ТребуетсяУточнение", "ЗакрытСОтклонением"])
def test_row_25_a_failure_on_the_way_is_no_refusal(state: str, reason: str) -> None:
    assert judge(replace(OUT, state=state, stop_reason=reason), "bed19").status == "delivery_error"
    assert judge(replace(OUT, state=state, stop_reason="ОтклонениеПодписания"), "bed19").status == "rejected"


def test_our_refusal_of_a_document_or_of_its_annulment() -> None:
    ours = replace(IN, state="ТребуетсяОтправкаОтклонения")
    refusal, offer = Message("m", "УОУ", "ours", "", None), Message("m", "ПОА", "theirs", "", None)
    assert judge(replace(ours, messages=(refusal,)), "bed19").status == "rejected"
    assert judge(replace(ours, messages=(offer,)), "bed19").status == "revocation_requested"


def test_of_before_the_file_or_a_signature_proves() -> None:
    done = Facts("out", "ОбменЗавершен")
    assert not judge(done, "bed17").proved
    assert judge(replace(done, file_statuses=frozenset({"ПолностьюПодписан"})), "bed17").proved
    assert judge(replace(done, signed_by=frozenset({"theirs"})), "bed17").proved
    assert judge(replace(done, file_statuses=frozenset({"Доставлен"})), "bed17").status == "completed"


def test_every_meaning_is_a_word_of_ours() -> None:
    for table in ("bed19", "bed17"):
        for state in statuses.states(table):
            assert judge(replace(OUT, state=state), table).status in STATUSES
