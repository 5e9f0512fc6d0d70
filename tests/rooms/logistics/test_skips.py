"""What is skipped goes on with a listed reason, is written down as skipped, and counts (S0.10, S0.15, A0.2)."""

from __future__ import annotations

import pytest

from marshrut.cards import commands
from marshrut.cards.models import Task
from marshrut.kernel.errors import Invalid
from tests.support.logistics_office import Logistics


@pytest.mark.parametrize(("stage", "task"), [("scans", "send_scans"), ("scans_received", "track_carrier")])
def test_a_skip_has_a_reason_of_the_list(logistics: Logistics, stage: str, task: str) -> None:
    card = logistics.reach(stage)
    for how in ({}, {"because": ""}, {"because": "no_such"}, {"because": "other"}, {"because": "other", "reason": " "}):
        with pytest.raises(Invalid):
            logistics.decide(card, task, "skip", "alisa", **how)
        assert logistics.open(card) == [task]
    logistics.decide(card, task, "skip", "alisa", because="other", reason="Заказчик закрылся")
    assert logistics.open(card) != [task]


def test_it_is_journaled_as_skipped_and_not_as_done(logistics: Logistics) -> None:
    card = logistics.order()
    logistics.send_scans(card, "skip", because="by_edo")
    assert logistics.stage(card) == "scans_sent"
    (said,) = logistics.events(card, "task.completed")
    assert (said.body["outcome"], said.body["because"], said.body["skipped"]) == ("skip", "by_edo", True)
    row = Task.objects.system("test").get(card_id=card, key="send_scans")
    assert (row.skipped, row.because) == (True, "by_edo")


def test_no_upload_needed_is_no_skip(logistics: Logistics) -> None:
    card = logistics.reach("originals_received")
    logistics.decide(card, "upload_scans", "not_needed", "alisa")
    row = Task.objects.system("test").get(card_id=card, key="upload_scans")
    assert (row.skipped, row.because) == (False, "")
    assert "skipped" not in logistics.events(card, "task.completed")[-1].body


@pytest.mark.parametrize("upload", ["done", "not_needed"])
def test_what_the_customer_got_directly_is_not_sent_once_more(logistics: Logistics, upload: str) -> None:
    card = logistics.reach("scans_received")
    logistics.decide(card, "track_carrier", "skip", "alisa", because="direct")
    assert (logistics.stage(card), logistics.fields(card)["direct"]) == ("originals_received", True)
    fields = {"clean_scans": [logistics.file()]} if upload == "done" else {}
    logistics.decide(card, "upload_scans", upload, "alisa", fields=fields)
    assert (logistics.stage(card), logistics.open(card)) == ("originals_sent", ["get_signed"])


def test_originals_that_are_here_are_sent(logistics: Logistics) -> None:
    card = logistics.reach("scans_received")
    logistics.decide(card, "track_carrier", "skip", "alisa", because="have_originals")
    assert not logistics.fields(card).get("direct")
    logistics.upload(card)
    assert logistics.stage(card) == "sending"


def test_a_skip_may_be_taken_back(logistics: Logistics) -> None:
    card = logistics.order()
    task = logistics.task(card, "send_scans").pk
    logistics.send_scans(card, "skip", because="not_needed")
    commands.undo_decision(logistics.office.actor("alisa"), task=task)
    logistics.settle()
    assert (logistics.stage(card), logistics.open(card)) == ("scans", ["send_scans"])
    assert not Task.objects.system("test").filter(card_id=card, skipped=True, state="done").exists()
