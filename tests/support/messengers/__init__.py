"""The training messengers in a test: on loopback, with a clock, limits and moods that the test sets.

`with Messengers() as messengers: messengers.telegram.start("Борис", token)`; a person is a name, and is made when it is
new. Limits are not kept unless asked for: a clock that stands still would never free them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Self
from uuid import uuid4

from marshrut.demo.messengers import hooks
from marshrut.demo.messengers.server import Server
from marshrut.demo.messengers.things import Asked, File, Happening, Hook, Key, Message, User
from marshrut.demo.messengers.weather import Fault, Trouble
from marshrut.demo.messengers.world import Network, Which, Who, World
from marshrut.kernel import clock

#: a picture of one point
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001e221bc330000"
    "000049454e44ae426082"
)


class Messenger:
    """One of them, from the side of people and of the test."""

    def __init__(self, network: Network, base: str) -> None:
        self.network, self.url = network, base

    @property
    def token(self) -> str:
        return self.network.token

    @property
    def bot(self) -> str:
        return self.network.bot

    @property
    def requests(self) -> list[Asked]:
        """Calls of the bot, oldest first."""
        return self.network.requests

    @property
    def hook(self) -> Hook | None:
        return self.network.hook

    def asked(self, method: str) -> list[Asked]:
        return [one for one in self.network.requests if one.method == method]

    def user(self, who: Who, *, number: int = 0) -> User:
        return self.network.user(who, number=number)

    def start(self, who: Who, payload: str = "") -> Happening:
        """Opens the link of the bot and presses «Начать»."""
        return self.network.start(who, payload)

    def press(self, who: Who, message: Which, button: str = "", *, data: str = "") -> Happening:
        """A button by its words (or a part of them), gone ones too; `data`: forged. In anybody's chat."""
        return self.network.press(who, message, button, data=data)

    def say(self, who: Who, text: str, *, reply_to: Which | None = None) -> Happening:
        return self.network.say(who, text, reply_to=reply_to)

    def photo(
        self, who: Who, content: bytes = PNG, *, text: str = "", name: str = "photo.png", reply_to: Which | None = None
    ) -> Happening:
        return self.network.send_files(who, [_file(name, "image/png", content, picture=True)], text, reply_to)

    def document(
        self,
        who: Who,
        name: str,
        content: bytes,
        *,
        mime: str = "application/pdf",
        text: str = "",
        reply_to: Which | None = None,
    ) -> Happening:
        return self.network.send_files(who, [_file(name, mime, content)], text, reply_to)

    def block(self, who: Who) -> Happening:
        return self.network.block(who)

    def unblock(self, who: Who) -> Happening:
        return self.network.unblock(who)

    def messages(self, who: Who) -> list[Message]:
        """What the bot said to the person, as it is seen now; oldest first."""
        return self.network.messages(who)

    def last(self, who: Who) -> Message:
        return self.network.messages(who)[-1]

    def fault(self, kind: Trouble, *, at: int = 1, times: int = 1, only: str = "", seconds: float = 5.0) -> None:
        """What calls are answered with instead of the truth, from call `at` on, counted from now."""
        self.network.weather.faults.append(Fault(kind, at, times, only, seconds))

    def body(self, happened: Happening) -> bytes:
        """What the bot is told of it, to be posted by the test itself, twice or in another order."""
        return hooks.body(self.network, happened)

    def headers(self) -> dict[str, str]:
        """Those of a call of the hook, with the secret that the bot has set."""
        return hooks.headers(self.network)

    def deliver(self, post: hooks.Post) -> int:
        """Tells the hook everything it does not know yet; `post(address, body, headers) -> status`."""
        return hooks.deliver(self.network, post)


class Messengers:
    """Both, in one server. `now`: their clock; that of the house unless told."""

    def __init__(self, *, now: Callable[[], datetime] = clock.now, limits: bool = False) -> None:
        self.world = World(now)
        self.server = Server(self.world)
        for network in self.world.networks:
            network.limits.kept = limits
        self.telegram = Messenger(self.world.telegram, f"{self.server.url}/telegram")
        self.max = Messenger(self.world.max, f"{self.server.url}/max")

    @property
    def place(self) -> str:
        """For `EGRESS_ALLOW`."""
        return f"127.0.0.1:{self.server.port}"

    def __enter__(self) -> Self:
        self.server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.stop()


def _file(name: str, mime: str, content: bytes, *, picture: bool = False) -> File:
    return File(uuid4().hex, name, mime, content, picture)


__all__ = ["PNG", "Asked", "Happening", "Key", "Message", "Messenger", "Messengers", "User"]
