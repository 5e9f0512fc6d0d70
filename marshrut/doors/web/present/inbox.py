"""«Мои задания»."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from marshrut.cards import queries
from marshrut.cards.queries import CardLine, CardView, Filter, OpenTask, TaskLine, shown
from marshrut.cards.queries.timeline import Wording
from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.pack import Task
from marshrut.doors.web import formats
from marshrut.doors.web.screens.card import FieldRow
from marshrut.doors.web.screens.files import FileRow
from marshrut.doors.web.screens.inbox import InboxDetail, InboxRow, InboxScreen
from marshrut.doors.web.screens.parts import Empty, Link, Tab

from . import bulk, card, fields, start, task
from .viewer import Viewer

PAGE = 50
TABS = ("mine", "asked", "done")


@dataclass(frozen=True)
class Returned:
    count: int = 0
    lines: tuple[CardLine, ...] = ()


def screen(
    lines: list[TaskLine],
    counts: dict[str, int],
    tab: str,
    viewer: Viewer,
    *,
    detail: InboxDetail | None = None,
    chosen: bool = False,
    offset: int = 0,
    returned: Returned = Returned(),
) -> InboxScreen:
    current = detail.task.id if detail else 0
    following = [line.id for line in lines if line.id != current]
    rows = own = tuple(_row(line, tab, viewer, line.id == current) for line in lines[:PAGE])
    if tab == "asked" and not offset:
        rows = (*(_returned_row(line, viewer) for line in returned.lines), *rows)
    return InboxScreen(
        tabs=_tabs(tab, {**counts, "asked": counts["asked"] + returned.count}),
        rows=rows,
        detail=_with_next(detail, following, tab),
        empty=None if rows else _empty(tab, viewer),
        more_url=f"/inbox/?tab={tab}&part=rows&offset={offset + PAGE}" if len(lines) > PAGE else "",
        live_url=f"/inbox/?tab={tab}&part=fresh&since={lines[0].id if lines else 0}",
        chosen=chosen,
        bulks=bulk.bars([rule_of(line) for line in lines[:PAGE]], [row.bulk for row in own], viewer.language),
    )


def returned(viewer: Viewer, *, listed: bool) -> Returned:
    """The reader's cards that were refused and wait for their author; the lines only when they are shown."""
    count = queries.counts(viewer.actor)["refused"]
    found: list[CardLine] = []
    for kind, stages in queries.refusing_stages().items() if listed and count else ():
        found += queries.listing(viewer.actor, kind, Filter(stages=stages, author=viewer.person), limit=PAGE).lines
    return Returned(count, tuple(found))


def _returned_row(line: CardLine, viewer: Viewer) -> InboxRow:
    kind = definitions.installed(line.definition_id).pack.card_type(line.type)
    stage = viewer.stage(kind, line.stage).name if kind else ""
    amount = formats.money(line.amount) if line.amount else ""
    return InboxRow(
        task_id=-line.id,
        title=_("{stage}: correct it and start again").format(stage=stage),
        subject=line.name,
        details=" · ".join(filter(None, (line.company, amount))),
        face=viewer.face(line.author),
        due=None,
        url=f"/cards/{line.id}/",
    )


def _with_next(detail: InboxDetail | None, following: list[int], tab: str) -> InboxDetail | None:
    if detail is None:
        return None
    url = f"/inbox/?tab={tab}&task={following[0]}" if following else "/inbox/"
    return replace(detail, next_url=url, back_url=f"/inbox/?tab={tab}")


def _tabs(tab: str, counts: dict[str, int]) -> tuple[Tab, ...]:
    names = {"mine": _("Wait for me"), "asked": _("I asked for"), "done": _("Decided")}
    return tuple(
        Tab(
            names[key],
            f"/inbox/?tab={key}",
            key == tab,
            formats.count(counts[key], 100) if counts.get(key) else "",
        )
        for key in TABS
    )


