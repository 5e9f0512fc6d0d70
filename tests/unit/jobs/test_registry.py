"""Handlers are registered once and known by name."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.jobs import effects, registry


@pytest.fixture(autouse=True)
def _empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "effects", {})
    monkeypatch.setattr(registry, "duties", {})
    monkeypatch.setattr(registry, "_timer_handler", [])
    monkeypatch.setattr(registry, "_group_handler", [])


def nothing(payload: dict[str, Any], effect: registry.TakenEffect) -> None:
    """A handler."""


def test_a_kind_has_one_handler() -> None:
    registry.on_effect("notify", lane="mail", lease=60)(nothing)
    assert registry.effects["notify"].lane == "mail"
    with pytest.raises(RuntimeError):
        registry.on_effect("notify")(nothing)


def test_timers_have_one_handler() -> None:
    assert registry.timer_handler() is None
    handler = registry.on_timer(lambda timer: None)
    assert registry.on_timer(handler) is registry.timer_handler()
    with pytest.raises(RuntimeError):
        registry.on_timer(lambda timer: None)


def test_groups_of_timers_have_one_handler() -> None:
    assert registry.group_handler() is None
    handler = registry.on_timers(lambda group: None)
    assert registry.on_timers(handler) is registry.group_handler()
    with pytest.raises(RuntimeError):
        registry.on_timers(lambda group: None)


def test_a_duty_has_one_name() -> None:
    registry.on_housekeeping("sweep", 60)(lambda: None)
    with pytest.raises(RuntimeError):
        registry.on_housekeeping("sweep", 60)(lambda: None)


def test_a_row_carries_what_its_kind_says() -> None:
    registry.on_effect("notify", lane="mail", max_attempts=3)(nothing)
    assert effects.row("notify", "notify:1", payload={"card": 17}, subject=17, delay=5) == {
        "kind": "notify",
        "dedup": "notify:1",
        "lane": "mail",
        "max_attempts": 3,
        "payload": {"card": 17},
        "subject": 17,
        "delay": 5,
    }


def test_an_unknown_kind_and_a_fat_payload_are_refused() -> None:
    with pytest.raises(KeyError):
        effects.row("notify", "notify:1")
    registry.on_effect("notify")(nothing)
    with pytest.raises(ValueError, match="send ids"):
        effects.row("notify", "notify:1", payload={"text": "я" * 1000})
