"""Papers end as the last stage says, however often and in whatever order the worker gets to it (S1.14)."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.cards import commands
from marshrut.documents import commands as documents
from marshrut.documents.models import Document, Entry
from marshrut.history.models import Event
from marshrut.jobs import effects, registry
from marshrut.jobs.models import Effect
from tests.support.contract_office import Contracts

OURS = ("card_documents", "document_status", "register_document")


class Killed(BaseException):
    """The process is gone at this very point."""


def waiting(card: int) -> list[Effect]:
    return list(Effect.objects.filter(subject=card, kind__in=OURS).exclude(state="done").order_by("id"))


def do(effect: Effect) -> None:
    """As a worker that was slow, or came twice: the handler alone."""
    taken = registry.TakenEffect(
        effect.pk, effect.kind, effect.lane, effect.dedup, effect.subject, effect.payload, 1, 1, 12
    )
    registry.effects[effect.kind].run(effect.payload, taken)


def statuses(paper: Document) -> list[str]:
    lines = Event.objects.filter(subject=f"document:{paper.pk}", kind="document.status_set").order_by("seq")
    return [line.body["to"].removeprefix("contract/") for line in lines]


@pytest.fixture
def asleep(contracts: Contracts, monkeypatch: pytest.MonkeyPatch) -> Contracts:
    """The worker is off: nothing happens to papers until a test says so."""
    monkeypatch.setattr(Contracts, "settle", lambda _self: None)
    return contracts


def signed(contracts: Contracts) -> int:
    card = contracts.card()
    contracts.approve(card)
    contracts.sign(card)
    return card


def test_a_worker_that_was_off_all_the_way_catches_up(asleep: Contracts) -> None:
    card = signed(asleep)
    assert not Document.objects.exists()
    for effect in waiting(card):
        do(effect)
    paper = asleep.paper(card)
    assert (paper.status.key, paper.number, paper.owner_card) == ("signed", "01-05/001-2026", None)
    assert statuses(paper)[-1] == "signed"
    assert len(asleep.versions(card)) == 2


def test_effects_in_the_opposite_order_end_the_same(asleep: Contracts) -> None:
    card = signed(asleep)
    for effect in reversed(waiting(card)):
        do(effect)
    paper = asleep.paper(card)
    assert (paper.status.key, paper.number, paper.owner_card) == ("signed", "01-05/001-2026", None)
    assert statuses(paper) == ["signed"]
    assert Entry.objects.count() == 1


def test_every_effect_twice_changes_nothing_more(asleep: Contracts) -> None:
    card = signed(asleep)
    for effect in waiting(card):
        do(effect)
    paper = asleep.paper(card)
    before = Event.objects.filter(subject=f"document:{paper.pk}").count()
    for effect in waiting(card):
        do(effect)
    assert Event.objects.filter(subject=f"document:{paper.pk}").count() == before
    assert (Document.objects.count(), Entry.objects.count()) == (1, 1)


@pytest.mark.parametrize("order", [(0, 2, 1), (1, 0, 2), (2, 1, 0)])
def test_the_last_three_words_in_any_order(asleep: Contracts, order: tuple[int, ...]) -> None:
    """Filing the signed copy, the status of the contract, and one word of the stage before that comes late."""
    card = signed(asleep)
    *earlier, late = [one for one in waiting(card) if one.kind == "document_status"][:-2]
    for effect in earlier:
        do(effect)
    last = next(one for one in waiting(card) if one.kind == "document_status" and "signed" in one.payload["place"])
    filed = [one for one in waiting(card) if one.kind == "card_documents"][-1]
    for place in order:
        do((late, last, filed)[place])
    paper = asleep.paper(card)
    assert (paper.status.key, paper.owner_card) == ("signed", None)
    assert statuses(paper).count("signed") == 1


def test_a_worker_killed_after_the_status_and_before_it_said_so(
    contracts: Contracts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lease runs out, another worker does it again: «Подписан» is set once."""
    card = contracts.card()
    contracts.approve(card)
    contracts.decide(card, "sign", "signed", "director")
    contracts.decide(card, "send", "not_needed", "zina")
    finish = effects.finish
    died: list[Any] = []

    def die(effect: Any, *rest: Any, **named: Any) -> Any:
        if getattr(effect, "kind", "") == "document_status" and not died:
            died.append(effect)
            raise Killed
        return finish(effect, *rest, **named)

    monkeypatch.setattr(effects, "finish", die)
    copy = contracts.file("signed", by="zina")
    task = contracts.task(card, "countersign").pk
    fields = {"signed_copy": [copy], "signed_on": "2026-07-06"}
    commands.complete_task(contracts.office.actor("zina"), task=task, outcome="signed", fields=fields)
    with pytest.raises(Killed):
        contracts.settle()
    paper = contracts.paper(card)
    Effect.objects.filter(subject=card, state="doing").update(state="todo", lease_until=None)
    contracts.settle()
    paper.refresh_from_db()
    assert (paper.status.key, paper.owner_card, len(died)) == ("signed", None, 1)
    assert statuses(paper).count("signed") == 1
    assert waiting(card) == []


def test_what_a_person_did_after_the_end_is_not_undone_by_a_late_repetition(contracts: Contracts) -> None:
    card = signed(contracts)
    paper = contracts.paper(card)
    documents.set_status(contracts.office.actor("lev"), document=paper.pk, status="archived")
    for effect in Effect.objects.filter(subject=card, kind__in=OURS).order_by("id"):
        do(effect)
    paper.refresh_from_db()
    assert paper.status.key == "archived"


def test_a_decision_taken_back_takes_the_status_back(contracts: Contracts) -> None:
    card = contracts.card()
    task = contracts.task(card, "check").pk
    contracts.decide(card, "check", "checked", "zina")
    assert contracts.paper(card).status.key == "approval"
    commands.undo_decision(contracts.office.actor("zina"), task=task)
    contracts.settle()
    assert (contracts.state(card).stage, contracts.paper(card).status.key) == ("check", "check")


def test_an_annex_taken_off_the_card_is_not_signed_with_the_rest(contracts: Contracts) -> None:
    right, wrong = contracts.file("a1", "Спецификация.pdf"), contracts.file("a2", "Чужое.pdf")
    card = contracts.card(annexes=[right, wrong])
    contracts.edit(card, annexes=[right])
    contracts.approve(card)
    contracts.sign(card)
    papers = {one.title: (one.status.key, one.owner_card) for one in Document.objects.filter(kind__key="annex")}
    assert papers == {"Спецификация": ("signed", None), "Чужое": ("check", None)}


def test_a_file_put_back_is_the_current_version_again(contracts: Contracts) -> None:
    """What is approved is what lies on the card."""
    first, second = contracts.file("v1"), contracts.file("v2")
    card = contracts.card(contract=[first])
    contracts.edit(card, contract=[second])
    contracts.edit(card, contract=[first])
    assert contracts.versions(card) == [first, second, first]
    contracts.edit(card, note="Ещё раз")
    assert contracts.versions(card) == [first, second, first]
