"""Names, links and stages, the same in every answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import get_language

from marshrut.definitions.queries.pages import former_stage
from marshrut.definitions.schema.pack import CardType
from marshrut.kernel import clock
from marshrut.org.rules import OrgChart

from ..shapes.base import Links, Ref
from ..shapes.cards import StageName


def language() -> str:
    return get_language() or "ru"


def person(chart: OrgChart, person_id: int) -> Ref:
    return Ref(id=person_id, name=chart.name(person_id))


def someone(chart: OrgChart, person_id: int | None) -> Ref | None:
    return person(chart, person_id) if person_id is not None else None


def people(chart: OrgChart, ids: Iterable[int]) -> tuple[Ref, ...]:
    return tuple(person(chart, one) for one in dict.fromkeys(ids))


def stage(card_type: CardType, key: str) -> StageName:
    found = card_type.by_stage.get(key) or former_stage(card_type.key, key)
    assert found is not None, "a stage of no version"
    return StageName(key=key, title=found.title.say(language()), kind=found.kind)


def overdue(due_at: datetime | None) -> bool:
    return due_at is not None and due_at < clock.now()


def card_links(card: int) -> Links:
    return Links(self=f"/api/cards/{card}", page=f"/cards/{card}/")


def task_links(task: int, card: int) -> Links:
    return Links(self=f"/api/tasks/{task}", page=f"/cards/{card}/")


def company_links(company: int) -> Links:
    return Links(self=f"/api/companies/{company}", page=f"/companies/{company}/")


def file_links(file: int) -> Links:
    return Links(self=f"/api/files/{file}", page=f"/files/{file}/")
