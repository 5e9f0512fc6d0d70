"""Companies: added and changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict, Unpack, cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, NotFound
from marshrut.org import access

from .. import events, rights, rules
from ..models import Address, Company
from ..sentences import FLAWS, NO_SUCH_COMPANY
from . import steps

STALE = gettext_lazy("Somebody changed this company while you were editing it. Open it again and repeat.")
#: addresses one company may have
MOST_ADDRESSES = 20


class CompanyExists(Conflict):
    """`subject` ("company:17") is the one we have, for a link."""

    code = "company_exists"

    def __init__(self, message: str, *, subject: str) -> None:
        super().__init__(message, fields={"inn": message})
        self.subject = subject


class Place(TypedDict):
    """An address beside the legal one; `kind` is a key of `rules.AddressKind`."""

    kind: str
    text: str


class CompanyFields(TypedDict, total=False):
    """What is left out stays as it is."""

    kind: str
    name: str
    full_name: str
    short_name: str
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
    short_name: str = "",
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
    addresses: Sequence[Place] = (),
    ours: bool = False,
    key: str | None = None,
) -> dict[str, Any]:
    """Add a company; `kind` is "legal" or "sole" (S4.15). Returns {"id", "version"}.

    Refuses wrong requisites (`Invalid`, a sentence per field) and a company we have already (`CompanyExists`). An
    organisation of `ours` is added by those who may change companies.
    """
    sent = {field: value for field, value in locals().items() if field in rules.FIELDS}
    access.require(actor, rights.ADD)
    if ours:
        access.require(actor, rights.EDIT)
    fields, places = _checked(sent), _places(addresses)
    steps.keep_imports_out()
    _refuse_twin(fields)
    company = Company.objects.create(
        **fields, **derived(fields), ours=ours, author_id=actor.person_id, added_at=clock.now()
    )
    _settle(company.pk, places)
    body = {"ours": True} if ours else {}
    filled = {field: value for field, value in fields.items() if value} | _spoken(places)
    steps.tell(actor, events.subject(company.pk), events.ADDED, body, filled)
    return {"id": company.pk, "version": company.version}


@command(rights.EDIT)
def edit_company(
    actor: Actor,
    *,
    company: int,
    version: int | None = None,
    addresses: Sequence[Place] | None = None,
    ours: bool | None = None,
    key: str | None = None,
    **changes: Unpack[CompanyFields],
) -> dict[str, Any]:
    """Change the fields given; `addresses` are all there are. Returns {"id", "version"}; equal fields write nothing.

    With `version` (as the form was opened) a change made meanwhile by somebody else is not overwritten: `Conflict`.
    """
    access.require(actor, rights.EDIT)
    steps.keep_imports_out()
    row = Company.objects.select_for_update().filter(pk=company).first()
    if row is None:
        raise NotFound(NO_SUCH_COMPANY)
    steps.unseen(version, row, STALE)
    before = {field: str(getattr(row, field)) for field in rules.FIELDS}
    fields = _checked({**before, **cast("Mapping[str, str]", changes)})
    flags = {} if ours is None else {"ours": ours}
    values = steps.differing(row, {**fields, **flags})
    values |= _moved(row, addresses)
    if values:
        _refuse_twin(fields, besides=row.pk)
        steps.rewrite(row, {**fields, **derived(fields), **flags})
        changed = [field for field in (*rules.FIELDS, "ours", "addresses") if field in values]
        steps.tell(actor, events.subject(row.pk), events.EDITED, {"changed": changed}, values)
    return {"id": row.pk, "version": row.version}


def derived(fields: Mapping[str, str]) -> dict[str, str]:
    """What a company is sorted and found by."""
    return {
        "sort_key": rules.company_sort_key(fields["name"]),
        "search_text": rules.search_text(fields["name"], fields["full_name"]),
    }


def _checked(sent: Mapping[str, str]) -> dict[str, str]:
    fields = rules.clean({field: str(sent[field]) for field in rules.FIELDS})
    problems: dict[str, Any] = {field: FLAWS[flaw] for field, flaw in rules.flaws(fields).items()}
    for field in rules.too_long(fields):
        problems.setdefault(field, _("Too long: %(limit)s characters at most.") % {"limit": rules.limit(field)})
    steps.refuse(problems)
    return fields


def _places(sent: Sequence[Place]) -> list[tuple[str, str]]:
    """(kind, text) in the order of kinds, and as they came within one, without empty ones and repetitions."""
    kinds = [kind.value for kind in rules.AddressKind]
    if any(one["kind"] not in kinds for one in sent):
        steps.refuse({"addresses": _("There is no such kind of address.")})
    found = dict.fromkeys((one["kind"], rules.clean_text("address", one["text"])) for one in sent)
    places = sorted((one for one in found if one[1]), key=lambda one: kinds.index(one[0]))
    if len(places) > MOST_ADDRESSES:
        steps.refuse({"addresses": _("That is too many addresses.")})
    limit = rules.limit("address")
    said = _("Too long: %(limit)s characters at most.") % {"limit": limit}
    steps.refuse({f"address_{kind}": said for kind, text in places if len(text) > limit})
    return places


def _moved(row: Company, sent: Sequence[Place] | None) -> dict[str, list[Any]]:
    """Replace the addresses when they differ; [before, after] for the history."""
    if sent is None:
        return {}
    places = _places(sent)
    there = sorted(row.addresses.values_list("kind", "text"))
    if sorted(places) == there:
        return {}
    row.addresses.all().delete()
    _settle(row.pk, places)
    return {"addresses": [[text for _kind, text in there], [text for _kind, text in places]]}


def _settle(company: int, places: Sequence[tuple[str, str]]) -> None:
    Address.objects.bulk_create(Address(company_id=company, kind=kind, text=text) for kind, text in places)


def _spoken(places: Sequence[tuple[str, str]]) -> dict[str, Any]:
    return {"addresses": [text for _kind, text in places]} if places else {}


def _refuse_twin(fields: Mapping[str, str], besides: int | None = None) -> None:
    """One ИНН, one company, unless both carry a КПП and these differ: then they are branches (A2.5)."""
    steps.lock_inn(fields["inn"])
    for twin in Company.objects.filter(inn=fields["inn"]).order_by("pk"):
        if twin.pk != besides and not rules.branches(twin.kpp, fields["kpp"]):
            raise CompanyExists(_twin_sentence(twin, fields), subject=events.subject(twin.pk))


def _twin_sentence(twin: Company, fields: Mapping[str, str]) -> str:
    if twin.kpp != fields["kpp"]:
        text = _("There is a company with this INN already: %(name)s. For a branch, both must have their KPP written.")
    else:
        text = _("There is a company with this INN already: %(name)s.")
    return text % {"name": twin.name}
