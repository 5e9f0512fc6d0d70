"""Mails of reactions: they leave by the mail server of the portal, at least once, each with a number of its own.

A server that broke off in the middle may have taken the mail: it is sent again under the same Message-ID, which most
mail programs fold, and what came of it says so.
"""

from __future__ import annotations

import smtplib
from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation

from marshrut.automation import commands
from marshrut.crm import queries as crm
from marshrut.edocs import queries as edocs
from marshrut.edocs.queries import TurnInfo
from marshrut.jobs.registry import Permanent, TakenEffect
from marshrut.jobs.rules import describe
from marshrut.org import queries as org

from ..models import Fired
from . import people, rules
from .job import ROBOT, Came, Job, complain

EFFECT: Final = "react_mail"
#: SMTP answers from here on are meant for good
LASTING: Final = 500


def client(turn: TurnInfo) -> int | None:
    """The contact of the document; else of its company whoever is in accounting, else the first with an e-mail.

    Nobody who is not of the company, whatever was put there before the document became another company's.
    """
    named = crm.describe_contacts([turn.contact_id]).get(turn.contact_id) if turn.contact_id else None
    if named is not None and named.email and (turn.company_id is None or named.duty(turn.company_id)):
        return named.id
    if turn.company_id is None:
        return None
    having = [one for one in crm.contacts_by_company([turn.company_id])[turn.company_id] if one.email]
    books = [one for one in having if (duty := one.duty(turn.company_id)) and "accounting" in duty.roles]
    return next((one.id for one in [*books, *having]), None)


def send(payload: Mapping[str, Any], effect: TakenEffect) -> str | None:
    """One mail. Settled already: nothing is sent again."""
    fired = Fired.objects.select_related("reaction").get(pk=payload["fired"])
    if fired.state != "sending":
        return None
    with translation.override(settings.LANGUAGE_CODE):
        why = _tried(fired, last=effect.attempts >= effect.max_attempts)
        if why is not None:
            _given_up(fired, why)
            raise Permanent(why)
    code = "mailed_again" if effect.attempts > 1 else "mailed"
    commands.settle_reaction(ROBOT, fired=fired.pk, state="done", code=code, said=fired.said)
    return _number(fired)


def _given_up(fired: Fired, why: str) -> None:
    """The manager learns it with the note of it, or neither is written."""
    came = Came("failed", "not_taken", {**fired.said, "why": why})
    with transaction.atomic():
        commands.settle_reaction(ROBOT, fired=fired.pk, state=came.state, code=came.code, said=came.said)
        turn = edocs.turn(fired.turn)
        if turn is not None:
            complain(Job(fired.reaction, turn, fired.pk), came)


def _tried(fired: Fired, *, last: bool) -> str | None:
    """Why the mail server does not take it and never will; None: it did. Raises what may be over by the next try."""
    try:
        _send(fired)
    except smtplib.SMTPRecipientsRefused as error:
        return "; ".join(f"{code} {_text(said)}" for code, said in error.recipients.values())[:300]
    except smtplib.SMTPResponseException as error:
        if error.smtp_code < LASTING and not last:
            raise
        return f"{error.smtp_code} {_text(error.smtp_error)}"[:300]
    except (OSError, smtplib.SMTPException) as error:
        if not last:
            raise
        return describe(error)
    return None


def _send(fired: Fired) -> None:
    turn = edocs.turn(fired.turn)
    addresses = _addresses(fired.said)
    if turn is None or not addresses:
        raise smtplib.SMTPRecipientsRefused({})
    subject, text = Job(fired.reaction, turn, fired.pk).said()
    manager = people.manager_of(turn)
    answers = list(org.emails([manager]).values()) if manager is not None else []
    headers = {"Message-ID": _number(fired), "Auto-Submitted": "auto-generated"}
    EmailMessage(
        rules.line(subject), text, settings.DEFAULT_FROM_EMAIL, addresses, reply_to=answers, headers=headers
    ).send()


def _addresses(said: Mapping[str, Any]) -> list[str]:
    if "contact" in said:
        found = crm.describe_contacts([said["contact"]]).get(said["contact"])
        return [found.email] if found and found.email else []
    return list(org.emails(said.get("people", ())).values())


def _number(fired: Fired) -> str:
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >") or "localhost"
    return f"<reaction-{fired.pk}@{host}>"


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
