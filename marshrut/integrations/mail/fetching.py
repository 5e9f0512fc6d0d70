"""Reading mailboxes: every minute, each by an effect of its own, in a lane of its own. A dead server delays nobody."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from time import monotonic
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils import translation

from marshrut.jobs import effects
from marshrut.jobs.registry import TakenEffect
from marshrut.kernel import clock, sealing
from marshrut.kernel.actor import Actor
from marshrut.letters import commands as letters
from marshrut.letters.post import Account
from marshrut.letters.queries import mailboxes

from . import intake, links, parsing
from .inbox import Inbox
from .links import Trouble

log = logging.getLogger(__name__)
ACTOR: Final = Actor.robot("mail")
EFFECT: Final = "mailbox_fetch"
LANE: Final = "mailboxes"
#: seconds between looks; for one turn of a mailbox
EVERY, PATIENCE, LEASE = 60.0, 90.0, 150.0
#: bytes of a mail that is read; mails of one turn; how often a mail may kill its reader
LARGEST, MOST, TRIES = 60 << 20, 200, 3
#: (mailbox, UID) whose try ended before our eyes, when the database could not be told so
_seen: Final[set[tuple[int, int]]] = set()


def duty() -> None:
    """Ask for the reading of every mailbox whose turn it is. Asking twice asks once."""
    for mailbox in mailboxes.reading():
        turn = letters.ask_mailbox(ACTOR, mailbox=mailbox)
        if turn is not None:
            row = effects.row(EFFECT, f"{EFFECT}:{mailbox}:{turn}", payload={"mailbox": mailbox})
            effects.enqueue([row])


def fetch(payload: dict[str, Any], effect: TakenEffect) -> str | None:
    with translation.override(settings.LANGUAGE_CODE):
        read(payload["mailbox"])
    return None


def read(mailbox: int) -> int:
    """One turn; its end is written down whatever it is. Returns how many mails were read for the first time."""
    try:
        account = mailboxes.account(mailbox)
        if account is None or not account.imap_host:
            letters.note_mailbox(ACTOR, mailbox=mailbox, read=True)
            return 0
        with links.imap(account) as box:
            count = sum(_walk(account, Inbox(box, account.folder_in)))
    except sealing.Unreadable:
        _failed(mailbox, Trouble("sealed"))
    except Trouble as trouble:
        _failed(mailbox, trouble)
    else:
        letters.note_mailbox(ACTOR, mailbox=mailbox, read=True)
        return count
    return 0


def _failed(mailbox: int, trouble: Trouble) -> None:
    log.warning("mailbox %s was not read: %s %s", mailbox, trouble.code, trouble.words)
    letters.note_mailbox(ACTOR, mailbox=mailbox, read=False, error=trouble.code, error_words=trouble.words)


def _walk(account: Account, inbox: Inbox) -> Iterator[int]:
    """1 for each mail that is new here."""
    began = monotonic()
    for uid in _new(account, inbox)[:MOST]:
        if monotonic() - began > PATIENCE:
            return
        yield _one(account, inbox, uid)


def _new(account: Account, inbox: Inbox) -> list[int]:
    at, state = mailboxes.cursor(account.id), inbox.state
    if at["validity"] == state.validity:
        return inbox.after(at["last_uid"])
    # letters that lay there before the mailbox was added are taken only when asked for; after a move of the mailbox
    # to another server all of them are new numbers of known mails
    if at["old_letters"]:
        found = inbox.after(0)
    elif at["validity"] is None:
        found = inbox.since(at["added_at"])
    else:
        found = inbox.since(max(at["added_at"], clock.now() - timedelta(days=30)).replace(microsecond=0))
    last = found[0] - 1 if found else state.last
    letters.note_mailbox(ACTOR, mailbox=account.id, validity=state.validity, last_uid=last, current_uid=0, tries=0)
    return found


def _one(account: Account, inbox: Inbox, uid: int) -> int:
    key = f"{account.id}:{inbox.state.validity}:{uid}"
    at = mailboxes.cursor(account.id)
    before = at["tries"] if at["current_uid"] == uid else 0
    if (account.id, uid) in _seen:
        _seen.discard((account.id, uid))
        before = max(before - 1, 0)
    tries = before + 1
    letters.note_mailbox(ACTOR, mailbox=account.id, current_uid=uid, tries=tries)
    with _counted(account.id, uid, tries):
        new = _read(account, inbox, uid, key, tries)
    letters.note_mailbox(ACTOR, mailbox=account.id, last_uid=uid, current_uid=0, tries=0)
    return new


@contextmanager
def _counted(mailbox: int, uid: int, tries: int) -> Iterator[None]:
    """A try whose end was seen has killed nobody: a server that is away, or a database, speaks against no mail."""
    try:
        yield
    except Exception:
        _seen.add((mailbox, uid))
        with suppress(DatabaseError, InterfaceError):
            letters.note_mailbox(ACTOR, mailbox=mailbox, tries=tries - 1)
            _seen.discard((mailbox, uid))
        raise


def _read(account: Account, inbox: Inbox, uid: int, key: str, tries: int) -> int:
    folder, new = account.folder_done, 0
    size = inbox.size(uid)
    if size is not None:
        why = "too_large" if size > LARGEST else "kills" if tries > TRIES else ""
        if why:
            intake.put_aside(account, key, parsing.read_heading(inbox.heading(uid) or b""), why)
            folder = account.folder_error
        elif (raw := inbox.raw(uid)) is not None:
            folder, new = _taken(account, key, raw)
        _moved(account, inbox, uid, folder)
    return new


def _taken(account: Account, key: str, raw: bytes) -> tuple[str, int]:
    """(the folder it belongs into, 1 when it is new). One mail's trouble stops no other."""
    try:
        return account.folder_done, int(intake.take(account, key, raw).new)
    except (Trouble, OperationalError, InterfaceError):
        raise
    except intake.TooMany:
        why = "too_many"
    except Exception:
        log.exception("a mail of mailbox %s could not be read", account.id)
        why = "failed"
    intake.put_aside(account, key, parsing.read_heading(raw), why)
    return account.folder_error, 0


def _moved(account: Account, inbox: Inbox, uid: int, folder: str) -> None:
    """After the commit. A mail that cannot be moved is known all the same."""
    if not folder:
        return
    try:
        inbox.move(uid, folder)
    except Trouble as trouble:
        log.warning("a mail of mailbox %s stays where it is: %s", account.id, trouble.words)
