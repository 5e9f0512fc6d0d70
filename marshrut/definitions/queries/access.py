"""Access to cards of a type, for its page and for whoever changes it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marshrut.history import queries as history
from marshrut.org.rules import OrgChart

from .. import events
from ..schema.access import Grant
from ..schema.pack import CardType, Pack
from .shelf import current


@dataclass(frozen=True, slots=True)
class AccessTable:
    """Who may do what with cards of a type. `own`: rows of the company, not those of the pack."""

    pack: Pack
    card_type: CardType
    grants: tuple[Grant, ...]
    own: bool

    @property
    def seen(self) -> str:
        """What a change says it was made on."""
        return fingerprint(self.grants)


def access_table(card_type: str) -> AccessTable:
    """Raises NotFound."""
    shelf = current()
    pack = shelf.active_for(card_type).pack
    about = pack.card_type(card_type)
    assert about is not None
    return AccessTable(pack, about, shelf.access(card_type), card_type in shelf.grants)


def access_changes(pack: str, limit: int = 10) -> list[history.Event]:
    """Who changed the access to cards of the pack and when, newest last."""
    return history.latest(events.subject(pack), limit=limit, kinds=(events.ACCESS_CHANGED, events.ACCESS_RESET))


def told(grants: Iterable[Grant]) -> list[dict[str, Any]]:
    """Grants as history and programs read them; words that say nothing are left out."""
    return [
        {key: value for key, value in grant.model_dump(mode="json").items() if value or key == "scope"}
        for grant in grants
    ]


def fingerprint(grants: Iterable[Grant]) -> str:
    return hashlib.sha256(json.dumps(told(grants)).encode()).hexdigest()[:16]


def access_warnings(grants: Iterable[Grant], card_type: CardType, chart: OrgChart) -> list[str]:
    """What is allowed but perhaps not meant: sentences in the active language."""
    rows = list(grants)
    found = []
    if not any(_somebody(one, chart) for one in rows if "create" in one.may):
        found.append(_("Nobody who works here holds a role that may create cards."))
    if not _all_see(rows, "own"):
        found.append(_("Authors will not see their own cards."))
    if not _all_see(rows, "participant"):
        found.append(_("People who are given a task will not see its card unless another row lets them."))
    for one in rows:
        if one.role and not chart.holders(one.role):
            title = chart.role_title(one.role, get_language())
            found.append(_("Nobody holds the role “%(title)s”: its rows give nobody anything.") % {"title": title})
        if one.person is not None and not chart.active(one.person):
            found.append(_("%(person)s is dismissed: the row gives nothing.") % {"person": chart.name(one.person)})
    if any({"decide", "manage"} & set(one.may) and one.who == "everyone" and one.scope == "all" for one in rows):
        found.append(_("Everyone may decide or hand on tasks of others on every card."))
    sees = {one.who for one in rows if "view" in one.may} | ({"*"} if _all_see(rows, "all") else set())
    if any(set(one.may) - {"create", "view"} and not sees & {one.who, "everyone", "*"} for one in rows):
        found.append(_("Some rows allow acts on cards that their people cannot see: add “view”."))
    return list(dict.fromkeys(found))


def _somebody(grant: Grant, chart: OrgChart) -> bool:
    if grant.role:
        return bool(chart.holders(grant.role))
    return grant.person is None or chart.active(grant.person)


def _all_see(grants: Iterable[Grant], scope: str) -> bool:
    return any(
        "view" in one.may and one.who == "everyone" and one.scope in (scope, "all") and not one.stages for one in grants
    )
