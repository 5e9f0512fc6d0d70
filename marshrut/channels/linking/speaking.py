"""«Это я»: the question that ends a link, with a masked name."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ..commands.steps import number
from ..deciding import keys
from ..models import Spoken, Ticket
from ..wire import Button, Message
from . import names
from .commands.tickets import button


def confirm(row: Spoken) -> Message | None:
    """None: the link is over by now."""
    ticket = Ticket.objects.filter(pk=row.told["ticket"]).select_related("person").first()
    secret = button(ticket.pk) if ticket is not None else None
    if ticket is None or secret is None:
        return None
    name = names.person(ticket.person.last_name, ticket.person.first_name)
    return Message(
        number(row.pk),
        _("Link this account to the portal?"),
        _("Tasks and notices of this colleague will come here, and can be decided here: {name}").format(name=name),
        rows=(
            (Button(_("It is me"), "main", data=f"{keys.LINK}{secret}"),),
            (Button(_("It is not me"), data=f"{keys.NOT_ME}{secret}"),),
        ),
    )
