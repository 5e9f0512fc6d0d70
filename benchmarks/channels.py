"""All are told at once: notices through a messenger that keeps its limits, and decisions that come in meanwhile.

    python benchmarks/channels.py [--notices 5000] [--every 1.5]

The messenger is the training one: 30 messages a second in all, one a second in a chat, on loopback and by the real
clock, so 5 000 take three minutes. Printed: how long they took against the limit, what a decision waited from its row
in the portal to the phone, how often the messenger had to ask for patience, statements and bytes for each message.
Ends with 1 when a message is missing or doubled, or a decision waits for longer than 10 s (p95).
Works in a database of its own, made and dropped on the server of DATABASE_URL.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event, Thread
from time import monotonic, perf_counter, process_time, sleep
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.timers import scratch_database

LIMIT = 30.0
#: seconds: a decision must be on the phone (p95); nothing more is waited for than that
BAR, PATIENCE = 10.0, 900.0
OPEN = ("queued", "held", "sending", "retry")


@dataclass
class Counted:
    """Statements and seconds of processor of each sending, by lane."""

    statements: dict[str, list[int]] = field(default_factory=dict)
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def watch(self) -> None:
        """Whatever sends is wrapped before the worker starts."""
        from marshrut.jobs import registry

        for name, kind in list(registry.effects.items()):
            if name.startswith("send_"):
                registry.effects[name] = replace(kind, run=self._watched(kind.run, kind.lane))

    def _watched(self, run: Callable[..., Any], lane: str) -> Callable[..., Any]:
        from django.db import connection

        def watched(payload: dict[str, Any], effect: Any) -> Any:
            asked: list[str] = []

            def count(execute: Any, sql: str, *rest: Any) -> Any:
                asked.append(sql)
                return execute(sql, *rest)

            began = perf_counter()
            with connection.execute_wrapper(count):
                answer = run(payload, effect)
            if answer is not None:  # it was sent
                self.statements.setdefault(lane, []).append(len(asked))
                self.seconds.setdefault(lane, []).append(perf_counter() - began)
            return answer

        return watched


def main(notices: int, every: float) -> int:
    with scratch_database(), tempfile.TemporaryDirectory() as home:
        os.environ["DJANGO_SETTINGS_MODULE"] = "marshrut.config.settings"
        os.environ["MARSHRUT_HOME"] = home
        import django

        django.setup()
        from django.core.management import call_command

        from tests.support import crowd
        from tests.support.messengers import Messengers

        call_command("migrate", verbosity=0)
        with Messengers(limits=True) as messengers:
            began = perf_counter()
            gathered = crowd.gather(messengers, notices)
            print(f"{notices} people with phones in {perf_counter() - began:.0f} s", flush=True)
            return measure(gathered, every)


def measure(gathered: Any, every: float) -> int:
    from marshrut.jobs import worker

    counted, stop = Counted(), Event()
    counted.watch()
    began = perf_counter()
    told = gathered.tell()
    print(f"told in the portal in {perf_counter() - began:.1f} s", flush=True)
    working = Thread(target=worker.run, args=(stop,), daemon=True)
    began, busy = perf_counter(), process_time()
    working.start()
    try:
        decide(gathered, every, lambda: not pending(told))
        took, busy = perf_counter() - began, process_time() - busy
        settle()
    finally:
        stop.set()
        working.join(timeout=30)
    print(f"{busy / len(told) * 1000:.1f} ms of processor a message, ours and the messenger's")
    return report(gathered, told, took, counted)


def decide(gathered: Any, every: float, over: Callable[[], bool]) -> None:
    """A request that Борис has to decide about, every so many seconds, until the news are out."""
    end, looked = monotonic() + PATIENCE, 0
    while not over():
        if monotonic() > end:
            raise SystemExit("the notices did not leave in time")
        gathered.office.request(purpose=f"Заявка {looked}")
        looked += 1
        sleep(every)


def pending(told: Sequence[int]) -> bool:
    from marshrut.channels.models import Delivery
    from marshrut.jobs.models import Effect

    waiting = Effect.objects.filter(kind__startswith="channel_route", state__in=("todo", "doing", "retry"))
    return waiting.exists() or Delivery.objects.filter(state__in=OPEN, about="comment").exists()


def settle() -> None:
    """The last decisions are on their way."""
    from marshrut.channels.models import Delivery

    end = monotonic() + 60
    while Delivery.objects.filter(state__in=OPEN).exists() and monotonic() < end:
        sleep(0.2)


def report(gathered: Any, told: Sequence[int], took: float, counted: Counted) -> int:
    from marshrut.automation.models import Notification
    from marshrut.channels.models import Delivery

    asked = gathered.messenger.network.requests
    sent = [one for one in asked if one.method.startswith("send") and one.status == 200]
    refused = sum(one.status == 429 for one in asked)
    at = dict(Notification.objects.filter(about="task_opened").values_list("id", "at"))
    decisions = Delivery.objects.filter(about="task_opened", state__in=("sent", "acknowledged"))
    arrived = [(one.ended_at, at[one.notice]) for one in decisions if one.ended_at and one.notice]
    waits = sorted((ended - began).total_seconds() for ended, began in arrived)
    missing = [one for one in gathered.people if len(gathered.received(one)) != 1]
    states = Counter(Delivery.objects.values_list("state", flat=True))
    limit, pace = len(told) / LIMIT, len(told) / took
    print(f"{len(told)} notices in {took:.0f} s: {pace:.1f} a second, the limit would take {limit:.0f} s")
    print(f"asked for patience {refused} times; deliveries {dict(states)}; not exactly once: {len(missing)}")
    half, p95, longest = (quantile(waits, part) for part in (0.5, 0.95, 1))
    print(f"decisions meanwhile: {len(waits)}, p50 {half:.2f} s, p95 {p95:.2f} s, longest {longest:.2f} s")
    for lane in sorted(counted.statements):
        statements, seconds = counted.statements[lane], counted.seconds[lane]
        middle = statistics.median(seconds) * 1000
        print(f"{lane}: {len(statements)} sent, {statistics.median(statements):.0f} statements, {middle:.0f} ms each")
    size = statistics.mean(len(json.dumps(one.body, ensure_ascii=False, default=str).encode()) for one in sent)
    print(f"{size:.0f} bytes a message")
    return 1 if missing or p95 > BAR else 0


def quantile(values: Sequence[float], part: float) -> float:
    return values[min(len(values) - 1, int(len(values) * part))] if values else float("nan")


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notices", type=int, default=5000)
    parser.add_argument("--every", type=float, default=1.5, help="seconds from one decision to the next")
    return parser.parse_args(given)


if __name__ == "__main__":
    chosen = arguments()
    sys.exit(main(chosen.notices, chosen.every))
