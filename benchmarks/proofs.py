"""How long proofs take: of the shipped packs, of a route of 30 stages, and of routes made to be hard.

    python benchmarks/proofs.py [--budget 10000]

Needs no database. Printed for each route: seconds of processor, states and decisions of the engine, and what was
found; "unfinished" says that the budget was spent. Ends with 1 when a shipped pack or the 30 stages take longer than
10 s of processor.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from marshrut.engine.definition import Definition
from marshrut.engine.proofs import Flaw, prove, prove_pack
from marshrut.engine.proofs.explore import Explorer
from marshrut.engine.proofs.model import model
from tests.support.packs import PACKS, pack
from tests.support.routes import definition, task, to

BAR = 10.0
STAGES = 30


def approvals(*, apart: bool) -> Definition:
    """30 approvals one after another; `apart`: whoever decided one of them decides no later one."""
    keys = [f"a{n}" for n in range(STAGES)]
    lines = []
    for n, key in enumerate(keys):
        more = {"assignee": f"[{{role: role{n}}}]", "kind": "approve"}
        if apart and n:
            more["not_decided_by"] = f"[{', '.join(keys[:n])}]"
        after = f"s{n + 1}" if n + 1 < STAGES else "done"
        told = task(key, to(after) + ", " + to("lost", "refuse", style="negative"), **more)
        lines.append(f"  - {{key: {'work' if n == 0 else f's{n}'}, title: Стадия {n}, tasks: [{told}]}}")
    return definition("\n".join(lines))


def switches(many: int) -> Definition:
    """One stage with as many optional tasks, each asked for by a yes and no of its own."""
    fields = "\n".join(f"  f{n}: {{kind: yes_no, title: Поле {n}}}" for n in range(many))
    tasks = ", ".join(task(f"t{n}", to(""), when=f"f{n}") for n in range(many))
    return definition(f"  - {{key: work, title: Работа, next: done, tasks: [{tasks}]}}", fields)


def together(many: int) -> Definition:
    """As many tasks at once, each done or not."""
    tasks = ", ".join(task(f"t{n}", to("")) for n in range(many))
    return definition(f"  - {{key: work, title: Работа, next: done, tasks: [{tasks}]}}")


HARD = {
    "30 approvals": (approvals(apart=False), True),
    "30 approvals, each by somebody else": (approvals(apart=True), False),
    "10 conditions on 10 fields": (switches(10), False),
    "30 tasks at once": (together(30), False),
}


def _told(name: str, seconds: float, flaws: list[Flaw], rest: str = "") -> None:
    codes = ", ".join(f"{flaw.code}{' (warning)' if flaw.warning else ''}" for flaw in flaws) or "nothing"
    print(f"{name:44} {seconds:6.2f} s  {rest} found: {codes}")


def _shipped(budget: int) -> Iterator[float]:
    for path in sorted(PACKS.glob("*/pack.yaml")):
        begun = process_time()
        found = list(prove_pack(pack(path.parent.name), budget=budget))
        yield process_time() - begun
        _told(path.parent.name, process_time() - begun, found)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--budget", type=int, default=10_000)
    budget: int = parser.parse_args().budget
    slow = [seconds > BAR for seconds in _shipped(budget)]
    for name, (route, bound) in HARD.items():
        begun = process_time()
        space = Explorer(route, model(route.card_type), budget=budget).explore()
        once = process_time() - begun
        found = prove(route, budget=budget)
        seconds = process_time() - begun - once
        _told(name, seconds, list(found), f"{len(space.nodes)} states, {space.decisions} decisions in {once:.2f} s;")
        slow.append(bound and seconds > BAR)
    return int(any(slow))


if __name__ == "__main__":
    sys.exit(main())
