"""Robots cannot carry a card round and round without a person."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ...schema.pack import CardType, Stage
from ..problem import Finding
from .edges import Edge, heard


def check(card_type: CardType, ways: list[Edge]) -> Iterator[Finding]:
    alone = [edge for edge in ways if _by_itself(card_type.by_stage[edge.source], edge)]
    for circle in _circles(alone):
        path = " → ".join((circle[0].source, *(edge.to for edge in circle)))
        said = _("The card would go round without a person: %(path)s. Give a task to somebody on the way.")
        yield Finding(circle[-1].steps, said % {"path": path})


def _by_itself(stage: Stage, edge: Edge) -> bool:
    """The card takes this way although nobody does anything."""
    people = any(task.when is None for task in stage.tasks)
    waits = any(robot.wait and robot.when is None for robot in stage.on_enter)
    if edge.by == "enter" or (edge.by == "signal" and heard(stage)):
        return True
    if edge.by == "next":
        return not people and not waits
    return edge.by == "timer" and not people


def _circles(ways: list[Edge]) -> Iterator[list[Edge]]:
    """One circle for each stage that is first seen to close one."""
    out: dict[str, list[Edge]] = {}
    for edge in ways:
        out.setdefault(edge.source, []).append(edge)
    done: set[str] = set()

    def walk(stage: str, path: list[Edge], on_path: list[str]) -> Iterator[list[Edge]]:
        for edge in out.get(stage, ()):
            if edge.to in on_path:
                yield [*path[on_path.index(edge.to) :], edge]
            elif edge.to not in done:
                yield from walk(edge.to, [*path, edge], [*on_path, edge.to])
        done.add(stage)

    for stage in list(out):
        if stage not in done:
            yield from walk(stage, [], [stage])
