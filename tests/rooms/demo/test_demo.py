"""The demo company after its month: alive on every stage, made by nothing but commands."""

from __future__ import annotations

from collections import Counter

import pytest
from django.contrib.auth import authenticate
from django.db.models import Q

from marshrut import demo
from marshrut.automation.models import Notification
from marshrut.cards import queries
from marshrut.cards.models import Card, CardFile, Child, Task
from marshrut.demo.company import PEOPLE, ROLES
from marshrut.demo.library import content
from marshrut.demo.script import contracts, letters, orders, story
from marshrut.documents.models import Document, StoredFile
from marshrut.history.models import Event
from marshrut.history.verify import verify
from marshrut.jobs.models import Effect, Timer
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict
from marshrut.org import queries as org
from marshrut.org.models import Department, Person
from marshrut.shipments.models import Shipment
from tests.support.packs import definition

from .conftest import NOW, Loaded, snapshot


def test_forty_requests_stand_where_the_story_leaves_them(loaded: Loaded) -> None:
    wanted = Counter(request.ends for request in story())
    requests = Card.objects.system("test").filter(type="payment_request")
    assert Counter(requests.values_list("stage", flat=True)) == wanted
    stages = definition("payments", "payment_request").card_type.stages
    assert set(wanted) == {stage.key for stage in stages if not stage.reserved}
    assert wanted.total() == 40


def test_contracts_stand_on_every_stage_but_one_and_their_papers_say_so(loaded: Loaded) -> None:
    cards = Card.objects.system("test").filter(type="contract")
    assert Counter(cards.values_list("stage", flat=True)) == Counter(one.ends for one in contracts())
    stages = {stage.key for stage in definition("contracts", "contract").card_type.stages}
    assert stages - {one.ends for one in contracts()} == {"heads"}
    papers = Document.objects.filter(kind__key="contract")
    assert papers.count() == cards.count()
    status = dict(papers.values_list("title", "status__key"))
    assert Counter(status.values())["signed"] == 2
    signed = papers.get(title__contains="флаконов")
    assert (signed.version_n, bool(signed.number)) == (3, True)
    assert signed.sent_on is not None
    assert signed.signed_on is not None
    assert signed.sent_on < signed.signed_on


def test_letters_stand_where_the_story_leaves_them_and_their_papers_have_numbers(loaded: Loaded) -> None:
    came, written = letters()
    cards = Card.objects.system("test")
    stages = Counter(cards.filter(type="incoming_letter").values_list("stage", flat=True))
    assert stages == Counter(one.ends for one in came)
    assert {"intake", "resolution", "work", "answering", "done"} == set(stages)
    answers = [one for one in came if one.reply]
    outgoing = cards.filter(type="outgoing_letter")
    assert outgoing.count() == len(written) + len(answers)
    assert {"draft", "approval", "rework", "dispatch", "sent"} == set(outgoing.values_list("stage", flat=True))
    # S3.16: sent, and the counterparty's number is asked for
    assert Task.objects.system("test").filter(key="their_number", state="open").count() == 2
    # A3.2: agreed, sent back, agreed anew
    assert {1, 2} == set(
        Task.objects.system("test")
        .filter(key="approve", card__name__contains="монтажа")
        .values_list("round", flat=True)
    )
    registered = Document.objects.filter(kind__key="letter_in").exclude(number="")
    assert registered.count() == len(came) - stages["intake"]
    assert Card.objects.system("test").filter(type="errand", stage="done").exists()
    assert Card.objects.system("test").filter(type="acquaintance", stage="reading").exists()


def test_papers_of_orders_stand_where_the_story_leaves_them(loaded: Loaded) -> None:
    cards = Card.objects.system("test")
    hauls = cards.filter(type="logistics")
    assert Counter(hauls.values_list("stage", flat=True)) == Counter(one.ends for one in orders())
    assert hauls.count() == len(orders()) == 8
    # two are on their way and asked about; what came is received
    shipments = Counter(cards.filter(type="shipment").values_list("stage", flat=True))
    assert shipments == {"tracking": 2, "delivered": 3}
    assert Shipment.objects.filter(next_poll_at__isnull=False).count() == 2
    skipped = Task.objects.system("test").filter(skipped=True)
    assert Counter(skipped.values_list("because", flat=True)) == {"by_edo": 1, "have_originals": 1, "direct": 1}
    paper = Document.objects.get(title__contains="подписанный")
    assert (paper.status.key, paper.kind.key) == ("signed", "order_paper")
    sleeping = Task.objects.system("test").get(state="open", key="get_signed")
    assert cards.get(pk=sleeping.card_id).name == "Заявка 2611-019"


