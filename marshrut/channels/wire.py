"""The seam to messengers, mail and push: this room keeps who is told what, rooms that carry it register a wire here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Literal, Protocol, runtime_checkable

from marshrut.kernel.outside import Registry, SettingField, Step

#: what can be wrong with a wire; sentences for people are in `sentences`.
#: "limit": asked to wait · "blocked": the person shut us out · "gone": there is no such chat or subscription any more
#: · "unsure": nobody knows whether it arrived · "too_large" · "not_ready": try again in a moment, the channel is well
#: · "unwelcome": this message is not taken for this person, the channel is well · "contested": another program gets the
#: news of the account
TroubleCode = Literal[
    "no_host", "closed", "silent", "cut", "certificate", "forbidden", "refused", "limit", "broken", "protocol",
    "sealed", "settings", "blocked", "gone", "unsure", "too_large", "not_ready",
    "unwelcome", "contested",
]  # fmt: skip
#: seconds `send` may take at most: after them another worker may hold the message for lost
LONGEST: Final = 90.0
Look = Literal["main", "bad", "plain"]
#: a button was pressed · words were written · files came · a link was opened · the person shut us out · a mail of ours
#: came back
Heard = Literal["press", "words", "files", "start", "stop", "bounce"]


@dataclass(frozen=True, slots=True)
class Account:
    """How a channel is reached; secrets are open here, so it is never kept, shown or logged."""

    channel: str
    settings: Mapping[str, Any]
    secrets: Mapping[str, str] = field(repr=False)

    def __repr__(self) -> str:
        return f"Account({self.channel})"


@dataclass(frozen=True, slots=True)
class To:
    """Where a message goes. `address`: chat, e-mail or subscription, as the wire itself gave it; `person`: whose."""

    address: str
    person: int
    language: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """`data`: comes back when it is pressed (at most 64 bytes of ASCII); or `url`: it opens a page."""

    text: str
    look: Look = "plain"
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """What is decided about, to be seen in the message itself."""

    name: str
    mime: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Message:
    """What is said, for every wire; each renders what it can. Texts are plain, in the reader's language.

    `number` is short and the same when it has to be sent again, so that a repeat is known as one. `lines`: (name,
    value) of what the decision needs; a line without a name is a sentence. `rows` are rows of buttons; whoever shows
    none leads to `url`. `why`: why I get this, and `stop`: where that is changed. `asks`: the next words are awaited,
    and what for. `thread`: messages of one card belong together. `settled`: nothing can be pressed any more. `group`:
    of notices, when this person may stop it there with one click ("": may not).
    """

    number: str
    title: str
    text: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple[Button, ...], ...] = ()
    picture: Picture | None = None
    url: str = ""
    why: str = ""
    stop: str = ""
    asks: str = ""
    thread: str = ""
    group: str = ""
    urgent: bool = False
    settled: bool = False


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file on the other side; its content is fetched afterwards."""

    ref: str
    name: str
    size: int = 0
    mime: str = ""


@dataclass(frozen=True, slots=True)
class Update:
    """What came in. `uid` is the same whenever the other side says it again.

    `sender`: the account there, which alone says who it is; `chat`: where to answer; `name`: as it is shown there.
    `data`: of the button, or the token of the link that was opened; of words by mail: "yes" or "no" when they decide
    clearly, and then `text` is the reason only; of a bounce: "gone" when nothing will ever arrive there. `message`:
    number there of the message that it is about or answers; `callback`: what a press is answered by. `proof`: what the
    wire found that speaks for the sender ("" when nothing does, or something speaks against it).
    """

    uid: str
    heard: Heard
    sender: str
    chat: str
    name: str = ""
    data: str = ""
    text: str = ""
    message: str = ""
    callback: str = ""
    files: tuple[FileRef, ...] = ()
    at: datetime | None = None
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Pace:
    """What the other side allows: messages a second in all, and seconds between two to the same chat."""

    a_second: float
    chat_pause: float = 0.0


class WireTrouble(Exception):
    """A call came to nothing. `said`: the other side's own words, never a secret.

    `certain`: the message has surely not arrived, so it may be sent again without a repeat.
    """

    def __init__(
        self, code: TroubleCode, said: str = "", *, retry_after: timedelta | None = None, certain: bool = True
    ) -> None:
        super().__init__(f"{code}: {said}" if said else code)
        self.code, self.said, self.retry_after, self.certain = code, said, retry_after, certain


class Wire(Protocol):
    """A way to people. Attributes are constants; nothing here touches the database. All calls raise WireTrouble."""

    @property
    def code(self) -> str: ...
    @property
    def title(self) -> Any: ...
    @property
    def form(self) -> tuple[SettingField, ...]: ...
    @property
    def pace(self) -> Pace: ...
    #: buttons are pressed in the message itself, not on a page it leads to
    @property
    def presses(self) -> bool: ...
    #: what was sent can be changed
    @property
    def edits(self) -> bool: ...
    #: people link their account there; otherwise the address is known already (mail) or comes from the browser (push)
    @property
    def links(self) -> bool: ...
    #: how news come: called by the other side, asked for by us, either as set in the account, or not at all
    @property
    def hears(self) -> Literal["hook", "poll", "both", "never"]: ...

    def send(self, account: Account, to: To, message: Message) -> str:
        """Returns its number on the other side."""

    def edit(self, account: Account, to: To, number: str, message: Message) -> None:
        """Put another message in the place of what was sent."""

    def answer(self, account: Account, callback: str, text: str, *, alert: bool = False) -> None:
        """Answer a press at once: the other side shows the words for a moment."""

    def fetch(self, account: Account, file: FileRef, most: int) -> bytes:
        """The content of a file that came in; `most` bytes."""

    def link(self, account: Account, token: str) -> str:
        """The address that begins the conversation with the token."""

    def proves(self, account: Account, headers: Mapping[str, str]) -> bool:
        """Whether a call really comes from the other side (constant time). Names of headers are in small letters."""

    def read(self, account: Account, body: bytes) -> Sequence[Update]:
        """What a call says; unknown kinds are left out. Raises WireTrouble("protocol")."""

    def poll(self, account: Account, after: str, wait: float) -> tuple[Sequence[Update], str]:
        """What is new after the marker, waiting so many seconds for it; and the next marker."""

    def listen(self, account: Account, address: str) -> None:
        """Ask to be called there from now on; "" asks for silence, so that news can be polled."""

    def check(self, account: Account) -> list[Step]:
        """Try the account step by step, telling nobody anything."""


@runtime_checkable
class InBrowsers(Wire, Protocol):
    """A wire whose addresses come from browsers, which subscribe to a key of this installation.

    `link` gives the public half of that key.
    """

    def made(self) -> Mapping[str, str]:
        """Secrets nobody types: made when the channel is first connected."""

    def admits(self, account: Account, subscription: Mapping[str, Any]) -> str:
        """The address of a browser, as it is kept. Raises WireTrouble: nothing is ever sent there."""


_wires: Registry[Wire] = Registry()
wire, wires = _wires.get, _wires.all
_welcomes: list[Callable[[Wire], None]] = []


def register(one: Wire) -> None:
    """Raises RuntimeError when the code is taken."""
    known = wire(one.code) is one
    _wires.register(one)
    for welcomed in () if known else _welcomes:
        welcomed(one)


def welcome(function: Callable[[Wire], None]) -> None:
    """Call it with every wire there is and that comes: each needs lanes of its own before work begins."""
    _welcomes.append(function)
    for one in wires():
        function(one)
