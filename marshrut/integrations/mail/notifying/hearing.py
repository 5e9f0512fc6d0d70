"""What comes back: answers of people and of machines. Read from the mailbox of answers, believed nothing by itself.

Only mails that bear a mark of ours are heard, so a stranger who writes there is not. Automatic answers are dropped.
"""

from __future__ import annotations

import imaplib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from time import sleep
from typing import Final

from imap_tools import BaseMailBox
from imap_tools.errors import ImapToolsError

from marshrut.channels import wire
from marshrut.channels.wire import Update
from marshrut.kernel import clock

from .. import bounces, guard, links, parsing, proof
from ..inbox import Inbox
from ..parsing import Mail
from . import answers, leaving, marks, places

#: bytes of a mail that is read; mails of one look; how far back after the mailbox has moved
LARGEST: Final = 20 << 20
MOST: Final = 50
BACK: Final = timedelta(days=7)
#: seconds a server is asked to tell of news by itself at most (RFC 2177: less than half an hour)
LONGEST_WAIT: Final = 60.0


def poll(account: wire.Account, after: str, wait: float) -> tuple[Sequence[Update], str]:
    """Raises WireTrouble. The first look takes nothing: what lay there before is not for us."""
    if not places.box(account):
        sleep(wait)  # whoever asks would ask again at once
        return (), after
    box = places.incoming(account)
    try:
        with links.imap(box) as link:
            inbox = Inbox(link, box.folder_in)
            uids = _new(inbox, after)
            if not uids and after and wait > 0:
                _wait(link, min(wait, LONGEST_WAIT))
                uids = _new(inbox, after)
            return _heard(places.box(account), inbox, uids[:MOST], after)
    except links.Trouble as trouble:
        leaving.trouble(trouble.code, trouble.words)


def _wait(link: BaseMailBox, seconds: float) -> None:
    if "IDLE" not in link.client.capabilities:
        sleep(seconds)
    else:
        with suppress(imaplib.IMAP4.error, ImapToolsError):  # it has changed its mind
            link.idle.wait(timeout=seconds)
    link.client.noop()  # what came is told with the next answer


def _new(inbox: Inbox, after: str) -> list[int]:
    validity, _colon, last = after.partition(":")
    if not after:
        return []
    if validity == str(inbox.state.validity) and last.isdecimal():
        return inbox.after(int(last))
    return inbox.since(clock.now() - BACK)  # other numbers now; what was heard before is known by its content


def _heard(box: str, inbox: Inbox, uids: list[int], after: str) -> tuple[list[Update], str]:
    found: list[Update] = []
    for uid in uids:
        size = inbox.size(uid)
        raw = inbox.raw(uid) if size is not None and size <= LARGEST else None
        found += of_mail(box, parsing.read(raw)) if raw is not None else ()
    validity, _colon, last = after.partition(":")
    known = int(last) if validity == str(inbox.state.validity) and last.isdecimal() else inbox.state.last
    return found, f"{inbox.state.validity}:{max([known, *uids])}"


def of_mail(box: str, mail: Mail) -> Iterator[Update]:
    """`box`: the address of the mailbox. Nothing for a mail that is none of ours."""
    verdict = guard.judge(mail, (box,), ours=bool(marks.ours(mail.message_id.rpartition("@")[0])))
    if verdict.kind == "bounce":
        yield from _bounced(mail)
    elif verdict.kind == "letter":
        yield from _answered(box, mail)


def _answered(box: str, mail: Mail) -> Iterator[Update]:
    mark = marks.of_recipients(box, mail.recipients) or marks.of_ids([mail.in_reply_to, *reversed(mail.references)])
    if not mark or not mail.sender:
        return
    said = answers.read(mail)
    yield Update(
        uid=f"mail:{mail.digest}", heard="words", sender=mail.sender, chat=mail.sender, name=mail.sender_name,
        data=said.verdict, text=said.words, message=f"{mark}@{places.host()}", at=mail.at,
        proof="" if proof.forged(mail) else "mail",
    )  # fmt: skip


def _bounced(mail: Mail) -> Iterator[Update]:
    report = bounces.read(mail)
    mark = marks.of_ids(report.about)
    if not mark or report.outcome != "failed":
        return
    said = f"{report.status} {report.words}".strip()
    uid = f"mail:{mail.digest}:{mark}:{report.status}"
    yield Update(
        uid=uid, heard="bounce", sender=report.recipient, chat=report.recipient,
        data="gone" if leaving.gone(said) else "", text=said, message=f"{mark}@{places.host()}", at=mail.at,
        proof="" if proof.forged(mail) else "mail",
    )  # fmt: skip
