"""Names that pages about rehearsals share."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from marshrut.definitions import queries as definitions
from marshrut.doors.web import formats
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.parts import Tab, Tone
from marshrut.rehearsals.playing import telling
from marshrut.rehearsals.queries import RehearsalView

PATH: Final = "/rehearsals/"
NEW: Final = f"{PATH}new/"
KINDS: Final[dict[str, Any]] = {
    telling.TASK: gettext_lazy("Tasks"),
    telling.DECISION: gettext_lazy("Decisions"),
    telling.MESSAGE: gettext_lazy("Messages"),
    telling.REMINDER: gettext_lazy("Reminders"),
    telling.ESCALATION: gettext_lazy("Escalations"),
    telling.LATE: pgettext_lazy("lines", "Overdue"),
    telling.STAGE: gettext_lazy("Stages"),
    telling.OTHER: pgettext_lazy("lines", "Other"),
    telling.BROKEN: gettext_lazy("Failures"),
}
TONES: Final = {
    telling.DECISION: Tone.OK,
    telling.MESSAGE: Tone.INFO,
    telling.REMINDER: Tone.WARN,
    telling.ESCALATION: Tone.WARN,
    telling.LATE: Tone.BAD,
    telling.STAGE: Tone.VIOLET,
    telling.BROKEN: Tone.BAD,
}


def address(rehearsal: int) -> str:
    return f"{PATH}{rehearsal}/"


def title(found: RehearsalView, viewer: Viewer) -> str:
    """The card that was played, or the kind of cards."""
    return found.name or found.figures.get("titles", {}).get("") or route(found.card_type, viewer)


def route(card_type: str, viewer: Viewer) -> str:
    kinds = (one.pack.card_type(card_type) for one in definitions.active())
    known = next(filter(None, kinds), None)
    return known.title.say(viewer.language) if known else card_type


def stage(found: RehearsalView, key: str) -> str:
    """Its key in rehearsals of old, which kept no titles."""
    return str(found.figures.get("titles", {}).get(key, key))


def facts(found: RehearsalView, viewer: Viewer) -> list[str]:
    """What was asked, fact by fact."""
    asked = found.asked
    at = formats.moment(asked.since, viewer.zone)
    version = _("Draft {version}") if found.draft else _("Version {version}")
    said = [version.format(version=found.version), _("from {moment}").format(moment=at)]
    if asked.card is None:
        said.insert(0, formats.cards(asked.cards))
    said.append(manner(asked.hours))
    for people, words in ((asked.silent, _("silent: {people}")), (asked.dismissed, _("dismissed: {people}"))):
        if people:
            said.append(words.format(people=", ".join(map(viewer.chart.name, people))))
    for one in asked.away:
        days = f"{formats.day(one.since)} — {formats.day(one.until)}"
        said.append(_("{person} is away {days}").format(person=viewer.chart.name(one.person), days=days))
    return [*said, _("seed {seed}").format(seed=asked.seed)]


def manner(hours: int | None) -> str:
    if hours is None:
        return _("people answer as usual")
    said = ngettext("everybody answers in {count} working hour", "everybody answers in {count} working hours", hours)
    return said.format(count=hours)


def tabs(current: str) -> tuple[Tab, ...]:
    return (
        Tab(_("Rehearsals"), PATH, current == "rehearsals"),
        Tab(_("Publish a route"), "/routes/publish/", current == "publish"),
        Tab(_("What if"), f"{PATH}whatif/", current == "whatif"),
    )
