"""Is a pack right? Seven levels, all problems at once.

shape → names → graph → papers → fit → proofs → stories. What comes after the names is looked at only when they are
right: what one wrong name breaks would be told twice. So it is with the last two, which are tried by rooms above, and
the graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from marshrut.org.rules import OrgChart

from ..loading import Source, content, digest
from ..papers import Kinds
from ..rules import Present
from ..schema.pack import Pack
from . import fit, graph, names, papers, shape, trials
from .problem import Finding, Level, Problem

__all__ = ["Level", "Problem", "Verdict", "validate"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`pack` is there as far as it could be made out; it may be installed only when there are no `errors`."""

    pack: Pack | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if not problem.warning)


def validate(
    source: Source,
    *,
    chart: OrgChart | None = None,
    others: frozenset[str] = frozenset(),
    kinds: Kinds | None = None,
    present: Present | None = None,
    tried: bool = False,
    proved: frozenset[str] = frozenset(),
) -> Verdict:
    """Check a pack that was read; without a `chart` people are not looked for, without `kinds` those of papers are not.

    `others`: card types of other packs. `tried`: its proofs and its stories as well, unless its digest is among the
    `proved`; with what the company has set at `present`.
    """
    pack, found = shape.check(source)
    problems = [Problem("shape", file, sentence, line=line) for file, line, sentence in shape.unread(source)]
    problems += _problems("shape", found, source)
    if pack is not None:
        wrong = _problems("names", names.check(pack, others), source)
        problems += wrong
        if not wrong:
            problems += _problems("graph", graph.check(pack), source)
            wrong = [*problems]
            problems += _problems("papers", papers.check(pack, kinds) if kinds is not None else (), source)
            unfit = _problems("fit", fit.check(pack, chart) if chart else (), source)
            problems += unfit
            if tried and not wrong and digest(content(pack)) not in proved:
                for level, findings in trials.findings(pack, None if unfit else chart, present or Present()):
                    problems += _problems(level, findings, source)
    return Verdict(pack, tuple(problems))


def _problems(level: Level, findings: Iterable[Finding], source: Source) -> list[Problem]:
    return list(_once(finding.problem(level, source) for finding in findings))


def _once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """One rule may be found broken in several ways."""
    yield from dict.fromkeys(problems)
