"""What every page carries: a strict content policy, no caching, the person's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from marshrut.doors.web.arriving import address
from marshrut.kernel import memory
from marshrut.org.sign_in import sessions

Next = Callable[[HttpRequest], HttpResponseBase]

#: the only inline thing pages have is style="--c:#…" for stage colours, and the width of a bar
POLICY: Final = (
    "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; "
    "frame-ancestors 'self'; base-uri 'none'; form-action 'self'"
)
FEATURES: Final = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def page_headers(get_response: Next) -> Next:
    """Content policy for every answer; pages and fragments are never stored, static files by hash may be."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", FEATURES)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response

    return middleware


def one_memory(get_response: Next) -> Next:
    """Within a request the same thing is read once."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        with memory.of_one_request():
            return get_response(request)

    return middleware


#: asked by pages themselves, so no sign that somebody is there
BY_ITSELF: Final = "/live/"


def activity(get_response: Next) -> Next:
    """Note that the session is in use, so that it does not end while somebody works."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.path_info != BY_ITSELF:
            sessions.note(request, address(request))
        return response

    return middleware


def person_language(get_response: Next) -> Next:
    """Show pages in the language of the person's profile; strangers get what the browser asks for."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        language = getattr(getattr(request, "user", None), "language", None)
        if language:
            translation.activate(language)
            request.LANGUAGE_CODE = language
        return get_response(request)

    return middleware
