"""The reconciler is silent about a healthy company and names each kind of trouble."""

from __future__ import annotations

from marshrut.cards.models import Task
from marshrut.cards.reconcile import findings
from marshrut.jobs.models import Timer
from tests.support.office import MovingClock, Office


def kinds() -> list[str]:
    return [finding.what for finding in findings()]


def test_healthy_cards_give_no_findings(office: Office, now: MovingClock) -> None:
    for card in (office.request(), paid := office.request()):
        assert card
    office.to_payment(paid)
    office.pay(paid)
    assert findings() == []


def test_card_with_nothing_to_come_is_stuck(office: Office) -> None:
    card = office.request()
    Task.objects.system("test").filter(card_id=card).update(state="cancelled")
    Timer.objects.filter(subject=card).delete()
    assert [(finding.what, finding.cards) for finding in findings()] == [("stuck", (card,))]


def test_timer_of_a_left_visit_is_found(office: Office) -> None:
    card = office.request()
    Timer.objects.filter(subject=card, key="check").update(visit=1)
    assert kinds() == ["old_timers"]


def test_task_of_a_dismissed_person_is_found(office: Office) -> None:
    office.request()
    office.people["boris"].is_active = False
    office.people["boris"].save()
    assert kinds() == ["gone_people"]
