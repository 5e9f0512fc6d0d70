"""Papers of orders in the story: scans, originals, signed copies, and how each of them was sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from marshrut.cards import commands as cards
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.shipments import queries as shipments

from . import desk, papers
from .acts import PARTNER, Office, Paper, Verb, decide
from .company import US
from .play import deliver
from .script import Act, Haul


@dataclass(slots=True)
class Order:
    haul: Haul

    card_type = "logistics"

    @property
    def verbs(self) -> dict[str, Verb]:
        return {
            "scans": decide("sent", "send_scans"),
            "noscans": _skip("send_scans"),
            "carrier": self._carrier,
            "follow": self._sent_by("track_carrier", "saved", "carrier_way", "carrier_track"),
            "notrack": _skip("track_carrier"),
            "came": _received,
            "upload": self._upload,
            "noupload": decide("not_needed", "upload_scans"),
            "sent": self._sent_by("send_originals", "sent", "way", "track"),
            "pause": _pause,
            "back": self._sent_by("get_signed", "tracked", "back_way", "back_track"),
            "returned": _received,
            "confirm": self._confirm,
        }

    def first(self, office: Office, actor: Actor) -> dict[str, Any]:
        about = self.haul
        return {
            "order_number": about.number,
            "customer": office.companies[about.customer],
            "carrier": office.companies[about.carrier],
            "organisation": office.companies["us"],
            "scans": [self._scan(office, actor, "Акт оказанных услуг"), self._scan(office, actor, "Накладная")],
        }

    def corrected(self, office: Office, actor: Actor) -> dict[str, Any]:
        return {}

    def _scan(self, office: Office, actor: Actor, what: str, mark: str = "") -> int:
        """One page that says what it is; `mark` stands in the name of the file."""
        about = self.haul
        customer = PARTNER[about.customer].party
        content = papers.letter(
            number=about.number,
            day=office.today(),
            sender=US,
            to={"post": "Заказчику:", "ours": customer.name, "addressee": f"ИНН {customer.inn}"},
            title=f"{what} по заявке № {about.number}",
            text=(f"Груз: {about.cargo}.", f"Перевозчик: {PARTNER[about.carrier].party.name}."),
        )
        return desk.store(actor, f"{what} {about.number}{mark}.pdf", content)

    def _carrier(self, paper: Paper, actor: Actor, act: Act) -> None:
        """The carrier sent scans; somebody put them on the card and moved it on."""
        scans = [self._scan(paper.office, actor, "Транспортная накладная")]
        cards.edit_card(actor, card=paper.card, fields={"carrier_scans": scans})
        cards.move_card(actor, card=paper.card, to="scans_received")

    def _upload(self, paper: Paper, actor: Actor, act: Act) -> None:
        names = ("Акт", "Счёт-фактура", "Транспортная накладная")
        fields = {"clean_scans": [self._scan(paper.office, actor, name, " чистовой") for name in names]}
        cards.complete_task(actor, task=paper.task(actor, "upload_scans").id, outcome="done", fields=fields)

    def _sent_by(self, task: str, outcome: str, way: str, number: str) -> Verb:
        def press(paper: Paper, actor: Actor, act: Act) -> None:
            fields = {way: act.argument, number: act.text}
            if task == "send_originals":
                fields["sent_on"] = paper.office.today().isoformat()
                fields["address"] = PARTNER[self.haul.customer].party.address
            cards.complete_task(actor, task=paper.task(actor, task).id, outcome=outcome, fields=fields)

        return press

    def _confirm(self, paper: Paper, actor: Actor, act: Act) -> None:
        fields: dict[str, Any] = {"channel": act.argument}
        if act.argument == "paper":
            fields["signed_scan"] = [self._scan(paper.office, actor, "Акт", " подписанный")]
        cards.complete_task(actor, task=paper.task(actor, "get_signed").id, outcome="confirmed", fields=fields)


def _skip(task: str) -> Verb:
    def press(paper: Paper, actor: Actor, act: Act) -> None:
        found = paper.task(actor, task).id
        cards.complete_task(actor, task=found, outcome="skip", because=act.argument, reason=act.text)

    return press


def _received(paper: Paper, actor: Actor, act: Act) -> None:
    """What was sent is here: somebody says so on the shipment, and the order goes on by itself."""
    deliver()
    made = next(one for one in shipments.about(actor, paper.card) if one.state == "transit")
    cards.move_card(actor, card=made.card, to="delivered")


def _pause(paper: Paper, actor: Actor, act: Act) -> None:
    until = clock.now() + timedelta(days=int(act.argument))
    cards.pause_task(actor, task=paper.task(actor, "get_signed").id, until=until, reason=act.text)
