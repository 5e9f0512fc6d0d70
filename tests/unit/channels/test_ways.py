"""Where a notice goes and when: the person's order, quiet hours, digests, and what a trouble means."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from marshrut.calendars.rules import Calendar, Schedule, WorkTime
from marshrut.channels.rules import choices, outcomes, quiet, routing
from marshrut.channels.rules.choices import Choices, Quiet
from marshrut.channels.rules.groups import GROUPS, group_of
from marshrut.channels.rules.routing import Way
from tests.support.toy import msk

HOURS = WorkTime(Calendar(), Schedule("Europe/Moscow"))
#: Thursday
NOON = msk("2026-07-02 12:00")
ALL = ("telegram", "max", "push", "email")
NEVER = Quiet("none")


def going(group: str, chosen: Choices, reached: tuple[str, ...] = ALL, at: datetime = NOON, **more: Any) -> Way | None:
    return routing.way(group, chosen, reached, HOURS, at, **more)


def test_the_first_of_the_persons_order_that_reaches_them() -> None:
    chosen = Choices(order=("max", "telegram"), quiet=NEVER)
    assert going("decisions", chosen) == Way("max", NOON)
    assert going("decisions", chosen, ("email", "telegram")) == Way("telegram", NOON)
    assert going("decisions", chosen, ("email",)) == Way("email", NOON), "what was never named comes after"
    assert going("decisions", chosen, ()) is None


def test_the_next_channel_is_one_not_tried() -> None:
    chosen = Choices(quiet=NEVER)
    assert going("decisions", chosen, tried={"telegram"}) == Way("max", NOON)
    assert going("decisions", chosen, tried=set(ALL)) is None


def test_no_means_no_unless_it_must_come_somewhere() -> None:
    off = {"telegram": "none", "max": "none", "push": "none", "email": "none"}
    chosen = Choices(matrix=dict.fromkeys(GROUPS, off), quiet=NEVER)
    assert going("talk", chosen) is None
    assert going("reminders", chosen) is None
    assert going("decisions", chosen) == Way("telegram", NOON)
    assert going("escalations", chosen) == Way("telegram", NOON)


def test_at_once_goes_before_the_digest_whatever_the_order() -> None:
    chosen = Choices(matrix={"talk": {"telegram": "digest", "email": "now"}}, quiet=NEVER)
    assert going("talk", chosen, ("telegram", "email")) == Way("email", NOON)
    assert going("talk", chosen, ("telegram",)) == Way("telegram", msk("2026-07-02 17:00"), "digest")


@pytest.mark.parametrize(
    ("at", "then"),
    [
        ("2026-07-02 12:00", "2026-07-02 12:00"),
        ("2026-07-02 13:30", "2026-07-02 13:30"),  # a lunch is no quiet
        ("2026-07-02 18:00", "2026-07-03 09:00"),
        ("2026-07-03 23:00", "2026-07-06 09:00"),  # over the weekend
        ("2026-07-02 08:59", "2026-07-02 09:00"),
    ],
)
def test_outside_of_working_time_it_waits(at: str, then: str) -> None:
    assert quiet.opening(Quiet("schedule"), HOURS, msk(at)) == msk(then)


@pytest.mark.parametrize(
    ("at", "then"),
    [
        ("2026-07-02 20:00", "2026-07-03 08:00"),
        ("2026-07-03 07:59", "2026-07-03 08:00"),
        ("2026-07-03 19:59", "2026-07-03 19:59"),
        ("2026-07-03 20:00", "2026-07-06 08:00"),  # the night, then Saturday and Sunday, then the night's end
        ("2026-07-04 12:00", "2026-07-06 08:00"),
    ],
)
def test_own_hours_and_days_are_kept(at: str, then: str) -> None:
    night = Quiet("hours", "20:00", "08:00", (5, 6))
    assert quiet.opening(night, HOURS, msk(at)) == msk(then)


def test_hours_are_those_of_the_persons_zone() -> None:
    siberia = WorkTime(Calendar(), Schedule("Asia/Novosibirsk"))
    assert quiet.opening(Quiet("schedule"), siberia, NOON) == NOON
    assert quiet.opening(Quiet("schedule"), siberia, msk("2026-07-02 14:30")) == msk("2026-07-03 05:00")
    assert quiet.next_digest(("09:00",), NEVER, siberia, NOON) == msk("2026-07-03 05:00")


def test_a_digest_in_quiet_hours_waits_for_their_end() -> None:
    assert quiet.next_digest(("09:00", "17:00"), Quiet("schedule"), HOURS, NOON) == msk("2026-07-02 17:00")
    assert quiet.next_digest(("09:00", "21:00"), Quiet("schedule"), HOURS, msk("2026-07-03 17:30")) == msk(
        "2026-07-06 09:00"
    )


def test_escalations_pass_the_quiet_and_the_digest() -> None:
    night = msk("2026-07-04 03:00")
    chosen = Choices(matrix={"escalations": {"telegram": "digest"}})
    assert going("escalations", chosen, at=night) == Way("telegram", night)
    assert going("decisions", chosen, at=night) == Way("telegram", msk("2026-07-04 08:00"), "quiet")


def test_own_choices_lie_over_the_companys() -> None:
    company = {"order": ["email"], "matrix": {"news": {"email": "none"}}, "quiet": {"kind": "none"}, "digest": []}
    own = {"order": [], "matrix": {"news": {"telegram": "now"}}, "quiet": {}, "digest": ["12:00"]}
    held = choices.choices(own, company)
    assert held.order == ("email",)
    assert (held.manner("news", "telegram"), held.manner("news", "email")) == ("now", "none")
    assert held.manner("news", "max") == "digest", "as it comes with the product"
    assert held.quiet == NEVER
    assert held.digest == ("12:00",)


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"order": ["pigeon"]}, {"order": "unknown"}),
        ({"matrix": {"news": {"pigeon": "now"}}}, {"matrix.news": "unknown"}),
        ({"matrix": {"gossip": {"email": "now"}}}, {"matrix.gossip": "unknown"}),
        ({"matrix": {"news": {"email": "loud"}}}, {"matrix.news": "unknown"}),
        ({"quiet": {"kind": "hours", "from": "20:00", "to": "20:00"}}, {"quiet": "quiet"}),
        ({"quiet": {"kind": "hours", "from": "25:00", "to": "08:00"}}, {"quiet": "quiet"}),
        ({"quiet": {"kind": "hours", "days": [0, 1, 2, 3, 4, 5, 6]}}, {"quiet": "quiet"}),
        ({"quiet": {"kind": "hours"}}, {"quiet": "quiet"}),
        ({"digest": ["9:00"]}, {"digest": "hours"}),
        ({"digest": ["09:00"] * 7}, {"digest": "hours"}),
        ({"quiet": {"kind": "hours", "from": "20:00", "to": "08:00", "days": [5, 6]}, "digest": ["09:00"]}, {}),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(given: Any, wrong: Any) -> None:
    assert choices.flaws(given, ALL, whole=Choices()) == wrong


@pytest.mark.parametrize(("group", "wrong"), [("decisions", {"matrix.decisions": "mandatory"}), ("talk", {})])
def test_what_waits_for_a_person_comes_somewhere(group: str, wrong: Any) -> None:
    matrix = {group: dict.fromkeys(ALL, "none")}
    assert choices.flaws({"matrix": matrix}, ALL, whole=Choices(matrix=matrix)) == wrong


def verdict(code: Any, **more: Any) -> outcomes.Verdict:
    given: dict[str, Any] = {"certain": True, "wait": None, "group": "decisions", "tries": 1, "unsure": False}
    return outcomes.verdict(code, **{**given, **more})


def test_a_limit_holds_the_channel_for_as_long_as_it_was_asked() -> None:
    found = verdict("limit", wait=30.0)
    assert (found.state, found.wait, found.channel, found.passes_on) == ("retry", 30.0, "limit", False)


def test_a_lost_address_asks_the_next_channel_at_once() -> None:
    for code in ("blocked", "gone"):
        found = verdict(code)
        assert (found.state, found.address_lost, found.passes_on, found.channel) == ("failed", True, True, "fine")


def test_only_what_is_waited_for_is_sent_again_when_nobody_knows() -> None:
    assert verdict("unsure", certain=False).state == "retry"
    assert verdict("unsure", certain=False, unsure=True).state == "failed"
    assert verdict("unsure", certain=False, unsure=True).passes_on
    informs = verdict("unsure", certain=False, group="news")
    assert (informs.state, informs.passes_on) == ("failed", False)


def test_tries_come_slower_and_a_channel_rests() -> None:
    assert [verdict("silent", tries=n).wait for n in (1, 2, 3, 20)] == [10.0, 20.0, 40.0, 3600.0]
    assert outcomes.closes(4, "failing") is None
    assert outcomes.closes(5, "failing") == timedelta(minutes=1)
    assert outcomes.closes(1, "unusable") == timedelta(minutes=10)


def test_every_notice_has_its_group() -> None:
    assert [group_of(one) for one in ("task_opened", "nudge", "escalation", "mention", "reaction", "channel_lost")] == [
        "decisions", "reminders", "escalations", "talk", "news", "house",
    ]  # fmt: skip
