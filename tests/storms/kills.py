"""A storm: requests are approved through the API while worker, web server and PostgreSQL are killed at random.

    python -m tests.storms.kills [--approvals 300] [--seed 7]

Two people race for every approval with client keys and repeat until they get a definite answer. Afterwards four sources
must agree: what the clients were told, the tables, the history, the delivered notices. Prints its figures; exit code 1
when anything was lost, decided twice or left undone.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event as Flag

import httpx

from marshrut.config.postgres import place, server

PORT = 8765
ADDRESS = f"http://127.0.0.1:{PORT}"
PATIENCE = 240


@dataclass
class Storm:
    approvals: int
    random: random.Random
    home: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="marshrut-storm-")))
    kills: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    #: task -> people who were told that their decision counts
    told: dict[int, list[str]] = field(default_factory=dict)
    over: Flag = field(default_factory=Flag)

    def run(self) -> list[str]:
        environment = {**os.environ, "MARSHRUT_HOME": str(self.home), "PORT": str(PORT)}
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, "-P", "-m", "marshrut.config.console", "up", "--no-demo"]
        log = (self.home / "storm.log").open("wb")
        with subprocess.Popen(command, env=environment, stdout=log, stderr=log) as up:
            try:
                wait_until(answers_well, 90, "the product did not start")
                tokens, tasks = self.seed()
                self.approve(tokens, tasks, up.pid)
                wait_until(answers_well, 90, "the product did not come back")
                return self.check(tasks)
            finally:
                up.send_signal(signal.SIGTERM)
                with suppress(subprocess.TimeoutExpired):
                    up.wait(30)
                log.close()

    def seed(self) -> tuple[dict[str, str], list[int]]:
        """A small office, a token for each approver, a request for each approval."""

        connect(self.home)
        from marshrut.cards.models import Task
        from marshrut.org import commands as org
        from tests.support.office import build

        office = build()
        tokens = {name: org.create_token(office.actor(name), name="storm")["token"] for name in ("boris", "ops")}
        invoice = office.file()
        for _number in range(self.approvals):
            office.request(invoice=[invoice])
        waiting = Task.objects.system("test").filter(key="approve", state="open")
        return tokens, list(waiting.values_list("id", flat=True))

    def approve(self, tokens: dict[str, str], tasks: list[int], up: int) -> None:
        calls = [(name, task) for task in tasks for name in tokens]
        self.random.shuffle(calls)
        with ThreadPoolExecutor(5) as threads:
            killer = threads.submit(self.kill_until_over, up)
            done = [threads.submit(self.decide, tokens[name], name, task) for name, task in calls]
            for one in done:
                one.result(timeout=PATIENCE * 2)
            self.over.set()
            killer.result()

    def decide(self, token: str, name: str, task: int) -> None:
        """Press until somebody answers for certain; the key makes repeating harmless."""
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"storm-{task}"}
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                url = f"{ADDRESS}/api/tasks/{task}/complete"
                answer = httpx.post(url, json={"outcome": "approved"}, headers=headers, timeout=10)
            except httpx.HTTPError:
                self.answers["no answer"] += 1
                time.sleep(0.2)
                continue
            self.answers[str(answer.status_code)] += 1
            if answer.status_code == 200:
                self.told.setdefault(task, []).append(name)
                return
            if answer.status_code == 409:
                return
            time.sleep(0.2)
        raise TimeoutError(f"task {task} got no definite answer")

    def kill_until_over(self, up: int) -> None:
        while not self.over.wait(self.random.uniform(2.0, 4.0)):
            what = self.random.choices(["worker", "web", "backend", "postmaster"], [5, 2, 3, 1])[0]
            for pid in victims(what, up, self.home):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    self.kills[what] += 1

    def check(self, tasks: list[int]) -> list[str]:
        connect(self.home)
        from django.db import connection

        from marshrut.automation.models import Notification
        from marshrut.cards.models import Task
        from marshrut.history.models import Event
        from marshrut.history.verify import verify
        from marshrut.jobs.models import Effect

        connection.close()
        wait_until(
            lambda: not Effect.objects.filter(state__in=("todo", "doing", "retry")).exclude(lane="preview").exists(),
            90,
            "effects were left undone",
        )
        rows = {row.pk: row for row in Task.objects.system("test").filter(pk__in=tasks).select_related("card")}
        completed = Counter(Event.objects.filter(kind="task.completed").values_list("subject", flat=True))
        notices = Counter(Notification.objects.values_list("dedup", flat=True))
        cards = [row.card_id for row in rows.values()]
        finance = Counter(Notification.objects.filter(about="task_opened", task=2).values_list("card_id", flat=True))
        return [
            *(
                f"task {task}: {len(self.told.get(task, []))} people were told they decided"
                for task in tasks
                if len(self.told.get(task, [])) != 1
            ),
            *(f"card {row.card_id}: on stage {row.card.stage}" for row in rows.values() if row.card.stage != "finance"),
            *(
                f"card {card}: decided {completed[f'card:{card}']} times"
                for card in cards
                if completed[f"card:{card}"] != 1
            ),
            *(f"card {card}: {finance[card]} notices to finance" for card in cards if finance[card] != 1),
            *(
                f"{effect.dedup}: {effect.state}"
                for effect in Effect.objects.exclude(state="done").exclude(lane="preview")
            ),
            *(f"{dedup}: delivered {many} times" for dedup, many in notices.items() if many != 1),
            *map(str, verify()),
        ]


_connected = False


def connect(home: Path) -> None:
    """Make this process a client of the installation's database."""
    global _connected
    if not _connected:
        os.environ["MARSHRUT_HOME"], os.environ["DATABASE_URL"] = str(home), place.url(home)
        os.environ["DJANGO_SETTINGS_MODULE"] = "marshrut.config.settings"
        import django

        django.setup()
        _connected = True


def answers_well() -> bool:
    try:
        return httpx.get(f"{ADDRESS}/healthz", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def wait_until(holds: Callable[[], bool], seconds: float, complaint: str) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(Exception):
            if holds():
                return
        time.sleep(0.3)
    raise TimeoutError(complaint)


def victims(what: str, up: int, home: Path) -> list[int]:
    """Processes of the installation to kill: one worker, the whole web server, one backend, or the postmaster."""
    if what in ("worker", "web"):
        return [pid for pid in children(up) if what in command_of(pid)][:1]
    found = place.find(home)
    postmaster = server.running_pid(found) if found else None
    if postmaster is None:
        return []
    if what == "postmaster":
        return [postmaster]
    return [pid for pid in children(postmaster) if "marshrut marshrut" in " ".join(command_of(pid))][:1]


def children(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                if int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                    found.append(int(entry.name))
    return found


def command_of(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return []


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--approvals", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    storm = Storm(asked.approvals, random.Random(asked.seed))
    began = time.monotonic()
    try:
        problems = storm.run()
    finally:
        found = place.find(storm.home)
        if found:
            server.stop(found)
            shutil.rmtree(found.base, ignore_errors=True)
    took = time.monotonic() - began
    print(f"{asked.approvals} approvals in {took:.0f} s, killed {dict(storm.kills)}, answers {dict(storm.answers)}")
    print("\n".join(problems) or "nothing lost, nothing decided twice, no effect missing")
    if not problems:
        shutil.rmtree(storm.home, ignore_errors=True)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
