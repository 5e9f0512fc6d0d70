"""Notices about no card: composed at delivery as the others, read with them, leading to a page of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from marshrut.edocs.queries import unmatched_count
from marshrut.jobs.registry import TakenEffect, on_effect
from marshrut.kernel.actor import Actor
from marshrut.letters.queries.unsorted import came
from marshrut.org import queries as org

from . import commands
from .models import NOWHERE
from .notices import Message

EFFECT: Final = "notify_house"
#: (reader, payload of the effect) -> title and text; None: there is nothing to say any more
Composer = Callable[[int, Mapping[str, Any]], tuple[str, str] | None]


def register() -> None:
    on_effect(EFFECT, lane="notify", inside=True)(tell)


def tell(payload: dict[str, Any], effect: TakenEffect) -> str | None:
    """Tell one person, once for each effect."""
    person = payload["person"]
    language = org.language_of(person)
    if language is None:
        return None  # dismissed meanwhile
    with override(language):
        said = COMPOSERS[payload["notice"]](person, payload)
    if said is None:
        return None
    actor, message = Actor.robot("notices"), Message(*said, NOWHERE, None)
    about = payload["notice"]
    return str(commands.deliver_notice(actor, person=person, about=about, message=message, dedup=effect.dedup))


def _mail_unsorted(person: int, payload: Mapping[str, Any]) -> tuple[str, str] | None:
    """None: somebody has sorted it, or the person may not see it any more."""
    since, until = (datetime.fromisoformat(payload[end]) for end in ("since", "until"))
    found = came(Actor.person(person, "system"), since, until)
    if not found:
        return None
    title = ngettext("{count} mail is not sorted", "{count} mails are not sorted", len(found)).format(count=len(found))
    aside = sum(one.aside for one in found)
    hard = ngettext("{count} could not be read.", "{count} could not be read.", aside).format(count=aside)
    return title, " ".join(
        filter(None, (_("They came since yesterday and became no letter: look through them."), hard if aside else ""))
    )


def _edocs_unmatched(person: int, _payload: Mapping[str, Any]) -> tuple[str, str] | None:
    """None: somebody has matched them, or the person may not any more."""
    many = unmatched_count(Actor.person(person, "system"))
    if not many:
        return None
    title = ngettext(
        "{count} counterparty of 1C matches no company", "{count} counterparties of 1C match no company", many
    ).format(count=many)
    return title, _("Their e-documents are not seen on any company's page yet: say whose they are.")


COMPOSERS: dict[str, Composer] = {
    "mail_unsorted": _mail_unsorted,
    "edocs_unmatched": _edocs_unmatched,
}


def also(notice: str, composer: Composer) -> None:
    """A room above has a notice of its own; its composer is asked in the reader's language."""
    if COMPOSERS.setdefault(notice, composer) is not composer:
        raise RuntimeError(f"two notices are called {notice}")
