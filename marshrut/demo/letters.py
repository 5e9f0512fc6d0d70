"""Letters of the story: what came, what was answered, what we wrote ourselves, and the errands that came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from marshrut.cards import commands as cards
from marshrut.cards import queries
from marshrut.kernel.actor import Actor

from . import desk, drafts, papers
from .acts import PARTNER, Office, Paper, decide
from .company import PEOPLE, US
from .play import deliver
from .script import Act, Missive

PERSON = {one.login: one for one in PEOPLE}


@dataclass(slots=True)
class Incoming:
    """A letter that came. What its answer needs is done on the card that the answer made."""

    letter: Missive
    reply: Paper | None = None
    #: the card of the last errand or acquaintance, by its verb
    asked: dict[str, Paper] = field(default_factory=dict)

    card_type = "incoming_letter"

    @property
    def verbs(self) -> dict[str, Any]:
        return {
            "mail": self._mail,
            "assign": self._assign,
            "note": decide("note", "assign"),
            "finish": self._finish,
            "answer": self._answer,
            "acquaint": self._acquaint,
            "read": self._on("acquaint", decide("read")),
            "errand": self._errand,
            "report": self._on("errand", self._report),
            "accept": self._on("errand", decide("accepted")),
            **{verb: self._on_reply(verb) for verb in ("agree", "rework", "revise", "dispatch", "theirs")},
        }

    def first(self, office: Office, actor: Actor) -> dict[str, Any]:
        about = self.letter
        day = office.moments.date_of(about.dated)
        addressee = PERSON[about.addressee or "sokolova"]
        to = {
            "post": "Генеральному директору" if addressee.login == "sokolova" else "Вниманию:",
            "ours": US.name,
            "addressee": office.names[addressee.login],
        }
        content = papers.letter(
            number=about.number,
            day=day,
            sender=PARTNER[about.partner].party,
            to=to,
            title=about.subject,
            text=about.text,
        )
        name = f"Письмо № {about.number.replace('/', '-')} {about.subject.replace(':', '')}.pdf"
        return {
            "paper": [desk.store(actor, name, content)],
            "sender": office.companies[about.partner],
            "their_number": about.number,
            "their_date": day.isoformat(),
            "subject": about.subject,
            "organisation": office.companies["us"],
            "addressee": office.people[addressee.login],
            **_project(office, about),
        }

    def corrected(self, office: Office, actor: Actor) -> dict[str, Any]:
        return {}

    def _mail(self, paper: Paper, actor: Actor, act: Act) -> None:
        """It came by e-mail: a draft that waits for the secretary's one click."""
        office, about = paper.office, self.letter
        mine = self.first(office, actor)
        known = {key: mine[key] for key in ("paper", "sender", "subject", "organisation")}
        fields = {**known, "sender_email": about.email, "body": about.body, "delivery": "email"}
        paper.card = cards.create_card(actor, card_type=self.card_type, fields=fields, start=False)["card"]
        cards.signal_card(Actor.robot("mail"), card=paper.card, key="from_mail")

    def _assign(self, paper: Paper, actor: Actor, act: Act) -> None:
        fields = {"executor": paper.office.people[act.argument], "resolution": act.text}
        if self.letter.term:
            fields["term"] = paper.office.moments.date_of(self.letter.term).isoformat()
        cards.complete_task(actor, task=paper.task(actor, "assign").id, outcome="assign", fields=fields)

    def _finish(self, paper: Paper, actor: Actor, act: Act) -> None:
        task = paper.task(actor, "execute").id
        cards.complete_task(actor, task=task, outcome="done", fields={"what_was_done": act.text})

    def _answer(self, paper: Paper, actor: Actor, act: Act) -> None:
        about = self.letter
        title = f"Ответ: {about.subject[:1].lower()}{about.subject[1:]}"
        file = desk.store(actor, f"{title.replace(':', '')}.docx", drafts.plain(US, title, about.reply, _today(paper)))
        fields = {"reply_text": "\n\n".join(about.reply), "reply_file": [file]}
        cards.complete_task(actor, task=paper.task(actor, "execute").id, outcome="reply", fields=fields)
        deliver()
        made = queries.listing(actor, Outgoing.card_type, queries.Filter()).lines[0]
        self.reply = Paper(paper.office, Outgoing(self.letter), made.id)

    def _on_reply(self, verb: str) -> Any:
        def do(_paper: Paper, actor: Actor, act: Act) -> None:
            assert self.reply is not None
            self.reply.content.verbs[verb](self.reply, actor, act)

        return do

    def _acquaint(self, paper: Paper, actor: Actor, act: Act) -> None:
        readers = [paper.office.people[login] for login in act.argument.split(",")]
        self._ask(paper, actor, "acquaint", "acquaintance", {"readers": readers, "text": act.text})

    def _errand(self, paper: Paper, actor: Actor, act: Act) -> None:
        fields = {
            "executor": paper.office.people[act.argument],
            "text": act.text,
            "term": paper.office.moments.date_of("+1").isoformat(),
        }
        self._ask(paper, actor, "errand", "errand", fields)

    def _ask(self, paper: Paper, actor: Actor, verb: str, card_type: str, fields: dict[str, Any]) -> None:
        given = {"about": paper.card, "title": self.letter.subject, **fields}
        card = cards.create_card(actor, card_type=card_type, fields=given)["card"]
        self.asked[verb] = Paper(paper.office, self, card)

    def _on(self, verb: str, do: Any) -> Any:
        return lambda _paper, actor, act: do(self.asked[verb], actor, act)

    def _report(self, paper: Paper, actor: Actor, act: Act) -> None:
        cards.complete_task(actor, task=paper.task(actor).id, outcome="done", fields={"report": act.text})


