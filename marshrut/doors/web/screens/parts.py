"""Small pieces shared by the screens: due chip, avatar, badge, tab, link."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """A colour with a meaning; the word beside it always says the same."""

    NEUTRAL = "neutral"
    INFO = "info"
    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    VIOLET = "violet"


class DueTone(StrEnum):
    LATE = "late"
    TODAY = "today"
    TOMORROW = "tomorrow"
    LATER = "later"
    DONE = "done"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Due:
    """A due chip: text and tone from `formats.due`, `title` is the exact time for the tooltip."""

    text: str
    tone: DueTone
    title: str = ""


@dataclass(frozen=True, slots=True)
class Face:
    """An avatar. `hue` is 0–7 (`formats.hue(person_id)`) or "system"; `url` makes it a link."""

    initials: str
    name: str
    hue: str = "system"
    url: str = ""
    inactive: bool = False


@dataclass(frozen=True, slots=True)
class Badge:
    text: str
    tone: Tone = Tone.NEUTRAL
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    url: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab, segment or chip that is a link. `count` is text, "" hides it; `dirty` marks a changed saved view."""

    text: str
    url: str
    current: bool = False
    count: str = ""
    icon: str = ""
    dirty: bool = False


@dataclass(frozen=True, slots=True)
class StageMark:
    """A stage as a dot with its name. `color` is #rrggbb."""

    name: str
    color: str


@dataclass(frozen=True, slots=True)
class Step:
    """One of the first steps of a newcomer or of an administrator; a step that is done keeps its tick."""

    text: str
    url: str
    done: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A field that is another one now; `compare_url` leads to the old and the new file side by side."""

    label: str
    before: str
    after: str
    who: str
    compare_url: str = ""


@dataclass(frozen=True, slots=True)
class ChangeBox:
    title: str
    lines: tuple[ChangeLine, ...]
    tone: Tone


@dataclass(frozen=True, slots=True)
class Empty:
    """One of three empty states: "start" (nothing yet), "done" (nothing left), "nothing" (nothing matches)."""

    kind: str
    title: str
    text: str = ""
    action: Link | None = None
    steps: tuple[Step, ...] = ()
