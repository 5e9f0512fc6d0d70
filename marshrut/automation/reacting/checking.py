"""What a form, a program or the console says of a reaction, checked field by field, as columns of its row."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from marshrut.crm import queries as crm
from marshrut.crm.rules import roubles
from marshrut.edocs import queries as edocs
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Invalid
from marshrut.org import queries as org

from ..models import Reaction
from . import rules, sentences

ONCE = rules.ONCE
EMPTY: Final[dict[str, Any]] = {
    "title": "", "event": "", "do": "", "kinds": [], "direction": "", "bases": [], "min_amount": "", "with_deal": False,
    "whom": "", "subject": "", "text": "", "stage": "", "only_from": [], "days": None,
}  # fmt: skip
#: what each act keeps of the settings
SETTINGS: Final[dict[str, tuple[str, ...]]] = {
    "notify": ("whom", "subject", "text"),
    "task": ("whom", "subject", "text", "days"),
    "mail": ("whom", "subject", "text"),
    "remind_client": ("subject", "text"),
    "move_deal": ("stage", "only_from"),
    "invoice": ("text",),
    "payment": ("text",),
}


def fields(row: Reaction) -> dict[str, Any]:
    """A row as a form has it."""
    amount = "" if row.min_amount is None else str(row.min_amount)
    known = {name: getattr(row, name) for name in ("title", "event", "do", "once", "direction", "with_deal")}
    return {**EMPTY, **row.settings, **known, "kinds": row.kinds, "bases": row.bases, "min_amount": amount}


def said(row: Reaction) -> dict[str, Any]:
    """What the history keeps of it: no text of people."""
    kept = {name: value for name, value in row.settings.items() if name in ("whom", "stage", "only_from", "days")}
    return {"event": row.event, "do": row.do, "active": row.active, **kept}


def columns(given: Mapping[str, Any]) -> dict[str, Any]:
    """Raises Invalid with a sentence for each field that is wrong."""
    troubles: dict[str, Any] = {}
    event, do = given["event"], given["do"]
    if event not in rules.EVENTS:
        troubles["event"] = _("Choose what happens.")
    if do not in rules.ACTS:
        troubles["do"] = _("Choose what is to be done.")
    troubles |= _narrowed(given)
    amount: Decimal | None = None
    try:
        amount = roubles(str(given["min_amount"] or ""))
    except ValueError:
        troubles["min_amount"] = _("Write a sum in roubles above zero, for example 125 000,50.")
    kept = {name: given[name] for name in SETTINGS.get(do, ()) if given[name] not in ("", None, [])}
    troubles |= _texts(given) | _needed(do, kept)
    if troubles:
        raise Invalid(_("Nothing was saved: check the marked fields."), fields=troubles)
    plain = {name: given[name] for name in ("event", "do", "once", "direction", "with_deal")}
    lists = {"kinds": list(given["kinds"]), "bases": list(given["bases"])}
    return {**plain, **lists, "title": rules.line(given["title"]), "min_amount": amount, "settings": kept}


def _narrowed(given: Mapping[str, Any]) -> dict[str, Any]:
    troubles: dict[str, Any] = {}
    if rules.unknown_kinds(list(given["kinds"])):
        troubles["kinds"] = _("There is no such kind of documents.")
    if not rules.known_direction(given["direction"]):
        troubles["direction"] = _("There is no such direction.")
    if set(given["bases"]) - edocs.base_titles(Actor.system()).keys():
        troubles["bases"] = _("There is no such 1C base.")
    return troubles


def _texts(given: Mapping[str, Any]) -> dict[str, Any]:
    troubles: dict[str, Any] = {}
    for name, most in (("title", rules.LONGEST_TITLE), ("subject", rules.LONGEST_TITLE), ("text", rules.LONGEST_TEXT)):
        if len(given[name]) > most:
            troubles[name] = _("Too long: %(limit)s characters at most.") % {"limit": most}
        elif wrong := rules.wrong_places(given[name]):
            known = ", ".join(sentences.names())
            troubles[name] = _("There is no {wrong}. There are: {known}.").format(wrong=wrong[0], known=known)
    return troubles


def _needed(do: str, kept: Mapping[str, Any]) -> dict[str, Any]:
    troubles: dict[str, Any] = {}
    if "whom" in SETTINGS.get(do, ()):
        troubles |= _whom(do, str(kept.get("whom", "")))
    if do == "move_deal":
        stages = {one.key for one in crm.deal_stages()}
        if kept.get("stage") not in stages:
            troubles["stage"] = _("Choose a stage of deals.")
        if set(kept.get("only_from", ())) - stages:
            troubles["only_from"] = _("Choose a stage of deals.")
    days = kept.get("days")
    if days is not None and not (isinstance(days, int) and 0 < days <= rules.MOST_DAYS):
        troubles["days"] = _("From 1 to {most} working days.").format(most=rules.MOST_DAYS)
    return troubles


def _whom(do: str, whom: str) -> dict[str, Any]:
    found = rules.whom_of(whom)
    kind = found[0] if found else ""
    allowed = {*rules.DOERS, "person"} if do == "task" else {*rules.WHOM, "role", "person"}
    if found is None or kind not in allowed:
        return {"whom": _("Say who it is for.")}
    if kind == "person" and not org.chart().active(int(found[1])):
        return {"whom": _("Choose a colleague who works here.")}
    if kind == "role" and found[1] not in org.chart().titles:
        return {"whom": _("There is no such role.")}
    return {}
