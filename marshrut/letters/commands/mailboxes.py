"""Mailboxes: added, changed, checked and removed by administrators; what was read is noted by the reader."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final, TypedDict, Unpack

from django.db.models.functions import Now
from django.utils.translation import gettext as _

from marshrut.crm import queries as crm
from marshrut.history import record
from marshrut.kernel import clock, sealing
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, Invalid, NotFound
from marshrut.kernel.outside import Step
from marshrut.org import access
from marshrut.org import queries as org

from .. import events, post, rights
from ..models import Mailbox
from ..queries.mailboxes import account_of
from ..rules import mailboxes as rules
from ..sentences import MAILBOX_FLAWS, NO_SUCH_MAILBOX, STALE_MAILBOX

#: fields a person writes, beside passwords
OWN: Final = (
    *rules.TEXTS, "imap_port", "smtp_port", "organisation", "registrar", "addressee", "active", "old_letters",
)  # fmt: skip
#: no server numbers its mails so
ELSEWHERE: Final = -1
COLUMNS: Final = {"registrar": "registrar_id", "addressee": "addressee_id"}
DEFAULTS: Final[Mapping[str, Any]] = {
    "imap_host": "", "imap_port": None, "imap_security": "", "imap_user": "", "smtp_host": "", "smtp_port": None,
    "smtp_security": "", "smtp_user": "", "folder_in": "INBOX", "folder_done": "", "folder_error": "",
    "folder_sent": "", "addressee": None, "active": True, "old_letters": False,
}  # fmt: skip


class Noted(TypedDict, total=False):
    """`read` ends the turn: True came through, False did not; then `error` says why and the next try waits longer."""

    read: bool
    error: str
    error_words: str
    validity: int
    last_uid: int
    current_uid: int
    tries: int


class MailboxFields(TypedDict, total=False):
    """What is left out stays as it is. Passwords are kept sealed and shown to nobody."""

    name: str
    address: str
    organisation: int
    registrar: int
    addressee: int | None
    imap_host: str
    imap_port: int | None
    imap_security: str
    imap_user: str
    imap_password: str
    folder_in: str
    folder_done: str
    folder_error: str
    smtp_host: str
    smtp_port: int | None
    smtp_security: str
    smtp_user: str
    smtp_password: str
    folder_sent: str
    active: bool
    old_letters: bool


@command(rights.ADD_MAILBOX)
def add_mailbox(
    actor: Actor, *, service: str = "", key: str | None = None, **fields: Unpack[MailboxFields]
) -> dict[str, Any]:
    """Add a mailbox; `service` fills in the servers of a known one. Returns {"id", "version"}.

    One password given for the incoming server serves the outgoing one, too, when that is given none.
    """
    access.require(actor, rights.ADD_MAILBOX)
    given: dict[str, Any] = {"name": "", "address": "", "organisation": 0, "registrar": 0, **DEFAULTS, **fields}
    passwords = _passwords(given)
    made = rules.filled(given, service)
    troubles = _troubles(made)
    if made["imap_host"] and not passwords["imap"]:
        troubles["imap_password"] = str(MAILBOX_FLAWS[rules.Flaw.PASSWORD])
    _refuse(troubles)
    row = Mailbox(**{COLUMNS.get(name, name): made[name] for name in OWN})
    _seal(row, "imap", passwords["imap"])
    _seal(row, "smtp", passwords["smtp"] or passwords["imap"])
    row.next_at = row.added_at = Now()  # real time: servers live in it, whatever a training clock says
    row.save()
    _tell(actor, row.pk, events.MAILBOX_ADDED, {"address": row.address})
    return {"id": row.pk, "version": row.version}


@command(rights.EDIT_MAILBOX)
def edit_mailbox(
    actor: Actor, *, mailbox: int, version: int | None = None, key: str | None = None, **fields: Unpack[MailboxFields]
) -> dict[str, Any]:
    """Change what is given; an empty password keeps the one that is there. Returns {"id", "version"}.

    A server or an account that changes needs its password anew: else it could be sent to a stranger's server.
    """
    access.require(actor, rights.EDIT_MAILBOX)
    row = _locked(mailbox)
    if version is not None and version != row.version:
        raise Conflict(STALE_MAILBOX, code="stale")
    before = {name: getattr(row, COLUMNS.get(name, name)) for name in OWN}
    passwords = _passwords(fields)
    made = rules.filled({**before, **{name: value for name, value in fields.items() if name in OWN}})
    troubles = _troubles(made, row.pk)
    for kind in ("imap", "smtp"):
        if made[f"{kind}_host"] and not passwords[kind] and rules.moved(before, made, kind):
            troubles[f"{kind}_password"] = str(MAILBOX_FLAWS[rules.Flaw.NEW_PLACE])
    _refuse(troubles)
    changed = [name for name in OWN if made[name] != before[name]]
    sealed = [kind for kind in ("imap", "smtp") if passwords[kind]]
    if changed or sealed:
        _change(row, made, changed, {kind: passwords[kind] for kind in sealed})
        _tell(actor, row.pk, events.MAILBOX_EDITED, {"changed": [*changed, *(f"{kind}_password" for kind in sealed)]})
    return {"id": row.pk, "version": row.version}


@command(rights.REMOVE_MAILBOX)
def remove_mailbox(actor: Actor, *, mailbox: int, key: str | None = None) -> dict[str, Any]:
    """Forget the mailbox with its passwords. Letters that came by it stay. Returns {"id"}."""
    access.require(actor, rights.REMOVE_MAILBOX)
    row = _locked(mailbox)
    _tell(actor, row.pk, events.MAILBOX_REMOVED, {"address": row.address})
    row.delete()
    return {"id": mailbox}


@command(rights.CHECK_MAILBOX, own_transaction=True)
def check_mailbox(actor: Actor, *, mailbox: int, key: str | None = None) -> dict[str, Any]:
    """Talk to both servers, changing nothing there. Returns {"ok", "steps": [{"key", "title", "outcome", …}]}.

    Takes as long as the servers do, so no transaction is held meanwhile.
    """
    access.require(actor, rights.CHECK_MAILBOX)
    row = Mailbox.objects.filter(pk=mailbox).first()
    if row is None:
        raise NotFound(NO_SUCH_MAILBOX)
    check = post.checker()
    if check is None:
        raise Invalid(_("This installation has no room that talks to mail servers."), code="no_mail")
    try:
        steps = check(account_of(row))
    except sealing.Unreadable:
        steps = [_unreadable()]
    told = [
        {"key": one.key, "title": one.title, "outcome": one.outcome, "said": one.said, "advice": one.advice}
        for one in steps
    ]
    return {"ok": not any(one.outcome == "bad" for one in steps), "steps": told}


@command(rights.NOTE_MAILBOX)
def note_mailbox(actor: Actor, *, mailbox: int, **noted: Unpack[Noted]) -> None:
    """What the reader of mailboxes writes down."""
    access.require(actor, rights.NOTE_MAILBOX)
    row = Mailbox.objects.select_for_update().filter(pk=mailbox).first()
    if row is None:
        return
    values: dict[str, Any] = dict(noted)
    ended = values.pop("read", None)
    if ended is not None:
        failures = 0 if ended else row.failures + 1
        wait = timedelta(seconds=rest(failures))
        values |= {"turn": row.turn + 1, "asked_at": None, "failures": failures, "next_at": Now() + wait}
        values |= {"seen_at": Now(), "error": "", "error_words": ""} if ended else {"error_at": Now()}
    Mailbox.objects.filter(pk=mailbox).update(**values)


@command(rights.ASK_MAILBOX)
def ask_mailbox(actor: Actor, *, mailbox: int) -> int | None:
    """The number of the reading that is due now; None when it is not. One that never ended is given up.

    Asking twice answers the same number.
    """
    access.require(actor, rights.ASK_MAILBOX)
    lost = Now() - timedelta(minutes=rules.SILENT)
    Mailbox.objects.filter(pk=mailbox, asked_at__lt=lost).update(turn=_next(mailbox), asked_at=None)
    due = Mailbox.objects.filter(pk=mailbox, active=True, next_at__lte=Now()).exclude(imap_host="")
    row = due.select_for_update().first()
    if row is None:
        return None
    if row.asked_at is None:
        Mailbox.objects.filter(pk=mailbox).update(asked_at=Now())
    return row.turn


def rest(failures: int) -> float:
    """Seconds to the next reading: a server that is away is left alone for longer and longer, up to ten minutes."""
    return 50.0 if failures < 5 else min(60.0 * 2 ** (failures - 5), 600.0)


def _next(mailbox: int) -> int:
    return Mailbox.objects.values_list("turn", flat=True).get(pk=mailbox) + 1


def _locked(mailbox: int) -> Mailbox:
    row = Mailbox.objects.select_for_update().filter(pk=mailbox).first()
    if row is None:
        raise NotFound(NO_SUCH_MAILBOX)
    return row


def _passwords(fields: Mapping[str, Any]) -> dict[str, str]:
    return {kind: str(fields.get(f"{kind}_password") or "").strip() for kind in ("imap", "smtp")}


def _change(row: Mailbox, made: Mapping[str, Any], changed: list[str], passwords: Mapping[str, str]) -> None:
    for name in changed:
        setattr(row, COLUMNS.get(name, name), made[name])
    for kind, password in passwords.items():
        _seal(row, kind, password)
    if {"imap_host", "imap_user", "folder_in"} & set(changed):
        # numbers of another place; a mailbox that was read is read on: what waits in it is no letter of before
        row.validity, row.last_uid = (None if row.validity is None else ELSEWHERE), 0
    row.failures, row.error, row.error_words, row.next_at = 0, "", "", Now()
    row.version += 1
    row.save()


def _seal(row: Mailbox, kind: str, password: str) -> None:
    if len(password) > rules.LONGEST:
        raise Invalid(_("Some fields need correction."), fields={f"{kind}_password": MAILBOX_FLAWS[rules.Flaw.LONG]})
    setattr(row, f"{kind}_secret", sealing.seal(password, f"mailbox.{kind}") if password else "")


def _troubles(made: Mapping[str, Any], mailbox: int | None = None) -> dict[str, str]:
    troubles = {name: str(MAILBOX_FLAWS[flaw]) for name, flaw in rules.flaws(made).items()}
    chart = org.chart()
    ours = crm.describe([made["organisation"] or 0]).get(made["organisation"] or 0)
    if ours is None or not ours.ours:
        troubles["organisation"] = _("Choose one of our organisations.")
    if not made["registrar"] or not chart.active(made["registrar"]):
        troubles["registrar"] = _("Choose who looks through the mail: an employee.")
    if made["addressee"] and not chart.active(made["addressee"]):
        troubles["addressee"] = _("Choose an employee.")
    same = Mailbox.objects.filter(address=made["address"]).exclude(pk=mailbox or 0)
    if "address" not in troubles and same.exists():
        troubles["address"] = _("This mailbox is connected already.")
    return troubles


def _refuse(troubles: Mapping[str, str]) -> None:
    if troubles:
        raise Invalid(_("Some fields need correction."), code="bad_fields", fields=troubles)


def _unreadable() -> Step:
    said = _("The password of the mailbox cannot be read: the secret key of the installation has changed.")
    return Step("password", _("Password"), "bad", said, _("Type the password of the mailbox again and save."))


def _tell(actor: Actor, mailbox: int, what: str, body: Mapping[str, Any]) -> None:
    record.append(f"mailbox:{mailbox}", [record.line(what, actor=actor, at=clock.now(), body=dict(body))])
