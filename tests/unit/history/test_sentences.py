"""The sentence of an event."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import translation

from marshrut.history import kinds
from marshrut.history.queries import Event


def event(body: dict[str, Any], **more: Any) -> Event:
    return Event("card:17", 1, datetime(2026, 1, 12, tzinfo=UTC), "test.moved", body=body, **more)


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(kinds, "registry", {})
    kinds.register("test.moved", "Stage changed: {from} → {to}", icon="move", refs={"to": "stage"})
    with translation.override("en"):
        yield


def test_places_are_filled_from_values_then_body() -> None:
    assert kinds.sentence(event({"from": "Новая", "to": "У руководителя"})) == "Stage changed: Новая → У руководителя"
    assert kinds.sentence(event({"from": "a", "to": "b"}, values={"from": "c"})) == "Stage changed: c → b"


def test_references_are_shown_by_name() -> None:
    shown = kinds.sentence(event({"from": 1, "to": [2, 3]}), lambda ref, value: f"{ref} № {value}")
    assert shown == "Stage changed: 1 → stage № 2, stage № 3"


def test_a_value_that_looks_like_a_place_is_not_filled_again() -> None:
    shown = kinds.sentence(event({"from": "{to} {0.__class__} %(to)s", "to": "тайна"}))
    assert shown == "Stage changed: {to} {0.__class__} %(to)s → тайна"


def test_missing_and_erased_values_are_told_apart() -> None:
    assert kinds.sentence(event({}, erased=frozenset({"to"}))) == "Stage changed: — → [erased]"
    with translation.override("ru"):
        assert kinds.sentence(event({}, erased=frozenset({"to"}))).endswith("[стёрто]")


def test_yes_and_no_are_words() -> None:
    assert kinds.sentence(event({"from": True, "to": False})) == "Stage changed: yes → no"


def test_an_event_of_a_room_that_is_gone_shows_its_name() -> None:
    unknown = Event("card:17", 1, datetime(2026, 1, 12, tzinfo=UTC), "gone.happened")
    assert kinds.sentence(unknown) == "gone.happened"
    assert kinds.kind("gone.happened").group == "history"


def test_one_kind_is_registered_once() -> None:
    with pytest.raises(RuntimeError):
        kinds.register("test.moved", "again")
