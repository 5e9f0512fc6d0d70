"""What the commands of this room share. Private: a command never calls a command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marshrut.history import record
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict, Invalid
from marshrut.org import queries as org

from .. import rules
from ..models import Company, Contact
from ..sentences import FLAWS, NO_SUCH_COMPANY, NO_SUCH_CONTACT

CHECK = gettext_lazy("Nothing was saved: check the marked fields.")


def texts(sent: Mapping[str, str], needed: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, Any]]:
    """(clean texts, complaints by field). `needed`: field -> the sentence when it is empty."""
    fields = {name: rules.clean_text(name, str(text)) for name, text in sent.items()}
    troubles = {name: sentence for name, sentence in needed.items() if not fields.get(name)}
    for name in rules.too_long(fields):
        troubles[name] = _("Too long: %(limit)s characters at most.") % {"limit": rules.limit(name)}
    if "email" in fields and (flaw := rules.email_flaw(fields["email"])):
        troubles.setdefault("email", FLAWS[flaw])
    return fields, troubles


def refuse(troubles: Mapping[str, Any]) -> None:
    if troubles:
        raise Invalid(CHECK, fields=dict(troubles))


def unseen(seen: int | None, row: Any, sentence: Any) -> None:
    """Somebody else's change is not overwritten; `seen` is the version the form was opened at."""
    if seen is not None and seen != row.version:
        raise Conflict(sentence, code="stale")


def no_company(company: int | None) -> dict[str, Any]:
    found = company is None or Company.objects.filter(pk=company).exists()
    return {} if found else {"company": NO_SUCH_COMPANY}


def no_contact(contact: int | None) -> dict[str, Any]:
    found = contact is None or Contact.objects.filter(pk=contact).exists()
    return {} if found else {"contact": NO_SUCH_CONTACT}


def no_person(person: int | None) -> dict[str, Any]:
    found = person is not None and org.chart().active(person)
    return {} if found else {"responsible": _("Choose a colleague who works here.")}


def differing(row: Any, fields: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Field -> [before, after] of what changes."""
    return {
        name: [_plain(getattr(row, name)), _plain(value)]
        for name, value in fields.items()
        if getattr(row, name) != value
    }


def rewrite(row: Any, fields: Mapping[str, Any]) -> None:
    revise(row, fields)
    row.save()


def revise(row: Any, fields: Mapping[str, Any]) -> None:
    """Not written yet."""
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1


def tell(
    actor: Actor,
    subject: str,
    kind: str,
    body: Mapping[str, Any] | None = None,
    values: Mapping[str, Any] | None = None,
) -> None:
    record.append(subject, [record.line(kind, actor=actor, at=clock.now(), body=body, values=values)])


def lock_inn(inn: str) -> None:
    """Two people adding the same company at once wait for each other, so the second gets the sentence and the link."""
    _locked("SELECT pg_advisory_xact_lock(hashtext('crm.inn'), hashtext(%s))", [inn])


def keep_imports_out() -> None:
    """Before any row is locked: an import waits until this transaction is over, or this one for the import."""
    _locked("SELECT pg_advisory_xact_lock_shared(hashtext('crm.companies'))")


def lock_companies() -> None:
    """For an import: nobody else adds or changes a company until this transaction is over."""
    _locked("SELECT pg_advisory_xact_lock(hashtext('crm.companies'))")


def keep_stages() -> None:
    """Until this transaction is over no stage of deals is taken away."""
    _locked("SELECT pg_advisory_xact_lock_shared(hashtext('crm.deal_stages'))")


def lock_stages() -> None:
    """No deal goes to another stage meanwhile."""
    _locked("SELECT pg_advisory_xact_lock(hashtext('crm.deal_stages'))")


def _locked(statement: str, values: Sequence[str] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | list) else str(value)
