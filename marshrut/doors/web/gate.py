"""What the HTML door refuses before any view: bodies that are too long or of unknown length or charset, and
NUL in any value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, UnreadablePostError
from django.template.loader import get_template
from django.utils.translation import gettext as _

Next = Callable[[HttpRequest], HttpResponseBase]

#: the door of programs has limits of its own
API: Final = "/api/"
#: programs of others knock there
HOOKS: Final = "/hooks/"
#: bytes; strangers send two short fields, programs what somebody wrote, and nobody types five megabytes beside a file
SIGN_IN: Final = 64 << 10
HOOK: Final = 256 << 10
AROUND: Final = 5 << 20


def bounded_bodies(get_response: Next) -> Next:
    """Stands before whatever reads the body. 413 over the limit, 411 without a length."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(API):
            return get_response(request)
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() != "utf-8":  # pages send nothing else, and not every charset can be read
            return _refusal(request, 400, _("The request was not understood"))
        length = request.META.get("CONTENT_LENGTH") or ""
        if not length and request.headers.get("Transfer-Encoding"):
            return _refusal(request, 411, _("The request does not say how long it is."))
        if length and not (length.isascii() and length.isdigit()):
            return _refusal(request, 400, _("The request was not understood"))
        of_strangers = request.path_info.startswith((settings.LOGIN_URL, HOOKS))
        limit = _limit(request.path_info)
        if int(length[:20] or 0) > limit:
            sentence = _("At most {size} MB may be sent at once. Attach the files one by one.")
            short = _("This is too much for signing in.")
            return _refusal(request, 413, short if of_strangers else sentence.format(size=limit >> 20))
        return get_response(request)

    return middleware


def _limit(path: str) -> int:
    if path.startswith(HOOKS):
        return HOOK
    return SIGN_IN if path.startswith(settings.LOGIN_URL) else settings.FILE_LIMIT + AROUND


def no_nul(get_response: Next) -> Next:
    """PostgreSQL keeps no NUL, and no person types it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(API):
            return get_response(request)
        try:
            found = "\0" in request.path_info or _has_nul(request.GET)
            # what programs knock with is read by its view, whatever it calls itself: once taken for a form it is gone
            found = found or (not request.path_info.startswith(HOOKS) and _has_nul(request.POST))
        except UnreadablePostError:  # the browser went away
            found = True
        if found:
            return _refusal(request, 400, _("The request was not understood"))
        return get_response(request)

    return middleware


def _has_nul(sent: Any) -> bool:
    return any("\0" in part for name, values in sent.lists() for part in (name, *values))


def _refusal(request: HttpRequest, status: int, message: str) -> HttpResponse:
    """Needs no session: nobody is known yet."""
    if "application/json" in request.headers.get("Accept", "") and not request.headers.get("HX-Request"):
        return JsonResponse({"message": message, "code": str(status)}, status=status)
    template = "413.html" if status == 413 else "400.html"
    return HttpResponse(get_template(template).render({"message": message}), status=status)
