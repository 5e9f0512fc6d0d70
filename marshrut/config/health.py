"""`GET /healthz`: 200 when database, workers and backlog are well, else 503. For machines: no session, no sign-in."""

from __future__ import annotations

from typing import Any

from django.db import Error
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marshrut import __version__
from marshrut.jobs import queries as jobs


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Never needs the database to answer."""
    found = state()
    return JsonResponse({"version": __version__, **found}, status=200 if found["ok"] else 503)


def state() -> dict[str, Any]:
    """What database and workers say of themselves; `ok` is False when a person should look."""
    try:
        return {"database": "ok", **jobs.health()}
    except Error as error:
        # the class only: the text of a database error may name hosts and accounts
        return {"ok": False, "database": type(error).__name__}
