"""What a check finds, and the nearest right name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from django.utils.translation import gettext as _

from ..loading import Source, Steps

Level = Literal["shape", "names", "graph", "papers", "fit", "proofs", "stories"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a pack, in words of the active language."""

    level: Level
    #: "payment_request.yaml: stages[2].tasks[0].outcomes[1].to"
    path: str
    message: str
    #: the nearest right name, or nothing
    suggestion: str = ""
    line: int | None = None
    #: worth knowing, but no reason to refuse the pack
    warning: bool = False
    #: sentences of how a card gets there
    way: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """The sentence with its hint."""
        return (
            f"{self.message} {_('Did you mean “%(name)s”?') % {'name': self.suggestion}}"
            if self.suggestion
            else self.message
        )

    def __str__(self) -> str:
        file, _colon, inside = self.path.partition(": ")
        place = f"{file}:{self.line}" if self.line else file
        said = _("Warning: %(said)s") % {"said": self.said} if self.warning else self.said
        lines = [": ".join(part for part in (place, inside, said) if part), *(f"    {step}" for step in self.way)]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem with its place still in steps."""

    steps: Steps
    message: str
    suggestion: str = ""
    warning: bool = False
    way: tuple[str, ...] = ()

    def problem(self, level: Level, source: Source) -> Problem:
        file, inside, line = source.where(self.steps)
        path = f"{file}: {inside}" if inside else file
        return Problem(level, path, self.message, self.suggestion, line, self.warning, self.way)


def nearest(name: object, known: Iterable[str]) -> str:
    """The known name most like `name`, or nothing."""
    if not isinstance(name, str):
        return ""
    names = {str(one).lower(): str(one) for one in known}
    close = get_close_matches(name.lower(), names, n=1, cutoff=0.6)
    return names[close[0]] if close else ""