def _empty(tab: str, viewer: Viewer) -> Empty:
    if tab == "mine" and (steps := start.newcomer(viewer)):
        text = _("Tasks that need you will appear here by themselves. Meanwhile:")
        return Empty("start", _("Nothing to decide yet"), text, steps=steps)
    if tab == "mine":
        title = _("No new tasks")
        text = _("Everything is decided. A new task will appear here by itself.")
        return Empty("done", title, text)
    if tab == "asked":
        link = Link(_("Create a card"), f"/cards/{_first_type()}/new/", "plus")
        text = _("Requests you create and their way will be here.")
        return Empty("start", _("Nobody owes you anything yet"), text, link)
    return Empty("start", _("You have not decided anything yet"), _("Your decisions will be kept here."))


def _first_type() -> str:
    return definitions.active()[0].pack.card_types[0].key if definitions.active() else ""


def rule_of(line: TaskLine) -> Task:
    """The definition of a task in a list: the version its card keeps."""
    card_type = definitions.installed(line.card.definition_id).pack.card_type(line.card.type)
    assert card_type is not None
    rule = queries.rule_of(card_type, line.key)
    assert rule is not None
    return rule


def _row(line: TaskLine, tab: str, viewer: Viewer, current: bool) -> InboxRow:
    rule = rule_of(line)
    amount = formats.money(line.card.amount) if line.card.amount else ""
    title = rule.title.say(viewer.language)
    if tab == "done":
        outcome = rule.outcome(line.outcome)
        title = (outcome.done or outcome.title).say(viewer.language) if outcome else title
    face = viewer.face(line.card.author if tab != "asked" else line.assignee)
    return InboxRow(
        task_id=line.id,
        title=title,
        subject=line.card.name,
        details=" · ".join(filter(None, (_behalf(line, viewer), line.question, line.card.company, amount))),
        face=face,
        due=viewer.due(line.due_at, done=line.state == "done", paused=line.paused_until is not None),
        url=f"/inbox/?tab={tab}&task={line.id}" if tab == "mine" else f"/cards/{line.card.id}/",
        current=current,
        bulk=bulk.group(line.card.type, rule) if tab == "mine" else "",
        amount=str(line.card.amount or Decimal(0)),
        paused=line.paused_until is not None,
    )


def _behalf(line: TaskLine, viewer: Viewer) -> str:
    return _("for: {person}").format(person=viewer.chart.name(line.principal)) if line.principal else ""


def _pays(view: CardView, chosen: OpenTask) -> bool:
    """Requisites are copied into a payment; nobody pays by a letter, partners have theirs a press away."""
    asked = chosen.rule.kind in ("perform", "provide") and not task.reworked(view, chosen)
    return asked and view.card_type.letter is None and not chosen.rule.partners


def _files(view: CardView, viewer: Viewer) -> tuple[FileRow, ...]:
    return (*card.current_papers(view, viewer), *card.plain_files(view, viewer))


def detail(view: CardView, chosen: OpenTask, viewer: Viewer, refusal: task.Refusal = task.NONE) -> InboxDetail:
    """The chosen task with what is needed to decide it on the same screen."""
    words = Wording(view.definition, viewer.chart, viewer.zone)
    keys = shown.keys(view, chosen)
    requisites = card.company_of(view)
    if requisites is not None:
        words.companies[requisites.id] = requisites.name
    shown.learn(view, keys, words, viewer.actor)
    rows = [
        fields.row(words, key, view.state.fields.get(key), big=key == view.card_type.amount_field)
        for key in keys
        if view.state.fields.get(key) not in (None, "", [])
    ]
    copied = ""
    if requisites is not None and _pays(view, chosen):
        rows += [FieldRow(label=one.label, value=one.value) for one in requisites.requisites]
        copied = "\n".join(f"{one.label}: {one.value}" for one in requisites.requisites)
    files = tuple(file for read in shown.cards_read(view, chosen, viewer.actor) for file in _files(read, viewer))
    return InboxDetail(
        task=task.box(view, chosen, viewer, words, "inbox", refusal),
        card_number=view.number,
        card_url=f"/cards/{view.id}/",
        subject=view.name,
        stage=viewer.stage(view.card_type, view.state.stage),
        fields=tuple(rows),
        files=files,
        preview=next((file for file in files if file.shown), None),
        copy_all=copied,
    )
