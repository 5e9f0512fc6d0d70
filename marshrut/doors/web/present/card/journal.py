"""The journal, and earlier rounds under their folds."""

from __future__ import annotations

from django.utils.translation import gettext as _

from marshrut.cards.queries import CardView, Visit
from marshrut.cards.queries.timeline import Entry as Said
from marshrut.definitions.queries.pages import former_stage
from marshrut.doors.web import formats
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.card import Entry, Round
from marshrut.doors.web.screens.parts import Badge, Tone

TONES = {
    "task.reminded": Tone.WARN,
    "stage.told": Tone.WARN,
    "task.escalated": Tone.WARN,
    "card.date_warned": Tone.WARN,
    "card.created": Tone.INFO,
    "card.moved": Tone.VIOLET,
}
STYLES = {"positive": Tone.OK, "negative": Tone.BAD}


def entries(lines: list[Said], viewer: Viewer) -> tuple[Entry, ...]:
    """Newest first, with the day above the first entry of each day."""
    found, last = [], ""
    for line in lines:
        at = line.at.astimezone(viewer.zone)
        day = formats.day(at.date())
        tone = STYLES.get(line.style) or TONES.get(line.kind, Tone.NEUTRAL)
        found.append(
            Entry(
                id=line.seq,
                who=line.name,
                when=f"{at:%H:%M}",
                when_iso=at.isoformat(),
                text=line.text,
                quote=line.quote,
                face=viewer.face(line.who),
                icon="x" if line.style == "negative" else line.icon,
                tone=tone,
                comment=line.group == "comment",
                day=day if day != last else "",
            )
        )
        last = day
    return tuple(found)


def rounds(view: CardView, viewer: Viewer, lines: list[Said], stays: tuple[Visit, ...]) -> tuple[Round, ...]:
    """Earlier rounds, readable under a fold: they are frozen (A4.11)."""
    found = []
    for number in range(1, view.state.round):
        own = [visit for visit in stays if visit.round == number]
        if not own:
            continue
        following = min((v.entered_at for v in stays if v.round == number + 1), default=viewer.now)
        end = view.card_type.by_stage.get(own[-1].stage) or former_stage(view.card_type.key, own[-1].stage)
        assert end is not None, "a stage of no version"
        said = [line for line in lines if own[0].entered_at <= line.at < following]
        tone = Tone.OK if end.kind == "success" else Tone.BAD
        title = _("Round {n}, {day}").format(
            n=number, day=formats.day(own[0].entered_at.astimezone(viewer.zone).date())
        )
        found.append(Round(title, Badge(end.title.say(viewer.language), tone), entries(said[::-1], viewer)))
    return tuple(found)