def test_the_shared_disk_holds_registered_papers(loaded: Loaded) -> None:
    papers = Document.objects.exclude(kind__key__in=["contract", "letter_in", "letter_out", "order_paper"])
    assert {row["title"] for row in content()["papers"]} == set(papers.values_list("title", flat=True))
    assert all(papers.values_list("number", flat=True))


def test_history_is_whole_and_says_what_the_rows_say(loaded: Loaded) -> None:
    assert verify() == []
    for card in Card.objects.system("test").all():
        events = Event.objects.filter(subject=f"card:{card.pk}").order_by("seq")
        assert [event.kind for event in events][:1] == ["card.created"]
        to = [event.body["to"] for event in events if event.kind in ("card.moved", "card.withdrawn")]
        assert card.stage == (to[-1] if to else "draft")
        decided = [event for event in events if event.kind == "task.completed"]
        assert len(decided) == Task.objects.system("test").filter(card_id=card.pk, state="done").count()


def test_nothing_is_stuck(loaded: Loaded) -> None:
    for card in Card.objects.system("test").filter(stage_kind="work"):
        open_here = card.tasks.system("test").filter(state__in=["open", "paused"], visit=card.visit).exists()
        answered_elsewhere = Child.objects.system("test").filter(card=card, visit=card.visit, state="awaited").exists()
        told_from_outside = card.stage in ("scans_sent", "tracking")
        assert [open_here, answered_elsewhere, told_from_outside].count(True) == 1
        assert Timer.objects.filter(subject=card.pk, visit=card.visit, state="armed", due_at__gt=NOW).exists()
    live = Card.objects.system("test").filter(Q(stage_kind="work") | Q(tasks__state="open"))
    assert set(Timer.objects.filter(state="armed").values_list("subject", flat=True)) == {card.pk for card in live}
    assert Timer.objects.filter(state__in=["armed", "dead"], due_at__lte=NOW).count() == 0


def test_everything_happened_within_five_weeks_and_nothing_later(loaded: Loaded) -> None:
    days = {event.at.date() for event in Event.objects.all()}
    assert 33 <= (NOW.date() - min(days)).days <= 36
    assert max(event.at for event in Event.objects.all()) <= NOW
    assert len(days) >= 20


def test_reminders_and_escalations_were_fired_by_timers(loaded: Loaded) -> None:
    fired = Event.objects.filter(kind__in=["task.reminded", "task.escalated"])
    assert {event.via for event in fired} == {"timer"}
    rungs = Counter((event.kind, event.body["rung"]) for event in fired)
    for rung in ("remind", "undecided"):
        assert rungs["task.reminded", rung] > 0
    for rung in ("escalate", "silence", "director"):
        assert rungs["task.escalated", rung] > 0
    instead = Event.objects.filter(kind="task.completed", on_behalf_of__isnull=False)
    by = {(person_of(event.actor_id), event.body["how"] == "delegate") for event in instead}
    assert by == {("ershov", False), ("sokolova", False), ("belyaev", True)}


def test_what_pages_shall_show_is_there(loaded: Loaded) -> None:
    own = [e for e in Event.objects.filter(kind="task.completed") if e.body.get("self")]
    assert len(own) >= 4
    assert Card.objects.system("test").filter(round=2, stage="finance").exists()
    assert Card.objects.system("test").filter(round=2, stage="paid").exists()
    assert Event.objects.filter(kind="task.delegated").count() == 2
    assert Event.objects.filter(kind="card.commented").count() >= 20
    assert Card.objects.system("test").filter(due_at__lt=NOW, finished_at=None).count() >= 2
    assert Card.objects.system("test").filter(due_at__date=NOW.date(), due_at__gt=NOW).exists()
    amounts = [card.amount for card in Card.objects.system("test").all() if card.amount]
    assert min(amounts) < 3000
    assert max(amounts) > 10_000_000
    assert Task.objects.system("test").filter(state="open", taken_at__isnull=False, stage="unit_approval").count() >= 2


