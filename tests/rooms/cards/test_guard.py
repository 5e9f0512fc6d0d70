"""Default-deny: whatever way a query is asked, it does not run unless it passed the gate (reliability sheet, 6.3)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Count, Exists, OuterRef, Prefetch, Subquery

from marshrut.cards import gate
from marshrut.cards.guard import Ungated
from marshrut.cards.models import Card, CardContent, CardFile, Child, Participant, StageVisit, Task
from marshrut.org.models import Person
from tests.support.office import Office, build

GUARDED = (Card, CardContent, StageVisit, Task, Participant, CardFile, Child)


@pytest.fixture
def office(db: None) -> Office:
    return build()


@pytest.fixture
def card(office: Office) -> int:
    return office.request()


WAYS: dict[str, Callable[[int], Any]] = {
    "all": lambda card: list(Card.objects.all()),
    "filter": lambda card: list(Card.objects.filter(pk=card)),
    "get": lambda card: Card.objects.get(pk=card),
    "first": lambda card: Card.objects.first(),
    "last": lambda card: Card.objects.last(),
    "latest": lambda card: Card.objects.latest("id"),
    "earliest": lambda card: Card.objects.earliest("id"),
    "values": lambda card: list(Card.objects.values("name")),
    "values_list": lambda card: list(Card.objects.values_list("name", flat=True)),
    "count": lambda card: Card.objects.count(),
    "exists": lambda card: Card.objects.exists(),
    "contains": lambda card: Card.objects.contains(Card(pk=card)),
    "len": lambda card: len(Card.objects.all()),
    "bool": lambda card: bool(Card.objects.all()),
    "aggregate": lambda card: Card.objects.aggregate(Count("id")),
    "aggregate of a group": lambda card: Card.objects.values("stage").annotate(n=Count("id")).aggregate(Count("n")),
    "iterator": lambda card: list(Card.objects.iterator()),
    "in_bulk": lambda card: Card.objects.in_bulk([card]),
    "dates": lambda card: list(Card.objects.dates("created_at", "day")),
    "explain": lambda card: Card.objects.all().explain(),
    "update": lambda card: Card.objects.filter(pk=card).update(name="x"),
    "delete": lambda card: CardFile.objects.filter(card_id=card).delete(),
    "get_or_create": lambda card: Participant.objects.get_or_create(person_id=1, card_id=card),
    "update_or_create": lambda card: Participant.objects.update_or_create(person_id=1, card_id=card),
    "create": lambda card: Participant.objects.create(person_id=1, card_id=card),
    "bulk_create": lambda card: Participant.objects.bulk_create([Participant(person_id=1, card_id=card)]),
    "raw": lambda card: list(Card.objects.raw("SELECT * FROM cards_card")),
    "select_for_update": lambda card: list(Card.objects.select_for_update().filter(pk=card)),
    "sub-query in a filter": lambda card: list(Person.objects.filter(pk__in=Card.objects.values("author_id"))),
    "Exists": lambda card: list(Person.objects.filter(Exists(Card.objects.filter(author_id=OuterRef("pk"))))),
    "Subquery": lambda card: list(Person.objects.annotate(n=Subquery(Card.objects.values("name")[:1]))),
    "reverse relation": lambda card: list(_passed(card).tasks.all()),
    "reverse one-to-one": lambda card: _passed(card).content,
    "forward relation": lambda card: Task.objects.system("test").filter(card_id=card)[0].card,
    "prefetch": lambda card: list(Card.objects.system("test").prefetch_related("tasks")),
    "Prefetch": lambda card: list(Card.objects.system("test").prefetch_related(Prefetch("tasks", Task.objects.all()))),
    "refresh_from_db": lambda card: _passed(card).refresh_from_db(),
    "save of a loaded row": lambda card: _passed(card).save(),
    "union": lambda card: list(Card.objects.system("test").union(Card.objects.all())),
    "union, other order": lambda card: list(Card.objects.all().union(Card.objects.system("test"))),
    "intersection": lambda card: list(Card.objects.system("test").intersection(Card.objects.all())),
    "|": lambda card: list(Card.objects.system("test").filter(pk=card) | Card.objects.filter(pk=card)),
    "| other order": lambda card: list(Card.objects.filter(pk=card) | Card.objects.system("test").filter(pk=card)),
    "| with nothing": lambda card: list(Card.objects.system("test").none() | Card.objects.filter(pk=card)),
    "&": lambda card: list(Card.objects.system("test").filter(pk=card) & Card.objects.filter(pk=card)),
}


def _passed(card: int) -> Any:
    return Card.objects.system("test").get(pk=card)


@pytest.mark.parametrize("way", WAYS)
def test_no_way_past_the_gate(card: int, way: str) -> None:
    with pytest.raises(Ungated):
        WAYS[way](card)


@pytest.mark.parametrize("model", GUARDED)
def test_every_table_of_cards_is_guarded(db: None, model: Any) -> None:
    with pytest.raises(Ungated):
        list(model.objects.all())
    with pytest.raises(Ungated):
        list(model._base_manager.all())
    assert model.objects.system("test").count() == 0


def test_what_passed_the_gate_may_be_narrowed_counted_and_joined_with_its_like(office: Office, card: int) -> None:
    seen, own = gate.visible_to(office.actor("alisa")), gate.visible_to(office.actor("boris"))
    assert seen.filter(pk=card).count() == 1
    assert seen.exclude(stage="draft").order_by("-id").values_list("id", flat=True)[:3][0] == card
    assert [one.pk for one in seen | own] == [card]
    assert seen.union(own).count() == 1
    assert Person.objects.filter(pk__in=seen.values("author_id")).count() == 1


@pytest.mark.parametrize("path", ["content", ""])
def test_nothing_is_joined_in_behind_the_gate(office: Office, card: int, path: str) -> None:
    with pytest.raises(Ungated):
        gate.visible_to(office.actor("alisa")).select_related(*filter(None, [path]))


def test_a_reason_must_be_given(db: None) -> None:
    with pytest.raises(Ungated):
        Card.objects.system("")


def test_only_the_gate_opens_the_gate() -> None:
    root = Path(gate.__file__).parents[1]
    using = [path.name for path in root.rglob("*.py") if "system(GATE)" in path.read_text(encoding="utf-8")]
    assert using == ["gate.py"]
