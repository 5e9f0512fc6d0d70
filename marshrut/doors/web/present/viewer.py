"""Who looks at the page, when, and in which zone and language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from marshrut.cards import queries as cards
from marshrut.definitions.schema.pack import CardType
from marshrut.doors.web import formats
from marshrut.doors.web.screens.parts import Due, Face, StageMark
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.org import queries as org
from marshrut.org.rules import OrgChart
from marshrut.org.sign_in import entering


@dataclass(frozen=True)
class Viewer:
    actor: Actor
    person: int
    zone: tzinfo
    now: datetime
    language: str
    chart: OrgChart
    keys: bool = True

    @classmethod
    def of(cls, request: HttpRequest) -> Viewer:
        """The signed-in person of a request, looked up once for the page and for what stands around it."""
        known: Viewer | None = request.__dict__.get("viewer")
        if known is None:
            known = request.__dict__["viewer"] = cls._of(request)
        return known

    @classmethod
    def _of(cls, request: HttpRequest) -> Viewer:
        user = request.user
        assert user.is_authenticated
        zone = ZoneInfo(user.time_zone or settings.TIME_ZONE)
        language = get_language() or "ru"
        cards.read_revisions()
        actor = Actor.person(user.pk, "web", proved_at=entering.proved_at(request))
        return cls(actor, user.pk, zone, clock.now(), language, org.chart(), user.keys_enabled)

    def face(self, person: int | None) -> Face:
        if person is None:
            return Face("М", "Маршрут" if formats.russian() else "Marshrut")
        name = self.chart.name(person)
        return Face(
            initials_of(name), name, formats.hue(person), f"/org/people/{person}/", not self.chart.active(person)
        )

    def due(self, at: datetime | None, *, done: bool = False, paused: bool = False) -> Due | None:
        return formats.due(at, self.now, self.zone, done=done, paused=paused)

    def stage(self, card_type: CardType, key: str) -> StageMark:
        stage = card_type.by_stage[key]
        return StageMark(stage.title.say(self.language), stage.color)


def initials_of(short_name: str) -> str:
    """«Иванова А. П.» → «ИА»."""
    words = short_name.replace("\u00a0", " ").split()
    return "".join(word[0] for word in words[:2]).upper()
