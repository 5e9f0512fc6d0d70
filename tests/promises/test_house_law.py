"""House law that imports cannot say: time comes from one clock, only commands write. Each rule shows what it means."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "marshrut"
CLOCKS = {"now", "utcnow", "today"}
WRITES = {"create", "bulk_create", "update", "bulk_update", "get_or_create", "update_or_create"}
#: leases and the machine's own affairs live by the machine's clock; the demo tells a story that ends now
MACHINE_TIME = {"kernel/clock.py", "config/archive/backup.py"}
#: writers that are not called commands: the row is the worker's own, or the write belongs to one command next to it
WRITERS = (
    "/commands/",
    "/commands.py",
    "/migrations/",
    "org/token_use.py",
    # steps of signing in, when nobody acts yet, and parts of commands: see decision 0010
    "org/sign_in/factors.py",
    "org/sign_in/links.py",
    "org/sign_in/outside.py",
    "org/sign_in/passkeys.py",
    "org/sign_in/sessions.py",
    "documents/drawing.py",
    "cards/guard.py",
)


def clocks(tree: ast.AST) -> Iterator[int]:
    """Lines that ask a clock other than `kernel.clock`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
            owner = node.func.value
            if isinstance(owner, ast.Name) and owner.id in ("datetime", "date", "timezone", "dt"):
                yield node.lineno


def writes(tree: ast.AST) -> Iterator[int]:
    """Lines that write rows: `….objects.….create(…)`, `x.save()`, `x.delete()`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        chain = {part.attr for part in ast.walk(node.func) if isinstance(part, ast.Attribute)}
        if node.func.attr in WRITES and "objects" in chain:
            yield node.lineno
        if node.func.attr in ("save", "delete") and not node.args and "cookies" not in chain and "session" not in chain:
            yield node.lineno


EXAMPLES: list[tuple[Callable[[ast.AST], Iterator[int]], str, bool]] = [
    (clocks, "at = datetime.now(UTC)", False),
    (clocks, "day = date.today()", False),
    (clocks, "at = timezone.now()", False),
    (clocks, "at = clock.now()", True),
    (writes, "Card.objects.create(name='x')", False),
    (writes, "Card.objects.filter(pk=1).update(stage='paid')", False),
    (writes, "card.save()", False),
    (writes, "Card.objects.filter(pk=1).delete()", False),
    (writes, "fields.update({'a': 1})", True),
    (writes, "commands.create_card(actor)", True),
    (writes, "Card.objects.filter(pk=1).first()", True),
]


@pytest.mark.parametrize(("rule", "line", "good"), EXAMPLES, ids=[line for _rule, line, _good in EXAMPLES])
def test_rule_tells_good_from_bad(rule: Callable[[ast.AST], Iterator[int]], line: str, good: bool) -> None:
    assert bool(list(rule(ast.parse(line)))) is not good


def broken(rule: Callable[[ast.AST], Iterator[int]], allowed: Callable[[str], bool]) -> list[str]:
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        if not allowed(place):
            found += [f"{place}:{line}" for line in rule(ast.parse(path.read_text(encoding="utf-8")))]
    return found


def test_time_comes_from_one_clock() -> None:
    assert broken(clocks, lambda place: place in MACHINE_TIME) == []


def test_only_commands_write() -> None:
    assert broken(writes, lambda place: any(part in f"/{place}" for part in WRITERS)) == []
