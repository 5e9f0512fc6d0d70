"""Where programs of others knock: carriers with news of a number, messengers with what people pressed and wrote.

Carriers sign nothing, so nothing they say is believed; messengers show a secret besides that of the address. Whoever is
not known finds nothing here, and nobody is told anything.
"""

from __future__ import annotations

import json
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from marshrut.channels import commands as channels
from marshrut.channels import knocking as talking
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.kernel.throttle import Throttle
from marshrut.shipments import commands
from marshrut.shipments.queries import knocking

ACTOR: Final = Actor.robot("carriers")
MESSENGER: Final = Actor.robot("channels")
#: calls a minute of a messenger (MAX makes a hundred a second at most), and wrong ones from one place
calls: Final = Throttle(6000)
guesses: Final = Throttle(60)
#: characters of a number
LONGEST: Final = 60


@csrf_exempt
@require_POST
def cdek(request: HttpRequest, secret: str) -> HttpResponse:
    """A notice of СДЭК (`ORDER_STATUS` and others). It bears no signature, so the order is asked about again."""
    if not knocking.knocks("cdek", secret):
        raise Http404
    try:
        number = _number(request.body)
    except UnreadablePostError:  # whoever knocked went away
        number = ""
    if number:
        commands.hint(ACTOR, carrier="cdek", number=number)
    return HttpResponse(status=200)


@csrf_exempt
@require_POST
def messenger(request: HttpRequest, channel: str, secret: str) -> HttpResponse:
    """What is told is kept and settled afterwards: 200 at once, also for what is known already.

    Any other answer means that it is told again.
    """
    try:
        updates = talking.told(channel, secret, _headers(request), request.body)
    except NotFound:
        if wait := guesses.wait(request.META.get("REMOTE_ADDR", "")):
            return _later(wait)
        raise Http404 from None
    except UnreadablePostError:  # whoever knocked went away
        return HttpResponse(status=400)
    except talking.Closed:
        return _later(60)
    if wait := calls.wait(channel):
        return _later(wait)
    if updates:
        channels.hear(MESSENGER, channel=channel, updates=updates)
    return HttpResponse(status=200)


def _headers(request: HttpRequest) -> dict[str, str]:
    return {name.lower(): value for name, value in request.headers.items()}


def _later(seconds: int) -> HttpResponse:
    return HttpResponse(status=429, headers={"Retry-After": str(seconds)})


def _number(body: bytes) -> str:
    """`attributes.cdek_number` as it stands in all of its notices; "" for what is no notice of an order."""
    try:
        told: Any = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    about = told.get("attributes") if isinstance(told, dict) else None
    number = about.get("cdek_number") if isinstance(about, dict) else None
    text = str(number) if isinstance(number, str | int) and not isinstance(number, bool) else ""
    return text if text.isascii() and text.isdigit() and len(text) <= LONGEST else ""
