"""Looking at letters: what their cards, their e-mails and their texts say becomes rows, ties and threads.

Private steps of the commands. Everything derived is replaced as a whole, so looking twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import connection

from marshrut.calendars.queries import day_of
from marshrut.cards import queries as cards
from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.pack import CardType
from marshrut.documents import queries as documents
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor

from ..models import Letter, Link, Mention, Message
from ..rules import facts
from ..rules.numbers import quoted

ROBOT = Actor.robot("letters")


def alone() -> None:
    """One looks at a time, until the end of the transaction: threads are joined from both ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('letters.threads'))")


def look(wanted: Collection[int]) -> list[int]:
    """Write what the cards say of themselves; links of their fields, numbers they name. Returns those that are letters.

    What is no letter, or no more, is forgotten.
    """
    raw = cards.raw(ROBOT, wanted)
    types = {card: _type_of(one) for card, one in raw.items()}
    letters = {card: one for card, one in raw.items() if (found := types[card]) is not None and found.letter}
    forget(set(wanted) - set(letters))
    before = dict(Letter.objects.filter(card__in=letters).values_list("card", "thread"))
    rows = {card: _row(one, types[card], before.get(card, card)) for card, one in letters.items()}
    papers = documents.known_texts({one.paper_id for one in rows.values() if one.paper_id})
    for row in rows.values():
        row.paper_read = row.paper_id in papers
    columns = [one.name for one in Letter._meta.concrete_fields if not one.primary_key]
    Letter.objects.bulk_create(rows.values(), update_conflicts=True, unique_fields=["card"], update_fields=columns)
    _mention(letters, types, {card: papers.get(one.paper_id or 0, "") for card, one in rows.items()})
    _link(letters, types)
    return list(letters)


def forget(wanted: Iterable[int]) -> None:
    gone = list(wanted)
    Letter.objects.filter(card__in=gone).delete()
    Mention.objects.filter(card__in=gone).delete()
    Link.objects.filter(card__in=gone).exclude(because="hand").delete()


def _type_of(one: cards.Raw) -> CardType | None:
    return definitions.installed(one.definition_id).pack.card_type(one.type)


def _row(one: cards.Raw, card_type: CardType | None, thread: int) -> Letter:
    assert card_type is not None
    assert card_type.letter is not None
    told = facts.facts(card_type.letter, one.fields, day_of(one.created_at))
    return Letter(card=one.id, type=one.type, created_at=one.created_at, thread=thread, **told)


def _mention(letters: Mapping[int, cards.Raw], types: Mapping[int, CardType | None], papers: Mapping[int, str]) -> None:
    subjects: dict[int, list[str]] = {}
    for card, subject in Message.objects.filter(card__in=letters).values_list("card", "subject"):
        subjects.setdefault(card or 0, []).append(subject)
    rows = []
    for card, one in letters.items():
        found = types[card]
        assert found is not None
        assert found.letter is not None
        text = facts.texts(found.letter, one.fields, papers[card])
        said = quoted("\n\n".join((*subjects.get(card, ()), text)))
        rows += [
            Mention(card=card, key=it.key, day=it.day, sense=it.sense, whose=it.whose, sure=it.sure) for it in said
        ]
    Mention.objects.filter(card__in=letters).delete()
    Mention.objects.bulk_create(rows)


def _link(letters: Mapping[int, cards.Raw], types: Mapping[int, CardType | None]) -> None:
    """Links that fields say; those made by hand stay as they are."""
    told: dict[tuple[int, int, str], str] = {}
    for card, one in letters.items():
        found = types[card]
        assert found is not None
        for field, kind, other in facts.links(found, one.fields):
            if other != card:
                told.setdefault((card, other, kind), field)
    replace(letters, told, ("field",))


def replace(wanted: Collection[int], told: Mapping[tuple[int, int, str], Any], reasons: Collection[str]) -> None:
    """Links of these letters for these reasons are now those told: (card, other, kind) -> field or reason."""
    there = {(one.card, one.other, one.kind): one for one in Link.objects.filter(card__in=wanted)}
    mine = {place: one for place, one in there.items() if one.because in reasons}
    Link.objects.filter(pk__in=[one.pk for place, one in mine.items() if place not in told]).delete()
    field = "field" in reasons
    rows = [
        Link(
            card=place[0],
            other=place[1],
            kind=place[2],
            because="field" if field else why,
            field=why if field else "",
            at=clock.now(),
        )
        for place, why in told.items()
        if place not in there or (field and there[place].because in ("header", "number"))
    ]
    Link.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["card", "other", "kind"], update_fields=["because", "field"]
    )
