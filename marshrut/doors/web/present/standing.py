"""«Почему я это вижу»: rows of access that open a card, and why they do; no content of the card."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.cards.queries.standing import Lack, Standing, Took
from marshrut.cards.rights import Held
from marshrut.definitions.schema.access import Grant
from marshrut.doors.web.screens.access import Ground, StandingScreen
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.parts import Badge, Link, Tone

from . import access
from .viewer import Viewer


def own(found: Standing, viewer: Viewer) -> StandingScreen:
    return StandingScreen(
        title=_("Why do I see this?"),
        back=Link(found.number, f"/cards/{found.card}/"),
        lead=_("Rows of access that open the card to you, and what each allows. Rights add up."),
        grounds=_grounds(found, viewer),
    )


def tool(viewer: Viewer, card: str, person: int | None, found: Standing | None, error: str = "") -> StandingScreen:
    fields = (
        Field(name="card", label=_("Number of the card"), value=card, required=True, placeholder="ЗО-21"),
        Field(
            name="person",
            label=_("Employee"),
            kind=Kind.PERSON,
            value=str(person or ""),
            text=viewer.chart.name(person) if person else "",
            source="/people/suggest/",
            required=True,
        ),
    )
    return StandingScreen(
        title=_("Who sees this card?"),
        back=Link(_("Access"), access.PATH),
        lead=_("You learn which row opens a card to somebody, and which is missing. The card itself is not shown."),
        fields=fields,
        error=error,
        verdict=_verdict(found, viewer) if found else "",
        mark=_mark(found) if found else None,
        grounds=_grounds(found, viewer) if found else (),
        missing=_missing(found, viewer) if found else (),
    )


def _verdict(found: Standing, viewer: Viewer) -> str:
    told = {
        "person": viewer.chart.name(found.person),
        "number": found.number,
        "cards": found.card_type.title.say(viewer.language),
    }
    if not found.active:
        return _("{number} ({cards}): {person} is dismissed and sees nothing.").format(**told)
    if found.sees:
        return _("{number} ({cards}): {person} sees the card.").format(**told)
    return _("{number} ({cards}): {person} does not see the card.").format(**told)


def _mark(found: Standing) -> Badge:
    if found.sees:
        return Badge(_("Sees"), Tone.OK)
    return Badge(_("Does not see"), Tone.WARN)


def _grounds(found: Standing, viewer: Viewer) -> tuple[Ground, ...]:
    opening: dict[int, tuple[Held, list[str]]] = {}
    for act in ("view", "edit", "decide", "comment", "attach", "start", "withdraw", "restart", "export", "print"):
        for one in found.opened_by(act):
            opening.setdefault(id(one), (one, []))[1].append(access.act(act))
    for one in found.opened_by("manage"):
        opening.setdefault(id(one), (one, []))[1].append(access.act("manage"))
    return tuple(
        Ground(access.whom(one.grant, viewer), _because(one.grant, found, viewer), tuple(acts))
        for one, acts in opening.values()
    )


def _because(grant: Grant, found: Standing, viewer: Viewer) -> str:
    reasons = {
        "own": _("author of the card"),
        "headed": _("heads the department the card comes from"),
        "department": _("works in the department the card comes from"),
        "branch": _("the card comes from their department or one below it"),
        "departments": _("the card comes from a department named in the row"),
        "all": _("all cards"),
    }
    if grant.scope == "participant":
        reason = _("takes part: {how}").format(how=", ".join(_took(one, viewer) for one in found.took))
    else:
        reason = reasons[grant.scope]
    return _("{reason}; while the card is on this stage").format(reason=reason) if grant.stages else reason


def _took(one: Took, viewer: Viewer) -> str:
    other = viewer.chart.name(one.other) if one.other else ""
    ways = {
        "author": pgettext("takes part", "is the author"),
        "task": pgettext("takes part", "has or had a task"),
        "escalated": pgettext("takes part", "may decide after an escalation"),
        "decided": pgettext("takes part", "decided here"),
        "substitute": pgettext("takes part", "stands in for {person}"),
        "delegate": pgettext("takes part", "acts on behalf of {person}"),
        "lent": pgettext("takes part", "{person} has the task for them"),
        "talk": pgettext("takes part", "was named in the conversation"),
    }
    return ways[one.part].format(person=other)


def _missing(found: Standing, viewer: Viewer) -> tuple[Ground, ...]:
    """Rows of the person that do not reach the card, each; those of others in one line."""
    others = dict.fromkeys(access.whom(one.grant, viewer) for one in found.missing if one.lack == "who")
    mine = [_lacking(one.grant, one.lack, viewer) for one in found.missing if one.lack != "who"]
    return (*mine, *([Ground(", ".join(others), _("these rows are given to somebody else"))] if others else ()))


def _lacking(grant: Grant, lack: Lack, viewer: Viewer) -> Ground:
    if lack == "stage":
        reason = _("the row is for other stages")
    else:
        reason = _("the row does not reach this card: {cards}").format(cards=access.reaches(grant, viewer))
    return Ground(access.whom(grant, viewer), reason, tuple(map(access.act, grant.may)))
