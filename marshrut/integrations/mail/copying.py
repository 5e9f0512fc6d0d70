"""A copy of a letter that left, put into the folder of sent mail of its mailbox: once, and of no harm when it fails."""

from __future__ import annotations

from typing import Any, Final

from imap_tools import AND, H, MailMessageFlags

from marshrut.documents import queries as documents
from marshrut.jobs import effects
from marshrut.jobs.registry import Permanent, TakenEffect, Temporary
from marshrut.letters import queries
from marshrut.letters.queries import mailboxes

from . import links

COPY: Final = "letter_copy"
LANE: Final = "mailboxes"


def ask_for_copy(card: int, visit: int) -> None:
    payload = {"visit": visit}
    effects.enqueue([effects.row(COPY, f"{COPY}:{card}:{visit}", payload=payload, subject=card)])


def copy(payload: dict[str, Any], effect: TakenEffect) -> str | None:
    sent = queries.dispatch_of(effect.subject or 0, payload["visit"])
    message = queries.message_by_id(sent.message_id) if sent else None
    account = mailboxes.account(message.mailbox) if message and message.mailbox else None
    if account is None or message is None or message.file is None or not account.folder_sent or not account.imap_host:
        return None
    with documents.open_blob(message.file) as content:
        raw = content.read()
    try:
        with links.imap(account) as box:
            if not box.folder.exists(account.folder_sent):
                box.folder.create(account.folder_sent)
            box.folder.set(account.folder_sent, readonly=True)
            if not box.uids(AND(header=H("Message-ID", f"<{message.message_id}>"))):
                box.append(raw, account.folder_sent, dt=message.at, flag_set=[MailMessageFlags.SEEN])
    except links.Trouble as trouble:
        if trouble.code in ("password", "certificate"):
            raise Permanent(trouble.code) from trouble
        raise Temporary(trouble.code) from trouble
    return message.message_id
