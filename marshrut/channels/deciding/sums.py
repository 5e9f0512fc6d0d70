"""Sums that a chat does not decide: above the company's limit for the channel, or where the process asks who it is."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from marshrut.cards.queries import CardView
from marshrut.kernel.wording import money

from ..models import Channel


def amount(view: CardView, key: str | None) -> Decimal:
    """As it stands on the card; nothing counts as nothing."""
    value = view.state.fields.get(key or "")
    try:
        return Decimal(str(value or 0))
    except ArithmeticError:
        return Decimal(0)


def step_up(view: CardView) -> bool:
    """The process asks again who decides on such a sum: no chat can answer that."""
    rule = view.card_type.step_up
    above = view.definition.amount(rule.above) if rule else 0
    return bool(rule and above and amount(view, rule.field) > above)


def limit(channel: str) -> Decimal | None:
    return Channel.objects.filter(code=channel).values_list("limit_sum", flat=True).first()


def over(view: CardView, most: Decimal | None) -> bool:
    return most is not None and amount(view, view.card_type.amount_field) > most


def over_note(most: Decimal | None) -> str:
    return _("Sums above {limit} are confirmed in the portal.").format(limit=money(most))


def named(channel: str, view: CardView) -> str:
    """What the card is called there."""
    return view.number if short(channel) else view.name


def short(channel: str) -> bool:
    """Messages there carry no names, sums and files."""
    return bool(Channel.objects.filter(code=channel).values_list("short", flat=True).first())
