"""The training 1C answers as a real one does: what is asked for, in which words, and what it refuses."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pypdfium2
import pytest

from marshrut.demo.onec import contents, keeping, story
from marshrut.demo.onec.exchange import Base
from marshrut.demo.onec.literals import BadFilter, Either, parse
from marshrut.demo.onec.objects import BODY
from marshrut.demo.onec.story import Cast, Firm
from marshrut.documents.fns import parsing
from tests.support.onec import OneC

STATES = "InformationRegister_СостоянияДокументовЭДО"
DOCUMENTS = "Document_ЭлектронныйДокументИсходящийЭДО"


def get(onec: OneC, path: str, login: str = "Обмен", raw: bool = False) -> tuple[int, Any]:
    token = base64.b64encode(f"{login}:{onec.password}".encode()).decode()
    address = onec.url + (path if raw else quote(path, safe="$'(),/:=?&"))
    try:
        with urlopen(Request(address, headers={"Authorization": f"Basic {token}"})) as answer:  # noqa: S310 - loopback
            return answer.status, json.loads(answer.read())
    except HTTPError as error:
        body = error.read()
        return error.code, json.loads(body)["odata.error"]["code"] if body.startswith(b"{") else ""


def test_a_window_of_changes_and_its_proof() -> None:
    with OneC() as onec:
        key = onec.sent("1")
        onec.act(key, "sign", by="Петрова Мария Сергеевна")
        window = "ДатаИзменения ge datetime'2026-08-03T12:00:00' and ДатаИзменения lt datetime'2026-08-03T12:00:01'"
        _status, found = get(onec, f"{STATES}?$format=json&$filter={window}&$top=10")
        assert [(one["ЭлектронныйДокумент"], one["Состояние"]) for one in found["value"]] == [(key, "ОбменЗавершен")]
        _status, found = get(onec, "InformationRegister_ЭлектронныеПодписи?$format=json&$select=КомуВыданСертификат")
        assert [one["КомуВыданСертификат"][:6] for one in found["value"]] == ["Соколо", "Петров"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("Catalog_Нет?$format=json", 404, "8"),
        ("Catalog_Контрагенты?$format=json&$select=Нет", 400, "6"),
        ("Catalog_Контрагенты?$format=json&$select=ИНН, КПП", 400, "6"),
        ("Catalog_Контрагенты?$format=json&$filter=ИНН eq", 400, "14"),
        (f"{DOCUMENTS}(guid'00000000-0000-0000-0000-000000000001')?$format=json", 404, "9"),
        (f"{DOCUMENTS}?$format=json&$filter=Date ge '2026-08-03'", 400, "14"),
    ],
)
def test_what_it_refuses(path: str, status: int, code: str) -> None:
    with OneC() as onec:
        onec.add("1")
        assert get(onec, path) == (status, code)


def test_a_plus_for_a_blank_and_a_foreign_login_are_refused() -> None:
    with OneC() as onec:
        assert get(onec, "Catalog_%D0%9D?$format=json&$filter=A+eq+1", raw=True)[0] == 500
        assert get(onec, "?$format=json", login="Чужой")[0] == 401


def test_fields_of_several_types_are_asked_for_in_one_way_only() -> None:
    with OneC() as onec:
        key = onec.add("1")
        onec.moods.composite = "cast"
        assert get(onec, f"{STATES}?$format=json&$filter=ЭлектронныйДокумент eq '{key}'") == (400, "14")
        filter_ = f"ЭлектронныйДокумент eq cast(guid'{key}','{DOCUMENTS}')"
        assert len(get(onec, f"{STATES}?$format=json&$filter={filter_}")[1]["value"]) == 1


def test_hidden_rows_are_a_refusal_unless_only_allowed_ones_are_wanted() -> None:
    with OneC() as onec:
        onec.moods.rls_hide = {onec.add("1")}
        onec.add("2")
        assert get(onec, f"{DOCUMENTS}?$format=json") == (401, "20")
        assert len(get(onec, f"{DOCUMENTS}?$format=json&allowedOnly=true")[1]["value"]) == 1


def test_faults_come_when_they_are_due() -> None:
    with OneC() as onec:
        onec.fault("503", at=2)
        answers = [get(onec, "?$format=json")[0] for _ in range(3)]
        assert answers == [200, 503, 200]
        assert [one.together for one in onec.requests] == [1, 1, 1]


def test_a_filter_is_read_or_refused() -> None:
    assert isinstance(parse("a eq 'x''y' or (b ge datetime'2026-01-01T00:00:00' and not c eq true)"), Either)
    for wrong in ("a eq", "a like 'x'", "(a eq 1", "a eq datetime'2026-01-01'"):
        with pytest.raises(BadFilter):
            parse(wrong)


def test_it_is_the_same_after_a_restart(tmp_path: Path) -> None:
    with OneC() as onec:
        key = onec.sent("1")
        keeping.save(onec.base, tmp_path / "state.json")
        version = onec.base.document(key)["DataVersion"]
    again = Base()
    assert keeping.load(again, tmp_path / "state.json")
    assert again.state_of(key) == "ОжидаетсяПодтверждение"
    assert again.document(key)["DataVersion"] == version


def test_a_person_presses_what_happened_and_only_what_can_happen() -> None:
    with OneC() as onec:
        key = onec.sent("1")
        root = onec.url.partition("/bp/")[0]

        def press(act: str) -> int:
            try:
                with urlopen(f"{root}/act/{key}/{act}", data=b"comment=") as answer:  # noqa: S310 - loopback
                    return int(answer.status)
            except HTTPError as error:
                return error.code

        assert press("send") == 404
        assert press("sign") == 200
        assert onec.base.state_of(key) == "ОбменЗавершен"
        assert press("sign") == 404


def test_documents_go_on_and_new_ones_come_for_a_while() -> None:
    with OneC() as onec:
        key = onec.sent("1")
        seen = set()
        for beat in range(1, 2 * story.MOST):
            story.live(onec.base, beat)
            seen.add(onec.base.state_of(key))
        assert "ОбменЗавершен" in seen
        assert 10 < len(onec.base.tables[DOCUMENTS].rows) <= story.MOST


def test_papers_can_be_read() -> None:
    """The page in Russian, and the XML as the tax service wants it."""
    with OneC() as onec:
        onec.add("УПД-7")
        contents.fill(onec.base)
        (page,) = onec.base.tables[contents.PAGES].rows
        (file,) = onec.base.tables[contents.FILES].rows
        read = pypdfium2.PdfDocument(base64.b64decode(page[BODY]))[0].get_textpage().get_text_range()
        assert "УПД № УПД-7 от 03.08.2026" in read
        document = parsing.parse(base64.b64decode(file[BODY]))
        assert document.number == "УПД-7"


def test_the_same_cast_plays_the_same_story() -> None:
    cast = Cast(
        Firm("ООО «Мы»", "7707083893"), [Firm("ООО «Они»", "7728168971")], ["Лебедева Анна"], [("7", "7728168971")]
    )
    told = []
    for _ in range(2):
        with OneC() as onec:
            told.append([onec.base.state_of(key) for key in story.fill(onec.base, cast, 60)])
    assert told[0] == told[1]
    assert {"ОбменЗавершен", "ТребуетсяУточнение", "ТребуетсяПодписание"} <= set(told[0])
