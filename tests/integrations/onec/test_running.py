"""From the table of a 1C to the register of e-documents, through the worker: nothing is lost, nothing comes twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest

from marshrut.cards.models import Card
from marshrut.edocs import commands, working
from marshrut.edocs.models import Base, EDoc, Run, Turn
from marshrut.edocs.queries.fresh import fresh
from marshrut.integrations.onec import cells, running, transport, windows
from marshrut.kernel import clock
from tests.support import bases
from tests.support.office import MovingClock, Office, build, drain
from tests.support.onec import OneC


@dataclass
class Desk:
    """An office whose 1C stands beside it, on one clock."""

    office: Office
    onec: OneC
    now: MovingClock
    heard: list[int]
    settings: dict[str, Any] = field(default_factory=dict)

    def connect(self, **changes: Any) -> None:
        told = {"address": self.onec.url, "from_date": "2026-01-01", **self.settings}
        usual: dict[str, Any] = {
            "title": "Бухгалтерия", "source": "onec", "owner": self.office.id("junior"), "settings": told,
            "secrets": {"login": self.onec.login, "password": self.onec.password},
        }  # fmt: skip
        commands.set_base(self.office.actor("admin"), base="main", **{**usual, **changes})

    def later(self, **delta: float) -> None:
        self.now.at += timedelta(**delta)

    def read(self, lane: Any = "changes", *asked: tuple[str, str]) -> Run:
        running.run("main", lane, asked)
        drain(self.now())
        return Run.objects.latest("pk")

    def doc(self, ref: str) -> EDoc:
        return EDoc.objects.get(ref=ref)

    def stage(self, ref: str) -> str:
        return Card.objects.system("test").get(pk=self.doc(ref).card).stage

    def turns(self, ref: str) -> list[str]:
        return [one.event + ("." if one.silent else "") for one in Turn.objects.filter(edoc__ref=ref).order_by("n")]

    def base(self) -> Base:
        return Base.objects.get(key="main")


@pytest.fixture
def desk(db: None, settings: Any, tmp_path: Path, waits: list[float]) -> Iterator[Desk]:
    settings.FILES = tmp_path / "files"
    now = MovingClock("2026-08-03 12:00")
    with clock.running(now), OneC(now=now) as onec, bases.hearing() as heard:
        settings.EGRESS_ALLOW = [*settings.EGRESS_ALLOW, onec.place]
        made = Desk(build("edocs"), onec, now, heard)
        made.connect()
        yield made


def test_the_first_filling_is_silent_and_news_are_told(desk: Desk) -> None:
    """S2.4, S2.6, S2.12: what was before is quiet, what comes is announced once."""
    old, waiting = desk.onec.sent("УПД-1"), desk.onec.sent("УПД-2")
    desk.onec.act(old, "sign")
    desk.later(minutes=10)
    run = desk.read()
    assert (run.lane, run.read, run.new, run.trouble) == ("first", 2, 2, "")
    assert (desk.doc(old).status, desk.stage(old), desk.stage(waiting)) == ("signed", "signed", "waiting")
    assert desk.heard == []
    desk.onec.act(waiting, "sign", by="Ким Виктор Олегович")
    desk.later(minutes=10)
    assert desk.read().lane == "changes"
    assert (desk.stage(waiting), desk.turns(waiting)[-1]) == ("signed", "signed")
    assert len(desk.heard) == 1
    desk.later(minutes=10)
    desk.read()
    desk.read("open")
    desk.read("reconcile")
    assert len(desk.heard) == 1
    assert [one["name"] for one in desk.doc(waiting).signers if one["side"] == "theirs"] == ["Ким Виктор Олегович"]


def test_what_is_learned_of_a_base_is_kept(desk: Desk) -> None:
    desk.onec.sent("УПД-1")
    desk.later(minutes=10)
    first = desk.read().requests
    desk.later(minutes=10)
    again = desk.read().requests
    assert desk.base().profile["profile"] == "bp30_bed19"
    assert again < 10 < first


def test_a_configuration_that_changed_is_looked_at_anew(desk: Desk) -> None:
    key = desk.onec.sent("УПД-1")
    desk.later(minutes=10)
    desk.read()
    desk.onec.moods.without = {"Document_ЭлектронныйДокументИсходящийЭДО": {"ПричинаОстановки"}}
    desk.onec.act(key, "sign")
    desk.later(minutes=10)
    assert desk.read().trouble == ""
    assert desk.doc(key).status == "signed"


def test_a_base_that_is_down_keeps_what_was_good(desk: Desk) -> None:
    key = desk.onec.sent("УПД-1")
    desk.later(minutes=10)
    desk.read()
    good = desk.base().last_ok_at
    desk.onec.fault("503", times=999)
    desk.later(minutes=10)
    run = desk.read()
    assert (run.trouble, desk.base().last_ok_at, desk.doc(key).status) == ("busy", good, "viewed")
    closed = desk.base().closed_until
    assert closed is not None
    assert closed > desk.now()
    desk.onec.moods.faults.clear()
    desk.onec.act(key, "sign")
    desk.later(hours=1)
    desk.read()
    assert (desk.doc(key).status, desk.base().failures) == ("signed", 0)


@pytest.fixture
def poisoned(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """One second cannot be read, whatever is asked of it: a document was written in it."""
    desk.onec.sent("УПД-1")
    desk.later(minutes=10)
    desk.read()
    bad = cells.wall(desk.now(), ZoneInfo("Europe/Moscow"))
    desk.onec.sent("УПД-2")
    real = windows.Walker._window

    def broken(self: windows.Walker, since: datetime, until: datetime, top: int, skip: int) -> windows.Rows:
        if since <= bad < until:
            raise transport.Refusal("broken", "500")
        return real(self, since, until, top, skip)

    monkeypatch.setattr(windows.Walker, "_window", broken)
    return desk


def _due(desk: Desk) -> str | None:
    """What is read next, and read by this."""
    before = Run.objects.latest("pk").pk
    working.due()
    drain(desk.now())
    run = Run.objects.latest("pk")
    return run.lane if run.pk != before else None


def test_a_window_that_always_fails_is_a_trouble(poisoned: Desk) -> None:
    desk, good, cursor = poisoned, poisoned.base().last_ok_at, poisoned.base().cursor
    for failures in range(1, 4):
        desk.later(minutes=10)
        run = desk.read()
        base = desk.base()
        assert (run.trouble, run.failed_windows, base.last_error) == ("window", 1, "window")
        assert (base.failures, base.last_ok_at, base.cursor) == (failures, good, cursor)
    (told,) = fresh(desk.office.actor("admin"))
    assert told.stale.red
    desk.read("open")
    assert (desk.base().failures, desk.base().last_error, desk.base().last_ok_at) == (3, "window", good)


def test_a_window_that_always_fails_holds_up_no_other_lane(poisoned: Desk) -> None:
    desk, lanes = poisoned, []
    for _turn in range(30):
        desk.later(minutes=6)
        lanes.append(_due(desk))
    assert 4 <= lanes.count("changes") <= 9
    assert 4 <= lanes.count("open") <= 6
    assert 2 <= lanes.count("reconcile") <= 3  # the month fails at night as well: once an hour


def test_a_window_that_heals_is_forgotten(poisoned: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = poisoned
    desk.later(minutes=10)
    desk.read()
    monkeypatch.undo()
    desk.later(minutes=10)
    assert desk.read().trouble == ""
    base = desk.base()
    assert (base.failures, base.last_error, base.last_ok_at) == (0, "", desk.now())
    assert EDoc.objects.count() == 2


def test_what_somebody_asks_for_does_not_freshen_the_base(desk: Desk) -> None:
    key = desk.onec.sent("УПД-1")
    desk.later(minutes=10)
    desk.read()
    good = desk.base().last_ok_at
    desk.later(hours=5)
    desk.read("asked", (desk.doc(key).place, key))
    assert (desk.base().last_ok_at, desk.doc(key).read_at) == (good, desk.now())
    (told,) = fresh(desk.office.actor("admin"))
    assert (told.stale.minutes, told.stale.red) == (300, True)


def test_the_year_it_was_connected_in_is_read_for_good(desk: Desk) -> None:
    desk.connect(settings={"address": desk.onec.url, "from_date": ""})
    key = desk.onec.sent("УПД-1")
    desk.onec.act(key, "sign")
    desk.later(minutes=10)
    desk.read()
    desk.later(days=170)
    desk.read()
    with desk.onec.base.lock:
        desk.onec.base.remove(key)
    with patch.object(running.Keeper, "outlying", return_value=iter(())):  # by its date, not by its key
        for _night in range(2):
            desk.later(days=1)
            desk.read("reconcile")
    assert desk.doc(key).gone_at is not None


def test_a_document_of_years_before_may_be_gone(desk: Desk) -> None:
    """Its date is in no month of the nightly look, or it has none."""
    old, undated, there = (desk.onec.sent(number) for number in ("Договор-1", "УПД-2", "УПД-3"))
    desk.later(minutes=10)
    desk.read()
    EDoc.objects.filter(ref__in=[old, there]).update(date=date(2019, 3, 1))
    EDoc.objects.filter(ref=undated).update(date=None)
    with desk.onec.base.lock:
        desk.onec.base.remove(old)
        desk.onec.base.remove(undated)
    for _night in range(2):
        desk.later(days=1)
        assert desk.read("reconcile").trouble == ""
    assert [desk.doc(ref).gone_at is not None for ref in (old, undated, there)] == [True, True, False]


def test_a_wrong_password_is_tried_once(desk: Desk) -> None:
    desk.connect(secrets={"login": "Обмен", "password": "другой"})
    before = len(desk.onec.requests)
    assert desk.read().trouble == "refused"
    desk.later(minutes=30)
    desk.read()
    assert len(desk.onec.requests) == before + 1


def test_words_of_a_trouble_are_ours(desk: Desk) -> None:
    desk.onec.sent("УПД-1")
    desk.onec.fault("500", times=999, only="СостоянияДокументовЭДО")
    desk.later(minutes=10)
    run = desk.read()
    assert run.trouble == "broken"
    assert "Ромашка" not in run.words + desk.base().error_words


def test_a_bug_of_ours_is_a_trouble_and_no_storm(desk: Desk) -> None:
    with patch.object(running, "_read", side_effect=KeyError("x")):
        assert desk.read().trouble == "failed"


def test_a_reader_that_was_replaced_writes_nothing(desk: Desk) -> None:
    """A worker that slept through its lease wakes up: another reads the base by now."""
    key = desk.onec.sent("УПД-1")
    desk.later(minutes=10)
    real = running.Keeper.record

    def late(self: running.Keeper, *words: Any, **more: Any) -> None:
        Base.objects.update(lease="9.other", lease_epoch=9)
        real(self, *words, **more)

    with patch.object(running.Keeper, "record", late):
        running.run("main", "changes")
    assert not EDoc.objects.filter(ref=key).exists()
    assert (desk.base().lease, desk.base().cursor) == ("9.other", None)


def test_a_worker_that_dies_in_the_middle_loses_nothing(desk: Desk) -> None:
    for number in range(60):
        desk.onec.add(f"УПД-{number}")
        desk.later(minutes=30)
    desk.later(minutes=10)
    desk.settings["page"] = "20"
    desk.connect()
    real, portions = running.Keeper.record, iter(range(1000))

    class Killed(BaseException):
        """As a worker that is killed: nothing is tidied up."""

    def dies(self: running.Keeper, documents: Any, cursor: datetime | None = None) -> None:
        real(self, documents, cursor)
        if documents and next(portions) == 1:
            raise Killed

    with patch.object(running.Keeper, "record", dies), pytest.raises(Killed):
        running.run("main", "changes")
    assert 0 < EDoc.objects.count() < 60
    Base.objects.update(lease_until=datetime(2000, 1, 1, tzinfo=UTC))
    desk.later(minutes=10)
    run = desk.read()
    assert (EDoc.objects.count(), run.trouble) == (60, "")
    assert Card.objects.system("test").filter(type="edoc").count() == 60


def test_a_deleted_document_is_gone_after_two_nights(desk: Desk) -> None:
    key = desk.onec.sent("УПД-1")
    desk.onec.sent("УПД-2")
    desk.later(minutes=10)
    desk.read()
    with desk.onec.base.lock:
        desk.onec.base.remove(key)
    gone = []
    for _night in range(2):
        desk.later(days=1)
        desk.read("reconcile")
        gone.append(desk.doc(key).gone_at is not None)
    assert gone == [False, True]


def test_one_that_is_hidden_by_rights_is_not_gone(desk: Desk) -> None:
    key = desk.onec.sent("УПД-1")
    desk.onec.sent("УПД-2")
    desk.later(minutes=10)
    desk.read()
    desk.onec.moods.rls_hide = {key}
    for _night in range(3):
        desk.later(days=1)
        desk.read("reconcile")
    assert desk.doc(key).gone_at is None


def test_somebody_asks_for_one_document(desk: Desk) -> None:
    key = desk.onec.sent("УПД-1")
    desk.later(minutes=10)
    desk.read()
    desk.onec.act(key, "sign")
    desk.later(seconds=40)
    commands.refresh(desk.office.actor("director"), card=desk.doc(key).card)
    drain(desk.now())
    assert desk.doc(key).status == "signed"


def test_a_key_that_cannot_be_opened(desk: Desk, settings: Any) -> None:
    Base.objects.update(secrets="nonsense")
    assert desk.read().trouble == "sealed"
    assert desk.onec.requests == []


def test_an_updated_configuration_waits_for_a_check(desk: Desk, settings: Any) -> None:
    desk.onec.sent("УПД-1")
    desk.later(minutes=10)
    desk.read()
    with OneC("bed17", now=desk.now) as older:
        older.add_older("Акт-1", state="ОжидаетсяПодтверждение")
        settings.EGRESS_ALLOW = [*settings.EGRESS_ALLOW, older.place]
        Base.objects.update(settings={**desk.base().settings, "address": older.url})  # the same base after its update
        desk.later(minutes=10)
        assert desk.read().trouble == "profile_changed"
        assert EDoc.objects.count() == 1
        desk.later(hours=2)
        assert commands.check_base(desk.office.actor("admin"), base="main")["ok"]
        assert desk.read().trouble == ""
        assert EDoc.objects.count() == 2


def test_every_trouble_has_words_for_people() -> None:
    from marshrut.edocs import sentences as theirs
    from marshrut.integrations.onec import sentences as ours

    told = {*transport._INNER.values(), *transport._STATUS.values(), "html", "ignored", "broken", "restless", "failed"}
    assert told - {"gone"} <= set(theirs.TROUBLES)
    assert set(ours.TROUBLES) - {"wished", "no_dialect"} <= set(theirs.TROUBLES)
