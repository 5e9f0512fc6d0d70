"""Walking a tree given as child -> parent. Pure. Ends even on broken data with a cycle in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


def upward(start: int | None, parents: Mapping[int, int | None]) -> Iterator[int]:
    """`start`, its parent and so on to the top."""
    at = start
    for _ in parents:
        if at is None or at not in parents:
            return
        yield at
        at = parents[at]


def children(parents: Mapping[int, int | None]) -> dict[int | None, list[int]]:
    """Parent -> children in the order given; None holds the tops."""
    found: dict[int | None, list[int]] = {}
    for child, parent in parents.items():
        found.setdefault(parent, []).append(child)
    return found


def below(top: int, down: Mapping[int | None, Sequence[int]]) -> set[int]:
    """`top` and everything under it."""
    found: set[int] = set()
    waiting = [top]
    while waiting:
        at = waiting.pop()
        if at not in found:
            found.add(at)
            waiting.extend(down.get(at, ()))
    return found


def makes_cycle(moved: int, parent: int | None, parents: Mapping[int, int | None]) -> bool:
    """True when `moved` under `parent` would lie inside itself."""
    return moved in upward(parent, parents)