@dataclass(slots=True)
class Outgoing:
    """A letter of ours: written by itself, or the answer to one that came."""

    letter: Missive

    card_type = "outgoing_letter"

    @property
    def verbs(self) -> dict[str, Any]:
        return {
            "agree": decide("approved"),
            "rework": decide("rework"),
            "revise": self._revise,
            "dispatch": self._dispatch,
            "theirs": self._theirs,
        }

    def first(self, office: Office, actor: Actor) -> dict[str, Any]:
        about = self.letter
        return {
            **self.corrected(office, actor),
            "recipient": office.companies[about.partner],
            "subject": about.subject,
            "text": "\n\n".join(about.text),
            "organisation": office.companies["us"],
            **_project(office, about),
        }

    def corrected(self, office: Office, actor: Actor) -> dict[str, Any]:
        about = self.letter
        content = drafts.plain(US, about.subject, about.reply or about.text, office.today())
        return {"letter": [desk.store(actor, f"{about.subject.replace(':', '')}.docx", content)]}

    def _revise(self, paper: Paper, actor: Actor, act: Act) -> None:
        cards.edit_card(actor, card=paper.card, fields=self.corrected(paper.office, actor))
        cards.complete_task(actor, task=paper.task(actor, "revise").id, outcome="sent", reason=act.text)

    def _dispatch(self, paper: Paper, actor: Actor, act: Act) -> None:
        fields = {"way": act.argument, "sent_on": _today(paper).isoformat()}
        if act.argument == "post":
            fields["track_number"] = "80082000000016"
        cards.complete_task(actor, task=paper.task(actor, "send").id, outcome="sent", fields=fields)

    def _theirs(self, paper: Paper, actor: Actor, act: Act) -> None:
        fields = {"their_number": act.argument, "their_date": _today(paper).isoformat()}
        cards.complete_task(actor, task=paper.task(actor, "their_number").id, outcome="recorded", fields=fields)


def _project(office: Office, about: Missive) -> dict[str, Any]:
    return {"project": office.projects[about.project]} if about.project else {"no_project": True}


def _today(paper: Paper) -> Any:
    return paper.office.today()
