"""A messenger as it is behind its interface: what people do, what the bot may do, what waits to be told to the bot."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Final
from uuid import uuid4

from marshrut.kernel import clock

from .things import Asked, Did, File, Happening, Hook, Key, Message, Popup, Refusal, Rows, User
from .weather import Limits, Weather

Who = User | str | int
Which = Message | int
#: happenings that were told are remembered so long, for tests and for repeats
KEPT: Final = 20_000


class Network:
    """One messenger with one bot. Everything is done under `lock`; whoever waits for news waits on `news`."""

    def __init__(self, code: str, token: str, bot: str, now: Callable[[], datetime], a_second: int) -> None:
        self.code, self.token, self.bot, self.now = code, token, bot, now
        self.lock = threading.RLock()
        self.news = threading.Condition(self.lock)
        self.limits = Limits(now, a_second)
        self.weather = Weather()
        self.users: dict[int, User] = {}
        self.all: dict[int, Message] = {}
        self.happenings: list[Happening] = []
        self.requests: list[Asked] = []
        self.hook: Hook | None = None
        #: address of its interface, once there is a server
        self.base = ""
        #: places for files that were asked for -> kind, and the file that was brought there
        self.uploads: dict[str, tuple[str, File | None]] = {}
        #: news up to this one are told
        self.told = 0
        #: how often news were asked for
        self._asking = 0
        self._users, self._numbers, self._uids = count(1001), count(101), count(700_000_001)

    # what people do

    def user(self, who: Who, *, number: int = 0) -> User:
        """Found, or new with a name nobody had."""
        if isinstance(who, User):
            return who
        with self.lock:
            if isinstance(who, int):
                return self.users[who]
            for one in self.users.values():
                if one.name == who:
                    return one
            return self._arrive(User(number or next(self._users), who))

    def _arrive(self, user: User) -> User:
        while user.id in self.users:
            user = replace(user, id=next(self._users))
        self.users[user.id] = user
        return user

    def start(self, who: Who, payload: str = "") -> Happening:
        """Opens the bot by its link and begins."""
        with self.lock:
            user = self.user(who)
            user.started, user.blocked = True, False
            return self._happen("start", user, data=payload)

    def press(self, who: Who, message: Which, text: str = "", *, data: str = "") -> Happening:
        """A button by its words, also one that is gone by now (the screen was old). `data`: forged.

        Nobody looks whose chat the message is in: a stranger may say so.
        """
        with self.lock:
            found = message if isinstance(message, Message) else self.all[message]
            key = Key(text, data) if data else _key(found, text)
            return self._happen("press", self.user(who), message=found, data=key.data, callback=uuid4().hex)

    def say(self, who: Who, text: str, *, reply_to: Which | None = None) -> Happening:
        return self._write("words", who, text, (), reply_to)

    def send_files(self, who: Who, files: Sequence[File], text: str = "", reply_to: Which | None = None) -> Happening:
        return self._write("files", who, text, tuple(files), reply_to)

    def block(self, who: Who) -> Happening:
        with self.lock:
            user = self.user(who)
            user.blocked = True
            return self._happen("stop", user)

    def unblock(self, who: Who) -> Happening:
        with self.lock:
            user = self.user(who)
            user.blocked = False
            return self._happen("back", user)

    def messages(self, who: Who) -> list[Message]:
        """What the person sees of the bot, oldest first."""
        with self.lock:
            return [one for one in self.chat(who) if one.ours]

    def chat(self, who: Who) -> list[Message]:
        """Both sides of it."""
        with self.lock:
            chat = self.user(who).id
            return [one for one in self.all.values() if one.chat == chat]

    def _write(self, did: Did, who: Who, text: str, files: tuple[File, ...], reply_to: Which | None) -> Happening:
        with self.lock:
            user = self.user(who)
            user.started = True
            answered = reply_to.number if isinstance(reply_to, Message) else reply_to or 0
            message = Message(
                next(self._numbers), user.id, False, self.now(), text, text, files=files, reply_to=answered
            )
            self.all[message.number] = message
            return self._happen(did, user, message=message, text=text)

    def _happen(
        self,
        did: Did,
        user: User,
        *,
        message: Message | None = None,
        data: str = "",
        text: str = "",
        callback: str = "",
    ) -> Happening:
        happened = Happening(next(self._uids), did, user, self.now(), message, data, text, callback)
        self.happenings.append(happened)
        del self.happenings[:-KEPT]
        self.news.notify_all()
        return happened

    # what the bot does

    def post(
        self,
        chat: int,
        text: str,
        source: str = "",
        *,
        rows: Rows = (),
        files: tuple[File, ...] = (),
        reply_to: int = 0,
        asks: str | None = None,
    ) -> Message:
        """Raises Refusal: "no_chat", "blocked", "limit"."""
        with self.lock:
            self._reachable(chat)
            self.limits.spend(chat)
            made = Message(
                next(self._numbers), chat, True, self.now(), text, source or text, rows, files, reply_to, asks
            )
            made.keys += [key for row in rows for key in row]
            self.all[made.number] = made
            return made

    def edit(self, number: int, chat: int | None, text: str, source: str, rows: Rows) -> Message:
        """Raises Refusal: "no_message", "same", "blocked", "limit"."""
        with self.lock:
            found = self.all.get(number)
            if found is None or not found.ours or chat not in (None, found.chat):
                raise Refusal("no_message")
            self._reachable(found.chat)
            if (found.source, found.rows) == (source, rows):
                raise Refusal("same")
            self.limits.spend(found.chat)
            found.earlier.append(found.text)
            found.text, found.source, found.rows = text, source, rows
            found.keys += [key for row in rows for key in row]
            return found

    def answer(self, callback: str, text: str, *, alert: bool = False) -> None:
        """Raises Refusal("no_callback")."""
        with self.lock:
            for one in reversed(self.happenings):
                if callback and one.callback == callback:
                    one.popups.append(Popup(text, alert))
                    return
            raise Refusal("no_callback")

    def _reachable(self, chat: int) -> None:
        user = self.users.get(chat)
        if user is None or not user.started:
            raise Refusal("no_chat")
        if user.blocked:
            raise Refusal("blocked")

    def untold(self, wait: float = 0.0, most: int = 100, *, alone: bool = False) -> list[Happening]:
        """What the bot was not told of yet; waits so many seconds for it.

        `alone`: whoever asks next sends away whoever waits. Raises Refusal("polled").
        """
        with self.news:
            self._asking += alone
            mine = self._asking
            self.news.notify_all()
            self.news.wait_for(lambda: self._untold() or (alone and self._asking != mine), wait)
            if alone and self._asking != mine:
                raise Refusal("polled")
            return self._untold()[:most]

    def _untold(self) -> list[Happening]:
        return [one for one in self.happenings if one.uid > self.told]

    def file(self, ref: str) -> File | None:
        with self.lock:
            return next((one for message in self.all.values() for one in message.files if one.ref == ref), None)


def _key(message: Message, text: str) -> Key:
    """Raises LookupError with the buttons that there are."""
    now = [key for row in message.rows for key in row]
    for key in [*now, *reversed(message.keys)]:
        if key.text == text or (text and text in key.text):
            return key
    raise LookupError(f"no button {text!r}; there are {[key.text for key in now]}")


class World:
    """Both messengers. `now`: its clock; the one of the machine unless told."""

    def __init__(self, now: Callable[[], datetime] = clock.now) -> None:
        self.now = now
        self.telegram = Network("telegram", "7001001:Uchebnyy-telegram-token-0123456789", "marshrut_demo_bot", now, 30)
        self.max = Network("max", "f9LHodD0cOL_uchebnyy-max-token-0123456789", "marshrut_demo_max_bot", now, 30)

    @property
    def networks(self) -> tuple[Network, ...]:
        return self.telegram, self.max
