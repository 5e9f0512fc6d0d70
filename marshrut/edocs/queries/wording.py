"""Plain sentences about one document: where it stands, and what each side has done."""

from __future__ import annotations

from datetime import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ..models import EDoc
from ..telling import signed_by, signed_on
from .shapes import EDocLine


def sentence(row: EDoc, line: EDocLine) -> str:
    """«Ждём подписи ООО «Ромашка», 4-й рабочий день»."""
    them = line.company or row.party_name or _("the other side")
    if row.gone_at is not None:
        return _("This document is not in the base any more.")
    if line.waited_days is not None:
        return _waiting(row, line.waited_days, them)
    return _of_status(row, line, them)


def side(row: EDoc, ours: bool) -> str:
    """«Подписал(а) Иванова Анна, 3 августа 2026 г.»."""
    name, at = signed_by(row, "ours" if ours else "theirs"), signed_on(row, "ours" if ours else "theirs")
    if at is not None and name:
        return _("Signed by {name}, {date}").format(name=name, date=_day(at))
    if at is not None:
        return _("Signed {date}").format(date=_day(at))
    if name:
        return _("Signed by {name}").format(name=name)
    if row.status == "completed":
        return _("No signature needed")
    return _("Not signed yet")


def _day(at: datetime) -> str:
    return formats.date_format(timezone.localtime(at).date(), "DATE_FORMAT")


def _waiting(row: EDoc, days: int, them: str) -> str:
    words = _("We wait for the signature of {them}") if row.direction == "out" else _("{them} waits for our signature")
    said = words.format(them=them)
    passed = ngettext("{n} working day", "{n} working days", days).format(n=days)
    return _("{waits}: {days}").format(waits=said, days=passed) if days else said


def _revocation(row: EDoc, them: str) -> str:
    words = {
        "us": _("Revocation is asked for, it is our turn"),
        "counterparty": _("Revocation is asked for, {them} has to answer"),
    }
    return words.get(row.actor, _("Revocation is asked for")).format(them=them)


def _of_status(row: EDoc, line: EDocLine, them: str) -> str:
    if row.status == "revocation_requested":
        return _revocation(row, them)
    plain = {
        "sent": _("Sent to {them}, the operator is handing it over"),
        "delivered": _("Delivered to {them}"),
        "needs_our_sign": _("Waits for our signature"),
        "ready_to_send": _("Signed by us, to be sent to {them}"),
        "completed": _("Complete, no signature needed"),
        "corrected": _("Complete, with a correction"),
        "correction_requested": _("{them} asks for a correction"),
        "revoked": _("Revoked, it has no force"),
        "invite_pending": _("{them} has not accepted the invitation to exchange documents yet"),
        "force_closed": _("Closed in 1C without signatures"),
    }
    if row.status in plain:
        return plain[row.status].format(them=them)
    if row.status in ("signed", "signed_partially") and line.signed_at is not None:
        words = (
            _("Signed by both sides {date}")
            if row.status == "signed"
            else _("Signed with remarks of the other side {date}")
        )
        return words.format(date=_day(line.signed_at))
    if row.status == "rejected":
        words = _("Rejected: {reason}") if row.reason else pgettext("e-document", "Rejected")
        return words.format(reason=row.reason)
    if row.status == "delivery_error":
        words = _("It could not be delivered: {reason}") if row.reason else _("It could not be delivered")
        return words.format(reason=row.reason)
    if row.status == "unknown":
        words = _("1C says something that we do not know yet: «{raw}»")
        return words.format(raw=row.raw_status) if row.raw_status else line.chip.title
    return line.chip.title
