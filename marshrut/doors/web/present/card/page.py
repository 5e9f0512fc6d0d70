"""The card page."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from marshrut.cards.queries import Attached, CardView, OpenTask, Visit, visits
from marshrut.cards.queries.timeline import Entry as Said
from marshrut.cards.queries.timeline import Wording, timeline
from marshrut.crm import queries as crm
from marshrut.definitions.schema.pack import CardType
from marshrut.doors.web import formats
from marshrut.doors.web.screens.card import (
    CardScreen,
    Entry,
    FieldRow,
    FileRow,
    Holder,
    Round,
    Stage,
    StageState,
)
from marshrut.doors.web.screens.forms import Field, Form, Kind
from marshrut.doors.web.screens.parts import Badge, Link, Tab, Tone

from . import acts, fields, task
from .viewer import Viewer

JOURNAL = 60
TONES = {
    "task.reminded": Tone.WARN,
    "task.escalated": Tone.WARN,
    "card.date_warned": Tone.WARN,
    "card.created": Tone.INFO,
    "card.moved": Tone.VIOLET,
}
STYLES = {"positive": Tone.OK, "negative": Tone.BAD}


def screen(
    view: CardView,
    viewer: Viewer,
    *,
    refusal: task.Refusal = task.NONE,
    notice: str = "",
    editing: Form | None = None,
    comment: tuple[str, str] = ("", ""),
    before: int | None = None,
) -> CardScreen:
    """Everything of the page; `comment` is (typed text, its error)."""
    words = Wording(view.definition, viewer.chart, viewer.zone)
    stays = visits(view)
    company = company_of(view)
    if company is not None:
        words.companies[company.id] = company.name
    lines = timeline(view.id, words, before, JOURNAL + 1)
    shown = lines[-JOURNAL:]
    open_tasks = [one for one in view.tasks if one.state.state == "open"]
    rows, empty = field_rows(view, words)
    amount = view.state.fields.get(view.card_type.amount_field or "")
    files = tuple(file_row(one, viewer, view.card_type) for one in view.files)
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
        due=viewer.due(min((t.state.due_at for t in open_tasks if t.state.due_at), default=None)),
        badges=_badges(view),
        notice=notice or _notice(view, viewer),
        notice_tone=Tone.BAD if notice else Tone.WARN,
        holder=_holder(view, viewer, words),
        tasks=tuple(
            task.box(view, one, viewer, words, "card", refusal)
            for one in sorted(open_tasks, key=lambda one: (one.right is None, one.state.n))
            if not _nested(one, open_tasks)
        ),
        fields=rows,
        empty_fields=empty,
        edit=editing,
        can_edit="edit" in view.may,
        files=files,
        attach=_attach() if "attach" in view.may else None,
        preview=next((file for file in files if file.pages), None),
        rounds=_rounds(view, viewer, shown, stays),
        journal_tabs=(
            Tab(_("All"), "all", True),
            Tab(_("Comments"), "comments"),
            Tab(_("History"), "history"),
        ),
        journal=journal(reversed_lines(shown), viewer),
        journal_more=f"/cards/{view.id}/?part=journal&before={shown[0].seq}" if len(lines) > JOURNAL else "",
        can_comment="comment" in view.may,
        comment_error=comment[1],
        comment_typed=comment[0],
        can_move=bool(view.moves),
        can_start="start" in view.may,
        can_restart="restart" in view.may,
        can_withdraw="withdraw" in view.may,
        can_print="print" in view.may,
        undo=acts.undo(view, viewer),
    )


def _nested(one: Any, others: list[Any]) -> bool:
    """A subtask is listed within its parent, unless it is the reader's own to do."""
    return one.right is None and any(other.state.n == one.state.parent for other in others)


def reversed_lines(lines: list[Said]) -> list[Said]:
    return list(reversed(lines))


def company_of(view: CardView) -> crm.CompanyInfo | None:
    company = view.state.fields.get(view.card_type.company_field or "")
    return crm.describe([company]).get(company) if company else None


def stage_bar(view: CardView, viewer: Viewer, stays: tuple[Visit, ...]) -> tuple[Stage, ...]:
    """Stages of the way; a refusing end shows only when the card stands on it."""
    here = view.card_type.by_stage[view.state.stage]
    stayed = [visit.stage for visit in stays if visit.round == view.state.round]
    if here.kind == "failure":
        stayed = stayed[:-2]  # the stage it was refused on was not passed
    elif here.key in stayed[:-1]:
        stayed = stayed[: stayed.index(here.key)]  # it came back: what lay behind is ahead again
    passed = set(stayed)
    shown = [
        stage
        for stage in view.card_type.stages
        if not stage.reserved and (stage.kind in ("work", "success") or stage.key == here.key)
    ]
    marks = []
    for stage in shown:
        state = StageState.DONE if stage.key in passed else StageState.TODO
        if stage.key == here.key:
            state = {"success": StageState.WON, "failure": StageState.LOST}.get(stage.kind, StageState.NOW)
        marks.append(Stage(stage.key, stage.title.say(viewer.language), stage.color, state))
    return tuple(marks)


