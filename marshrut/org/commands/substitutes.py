"""Who stands in, as it was sent: one line per substitute, one complaint per line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Required, TypedDict

from django.utils.translation import gettext_lazy as _

from ..models import Person, Substitute
from .fields import Fields

MOST: Final = 10
LARGEST: Final = Decimal(10) ** 13
_KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")


class SubstituteGiven(TypedDict, total=False):
    """Without card types and sums: all tasks."""

    person: Required[int]
    card_types: Sequence[str]
    #: roubles; tasks of cards with a sum above this one
    above: str | Decimal | None
    #: and up to this one
    up_to: str | Decimal | None


def cleaned(fields: Fields, given: Sequence[SubstituteGiven], absent: int) -> list[Substitute]:
    """Rows that are not saved yet. A complaint about the second line belongs to the field "substitutes.2"."""
    if len(given) > MOST:
        fields.refuse("substitutes", _("At most %(most)s substitutes.") % {"most": MOST})
        return []
    working = set(
        Person.objects.filter(id__in=[one["person"] for one in given], is_active=True).values_list("id", flat=True)
    )
    return [_row(fields, f"substitutes.{n}", one, n, absent, working) for n, one in enumerate(given, 1)]


def _row(fields: Fields, field: str, given: SubstituteGiven, n: int, absent: int, working: set[int]) -> Substitute:
    if given["person"] == absent:
        fields.refuse(field, _("Nobody can stand in for himself. Choose a colleague."))
    elif given["person"] not in working:
        fields.refuse(field, _("Choose an employee who is not dismissed."))
    types = list(dict.fromkeys(given.get("card_types") or ()))
    if len(types) > 50 or not all(_KEY.fullmatch(key) for key in types):
        fields.refuse(field, _("There is no such kind of papers."))
    above, up_to = (_amount(fields, field, given.get(name)) for name in ("above", "up_to"))
    if above is not None and up_to is not None and up_to <= above:
        fields.refuse(field, _("The upper sum must be greater than the lower one."))
    return Substitute(person_id=given["person"], card_types=types, above=above, up_to=up_to, n=n)


def _amount(fields: Fields, field: str, value: Any) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        amount = Decimal(str(value)).quantize(Decimal("0.01"))
    except InvalidOperation:
        fields.refuse(field, _("Write a sum, like 100000.50."))
        return None
    if not amount.is_finite() or not 0 <= amount < LARGEST:
        fields.refuse(field, _("A sum must be positive and not larger than ten trillion."))
        return None
    return amount
