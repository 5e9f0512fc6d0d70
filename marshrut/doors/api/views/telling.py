"""Where notices come to: your addresses and choices, what became of a notice.

Accounts and browsers are linked on pages: a token must not let a messenger decide for its owner.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query

from marshrut.channels import commands, queries
from marshrut.kernel.errors import NotFound

from ..bearer import caller
from ..door import api
from ..present import channels as present
from ..shapes.base import Key, PathId
from ..shapes.channels import ChoicesBody
from ..shapes.telling import (
    AddressUnlinked,
    ChoicesChanged,
    Everything,
    NoticeAddress,
    NoticeAddressesWanted,
    NoticeAddressList,
    NoticeChoices,
    NoticeTrace,
    TestSent,
    TestWanted,
    UnlinkedCount,
)

OWN = ("order", "matrix", "quiet", "digest")


@api.get("/notices/addresses", response=NoticeAddressList, tags=["notices"], summary="Where notices come to")
def list_notice_addresses(request: HttpRequest, wanted: Annotated[NoticeAddressesWanted, Query()]) -> NoticeAddressList:
    """Your own; administrators read anybody's (404 for others)."""
    who = caller(request)
    found = queries.addresses(who.actor, wanted.person or who.person)
    return NoticeAddressList(items=tuple(NoticeAddress(**asdict(one)) for one in found))


@api.post(
    "/notices/addresses/{address}/unlink", response=AddressUnlinked, tags=["notices"], summary="Unlink an address"
)
def unlink_address(request: HttpRequest, address: PathId, key: Key = None) -> AddressUnlinked:
    """Your own, or anybody's as an administrator. 409 mail_stays: mail goes to the address you sign in with."""
    return AddressUnlinked(**commands.unlink_address(caller(request).actor, address=address, key=key))


@api.post("/notices/addresses/unlink", response=UnlinkedCount, tags=["notices"], summary="Unlink everything")
def unlink_all(request: HttpRequest, body: Everything, key: Key = None) -> UnlinkedCount:
    """A phone is lost. Buttons in old messages decide nothing any more; the mailbox stays."""
    who = caller(request)
    return UnlinkedCount(unlinked=commands.unlink_all(who.actor, person=body.person or who.person, key=key))


@api.get("/notices/choices", response=NoticeChoices, tags=["notices"], summary="Read what goes where")
def read_notice_choices(request: HttpRequest) -> NoticeChoices:
    """What holds for you: groups of notices by channels, quiet hours, hours of the digest."""
    found = queries.preference(caller(request).actor)
    own = tuple(name for name in OWN if getattr(found, f"own_{name}"))
    return NoticeChoices(**present.choices(found), own=own)


@api.patch("/notices/choices", response=ChoicesChanged, tags=["notices"], summary="Change what goes where")
def set_preference(request: HttpRequest, body: ChoicesBody, key: Key = None) -> ChoicesChanged:
    """What waits for you must come to you somewhere: 422 when a mandatory group is "none" everywhere."""
    who = caller(request)
    return ChoicesChanged(**commands.set_preference(who.actor, person=who.person, key=key, **body.given()))


@api.post("/notices/test", response=TestSent, tags=["notices"], summary="Send yourself a test")
def send_test(request: HttpRequest, body: TestWanted, key: Key = None) -> TestSent:
    """To your addresses of one channel. 409 no_address, off."""
    who = caller(request)
    made = commands.send_test(who.actor, channel=body.channel, person=who.person, key=key)
    return TestSent(deliveries=tuple(made["deliveries"]))


@api.get("/notices/{notice}/deliveries", response=NoticeTrace, tags=["notices"], summary="Where a notice went")
def read_notice_deliveries(request: HttpRequest, notice: PathId) -> NoticeTrace:
    """Your own notices only."""
    found = queries.attempts(caller(request).actor, [notice]).get(notice)
    if found is None:
        raise NotFound(_("There is no such notice."))
    return NoticeTrace(
        notice=found.notice,
        group=found.group,
        group_title=found.group_title,
        why_none=found.why_none,
        attempts=tuple(map(present.delivery, found.attempts)),
    )
