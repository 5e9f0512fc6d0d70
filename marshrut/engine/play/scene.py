"""Where a story is played: its cast, its world, the card it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from marshrut.calendars.rules import Calendar
from marshrut.definitions.schema.pack import CardType, Pack
from marshrut.definitions.schema.stories import Story, Wait

from ..definition import Definition
from . import values
from .cast import Cast, Untold, gather, moment
from .played import Moment, Played
from .reaching import Reach
from .world import World


@dataclass
class Scene:
    """`seen`: how much of the log the expectations before have looked at."""

    cast: Cast
    world: World
    main: int = 0
    seen: int = 0

    def card(self, key: str | None) -> Played:
        """The card of the story, or the newest that the robot `key` made."""
        if key is None:
            if self.main not in self.world.cards:
                raise Untold("unknown_card", "")
            return self.world.cards[self.main]
        found = [number for origin, number in self.world.made.items() if origin[2] == key]
        if not found:
            raise Untold("unknown_card", key)
        return self.world.cards[found[-1]]

    @property
    def today(self) -> date:
        return self.world.company.work_time(None).local(self.world.now).date()

    def raw(self, card: Played, given: Mapping[str, Any]) -> dict[str, Any]:
        return self.raw_of(card.definition.card_type, given)

    def raw_of(self, card_type: CardType, given: Mapping[str, Any]) -> dict[str, Any]:
        return {key: self.cast.raw(card_type, key, value, self.today) for key, value in given.items()}

    def plausible(self, card_type: CardType, key: str, known: Mapping[str, Any]) -> Any:
        person = self.cast.people.get("colleague") or next(iter(self.cast.people.values()))
        return values.plausible(card_type, key, known, self.today, person, self.cast.thing(key))

    def recent(self) -> list[Moment]:
        """What happened since the last expectation."""
        return self.world.log[self.seen :]

    # -- what happens around cards -------------------------------------------------------------------------------------

    def wait(self, how: Wait) -> None:
        self.world.until(_later(self.world, how))

    def until(self, text: str) -> None:
        then = moment(text)
        if then < self.world.now:
            raise Untold("bad_time", text)
        self.world.until(then)

    def comes_or_goes(self, people: Sequence[int], edges: Sequence[tuple[datetime, int]] = ()) -> None:
        office = self.cast.office
        reach = self.world.reach
        self.world.reach = Reach(office, reach.grants if reach else {})
        self.world.meet(office, people, edges)


def _later(world: World, how: Wait) -> datetime:
    """So much later, by the company's calendar."""
    time = world.company.work_time(None)
    if how.work_days is not None:
        return time.add_days(world.now, how.work_days)
    if how.work_hours is not None or how.work_minutes is not None:
        return time.add_minutes(world.now, (how.work_hours or 0) * 60 + (how.work_minutes or 0))
    return world.now + timedelta(days=how.days or 0, hours=how.hours or 0, minutes=how.minutes or 0)


def definitions(packs: Sequence[Pack], settings: Mapping[str, int | str]) -> dict[str, Definition]:
    """By card type, ready to run. `settings` are those of the first pack, beside its defaults."""
    found: dict[str, Definition] = {}
    for number, pack in enumerate(packs):
        chosen = {key: setting.default for key, setting in pack.settings.items()}
        chosen |= settings if number == 0 else {}
        for kind in pack.card_types:
            found.setdefault(kind.key, Definition(pack.key, pack.version, kind, chosen))
    return found


def stage(pack: Pack, story: Story, others: Sequence[Pack], calendar: Calendar) -> Scene:
    """The world before anything happens. Raises Untold."""
    for key in story.settings:
        if key not in pack.settings:
            raise Untold("unknown_setting", key)
    for name, about in story.people.items():
        for role in about.roles:
            if role not in pack.roles:
                raise Untold("unknown_role", f"{name}: {role}")
    cast = gather(pack, story, others, calendar)
    known = definitions([pack, *others], story.settings)
    now = moment(story.at).astimezone(UTC)
    return Scene(cast, World(known, cast.office, now, reach=Reach(cast.office, {})))


def begin(scene: Scene, story: Story) -> None:
    """The card of the story is made. Raises Refusal, or Untold."""
    if story.card not in scene.world.definitions:
        raise Untold("unknown_type", story.card)
    kind = scene.world.definitions[story.card].card_type
    author = scene.cast.person(story.author)
    given = scene.raw_of(kind, story.fields)
    for key in values.demanded(kind):
        if key not in given:
            given[key] = scene.plausible(kind, key, given)
    fields = {key: value for key, value in given.items() if value is not None}
    scene.main = len(scene.world.cards) + 1
    if story.adopt is not None:
        scene.world.adopt(story.card, author, fields, story.adopt)
    else:
        scene.world.create(story.card, author, fields, start=story.start)
