"""Installed routes are proved against the company of today; administrators hear of each new flaw once."""

from __future__ import annotations

import pytest

from marshrut.jobs.models import Effect
from marshrut.kernel.actor import Actor
from marshrut.rehearsals import commands, nightly, queries
from marshrut.rehearsals.models import Proof
from tests.support.office import MovingClock, Office, build

pytestmark = pytest.mark.django_db
FLAW = {
    "stage": "finance",
    "warning": False,
    "sentence": {"ru": "Никого не осталось.", "en": "Nobody is left."},
    "way": {"ru": ["Автор отправляет карточку."], "en": ["The author sends the card."]},
}


@pytest.fixture
def office(now: MovingClock) -> Office:
    return build()


def keep(*flaws: dict[str, object]) -> int:
    system = Actor.system()
    return commands.keep_proof(system, pack="payments", card_type="payment_request", digest="1", flaws=list(flaws))


def test_a_new_flaw_is_told_once(office: Office) -> None:
    assert keep(FLAW) == 1
    many = Effect.objects.filter(kind="notify_house").count()
    assert many == 1
    assert keep(FLAW) == 0
    assert Effect.objects.filter(kind="notify_house").count() == many
    found = queries.newest_proofs()["payments", "payment_request"]
    assert [(one.stage, one.sentence, one.warning) for one in found.flaws] == [
        ("finance", "Никого не осталось.", False)
    ]
    payload = {"pack": "payments", "card_type": "payment_request"}
    assert nightly.compose(office.id("admin"), payload) == (
        "Маршрут сегодня не сходится: Заявки на оплату",
        "Никого не осталось.",
    )
    keep()
    assert nightly.compose(office.id("admin"), payload) is None


def test_a_warning_is_kept_and_nobody_is_woken(office: Office) -> None:
    keep({**FLAW, "warning": True})
    assert not Effect.objects.filter(kind="notify_house").exists()


def test_what_was_proved_is_left_alone(office: Office) -> None:
    nightly.prove()
    rows = list(Proof.objects.values_list("pack", "card_type", "digest"))
    assert ("payments", "payment_request") in {row[:2] for row in rows}
    Proof.objects.update(flaws=[FLAW])
    nightly.prove()
    assert all(row == [FLAW] for row in Proof.objects.values_list("flaws", flat=True))
