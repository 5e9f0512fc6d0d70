"""A phone on the wire in memory: its owner reads, presses, answers; an attacker sends anything."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from marshrut.channels import commands
from marshrut.channels.wire import Button, FileRef, Message, Update
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor

from .office import drain
from .wires import Line, Sent

ROBOT = Actor.robot("test")
_numbers = count(1)


@dataclass
class Phone:
    """`account` is the address in the messenger; everything is settled before a call returns."""

    line: Line
    account: str
    name: str = "Кто-то"
    uids: list[str] = field(default_factory=list)

    @property
    def chat(self) -> list[Sent]:
        return [one for one in self.line.sent if one.to.address == self.account]

    @property
    def last(self) -> Sent:
        return self.chat[-1]

    @property
    def texts(self) -> list[str]:
        return [said(one.message) for one in self.chat]

    def find(self, button: str) -> tuple[Sent, Button]:
        """The newest message that has the button."""
        for one in reversed(self.chat):
            for shown in (shown for row in one.message.rows for shown in row):
                if shown.text == button:
                    return one, shown
        raise AssertionError(f"no «{button}» in {self.texts}")

    def press(self, button: str) -> str:
        """What is shown for a moment where it was pressed."""
        message, found = self.find(button)
        assert found.data, f"«{button}» leads to {found.url}"
        return self.send_data(found.data, message.number)

    def send_data(self, data: str, message: str = "") -> str:
        before = len(self.line.answers)
        self.hear("press", data=data, message=message, callback=f"cb{next(_numbers)}")
        return self.line.answers[-1] if len(self.line.answers) > before else ""

    def say(self, text: str, reply_to: str = "", *files: FileRef) -> str:
        """The last thing that was said after it."""
        self.hear("files" if files else "words", text=text, message=reply_to, files=files)
        return said(self.last.message) if self.chat else ""

    def start(self, token: str) -> str:
        self.hear("start", data=token)
        return said(self.last.message) if self.chat else ""

    def hear(self, heard: Any, **fields: Any) -> None:
        self.put(self.update(heard, **fields))
        drain(clock.now())

    def update(self, heard: Any, **fields: Any) -> Update:
        made = Update(uid=f"u{next(_numbers)}", heard=heard, sender=self.account, chat=self.account, name=self.name)
        return replace(made, **fields)

    def put(self, *updates: Update) -> int:
        return commands.hear(ROBOT, channel=self.line.code, updates=updates)


def said(message: Message) -> str:
    lines = [" ".join(filter(None, line)) for line in message.lines]
    return "\n".join(filter(None, [message.title, message.text, *lines, message.asks]))
