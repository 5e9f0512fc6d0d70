"""Where a colleague is found, for administrators: a lost phone is unlinked at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from marshrut.channels import commands, queries
from marshrut.channels.linking import commands as linking
from marshrut.doors.web.present import telling as present
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Conflict, NotFound

from .base import go, key, page


@page
@require_GET
def show(request: HttpRequest, person_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    found = queries.addresses(viewer.actor, person_id)
    return render(request, "screens/person_channels.html", {"screen": present.of_person(person_id, found, viewer)})


@page
@require_POST
def unlink(request: HttpRequest, person_id: int, address_id: int) -> HttpResponse:
    viewer = Viewer.of(request)
    if address_id not in {one.id for one in queries.addresses(viewer.actor, person_id)}:
        raise NotFound(_("There is no such address."))
    commands.unlink_address(viewer.actor, address=address_id, key=key(request))
    messages.success(request, _("Unlinked: nothing is sent there any more"))
    return go(request, f"/org/people/{person_id}/channels/")


@page
@require_POST
def again(request: HttpRequest, person_id: int, address_id: int) -> HttpResponse:
    """The mailbox is repaired: what is sent there came back before."""
    viewer = Viewer.of(request)
    if address_id not in {one.id for one in queries.addresses(viewer.actor, person_id)}:
        raise NotFound(_("There is no such address."))
    try:
        linking.confirm_link(viewer.actor, address=address_id, key=key(request))
    except Conflict as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Confirmed: notices come there from now on"))
    return go(request, f"/org/people/{person_id}/channels/")


@page
@require_POST
def unlink_all(request: HttpRequest, person_id: int) -> HttpResponse:
    commands.unlink_all(Viewer.of(request).actor, person=person_id, key=key(request))
    messages.success(request, _("Everything is unlinked: buttons in old messages decide nothing any more"))
    return go(request, f"/org/people/{person_id}/channels/")
