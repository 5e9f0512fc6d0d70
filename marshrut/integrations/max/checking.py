"""«Проверить» for MAX: step by step, telling nobody anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext as _

from marshrut.channels.wire import Account, WireTrouble
from marshrut.kernel.outside import Step

from .. import messaging
from . import calls, names


def steps(account: Account) -> list[Step]:
    """The way there, the bot, who is called with its news. Stops at the first that goes wrong."""
    found: list[Step] = []
    for look in _LOOKS:
        try:
            found.append(look(account))
        except WireTrouble as trouble:
            found.append(messaging.bad(_KEYS[look], _title(look), trouble))
            break
    return found


def _reached(account: Account) -> Step:
    address = str(account.settings.get("address") or calls.ADDRESS)
    messaging.reach(address, messaging.way(account))
    return Step("address", _title(_reached), "ok", address)


def _bot(account: Account) -> Step:
    name = names.learn(account)
    return Step("bot", _title(_bot), "ok", f"@{name}")


def _called(account: Account) -> Step:
    """Who is told the news of this bot now."""
    told = messaging.objects(calls.call(account, "GET", "/subscriptions").get("subscriptions"))
    places = [str(one.get("url") or "") for one in told]
    title = _title(_called)
    if not account.settings.get("hook"):
        if places:
            said = _("MAX calls another place: {places}").format(places=", ".join(map(messaging.server, places)))
            return Step("hook", title, "warn", said, _("It is told to stop within ten minutes."))
        return Step("hook", title, "ok", _("We ask for news ourselves. MAX means this for trials only."))
    if not places:
        said = _("MAX calls nobody yet.")
        return Step(
            "hook", title, "warn", said, _("It is asked to call us within ten minutes, and once more every few hours.")
        )
    return Step("hook", title, "ok", _("MAX calls {places}").format(places=", ".join(map(messaging.server, places))))


def _title(look: Any) -> str:
    titles: dict[Any, str] = {
        _reached: _("Reach the server"),
        _bot: _("Show the token"),
        _called: _("Who is told the news"),
    }
    return titles[look]


_LOOKS: Final[tuple[Callable[[Account], Step], ...]] = (_reached, _bot, _called)
_KEYS: Final[dict[Any, str]] = {_reached: "address", _bot: "bot", _called: "hook"}
