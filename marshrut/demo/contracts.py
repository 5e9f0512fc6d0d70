"""Contracts of the story: what stands on them, and what people do with them alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marshrut.cards import commands as cards
from marshrut.documents.rules.russian import short_date
from marshrut.kernel.actor import Actor

from . import desk
from .acts import PARTNER, Office, Paper, decide
from .company import US
from .drafts import Draft, in_word, signed
from .script import Act, Agreement


@dataclass(slots=True)
class Contract:
    agreement: Agreement
    draft: Draft | None = None

    card_type = "contract"

    @property
    def verbs(self) -> dict[str, Any]:
        return {
            "checked": decide("checked", "check"),
            "agree": decide("approved", "lawyer", "finance", "security", "heads"),
            "remark": decide("remarks", "lawyer", "finance", "security", "heads"),
            "vote": decide("approved", "committee"),
            "rework": decide("rework"),
            "refuse": decide("rejected"),
            "sign": decide("signed", "sign"),
            "revise": self._revise,
            "send": self._send,
            "countersign": self._countersign,
        }

    def first(self, office: Office, actor: Actor) -> dict[str, Any]:
        about = self.agreement
        more = {
            "amount": about.amount,
            "valid_until": office.iso(about.until),
            "responsible": office.people[about.responsible] if about.responsible else None,
            "note": about.note,
        }
        return {
            "subject": about.subject,
            "counterparty": office.companies[about.to],
            "organisation": office.companies["us"],
            **self._drafted(office, actor, about.terms),
            **{key: value for key, value in more.items() if value},
        }

    def corrected(self, office: Office, actor: Actor) -> dict[str, Any]:
        return self._drafted(office, actor, {**self.agreement.terms, **self.agreement.corrected})

    def _drafted(self, office: Office, actor: Actor, terms: dict[str, str]) -> dict[str, Any]:
        about = self.agreement
        words = {"nature": about.nature, "amount": about.sum, "until": about.until, **terms}
        self.draft = Draft(US, PARTNER[about.to].party, office.today(), words)
        return {"contract": [desk.store(actor, f"{self.draft.title}, {about.subject}.docx", in_word(self.draft))]}

    def _revise(self, paper: Paper, actor: Actor, act: Act) -> None:
        """The next version, sent on its way again."""
        cards.edit_card(actor, card=paper.card, fields=self.corrected(paper.office, actor))
        cards.complete_task(actor, task=paper.task(actor, "revise").id, outcome="sent", reason=act.text)

    def _send(self, paper: Paper, actor: Actor, act: Act) -> None:
        task, day = paper.task(actor, "send").id, paper.office.today()
        cards.complete_task(actor, task=task, outcome="sent", fields={"sent_on": day.isoformat()})

    def _countersign(self, paper: Paper, actor: Actor, act: Act) -> None:
        """The scan with both signatures ends the process."""
        assert self.draft is not None
        day = paper.office.today()
        name = f"{self.draft.title}, {self.agreement.subject}, подписан {short_date(day)}.pdf"
        fields = {"signed_copy": [desk.store(actor, name, signed(self.draft))], "signed_on": day.isoformat()}
        task = paper.task(actor, "countersign").id
        cards.complete_task(actor, task=task, outcome="signed", fields=fields)
