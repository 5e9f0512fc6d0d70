"""The calendar of absences from a table that was shown as a preview first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, Invalid

from .. import access, events, revision, rota
from ..models import Absence, Substitute
from . import covering
from .absences import told

BATCH = 1000
CHANGED_MEANWHILE = _("Absences changed since you looked. Here is what would change now.")


@command("org.import_absences")
def import_absences(
    actor: Actor, *, rows: Sequence[Sequence[str]], seen: str, key: str | None = None
) -> dict[str, Any]:
    """All of the table or nothing. `rows` begin with the heading; `seen` is the digest of the preview that was shown.

    Returns how many were "added" and "changed". What the table does not name stays as it is. Raises `Conflict` (code
    "preview_changed") when the preview would be another one now, `Invalid` for wrong rows.
    """
    access.require(actor, "org.import_absences")
    before = rota.load()  # the company is read before its revision moves
    number = revision.bump()
    plan = rota.plan(rows, rota.load_absences(before))
    if plan.digest != seen:
        raise Conflict(CHANGED_MEANWHILE, code="preview_changed")
    if plan.of("wrong"):
        raise Invalid(_("Nothing was saved: some rows need correction."), code="wrong_rows")
    new, changed = plan.of("new"), plan.of("changed")
    done: dict[str, list[events.Told]] = defaultdict(list)
    for line, row in zip(new, _added(actor, new, before), strict=True):
        named = _named(row, line.substitutes or ())
        done[f"person:{line.person}"].append(told(row, named, "org.absence_set"))
    for line in changed:
        row, named = _changed(line, before)
        done[f"person:{line.person}"].append(told(row, named, "org.absence_changed"))
    events.record_many(actor, done)
    covering.enqueue(number, (line.person for line in (*new, *changed)))
    return {"added": len(new), "changed": len(changed)}


def _added(actor: Actor, lines: Sequence[rota.Line], known: rota.Rota) -> list[Absence]:
    at = clock.now()
    made = [
        Absence(
            person_id=line.person, made_by_id=actor.person_id, made_at=at, source="import", **rota.values(line, known)
        )
        for line in lines
    ]
    return Absence.objects.bulk_create(made, batch_size=BATCH)


def _changed(line: rota.Line, known: rota.Rota) -> tuple[Absence, list[Substitute]]:
    row = Absence.objects.get(id=line.absence or 0)
    for name, value in rota.values(line, known).items():
        setattr(row, name, value)
    row.save(update_fields=["since", "until", "reason", "note"])
    if line.substitutes is None:
        return row, list(row.substitutes.order_by("n"))
    row.substitutes.all().delete()
    return row, _named(row, line.substitutes)


def _named(row: Absence, people: Sequence[int]) -> list[Substitute]:
    return Substitute.objects.bulk_create(
        [Substitute(absence=row, person_id=one, n=n) for n, one in enumerate(people, 1)]
    )
