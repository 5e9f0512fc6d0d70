"""«Проверить»: the address, the way there, the token, clocks, and who gets the news. Nobody is told anything."""

from __future__ import annotations

import logging
import socket
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from marshrut.channels.wire import Account, WireTrouble
from marshrut.integrations import messaging
from marshrut.kernel import clock, egress
from marshrut.kernel.outside import Step

from . import calls

log = logging.getLogger(__name__)
#: seconds two clocks may differ
APART: Final = 60
_PORTS: Final = (443, 80, 88, 8443)


def steps(account: Account) -> list[Step]:
    """Stops at the first that goes wrong and makes the rest useless."""
    found = [_place(account)]
    if found[-1].outcome != "bad":
        found.append(_server(account))
    if found[-1].outcome == "bad":
        return found
    bot, date = _bot(account)
    found.append(bot)
    return found if bot.outcome == "bad" else [*found, _clocks(date), *_news(account)]


def _place(account: Account) -> Step:
    address = str(account.settings.get("address") or calls.ADDRESS)
    title = _("Address {address}").format(address=address)
    return (
        messaging.bad("address", title, WireTrouble("forbidden"))
        if egress.refused(address)
        else Step("address", title, "ok")
    )


def _server(account: Account) -> Step:
    """The proxy when there is one: it looks the other name up itself."""
    proxy = str(account.settings.get("proxy") or "")
    title = _("Find the proxy") if proxy else _("Find the server")
    if proxy and egress.refused(proxy):
        return messaging.bad("server", title, WireTrouble("forbidden"))
    try:
        socket.getaddrinfo(egress.host(proxy or str(account.settings.get("address") or calls.ADDRESS)), None)
    except (OSError, ValueError):
        return messaging.bad("server", title, WireTrouble("no_host"))
    return Step("server", title, "ok")


def _bot(account: Account) -> tuple[Step, str]:
    title = _("Sign in with the token")
    try:
        who, date = calls.signed_in(account)
    except WireTrouble as trouble:
        return messaging.bad("token", title, trouble), ""
    except Exception:
        log.exception("an answer was not foreseen")
        return messaging.bad("token", title, WireTrouble("protocol")), ""
    name = egress.said(who.get("username") or "")
    return Step("token", title, "ok", _("The bot is @{name}.").format(name=name)), date


def _clocks(date: str) -> Step:
    title = _("Compare the clocks")
    try:
        apart = round(abs((parsedate_to_datetime(date) - clock.now()).total_seconds()))
    except (ValueError, TypeError):
        return Step("clock", title, "skipped")
    if apart <= APART:
        return Step("clock", title, "ok")
    said = _("They differ by {count} seconds.").format(count=apart)
    return Step("clock", title, "warn", said, _("Set the clock of this server by a time service (NTP)."))


def _news(account: Account) -> list[Step]:
    """Who is told what people answer: one only, this portal."""
    title = _("Who gets the news of the bot")
    try:
        found = calls.call(account, "getWebhookInfo")
    except WireTrouble as trouble:
        return [messaging.bad("news", title, trouble)]
    info = found if isinstance(found, dict) else {}
    return [_called(info, title)] if account.settings.get("hook") else [_asking(info, title)]


def _called(info: dict[str, Any], title: str) -> Step:
    ours, theirs = urlsplit(settings.PUBLIC_ADDRESS), urlsplit(str(info.get("url") or ""))
    if ours.scheme != "https" or (ours.port or 443) not in _PORTS:
        advice = _("Set MARSHRUT_ADDRESS and HTTPS, or take the tick off: then the portal asks for news itself.")
        return Step("news", title, "bad", settings.PUBLIC_ADDRESS, advice)
    if not theirs.netloc:
        return Step("news", title, "warn", _("Telegram does not know where to call yet."), _("Switch the channel on."))
    if theirs.netloc != ours.netloc:
        return _others(title, theirs.hostname or "")
    if said := egress.said(info.get("last_error_message") or ""):
        advice = _("The portal must be reached from the internet, and its certificate must be trusted by everybody.")
        return Step("news", title, "warn", said, advice)
    return Step("news", title, "ok", _("Telegram calls the portal."))


def _asking(info: dict[str, Any], title: str) -> Step:
    theirs = urlsplit(str(info.get("url") or ""))
    if theirs.netloc and theirs.netloc != urlsplit(settings.PUBLIC_ADDRESS).netloc:
        return _others(title, theirs.hostname or "")
    return Step("news", title, "ok", _("The portal asks for them itself."))


def _others(title: str, host: str) -> Step:
    said = _("Another program gets them: {host}.").format(host=egress.said(host))
    return Step("news", title, "warn", said, _("Take a bot that nobody else uses; switching on takes the news over."))
