"""Lawful turns, returns, and those that are only written down."""

from __future__ import annotations

import pytest

from marshrut.definitions.schema.edocs import STATUSES
from marshrut.edocs.rules.turns import FINAL, judge, lawful


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("sent", "signed"), ("delivered", "viewed"), ("not_started", "completed"), ("signed", "revoked"),
        ("rejected", "correction_requested"), ("correction_requested", "corrected"), ("rejected", "sent"),
        ("delivery_error", "sent"), ("delivery_error", "ready_to_send"), ("invite_pending", "sent"),
        ("sent", "invite_pending"), ("viewed", "rejected"), ("signed", "signed_partially"), ("viewed", "force_closed"),
    ],
)  # fmt: skip
def test_these_are_lawful(before: str, after: str) -> None:
    assert lawful(before, after, "out")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("signed", "viewed"), ("signed", "rejected"), ("viewed", "sent"), ("delivered", "draft"), ("revoked", "signed"),
        ("force_closed", "sent"), ("completed", "delivery_error"), ("rejected", "draft"), ("viewed", "invite_pending"),
    ],
)  # fmt: skip
def test_these_are_not(before: str, after: str) -> None:
    assert not lawful(before, after, "out")
    judged = judge(before, before, after, "out")
    assert judged is not None
    assert judged.suspicious
    assert judged.steady == before


def test_what_comes_in_is_delivered_before_we_sign_it() -> None:
    assert lawful("delivered", "needs_our_sign", "in")
    assert not lawful("delivered", "needs_our_sign", "out")


@pytest.mark.parametrize("before", STATUSES)
@pytest.mark.parametrize("after", STATUSES)
def test_every_turn_is_judged(before: str, after: str) -> None:
    for direction in ("out", "in"):
        judged = judge(before, before, after, direction)
        assert (judged is None) == (before == after)
        if judged is not None and not judged.suspicious:
            assert judged.event == after
        assert lawful(before, "unknown", direction)
        assert lawful("unknown", after, direction)


def test_masks_do_not_forget_what_holds() -> None:
    masked = judge("signed", "signed", "revocation_requested", "out")
    assert masked is not None
    assert (masked.event, masked.steady) == ("revocation_requested", "signed")
    back = judge("revocation_requested", "signed", "signed", "out")
    assert back is not None
    assert (back.event, back.suspicious) == ("returned", False)
    worse = judge("unknown", "signed", "viewed", "out")
    assert worse is not None
    assert worse.suspicious


def test_first_sight_is_a_turn() -> None:
    first = judge("", "", "sent", "out")
    assert first is not None
    assert (first.event, first.steady) == ("sent", "sent")
    masked = judge("", "", "unknown", "out")
    assert masked is not None
    assert masked.steady == ""


def test_final_ones_are_statuses() -> None:
    assert set(STATUSES) >= FINAL