def field_rows(view: CardView, words: Wording) -> tuple[tuple[FieldRow, ...], tuple[FieldRow, ...]]:
    """Filled fields and empty ones; files have a section of their own."""
    values = view.state.fields
    words.learn(list(values.items()))
    frozen = view.state.locked and view.card_type.by_stage[view.state.stage].kind == "work"
    why = _("Locked since the first approval")
    rows = {
        key: fields.row(
            words,
            key,
            values.get(key),
            locked=why if frozen and rule.locked_by_approval else "",
            big=key == view.card_type.amount_field,
        )
        for key, rule in view.card_type.fields.items()
        if rule.kind != "file"
    }
    author = FieldRow(label=_("Author"), value=words.person(view.state.author))
    filled = tuple(row for row in rows.values() if row.value)
    return (*filled, author), tuple(row for row in rows.values() if not row.value)


def _badges(view: CardView) -> tuple[Badge, ...]:
    return (Badge(_("Round {n}").format(n=view.state.round), Tone.VIOLET, "refresh"),) if view.state.round > 1 else ()


def _notice(view: CardView, viewer: Viewer) -> str:
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
        words.append(_("The process is stopped. Correct the request and start it again."))
    return " ".join(filter(None, words))


def refused(view: CardView) -> OpenTask | None:
    """The task whose decision stopped the process."""
    done = [one for one in view.tasks if one.state.decided_at is not None]
    last = max(done, key=lambda one: (one.state.decided_at or view.created_at, one.state.n), default=None)
    outcome = last.rule.outcome(last.state.outcome or "") if last else None
    return last if outcome is not None and outcome.style == "negative" else None


def _holder(view: CardView, viewer: Viewer, words: Wording) -> Holder | None:
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


def file_row(one: Attached, viewer: Viewer, kind: CardType) -> FileRow:
    info = one.file
    known = kind.fields.get(one.field)
    who = viewer.chart.name(one.added_by) if one.added_by else ""
    at = formats.ago(one.added_at, viewer.now, viewer.zone)
    return FileRow(
        id=info.id,
        name=info.name,
        kind=formats.file_kind(info.name),
        meta=" · ".join(filter(None, (formats.size(info.size), ", ".join(filter(None, (who, at))), info.preview_note))),
        pages=tuple(f"/files/{info.id}/page/{page.number}.webp" for page in info.pages),
        page_count=info.page_count or 0,
        badge=Badge(known.title.say(viewer.language)) if known else None,
    )


def _attach() -> Field:
    return Field(name="files", label=_("Add a file"), kind=Kind.FILE, multiple=True)


def journal(lines: list[Said], viewer: Viewer) -> tuple[Entry, ...]:
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


def _rounds(view: CardView, viewer: Viewer, lines: list[Said], stays: tuple[Visit, ...]) -> tuple[Round, ...]:
    """Earlier rounds, readable under a fold: they are frozen (A4.11)."""
    found = []
    for number in range(1, view.state.round):
        own = [visit for visit in stays if visit.round == number]
        if not own:
            continue
        following = min((v.entered_at for v in stays if v.round == number + 1), default=viewer.now)
        end = view.card_type.by_stage[own[-1].stage]
        said = [line for line in lines if own[0].entered_at <= line.at < following]
        tone = Tone.OK if end.kind == "success" else Tone.BAD
        title = _("Round {n}, {day}").format(
            n=number, day=formats.day(own[0].entered_at.astimezone(viewer.zone).date())
        )
        found.append(Round(title, Badge(end.title.say(viewer.language), tone), journal(reversed_lines(said), viewer)))
    return tuple(found)


def _approved(view: CardView, key: str) -> bool:
    return view.card_type.fields[key].locked_by_approval


def _mine(view: CardView, key: str) -> bool:
    """Access may open some fields only."""
    return view.editable is None or key in view.editable


def edit_form(
    view: CardView,
    viewer: Viewer,
    *,
    error: str = "",
    typed: Mapping[str, Any] | None = None,
    errors: Mapping[str, Any] | None = None,
) -> Form:
    """The fields of the card as one form."""
    words = Wording(view.definition, viewer.chart, viewer.zone)
    in_tasks = {entry.field for stage in view.card_type.stages for t in stage.tasks for entry in t.form}
    keys = [key for key in view.card_type.fields if key not in in_tasks]
    frozen = view.state.locked and view.card_type.by_stage[view.state.stage].kind == "work"
    inputs = fields.inputs(
        words,
        keys,
        view.state.fields,
        reader=viewer.person,
        typed=typed,
        errors=errors,
        required=frozenset(key for key in keys if view.card_type.fields[key].required),
        locked=frozenset(key for key in keys if (frozen and _approved(view, key)) or not _mine(view, key)),
    )
    return Form(f"/cards/{view.id}/edit", inputs, error, view.state.edition)
