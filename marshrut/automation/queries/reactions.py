"""Reactions as administrators read them: in sentences, with what came of them, and what would."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marshrut.cards import queries as cards
from marshrut.crm import queries as crm
from marshrut.edocs import queries as edocs
from marshrut.edocs.queries import turning
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.kernel.wording import money
from marshrut.org import access
from marshrut.org import queries as org

from .. import rights
from ..models import Fired, Reaction
from ..reacting import checking, mailing, people, rules, sentences
from ..reacting.trying import as_if


@dataclass(frozen=True, slots=True)
class ReactionInfo:
    """`when`, `only`, `what`: the sentence people read; `fields`: as `commands.ReactionFields` has them."""

    id: int
    title: str
    active: bool
    when: str
    only: str
    what: str
    fields: dict[str, Any]
    position: int
    version: int
    #: what is said when nobody wrote it differently
    usual: tuple[str, str]
    #: how often it was done, how often it could not be
    done: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class FiredInfo:
    """What came of one. `card` None: the reader may not see the document, only its kind and number; `made` likewise."""

    id: int
    reaction: int
    what: str
    when: str
    state: str
    state_title: str
    said: str
    card: int | None
    card_name: str
    made: int | None
    made_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Tried:
    """What a reaction would do for a document, or why it would not."""

    reaction: ReactionInfo
    would: bool
    said: str


def reactions(actor: Actor) -> list[ReactionInfo]:
    """In their order, with how they did."""
    access.require(actor, rights.SEE)
    rows = list(Reaction.objects.filter(removed=False).order_by("position", "pk"))
    return _infos(rows, _counts())


def reaction(actor: Actor, reaction: int) -> ReactionInfo:
    access.require(actor, rights.SEE)
    row = Reaction.objects.filter(pk=reaction, removed=False).first()
    if row is None:
        raise NotFound(sentences.NO_SUCH_REACTION)
    return _infos([row], _counts())[0]


def fired(
    actor: Actor,
    *,
    reaction: int | None = None,
    card: int | None = None,
    state: str = "",
    before: int | None = None,
    limit: int = 50,
) -> list[FiredInfo]:
    """The log, newest first; `before` is the id of the last one of the page before."""
    access.require(actor, rights.SEE)
    rows = Fired.objects.select_related("reaction").order_by("-id")
    wanted = {"reaction": reaction, "card_id": card, "state": state or None, "id__lt": before}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    return _lines(actor, list(rows[:limit]))


def try_out(actor: Actor, card: int, event: str) -> list[Tried]:
    """What would follow if this happened to the document now. Nothing is done. Raises NotFound for a card unseen."""
    access.require(actor, rights.SEE)
    turn = as_if(actor, card, event)
    rows = list(Reaction.objects.filter(removed=False, event=event).order_by("position", "pk"))
    return [_tried(row, info, turn) for row, info in zip(rows, _infos(rows, {}), strict=True)]


def _tried(row: Reaction, info: ReactionInfo, turn: edocs.TurnInfo) -> Tried:
    why = "off" if not row.active else rules.unfit(row, turn)
    before = Fired.objects.filter(reaction=row, card_id=turn.card, state__in=("done", "sending"))
    if not why and row.once and before.exists():
        why = "once"
    if why:
        return Tried(info, False, str(sentences.WHY_NOT[why]))
    if row.do in ("notify", "mail"):
        whom = row.settings.get("whom", "manager")
        told = people.told(whom, turn)
        told = told if whom == "head" else people.seeing(told, turn.card)
        names = ", ".join(org.chart().name(one) for one in told)
        return Tried(info, bool(told), names or str(sentences.OUTCOMES["nobody"]))
    lacking = _lacking(row.do, turn)
    return Tried(info, not lacking, str(sentences.OUTCOMES[lacking]) if lacking else "")


def _lacking(do: str, turn: edocs.TurnInfo) -> str:
    if do == "move_deal" and turn.deal_id is None:
        return "no_deal"
    if do in ("invoice", "payment") and turn.company_id is None:
        return "no_company"
    if do == "remind_client":
        return "no_address" if mailing.client(turn) is None else "" if settings.EMAIL_HOST else "no_server"
    return "nobody" if people.author_of(turn) is None else ""


def _counts() -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for pk, state, many in Fired.objects.values_list("reaction_id", "state").annotate(Count("pk")):
        found.setdefault(pk, {})[state] = many
    return found


def _infos(rows: Sequence[Reaction], counts: dict[int, dict[str, int]]) -> list[ReactionInfo]:
    bases = edocs.base_titles(Actor.system()) if any(row.bases for row in rows) else {}
    stages = crm.stage_titles() if any(row.do == "move_deal" for row in rows) else {}
    return [
        ReactionInfo(
            id=row.pk,
            title=row.title,
            active=row.active,
            when=str(sentences.EVENTS[row.event]),
            only=_only(row, bases),
            what=_what(row, stages),
            fields=checking.fields(row),
            position=row.position,
            version=row.version,
            usual=sentences.usual(row.do, row.event),
            done=counts.get(row.pk, {}).get("done", 0),
            failed=counts.get(row.pk, {}).get("failed", 0),
        )
        for row in rows
    ]


def _only(row: Reaction, bases: dict[str, str]) -> str:
    """«Исходящий · Договор, Акт · от 100 000 ₽ · есть сделка»"""
    said = [
        str(sentences.DIRECTIONS[row.direction]) if row.direction else "",
        ", ".join(str(sentences.KINDS[one]) for one in row.kinds),
        ", ".join(bases.get(one, one) for one in row.bases),
        _("from {sum}").format(sum=money(row.min_amount)) if row.min_amount is not None else "",
        _("with a deal") if row.with_deal else "",
        _("once for a document") if row.once else "",
    ]
    return " · ".join(filter(None, said))


def _what(row: Reaction, stages: dict[str, str]) -> str:
    """«Сообщить в чат: ответственному менеджеру»"""
    act = str(sentences.ACTS[row.do])
    if row.do == "move_deal":
        stage = str(row.settings.get("stage", ""))
        return f"{act}: {stages.get(stage, stage)}"
    if "whom" not in checking.SETTINGS[row.do]:
        return act
    return f"{act}: {whom_title(str(row.settings.get('whom', 'manager')))}"


def whom_title(whom: str) -> str:
    """Who is meant, in words."""
    kind, rest = rules.whom_of(whom) or ("", "")
    if kind == "role":
        return org.chart().role_title(rest, get_language())
    if kind == "person":
        return org.chart().name(int(rest))
    return str(sentences.WHOM.get(kind, whom))


def _lines(actor: Actor, rows: Sequence[Fired]) -> list[FiredInfo]:
    seen = cards.visible_among(actor, {one for row in rows for one in (row.card_id, row.made_id) if one})
    names = cards.names(actor, seen)
    labels = turning.labels({row.card_id for row in rows} - seen)
    stages = crm.stage_titles() if any(row.code in ("moved", "stays") for row in rows) else {}
    deals = crm.describe_deals({row.said["deal"] for row in rows if "deal" in row.said})
    contacts = crm.describe_contacts({row.said["contact"] for row in rows if "contact" in row.said})
    infos = {info.id: info for info in _infos([row.reaction for row in rows], {})}

    def said(row: Fired) -> str:
        known: dict[str, Any] = dict(row.said)
        known["people"] = known["to"] = _people(row.said.get("people", ()))
        if "contact" in row.said and row.said["contact"] in contacts:
            known["to"] = contacts[row.said["contact"]].name
        if "deal" in row.said:
            deal = deals.get(row.said["deal"])
            known |= {"deal": deal.title if deal else "—", "stage": stages.get(row.said["stage"], row.said["stage"])}
        known["what"] = names.get(row.made_id or 0) or _("card No. {number}, which is closed to you").format(
            number=row.made_id
        )
        return sentences.came(row.code, known)

    return [
        FiredInfo(
            id=row.pk,
            reaction=row.reaction_id,
            what=infos[row.reaction_id].what,
            when=infos[row.reaction_id].when,
            state=row.state,
            state_title=str(sentences.STATES[row.state]),
            said=said(row),
            card=row.card_id if row.card_id in seen else None,
            card_name=names.get(row.card_id) or labels.get(row.card_id, ""),
            made=row.made_id if row.made_id in seen else None,
            made_name=names.get(row.made_id or 0, ""),
            at=row.at,
        )
        for row in rows
    ]


def _people(ids: Iterable[int]) -> str:
    return ", ".join(org.chart().name(one) for one in ids)
