"""Where 1C says that a document has changed. It is a hint and nothing more: the document is read again.

Beside the operations of the door: it takes the key of a base, not a token, and answers nothing about anything.
"""

from __future__ import annotations

import re
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from marshrut.edocs import commands
from marshrut.edocs.queries import knocking
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Refused
from marshrut.kernel.throttle import Throttle
from marshrut.org import tries

from .problems import plain, problem
from .reading import read

ACTOR: Final = Actor.robot("onec")
#: bytes of a body, events in it, events of a base in a minute
MOST: Final = 64 * 1024
EVENTS: Final = 200
throttle: Final = Throttle(600)
BASE: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}", re.ASCII)
PLACE: Final = re.compile(r"[^\W\d]\w{0,199}")
REF: Final = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.ASCII)
BOM: Final = b"\xef\xbb\xbf"
Event = tuple[str, str, str]


@csrf_exempt
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """202 when it is kept; the same for what we know already and for what we do not follow."""
    scheme, _blank, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "apikey" or not key.strip():
        return _unknown()
    try:
        if len(request.body) > MOST:
            return plain(413)
        told = _told(read(request.body.removeprefix(BOM)))
    except UnreadablePostError:  # whoever knocked went away
        told = []
    except Refused as error:
        return problem(400, error.code, error.message)
    if not told:
        return problem(400, "not_an_event", _("An event names “base”, “entity” and “Ref_Key”."))
    base = told[0][0]
    return _guessed(request, base, key.strip()) or _late(base, len(told)) or _kept(told)


def _told(value: Any) -> list[Event]:
    """Of one base; [] when any is no event."""
    many = value if isinstance(value, list) else [value]
    found = [_event(one) for one in many[: EVENTS + 1]]
    events = list(dict.fromkeys(one for one in found if one is not None))
    one_base = len({base for base, _place, _ref in events}) == 1
    return events if one_base and None not in found and len(found) <= EVENTS else []


def _event(value: Any) -> Event | None:
    if not isinstance(value, dict):
        return None
    base, place, ref = (str(value.get(name, "")) for name in ("base", "entity", "Ref_Key"))
    base, ref = base.lower(), ref.lower()
    fits = BASE.fullmatch(base) and PLACE.fullmatch(place) and REF.fullmatch(ref)
    return (base, place, ref) if fits else None


def _guessed(request: HttpRequest, base: str, key: str) -> HttpResponse | None:
    """Refuses a wrong key; from one place they are counted, so that nobody tries them all."""
    if knocking.knocks(base, key):
        return None
    try:
        tries.count(tries.digest(f"onec:{base}"), f"onec:{request.META.get('REMOTE_ADDR', '')}")
    except tries.TooManyTries:
        said = _("Too many wrong keys. Wait %(minutes)s minutes.") % {"minutes": tries.MINUTES}
        return problem(429, "too_many_tries", said, headers={"Retry-After": str(tries.MINUTES * 60)})
    return _unknown()


def _unknown() -> HttpResponse:
    said = _("Send the key of the base: Authorization: ApiKey …")
    return problem(401, "unauthorized", said, headers={"WWW-Authenticate": 'ApiKey realm="marshrut"'})


def _late(base: str, many: int) -> HttpResponse | None:
    wait = throttle.wait(base, many)
    if not wait:
        return None
    said = _("Too many requests. Wait a little: nothing is lost, the base is read by itself as well.")
    return problem(429, "too_many_requests", said, headers={"Retry-After": str(wait)})


def _kept(told: list[Event]) -> HttpResponse:
    commands.hint(ACTOR, base=told[0][0], refs=[(place, ref) for _base, place, ref in told])
    return HttpResponse(status=202)
