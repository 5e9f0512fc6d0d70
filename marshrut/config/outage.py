"""What people and programs are told when a request breaks: 503 while the database is away, else 500."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template

from marshrut.doors.api import problems

AGAIN = {"Retry-After": "5"}


def broken(request: HttpRequest) -> HttpResponse:
    """Called by Django with the error still at hand. Needs neither database nor session."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    status = 503 if away else 500
    headers = AGAIN if away else {}
    if request.path.startswith("/api/"):
        return problems.plain(status, headers)
    return HttpResponse(get_template(f"{status}.html").render(), status=status, headers=headers)
