"""What a Word template may ask of a card: names of fields, what they mean, and their values ready to be printed.

A template names a field by its key in the process: {{ amount }}, {{ counterparty.inn }}. Values follow Russian papers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from marshrut.calendars import queries as calendars
from marshrut.crm import queries as crm
from marshrut.crm.sentences import LABELS
from marshrut.definitions.schema.pack import CardType, Field
from marshrut.documents.rules import russian
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.org import queries as org

from .card import CardView, card
from .wording import Wording, value_text

#: parts of a company that a contract needs
COMPANY = (
    *("name", "full_name", "short_name", "inn", "kpp", "ogrn", "address", "bank_name", "bik", "account"),
    *("corr_account", "phone", "email"),
)


@dataclass(frozen=True, slots=True)
class TemplateField:
    """`name` is what stands between the brackets, `label` says it in words, `example` is such a value."""

    name: str
    label: str
    example: str = ""


@dataclass(frozen=True, slots=True)
class TemplateGroup:
    """`whole` is the name of what the fields are parts of, a company or a person; written so, its name is printed."""

    title: str
    fields: tuple[TemplateField, ...]
    whole: str = ""


def template_fields(card_type: CardType, language: str) -> tuple[TemplateGroup, ...]:
    """What templates for such cards may ask for, in the order of the process."""
    common = (
        TemplateField("card.number", _("Number of the card"), f"{card_type.prefix}17"),
        TemplateField("today", _("Today"), "22.11.2026"),
        TemplateField("today_long", _("Today, the month in words"), "22 ноября 2026 г."),
    )
    groups = [
        TemplateGroup(_("Card"), common),
        TemplateGroup(_("Author of the card"), _person_fields("author"), "author"),
    ]
    own: list[TemplateField] = []
    for key, field in card_type.fields.items():
        title = field.title.say(language)
        if field.kind in ("company", "contact", "person"):
            parts = {"company": _company_fields, "contact": _contact_fields, "person": _person_fields}
            groups.append(TemplateGroup(title, parts[field.kind](key), key))
        else:
            own += _plain_fields(key, title, field)
    groups.insert(1, TemplateGroup(_("Fields"), tuple(own)))
    return tuple(group for group in groups if group.fields)


def template_values(actor: Actor, card_id: int) -> dict[str, Any]:
    """The values of `template_fields` for one card, all texts. Raises NotFound when the actor may not see it."""
    view = card(actor, card_id)
    words = Wording(view.definition, view.chart, calendars.company_schedule().tz)
    words.learn(list(view.state.fields.items()))
    people = {view.state.author, *_pointed(view, "person")}
    known = _Known(actor, org.describe(people), _companies(actor, _pointed(view, "company")), words)
    today = clock.now().astimezone(words.zone).date()
    values: dict[str, Any] = {
        "card": {"number": view.number, "name": view.number},
        "today": russian.short_date(today),
        "today_long": russian.long_date(today),
        "author": known.person(view.state.author),
    }
    for key, field in view.card_type.fields.items():
        values |= known.values(key, field, view.state.fields.get(key), view)
    return values


@dataclass(frozen=True, slots=True)
class _Known:
    actor: Actor
    people: Mapping[int, Any]
    companies: Mapping[int, dict[str, str]]
    words: Wording

    def person(self, person: int | None) -> dict[str, str]:
        line = self.people.get(person or 0)
        empty = dict.fromkeys(("name", "full_name", "position"), "")
        return empty if line is None else _texts(name=line.short_name, full_name=line.full_name, position=line.position)

    def values(self, key: str, field: Field, value: Any, view: CardView) -> dict[str, Any]:
        if field.kind == "company":
            return {key: self.companies.get(value or 0) or dict.fromkeys((*COMPANY, *_SIGNATORY), "")}
        if field.kind == "person":
            return {key: self.person(value)}
        if field.kind == "contact":
            return {key: _contact(value, _pointed(view, "company"))}
        if value in (None, "", []):
            return {one.name: "" for one in _plain_fields(key, "", field)}
        if field.kind == "money":
            return {key: russian.money(Decimal(value)), f"{key}_words": russian.money_in_words(Decimal(value))}
        if field.kind == "date":
            day = date.fromisoformat(value)
            return {key: russian.short_date(day), f"{key}_long": russian.long_date(day)}
        return {key: value_text(self.words, field, value)}


def _pointed(view: CardView, kind: str) -> list[int]:
    """Ids that the fields of a kind name."""
    fields = view.card_type.fields
    return [value for key, value in view.state.fields.items() if key in fields and fields[key].kind == kind and value]


_SIGNATORY = ("signatory", "signatory_post", "basis")


def _companies(actor: Actor, ids: Iterable[int]) -> dict[int, dict[str, str]]:
    found = {}
    for pk in set(ids) & crm.describe(ids).keys():
        one = crm.company_card(actor, pk)
        signs = one.signatory
        duty = signs.duty(pk) if signs else None
        found[pk] = {
            **{name: one.fields.get(name, "") for name in COMPANY},
            "short_name": one.fields.get("short_name") or one.fields["name"],
            "full_name": one.fields.get("full_name") or one.fields["name"],
            "signatory": signs.name if signs else "",
            "signatory_post": duty.title if duty else "",
            "basis": duty.basis if duty else "",
        }
    return found


def _contact(value: Any, companies: Iterable[int]) -> dict[str, str]:
    one = crm.describe_contacts([value]).get(value) if value else None
    if one is None:
        return dict.fromkeys(("name", "post", "phone", "email", "basis"), "")
    duty = next(filter(None, map(one.duty, companies)), next(iter(one.duties), None))
    return _texts(
        name=one.name,
        post=duty.title if duty else "",
        phone=one.phone,
        email=one.email,
        basis=duty.basis if duty else "",
    )


def _texts(**parts: Any) -> dict[str, str]:
    return {name: str(part or "") for name, part in parts.items()}


def _plain_fields(key: str, title: str, field: Field) -> tuple[TemplateField, ...]:
    if field.kind == "money":
        words = russian.money_in_words(Decimal(1_250_000))
        return (
            TemplateField(key, title, "1 250 000,00"),
            TemplateField(f"{key}_words", _("{field}, in words").format(field=title), words),
        )
    if field.kind == "date":
        return (
            TemplateField(key, title, "22.11.2026"),
            TemplateField(f"{key}_long", _("{field}, the month in words").format(field=title), "22 ноября 2026 г."),
        )
    return (TemplateField(key, title),)


def _company_fields(key: str) -> tuple[TemplateField, ...]:
    labels = {**LABELS, "signatory": _("Who signs"), "signatory_post": _("Post of who signs")}
    labels["basis"] = _("On what basis they sign")
    examples = {"inn": "7701234567", "basis": "Устава", "signatory": "Белова А. Н."}
    return tuple(
        TemplateField(f"{key}.{name}", str(labels[name]), examples.get(name, "")) for name in (*COMPANY, *_SIGNATORY)
    )


def _contact_fields(key: str) -> tuple[TemplateField, ...]:
    labels = {
        "name": _("Name"),
        "post": _("Post"),
        "phone": _("Phone"),
        "email": _("E-mail"),
        "basis": _("On what basis they sign"),
    }
    return tuple(TemplateField(f"{key}.{name}", label) for name, label in labels.items())


def _person_fields(key: str) -> tuple[TemplateField, ...]:
    labels = {"name": _("Surname and initials"), "full_name": _("Name in full"), "position": _("Position")}
    return tuple(TemplateField(f"{key}.{name}", label) for name, label in labels.items())
