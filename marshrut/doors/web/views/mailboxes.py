"""Mailboxes, for administrators: the list, one of them, «Проверить», its forms."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from marshrut.doors.web.present import mailboxes as present
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel.errors import Conflict, Invalid
from marshrut.letters import commands, queries, rights
from marshrut.org import access

from .base import chosen, edition, go, key, number, page

TEXTS = ("name", "address", "imap_host", "imap_security", "imap_user", "imap_password", "folder_in", "folder_done",
         "folder_error", "smtp_host", "smtp_security", "smtp_user", "smtp_password", "folder_sent")  # fmt: skip


@page
@require_GET
def show_all(request: HttpRequest) -> HttpResponse:
    viewer = _tending(request)
    return render(
        request, "screens/mailboxes.html", {"screen": present.listing(queries.all_mailboxes(viewer.actor), viewer)}
    )


@page
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    """Sent to itself it checks both servers; the page then says step by step how that went."""
    viewer = _tending(request)
    check = None
    if request.method == "POST":
        check = commands.check_mailbox(viewer.actor, mailbox=mailbox_id)
    one, came = queries.mailbox(viewer.actor, mailbox_id), queries.journal(viewer.actor, mailbox_id)
    return render(request, "screens/mailbox.html", {"screen": present.screen(one, came, viewer, check)})


@page
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    viewer = _tending(request)
    if request.method == "GET":
        return _form(request, present.form(present.fresh(), viewer))
    try:
        service = request.POST.get("service", "")
        made = commands.add_mailbox(viewer.actor, service=service, **_sent(request), key=key(request))
    except Invalid as error:
        return _form(request, present.form(Draft.refused(request.POST, error), viewer), 422)
    messages.success(request, _("The mailbox is connected. Press «Check» to see whether it works."))
    return go(request, f"{present.PATH}{made['id']}/")


@page
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    viewer = _tending(request)
    one = queries.mailbox(viewer.actor, mailbox_id)
    if request.method == "GET":
        return _form(request, present.form(present.draft(one, viewer), viewer, one))
    about: dict[str, Any] = {"mailbox": mailbox_id, "version": edition(request), "key": key(request)}
    try:
        commands.edit_mailbox(viewer.actor, **_sent(request), **about)
    except (Invalid, Conflict) as error:
        screen = present.form(Draft.refused(request.POST, error), viewer, one, edition(request))
        return _form(request, screen, error.status)
    messages.success(request, _("Saved"))
    return go(request, f"{present.PATH}{mailbox_id}/")


@page
@require_POST
def remove(request: HttpRequest, mailbox_id: int) -> HttpResponse:
    commands.remove_mailbox(Viewer.of(request).actor, mailbox=mailbox_id, key=key(request))
    messages.success(request, _("The mailbox is disconnected"))
    return go(request, present.PATH)


def _tending(request: HttpRequest) -> Viewer:
    viewer = Viewer.of(request)
    access.require(viewer.actor, rights.SEE_MAILBOXES, chart=viewer.chart)
    return viewer


def _sent(request: HttpRequest) -> dict[str, Any]:
    values: dict[str, Any] = {name: request.POST.get(name, "") for name in TEXTS}
    values |= {f"{kind}_port": number(request.POST.get(f"{kind}_port")) for kind in ("imap", "smtp")}
    values |= {name: request.POST.get(name) == "1" for name in ("active", "old_letters")}
    values["organisation"] = number(request.POST.get("organisation")) or 0
    values["registrar"] = chosen(request, "registrar") or 0
    return values | {"addressee": chosen(request, "addressee")}


def _form(request: HttpRequest, screen: Any, status: int = 200) -> HttpResponse:
    return render(request, "screens/form.html", {"screen": screen}, status=status)
