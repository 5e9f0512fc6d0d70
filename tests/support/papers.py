"""A small office that is connected to a base made of answers, and what it knows of their documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from marshrut.cards.models import Card, CardContent
from marshrut.crm.models import Company, Deal
from marshrut.edocs.models import Base, EDoc, Turn
from marshrut.edocs.source import Found, Lane
from marshrut.kernel import clock
from tests.support import bases
from tests.support.bases import OURS, THEM, Answers
from tests.support.office import MovingClock, Office, drain
from tests.support.office import build as build_office


@dataclass
class Papers:
    office: Office
    now: MovingClock
    source: Answers
    company: Company
    ours: Company

    def read(self, *documents: Found, lane: Lane = "changes", cursor: datetime | None = None) -> dict[str, int]:
        return bases.say(*documents, lane=lane, cursor=cursor)

    def later(self, **more: float) -> None:
        self.now.at += timedelta(**more)

    def doc(self, ref: str = "d1") -> EDoc:
        return EDoc.objects.get(ref=ref)

    def card(self, ref: str = "d1") -> Card:
        return Card.objects.system("test").get(pk=self.doc(ref).card)

    def fields(self, ref: str = "d1") -> dict[str, Any]:
        return dict(CardContent.objects.system("test").get(card_id=self.doc(ref).card).fields)

    def turns(self, ref: str = "d1") -> list[str]:
        found = Turn.objects.filter(edoc__ref=ref).order_by("n")
        return [one.event + ("?" if one.suspicious else "") + ("." if one.silent else "") for one in found]

    def work(self) -> None:
        drain(self.now())

    def base(self) -> Base:
        return Base.objects.get(key="main")

    def deal(self, title: str = "Поставка", responsible: str = "alisa", **more: Any) -> Deal:
        usual: dict[str, Any] = {
            "title": title, "company": self.company, "responsible": self.office.people[responsible],
            "state_at": self.now(), "search_text": title.lower(), "added_at": self.now(),
        }  # fmt: skip
        return Deal.objects.create(**{**usual, **more})


def build(now: MovingClock, made: Answers, *packs: str) -> Papers:
    office = build_office("edocs", *packs)
    company = _company("Вектор", THEM.inn, THEM.kpp)
    ours = _company("Ромашка", OURS.inn, OURS.kpp, ours=True)
    bases.connect(office, owner=office.id("junior"))
    return Papers(office, now, made, company, ours)


def filled(papers: Papers) -> Papers:
    """The base was read to its end once, so what comes now is news."""
    papers.read()
    papers.later(minutes=10)
    return papers


def _company(name: str, inn: str, kpp: str, *, ours: bool = False) -> Company:
    return Company.objects.create(
        kind="legal", name=name, full_name=f"ООО «{name}»", inn=inn, kpp=kpp, ours=ours, sort_key=name.lower(),
        search_text=name.lower(), added_at=clock.now(),
    )  # fmt: skip
