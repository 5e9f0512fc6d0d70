"""One decision on a page of its own: what a link of a mail or of a push opens."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from marshrut.cards.queries import CardView, OpenTask
from marshrut.cards.queries import sheet as sheets
from marshrut.cards.queries.timeline import Wording
from marshrut.channels.deciding import codes
from marshrut.channels.deciding.offering import missing
from marshrut.channels.deciding.opening import Opened
from marshrut.channels.queries import GroupChoice
from marshrut.doors.web.screens.confirming import ConfirmScreen, StopScreen
from marshrut.doors.web.screens.inbox import InboxDetail
from marshrut.doors.web.screens.parts import Link, Tone
from marshrut.doors.web.screens.sheet import SheetLine
from marshrut.doors.web.screens.tasks import Outcome

from . import inbox, sheet, task
from .viewer import Viewer

#: codes -> how it sounds: it is done, it cannot be, look once more
TONES = {codes.USED: Tone.OK, codes.STALE: Tone.WARN, codes.UNKNOWN: Tone.BAD, codes.ANOTHER: Tone.BAD}


def url(secret: str) -> str:
    return f"/act/{secret}/"


def screen(opened: Opened, viewer: Viewer, refusal: task.Refusal = task.NONE) -> ConfirmScreen:
    """`refusal`: of the last try, with what was typed."""
    if opened.view is None or opened.task is None or opened.code == codes.ANOTHER:
        return _closed(opened)
    shown = refusal if refusal is not task.NONE and not opened.code else _written(opened)  # a code says it better
    view, detail = opened.view, inbox.detail(opened.view, opened.task, viewer, shown)
    pressed, said = _pressed(opened, detail), opened.said
    if pressed is not None and opened.outcome is not None and missing(view, opened.task, opened.outcome):
        pressed, said = None, _("For this decision fields must be filled in: open the task in the portal.")
    elif pressed is not None and opened.proposed and not refusal.message:
        said = _("So you have answered by mail. Check it and confirm: until then nothing is decided.")
    return ConfirmScreen(
        url=url(opened.secret),
        title=pressed.text if pressed else _over(opened.code) if opened.code else detail.task.title,
        subject=view.name,
        said=said,
        tone=TONES.get(opened.code, Tone.INFO),
        changes=opened.changes,
        detail=_bare(detail),
        decided=_decided(view, viewer),
        outcome=pressed,
        comment=_comment(opened, shown),
        go=_onward(opened.view, opened.task),
    )


def tried(opened: Opened, reason: str, because: str) -> task.Refusal:
    """What was typed, to be shown again."""
    return replace(_written(opened), reason=reason, because=because)


def done(opened: Opened, viewer: Viewer) -> str:
    words = (opened.outcome.done or opened.outcome.title).say(viewer.language) if opened.outcome else _("Done")
    return f"{words}: {opened.view.name}" if opened.view else words


def _closed(opened: Opened) -> ConfirmScreen:
    """Nothing of the card is shown."""
    return ConfirmScreen(
        url=url(opened.secret),
        title=_over(opened.code),
        said=opened.said,
        tone=TONES.get(opened.code, Tone.INFO),
        go=_onward(None, None) if opened.code == codes.ANOTHER else _onward(opened.view, opened.task),
    )


def _over(code: str) -> str:
    """What stands above a page where nothing can be pressed."""
    if code == codes.USED:
        return _("The decision is made")
    return _("The card has changed") if code == codes.STALE else _("Nothing to decide here")


def _onward(view: CardView | None, found: OpenTask | None) -> Link:
    if found is not None and found.state.state == "open" and found.right is not None:
        return Link(_("Open in the portal"), f"/inbox/?task={found.id}")
    return Link(_("Open the card"), f"/cards/{view.id}/") if view is not None else Link(_("My tasks"), "/inbox/")


def _written(opened: Opened) -> task.Refusal:
    """What the person has written or chosen already stands in the form."""
    key = opened.outcome.key if opened.outcome else ""
    found = opened.task.id if opened.task else 0
    return task.Refusal(found, key, reason=opened.words, because=opened.because)


def _pressed(opened: Opened, detail: InboxDetail) -> Outcome | None:
    """None: nothing can be pressed."""
    if opened.code:
        return None
    if opened.verb == "take":
        return Outcome(key="take", text=_("Take to work"), icon="hand-stop")
    wanted = opened.outcome.key if opened.outcome else ""
    return next((one for one in detail.task.outcomes if one.key == wanted), None)


def _comment(opened: Opened, shown: task.Refusal) -> bool:
    rule = opened.outcome
    return bool(rule and rule.reason != "required" and not rule.reasons and (rule.reason == "optional" or shown.reason))


def _bare(detail: InboxDetail) -> InboxDetail:
    """Only what is decided: the other buttons are in the portal."""
    return replace(detail, task=replace(detail.task, outcomes=(), acts=()))


def _decided(view: CardView, viewer: Viewer) -> tuple[SheetLine, ...]:
    rounds = sheets.sheet(view, Wording(view.definition, viewer.chart, viewer.zone)).rounds
    return tuple(sheet.decision(one, viewer) for one in rounds[-1].lines if not one.undone) if rounds else ()


SETTINGS = "/profile/notifications/"


def stoppable(group: GroupChoice) -> StopScreen:
    return StopScreen(
        title=_("Stop these mails?"),
        lead=_("«{group}» will not be sent to you by e-mail any more. In the portal you still find them.").format(
            group=group.title
        ),
        submit=_("Stop them"),
        settings=_settings(),
    )


def stopped(group: GroupChoice) -> StopScreen:
    return StopScreen(
        title=_("These mails are stopped"),
        lead=_("«{group}» is not sent to you by e-mail any more. You can change that in your profile.").format(
            group=group.title
        ),
        tone=Tone.OK,
        settings=_settings(),
    )


def unstoppable() -> StopScreen:
    return StopScreen(
        title=_("These mails cannot be stopped here"),
        lead=_("What you must decide reaches you somewhere: choose the channel in your profile."),
        tone=Tone.WARN,
        settings=_settings(),
    )


def _settings() -> Link:
    return Link(_("Set up notifications"), SETTINGS)
