"""What was asked for, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from marshrut.kernel.wording import day

from .rules import Scope


def said(scope: Scope) -> str:
    """«Переписка по проекту, с 1 января 2026»."""
    what = {
        "thread": _("The whole thread of letters"),
        "project": _("Letters of the project"),
        "company": _("Letters of the counterparty"),
        "cards": _("Chosen cards"),
    }[scope.kind]
    period = [
        _("from {day}").format(day=day(scope.since)) if scope.since else "",
        _("to {day}").format(day=day(scope.until)) if scope.until else "",
    ]
    others = _("with other cards") if scope.others and scope.kind in ("project", "company") else ""
    return ", ".join(filter(None, (what, others, " ".join(filter(None, period)))))
