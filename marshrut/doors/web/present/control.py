"""The control of letters in words: figures, letters that wait, people, stages."""

from __future__ import annotations

from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from marshrut.dashboards.letters import LISTS, AboutCards, Control, FollowUp, LetterList, LetterWait, What
from marshrut.dashboards.load import Load, PersonLoad
from marshrut.definitions import queries as definitions
from marshrut.doors.web import formats
from marshrut.doors.web.screens.control import ControlFigure, ControlListScreen, ControlScreen, ProofMark, WaitRow
from marshrut.doors.web.screens.load import LoadFigure, PersonRow
from marshrut.doors.web.screens.parts import Empty, Link, StageMark, Tab, Tone
from marshrut.letters.queries.proof import ProofDay

from . import away, load
from .viewer import Viewer

PATH = "/control/"
PROMISES = "/promises/"
SHOWN = 100


def screen(found: Control, proof: ProofDay | None, viewer: Viewer) -> ControlScreen:
    lead = _("All letters.") if found.everybody else _("Letters of the people in the departments you head.")
    busiest = max((one.tasks for one in found.people), default=0)
    empty = not (found.people or found.stages or found.follow_ups or found.about)
    return ControlScreen(
        title=_("Control of letters"),
        lead=f"{lead} {_('Only letters that you may see are counted; waits are in working time.')}",
        figures=_figures(found, viewer),
        rows=tuple(_row(one, viewer) for one in found.longest),
        people=tuple(_person(one, viewer, busiest) for one in found.people[:SHOWN]),
        people_more=load.more(len(found.people)),
        groups=load.groups(Load(found.everybody, (), found.stages), viewer),
        all_url=f"{PATH}open/" if found.cards > len(found.longest) else "",
        proof=_mark(proof) if proof else None,
        empty=_nothing() if empty else None,
    )


def _nothing() -> Empty:
    return Empty("done", _("No letter waits for anybody"), _("There are no letters on their way that you may see."))


def _mark(proof: ProofDay) -> ProofMark:
    day = formats.day(proof.day)
    if proof.count:
        text = _("Proof of {day}: {n} registered letters are in no state")
        return ProofMark(text.format(day=day, n=formats.number(proof.count)), Tone.BAD, PROMISES)
    text = _("Proof of {day}: all {n} registered letters are on their way or finished")
    return ProofMark(text.format(day=day, n=formats.number(proof.registered)), Tone.OK, PROMISES)


def _figures(found: Control, viewer: Viewer) -> tuple[ControlFigure, ...]:
    return (
        _figure(found.cards, titles()["open"], "open", Tone.INFO),
        _figure(found.late, titles()["late"], "late", Tone.BAD),
        _figure(found.unanswered, titles()["unanswered"], "unanswered", Tone.WARN, hints()["unanswered"]),
        *(_follow_up(one, viewer) for one in found.follow_ups),
        *(_about(one, viewer) for one in found.about),
    )


def _figure(many: int, name: str, what: str, tone: Tone, hint: str = "") -> ControlFigure:
    return ControlFigure(
        text=formats.number(many),
        name=name,
        url=f"{PATH}{what}/" if many else "",
        tone=tone if many else Tone.NEUTRAL,
        hint=hint,
    )


def _follow_up(one: FollowUp, viewer: Viewer) -> ControlFigure:
    kind = definitions.active_for(one.card_type).pack.card_type(one.card_type)
    found = kind.task(one.task) if kind else None
    task = found[1] if found else None
    name = (task.badge or task.title).say(viewer.language) if task else one.task
    late = _("overdue: {n}").format(n=formats.number(one.late)) if one.late else ""
    tone = Tone.BAD if one.late else Tone.WARN
    return _figure(one.cards, _capital(name), "numbers", tone, late)


def _about(one: AboutCards, viewer: Viewer) -> ControlFigure:
    """Errands and acquaintance lists: those overdue, of all on their way."""
    kind = definitions.active_for(one.card_type).pack.card_type(one.card_type)
    title = kind.title.say(viewer.language) if kind else one.card_type
    wanted = {"state": "open", **({"overdue": "1"} if one.late else {})}
    return ControlFigure(
        text=formats.number(one.late),
        name=_("{title}: overdue").format(title=title),
        url=f"/cards/{one.card_type}/list/?{urlencode(wanted)}",
        tone=Tone.BAD if one.late else Tone.NEUTRAL,
        hint=_("on their way: {n}").format(n=formats.number(one.cards)),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _person(one: PersonLoad, viewer: Viewer, busiest: int) -> PersonRow:
    def figure(many: int, what: What) -> LoadFigure:
        return LoadFigure(formats.number(many), f"{PATH}{what}/?{urlencode({'person': one.person})}")

    return PersonRow(
        face=viewer.face(one.person),
        tasks=figure(one.tasks, "open") if one.tasks else LoadFigure("0"),
        late=figure(one.late, "late") if one.late else None,
        taken=formats.number(one.taken) if one.taken else "",
        oldest=load.wait(one.oldest) if one.tasks else "",
        away=away.now(one.person, viewer) if one.away else "",
        width=load.percent(one.tasks - one.late, busiest),
        late_width=load.percent(one.late, busiest),
    )


def listing(found: LetterList, person: int | None, viewer: Viewer) -> ControlListScreen:
    here = f"{PATH}{found.what}/"
    kept = {"person": str(person)} if person else {}
    total = ngettext("{count} letter", "{count} letters", found.total).format(count=formats.number(found.total))
    more = f"{here}?{urlencode({**kept, 'after': found.after})}" if found.after else ""
    return ControlListScreen(
        title=titles()[found.what],
        back=Link(_("Control of letters"), PATH),
        lead=hints()[found.what],
        tabs=tuple(
            Tab(titles()[one], f"{PATH}{one}/{'?' + urlencode(kept) if kept else ''}", one == found.what)
            for one in LISTS
        ),
        rows=tuple(_row(one, viewer) for one in found.letters),
        total=total,
        face=viewer.face(person) if person else None,
        clear_url=here if person else "",
        more_url=more,
        empty=None if found.letters else Empty("done", _("Nothing here"), _("No such letter that you may see.")),
    )


def titles() -> dict[str, str]:
    return {
        "open": pgettext("letters", "On their way"),
        "late": pgettext("letters", "Overdue"),
        "unanswered": _("Done, but the answer has not left"),
        "numbers": _("Waiting for the counterparty's number"),
    }


def hints() -> dict[str, str]:
    return {
        "open": _("Letters on their way, those that have stood longest on their stage first."),
        "late": _("A deadline of somebody who has the letter is over."),
        "unanswered": _("The incoming letter is done or waits for its answer, and no answer has been sent."),
        "numbers": _("Sent, but the counterparty's incoming number is not known yet."),
    }


def _row(one: LetterWait, viewer: Viewer) -> WaitRow:
    card, head = one.card, one.head
    kind = definitions.installed(card.definition_id).pack.card_type(card.type)
    stage = kind.by_stage.get(card.stage) if kind else None
    label = f"{kind.prefix if kind else ''}{card.id}"
    return WaitRow(
        number=head.number if head and head.number else label,
        subject=head.subject if head and head.subject else card.name,
        partner=head.partner if head else "",
        url=f"/cards/{card.id}/",
        stage=StageMark(stage.title.say(viewer.language), stage.color) if stage else StageMark(card.stage, "#98a2b3"),
        faces=tuple(map(viewer.face, card.holders)),
        wait=load.wait(one.minutes),
        due=viewer.due(card.due_at),
    )
