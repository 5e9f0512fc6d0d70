"""What is heard about links: one was opened, «Это я» was pressed, the person goes away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from marshrut.kernel.actor import Actor

from .. import commands as room
from .. import sentences
from ..deciding import codes
from ..deciding.pressing import actor_of
from ..deciding.verdicts import Heard, Say, Verdict, text
from ..models import Address
from . import commands, guessing
from .commands.tickets import DECLINED, TAKEN, WAITS

ROBOT: Final = Actor.robot("channels")
SAID: Final[Mapping[str, Any]] = {
    codes.UNKNOWN: lazy("This link is not known here. Make a new one in the portal: “Profile”, “Notifications”."),
    codes.EXPIRED: lazy("This link works for a quarter of an hour only. Make a new one in the portal."),
    codes.USED: lazy("This link was used already. Make a new one in the portal."),
    codes.ANOTHER: lazy("This link was opened by another account first. Make a new one in the portal."),
    codes.DISMISSED: codes.SENTENCES[codes.DISMISSED],
    codes.TOO_MANY: codes.SENTENCES[codes.TOO_MANY],
    TAKEN: sentences.TAKEN,
}


def started(heard: Heard) -> Verdict:
    if not heard.update.data:
        return _greeted(heard)
    code, ticket, owner = commands.claim_link(ROBOT, heard=heard)
    if code:
        return _no(heard, code, owner)
    return Verdict(person=owner, says=(Say("link", {"ticket": ticket}),))


def confirmed(heard: Heard) -> Verdict:
    """«Это я», or «Это не я»."""
    code, owner = commands.finish_link(ROBOT, heard=heard)
    if code == codes.USED:  # pressed twice, or the worker was lost after it
        mine = Address.objects.filter(channel=heard.channel, address=heard.update.sender, person_id=owner or 0)
        sure = mine.filter(state="on").values_list("confirmed", flat=True).first()
        code = code if sure is None else "" if sure else WAITS
    if code == DECLINED:
        said = _("Nothing was linked. Whoever gave you the link wanted you to hear of their tasks.")
        return Verdict("ignored", code, owner, answer=said, says=(text(said),))
    if code == WAITS:
        said = _("One step is left: confirm this account on the page of the portal that shows the link.")
        return Verdict(person=owner, answer=said, alert=True, says=(text(said),))
    if code:
        return _no(heard, code, owner)
    said = _("Linked. Tasks will come here; “tasks” lists what waits for you, /stop unlinks.")
    return Verdict(person=owner, answer=said, says=(text(said),))


def _greeted(heard: Heard) -> Verdict:
    if heard.person is not None:
        return Verdict(
            person=heard.person, says=(text(_("This account is linked. “tasks” lists what waits for you.")),)
        )
    how = text(_("To link this account, open “Profile”, “Notifications” in the portal and press “Link”."))
    return Verdict("ignored", codes.NOT_LINKED, says=(how,))


def _no(heard: Heard, code: str, owner: int | None = None) -> Verdict:
    """Who tries too often is told once, and answered no more."""
    if code == codes.UNKNOWN and guessing.too_many(heard):
        code = codes.TOO_MANY
    said = str(SAID[code])
    quiet = code == codes.TOO_MANY and not heard.update.callback and guessing.told(heard)
    says = () if quiet else (text(said),)
    return Verdict("refused", code, heard.person, owner=owner, answer=said, alert=True, says=says)


def stopped(heard: Heard) -> Verdict:
    """The person shut us out there: what waits for it goes another way."""
    on = Address.objects.filter(channel=heard.channel, address=heard.update.sender, state="on")
    for pk in on.values_list("pk", flat=True):
        room.block_address(ROBOT, address=pk, why="blocked")
    return Verdict(person=heard.person)


def unlinked(heard: Heard) -> Verdict:
    """«/stop»."""
    if heard.address is not None and heard.person is not None:
        room.unlink_address(actor_of(heard.person, heard.channel), address=heard.address)
    said = _("This account is unlinked: nothing more comes here. To link it again, open “Profile” in the portal.")
    return Verdict(person=heard.person, says=(text(said),))
