"""What every page carries: a strict content policy, no caching, the person's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from marshrut.doors.web.arriving import address
from marshrut.kernel import memory
from marshrut.org.sign_in import entering, sessions

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


#: open to whoever must set up a second factor first
SET_UP: Final = (
    "/profile/second-factor/",
    "/logout/",
    "/prove/",
    "/sw.js",
    "/manifest.webmanifest",
    "/offline/",
    "/api/",
)


def set_up_first(get_response: Next) -> Next:
    """Where the company asks for a second factor, whoever has none gets to the page that sets one up."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(SET_UP) and entering.must_set_up(request):
            if "application/json" in request.headers.get("Accept", ""):
                return JsonResponse({"message": _("Set up a second factor first."), "code": "set_up_first"}, status=403)
            if request.headers.get("HX-Request"):
                return HttpResponse(status=204, headers={"HX-Redirect": SET_UP[0]})
            return redirect(SET_UP[0])
        return get_response(request)

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
