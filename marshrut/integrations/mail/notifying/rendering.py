"""A notice as a mail: text and page, its picture inside, nothing fetched from outside. The same for every try."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from marshrut.channels import stopping
from marshrut.channels.wire import Button, Message, To

from .. import composing
from . import marks

TEMPLATE: Final = "mail/notice.html"
#: name of the picture inside the mail
PICTURE: Final = "paper"
_HEADER_ENDS: Final = re.compile(r"[\r\n\0]+")
#: what turns the direction of text and hides in it: a name could look like another
_UNSEEN: Final = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
#: characters of a subject
LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Sender:
    """`box`: where answers are heard, "" when nobody reads them."""

    name: str
    address: str
    box: str
    host: str


def mail(sender: Sender, to: To, message: Message, at: datetime) -> EmailMessage:
    with translation.override(to.language):
        text, page = _text(message), _page(message, to.language)
    made = EmailMessage(policy=composing.POLICY)
    mark = marks.of(message.number, to.person, message.title)
    made["From"] = Address(_line(sender.name), addr_spec=sender.address)
    made["To"] = Address(_line(to.name), addr_spec=to.address)
    made["Subject"] = _line(message.title)[:LONGEST]
    made["Date"] = format_datetime(at)
    made["Message-ID"] = f"<{mark}@{sender.host}>"
    if message.thread:
        made["In-Reply-To"] = made["References"] = f"<{marks.thread(message.thread, sender.host)}>"
    if sender.box:
        made["Reply-To"] = Address(_line(sender.name), addr_spec=marks.answered_at(sender.box, mark))
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    _stoppable(made, to, message)
    made.set_content(text, cte="base64")
    made.add_alternative(page, subtype="html", cte="base64")
    _pictured(made, message)
    return made


def _stoppable(made: EmailMessage, to: To, message: Message) -> None:
    address = stopping.address(to.person, message.group) if message.group else ""
    if address.startswith("https:"):
        made["List-Unsubscribe"] = f"<{address}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _pictured(made: EmailMessage, message: Message) -> None:
    picture = message.picture
    if picture is None:
        return
    main, _slash, sub = picture.mime.partition("/")
    page = made.get_payload()[1]  # type: ignore[index]
    page.add_related(  # type: ignore[union-attr]
        picture.content, maintype=main, subtype=sub, cid=f"<{PICTURE}>", filename=_line(picture.name)[:100],
        disposition="inline",
    )  # fmt: skip


def _text(message: Message) -> str:
    parts = [[message.title], [message.text]]
    parts.append([f"{name}: {value}" if name else value for name, value in message.lines])
    parts.append([f"{one.text}: {one.url}" for row in message.rows for one in row if one.url])
    parts.append([_("Open in the portal: {address}").format(address=message.url) if message.url else ""])
    parts.append(["-- ", *_foot(message)])
    told = ("\n".join(line for line in part if line) for part in parts)
    return _seen("\n\n".join(part for part in told if part).replace("\r\n", "\n")) + "\n"


def _foot(message: Message) -> list[str]:
    stop = _("What is sent to you and where: {address}").format(address=message.stop) if message.stop else ""
    return [message.why, stop, _("Number of the notice: {number}").format(number=message.number)]


def _page(message: Message, language: str) -> str:
    about: dict[str, Any] = {
        "language": language,
        "title": _seen(message.title),
        "paragraphs": [part for one in _seen(message.text).split("\n") if (part := one.strip())],
        "lines": [(_seen(name), _seen(value)) for name, value in message.lines],
        "rows": [row for one in message.rows if (row := [_button(button) for button in one if button.url])],
        "url": message.url,
        "picture": PICTURE if message.picture else "",
        "picture_name": _seen(message.picture.name) if message.picture else "",
        "why": _seen(message.why),
        "stop": message.stop,
        "number": message.number,
    }
    return render_to_string(TEMPLATE, about)


#: look of a button -> (ground, frame, letters): readable on a light page and when a program turns it dark
_LOOKS: Final = {
    "main": ("#1b5bd0", "#1b5bd0", "#ffffff"),
    "bad": ("#ffffff", "#b3261e", "#b3261e"),
    "plain": ("#ffffff", "#8793a2", "#18222e"),
}


def _button(of: Button) -> dict[str, str]:
    ground, frame, ink = _LOOKS[of.look]
    return {"text": _seen(of.text), "url": of.url, "ground": ground, "frame": frame, "ink": ink}


def _line(text: str) -> str:
    return " ".join(_seen(_HEADER_ENDS.sub(" ", text)).split())[: LONGEST * 2]


def _seen(text: str) -> str:
    return _UNSEEN.sub("", text)
