"""Reminders of a stage: repeated, switched off, told in working hours and never twice (A1.2, A1.3, D18)."""

from __future__ import annotations

from dataclasses import replace

from marshrut.engine.happenings import Edit, Undo
from tests.support.small import ALICE, BORIS, COMPANY, DARIA, EGOR, Game, Part, stage, task
from tests.support.toy import msk

TELL: Part = {
    "do": "notify",
    "to": [{"author": True}, {"person_in": "owner"}],
    "text": "Процедура длится более 24 часов!",
    "in_working_hours": True,
}
DAY: Part = {"key": "slow", "every": {"hours": 24}, "robots": [TELL]}


def game(timer: Part = DAY, at: str = "2026-07-02 10:00", owner: int = EGOR) -> Game:
    """Алиса's card on the first stage since then; Егор answers for it."""
    played = Game(stage("w1", task(), next="w2", timers=[timer]), stage("w2", task(), next="done"), start=False)
    played.edit(owner=owner)
    played.at(msk(at))
    played.start()
    return played


def test_within_working_hours_people_are_told_at_once_and_again_every_day() -> None:
    played = game().at(msk("2026-07-03 10:00"))
    assert played.told("robot") == [ALICE, EGOR]
    assert played.said().count("stage.told") == 1
    assert game().at(msk("2026-07-02 23:00")).told("robot") == []


def test_author_and_owner_in_one_person_are_told_once() -> None:
    assert game(owner=ALICE).at(msk("2026-07-03 10:00")).told("robot") == [ALICE]


def test_after_hours_the_notice_waits_for_the_morning() -> None:
    played = game(at="2026-07-01 20:00").at(msk("2026-07-02 20:00"))
    assert played.told("robot") == []
    assert {
        f"tell/slow/0/{person}": msk("2026-07-03 09:00") for person in (ALICE, EGOR)
    }.items() <= played.timers().items()
    assert played.at(msk("2026-07-03 09:00")).told("robot") == [ALICE, EGOR]


def test_a_weekend_is_not_told_three_times_on_monday() -> None:
    played = game(at="2026-07-02 20:00")  # due on Friday evening, on Saturday and on Sunday
    assert played.at(msk("2026-07-06 08:59")).told("robot") == []
    assert played.at(msk("2026-07-06 09:01")).told("robot") == [ALICE, EGOR]
    assert played.at(msk("2026-07-06 19:59")).told("robot") == [ALICE, EGOR]


def test_notices_about_one_visit_have_names_of_their_own() -> None:
    played = game(at="2026-07-01 20:00").at(msk("2026-07-10 18:00"))
    keys = [effect.dedup for decision in played.decisions for effect in decision.effects]
    assert len(set(keys)) == len(keys)


def test_a_waiting_notice_is_over_with_the_stage() -> None:
    played = game(at="2026-07-01 20:00").at(msk("2026-07-02 20:30"))
    played.decide(BORIS)
    assert not [key for key in played.timers() if key.startswith("tell/")]
    assert played.at(msk("2026-07-03 12:00")).told("robot") == []


def test_who_does_not_answer_for_it_any_more_is_not_told() -> None:
    played = game(at="2026-07-01 20:00").at(msk("2026-07-02 20:30"))
    played.do(Edit({"owner": DARIA}), ALICE)
    assert played.at(msk("2026-07-03 09:30")).told("robot") == [ALICE]


def test_each_is_told_in_working_time_of_their_own() -> None:
    """Егор works two hours to the east."""
    played = game(at="2026-07-01 08:00")
    east = COMPANY.work_time(None)
    schedule = replace(east.schedule, zone="Asia/Yekaterinburg")

    class Company(type(COMPANY)):  # type: ignore[misc]
        def work_time(self, person: int | None) -> object:
            return replace(east, schedule=schedule) if person == EGOR else east

    played.company = Company(COMPANY.boss, COMPANY.above, COMPANY.roles)
    assert played.at(msk("2026-07-02 08:00")).told("robot") == [EGOR]
    assert played.at(msk("2026-07-02 09:00")).told("robot") == [EGOR, ALICE]


# -- switching off -----------------------------------------------------------------------------------------------------

SET: Part = {"key": "slow", "every": {"hours": "$slow"}, "robots": [TELL]}


def switched(hours: int) -> Game:
    played = Game(stage("w1", task(), next="w2"), stage("w2", task("next"), next="done", timers=[SET]))
    played.definition = replace(played.definition, settings={"slow": hours})
    return played


def test_a_setting_of_0_switches_the_reminder_of_a_stage_off() -> None:
    on, off = switched(24), switched(0)
    for played in (on, off):
        played.decide(BORIS)
    assert (list(on.timers()), list(off.timers())) == (["stage/slow"], [])


def test_switched_off_meanwhile_it_fires_once_more_and_ends() -> None:
    played = switched(24)
    played.decide(BORIS)
    played.definition = replace(played.definition, settings={"slow": 0})
    played.at(msk("2026-07-03 10:00"))
    assert (played.told("robot"), played.timers()) == ([ALICE], {})


def test_undoing_arms_the_reminder_of_the_stage_anew() -> None:
    played = game()
    played.decide(BORIS)
    played.do(Undo(1), BORIS)
    assert played.timers()["stage/slow"] == msk("2026-07-03 10:00")


def test_a_rung_with_a_setting_of_0_is_not_armed_and_a_written_0_comes_at_once() -> None:
    rung: Part = {"key": "remind", "after": {"work_hours": "$slow"}, "do": "remind"}
    at_once: Part = {"key": "now", "after": {"work_hours": 0}, "do": "remind"}
    played = Game(stage("w1", task(), next="w2"), stage("w2", task("next", ladder=[rung, at_once]), next="done"))
    played.definition = replace(played.definition, settings={"slow": 0})
    played.decide(BORIS)
    assert played.timers() == {"now": msk("2026-07-02 10:00")}
