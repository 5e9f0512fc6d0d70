"""«Проверить»: the mail server of the portal, and the mailbox of answers when there is one. Nothing is sent or read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from marshrut.channels.wire import Account, WireTrouble
from marshrut.kernel.outside import Step

from .. import checking
from . import places

_ADDRESS: Final = re.compile(r"[!-~]{1,40}@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?")


def check(account: Account) -> list[Step]:
    return [*_outgoing(), *_address(), *_incoming(account)]


def _outgoing() -> Iterator[Step]:
    if not settings.EMAIL_HOST:
        yield Step(
            "smtp", _("Outgoing mail"), "bad", _("The portal has no mail server."),
            _("Name it in the settings of the installation: MARSHRUT_SMTP_HOST and its neighbours."),
        )  # fmt: skip
        return
    yield from (step for step in checking.check(places.outgoing()) if step.key != "imap")


def _address() -> Iterator[Step]:
    title = _("Address of the portal in links")
    if settings.PUBLIC_ADDRESS:
        yield Step("links", title, "ok", settings.PUBLIC_ADDRESS)
        return
    yield Step(
        "links", title, "warn", _("The portal does not know its own address: mails have no links and no buttons."),
        _("Name it in the settings of the installation: MARSHRUT_ADDRESS."),
    )  # fmt: skip


def _incoming(account: Account) -> Iterator[Step]:
    title, box = _("Answers by mail"), places.box(account)
    if not box:
        yield Step("reply", title, "skipped", _("No mailbox is named: people are asked to press the links."))
        return
    if not _ADDRESS.fullmatch(box):
        yield Step("reply", title, "bad", box, _("Write the address like portal@company.ru."))
        return
    try:
        incoming = places.incoming(account)
    except WireTrouble:
        yield Step(
            "reply", title, "bad", str(account.settings.get("imap_port")), _("The port is a number, mostly 993.")
        )
        return
    yield from (step for step in checking.check(incoming) if step.key != "smtp")
    if box != places.sender().lower():
        yield Step(
            "bounces", _("Mails that come back"), "warn",
            _("Notices leave from {sender}, and what cannot be delivered comes back there.").format(
                sender=places.sender()
            ),
            _("To learn of it, let the portal write from the same mailbox, or pass reports on to it."),
        )  # fmt: skip
