"""Rows of e-documents: in the register, on the page of a company or a deal."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from marshrut.doors.web import formats
from marshrut.doors.web.screens.edocs import EDocRow
from marshrut.doors.web.screens.parts import Badge, Link, Tone
from marshrut.edocs.queries import Chip, EDocLine

from .viewer import Viewer

TONES = {"plain": Tone.NEUTRAL, "moving": Tone.INFO, "good": Tone.OK, "warn": Tone.WARN, "bad": Tone.BAD}
#: status -> icon; the word beside it says the same
ICONS = {
    "not_started": "file-text",
    "draft": "pencil",
    "needs_our_sign": "writing-sign",
    "ready_to_send": "send",
    "sent": "send",
    "delivered": "inbox",
    "viewed": "eye-check",
    "signed": "circle-check",
    "signed_partially": "circle-check",
    "completed": "circle-check",
    "rejected": "x",
    "correction_requested": "message",
    "corrected": "circle-check",
    "revocation_requested": "arrow-back-up",
    "revoked": "ban",
    "delivery_error": "alert-triangle",
    "invite_pending": "user-plus",
    "force_closed": "lock",
    "unknown": "help",
}
#: statuses whose own word does not say why
_TOLD_WHY = frozenset({"rejected", "correction_requested", "revocation_requested", "revoked", "delivery_error"})
#: characters of a reason in a row
SHORT = 90


def badge(chip: Chip) -> Badge:
    return Badge(chip.title, TONES.get(chip.tone, Tone.NEUTRAL), ICONS.get(chip.status, "help"))


def rows(lines: Iterable[EDocLine], viewer: Viewer) -> tuple[EDocRow, ...]:
    return tuple(_row(one, viewer) for one in lines)


def title(one: EDocLine) -> str:
    """«УПД № 145/Б»."""
    number = _("No. {number}").format(number=one.number).replace(" ", formats.HARD, 1) if one.number else ""
    return " ".join(filter(None, (one.kind_title, number)))


def _row(one: EDocLine, viewer: Viewer) -> EDocRow:
    return EDocRow(
        card=one.card,
        url=f"/cards/{one.card}/",
        title=title(one),
        day=formats.day(one.date) if one.date else "",
        out=one.direction == "out",
        status=badge(one.chip),
        party=one.party,
        company=Link(one.company, f"/companies/{one.company_id}/") if one.company_id else None,
        wait=waits(one),
        level=one.level,
        note=_note(one, viewer),
        unproved=not one.proved,
        deal=Link(one.deal, f"/deals/{one.deal_id}/") if one.deal_id else None,
        manager=viewer.face(one.manager_id) if one.manager_id else None,
        amount=formats.money(one.amount) if one.amount is not None else "",
    )


def waits(one: EDocLine) -> str:
    """«ждёт 19 раб. дней, просрочено на 16»."""
    if one.waited_days is None:
        return ""
    days = ngettext("{n} work day", "{n} work days", one.waited_days).format(n=one.waited_days)
    if not one.level:
        words = pgettext("edocs", "waits for {days}")
    elif one.late_days:
        words = pgettext("edocs", "waits for {days}, overdue by {late}")
    else:
        words = pgettext("edocs", "waits for {days}, overdue")
    return words.format(days=days.replace(" ", formats.HARD), late=one.late_days)


def _note(one: EDocLine, viewer: Viewer) -> str:
    """When both had signed, or why it stopped."""
    if one.gone:
        return _("It is no longer in 1C")
    if one.chip.status in _TOLD_WHY and one.reason:
        return one.reason if len(one.reason) <= SHORT else f"{one.reason[: SHORT - 1].rstrip()}…"
    if one.signed_at is not None:
        day = formats.day(one.signed_at.astimezone(viewer.zone).date())
        return pgettext("edocs", "signed on {day}").format(day=day)
    return ""
