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
    found = state()
    complaints = unwell(found)
    answer = {"status": "unwell" if complaints else "ok", "unwell": complaints, "version": __version__, **found}
    return JsonResponse(answer, status=503 if complaints else 200)


def state() -> dict[str, Any]:
    """What database and workers say of themselves."""
    from marshrut.jobs import queries as jobs

    try:
        return {"database": "ok", **jobs.health()}
    except Error as error:
        # the class only: the text of a database error may name hosts and accounts
        return {"database": type(error).__name__}


def unwell(found: dict[str, Any]) -> list[str]:
    """The names of what a person should look at."""
    return [] if found["database"] == "ok" else ["database"]
