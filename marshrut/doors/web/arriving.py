"""Where a request comes from."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def address(request: HttpRequest) -> str:
    """Where the request comes from: what our own proxy says, else the other end of the connection."""
    near = request.META.get("REMOTE_ADDR", "")
    said = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return said if said and near in settings.PROXIES else near
