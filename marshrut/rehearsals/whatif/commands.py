"""The only writers of what-ifs: asking one, and telling it when the worker has played it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from marshrut.definitions import queries as definitions
from marshrut.definitions.commands.settings import cleaned
from marshrut.definitions.queries import Installed
from marshrut.definitions.schema.pack import CardType
from marshrut.jobs import effects
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Forbidden, Invalid
from marshrut.org import access
from marshrut.org import queries as org
from marshrut.org.rules import OrgChart

from ..models import WhatIf
from . import asking, rights, saved
from .asking import Question
from .changes import Changes, StandIn, stages_to_approve

EFFECT: Final = "whatif_play"
#: more cards are played by the worker
AT_ONCE: Final = 300
MONTHS: Final = range(1, 13)


@command(rights.ASK)
def ask_whatif(
    actor: Actor, *, card_type: str, months: int = 3, changes: Changes, seed: int = asking.SEED, key: str | None = None
) -> dict[str, Any]:
    """Play the cards of the last `months` again by other rules. Few are played at once, many by the worker.

    Returns {"id", "state"}. Raises NotFound, Forbidden, Invalid.
    """
    version = definitions.active_for(card_type)
    access.require(actor, rights.ASK, card_type=card_type)
    if actor.person_id is None:
        raise Forbidden(_("Only people ask what if."))
    if months not in MONTHS:
        raise Invalid(_("From one to twelve months."), fields={"months": _("From one to twelve months.")})
    clean = _checked(version, card_type, changes)
    now = clock.now()
    question = Question(card_type, now - timedelta(days=30.4375 * months), now, clean, seed)
    row = WhatIf.objects.create(
        added_by_id=actor.person_id, added_at=now, card_type=card_type, asked=saved.question_json(question)
    )
    if asking.many(question) > AT_ONCE:
        effects.enqueue([effects.row(EFFECT, f"whatif:{row.pk}", payload={"whatif": row.pk})])
    else:
        _tell(row, _played(question), now)
    return {"id": row.pk, "state": row.state}


@command(rights.TELL)
def tell_whatif(actor: Actor, *, whatif: int, told: Mapping[str, Any] | None, failed: bool = False) -> bool:
    """The worker has played it, or gave up. False when somebody was first."""
    access.require(actor, rights.TELL)
    row = WhatIf.objects.select_for_update().filter(pk=whatif, state="waiting").first()
    if row is not None:
        _tell(row, told, clock.now(), failed=failed)
    return row is not None


def _played(question: Question) -> dict[str, Any] | None:
    told = asking.ask(question)
    return told.as_json() if told else None


def _tell(row: WhatIf, told: Mapping[str, Any] | None, at: datetime, *, failed: bool = False) -> None:
    row.state, row.told, row.finished_at = "failed" if failed else "done", told, at
    row.save(update_fields=["state", "told", "finished_at"])


def _checked(active: Installed, card_type: str, changes: Changes) -> Changes:
    """The changes with clean values. Raises Invalid."""
    version = _version(active, card_type, changes.version)
    kind = version.pack.card_type(card_type)
    assert kind is not None
    if kind.edoc is not None:
        raise Invalid(_("A source such as 1C leads these cards: nobody decides them here, so nothing can be replayed."))
    chart = org.chart()
    _check_approver(kind, changes, chart)
    _check_stand_ins(changes.stand_ins, chart)
    settings = cleaned(version.pack.settings, changes.settings)
    return Changes(settings, changes.approver, changes.stand_ins, changes.version)


def _version(active: Installed, card_type: str, wanted: int | None) -> Installed:
    found = active if wanted is None else definitions.installed(wanted)
    if found.pack.key != active.pack.key or found.pack.card_type(card_type) is None:
        raise Invalid(_("This version has no such cards."), fields={"version": _("This version has no such cards.")})
    return found


def _check_approver(kind: CardType, changes: Changes, chart: OrgChart) -> None:
    one = changes.approver
    if one is None:
        return
    if one.stage not in {stage.key for stage in stages_to_approve(kind)}:
        raise Invalid(_("No approver can stand after this stage."), fields={"stage": _("Choose from the list.")})
    known = chart.active(one.person) if one.person is not None else bool(chart.holders(one.role))
    if not known or (one.role and one.person is not None):
        raise Invalid(
            _("Name one person, or a role that somebody holds."), fields={"approver": _("Choose from the list.")}
        )


def _check_stand_ins(stand_ins: Sequence[StandIn], chart: OrgChart) -> None:
    for one in stand_ins:
        if not chart.active(one.deputy) or not chart.exists(one.person) or one.person == one.deputy:
            raise Invalid(_("Name two different employees."), fields={"deputy": _("Name two different employees.")})
        if (one.since is None) != (one.until is None) or (one.since and one.until and one.since >= one.until):
            raise Invalid(_("Give both days of the absence, the first before the last."))
