"""What a table of companies would change: new ones, changes, repetitions, branches, wrong rows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from marshrut.crm import sheet
from marshrut.crm.sheet.shelf import Person
from marshrut.kernel.errors import Invalid

HEAD = ["Название", "ИНН", "КПП", "Телефон", "Контактное лицо", "Роль", "Телефон контакта", "Адрес доставки"]
GLASS = {"name": "Стеклозавод", "inn": "7707083893", "kpp": "770701001"}


@pytest.fixture(autouse=True)
def _russian() -> Iterator[None]:
    with translation.override("ru"):
        yield


def known(number: int = 7, **changes: str) -> sheet.Known:
    blank = dict.fromkeys(
        ("full_name", "short_name", "bank_name", "address", "phone", "email", "note", "ogrn", "bik", "account"), ""
    )
    people = {"петров иван": Person(3, "+7 900", "", ("director",), "")}
    return sheet.Known(number, {**blank, "corr_account": "", "kind": "legal", **GLASS, **changes}, {}, people)


def compared(*rows: list[str], here: tuple[sheet.Known, ...] = (), update: bool = True) -> sheet.Plan:
    shelf = sheet.Shelf({here[0].fields["inn"]: here} if here else {})
    full = [[*row, *[""] * (len(HEAD) - len(row))] for row in rows]
    return sheet.plan([HEAD, *full], shelf, update=update)


def test_new_companies_with_their_contacts() -> None:
    plan = compared(
        [
            "Стеклозавод",
            "7707 083893",
            "770701001",
            "",
            "Петров Иван",
            "директор; бухгалтерия",
            "+7 900",
            "Склад 1; Склад 2",
        ],
        ["Стеклозавод", "7707083893", "770701001", "", "Смирнова Ольга"],
        ["ИП Ежов", "500100732259"],
    )
    first, second, sole = plan.lines
    assert [line.state for line in plan.lines] == ["new", "changed", "new"]
    assert first.talk
    assert first.talk.roles == ("director", "accounting")
    assert first.places == {"delivery": ("Склад 1", "Склад 2")}
    assert (second.first, second.talk and second.talk.name) == (2, "Смирнова Ольга")
    assert sole.fields["kind"] == "sole"


def test_an_empty_cell_changes_nothing() -> None:
    (line,) = compared(["Стеклозавод", "7707083893", "", ""], here=(known(phone="+7 495"),)).lines
    assert line.state == "same"


def test_changes_are_shown_with_what_was() -> None:
    (line,) = compared(
        ["Стеклозавод", "7707083893", "770701001", "+7 812", "ПЕТРОВ Иван", "", "+7 911"], here=(known(phone="+7 495"),)
    ).lines
    assert line.state == "changed"
    assert [(one.column, one.old, one.new) for one in line.changes] == [
        ("phone", "+7 495", "+7 812"),
        ("contact_phone", "+7 900", "+7 911"),
    ]
    assert line.talk
    assert (line.talk.contact, line.talk.roles) == (3, ("director",))


def test_companies_we_have_may_be_left_alone() -> None:
    (line,) = compared(["Иначе", "7707083893", "770701001"], here=(known(),), update=False).lines
    assert (line.state, line.changes) == ("skipped", ())


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        (["Стекло", "7707083894"], "inn", "ошибка"),
        (["", "7707083893"], "name", "Укажите"),
        (["Стекло", ""], "inn", "ИНН"),
        (["Стекло", "7707083893", "77"], "kpp", "9"),
        (["Стекло", "7707083893", "", "", "", "директор"], "contact", "имя"),
        (["Стекло", "7707083893", "", "", "Пётр", "повар"], "contact_roles", "Директор"),
        (["я" * 201, "7707083893"], "name", "200"),
    ],
)
def test_a_wrong_cell_is_named_in_words(row: list[str], column: str, said: str) -> None:
    (line,) = compared(row).lines
    assert line.state == "wrong"
    assert said in dict(line.problems)[column]


def test_a_repetition_must_bring_a_contact_and_say_the_same() -> None:
    plan = compared(
        ["Стекло", "7707083893"],
        ["Стекло", "7707083893"],
        ["Иначе", "7707083893", "", "", "Пётр"],
    )
    assert [line.state for line in plan.lines] == ["new", "wrong", "wrong"]
    assert "строке 2" in dict(plan.lines[1].problems)["inn"]
    assert "Строка 2" in dict(plan.lines[2].problems)["name"]


def test_branches_need_their_kpp_on_both_sides() -> None:
    plan = compared(["Стекло", "7707083893"], ["Стекло Север", "7707083893", "780101001"])
    assert [line.state for line in plan.lines] == ["new", "wrong"]
    plan = compared(["Стекло", "7707083893", "770701001"], ["Стекло Север", "7707083893", "780101001"])
    assert [line.state for line in plan.lines] == ["new", "new"]
    plan = compared(["Стекло", "7707083893"], here=(known(), known(8, kpp="780101001")))
    assert "kpp" in dict(plan.lines[0].problems)


def test_a_company_without_kpp_gets_it_once() -> None:
    plan = compared(
        ["Стеклозавод", "7707083893", "770701001"], ["Стеклозавод", "7707083893", "780101001"], here=(known(kpp=""),)
    )
    assert [(line.state, line.company) for line in plan.lines] == [("changed", 7), ("new", None)]


def test_the_digest_knows_what_was_seen() -> None:
    row = ["Стеклозавод", "7707083893", "770701001", "+7 812"]
    seen = compared(row, here=(known(),)).digest
    assert compared(row, here=(known(),)).digest == seen
    assert compared(row, here=(known(phone="+7 495"),)).digest != seen
    assert compared(row, here=(known(),), update=False).digest != seen


@pytest.mark.parametrize(("head", "said"), [(["ИНН"], "Не нашлись"), (["Название", "Контрагент", "ИНН"], "об одном")])
def test_a_heading_that_says_too_little(head: list[str], said: str) -> None:
    with pytest.raises(Invalid, match=said):
        sheet.plan([head], sheet.Shelf({}))


def test_the_example_is_right_itself() -> None:
    plan = sheet.plan(sheet.example(), sheet.Shelf({}))
    assert [line.state for line in plan.lines] == ["new", "changed", "new"]
