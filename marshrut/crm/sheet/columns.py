"""The columns of the table, by the names people give them in Russian and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.kernel import columns
from marshrut.kernel.columns import Sheet

from ..sentences import ADDRESSES, LABELS, ROLES

NAMES: Final[Mapping[str, str]] = {
    "name": "name, company, название, наименование, компания, контрагент, краткое наименование",
    "inn": "inn, tax id, инн",
    "kpp": "kpp, кпп",
    "kind": "kind, вид, тип",
    "full_name": "full name, полное наименование, полное название, юридическое наименование",
    "short_name": "name in contracts, short name, наименование в договорах, сокращенное наименование",
    "ogrn": "ogrn, ogrnip, огрн, огрнип, огрн огрнип",
    "bank_name": "bank, bank name, банк, наименование банка, название банка",
    "bik": "bik, бик, бик банка",
    "account": "account, расчетный счет, рс, р с, счет, номер счета",
    "corr_account": "correspondent account, корр счет, корреспондентский счет, кс, к с",
    "address": "legal address, address, юридический адрес, адрес, юр адрес",
    "actual": "actual address, фактический адрес, факт адрес",
    "postal": "postal address, почтовый адрес",
    "delivery": "delivery address, адрес доставки, адреса доставки",
    "phone": "phone, телефон, телефон компании",
    "email": "email, mail, почта, электронная почта, эл почта",
    "note": "note, comment, примечание, комментарий",
    "contact": "contact, contact person, contact name, контактное лицо, контакт, фио, фио контакта",
    "contact_post": "post of the contact, contact post, position, должность, должность контакта",
    "contact_roles": "duties of the contact, contact role, role, роль, роли, роль контакта, обязанности контакта",
    "contact_phone": "phone of the contact, contact phone, телефон контакта, телефон контактного лица",
    "contact_email": "email of the contact, contact email, почта контакта, email контакта, email контактного лица",
}
#: about a person of the company, not about the company
OF_CONTACT: Final = ("contact", "contact_post", "contact_roles", "contact_phone", "contact_email")
PLACES: Final = ("actual", "postal", "delivery")


def headings() -> dict[str, str]:
    """Key -> heading in the language of the page, in the order of the table."""
    contact = {
        "contact": pgettext("column", "Contact person"),
        "contact_post": pgettext("column", "Post of the contact"),
        "contact_roles": pgettext("column", "Duties of the contact"),
        "contact_phone": pgettext("column", "Phone of the contact"),
        "contact_email": pgettext("column", "E-mail of the contact"),
    }
    said = {key: str(LABELS[key]) for key in NAMES if key in LABELS}
    places = {key: str(ADDRESSES[key]) for key in PLACES}
    every = {**said, **places, **contact}
    return {key: every[key] for key in NAMES}


def recognised(table: Sequence[Sequence[str]]) -> Sheet:
    """Raises Invalid, code "table", when the heading says too little or the same twice."""
    return columns.recognised(table, NAMES, headings(), ("name", "inn"))


def example() -> list[list[str]]:
    """A table to begin with: invented companies, one with two contacts."""
    director, accounting = str(ROLES["director"]), str(ROLES["accounting"])
    glass = {
        "name": _("Glassworks"),
        "inn": "7707083893",
        "kpp": "770701001",
        "full_name": _("Limited liability company “Glassworks”"),
        "short_name": _("LLC “Glassworks”"),
        "bank_name": _("Bank of Russia, Moscow"),
        "bik": "044525225",
        "account": "40702810938000000001",
        "corr_account": "30101810400000000225",
        "address": _("Moscow, Lesnaya st., 1"),
        "email": "office@glass.example",
        "contact": _("Petrov Ivan Sergeevich"),
        "contact_post": _("General director"),
        "contact_roles": director,
    }
    second = {
        "name": _("Glassworks"),
        "inn": "7707083893",
        "kpp": "770701001",
        "contact": _("Smirnova Olga Petrovna"),
        "contact_roles": accounting,
        "contact_phone": "+7 495 000-00-00",
        "contact_email": "buh@glass.example",
    }
    sole = {"name": _("Sole proprietor Ezhov"), "inn": "500100732259", "note": _("Call before noon")}
    rows = [[row.get(key, "") for key in NAMES] for row in (glass, second, sole)]
    return [list(headings().values()), *rows]
