"""First steps: what to do while there is nothing to look at yet."""

from __future__ import annotations

from django.utils.translation import gettext as _

from marshrut.cards.queries import reach
from marshrut.definitions import queries as definitions
from marshrut.doors.web.screens.parts import Step
from marshrut.kernel.actor import Actor

from .viewer import Viewer

#: beside the one who installed the system
SOMEBODY = 2


def administrator(viewer: Viewer) -> tuple[Step, ...]:
    """From an empty company to its first card; nothing once there are cards."""
    if reach.has_any(Actor.system()):
        return ()
    chart = viewer.chart
    people = sum(seat.active for seat in chart.people.values())
    headed = any(unit.head is not None and chart.active(unit.head) for unit in chart.departments.values())
    roles = {role for version in definitions.active() for role in version.pack.roles}
    held = bool(roles) and all(chart.holders(role) for role in roles)
    types = [one.card_type for one in reach.card_types(viewer.actor, chart) if one.may_create]
    return (
        Step(_("Add the people"), "/org/people/new/", people >= SOMEBODY, _("Each signs in by e-mail and password.")),
        Step(
            _("Draw the departments and seat their heads"),
            "/org/departments/new/",
            headed,
            _("Heads approve what their people file."),
        ),
        Step(_("Give out the roles"), "/org/#roles-title", held, _("Processes ask roles, not names.")),
        *(
            Step(
                _("Create: {what}").format(what=one.create.say(viewer.language)),
                f"/cards/{one.key}/new/",
                False,
                _("Create the first one and follow it."),
            )
            for one in types[:1]
        ),
    )


def newcomer(viewer: Viewer) -> tuple[Step, ...]:
    """For a person with no tasks who has no cards yet, either."""
    if viewer.chart.is_admin(viewer.person) and (steps := administrator(viewer)):
        return steps
    if reach.has_any(viewer.actor):
        return ()
    types = [one.card_type for one in reach.card_types(viewer.actor, viewer.chart) if one.may_create]
    return (
        *(
            Step(
                _("Create: {what}").format(what=one.create.say(viewer.language)),
                f"/cards/{one.key}/new/",
                False,
                _("Fill in a short form and attach the paper: it finds its way by itself."),
            )
            for one in types[:3]
        ),
        Step(_("Look who is who"), "/org/", False, _("The company, its departments and roles.")),
        Step(_("Set up your profile"), "/profile/", False, _("Language, time zone, a password of your own.")),
    )
