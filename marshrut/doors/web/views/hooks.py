"""Where carriers knock: whoever knows the address may say that a number has news. Nothing is believed or told."""

from __future__ import annotations

import json
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from marshrut.kernel.actor import Actor
from marshrut.shipments import commands
from marshrut.shipments.queries import knocking

ACTOR: Final = Actor.robot("carriers")
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
