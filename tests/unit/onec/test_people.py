"""Who signed, read out of certificates; kinds out of types and titles; the way of signing out of messages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from marshrut.integrations.onec import kinds, signers
from marshrut.integrations.onec.acts import Dates, Line, acts
from marshrut.integrations.onec.signers import Mark, Ours
from marshrut.integrations.onec.statuses import Message, Side

AT = datetime(2026, 8, 3, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("whom", "name"),
    [
        ('Иванова Анна Петровна, ООО "Ромашка"', "Иванова Анна Петровна"),
        ("ООО «Ромашка», Генеральный директор, Иванова Анна Петровна", "Иванова Анна Петровна"),
        ("Салтыков-Щедрин Михаил Евграфович; ИНН 7707083893", "Салтыков-Щедрин Михаил Евграфович"),
        ("ИП Алиев Рашид Мамед оглы", "Алиев Рашид Мамед оглы"),
        ("Общество «Вектор», Ким Виктор, директор", "Ким Виктор"),
        ("ООО «Вектор», Петров И. И.", "Петров И. И."),
        ("ООО «Ромашка»", ""),
        ("CN=ROMASHKA LLC", ""),
        ("", ""),
    ],
)
def test_a_name_is_read_when_it_is_one(whom: str, name: str) -> None:
    assert signers.person(whom) == name


def mark(no: int, whom: str, **more: object) -> Mark:
    given = {"file": "f", "no": no, "at": AT + timedelta(hours=no), "whom": whom, **more}
    return Mark(**given)  # type: ignore[arg-type]


NOBODY = Ours({})


def test_our_signature_is_known_by_its_certificate_by_who_put_it_or_by_our_name() -> None:
    ours, theirs = mark(1, "Соколов Андрей Викторович", thumb="AA"), mark(2, "Петрова Мария Сергеевна", thumb="BB")
    for known, first in (
        (Ours({"AA": "Соколов Андрей Викторович"}), ours),
        (NOBODY, mark(1, "Соколов", thumb="AA", by="Соколов")),
        (Ours({}, signers.words("ООО «Ромашка»", "7707083893")), mark(1, "Соколов, ООО «Ромашка»", thumb="AA")),
    ):
        assert [one.side for one in signers.signers([theirs, first], "in", known)] == ["ours", "theirs"]


def test_of_a_formal_title_the_side_is_that_of_the_title() -> None:
    marks = [mark(1, "А", thumb="AA", file="s", of="sender"), mark(2, "Б", thumb="BB", file="r", of="receiver")]
    assert [one.side for one in signers.signers(marks, "out", NOBODY)] == ["ours", "theirs"]
    assert [one.side for one in signers.signers(marks, "in", NOBODY)] == ["theirs", "ours"]


def test_when_nothing_tells_it_the_first_signature_is_the_senders() -> None:
    marks = [mark(2, "Б"), mark(1, "А")]
    assert [(one.whom, one.side) for one in signers.signers(marks, "out", NOBODY)] == [("А", "ours"), ("Б", "theirs")]
    alone = signers.signers([mark(1, "А")], "out", NOBODY)
    assert [one.side for one in alone] == ["ours"]  # nothing of theirs is proved by it


def test_a_signature_on_two_files_is_one() -> None:
    marks = [mark(1, "А", thumb="AA"), mark(1, "А", thumb="AA", file="g")]
    assert len(signers.signers(marks, "out", NOBODY)) == 1


@pytest.mark.parametrize(
    ("type_", "title", "kind"),
    [
        ("УПД", "", "upd"), ("АктВыполненныхРабот", "", "act"), ("СчетФактура", "", "invoice_factura"),
        ("Прочее", "Договор поставки № 17", "contract"), ("", "Счёт-фактура", "invoice_factura"), ("", "УКД", "ukd"),
        ("", "Счёт на оплату", "invoice"), ("", "Акт сверки", "act"), ("", "Контакты", "other"),
        ("Прочее", "Фото", "other"),
        ("ТоварнаяНакладная", "", "waybill"), ("", "Дополнительное соглашение", "contract"),
        ("КорректировочныйСчетФактура", "", "ukd"),
    ],
)  # fmt: skip
def test_kinds(type_: str, title: str, kind: str) -> None:
    assert kinds.kind(type_, title) == kind


def message(part: str, side: Side, hours: int, note: str = "") -> Message:
    return Message(f"m{hours}", part, side, "Получен", AT + timedelta(hours=hours), note)


def test_the_way_of_signing() -> None:
    messages = [
        message("ПДП", "theirs", 1), message("ИОП", "theirs", 2), message("ИнформацияПолучателя", "theirs", 3),
        message("ИнформацияПолучателя_ИОП", "ours", 4), message("ПОА", "ours", 5, note="Ошибка в сумме"),
    ]  # fmt: skip
    journal = [
        Line("1", "Подписать", AT, "Соколов А. В."), Line("2", "Отправить", AT, "Соколов А. В."),
        Line("3", "Загрузить", AT + timedelta(hours=3)),
        Line("4", "Аннулировать", AT + timedelta(hours=5), "Соколов А. В."),
    ]  # fmt: skip
    people = signers.signers([mark(3, "Петрова Мария Сергеевна", of="receiver")], "out", NOBODY)
    found = acts("out", "УПД", messages, journal, people, Dates(AT, AT))
    assert [(one.kind, one.side, one.person, one.comment) for one in found] == [
        ("signed_ours", "ours", "Соколов А. В.", ""),
        ("sent", "ours", "Соколов А. В.", ""),
        ("delivered", "operator", "", ""),
        ("viewed", "theirs", "", ""),
        ("signed_theirs", "theirs", "Петрова Мария Сергеевна", ""),
        ("revocation_asked", "ours", "Соколов А. В.", "Ошибка в сумме"),
    ]
    assert found == acts("out", "УПД", messages, journal, people, Dates(AT, AT))  # names stay the same


def test_without_a_journal_the_document_itself_tells() -> None:
    found = acts("out", "УПД", [], [], [], Dates(AT, AT, AT))
    assert [(one.uid, one.kind) for one in found] == [
        ("f:revoked", "revoked"), ("f:sent", "sent"), ("f:signed_ours", "signed_ours"),
    ]  # fmt: skip


def test_a_refusal_tells_who_and_why() -> None:
    (found,) = acts("out", "УПД", [message("УОУ", "theirs", 1, note="Неверная сумма")], [], [], Dates())
    assert (found.kind, found.side, found.comment) == ("rejected", "theirs", "Неверная сумма")


def test_the_older_journal() -> None:
    lines = [Line("1", "Подписан", AT), Line("2", "ПереданОператору", AT), Line("3", "ПолностьюПодписан", AT)]
    found = acts("out", "", [], lines, [], Dates(), older=True)
    assert [one.kind for one in found] == ["signed_ours", "sent", "signed_theirs"]
    assert [one.side for one in acts("in", "", [], lines[2:], [], Dates(), older=True)] == ["ours"]
