"""Browsers that show notices by themselves: each says where it is reached when the person allows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, Invalid
from marshrut.kernel.sealing import Unreadable
from marshrut.org import access
from marshrut.org.sign_in.leaving import Left

from .. import rights, sentences
from ..models import Address
from ..queries.browsers import PUSH
from ..queries.channels import account
from ..wire import InBrowsers, WireTrouble, wire
from . import addresses

ROBOT: Final = Actor.robot("channels")
#: of one person; the one that was linked first makes room
MOST: Final = 10


@command(rights.ADD_BROWSER)
def add_browser(
    actor: Actor, *, person: int, subscription: Mapping[str, Any], label: str, mark: str = "", key: str | None = None
) -> dict[str, Any]:
    """`subscription`: `PushSubscription.toJSON()` of the browser; `label`: which one it is; `mark`: by which
    it is known when its person leaves it (`org.sign_in.leaving`). Returns {"address"}.

    One that is linked already stays as it is. Raises Conflict `taken` when it is another person's, `off`;
    Invalid `not_a_service` for a push service nobody knows.
    """
    access.require(actor, rights.ADD_BROWSER, person=person)
    where = _admitted(subscription)
    if len(where) > addresses.LONGEST:
        raise Invalid(_("The browser has not said where it is reached."))
    row = addresses.put(actor, person, PUSH, where, label.strip() or _("Browser"))
    if mark and row.browser != mark:
        row.browser = mark
        row.save(update_fields=["browser"])
    live = Address.objects.filter(person_id=person, channel=PUSH, state="on").order_by("-linked_at", "-pk")
    old = list(live.exclude(pk=row.pk).values_list("pk", flat=True)[MOST - 1 :])
    Address.objects.filter(pk__in=old).update(state="off", off_why="too_many", off_at=clock.now())
    return {"address": row.pk}


def left(told: Left) -> None:
    """Browsers that a person has left show nothing of theirs any more."""
    rows = Address.objects.filter(channel=PUSH, state="on")
    if told.browser:
        rows = rows.filter(browser=told.browser)
    elif told.keep:
        rows = rows.exclude(browser=told.keep)
    rows = rows.filter(person_id=told.person) if told.person else rows.exclude(person_id=told.stays)
    for one in rows.order_by("pk").values_list("pk", flat=True):
        addresses.unlink_address(ROBOT, address=one)


def _admitted(subscription: Mapping[str, Any]) -> str:
    found = wire(PUSH)
    try:
        known = account(PUSH)
        if not isinstance(found, InBrowsers) or known is None:
            raise Conflict(sentences.OFF, code="off")
        return found.admits(known, subscription)
    except Unreadable as error:
        raise Conflict(sentences.OFF, code="off") from error
    except WireTrouble as trouble:
        if trouble.code == "forbidden":
            sentence = _("This browser uses a push service that is not known here: {host}.").format(host=trouble.said)
            raise Invalid(sentence, code="not_a_service") from trouble
        raise Invalid(_("The browser has not said where it is reached.")) from trouble
