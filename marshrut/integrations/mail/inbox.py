"""A folder of a mailbox: what is new there, a mail as it lies, put elsewhere. Marks nothing as read."""

from __future__ import annotations

import imaplib
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import mktime
from typing import Any

from imap_tools import AND, BaseMailBox
from imap_tools.utils import encode_folder

from .links import Trouble


@dataclass(frozen=True, slots=True)
class State:
    #: UIDs mean what they meant as long as this is the same
    validity: int
    #: the last UID given so far
    last: int


class Inbox:
    def __init__(self, box: BaseMailBox, folder: str) -> None:
        self.box = box
        if not box.folder.exists(folder):
            raise Trouble("folder", folder)
        told = box.folder.status(folder, ["UIDVALIDITY", "UIDNEXT"])
        self.state = State(int(told.get("UIDVALIDITY", 0)), int(told.get("UIDNEXT", 1)) - 1)
        box.folder.set(folder)

    def after(self, uid: int) -> list[int]:
        """UIDs above, oldest first."""
        # "5:*" names the last mail even when it is older
        return sorted(found for one in self.box.uids(AND(uid=f"{uid + 1}:*")) if one and (found := int(one)) > uid)

    def since(self, moment: datetime) -> list[int]:
        """UIDs of mails that came at that moment or later, oldest first."""
        # the server searches by days of its own zone
        found = sorted(int(one) for one in self.box.uids(AND(date_gte=(moment - timedelta(days=1)).date())) if one)
        return [uid for uid in found if (came := self._came(uid)) is None or came >= moment]

    def _came(self, uid: int) -> datetime | None:
        for part in self._fetch(uid, "(INTERNALDATE)"):
            text = part[0] if isinstance(part, tuple) else part
            if isinstance(text, bytes) and (told := imaplib.Internaldate2tuple(text)):
                return datetime.fromtimestamp(mktime(told), UTC)
        return None

    def size(self, uid: int) -> int | None:
        """Bytes; None when it is gone."""
        for part in self._fetch(uid, "(RFC822.SIZE)"):
            text = part[0] if isinstance(part, tuple) else part
            if isinstance(text, bytes) and b"RFC822.SIZE" in text:
                digits = text.split(b"RFC822.SIZE", 1)[1].split(b")")[0].split()[0]
                return int(digits)
        return None

    def raw(self, uid: int) -> bytes | None:
        return self._literal(uid, "(BODY.PEEK[])")

    def heading(self, uid: int) -> bytes | None:
        """Its headers, for one too large to be fetched."""
        return self._literal(uid, "(BODY.PEEK[HEADER]<0.200000>)")

    def move(self, uid: int, folder: str) -> None:
        """Made when it is not there. Only this mail leaves: others that somebody marked as deleted stay."""
        if not self.box.folder.exists(folder):
            with suppress(Exception):  # another reader was first
                self.box.folder.create(folder)
        abilities = self.box.client.capabilities
        if "MOVE" in abilities:
            self._done("MOVE", str(uid), encode_folder(folder))
            return
        self._done("COPY", str(uid), encode_folder(folder))
        self._done("STORE", str(uid), "+FLAGS.SILENT", r"(\Deleted)")
        if "UIDPLUS" in abilities:
            self._done("EXPUNGE", str(uid))

    def _literal(self, uid: int, what: str) -> bytes | None:
        found = (part[1] for part in self._fetch(uid, what) if isinstance(part, tuple) and len(part) > 1)
        return next(iter(found), None)

    def _fetch(self, uid: int, what: str) -> list[Any]:
        status, data = self.box.client.uid("fetch", str(uid), what)
        if status != "OK":
            raise Trouble("protocol", data)
        return list(data or [])

    def _done(self, *words: Any) -> None:
        status, data = self.box.client.uid(*words)
        if status != "OK":
            raise Trouble("protocol", data)
