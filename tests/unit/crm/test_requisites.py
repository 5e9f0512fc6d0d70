"""Check digits and forms of requisites, on synthetic numbers and on published ones of banks."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.crm import rules
from marshrut.crm.rules import Flaw, Kind

GOOD = {
    "kind": Kind.LEGAL.value,
    "name": "ООО «Ромашка»",
    "full_name": "Общество с ограниченной ответственностью «Ромашка»",
    "inn": "7701000001",
    "kpp": "770101001",
    "ogrn": "1107700000011",
    "bank_name": "ПАО Сбербанк",
    "bik": "044525225",
    "account": "40702810938000000001",
    "corr_account": "30101810400000000225",
    "address": "",
    "phone": "",
    "email": "",
    "note": "",
}


def flaws(**changes: str) -> dict[str, Flaw]:
    return rules.flaws(rules.clean({**GOOD, **changes}))


def checked_inn(start: str) -> str:
    """Append check digits the way the ФНС order words it, digit by digit."""
    legal = [[2, 4, 10, 3, 5, 9, 4, 6, 8]]
    sole = [[7, 2, 4, 10, 3, 5, 9, 4, 6, 8], [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]]
    tables = {9: legal, 10: sole}
    for table in tables[len(start)]:
        total = 0
        for position, weight in enumerate(table):
            total += int(start[position]) * weight
        start += str(total - total // 11 * 11)[-1]
    return start


def test_a_right_company_has_no_flaws() -> None:
    assert flaws() == {}


def test_requisites_may_be_empty_except_name_and_inn() -> None:
    bare = {**dict.fromkeys(rules.FIELDS, ""), "kind": "legal"}
    assert rules.flaws(bare) == {"name": Flaw.NAME_EMPTY, "inn": Flaw.INN_EMPTY}


@pytest.mark.parametrize("start", ["770100000", "500100732", "990900000", "123456789", "100000001"])
def test_inn_of_a_legal_entity(start: str) -> None:
    inn = checked_inn(start)
    assert flaws(inn=inn) == {}
    for wrong in range(10):
        broken = f"{start}{wrong}"
        assert flaws(inn=broken).get("inn") == (None if broken == inn else Flaw.INN_KEY)


@pytest.mark.parametrize("start", ["5001007322", "7701234567", "1000000000"])
def test_inn_of_a_sole_proprietor(start: str) -> None:
    inn = checked_inn(start)
    sole = {"kind": "sole", "kpp": "", "ogrn": ""}
    assert flaws(inn=inn, **sole) == {}
    for at in (10, 11):
        broken = inn[:at] + str((int(inn[at]) + 1) % 10) + inn[at + 1 :]
        assert flaws(inn=broken, **sole) == {"inn": Flaw.INN_KEY}


@pytest.mark.parametrize(
    ("inn", "kind", "flaw"),
    [
        ("0000000000", "legal", Flaw.INN_KEY),
        ("000000000000", "sole", Flaw.INN_KEY),
        ("770100000", "legal", Flaw.INN_LENGTH_LEGAL),
        ("500100732259", "legal", Flaw.INN_LENGTH_LEGAL),
        ("7701000001", "sole", Flaw.INN_LENGTH_SOLE),
        ("77010О0001", "legal", Flaw.INN_LENGTH_LEGAL),  # a Cyrillic letter among the digits
        ("٧٧٠١٠٠٠٠٠١", "legal", Flaw.INN_LENGTH_LEGAL),  # digits, but not ours
    ],
)
def test_wrong_inn(inn: str, kind: str, flaw: Flaw) -> None:
    assert flaws(inn=inn, kind=kind, kpp="", ogrn="") == {"inn": flaw}


@pytest.mark.parametrize(
    ("kpp", "kind", "flaw"),
    [
        ("770101001", "legal", None),
        ("7701AB001", "legal", None),
        ("7701ab001", "legal", None),  # typed in small letters, stored in capitals
        ("77010100", "legal", Flaw.KPP_FORM),
        ("7701АВ001", "legal", Flaw.KPP_FORM),  # Cyrillic
        ("A70101001", "legal", Flaw.KPP_FORM),
        ("000000000", "legal", Flaw.KPP_FORM),
        ("770101001", "sole", Flaw.KPP_OF_SOLE),
        ("", "sole", None),
    ],
)
def test_kpp(kpp: str, kind: str, flaw: Flaw | None) -> None:
    assert flaws(kpp=kpp, kind=kind).get("kpp") == flaw


@pytest.mark.parametrize(
    ("ogrn", "kind", "flaw"),
    [
        ("1027700132195", "legal", None),
        ("1027700132196", "legal", Flaw.OGRN_KEY),
        ("1037700132195", "legal", Flaw.OGRN_KEY),
        ("0000000000000", "legal", Flaw.OGRN_KEY),
        ("304500116000157", "legal", Flaw.OGRN_LENGTH_LEGAL),
        ("304500116000157", "sole", None),
        ("304500116000158", "sole", Flaw.OGRN_KEY),
        ("304500116000257", "sole", Flaw.OGRN_KEY),
        ("1027700132195", "sole", Flaw.OGRN_LENGTH_SOLE),
    ],
)
def test_ogrn(ogrn: str, kind: str, flaw: Flaw | None) -> None:
    assert flaws(ogrn=ogrn, kind=kind).get("ogrn") == flaw


@pytest.mark.parametrize("bik", ["04452522", "0445252250", "944525225", "04452522S", "000000000"])
def test_wrong_bik(bik: str) -> None:
    assert flaws(bik=bik) == {"bik": Flaw.BIK_FORM}


@pytest.mark.parametrize(
    ("bik", "corr_account"),
    [
        ("044525225", "30101810400000000225"),
        ("044525593", "30101810200000000593"),
        ("044525974", "30101810145250000974"),
        ("004525988", "40102810545370000003"),
        ("017003983", "40102810445370000059"),
    ],
)
def test_account_kept_at_the_bank_of_russia(bik: str, corr_account: str) -> None:
    assert flaws(bik=bik, corr_account=corr_account, account="") == {}
    for at, digit in enumerate(corr_account):
        broken = corr_account[:at] + str((int(digit) + 3) % 10) + corr_account[at + 1 :]
        expected = {} if broken.startswith("0") else {"corr_account": Flaw.CORR_ACCOUNT_KEY}
        assert flaws(bik=bik, corr_account=broken, account="") == expected


def test_every_wrong_digit_of_an_account_is_found() -> None:
    account = GOOD["account"]
    for at, digit in enumerate(account):
        for other in set("0123456789") - {digit}:
            broken = account[:at] + other + account[at + 1 :]
            if not broken.startswith("0"):
                assert flaws(account=broken) == {"account": Flaw.ACCOUNT_KEY}, broken


def test_account_of_another_bank() -> None:
    assert flaws(bik="044525974", corr_account="30101810145250000974") == {"account": Flaw.ACCOUNT_KEY}


def test_treasury_accounts_carry_no_key() -> None:
    """Единый счёт in the first field, the account of the body in the second: it agrees with nothing."""
    treasury = {"bik": "017003983", "corr_account": "40102810445370000059"}
    assert flaws(account="03100643000000017300", **treasury) == {}
    assert flaws(account="03100643000000017399", **treasury) == {}


@pytest.mark.parametrize(
    ("changes", "flaw"),
    [
        ({"account": "4070281093800000000"}, {"account": Flaw.ACCOUNT_LENGTH}),
        ({"account": "0" * 20}, {"account": Flaw.ACCOUNT_LENGTH}),
        ({"bik": "", "corr_account": ""}, {"account": Flaw.ACCOUNT_WITHOUT_BIK}),
        ({"email": "buh"}, {"email": Flaw.EMAIL_FORM}),
        ({"email": "buh@romashka.example"}, {}),
        ({"name": " \u202e "}, {"name": Flaw.NAME_EMPTY}),
    ],
)
def test_other_fields(changes: dict[str, str], flaw: dict[str, Flaw]) -> None:
    assert flaws(**changes) == flaw


def test_unknown_kind() -> None:
    assert flaws(kind="fund")["kind"] == Flaw.KIND_UNKNOWN


def test_numbers_may_be_typed_with_spaces_and_dashes() -> None:
    account = "40702\u00a0810\u00a09\u00a03800\u00a00000001"
    sent = {"inn": " 7701 000 001 ", "account": account, "bik": "044\u2013525-225"}
    assert rules.clean(sent) == {"inn": "7701000001", "account": "40702810938000000001", "bik": "044525225"}


def test_texts_lose_what_deceives_the_eye() -> None:
    sent: dict[str, Any] = {"name": "ООО\t «Ромашка»\u202e \x00", "note": " Звонить\x07\n до  обеда "}
    assert rules.clean(sent) == {"name": "ООО «Ромашка»", "note": "Звонить\nдо обеда"}


def test_russian_order_goes_by_the_own_name() -> None:
    names = ["ООО «Яблоко»", "АО «Ёлка»", "ИП Ежов И. И.", "Еленевский", "ПАО «Абрикос»", "АОН"]
    assert sorted(names, key=rules.company_sort_key) == [
        "ПАО «Абрикос»",
        "АОН",
        "ИП Ежов И. И.",
        "Еленевский",
        "АО «Ёлка»",
        "ООО «Яблоко»",
    ]


def test_search_text_forgives_case_quotes_and_yo() -> None:
    assert rules.search_text("ООО «Ёлочка»") == "ооо елочка"


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [("770101001", "780101001", True), ("770101001", "770101001", False), ("", "770101001", False), ("", "", False)],
)
def test_branches_share_an_inn(one: str, other: str, differ: bool) -> None:
    assert rules.branches(one, other) is differ


def test_long_texts() -> None:
    fields = rules.clean({**GOOD, "name": "я" * 201, "phone": "1" * 101, "note": "о" * 2000})
    assert list(rules.too_long(fields)) == ["name", "phone"]
