"""Who plays in a story: names of people and things, and the company they make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from marshrut.calendars.rules import Calendar, Schedule, WorkTime
from marshrut.definitions.schema.pack import CardType, Pack
from marshrut.definitions.schema.stories import Absence, Story
from marshrut.org.rules.absence import Away, Deputy

from .office import Office

#: everybody who is there unless told, by the head of their department
PLAIN: Final[Mapping[str, str]] = {
    "upper": "upper",
    "head": "head",
    "author": "head",
    "colleague": "head",
    "other_head": "other_head",
    "stranger": "other_head",
}
TOP: Final = "upper"
#: things have numbers far from those of people and cards
THINGS: Final = 1001
MOSCOW: Final = ZoneInfo("Europe/Moscow")
DAY: Final = timedelta(days=1)
#: how a day may be told from today on
TODAY: Final = "today"


class Untold(Exception):
    """The story names something that is not there. `code` is that of a failure."""

    def __init__(self, code: str, name: str) -> None:
        super().__init__(f"{code}: {name}")
        self.code = code
        self.name = name


@cache
def office_hours(calendar: Calendar) -> WorkTime:
    return WorkTime(calendar, Schedule())


def moment(text: str) -> datetime:
    """A time by the clock of Moscow."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=MOSCOW).astimezone(UTC)
    except ValueError as error:
        raise Untold("bad_time", text) from error


@dataclass
class Cast:
    """Names of one story. Numbers are given as names come up, so the same story always has the same ones."""

    people: dict[str, int]
    office: Office
    things: dict[str, int] = field(default_factory=dict)
    _absences: int = 0

    def person(self, name: str) -> int:
        if name not in self.people:
            raise Untold("unknown_person", name)
        return self.people[name]

    def name(self, person: int) -> str:
        return next((name for name, number in self.people.items() if number == person), str(person))

    def names(self, people: Any) -> list[str]:
        return sorted(map(self.name, people))

    def thing(self, name: str) -> int:
        return self.things.setdefault(name, THINGS + len(self.things))

    # -- values of fields ----------------------------------------------------------------------------------------------

    def raw(self, card_type: CardType, key: str, value: Any, today: date) -> Any:
        """What a story says of a field, as a person would have sent it."""
        kind = card_type.fields[key].kind if key in card_type.fields else "text"
        if isinstance(value, list | tuple):
            return [self.raw(card_type, key, one, today) for one in value]
        if not isinstance(value, str):
            return value
        if kind == "person":
            return self.person(value)
        if kind in ("file", "company", "contact", "deal", "project", "card"):
            return self.thing(value) if value else None
        return _day(value, today) if kind == "date" else value

    # -- who comes and goes --------------------------------------------------------------------------------------------

    def absent(self, about: Absence) -> list[tuple[datetime, int]]:
        """From the first day to the last, by the clock of Moscow; returns when it begins and ends."""
        self._absences += 1
        who = self.person(about.who)
        since, until = moment(about.from_), moment(about.until) + DAY
        deputies = tuple(Deputy(self.person(name)) for name in about.deputies)
        away = Away(self._absences, since, until, "vacation", deputies)
        known = self.office.absences
        self.office = replace(self.office, absences={**known, who: (*known.get(who, ()), away)})
        return [(since, who), (until, who)]

    def dismissed(self, name: str) -> None:
        self.office = replace(self.office, gone=self.office.gone | {self.person(name)})

    def back(self, name: str, now: datetime) -> None:
        """Neither dismissed nor away any more."""
        who, known = self.person(name), self.office.absences
        over = tuple(replace(away, until=min(away.until, now)) for away in known.get(who, ()) if away.since < now)
        self.office = replace(self.office, gone=self.office.gone - {who}, absences={**known, who: over})


def _day(value: str, today: date) -> str:
    """A day, or `today`, `today+5`."""
    if not value.startswith(TODAY):
        return value
    try:
        return (today + timedelta(days=int(value[len(TODAY) :] or 0))).isoformat()
    except ValueError as error:
        raise Untold("bad_time", value) from error


def gather(pack: Pack, story: Story, others: Iterable[Pack], calendar: Calendar) -> Cast:
    """The plain cast with one holder for each role, as the story changes it."""
    roles = dict.fromkeys(role for one in (pack, *others) for role in one.roles)
    there = {name: head for name, head in PLAIN.items() if name not in story.without}
    there |= {role: TOP for role in roles if role not in story.without}
    for name, about in story.people.items():
        there[name] = about.head or there.get(name, TOP)
    everybody = [*there, *(head for head in there.values() if head not in there)]
    people = {name: number for number, name in enumerate(dict.fromkeys([*PLAIN, *everybody]), 1)}
    departments = {people[name]: people[head] for name, head in there.items()}
    office = Office(office_hours(calendar), people[TOP], departments, dict(_roles(roles, story, people)))
    return Cast({name: number for name, number in people.items() if name in there}, office)


def _roles(roles: Iterable[str], story: Story, people: Mapping[str, int]) -> Iterator[tuple[str, tuple[int, ...]]]:
    for role in roles:
        own = [people[role]] if role in people and role not in story.without else []
        yield role, (*own, *(people[name] for name, about in story.people.items() if role in about.roles))
