"""The only writers of companies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict, Unpack, cast

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marshrut.history import record
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, Invalid, NotFound
from marshrut.org import access

from .. import events, rights, rules
from ..models import Company
from ..sentences import FLAWS, NO_SUCH_COMPANY


class CompanyExists(Conflict):
    """`subject` ("company:17") is the one we have, for a link."""

    code = "company_exists"

    def __init__(self, message: str, *, subject: str) -> None:
        super().__init__(message, fields={"inn": message})
        self.subject = subject


class CompanyFields(TypedDict, total=False):
    """What is left out stays as it is."""

    kind: str
    name: str
    full_name: str
    inn: str
    kpp: str
    ogrn: str
    bank_name: str
    bik: str
    account: str
    corr_account: str
    address: str
    phone: str
    email: str
    note: str


@command(rights.ADD)
def add_company(
    actor: Actor,
    *,
    name: str,
    inn: str,
    kind: str = rules.Kind.LEGAL.value,
    full_name: str = "",
    kpp: str = "",
    ogrn: str = "",
    bank_name: str = "",
    bik: str = "",
    account: str = "",
    corr_account: str = "",
    address: str = "",
    phone: str = "",
    email: str = "",
    note: str = "",
    key: str | None = None,
) -> dict[str, Any]:
    """Add a company; `kind` is "legal" or "sole" (S4.15). Returns {"id", "version"}.

    Refuses wrong requisites (`Invalid`, a sentence per field) and a company we have already (`CompanyExists`).
    """
    sent = {field: value for field, value in locals().items() if field in rules.FIELDS}
    access.require(actor, rights.ADD)
    fields = _checked(sent)
    _refuse_twin(fields)
    company = Company.objects.create(**fields, **_derived(fields), author_id=actor.person_id, added_at=clock.now())
    filled = {field: value for field, value in fields.items() if value}
    line = record.line(events.ADDED, actor=actor, at=company.added_at, values=filled)
    record.append(events.subject(company.pk), [line])
    return {"id": company.pk, "version": company.version}


@command(rights.EDIT)
def edit_company(
    actor: Actor, *, company: int, version: int | None = None, key: str | None = None, **changes: Unpack[CompanyFields]
) -> dict[str, Any]:
    """Change the fields given. Returns {"id", "version"}; nothing is written when nothing differs.

    With `version` (as the form was opened) a change made meanwhile by somebody else is not overwritten: `Conflict`.
    """
    access.require(actor, rights.EDIT)
    row = Company.objects.select_for_update().filter(pk=company).first()
    if row is None:
        raise NotFound(NO_SUCH_COMPANY)
    if version is not None and version != row.version:
        raise Conflict(
            gettext_lazy("Somebody changed this company while you were editing it. Open it again and repeat."),
            code="stale",
        )
    before = {field: str(getattr(row, field)) for field in rules.FIELDS}
    fields = _checked({**before, **cast("Mapping[str, str]", changes)})
    changed = [field for field in rules.FIELDS if fields[field] != before[field]]
    if changed:
        _refuse_twin(fields, besides=row.pk)
        _rewrite(row, fields)
        _record_edit(actor, row.pk, before, fields, changed)
    return {"id": row.pk, "version": row.version}


def _checked(sent: Mapping[str, str]) -> dict[str, str]:
    fields = rules.clean({field: str(sent[field]) for field in rules.FIELDS})
    problems: dict[str, Any] = {field: FLAWS[flaw] for field, flaw in rules.flaws(fields).items()}
    for field in rules.too_long(fields):
        limit = rules.limit(field)
        problems.setdefault(field, _("Too long: %(limit)s characters at most.") % {"limit": limit})
    if problems:
        raise Invalid(gettext_lazy("Nothing was saved: check the marked fields."), fields=problems)
    return fields


def _derived(fields: Mapping[str, str]) -> dict[str, str]:
    return {
        "sort_key": rules.company_sort_key(fields["name"]),
        "search_text": rules.search_text(fields["name"], fields["full_name"]),
    }


def _refuse_twin(fields: Mapping[str, str], besides: int | None = None) -> None:
    """One ИНН, one company, unless both carry a КПП and these differ: then they are branches (A2.5).

    Two people adding the same company at once wait for each other here, so the second gets the sentence and the link.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('crm.inn'), hashtext(%s))", [fields["inn"]])
    for twin in Company.objects.filter(inn=fields["inn"]).order_by("pk"):
        if twin.pk != besides and not rules.branches(twin.kpp, fields["kpp"]):
            raise CompanyExists(_twin_sentence(twin, fields), subject=events.subject(twin.pk))


def _twin_sentence(twin: Company, fields: Mapping[str, str]) -> str:
    if twin.kpp != fields["kpp"]:
        text = _("There is a company with this INN already: %(name)s. For a branch, both must have their KPP written.")
    else:
        text = _("There is a company with this INN already: %(name)s.")
    return text % {"name": twin.name}


def _rewrite(row: Company, fields: Mapping[str, str]) -> None:
    for field, value in {**fields, **_derived(fields)}.items():
        setattr(row, field, value)
    row.version += 1
    row.save()


def _record_edit(
    actor: Actor, company: int, before: Mapping[str, str], after: Mapping[str, str], changed: list[str]
) -> None:
    values = {field: [before[field], after[field]] for field in changed}
    line = record.line(events.EDITED, actor=actor, at=clock.now(), body={"changed": changed}, values=values)
    record.append(events.subject(company), [line])
