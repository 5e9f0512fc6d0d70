"""«Дайджест»: what has gathered since the last one, in sections; what is done or read by now is left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from marshrut.automation import queries as automation
from marshrut.automation.queries import Notice
from marshrut.cards.queries import TaskLine, talk

from ..models import Delivery
from ..rules.groups import GROUPS, OF_HOLDERS
from ..wire import Message
from .moments import due
from .notices import headline
from .reading import STOP, Reader, address
from .texts import WORDS, line

#: lines of a section; a digest is looked through, not read
SECTION: Final = 8
TITLES: Final = {
    "decisions": gettext_lazy("Waiting for your decision"),
    "reminders": gettext_lazy("Waiting longer than agreed"),
    "escalations": gettext_lazy("Needs your attention"),
    "talk": gettext_lazy("Colleagues write"),
    "news": gettext_lazy("News"),
    "house": gettext_lazy("To be looked after"),
}
Tasks = dict[tuple[int, int], TaskLine]


def message(delivery: Delivery, reader: Reader) -> Message | None:
    """None: nothing is left to say. Ten queries, however many notices."""
    groups = reader.parts
    told = [one for one in automation.current(reader.actor, groups) if not one.read]
    tasks = _tasks(told, reader)
    left = _once(one for one in told if _lasting(one, groups[one.id], tasks, reader.person))
    if not left:
        return None
    title = ngettext("Digest: {count} notice", "Digest: {count} notices", len(left)).format(count=len(left))
    lines: list[tuple[str, str]] = []
    for group in GROUPS:
        lines += _section(group, [one for one in left if groups[one.id] == group], tasks, reader)
    page = address("/notifications/")
    why = _("You chose to get these together.")
    return Message(delivery.number, title, lines=tuple(lines), url=page, why=why, stop=address(STOP), group="")


def _tasks(told: Sequence[Notice], reader: Reader) -> Tasks:
    wanted = {(one.card, one.task) for one in told if one.task is not None}
    return talk.tasks(talk.cards(reader.actor, {card for card, _n in wanted}), wanted) if wanted else {}


def _lasting(notice: Notice, group: str | None, tasks: Tasks, person: int) -> bool:
    """A task that is done, or with somebody else by now, is no news."""
    if group not in OF_HOLDERS or notice.task is None:
        return True
    task = tasks.get((notice.card, notice.task))
    return task is not None and task.state == "open" and person in (task.assignee, *task.also)


def _once(told: Iterable[Notice]) -> list[Notice]:
    """Of several about one task the last one speaks."""
    last: dict[int | tuple[int, int], Notice] = {}
    for one in told:
        key = one.id if one.task is None else (one.card, one.task)
        last.pop(key, None)
        last[key] = one
    return list(last.values())


def _section(group: str, told: Sequence[Notice], tasks: Tasks, reader: Reader) -> list[tuple[str, str]]:
    if not told:
        return []
    heading = ("", f"{TITLES[group]}: {len(told)}")
    if reader.short:
        return [heading]
    more = len(told) - SECTION
    rest = [("", _("And {count} more.").format(count=more))] if more > 0 else []
    return [heading, *(("", f"• {_told(one, tasks, reader)}") for one in told[-SECTION:]), *rest]


def _told(notice: Notice, tasks: Tasks, reader: Reader) -> str:
    task = tasks.get((notice.card, notice.task or 0))
    if task is None or task.state != "open" or task.due_at is None:
        return headline(notice)
    return line(f"{headline(notice)} ({due(task.due_at, reader.now, reader.zone)})", WORDS + 60)
