"""Links that headers of e-mails and numbers in texts tell. Private steps of the commands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from django.db.models import Q

from ..models import Letter, Link, Mention, Message
from ..rules import matching
from ..rules.matching import Known
from ..rules.numbers import Quoted, strong
from .looking import replace

DERIVED = ("header", "number")
_COLUMNS = ("card", "direction", "company_id", "number_key", "their_key", "dated", "sent_on", "their_date", "day")


def touched(wanted: Collection[int]) -> set[int]:
    """These letters, and those whose texts or e-mails name them, or did so far."""
    found = set(wanted) | set(Link.objects.filter(other__in=wanted, because__in=DERIVED).values_list("card", flat=True))
    for one in known(wanted):
        keys = [key for key in (one.number_key, one.their_key) if key]
        sure = Q(key__in=[key for key in keys if strong(key)])
        if one.company is not None:
            mates = Letter.objects.filter(company_id=one.company).values("card")
            sure |= Q(key__in=keys, card__in=mates)
        found |= set(Mention.objects.filter(sure).values_list("card", flat=True)) if keys else set()
    ids = list(Message.objects.filter(card__in=wanted).values_list("message_id", flat=True))
    if ids:
        answering = Message.objects.filter(Q(in_reply_to__in=ids) | Q(references__overlap=ids), card__isnull=False)
        found |= {card for card in answering.values_list("card", flat=True) if card is not None}
    return found


def derive(wanted: Collection[int]) -> None:
    """Replace what headers and numbers say of these letters. What a field or a hand said of a pair is said already."""
    letters = {one.card: one for one in known(wanted)}
    settled = set(Link.objects.filter(card__in=letters).exclude(because__in=DERIVED).values_list("card", "other"))
    settled |= {
        (two, one) for one, two in Link.objects.filter(other__in=letters, kind="apart").values_list("card", "other")
    }
    told: dict[tuple[int, int, str], str] = {}
    for card, other, kind, why in (*_by_headers(letters), *_by_numbers(letters)):
        if (card, other) not in settled:
            settled.add((card, other))
            told[card, other, kind] = why
    replace(letters, told, DERIVED)


def known(wanted: Iterable[int]) -> list[Known]:
    return [Known(*row) for row in Letter.objects.filter(card__in=list(wanted)).values_list(*_COLUMNS)]


def _by_headers(letters: dict[int, Known]) -> Iterator[tuple[int, int, str, str]]:
    said: list[tuple[int, list[str]]] = []
    rows = Message.objects.filter(card__in=letters).order_by("id")
    for card, reply, references in rows.values_list("card", "in_reply_to", "references"):
        said.append((card or 0, [one for one in (reply, *reversed(references)) if one]))
    asked = {one for _card, ids in said for one in ids}
    cards = dict(Message.objects.filter(message_id__in=asked, card__isnull=False).values_list("message_id", "card"))
    others = {one.card: one for one in known({card for card in cards.values() if card})}
    for card, ids in said:
        answered = next((others[at] for one in ids if (at := cards.get(one) or 0) in others and at != card), None)
        if answered is not None:
            kind = "follow_up" if answered.direction == letters[card].direction else "reply"
            yield card, answered.card, kind, "header"


def _by_numbers(letters: dict[int, Known]) -> Iterator[tuple[int, int, str, str]]:
    rows = list(Mention.objects.filter(card__in=letters).order_by("id"))
    keys = {one.key for one in rows}
    numbered = Q(number_key__in=keys) | Q(their_key__in=keys)
    by_key: dict[str, list[Known]] = {}
    for found in Letter.objects.filter(numbered).values_list(*_COLUMNS) if keys else ():
        one = Known(*found)
        for key in {one.number_key, one.their_key} & keys:
            by_key.setdefault(key, []).append(one)
    for row in rows:
        said = Quoted(row.key, row.key, row.day, row.sense, row.whose, row.sure)  # type: ignore[arg-type]
        reader = letters[row.card]
        other = matching.chosen(reader, said, by_key.get(row.key, ()))
        if other is not None:
            yield row.card, other.card, matching.kind_of(reader, said, other), "number"
