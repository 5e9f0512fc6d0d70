"""Lists of cards that leave: only cards the person may export, and a line about it for administrators."""

from __future__ import annotations

from datetime import tzinfo

from django.utils.translation import gettext_lazy as _

from marshrut.definitions.schema.pack import CardType
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Forbidden
from marshrut.org import exports

from ..queries import export
from ..queries.lines import Filter


@command("card.export")
def export_cards(
    actor: Actor, *, card_type: CardType, wanted: Filter, form: str, query: str = "", zone: tzinfo | None = None
) -> export.Table:
    """The table of a list. `form` is what it becomes ("csv", "xlsx"), `query` the filter as its address says it."""
    if not export.may_export(actor, card_type.key):
        raise Forbidden(_("You may not take lists of these cards away. If your work needs it, ask an administrator."))
    made = export.table(actor, card_type, wanted, zone)
    exports.note(actor, what=card_type.key, rows=len(made.rows) - 1, form=form, query=query, cut=made.cut)
    return made
