"""How long a rehearsal takes: `python -m benchmarks.rehearsal [CARDS] [DAYS]`, 10 000 payment requests over a year.

Needs no database: a company of a hundred people is made up here, and everybody answers as people do by default.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from resource import RUSAGE_SELF, getrusage
from time import perf_counter, process_time

import django

PEOPLE, DEPARTMENTS = 100, 10
ROLES = ("operations_manager", "finance_manager", "chief_accountant", "junior_accountant", "director")


def main(cards: int = 10_000, days: int = 247) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marshrut.config.settings")
    django.setup()
    from marshrut.calendars.decrees import russia
    from marshrut.calendars.rules import Schedule, WorkTime
    from marshrut.engine.definition import Definition
    from marshrut.org.rules import OrgChart, Seat, Unit
    from marshrut.rehearsals.playing.asked import Asked
    from marshrut.rehearsals.playing.play import Stage, play
    from tests.support.packs import pack

    people = {number: Seat(f"Person {number}", 1 + number % DEPARTMENTS) for number in range(1, PEOPLE + 1)}
    units = {number: Unit(f"Department {number}", 1 if number > 1 else None, number) for number in range(1, 11)}
    roles = {role: (PEOPLE - number,) for number, role in enumerate(ROLES)}
    chart = OrgChart(1, people, units, roles, WorkTime(russia(), Schedule()))
    found = pack("payments")
    settings = {key: setting.default for key, setting in found.settings.items()}
    kind = Definition("payments", found.version, found.card_types[0], settings)
    stage = Stage("payment_request", {"payment_request": kind}, chart)
    asked = Asked(datetime(2026, 1, 12, 6, 0, tzinfo=UTC), cards, days, 60, 1)
    began, worked = perf_counter(), process_time()
    outcome = play(stage, asked)
    took, worked = perf_counter() - began, process_time() - worked
    memory = getrusage(RUSAGE_SELF).ru_maxrss // 1024
    print(f"{cards} cards over {days} working days: {took:.1f} s, {worked:.1f} s of one core")
    print(f"{len(outcome.lines)} lines, {memory} MB")
    print(outcome.figures)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
