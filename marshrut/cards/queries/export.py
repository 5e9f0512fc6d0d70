"""A list of cards as a table: the columns of the list, then the fields of the card type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.crm import queries as crm
from marshrut.definitions.schema.pack import CardType
from marshrut.kernel.actor import Actor
from marshrut.org import queries as org
from marshrut.org.rules import OrgChart

from .. import gate
from .lines import Filter, narrowed
from .lists import definition_today
from .timeline import Wording

#: rows of one table; a longer list is cut, and says so
MOST: Final = 20_000
#: kinds of fields whose value is text or a number, not the key of something
_PLAIN: Final = ("text", "long_text")

Cell = str | int | Decimal | date | datetime | None


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` begin with the heading; `total` is how many cards the list has."""

    rows: list[list[Cell]]
    total: int

    @property
    def cut(self) -> bool:
        return self.total > len(self.rows) - 1


def may_export(actor: Actor, card_type: str, chart: OrgChart | None = None) -> bool:
    """Whether some grant lets the actor take cards of the type away, be it only his own."""
    if actor.kind != "person":
        return actor.kind == "system"
    chart, person = chart or org.chart(), actor.person_id
    if person is None or not chart.active(person):
        return False
    return any("export" in one.grant.may for one in gate.scopes(person, chart).get(card_type, ()))


def table(actor: Actor, kind: CardType, wanted: Filter, zone: tzinfo | None = None) -> Table:
    """Cards the actor may export, newest first, with times in `zone`. Five queries, whatever their number."""
    chart = org.chart()
    words = Wording(definition_today(kind.key), chart, zone or timezone.get_current_timezone())
    cards = narrowed(gate.visible_to(actor, "export", card_type=kind.key), wanted)
    names = (
        "id", "name", "stage", "author_id", "department_id", "company_id", "amount", "due_at", "holders", "created_at",
        "updated_at", "finished_at",
    )  # fmt: skip
    found = list(cards.order_by(F("id").desc()).values(*names, fields=F("content__fields"))[: MOST + 1])
    total = cards.count() if len(found) > MOST else len(found)
    own = [key for key in kind.fields if key not in (kind.amount_field, kind.company_field)]
    rows = found[:MOST]
    companies = crm.describe({row["company_id"] for row in rows if row["company_id"]})
    words.learn([(key, value) for row in rows for key, value in (row["fields"] or {}).items() if key in own])
    heading: list[Cell] = [*_heading(), *(words.field(key) for key in own)]
    made = _Row(kind, words, companies)
    return Table([heading, *(made.cells(row, own) for row in rows)], total)


def _heading() -> tuple[str, ...]:
    return (
        pgettext("column", "No."),
        pgettext("column", "Name"),
        pgettext("column", "Stage"),
        pgettext("column", "Counterparty"),
        pgettext("column", "INN"),
        pgettext("column", "Sum, ₽"),
        pgettext("column", "Due"),
        pgettext("column", "Who has it"),
        pgettext("column", "Author"),
        pgettext("column", "Department"),
        pgettext("column", "Created"),
        pgettext("column", "Last step"),
        pgettext("column", "Finished"),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    kind: CardType
    words: Wording
    companies: Mapping[int, crm.CompanyInfo]

    def cells(self, row: Mapping[str, Any], own: Iterable[str]) -> list[Cell]:
        company = self.companies.get(row["company_id"])
        unit = self.words.chart.departments.get(row["department_id"])
        fields = row["fields"] or {}
        return [
            f"{self.kind.prefix}{row['id']}",
            row["name"],
            self.words.stage(row["stage"]),
            company.name if company else "",
            company.inn if company else "",
            row["amount"],
            self._at(row["due_at"]),
            ", ".join(map(self.words.person, row["holders"])),
            self.words.person(row["author_id"]),
            unit.name if unit else "",
            self._at(row["created_at"]),
            self._at(row["updated_at"]),
            self._at(row["finished_at"]),
            *(self._value(key, fields.get(key)) for key in own),
        ]

    def _at(self, at: datetime | None) -> datetime | None:
        return at.astimezone(self.words.zone) if at else None

    def _value(self, key: str, value: Any) -> Cell:
        kind = self.kind.fields[key].kind
        if value in (None, "", []):
            return None
        if kind in _PLAIN:
            return str(value)
        try:
            if kind in ("money", "number"):
                return Decimal(str(value))
            if kind == "date":
                return date.fromisoformat(str(value))
        except (InvalidOperation, ValueError):
            return str(value)
        if kind == "yes_no":
            return _("yes") if value else _("no")
        return self.words.value(key, value)
