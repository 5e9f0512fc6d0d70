"""«Проверить»: is there a key, does the site fit, are the services of browser makers reached. Tells nobody anything."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from marshrut.channels.wire import Account
from marshrut.kernel import egress
from marshrut.kernel.outside import Step

from . import signing

#: who carries it -> an address of theirs that answers anything at all
SERVICES: Final = {
    "Chrome, Edge, Яндекс Браузер": "https://fcm.googleapis.com/",
    "Firefox": "https://updates.push.services.mozilla.com/",
    "Safari": "https://web.push.apple.com/",
}


def steps(account: Account) -> list[Step]:
    key = _key(account)
    if key.outcome == "bad":
        return [key]
    return [key, _site(), *(_service(name, address) for name, address in SERVICES.items())]


def _key(account: Account) -> Step:
    title = _("The key of this installation")
    try:
        signing.public(account.secrets.get("key", ""))
    except ValueError:
        return Step("key", title, "bad", advice=_("Save the channel again: the key will be made anew."))
    return Step("key", title, "ok")


def _site() -> Step:
    title = _("The address of this portal")
    address = settings.PUBLIC_ADDRESS
    if address.startswith("https://"):
        return Step("site", title, "ok", said=address)
    advice = _("Browsers take push only from pages over HTTPS (and from localhost). Set MARSHRUT_ADDRESS and HTTPS.")
    return Step("site", title, "warn", said=address, advice=advice)


def _service(name: str, address: str) -> Step:
    """Whatever is answered will do. One that is not reached is a warning: other browsers work."""
    title = _("The push service of {browser}").format(browser=name)
    try:
        answer: Any = egress.ask("GET", address, patience=8.0, most=256 << 10)
    except egress.Trouble as trouble:
        if trouble.code == "too_large":
            return Step(name, title, "ok")
        advice = _("This server does not reach it: people with these browsers get no push. Other channels work.")
        return Step(name, title, "warn", said=trouble.words, advice=advice)
    return Step(name, title, "ok", said=f"HTTP {answer.status}")
