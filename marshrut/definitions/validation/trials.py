"""What rooms above try with a pack whose words are right: its proofs, its stories. They register here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from marshrut.org.rules import OrgChart

from ..rules import Present
from ..schema.pack import Pack
from .problem import Finding, Level

#: the chart is there when the company has the people for the pack
Trial = Callable[[Pack, OrgChart | None, Present], Iterable[Finding]]
_trials: dict[Level, Trial] = {}


def on_trial(level: Level, trial: Trial) -> None:
    """Each level has one trial, and the levels are tried in the order they came."""
    if _trials.setdefault(level, trial) is not trial:
        raise RuntimeError(f"two trials of {level}")


def findings(pack: Pack, chart: OrgChart | None, present: Present) -> Iterator[tuple[Level, Iterable[Finding]]]:
    for level, trial in _trials.items():
        yield level, trial(pack, chart, present)
