"""Notifications: what happened, where to, and why this person is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from marshrut.automation.queries import Notice, why
from marshrut.channels.queries import Attempt, Trace
from marshrut.doors.web import formats
from marshrut.doors.web.screens.parts import Empty, Tab, Tone
from marshrut.doors.web.screens.simple import NoticeRow, NoticesScreen, SentRow

from .viewer import Viewer

PAGE = 40
PATH = "/notifications/"
#: where a notice about no card leads
PAGES = {"mail_unsorted": "/unsorted/", "edocs_unmatched": "/edocs/unmatched/",
         "proof_failed": "/routes/", "channel_lost": "/profile/notifications/",
         "channel_linked": "/profile/notifications/"}  # fmt: skip


class Look(NamedTuple):
    icon: str
    tone: Tone


LOOKS = {
    "task_opened": Look("clipboard-list", Tone.INFO),
    "reminder": Look("clock", Tone.WARN),
    "nudge": Look("clock", Tone.WARN),
    "escalation": Look("clock-exclamation", Tone.BAD),
    "robot": Look("bolt", Tone.INFO),
    "reaction": Look("bolt", Tone.INFO),
    "comment": Look("message", Tone.NEUTRAL),
    "mention": Look("at", Tone.VIOLET),
    "date_warning": Look("calendar-due", Tone.WARN),
    "paused_often": Look("player-pause", Tone.WARN),
    "task_redated": Look("calendar-due", Tone.WARN),
    "task_returned": Look("arrow-back-up", Tone.INFO),
    "task_passed": Look("user-share", Tone.INFO),
    "task_gone": Look("user-share", Tone.NEUTRAL),
    "opinion_asked": Look("help", Tone.VIOLET),
    "opinion_given": Look("message", Tone.INFO),
    "task_undone": Look("arrow-back-up", Tone.WARN),
    "mail_unsorted": Look("mail", Tone.WARN),
    "edocs_unmatched": Look("building", Tone.WARN),
    "channel_lost": Look("unlink", Tone.WARN),
    "channel_linked": Look("link", Tone.WARN),
    "letter_outside": Look("alert-triangle", Tone.BAD),
    "proof_failed": Look("alert-triangle", Tone.BAD),
}
PLAIN = Look("bell", Tone.INFO)


def screen(
    found: list[Notice], unread: int, tab: str, viewer: Viewer, traces: Mapping[int, Trace], above: str = ""
) -> NoticesScreen:
    """`found` may hold one more than a page; `above` is the day (ISO) of the row above the first one."""
    shown = found[:PAGE]
    rows = _rows(shown, viewer, traces, above)
    more = {"tab": tab, "before": str(shown[-1].id), "day": _day(shown[-1], viewer).isoformat()} if shown else {}
    return NoticesScreen(
        tabs=(
            Tab(_("New"), PATH, tab == "unread", formats.count(unread, 100) if unread else ""),
            Tab(_("All"), f"{PATH}?tab=all", tab == "all"),
        ),
        rows=rows,
        unread=unread > 0,
        more_url=f"{PATH}?{urlencode(more)}" if len(found) > PAGE else "",
        empty=None if found else _empty(tab),
    )


def _day(notice: Notice, viewer: Viewer) -> date:
    return notice.at.astimezone(viewer.zone).date()


def _rows(shown: list[Notice], viewer: Viewer, traces: Mapping[int, Trace], above: str) -> tuple[NoticeRow, ...]:
    rows = []
    for notice in shown:
        look, day, trace = LOOKS.get(notice.about, PLAIN), _day(notice, viewer), traces.get(notice.id)
        rows.append(
            NoticeRow(
                id=notice.id,
                text=notice.title,
                url=f"{PATH}{notice.id}/",
                when=formats.clock(notice.at, viewer.zone),
                when_iso=notice.at.isoformat(),
                icon=look.icon,
                tone=look.tone,
                detail=notice.text,
                why=why(notice.about),
                sent=tuple(_sent(one, viewer) for one in trace.attempts) if trace else (),
                unsent=trace.why_none if trace else "",
                unread=not notice.read,
                day="" if day.isoformat() == above else heading(day, viewer),
            )
        )
        above = day.isoformat()
    return tuple(rows)


def _sent(one: Attempt, viewer: Viewer) -> SentRow:
    """«Отправлено, 14:20»"""
    at = one.ended_at or one.next_at
    state = f"{one.state_title}, {formats.clock(at, viewer.zone)}" if at else one.state_title
    return SentRow(f"{one.channel_title}, {one.label}" if one.label else one.channel_title, state, one.why_title)


def heading(day: date, viewer: Viewer) -> str:
    days = (viewer.now.astimezone(viewer.zone).date() - day).days
    words = {0: _("Today"), 1: _("Yesterday")}
    return words.get(days) or formats.day(day)


def _empty(tab: str) -> Empty:
    if tab == "unread":
        return Empty("done", _("You have read everything"), _("When something needs you, it will be here."))
    text = _("Tasks, reminders, comments and mentions will be here, newest first.")
    return Empty("start", _("Nobody has told you anything yet"), text)
