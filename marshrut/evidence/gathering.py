"""Which cards an archive is about, in the order of time, of those the person may take."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from marshrut.cards import queries as cards_of
from marshrut.cards.queries import taking
from marshrut.crm import queries as crm
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Invalid, NotFound
from marshrut.letters import queries as letters
from marshrut.letters.queries import LetterLine

from .rules import KINDS, MOST, Scope, act_of
from .sentences import NOTHING, NOTHING_TO_TAKE, TOO_MANY, WRONG_KIND, WRONG_PERIOD

#: letters read at once
PAGE = 100


@dataclass(frozen=True, slots=True)
class Gathered:
    """`title` says what the archive is about; `seen` counts the cards that may be seen, taken away or not."""

    title: str
    cards: tuple[int, ...]
    seen: int


def gathered(actor: Actor, scope: Scope, cards: Collection[int] = ()) -> Gathered:
    """Raises NotFound for what the person may not see, Invalid for nothing and for too much."""
    _check(scope)
    title = title_of(actor, scope, cards)
    days = dict(_days(actor, scope, cards))
    permitted = taking.permitted_among(actor, act_of(scope.kind), days)
    if not permitted:
        raise Invalid(NOTHING_TO_TAKE if days else NOTHING, code="nothing")
    if len(permitted) > MOST:
        raise Invalid(TOO_MANY % {"most": MOST}, code="too_many")
    ordered = sorted(permitted, key=lambda card: (days[card], permitted[card], card))
    return Gathered(title, tuple(ordered), len(days))


def _check(scope: Scope) -> None:
    if scope.kind not in KINDS or (scope.ref is None) != (scope.kind == "cards"):
        raise Invalid(WRONG_KIND, fields={"kind": WRONG_KIND})
    if scope.since and scope.until and scope.since > scope.until:
        raise Invalid(WRONG_PERIOD, fields={"since": WRONG_PERIOD})


def _days(actor: Actor, scope: Scope, cards: Collection[int]) -> Iterator[tuple[int, date]]:
    """Every card with the day it stands at; what the person may not see is not among them."""
    found: dict[int, date] = {}
    if scope.kind == "cards":
        found = _made(taking.permitted_among(actor, "view", set(cards)))
        if len(found) < len(set(cards)):
            raise NotFound(NOTHING)
    elif scope.others and scope.kind == "project":
        found = _made(taking.permitted_of(actor, "view", project=scope.ref, most=MOST + 1))
    elif scope.others and scope.kind == "company":
        found = _made(taking.permitted_of(actor, "view", company=scope.ref, most=MOST + 1))
    if scope.kind != "cards":
        found |= {line.card: line.day for line in _letters(actor, scope)}
    yield from ((card, day) for card, day in found.items() if scope.holds(day))


def _made(cards: dict[int, datetime]) -> dict[int, date]:
    zone = timezone.get_default_timezone()
    return {card: at.astimezone(zone).date() for card, at in cards.items()}


def _letters(actor: Actor, scope: Scope) -> Iterator[LetterLine]:
    """Page after page, no further than one archive goes. Raises NotFound for a thread that may not be seen."""
    after: str | None = None
    wanted = letters.Filter(
        since=scope.since,
        until=scope.until,
        project=scope.ref if scope.kind == "project" else None,
        company=scope.ref if scope.kind == "company" else None,
    )
    for _page in range(MOST // PAGE + 1):
        if scope.kind == "thread":
            thread = letters.thread(actor, scope.ref or 0, after, PAGE)
            lines, after = thread.letters, thread.after
        else:
            page = letters.listing(actor, wanted, after, PAGE)
            lines, after = page.lines, page.after
        yield from lines
        if after is None:
            return


def title_of(actor: Actor, scope: Scope, asked: Collection[int]) -> str:
    """The subject of the thread, the name of the project, of the company or of the only card. Raises NotFound."""
    if scope.kind == "thread":
        return letters.thread(actor, scope.ref or 0, None, 1).subject
    if scope.kind == "project":
        return crm.project_page(actor, scope.ref or 0).info.title
    if scope.kind == "company":
        return crm.company_card(actor, scope.ref or 0).fields["name"]
    if len(asked) != 1:
        return ""
    view = cards_of.card(actor, next(iter(asked)))
    return f"{view.number} {view.name}".strip()
