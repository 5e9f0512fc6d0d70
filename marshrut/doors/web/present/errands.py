"""Errands and acquaintance: which kinds of cards may be made about a card, and their short forms.

A kind is made about other cards when one of its card fields shares them with whoever takes part.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from marshrut.cards.queries import CardView, definition_today, reach
from marshrut.cards.queries.timeline import Wording
from marshrut.definitions.schema.pack import CardType
from marshrut.doors.web.screens.document import SheetScreen
from marshrut.doors.web.screens.forms import Form
from marshrut.doors.web.screens.parts import Link
from marshrut.kernel.errors import NotFound, Refused

from . import fields
from .viewer import Viewer


def about_field(kind: CardType, target: str) -> str | None:
    """The field of `kind` that takes a card of the type `target` and shares it."""
    sharing = {key: rule.card_types for key, rule in kind.fields.items() if rule.shares}
    return next((key for key, types in sharing.items() if target in types or not types), None)


def offered(view: CardView, viewer: Viewer) -> list[CardType]:
    """Kinds the reader may make about this card: whoever may comment on it."""
    if "comment" not in view.may:
        return []
    mine = [one.card_type for one in reach.card_types(viewer.actor, viewer.chart) if one.may_create]
    return [kind for kind in mine if about_field(kind, view.card_type.key)]


def chosen(view: CardView, viewer: Viewer, key: str) -> tuple[CardType, str]:
    """(the kind, its field for the card); raises NotFound."""
    for kind in offered(view, viewer):
        field = about_field(kind, view.card_type.key)
        if kind.key == key and field is not None:
            return kind, field
    raise NotFound(_("Nothing like that can be made about this card."))


def acts(view: CardView, viewer: Viewer) -> tuple[Link, ...]:
    return tuple(
        Link(f"{kind.create.say(viewer.language)}…", f"/cards/{view.id}/about/{kind.key}/", icon_of(kind))
        for kind in offered(view, viewer)
    )


def icon_of(kind: CardType) -> str:
    return "eye-check" if to_read(kind) else "user-share"


def to_read(kind: CardType) -> bool:
    """Something to read rather than something to do."""
    return any(task.kind == "acknowledge" for stage in kind.stages for task in stage.tasks)


def prefilled(kind: CardType, view: CardView) -> dict[str, Any]:
    """What there is to read is the card itself: it need not be named again."""
    names = [key for key in kind.name.names() if key in kind.fields and kind.fields[key].kind == "text"]
    return {names[0]: view.name} if to_read(kind) and names else {}


def asked_for(kind: CardType, about: str) -> list[str]:
    """What the short form asks for: everything but the card itself and what the tasks fill."""
    return [
        key
        for key, rule in kind.fields.items()
        if key != about and key not in kind.only_in_tasks and not rule.by_system
    ]


def form(
    view: CardView,
    viewer: Viewer,
    kind: CardType,
    about: str,
    typed: Mapping[str, Any] | None = None,
    error: Refused | None = None,
) -> SheetScreen:
    definition = definition_today(kind.key)
    words = Wording(definition, viewer.chart, viewer.zone)
    keys = asked_for(kind, about)
    inputs = fields.inputs(
        words,
        keys,
        prefilled(kind, view),
        reader=viewer.person,
        typed=typed,
        errors=error.fields if error else None,
        required=frozenset(key for key in keys if kind.fields[key].required),
    )
    here = f"/cards/{view.id}/about/{kind.key}/"
    message = "" if error is None else error.fields.get(about, "") or str(error)
    return SheetScreen(
        title=kind.create.say(viewer.language),
        lead=_("About: {card}").format(card=f"{view.number} {view.name}"),
        form=Form(here, inputs, message, submit=_("Send")),
        back=Link(view.number, f"/cards/{view.id}/"),
    )
