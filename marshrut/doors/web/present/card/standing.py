"""Where the card stands: what stopped it, and who holds it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from marshrut.cards.queries import CardView, OpenTask
from marshrut.cards.queries.timeline import Wording
from marshrut.doors.web import formats
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.card import Holder
from marshrut.doors.web.screens.parts import Tone


def notice(view: CardView, viewer: Viewer) -> str:
    """What the author should know and do now."""
    restart = view.card_type.restart
    if restart is None or view.state.stage not in restart.from_:
        return ""
    words = []
    last = refused(view)
    if last is not None:
        outcome = last.rule.outcome(last.state.outcome or "")
        what = (outcome.done or outcome.title).say(viewer.language) if outcome else ""
        at = formats.ago(last.state.decided_at, viewer.now, viewer.zone) if last.state.decided_at else ""
        who = viewer.chart.name(last.state.decided_by) if last.state.decided_by else ""
        words.append(f"{what}: {', '.join(filter(None, (who, at)))}.")
        words.append(_("Reason: {reason}.").format(reason=last.state.reason.rstrip(".")) if last.state.reason else "")
    if "restart" in view.may:
        words.append(_("The process is stopped. Correct the card and start it again."))
    return " ".join(filter(None, words))


def refused(view: CardView) -> OpenTask | None:
    """The task whose decision stopped the process."""
    done = [one for one in view.tasks if one.state.decided_at is not None]
    last = max(done, key=lambda one: (one.state.decided_at or view.created_at, one.state.n), default=None)
    outcome = last.rule.outcome(last.state.outcome or "") if last else None
    return last if outcome is not None and outcome.style == "negative" else None


def holder(view: CardView, viewer: Viewer, words: Wording) -> Holder | None:
    """«Ждёт Иванова А. П. 6 ч 20 мин» in the working time of the one who is waited for (D9)."""
    open_tasks = [one.state for one in view.tasks if one.state.state == "open" and one.state.asked_by is None]
    waiting = [one for one in open_tasks if one.paused is None]
    if not waiting:
        return None
    oldest = min(waiting, key=lambda one: one.opened_at)
    people = list(dict.fromkeys(person for one in waiting for person in (one.assignee, *one.co)))
    work_time = view.chart.work_time(oldest.assignee)
    spent = work_time.between(oldest.opened_at, viewer.now)
    whole = work_time.between(oldest.opened_at, oldest.due_at) if oldest.due_at else 2 * 8 * 60
    late = oldest.due_at is not None and oldest.due_at < viewer.now
    text = _("Waiting for the decision: {people}, {time}").format(
        people=words.people(people), time=formats.working(spent)
    )
    percent = min(100, round(100 * spent / whole)) if whole else 100
    tone = Tone.BAD if late else Tone.WARN if percent >= 75 else Tone.INFO
    return Holder(text, tuple(viewer.face(person) for person in people[:3]), percent, tone)
