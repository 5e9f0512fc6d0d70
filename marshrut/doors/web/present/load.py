"""Load in words and bars."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from marshrut.cards import queries as cards
from marshrut.dashboards.load import Load, PersonLoad, StageLoad
from marshrut.definitions.schema.pack import CardType
from marshrut.doors.web import formats
from marshrut.doors.web.screens.load import LoadFigure, LoadScreen, PersonRow, StageGroup, StageRow
from marshrut.doors.web.screens.parts import Badge, Empty, Tone
from marshrut.kernel.errors import NotFound

from . import away
from .viewer import Viewer

#: rows of people on the page
SHOWN = 100


def screen(found: Load, viewer: Viewer) -> LoadScreen:
    kinds = _kinds(found)
    busiest = max((one.tasks for one in found.people), default=0)
    several = len({one.card_type for one in found.people if one.card_type}) > 1
    lead = _("Everybody with open tasks.") if found.everybody else _("People of the departments you head.")
    return LoadScreen(
        title=_("Load"),
        lead=f"{lead} {_('Only cards that you may see are counted; waits are in working time.')}",
        badges=_badges(found),
        people=tuple(_person(one, kinds, viewer, busiest, several=several) for one in found.people[:SHOWN]),
        people_more=more(len(found.people)),
        groups=groups(found, viewer),
        empty=None if found.people or found.stages else _empty(),
    )


def groups(found: Load, viewer: Viewer) -> tuple[StageGroup, ...]:
    """Stages of each card type, in the order of its route."""
    return tuple(_group(kind, found, viewer) for kind in _kinds(found).values() if _of(kind, found))


def _empty() -> Empty:
    return Empty("done", _("Nothing is under way"), _("No open tasks and no cards on their way that you may see."))


def more(many: int) -> str:
    return _("and {n} more").format(n=formats.number(many - SHOWN)) if many > SHOWN else ""


def _kinds(found: Load) -> dict[str, CardType]:
    """Card types that still have a page."""
    kinds = {}
    for key in sorted(({one.card_type for one in found.people} | {one.card_type for one in found.stages}) - {""}):
        try:
            kinds[key] = cards.card_type(key)
        except NotFound:
            continue
    return kinds


def _badges(found: Load) -> tuple[Badge, ...]:
    """Cards, not tasks: a card may wait for several people."""
    many, late = sum(one.cards for one in found.stages), sum(one.late for one in found.stages)
    absent = len({one.person for one in found.people if one.away})
    counted = (
        (_("Cards on their way: {n}"), many, Tone.INFO),
        (_("Overdue: {n}"), late, Tone.BAD),
        (_("Away: {n}"), absent, Tone.WARN),
    )
    return tuple(Badge(text.format(n=formats.number(one)), tone) for text, one, tone in counted if one)


def _person(
    one: PersonLoad, kinds: Mapping[str, CardType], viewer: Viewer, busiest: int, *, several: bool
) -> PersonRow:
    kind = kinds.get(one.card_type)
    waiting = {"waiting": str(one.person)}
    return PersonRow(
        face=viewer.face(one.person),
        type=kind.title.say(viewer.language) if several and kind else "",
        tasks=_figure(one.tasks, kind, waiting),
        late=_figure(one.late, kind, {**waiting, "overdue": "1"}) if one.late else None,
        taken=formats.number(one.taken) if one.taken else "",
        oldest=wait(one.oldest) if one.tasks else "",
        amount=formats.money_short(one.amount) if one.amount else "",
        away=away.now(one.person, viewer) if one.away else "",
        width=percent(one.tasks - one.late, busiest),
        late_width=percent(one.late, busiest),
    )


def wait(minutes: int) -> str:
    """The page says once that its waits are in working time."""
    return formats.span(minutes) if 1 <= minutes < 8 * 60 else formats.working(minutes)


def _figure(many: int, kind: CardType | None, wanted: Mapping[str, str]) -> LoadFigure:
    text = formats.number(many)
    return LoadFigure(text, f"/cards/{kind.key}/list/?{urlencode(wanted)}") if kind and many else LoadFigure(text)


def percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


def _of(kind: CardType, found: Load) -> list[StageLoad]:
    """In the order of the route."""
    places = {stage.key: place for place, stage in enumerate(kind.stages)}
    rows = [one for one in found.stages if one.card_type == kind.key and one.stage in places]
    return sorted(rows, key=lambda one: places[one.stage])


def _group(kind: CardType, found: Load, viewer: Viewer) -> StageGroup:
    rows = _of(kind, found)
    longest = max(one.median for one in rows)
    return StageGroup(kind.title.say(viewer.language), tuple(_stage(one, kind, viewer, longest) for one in rows))


def _stage(one: StageLoad, kind: CardType, viewer: Viewer, longest: int) -> StageRow:
    here = {"stage": one.stage, "state": "open"}
    return StageRow(
        stage=viewer.stage(kind, one.stage),
        cards=_figure(one.cards, kind, here),
        late=_figure(one.late, kind, {**here, "overdue": "1"}) if one.late else None,
        median=wait(one.median),
        worst=LoadFigure(wait(one.worst), f"/cards/{one.worst_card}/"),
        amount=formats.money_short(one.amount) if one.amount else "",
        stuck=one.stuck,
        width=percent(one.median, longest),
    )
