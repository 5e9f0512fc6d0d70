"""Requisites of Russian companies: right by length, pattern and check digits. Pure; no dictionaries, no network.

Sources: the ИНН and ОГРН orders of ФНС, the account key order of the Bank of Russia, checked on published requisites.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum

from marshrut.org.rules import fold, sort_key


class Kind(StrEnum):
    """Who the company is: a legal entity, or a person trading under their own name (ИП)."""

    LEGAL = "legal"
    SOLE = "sole"


class Flaw(StrEnum):
    """Why a requisite cannot be right. `sentences.FLAWS` says each in words."""

    NAME_EMPTY = "name_empty"
    KIND_UNKNOWN = "kind_unknown"
    INN_EMPTY = "inn_empty"
    INN_LENGTH_LEGAL = "inn_length_legal"
    INN_LENGTH_SOLE = "inn_length_sole"
    INN_KEY = "inn_key"
    KPP_FORM = "kpp_form"
    KPP_OF_SOLE = "kpp_of_sole"
    OGRN_LENGTH_LEGAL = "ogrn_length_legal"
    OGRN_LENGTH_SOLE = "ogrn_length_sole"
    OGRN_KEY = "ogrn_key"
    BIK_FORM = "bik_form"
    ACCOUNT_WITHOUT_BIK = "account_without_bik"
    ACCOUNT_LENGTH = "account_length"
    ACCOUNT_KEY = "account_key"
    CORR_ACCOUNT_KEY = "corr_account_key"
    EMAIL_FORM = "email_form"


#: what people type with spaces and store without
NUMBERS = ("inn", "kpp", "ogrn", "bik", "account", "corr_account")
TEXTS = ("kind", "name", "full_name", "short_name", "bank_name", "address", "phone", "email", "note")
FIELDS = (*TEXTS, *NUMBERS)
#: the company's own lines can be long; everything else is a line
LIMITS: Mapping[str, int] = {
    **dict.fromkeys(("name", "bank_name", "title", "post"), 200),
    **dict.fromkeys(("short_name", "basis"), 300),
    **dict.fromkeys(("full_name", "address"), 500),
    "note": 2000,
}

_FORMS = "ооо|пао|оао|зао|нао|ао|ип|ано|нко|фгуп|гуп|муп|фгбу|гбу|мбу|тсж|снт|llc|ltd"
_LEGAL_FORM = re.compile(rf"^(?:{_FORMS})\b\s*", re.IGNORECASE)
#: NUL cannot be asked of the database
_QUOTES = re.compile("[«»\"'„“”\0]")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def clean(fields: Mapping[str, str]) -> dict[str, str]:
    """Numbers without spaces and dashes, КПП in capitals, texts without edge spaces."""
    return {name: _clean_number(text) if name in NUMBERS else clean_text(name, text) for name, text in fields.items()}


def flaws(company: Mapping[str, str]) -> dict[str, Flaw]:
    """What is wrong with cleaned fields, by field. Empty requisites are lawful, except the name and the ИНН (A2.5)."""
    sole = company["kind"] == Kind.SOLE
    found = {
        "name": None if company["name"] else Flaw.NAME_EMPTY,
        "kind": None if company["kind"] in set(Kind) else Flaw.KIND_UNKNOWN,
        "inn": inn_flaw(company["inn"], sole),
        "kpp": kpp_flaw(company["kpp"], sole),
        "ogrn": ogrn_flaw(company["ogrn"], sole),
        "bik": bik_flaw(company["bik"]),
        "account": account_flaw(company["account"], company["bik"]),
        "corr_account": account_flaw(company["corr_account"], company["bik"], corr=True),
        "email": email_flaw(company["email"]),
    }
    return {field: flaw for field, flaw in found.items() if flaw}


def inn_flaw(inn: str, sole: bool) -> Flaw | None:
    """10 digits with one check digit for a legal entity (9909… too), 12 with two for an ИП."""
    if not inn:
        return Flaw.INN_EMPTY
    if not _digits(inn, 12 if sole else 10):
        return Flaw.INN_LENGTH_SOLE if sole else Flaw.INN_LENGTH_LEGAL
    weights = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
    good = all(int(inn[at]) == _weighed(inn[:at], weights[-at:]) % 11 % 10 for at in ((10, 11) if sole else (9,)))
    return None if good and int(inn) else Flaw.INN_KEY


def kpp_flaw(kpp: str, sole: bool) -> Flaw | None:
    """Nine signs, the fifth and sixth of which may be capital Latin letters. An ИП has none."""
    if not kpp:
        return None
    if sole:
        return Flaw.KPP_OF_SOLE
    return None if re.fullmatch(r"[0-9]{4}[0-9A-Z]{2}[0-9]{3}", kpp) and kpp.strip("0") else Flaw.KPP_FORM


def ogrn_flaw(ogrn: str, sole: bool) -> Flaw | None:
    """ОГРН: 13 digits by mod 11; ОГРНИП: 15 digits by mod 13."""
    if not ogrn:
        return None
    length, divisor = (15, 13) if sole else (13, 11)
    if not _digits(ogrn, length):
        return Flaw.OGRN_LENGTH_SOLE if sole else Flaw.OGRN_LENGTH_LEGAL
    good = int(ogrn[:-1]) % divisor % 10 == int(ogrn[-1])
    return None if good and int(ogrn) else Flaw.OGRN_KEY


def bik_flaw(bik: str) -> Flaw | None:
    """Nine digits: 04 for banks, 00 and 01 for treasury bodies."""
    return None if not bik or (_digits(bik, 9) and bik[:2] in {"04", "00", "01"} and int(bik)) else Flaw.BIK_FORM


def account_flaw(account: str, bik: str, *, corr: bool = False) -> Flaw | None:
    """20 digits whose key agrees with the БИК. Treasury accounts (they start with 0) carry no such key."""
    if not account:
        return None
    if not _digits(account, 20) or not int(account):
        return Flaw.ACCOUNT_LENGTH
    if not bik:
        return Flaw.ACCOUNT_WITHOUT_BIK
    if bik_flaw(bik) or account.startswith("0"):
        return None  # a wrong БИК is reported at its own field
    kept_at_bank_of_russia = corr or account.startswith(("30101", "40102"))
    prefix = "0" + bik[4:6] if kept_at_bank_of_russia else bik[-3:]
    key = sum(int(digit) * (7, 1, 3)[at % 3] % 10 for at, digit in enumerate(prefix + account)) % 10
    return None if key == 0 else Flaw.CORR_ACCOUNT_KEY if corr else Flaw.ACCOUNT_KEY


def email_flaw(email: str) -> Flaw | None:
    return None if not email or _EMAIL.fullmatch(email) else Flaw.EMAIL_FORM


def too_long(fields: Mapping[str, str]) -> Iterable[str]:
    """Texts longer than we store, by field."""
    return [name for name, text in fields.items() if name not in NUMBERS and len(text) > limit(name)]


def limit(field: str) -> int:
    """Characters a text may have."""
    return LIMITS.get(field, 100)


def branches(kpp: str, other: str) -> bool:
    """Whether two companies of one ИНН are different branches and not the same one twice."""
    return bool(kpp and other and kpp != other)


def company_sort_key(name: str) -> str:
    """Russian order by the own name: ООО «Ромашка» stands at «р»."""
    bare = _QUOTES.sub("", name).strip()
    return sort_key(_LEGAL_FORM.sub("", bare) or bare, name)


def search_text(*names: str) -> str:
    """What the search for a part of a name looks into: no case, no quotes, ё as е."""
    return fold(_QUOTES.sub("", " ".join(names)))


def _clean_number(text: str) -> str:
    return re.sub(r"[\s\u2010-\u2015-]", "", text).upper()


def clean_text(name: str, text: str) -> str:
    """One line without control signs; a note keeps its lines."""
    lines = [" ".join(_visible(line).split()) for line in unicodedata.normalize("NFC", text).strip().splitlines()]
    return "\n".join(lines) if name == "note" else " ".join(lines)


def _visible(line: str) -> str:
    """Without control signs and signs that turn the writing direction: they only serve to deceive the reader."""
    return "".join(sign for sign in line if sign == "\t" or unicodedata.category(sign) not in {"Cc", "Cf", "Cs"})


def _digits(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()


def _weighed(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
