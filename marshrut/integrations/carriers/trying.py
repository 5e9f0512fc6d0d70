"""«Проверить»: the carrier is talked to step by step; nothing is changed there."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable

from django.utils.translation import gettext as _

from marshrut.kernel import egress
from marshrut.kernel.outside import Step
from marshrut.shipments import carrier_sentences
from marshrut.shipments.tracking import Account, CarrierTrouble

from . import asking

log = logging.getLogger(__name__)


def steps(account: Account, address: str, question: Callable[[], object]) -> list[Step]:
    """The address, the server, the account. Stops at the first that goes wrong."""
    title = _("Address {address}").format(address=address)
    if egress.refused(address):
        return [_bad("address", title, CarrierTrouble("forbidden"))]
    found = [Step("address", title, "ok")]
    title = _("Find the server")
    try:
        socket.getaddrinfo(egress.host(address), None, type=socket.SOCK_STREAM)
    except (OSError, ValueError):
        return [*found, _bad("host", title, CarrierTrouble("no_host"))]
    found.append(Step("host", title, "ok"))
    title = _("Sign in and ask")
    try:
        with asking.hushed(account):
            question()
    except CarrierTrouble as trouble:
        return [*found, _bad("account", title, trouble)]
    except Exception:
        log.exception("an answer was not foreseen")
        return [*found, _bad("account", title, CarrierTrouble("protocol"))]
    return [*found, Step("account", title, "ok", _("The carrier answers."))]


def _bad(key: str, title: str, trouble: CarrierTrouble) -> Step:
    happened, advice = carrier_sentences.happened(trouble.code), carrier_sentences.advice(trouble.code)
    said = f"{happened} ({trouble.said})" if trouble.said else happened
    return Step(key, title, "warn" if trouble.code == "limit" else "bad", said, advice)
