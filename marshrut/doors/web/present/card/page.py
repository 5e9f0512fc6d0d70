"""Everything of the card page, put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from marshrut.cards import rights
from marshrut.cards.queries import CardView, OpenTask, Visit, visits
from marshrut.cards.queries.timeline import Wording, timeline
from marshrut.definitions import queries as definitions
from marshrut.doors.web import formats
from marshrut.doors.web.present import acts, edoc_card, task, tracking
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.card import CardScreen
from marshrut.doors.web.screens.forms import Form
from marshrut.doors.web.screens.parts import Badge, Link, Tab, Tone
from marshrut.doors.web.screens.tasks import TaskBox
from marshrut.edocs import queries as edocs
from marshrut.engine.people import holders
from marshrut.kernel.errors import NotFound
from marshrut.org import access
from marshrut.rehearsals.rights import REHEARSE, looks_after

from . import about
from .content import attach_input, company_of, field_rows
from .journal import entries, rounds
from .papers import part, plain_files
from .stages import stage_bar
from .standing import holder
from .standing import notice as standing

JOURNAL = 60
#: ways on that stand as buttons; the rest is in the sheet of stages
AHEAD = 3


def screen(
    view: CardView,
    viewer: Viewer,
    *,
    refusal: task.Refusal = task.NONE,
    notice: str = "",
    editing: Form | None = None,
    comment: tuple[str, str] = ("", ""),
    before: int | None = None,
    asked: int = 0,
) -> CardScreen:
    """Everything of the page; `comment` is (typed text, its error)."""
    words, stays = Wording(view.definition, viewer.chart, viewer.zone), visits(view)
    shown = _head(view, viewer, words, stays)
    shown = _journal(shown, view, viewer, words, stays, before)
    open_tasks = [one for one in view.tasks if one.state.state == "open"]
    rows, empty = field_rows(view, words, viewer.person)
    edoc = edoc_page(view, viewer)
    if edoc is not None:  # its block says what its source says
        shown, rows, empty = replace(shown, stages=()), (), ()
    return replace(
        shown,
        due=viewer.due(min((t.state.due_at for t in open_tasks if t.state.due_at), default=None)),
        notice=notice or standing(view, viewer),
        notice_tone=Tone.BAD if notice else Tone.WARN,
        holder=holder(view, viewer, words),
        tasks=_tasks(view, open_tasks, viewer, words, refusal),
        fields=rows,
        empty_fields=empty,
        papers=part(view, viewer, asked),
        about=about.part(view, viewer),
        letter=view.card_type.letter is not None,
        edoc=edoc is not None,
        edoc_part=edoc_card.part(edoc, viewer) if edoc else None,
        shipments=tracking.sends(view),
        way=view.card_type.shipment is not None and view.state.stage != view.card_type.start.key,
        edit=editing,
        comment_error=comment[1],
        comment_typed=comment[0],
    )


def edoc_page(view: CardView, viewer: Viewer) -> edocs.EDocPage | None:
    """None also for a card whose document is not written down yet."""
    if view.card_type.edoc is None:
        return None
    try:
        return edocs.edoc(viewer.actor, view.id)
    except NotFound:
        return None


def silences(view: CardView, viewer: Viewer) -> tuple[tuple[int, str], ...]:
    """«Что если Иванов молчит?»: of whom it may be asked here, with the question."""
    manages = looks_after(viewer.chart, viewer.person, view.state.author, manages="manage" in view.may)
    if not access.may(viewer.actor, REHEARSE, chart=viewer.chart, manages=manages):
        return ()
    waited = dict.fromkeys(one for task in view.state.open_tasks for one in holders(task))
    said = _("What if {person} is silent?")
    return tuple((one, said.format(person=viewer.chart.name(one))) for one in waited)


def newer(view: CardView, viewer: Viewer) -> Link | None:
    """For whoever installs packs: the card goes by another version than new ones, and may be moved."""
    may_move = not view.finished_at and access.may(viewer.actor, rights.MOVE_VERSION, chart=viewer.chart)
    active = next((one for one in definitions.active() if one.pack.key == view.definition.pack), None)
    if not may_move or active is None or active.pack.version == view.definition.version:
        return None
    said = _("It goes by version {version}: move it to {newer}")
    text = said.format(version=view.definition.version, newer=active.pack.version)
    asked = f"type={view.card_type.key}&cards={view.id}&to={active.id}"
    return Link(text, f"/routes/{active.pack.key}/moving/?{asked}")


def _ahead(view: CardView, viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """Where a card without tasks waits for a hand, its ways on stand as buttons: nobody has to look for them."""
    keys = [stage.key for stage in view.card_type.stages]
    here = view.card_type.by_stage[view.state.stage]
    if here.kind != "work" or any(one.state.state == "open" for one in view.tasks):
        return ()
    further = view.card_type.stages[keys.index(here.key) + 1 :]
    return tuple(
        (one.key, one.title.say(viewer.language)) for one in further if one.key in view.moves and one.kind != "failure"
    )[:AHEAD]


def _head(view: CardView, viewer: Viewer, words: Wording, stays: tuple[Visit, ...]) -> CardScreen:
    """What the card is, its files, and what the reader may do with it."""
    company = company_of(view)
    if company is not None:
        words.companies[company.id] = company.name
    amount = view.state.fields.get(view.card_type.amount_field or "")
    files = plain_files(view, viewer)
    return CardScreen(
        id=view.id,
        version=view.state.edition,
        number=view.number,
        title=view.name,
        type_name=view.card_type.title.say(viewer.language),
        type_key=view.card_type.key,
        stage=viewer.stage(view.card_type, view.state.stage),
        stages=stage_bar(view, viewer, stays),
        company=Link(company.name, f"/companies/{company.id}/") if company else None,
        company_note=_("INN {inn}").format(inn=company.inn) if company else "",
        amount=formats.money(Decimal(amount)) if amount else "",
        badges=_badges(view),
        files=files,
        attach=attach_input() if "attach" in view.may else None,
        preview=next((file for file in files if file.shown), None),
        can_edit="edit" in view.may,
        can_comment="comment" in view.may,
        can_move=bool(view.moves),
        ahead=_ahead(view, viewer),
        can_start="start" in view.may,
        can_restart="restart" in view.may,
        can_withdraw="withdraw" in view.may,
        can_print="print" in view.may,
        newer=newer(view, viewer),
        silences=silences(view, viewer),
        undo=acts.undo(view, viewer),
    )


def _journal(
    shown: CardScreen, view: CardView, viewer: Viewer, words: Wording, stays: tuple[Visit, ...], before: int | None
) -> CardScreen:
    lines = timeline(view.id, words, before, JOURNAL + 1)
    latest = lines[-JOURNAL:]
    return replace(
        shown,
        rounds=rounds(view, viewer, latest, stays),
        journal_tabs=(Tab(_("All"), "all", True), Tab(_("Comments"), "comments"), Tab(_("History"), "history")),
        journal=entries(latest[::-1], viewer),
        journal_more=f"/cards/{view.id}/?part=journal&before={latest[0].seq}" if len(lines) > JOURNAL else "",
    )


def _tasks(
    view: CardView, open_tasks: Sequence[OpenTask], viewer: Viewer, words: Wording, refusal: task.Refusal
) -> tuple[TaskBox, ...]:
    """The reader's own first."""
    return tuple(
        task.box(view, one, viewer, words, "card", refusal)
        for one in sorted(open_tasks, key=lambda one: (one.right is None, one.state.n))
        if not _nested(one, open_tasks)
    )


def _nested(one: OpenTask, others: Sequence[OpenTask]) -> bool:
    """A subtask is listed within its parent, unless it is the reader's own to do."""
    return one.right is None and any(other.state.n == one.state.parent for other in others)


def _badges(view: CardView) -> tuple[Badge, ...]:
    rounds = [Badge(_("Round {n}").format(n=view.state.round), Tone.VIOLET, "refresh")] if view.state.round > 1 else []
    return (*rounds, *(Badge(text, Tone.WARN, "flag") for text in view.badges))
