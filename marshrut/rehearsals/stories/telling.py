"""Every story of a pack, told by the production calendar that comes along."""

from __future__ import annotations

from collections.abc import Iterator

from marshrut.calendars.decrees import russia
from marshrut.definitions.rules import Present
from marshrut.definitions.schema.pack import Pack, Story
from marshrut.definitions.validation.problem import Finding
from marshrut.engine.play.stories import Told, tell
from marshrut.org.rules import OrgChart

from .wording import sentence


def tell_all(pack: Pack, key: str | None = None) -> Iterator[tuple[Story, Told]]:
    """Each story with how it went; `key`: this one only."""
    for story in pack.stories:
        if key in (None, story.key):
            yield story, tell(pack, story, calendar=russia())


def check(pack: Pack, _chart: OrgChart | None = None, _present: Present | None = None) -> Iterator[Finding]:
    """Where stories go otherwise than written. They bring people and settings of their own, so nothing else matters."""
    for number, (story, told) in enumerate(tell_all(pack)):
        for failure in told.failures:
            steps = ("steps", failure.step - 1) if failure.step else ()
            yield Finding(("stories", number, *steps), sentence(story, failure))
