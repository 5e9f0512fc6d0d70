"""Around every request under /api/: what is refused before any door opens, and how every refusal looks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marshrut.org.rules import TOKEN_PREFIX

from .language import asked
from .problems import MEDIA_TYPE, plain, problem

Next = Callable[[HttpRequest], HttpResponseBase]

PREFIX: Final = "/api/"
#: bytes; of a request without a file, and of what surrounds a file
MOST: Final = 2_000_000
AROUND: Final = 100_000
SECRETS: Final = frozenset({"token", "access_token", "api_token", "api_key", "apikey", "authorization", "bearer"})
TOKEN: Final = re.compile(re.escape(TOKEN_PREFIX) + r"[A-Za-z0-9_-]{20,}")


def api_requests(get_response: Next) -> Next:
    """Stands innermost. Languages and zones set by a request end with it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return get_response(request)
        with translation.override(asked(request) or settings.LANGUAGE_CODE), timezone.override(None):
            response = _refused(request) or _described(get_response(request))
            response.headers["Content-Language"] = get_language() or settings.LANGUAGE_CODE
            response.headers.setdefault("Cache-Control", "no-store")
            response.headers.setdefault("Vary", "Authorization, Accept-Language")
            return response

    return middleware


def _refused(request: HttpRequest) -> HttpResponse | None:
    try:
        names = {name.lower() for name in request.GET}
    except TooManyFieldsSent:
        return plain(400)
    if SECRETS & names or TOKEN.search(request.get_full_path()):
        said = _("A token in the address stays in logs and histories. Revoke it and send a new one in Authorization.")
        return problem(400, "token_in_url", said)
    if "\0" in request.path_info or any("\0" in part for pair in request.GET.lists() for part in (pair[0], *pair[1])):
        return plain(400)
    limit = settings.FILE_LIMIT + AROUND if request.content_type == "multipart/form-data" else MOST
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    if not length.isdecimal():
        return plain(400)
    return plain(413) if int(length[:20]) > limit else None


def _described(response: HttpResponseBase) -> HttpResponseBase:
    """Whatever Django or the library refuses in their own words."""
    if response.status_code < 400 or response.headers.get("Content-Type") == MEDIA_TYPE:
        return response
    kept = {name: response.headers[name] for name in ("Allow", "Retry-After") if name in response.headers}
    return plain(response.status_code, kept)
