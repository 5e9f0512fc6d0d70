"""Tables that leave the company. Every one leaves a line that administrators can read: who, what, how many rows."""

from __future__ import annotations

from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command

from .. import access, exports, staff


@command("org.export_people")
def export_people(actor: Actor, *, form: str) -> list[list[str]]:
    """Everybody and every department as the table that `import_people` takes: imported again it changes nothing.

    `form` is what the rows become: "csv", "xlsx" or "json".
    """
    access.require(actor, "org.export_people")
    rows = staff.table(staff.load())
    exports.note(actor, what="people", rows=len(rows) - 1, form=form)
    return rows
