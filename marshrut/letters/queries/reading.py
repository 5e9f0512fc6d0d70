"""One letter, one thread, and the list of all letters."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from marshrut.cards import queries as cards
from marshrut.crm import queries as crm
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.kernel.sql import any_of

from ..models import Letter
from ..rules.numbers import key
from ..sentences import NO_SUCH_LETTER
from .lines import lines, links, newest_first, oldest_first, place_of
from .shapes import Filter, LetterLine, LetterLink, Letters, Thread

MOST = 200


def letter_of(actor: Actor, card: int) -> LetterLine | None:
    """The letter that this card is; None when it is none, or none the reader may see."""
    found = lines(actor, list(Letter.objects.filter(card=card)))
    return found[0] if found else None


def links_of(actor: Actor, card: int) -> tuple[LetterLink, ...]:
    """What the letter is to others that the reader may see; nothing for whoever may not see the letter."""
    return (
        tuple(links(actor, list(Letter.objects.filter(card=card))).get(card, ())) if cards.may_see(actor, card) else ()
    )


def twins(actor: Actor, company: int, their_number: str, but: int) -> tuple[LetterLine, ...]:
    """Letters of the company that came with the same number of theirs, `but` aside: five at most, newest first.

    A letter that was given up is none: the number may come again.
    """
    known = key(their_number)
    if not known:
        return ()
    rows = Letter.objects.filter(direction="in", company_id=company, their_key=known).exclude(card=but)
    found = lines(actor, list(rows.order_by("-day", "-card")[:5]), whole=False)
    return tuple(one for one in found if one.stage_kind != "failure")


def thread(
    actor: Actor, card: int, after: str | None = None, limit: int = 100, *, newest: bool = False, whole: bool = True
) -> Thread:
    """The thread that the letter stands in; raises NotFound. `newest`: the newest letters come first.

    `whole`: with the files and links of each.
    """
    seen = _standing_with(actor, card)
    if card not in seen:
        raise NotFound(NO_SUCH_LETTER)
    limit = max(1, min(limit, MOST))
    all_of_them = sorted(seen.values(), key=lambda one: (one.day, one.card))
    letters = Letter.objects.filter(any_of("card", seen))
    ordered = newest_first(letters, after) if newest else oldest_first(letters, after)
    rows = list(ordered[: limit + 1])
    head, project = all_of_them[0], next((one.project_id for one in all_of_them if one.project_id), None)
    companies = crm.describe({one.company_id for one in all_of_them if one.company_id})
    known = crm.describe_projects([project]).get(project) if project else None
    return Thread(
        subject=head.subject,
        project_id=project,
        project=known.title if known else "",
        companies={pk: one.name for pk, one in companies.items()},
        letters=lines(actor, rows[:limit], whole=whole),
        count=len(seen),
        first=head.day,
        last=all_of_them[-1].day,
        after=place_of(rows[limit - 1]) if len(rows) > limit else None,
    )


def _standing_with(actor: Actor, card: int) -> dict[int, Letter]:
    """Letters of the thread that the reader may see."""
    threads = Letter.objects.filter(card=card).values("thread")
    found = Letter.objects.filter(thread__in=threads)
    rows = {one.card: one for one in found}
    return {pk: rows[pk] for pk in cards.visible_among(actor, set(rows))}


def listing(actor: Actor, wanted: Filter, after: str | None = None, limit: int = 50) -> Letters:
    """Letters the reader may see, newest first."""
    limit = max(1, min(limit, MOST))
    rows = list(newest_first(narrowed(actor, wanted), after)[: limit + 1])
    more = place_of(rows[limit - 1]) if len(rows) > limit else None
    return Letters(lines(actor, rows[:limit], whole=False), more)


def narrowed(actor: Actor, wanted: Filter) -> QuerySet[Letter]:
    """Letters that the reader may see and that fit."""
    open_or_done = wanted.state if wanted.state in ("open", "done") else ""
    numbered = _numbered(wanted.text)
    of_cards = cards.Filter(state=open_or_done, overdue=wanted.overdue, text="" if numbered else wanted.text)
    letters = Letter.objects.filter(card__in=cards.matching_ids(actor, of_cards))
    if numbered:
        letters = letters.filter(any_of("card", numbered))
    if wanted.no_their_number:
        sent = cards.matching_ids(actor, cards.Filter(), kind="success")
        letters = letters.filter(direction="out", their_number="", card__in=sent)
    if wanted.project == 0:
        letters = letters.filter(project_id=None)
    exact: dict[str, Any] = {
        "direction": wanted.direction or None,
        "company_id": wanted.company,
        "project_id": wanted.project or None,
        "organisation_id": wanted.organisation,
        "executor_id": wanted.executor,
        "day__gte": wanted.since,
        "day__lte": wanted.until,
    }
    return letters.filter(**{name: value for name, value in exact.items() if value is not None})


def _numbered(text: str) -> list[int]:
    """Letters with exactly this number, ours or theirs: whoever types a number means it."""
    number = key(text)
    same = Q(number_key=number) | Q(their_key=number)
    return list(Letter.objects.filter(same).values_list("card", flat=True)[:MOST]) if number else []
