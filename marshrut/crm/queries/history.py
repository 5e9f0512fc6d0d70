"""What happened to a company, a contact, a deal or a project, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.utils.translation import gettext as _

from marshrut.history import kinds
from marshrut.history import queries as history
from marshrut.kernel.actor import Actor
from marshrut.kernel.wording import DASH
from marshrut.org import access
from marshrut.org import queries as org

from .. import rights
from ..models import Company, Contact
from ..sentences import CONTACT_LABELS, DEAL_LABELS, DEAL_STATES, KINDS, LABELS, MORE_LABELS, PROJECT_STATES, ROLES
from .stages import stage_titles

What = Literal["company", "contact", "deal", "project"]
_WORDS = {
    "crm_field": {**LABELS, **MORE_LABELS},
    "contact_field": CONTACT_LABELS,
    "deal_field": DEAL_LABELS,
    "deal_state": DEAL_STATES,
    "project_state": PROJECT_STATES,
}
#: fields whose values are ids, and what of
_POINTERS = {"company": "company", "companies": "company", "contact": "contact", "responsible": "person"}
Names = Mapping[tuple[str, int], str]


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the history. `who` is None for programs; `quote` says what was and what became, or why."""

    seq: int
    at: datetime
    kind: str
    icon: str
    who: int | None
    name: str
    text: str
    quote: str = ""


def shown(ref: str, value: object) -> str | None:
    """A company, contact, field or state by its reference; None for what belongs to another room."""
    if ref in _WORDS:
        return str(_WORDS[ref].get(str(value), value))
    if ref == "deal_stage":
        return stage_titles().get(str(value), str(value))
    if ref not in ("company", "contact"):
        return None
    number = int(str(value))
    return _names([(ref, number)]).get((ref, number), f"№ {value}")


def story(actor: Actor, what: What, which: int, before: int | None = None, limit: int = 50) -> list[Said]:
    """The newest lines, oldest first; nothing for whoever may not see partners. Two queries for names."""
    if not access.may(actor, rights.SEE):
        return []
    events = history.latest(f"{what}:{which}", before, limit)
    names = _names(_pointed(events))
    return [_said(event, names) for event in events]


def _said(event: history.Event, names: Names) -> Said:
    about = kinds.kind(event.kind)

    def say(ref: str, value: Any) -> str:
        return names.get((ref, value)) or shown(ref, value) or str(value)

    who = org.chart().name(event.actor_id) if event.actor_kind == "person" and event.actor_id else _("Marshrut")
    quote = str(event.values.get("why") or "") or _moved(event, names)
    return Said(event.seq, event.at, event.kind, about.icon, event.actor_id, who, kinds.sentence(event, say), quote)


def _moved(event: history.Event, names: Names) -> str:
    """«БИК: 044525225 → 044525974», a line for each field that changed."""
    labels = (
        _WORDS[str(about.get("changed"))] if (about := kinds.kind(event.kind).refs).get("changed") else CONTACT_LABELS
    )
    lines = []
    for field in event.body.get("changed", ()):
        if field in event.erased:
            lines.append(f"{labels.get(field, field)}: {_('[erased]')}")
            continue
        old, new = event.values.get(field) or ("", "")
        before = f"{_value(field, old, names)} → " if old not in ("", None, []) else ""
        lines.append(f"{labels.get(field, field)}: {before}{_value(field, new, names)}")
    return "\n".join(lines)


def _value(field: str, value: Any, names: Names) -> str:
    if isinstance(value, list):
        return ", ".join(_value(field, one, names) for one in value) or DASH
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int) and field in _POINTERS:
        return names.get((_POINTERS[field], value), f"№ {value}")
    words = {"kind": KINDS, "roles": ROLES}.get(field, {})
    return str(words.get(value, value)) if value else DASH


def _pointed(events: Iterable[history.Event]) -> Iterable[tuple[str, int]]:
    for event in events:
        if isinstance(event.body.get("contact"), int):
            yield "contact", event.body["contact"]
        for field, what in _POINTERS.items():
            for value in event.values.get(field) or () if isinstance(event.values.get(field), list) else ():
                yield from ((what, one) for one in (value if isinstance(value, list) else [value]) if one)


def _names(wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    asked = set(wanted)
    found = {(what, one): org.chart().name(one) for what, one in asked if what == "person"}
    for what, rows in (("company", Company.objects), ("contact", Contact.objects)):
        if ids := [one for kind, one in asked if kind == what]:
            found |= {(what, key): name for key, name in rows.filter(pk__in=ids).values_list("pk", "name")}
    return found
