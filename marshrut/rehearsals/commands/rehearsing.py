"""Asking for a rehearsal, playing it, tidying old ones. Short ones are played at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marshrut.cards import queries as real
from marshrut.cards.queries import Seen
from marshrut.jobs import effects
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Invalid, NotFound
from marshrut.org import access
from marshrut.org import queries as org
from marshrut.org.rules import OrgChart

from .. import rights
from ..models import Draft, Rehearsal
from ..playing import keeping, staging
from ..playing.asked import MOST_CARDS, MOST_DAYS, MOST_HOURS, Asked, Gone
from ..playing.play import Outcome
from ..playing.staging import Route

EFFECT: Final = "rehearse"
#: cards that are played while the person waits
AT_ONCE: Final = 50
KEPT: Final = timedelta(days=90)
CORRECT: Final = _("Some fields need correction.")
NO_REHEARSAL: Final = _("There is no such rehearsal.")


@command(rights.REHEARSE)
def rehearse(
    actor: Actor,
    *,
    card_type: str = "",
    version: int | None = None,
    draft: int | None = None,
    card: int | None = None,
    cards: int = 1,
    since: datetime | None = None,
    days: int = 1,
    horizon: int = 60,
    seed: int = 1,
    hours: int | None = None,
    author: int | None = None,
    silent: Sequence[int] = (),
    away: Sequence[tuple[int, date, date]] = (),
    dismissed: Sequence[int] = (),
    key: str | None = None,
) -> dict[str, Any]:
    """Play cards of the type by an installed version (the active one unless told), or by a draft; or one real card.

    Nothing of it happens: no card, no message. Short plays are done at once, long ones by the worker. Returns the id
    and the state.
    """
    chart, seen = org.chart(), real.seen(actor, card) if card is not None else None
    access.require(actor, rights.REHEARSE, chart=chart, manages=seen is not None and _looks_after(actor, seen))
    route, name = _route(actor, seen, card_type, version, draft)
    gone = tuple(Gone(*one) for one in away)
    asked = Asked(
        since or clock.now(), 1 if card else cards, days, horizon, seed, hours, tuple(silent), gone, tuple(dismissed),
        card, author, "en" if (get_language() or "").startswith("en") else "ru",
    )  # fmt: skip
    _check(asked, chart)
    row = Rehearsal.objects.create(
        added_by_id=actor.person_id,
        added_at=clock.now(),
        pack=route.pack.key,
        version=route.pack.version,
        card_type=route.card_type,
        installed=route.installed,
        draft_id=draft,
        asked={**asked.as_json(), "name": name},
    )
    if asked.cards <= AT_ONCE:
        _keep(row, staging.played(route, actor, asked))
    else:
        effects.enqueue([effects.row(EFFECT, f"{EFFECT}:{row.pk}", payload={"rehearsal": row.pk})])
    return {"rehearsal": row.pk, "state": row.state}


@command(rights.PLAY)
def keep_rehearsal(actor: Actor, *, rehearsal: int, outcome: Outcome) -> None:
    """What the worker has played. One that was removed meanwhile stays so."""
    access.require(actor, rights.PLAY)
    row = Rehearsal.objects.select_for_update().filter(pk=rehearsal, state="waiting").first()
    if row is not None:
        _keep(row, outcome)


@command(rights.NOTE)
def note_progress(actor: Actor, *, rehearsal: int, cards: int | None = None) -> None:
    """How many cards have set out by now; None: it cannot be played."""
    access.require(actor, rights.NOTE)
    found = Rehearsal.objects.filter(pk=rehearsal, state="waiting")
    if cards is None:
        found.update(state="failed", finished_at=clock.now())
    else:
        found.update(progress=cards)


@command(rights.REMOVE)
def remove_rehearsal(actor: Actor, *, rehearsal: int, key: str | None = None) -> None:
    """One's own."""
    access.require(actor, rights.REMOVE)
    if not Rehearsal.objects.filter(pk=rehearsal, added_by_id=actor.person_id).delete()[0]:
        raise NotFound(NO_REHEARSAL)


@command(rights.TIDY)
def tidy_rehearsals(actor: Actor) -> int:
    """Those older than ninety days go."""
    access.require(actor, rights.TIDY)
    return Rehearsal.objects.filter(added_at__lt=clock.now() - KEPT).delete()[0]


def _route(
    actor: Actor, seen: Seen | None, card_type: str, version: int | None, draft: int | None
) -> tuple[Route, str]:
    """With the name of the card that is played. Raises NotFound, Invalid."""
    if seen is not None:
        name = f"{seen.definition.card_type.prefix}{seen.row['id']} {seen.row['name']}"
        return staging.of_version(seen.definition.card_type.key, seen.definition_id), name
    if draft is None:
        return staging.of_version(card_type, version), ""
    found = Draft.objects.filter(pk=draft, added_by_id=actor.person_id).first()
    if found is None:
        raise NotFound(_("There is no such draft."))
    return staging.of_files(found.files, card_type), ""


def _looks_after(actor: Actor, seen: Seen) -> bool:
    person = actor.person_id
    if person is None:
        return actor.kind == "system"
    manages = seen.allows(person, "manage")
    return rights.looks_after(seen.chart, person, seen.state.author, manages=manages)


def _check(asked: Asked, chart: OrgChart) -> None:
    wrong: dict[str, Any] = {}
    for name, value, least, most in (
        ("cards", asked.cards, 1, MOST_CARDS),
        ("days", asked.days, 1, MOST_DAYS),
        ("horizon", asked.horizon, 1, MOST_DAYS),
        ("hours", asked.hours, 0, MOST_HOURS),
        ("seed", asked.seed, 0, 2**31),
    ):
        if value is not None and not least <= value <= most:
            wrong[name] = _("From {least} to {most}.").format(least=least, most=most)
    people = {"silent": asked.silent, "dismissed": asked.dismissed, "away": [one.person for one in asked.away]}
    people["author"] = [asked.author] if asked.author is not None else []
    for name, named in people.items():
        if not all(map(chart.active, named)):
            wrong[name] = _("There is no such employee.")
    if any(one.until < one.since for one in asked.away):
        wrong["away"] = _("The last day is before the first.")
    if wrong:
        raise Invalid(CORRECT, fields=wrong)


def _keep(row: Rehearsal, outcome: Outcome) -> None:
    row.result, row.state = keeping.packed(outcome.lines), "done"
    row.figures = {**outcome.figures, "lines": len(outcome.lines)}
    row.finished_at = clock.now()
    row.save(update_fields=["result", "figures", "state", "finished_at"])
