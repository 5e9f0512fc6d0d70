"""What each reaction does, inside the transaction that notes it. Every function answers with what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from marshrut.cards import commands as cards
from marshrut.crm import commands as crm
from marshrut.crm import queries as partners
from marshrut.definitions import queries as definitions
from marshrut.edocs import queries as edocs
from marshrut.jobs import effects
from marshrut.jobs.registry import Temporary
from marshrut.kernel import clock
from marshrut.kernel.errors import Conflict, Refused
from marshrut.org import queries as org

from . import mailing, people, rules, sentences, wording
from .job import ROBOT, Came, Job, complain, deliver

FOLLOWUP, INVOICE, PAYMENT = "followup", "invoice", "payment_request"


def perform(job: Job) -> Came:
    """A refusal undoes what was begun and is what came of it; raises Temporary when it may be tried again."""
    try:
        with transaction.atomic():
            came = DO[job.reaction.do](job)
    except Conflict as error:
        if error.code == "busy":
            raise Temporary(str(error)) from error
        came = _refused(error)
    except Refused as error:
        came = _refused(error)
    if came.state == "failed" and job.reaction.do != "notify":
        complain(job, came)
    return came


def _refused(error: Refused) -> Came:
    why = " ".join(dict.fromkeys([str(error), *map(str, error.fields.values())]))
    return Came("failed", "refused", {"why": why[:500]})


def _notify(job: Job) -> Came:
    whom = job.wanted.get("whom", "manager")
    named = people.told(whom, job.turn)
    seen = people.let_in(named, job.turn, whom)
    if not seen:
        return Came("failed", "closed" if named else "nobody")
    for person in seen:
        with translation.override(org.language_of(person) or settings.LANGUAGE_CODE):
            deliver(job, person, job.said())
    return Came("done", "told", {"people": seen})


def _task(job: Job) -> Came:
    """An errand about the document: the pack sees to it that it reaches a living person and is not forgotten."""
    kind, rest = rules.whom_of(job.wanted.get("whom", "manager")) or ("manager", "")
    title, text = job.said()
    fields = {
        "title": rules.line(title),
        "text": text,
        "whom": kind,
        "manager": people.manager_of(job.turn),
        "person": int(rest) if kind == "person" else None,
        "edoc": job.turn.card,
        "counterparty": job.turn.company_id,
        "deal": job.turn.deal_id,
        "term": _term(job, kind, rest),
    }
    return _make(job, FOLLOWUP, fields)


def _term(job: Job, kind: str, rest: str) -> str | None:
    """So many working days of whoever does it from now."""
    if not job.wanted.get("days"):
        return None
    doer = int(rest) if kind == "person" else people.manager_of(job.turn)
    at = org.chart().work_time(doer).add_days(clock.now(), job.wanted["days"])
    return timezone.localtime(at).date().isoformat()


def _basis(job: Job) -> str:
    """«по УПД № 15»: it follows «Счёт» in the name of the card. What somebody wrote stays as it is."""
    return job.said()[1] if job.wanted.get("text") else wording.basis(job.turn.kind, job.words())


def _invoice(job: Job) -> Came:
    if job.turn.company_id is None:
        return Came("failed", "no_company")
    fields = {
        "company": job.turn.company_id,
        "deal": job.turn.deal_id,
        "edoc": job.turn.card,
        "amount": _amount(job),
        "basis": rules.line(_basis(job)),
        "manager": people.manager_of(job.turn),
    }
    return _make(job, INVOICE, fields)


def _payment(job: Job) -> Came:
    """A draft of the manager: what it lacks (the expense item, the file) is for them to add."""
    if job.turn.company_id is None:
        return Came("failed", "no_company")
    fields = {
        "counterparty": job.turn.company_id,
        "amount": _amount(job),
        "purpose": rules.line(job.said()[1]),
        "note": _("By the e-document: {document}").format(document=job.words().get("document", "")),
    }
    return _make(job, PAYMENT, fields, start=False)


def _amount(job: Job) -> str | None:
    return str(job.turn.amount) if job.turn.amount else None


def _make(job: Job, card_type: str, fields: Mapping[str, Any], *, start: bool = True) -> Came:
    author = people.author_of(job.turn)
    if author is None:
        return Came("failed", "nobody")
    if card_type not in definitions.card_types():
        return Came("failed", "no_pack", {"why": card_type})
    given = {name: value for name, value in fields.items() if value not in (None, "")}
    made = cards.create_card(
        ROBOT, card_type=card_type, fields=given, start=start, author=author, key=f"react:{job.fired}"
    )
    return Came("done", "made", {"type": card_type}, made["card"])


def _move_deal(job: Job) -> Came:
    """Never back, and only from the stages named."""
    if job.turn.deal_id is None:
        return Came("failed", "no_deal")
    to, before = job.wanted.get("stage", ""), job.wanted.get("only_from")
    if to not in {one.key for one in partners.deal_stages()}:
        return Came("failed", "no_stage")
    moved = crm.move_deal(ROBOT, deal=job.turn.deal_id, stage=to, why=_why(job), only_from=before or None, forward=True)
    said = {"deal": job.turn.deal_id, "stage": to}
    return Came("done", "moved", said) if moved["moved"] else Came("skipped", "stays", said)


def _why(job: Job) -> str:
    return rules.line(f"{job.words().get('document', '')}: {sentences.EVENTS[job.reaction.event]}")


def _mail(job: Job) -> Came:
    whom = job.wanted.get("whom", "manager")
    named = people.told(whom, job.turn)
    seen = people.let_in(named, job.turn, whom)
    if not seen:
        return Came("failed", "closed" if named else "nobody")
    return _send(job, {"people": seen})


def _remind_client(job: Job) -> Came:
    """Not while the base is silent: they may have signed long ago."""
    if edocs.is_silent(job.turn.base):
        return Came("skipped", "silent")
    found = mailing.client(job.turn)
    return _send(job, {"contact": found}) if found is not None else Came("failed", "no_address")


def _send(job: Job, to: Mapping[str, Any]) -> Came:
    """The mail itself leaves by an effect of its own, when this transaction is over."""
    if not settings.EMAIL_HOST:
        return Came("failed", "no_server")
    effects.enqueue([effects.row(mailing.EFFECT, f"{mailing.EFFECT}:{job.fired}", payload={"fired": job.fired})])
    return Came("sending", "mailing", to)


DO: Final[Mapping[str, Callable[[Job], Came]]] = {
    "notify": _notify,
    "task": _task,
    "mail": _mail,
    "remind_client": _remind_client,
    "move_deal": _move_deal,
    "invoice": _invoice,
    "payment": _payment,
}
