"""`GET /healthz`: 200 when database, workers and backlog are well, else 503. For machines: no session, no sign-in."""

from __future__ import annotations

from typing import Any

from django.db import Error
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marshrut import __version__


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Never needs the database to answer."""
    from marshrut.jobs import queries as jobs

    try:
        state = {"database": "ok", **jobs.health()}
    except Error as error:
        # the class only: the text of a database error may name hosts and accounts
        state = {"database": type(error).__name__}
    complaints = unwell(state)
    answer = {"status": "unwell" if complaints else "ok", "unwell": complaints, "version": __version__, **state}
    return JsonResponse(answer, status=503 if complaints else 200)


def unwell(state: dict[str, Any]) -> list[str]:
    """What a person should look at, by name."""
    return [] if state["database"] == "ok" else ["database"]
