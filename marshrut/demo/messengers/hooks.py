"""News are carried to where the bot asked to be called, in order, again and again until they are taken."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPException
from typing import Any, Final
from urllib.parse import urlsplit

from . import max as max_api
from . import max_shapes, telegram, telegram_shapes
from .things import Happening
from .world import Network, World

#: seconds until a call that came to nothing is made again, and for one call
PAUSE, PATIENCE = 2.0, 10.0
#: (address, body, headers) -> status
Post = Callable[[str, bytes, Mapping[str, str]], int]


def body(network: Network, one: Happening) -> bytes:
    """What the bot is told, as this messenger writes it."""
    return json.dumps(_UPDATES[network.code](network, one), ensure_ascii=False).encode()


def headers(network: Network) -> dict[str, str]:
    found = {"Content-Type": "application/json"}
    if network.hook and network.hook.secret:
        found[_SECRETS[network.code]] = network.hook.secret
    return found


def deliver(network: Network, post: Post) -> int:
    """Tells the bot all it was not told of; stops at the first call that is not answered with 200. How many."""
    told = 0
    for one in network.untold(most=10_000):
        hook = network.hook
        if hook is None:
            break
        try:
            status = post(hook.address, body(network, one), headers(network))
            hook.said = "" if status == 200 else f"Wrong response from the webhook: {status}"
        except (OSError, HTTPException) as error:
            status, hook.said = 0, f"Connection failed: {type(error).__name__}"
        if status != 200:
            hook.failed_at = network.now()
            break
        with network.lock:
            network.told = max(network.told, one.uid)
        told += 1
    return told


def carry(world: World, stop: threading.Event) -> None:
    """A thread a messenger that calls hooks on loopback until it is stopped."""
    for network in world.networks:
        threading.Thread(target=_carry, args=(network, stop), daemon=True).start()


def _carry(network: Network, stop: threading.Event) -> None:
    while not stop.is_set():
        if network.hook is None:
            stop.wait(0.5)
        elif network.untold(0.5) and deliver(network, _call) == 0:
            stop.wait(PAUSE)


def _call(address: str, sent: bytes, with_headers: Mapping[str, str]) -> int:
    """Only on this machine: a training messenger has nothing to do elsewhere."""
    parts = urlsplit(address)
    if parts.hostname not in ("127.0.0.1", "localhost", "::1") or parts.scheme != "http":
        raise OSError("not on this machine")
    line = HTTPConnection(parts.hostname, parts.port or 80, timeout=PATIENCE)
    try:
        line.request("POST", parts.path or "/", sent, dict(with_headers))
        return line.getresponse().status
    finally:
        line.close()


#: code of a messenger -> how it writes news, and the header of its secret
_UPDATES: Final[dict[str, Callable[[Network, Happening], dict[str, Any]]]] = {
    "telegram": telegram_shapes.update,
    "max": max_shapes.update,
}
_SECRETS: Final = {"telegram": telegram.SECRET, "max": max_api.SECRET}
