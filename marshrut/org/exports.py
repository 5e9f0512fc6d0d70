"""The line that an export leaves. Rooms above write it too, inside their own commands."""

from __future__ import annotations

from marshrut.history import record as history
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor

#: one chain for all exports: who asks "what went out" asks about all of it
SUBJECT = "exports"
KIND = "export.made"


def note(actor: Actor, *, what: str, rows: int, form: str, query: str = "", cut: bool = False) -> None:
    """`what` is "people" or the key of a card type, `query` its filter as in the address, `cut`: there was more."""
    body = {"what": what, "rows": rows, "form": form, "cut": cut}
    values = {"query": query[:1000]} if query else None  # names of people may stand in it: erasable
    history.append(SUBJECT, [history.line(KIND, actor=actor, at=clock.now(), body=body, values=values)])