def test_every_request_on_its_route_has_its_invoice_and_a_paid_one_its_order(loaded: Loaded) -> None:
    for card in Card.objects.system("test").filter(type="payment_request").exclude(stage="draft"):
        fields = set(CardFile.objects.system("test").filter(card_id=card.pk).values_list("field", flat=True))
        attached = card.tasks.system("test").filter(key="payment_order", state="done").exists()
        assert fields - {""} == ({"invoice", "payment_order"} if attached else {"invoice"})
        assert attached or card.stage != "paid"
    types = {one.rpartition(".")[2] for one in StoredFile.objects.values_list("content_type", flat=True)}
    assert types == {"application/pdf", "text/csv", "document"}


def test_everybody_signs_in(loaded: Loaded) -> None:
    assert len(loaded.people) == len({one.password for one in loaded.people}) == Person.objects.count() == len(PEOPLE)
    for one in loaded.people:
        person = authenticate(username=one.email, password=one.password)
        assert isinstance(person, Person)
        assert one.name == person.full_name
        assert one.position
    assert [one.email for one in loaded.people if "lebedeva" in one.email] == [loaded.people[0].email]


def test_who_holds_a_role_has_something_to_do(loaded: Loaded) -> None:
    chart = org.chart()
    for role, (_russian, _english, logins) in ROLES.items():
        holders = chart.holders(role)
        assert sorted(person_of(holder) for holder in holders) == sorted(logins)
        assert queries.tasks(Actor.person(holders[0])), role


def test_the_company_has_its_oddities(loaded: Loaded) -> None:
    laboratory = Department.objects.get(name="Лаборатория")
    assert laboratory.head is None
    chart = org.chart()
    chemist = Person.objects.get(email__startswith="polyakova@")
    assert chart.head_of(chemist.pk) == Person.objects.get(email__startswith="kuznetsov@").pk
    assert list(Person.objects.filter(is_admin=True).values_list("last_name", flat=True)) == ["Гусев"]
    assert list(Person.objects.filter(language="en").values_list("last_name", flat=True)) == ["Reed"]
    assert Person.objects.exclude(time_zone=None).count() == 2
    english = Notification.objects.filter(person__language="en", about="mention").values_list("title", flat=True)
    assert all(title.startswith("You were mentioned") for title in english)
    assert english


def test_one_is_on_holiday_and_one_is_going(loaded: Loaded) -> None:
    now, later = org.absences(Actor.system())
    assert [(person_of(one.person), one.state) for one in (now, later)] == [
        ("zakharov", "running"),
        ("fedorova", "future"),
    ]
    assert [person_of(one.person) for one in later.substitutes] == ["krylova", "zaitseva"]
    assert later.substitutes[0].is_partial
    passed = Event.objects.filter(kind="task.passed")
    assert {(person_of(one.body["from"]), person_of(one.body["to"])) for one in passed} == {("zakharov", "safin")}
    assert queries.tasks(Actor.person(now.substitutes[0].person))
    assert not queries.tasks(Actor.person(now.person))


def test_only_previews_and_texts_are_left_to_the_worker(loaded: Loaded) -> None:
    left = set(Effect.objects.exclude(state="done").values_list("kind", "state"))
    assert left == {("documents.preview", "todo"), ("documents.read", "todo")}


def test_old_notices_are_read_and_some_are_new(loaded: Loaded) -> None:
    unread = Notification.objects.filter(read_at=None).count()
    assert 10 <= unread <= Notification.objects.count() / 3


def test_the_same_moment_makes_the_same_company(loaded: Loaded) -> None:
    assert snapshot() == loaded.twin


def test_a_company_with_people_is_left_alone(loaded: Loaded) -> None:
    before = Card.objects.system("test").count()
    with pytest.raises(Conflict):
        demo.load()
    assert Card.objects.system("test").count() == before


def person_of(person: int | None) -> str:
    assert person is not None
    return Person.objects.get(pk=person).email.partition("@")[0]
