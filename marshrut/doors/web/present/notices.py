"""Notifications: what happened, where to, and why this person is told."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marshrut.automation.queries import Notice
from marshrut.doors.web import formats
from marshrut.doors.web.screens.parts import Empty, Tab, Tone
from marshrut.doors.web.screens.simple import NoticeRow, NoticesScreen

from .viewer import Viewer

PAGE = 40
PATH = "/notifications/"
#: where a notice about no card leads
PAGES = {"mail_unsorted": "/unsorted/"}


class Look(NamedTuple):
    icon: str
    tone: Tone
    #: why am I getting this
    why: Any


LOOKS = {
    "task_opened": Look("clipboard-list", Tone.INFO, gettext_lazy("The task was given to you.")),
    "reminder": Look("clock", Tone.WARN, gettext_lazy("Your task waits longer than agreed.")),
    "nudge": Look("clock", Tone.WARN, gettext_lazy("You have not taken the task yet.")),
    "escalation": Look(
        "clock-exclamation", Tone.BAD, gettext_lazy("The process names you for tasks that are not done in time.")
    ),
    "robot": Look("bolt", Tone.INFO, ""),
    "comment": Look("message", Tone.NEUTRAL, gettext_lazy("You filed this card or hold a task on it.")),
    "mention": Look("at", Tone.VIOLET, gettext_lazy("A colleague mentioned you.")),
    "date_warning": Look("calendar-due", Tone.WARN, gettext_lazy("You filed this card.")),
    "paused_often": Look(
        "player-pause", Tone.WARN, gettext_lazy("You are the head of the person who paused the task.")
    ),
    "task_redated": Look("calendar-due", Tone.WARN, gettext_lazy("The task is yours, and its deadline moved.")),
    "task_returned": Look("arrow-back-up", Tone.INFO, gettext_lazy("The pause is over, the task is yours.")),
    "task_passed": Look("user-share", Tone.INFO, gettext_lazy("You stand in for whoever had the task.")),
    "task_gone": Look("user-share", Tone.NEUTRAL, gettext_lazy("The task was yours.")),
    "opinion_asked": Look("help", Tone.VIOLET, gettext_lazy("A colleague asks for your opinion.")),
    "opinion_given": Look("message", Tone.INFO, gettext_lazy("You asked for this opinion.")),
    "task_undone": Look("arrow-back-up", Tone.WARN, gettext_lazy("The task is open again and waits for you.")),
    "mail_unsorted": Look("mail", Tone.WARN, gettext_lazy("You look after the letters.")),
    "letter_outside": Look("alert-triangle", Tone.BAD, gettext_lazy("You look after the letters.")),
}
PLAIN = Look("bell", Tone.INFO, "")


def screen(found: list[Notice], unread: int, tab: str, viewer: Viewer, above: str = "") -> NoticesScreen:
    """`found` may hold one more than a page; `above` is the day (ISO) of the row above the first one."""
    shown = found[:PAGE]
    rows = _rows(shown, viewer, above)
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


def _rows(shown: list[Notice], viewer: Viewer, above: str) -> tuple[NoticeRow, ...]:
    rows = []
    for notice in shown:
        look, day = LOOKS.get(notice.about, PLAIN), _day(notice, viewer)
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
                why=str(look.why),
                unread=not notice.read,
                day="" if day.isoformat() == above else heading(day, viewer),
            )
        )
        above = day.isoformat()
    return tuple(rows)


def heading(day: date, viewer: Viewer) -> str:
    days = (viewer.now.astimezone(viewer.zone).date() - day).days
    words = {0: _("Today"), 1: _("Yesterday")}
    return words.get(days) or formats.day(day)


def _empty(tab: str) -> Empty:
    if tab == "unread":
        return Empty("done", _("You have read everything"), _("When something needs you, it will be here."))
    text = _("Tasks, reminders, comments and mentions will be here, newest first.")
    return Empty("start", _("Nobody has told you anything yet"), text)
