"""What we tell people about requisites: names of fields, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .rules import AddressKind, DealState, Flaw, Kind, ProjectState, Role

#: names of fields, in the order people read requisites
LABELS: Mapping[str, Any] = {
    "kind": pgettext_lazy("company", "Kind"),
    "name": pgettext_lazy("company", "Name"),
    "full_name": _("Full name"),
    "short_name": _("Name in contracts"),
    "inn": _("INN"),
    "kpp": _("KPP"),
    "ogrn": _("OGRN"),
    "bank_name": _("Bank"),
    "bik": _("BIK"),
    "account": _("Account"),
    "corr_account": _("Correspondent account"),
    "address": _("Legal address"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "note": _("Note"),
}
#: what beside requisites an edit may change
MORE_LABELS: Mapping[str, Any] = {"ours": _("Our organisation"), "addresses": _("Addresses")}
CONTACT_LABELS: Mapping[str, Any] = {
    "name": pgettext_lazy("contact", "Name"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "note": _("Note"),
    "roles": pgettext_lazy("contact", "Duties"),
    "post": pgettext_lazy("contact", "Post"),
    "signs": pgettext_lazy("contact", "Signs papers"),
    "basis": pgettext_lazy("contact", "Acts on the basis of"),
}
DEAL_LABELS: Mapping[str, Any] = {
    "title": pgettext_lazy("deal", "Title"),
    "company": _("Company"),
    "companies": _("Companies"),
    "contact": _("Contact person"),
    "responsible": _("Responsible"),
    "amount": _("Sum"),
    "note": _("Note"),
}
#: the same number has another name at an ИП
OGRN_OF_SOLE: Any = _("OGRNIP")

NO_SUCH_COMPANY: Any = _("There is no such company.")
NO_SUCH_CONTACT: Any = _("There is no such contact.")
CONTACT_OF_OURS: Any = _("Contacts of our own organisations are changed by accountants and administrators.")
NO_SUCH_DEAL: Any = _("There is no such deal.")
NO_SUCH_STAGE: Any = _("There is no such stage.")
NO_SUCH_PROJECT: Any = _("There is no such project.")

KINDS: Mapping[str, Any] = {Kind.LEGAL: _("Legal entity"), Kind.SOLE: _("Sole proprietor")}

ROLES: Mapping[str, Any] = {
    Role.DIRECTOR: pgettext_lazy("contact", "Director"),
    Role.ACCOUNTING: pgettext_lazy("contact", "Accounting"),
    Role.MANAGER: pgettext_lazy("contact", "Manager"),
    Role.WAREHOUSE: pgettext_lazy("contact", "Warehouse"),
    Role.OTHER: pgettext_lazy("contact", "Other"),
}
ADDRESSES: Mapping[str, Any] = {
    AddressKind.ACTUAL: _("Actual address"),
    AddressKind.POSTAL: _("Postal address"),
    AddressKind.DELIVERY: _("Delivery address"),
}
DEAL_STATES: Mapping[str, Any] = {
    DealState.OPEN: pgettext_lazy("deal", "Open"),
    DealState.WON: pgettext_lazy("deal", "Won"),
    DealState.LOST: pgettext_lazy("deal", "Lost"),
}
#: names of the stages that come with the product
DEAL_STAGES: Mapping[str, Any] = {
    "new": pgettext_lazy("deal stage", "New"),
    "contract": pgettext_lazy("deal stage", "Contract is being signed"),
    "contract_signed": pgettext_lazy("deal stage", "Contract signed"),
    "invoiced": pgettext_lazy("deal stage", "Invoiced"),
    "shipping": pgettext_lazy("deal stage", "Shipping"),
    "won": pgettext_lazy("deal", "Won"),
    "lost": pgettext_lazy("deal", "Lost"),
}
PROJECT_STATES: Mapping[str, Any] = {
    ProjectState.OPEN: pgettext_lazy("project", "Open"),
    ProjectState.CLOSED: pgettext_lazy("project", "Closed"),
}

FLAWS: Mapping[Flaw, Any] = {
    Flaw.NAME_EMPTY: _("Write the name of the company."),
    Flaw.KIND_UNKNOWN: _("Choose: a legal entity or a sole proprietor."),
    Flaw.INN_EMPTY: _("Write the INN: it tells companies of the same name apart."),
    Flaw.INN_LENGTH_LEGAL: _("The INN of a legal entity has 10 digits. Is it perhaps a sole proprietor (12 digits)?"),
    Flaw.INN_LENGTH_SOLE: _("The INN of a sole proprietor has 12 digits. Is it perhaps a legal entity (10 digits)?"),
    Flaw.INN_KEY: _("The check digits of the INN do not agree: there is a mistake in it."),
    Flaw.KPP_FORM: _("The KPP has 9 digits; the fifth and the sixth may be capital Latin letters."),
    Flaw.KPP_OF_SOLE: _("A sole proprietor has no KPP. Leave it empty."),
    Flaw.OGRN_LENGTH_LEGAL: _("The OGRN has 13 digits."),
    Flaw.OGRN_LENGTH_SOLE: _("The OGRNIP has 15 digits."),
    Flaw.OGRN_KEY: _("The check digit does not agree: there is a mistake in the number."),
    Flaw.BIK_FORM: _("The BIK has 9 digits and starts with 04, 00 or 01."),
    Flaw.ACCOUNT_WITHOUT_BIK: _("Write the BIK too: the account is checked by it."),
    Flaw.ACCOUNT_LENGTH: _("The account has 20 digits."),
    Flaw.ACCOUNT_KEY: _("The account does not agree with the BIK: there is a mistake in one of them."),
    Flaw.CORR_ACCOUNT_KEY: _(
        "The correspondent account does not agree with the BIK: there is a mistake in one of them."
    ),
    Flaw.EMAIL_FORM: _("This does not look like an e-mail address."),
}
