"""Deals: the list, one of them, its forms."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from marshrut.crm.queries import DealInfo, DealPage, Said, StageInfo
from marshrut.crm.rules import DealState
from marshrut.crm.sentences import DEAL_LABELS, DEAL_STATES
from marshrut.doors.web import formats
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.card import FieldRow, Stage, StageState
from marshrut.doors.web.screens.documents import DocumentsPart
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.partners import (
    DealStageRow,
    DealStagesScreen,
    PartnerRow,
    PartnerScreen,
    PartnersScreen,
)
from marshrut.doors.web.screens.parts import Badge, Empty, Link, Tab, Tone
from marshrut.doors.web.screens.simple import FormScreen

from . import shared
from .shared import COMPANIES, CONTACTS, DEALS, PAGE, STALE

TONES = {DealState.OPEN: Tone.INFO, DealState.WON: Tone.OK, DealState.LOST: Tone.BAD}
COLORS = {DealState.OPEN: "#5b8def", DealState.WON: "#2e9e6b", DealState.LOST: "#c9504a"}
STAGES = f"{DEALS}stages/"


def listing(
    found: Sequence[DealInfo],
    asked: dict[str, str],
    offset: int,
    stages: Sequence[StageInfo],
    viewer: Viewer,
    *,
    keeper: bool,
) -> PartnersScreen:
    """`found` may hold one more than a page; `asked`: q, whose, state, stage; `keeper` may change the stages."""
    shown = found[:PAGE]
    more = len(found) > PAGE
    return PartnersScreen(
        title=_("Deals"),
        path=DEALS,
        tabs=shared.tabs(DEALS),
        columns=(_("What about"), pgettext("deal", "Stage"), _("Responsible"), _("Sum")),
        placeholder=_("Title or company"),
        query=asked["q"],
        chips=_chips(asked, stages),
        rows=tuple(row(one, viewer, stages) for one in shown),
        total=_total(offset, len(shown), more=more),
        next_url=shared.address(DEALS, asked, offset + PAGE) if more else "",
        previous_url=shared.address(DEALS, asked, max(0, offset - PAGE)) if offset else "",
        create=Link(_("Add a deal"), f"{DEALS}new/", "plus"),
        manage=Link(_("Stages"), STAGES, "adjustments-horizontal") if keeper else None,
        empty=None if shown else _empty(any(asked.values())),
    )


def _chips(asked: dict[str, str], stages: Sequence[StageInfo]) -> tuple[Tab, ...]:
    """Mine, all that are open, then stage by stage; a second press takes a filter away."""
    first = shared.chips(DEALS, asked, {DealState.OPEN: DEAL_STATES[DealState.OPEN]})
    rest = shared.chips(DEALS, asked, {one.key: one.title for one in stages}, "stage")[1:]
    if asked["state"] in (DealState.WON, DealState.LOST):
        title = DEAL_STATES[asked["state"]]
        first = (*first, Tab(str(title), shared.address(DEALS, {**asked, "state": ""}), True))
    return (*first, *rest)


def _total(offset: int, shown: int, *, more: bool) -> str:
    if offset or more:
        return _("{first}–{last}, newest first").format(first=offset + 1, last=offset + shown)
    return ngettext("{count} deal", "{count} deals", shown).format(count=formats.number(shown))


def _empty(narrowed: bool) -> Empty:
    if narrowed:
        return Empty("nothing", _("Nothing was found"), "", Link(_("Show all"), DEALS, "x"))
    words = _("A deal joins the company, the people and the papers about one sale or purchase.")
    return Empty("start", _("No deals yet"), words, Link(_("Add a deal"), f"{DEALS}new/", "plus"))


def row(info: DealInfo, viewer: Viewer, stages: Sequence[StageInfo] = ()) -> PartnerRow:
    return PartnerRow(
        title=info.title,
        url=f"{DEALS}{info.id}/",
        sub=info.company_name,
        badge=badge(info, stages),
        face=viewer.face(info.responsible),
        amount=formats.money(info.amount) if info.amount is not None else "",
    )


def badge(info: DealInfo, stages: Sequence[StageInfo] = ()) -> Badge:
    """The stage in its words; without the list of stages, the state."""
    title = next((one.title for one in stages if one.key == info.stage), info.state_title)
    return Badge(title, TONES[DealState(info.state)])


def _stages(page: DealPage) -> tuple[Stage, ...]:
    """Passed, here, to come; how it did not end is left out."""
    order = [one.key for one in page.stages]
    here = order.index(page.info.stage)
    found = []
    for number, one in enumerate(page.stages):
        if not one.open and one.key != page.info.stage and not (page.info.state == "open" and one.kind == "won"):
            continue
        state = StageState.DONE if number < here and page.info.state != "lost" else StageState.TODO
        if number == here:
            state = {"open": StageState.NOW, "won": StageState.WON}.get(one.kind, StageState.LOST)
        found.append(Stage(one.key, one.title, COLORS[DealState(one.kind)], state))
    return tuple(found)


def screen(page: DealPage, documents: DocumentsPart | None, said: list[Said], viewer: Viewer) -> PartnerScreen:
    info, path = page.info, f"{DEALS}{page.info.id}/"
    face = viewer.face(info.responsible)
    return PartnerScreen(
        title=info.title,
        back=Link(_("Deals"), DEALS),
        badge=badge(info, page.stages),
        stages=_stages(page),
        rows=(
            FieldRow(
                label=_("Company"),
                value=info.company_name,
                url=f"{COMPANIES}{info.company}/" if info.company else "",
            ),
            FieldRow(
                label=_("Contact person"),
                value=info.contact_name,
                url=f"{CONTACTS}{info.contact}/" if info.contact else "",
            ),
            FieldRow(label=_("Responsible"), value=face.name, face=face),
            FieldRow(label=_("Sum"), value=formats.money(info.amount) if info.amount is not None else "", big=True),
        ),
        note=page.note,
        added=shared.since(page.added_at, page.author, viewer),
        acts=_acts(path) if page.may_edit else (),
        documents=documents,
        entries=shared.entries(said, viewer),
    )


def _acts(path: str) -> tuple[Link, ...]:
    return (
        Link(_("Edit"), f"{path}edit/", "pencil"),
        Link(_("Change the stage"), f"{path}stage/", "flag"),
        Link(_("Change the state"), f"{path}state/", "circle-check"),
    )


def form(draft: Draft, page: DealPage | None = None, version: int = 0) -> FormScreen:
    path = f"{DEALS}{page.info.id}/" if page else DEALS
    return FormScreen(
        title=_("Edit the deal") if page else _("New deal"),
        back=Link(page.info.title, path) if page else Link(_("Deals"), DEALS),
        form=draft.form(f"{path}edit/" if page else f"{path}new/", _fields(draft), version=version),
        see=Link(_("Open the deal as it is now"), f"{path}edit/") if draft.code == STALE else None,
    )


def draft(page: DealPage, viewer: Viewer) -> Draft:
    info = page.info
    return Draft(
        {
            "title": info.title,
            "company": str(info.company or ""),
            "company_text": info.company_name,
            "contact": str(info.contact or ""),
            "contact_text": info.contact_name,
            "responsible": str(info.responsible),
            "responsible_text": viewer.chart.name(info.responsible),
            "amount": formats.number(info.amount) if info.amount is not None else "",
            "note": page.note,
        }
    )


def _fields(draft: Draft) -> list[Field]:
    label = {key: str(text) for key, text in DEAL_LABELS.items()}
    return [
        draft.field("title", _("What the deal is about"), required=True, wide=True, autocomplete="off", autofocus=True),
        draft.field("company", label["company"], Kind.COMPANY, source="/companies/suggest/?add=1",
                    add="/companies/sheet/"),
        draft.field("contact", label["contact"], Kind.CONTACT, source="/contacts/suggest/"),
        draft.field("amount", label["amount"], Kind.MONEY),
        draft.field("responsible", label["responsible"], Kind.PERSON, source="/people/suggest/", required=True),
        draft.field("note", label["note"], Kind.LONG, wide=True),
    ]  # fmt: skip


def state_form(draft: Draft, page: DealPage, version: int) -> FormScreen:
    path = f"{DEALS}{page.info.id}/"
    states = [(str(key), str(title)) for key, title in DEAL_STATES.items()]
    return FormScreen(
        title=_("State of the deal"),
        back=Link(page.info.title, path),
        form=draft.form(
            f"{path}state/",
            [
                draft.field("state", _("State"), Kind.RADIO, options=states, required=True, wide=True),
                draft.field("why", _("Why"), Kind.LONG, wide=True, hint=_("Needed for a lost deal.")),
            ],
            version=version,
        ),
        see=Link(_("Open it as it is now"), f"{path}state/") if draft.code == STALE else None,
    )


def stage_form(draft: Draft, page: DealPage, version: int) -> FormScreen:
    path = f"{DEALS}{page.info.id}/"
    stages = [(one.key, one.title) for one in page.stages]
    return FormScreen(
        title=_("Stage of the deal"),
        back=Link(page.info.title, path),
        form=draft.form(
            f"{path}stage/",
            [
                draft.field("stage", pgettext("deal", "Stage"), Kind.RADIO, options=stages, required=True, wide=True),
                draft.field("why", _("Why"), Kind.LONG, wide=True, hint=_("Needed for a lost deal.")),
            ],
            version=version,
        ),
        see=Link(_("Open it as it is now"), f"{path}stage/") if draft.code == STALE else None,
    )


def stages_screen(stages: Sequence[StageInfo], standing: dict[str, int]) -> DealStagesScreen:
    return DealStagesScreen(
        back=Link(_("Deals"), DEALS),
        rows=tuple(
            DealStageRow(
                one.title,
                f"{STAGES}{one.key}/",
                Badge(one.kind_title, TONES[DealState(one.kind)]),
                formats.number(standing.get(one.key, 0)),
                shared.address(DEALS, {"stage": one.key}),
            )
            for one in stages
        ),
        create=Link(_("Add a stage"), f"{STAGES}new/", "plus"),
    )


def stage_edit_form(draft: Draft, stages: Sequence[StageInfo], stage: StageInfo | None = None) -> FormScreen:
    """Of a new stage, or of one that is there."""
    path = f"{STAGES}{stage.key}/" if stage else f"{STAGES}new/"
    places = [(str(number), str(number)) for number in range(1, len(stages) + (1 if stage else 2))]
    kinds = [(str(key), str(title)) for key, title in DEAL_STATES.items()]
    fields = [draft.field("title", _("Name of the stage"), required=True, wide=True, autocomplete="off")]
    if stage is None:
        fields.append(draft.field("kind", _("What it means"), Kind.RADIO, options=kinds, wide=True))
    fields.append(draft.field("position", _("Place in the order"), Kind.CHOICE, options=places))
    return FormScreen(
        title=stage.title if stage else _("New stage"),
        back=Link(_("Stages of deals"), STAGES),
        form=draft.form(path, fields),
        danger=Link(_("Remove the stage"), f"{path}remove") if stage else None,
        danger_confirm=_("No deal goes to this stage any more.") if stage else "",
    )
