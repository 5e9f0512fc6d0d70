"""Who acts: the owner of a token, sent in the header Authorization and nowhere else (reliability §6.5)."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation
from ninja.security import HttpBearer

from marshrut.kernel.actor import Actor
from marshrut.org import queries as org

from .language import asked


@dataclass(frozen=True, slots=True)
class Caller:
    """The person a token belongs to."""

    actor: Actor
    person: int
    language: str
    zone: ZoneInfo


class Bearer(HttpBearer):
    openapi_description = "A token made by `marshrut token create` or on the profile page. It acts as its owner."

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """From here on the request speaks the caller's language and zone; the middleware takes both back."""
        person = org.authenticate_token(token)
        if person is None:
            return None
        language = asked(request) or person.language
        zone = ZoneInfo(person.time_zone or settings.TIME_ZONE)
        translation.activate(language)
        timezone.activate(zone)
        return Caller(Actor.person(person.pk, "api"), person.pk, language, zone)


def caller(request: HttpRequest) -> Caller:
    """Of a request that has passed `Bearer`."""
    found: Caller = request.auth  # type: ignore[attr-defined]  # set by the library
    return found
