"""What the forms of accounts outside (carriers, channels) send, and where the other side is to call us."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from marshrut.kernel.outside import FormLine


def site(request: HttpRequest) -> str:
    """What addresses told to others begin with."""
    return settings.PUBLIC_ADDRESS or request.build_absolute_uri("/").rstrip("/")


def sent(request: HttpRequest, form: Sequence[FormLine], prefix: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Settings and secrets, only of lines that the form shows; an empty secret keeps the one that is there."""
    given: dict[str, Any] = {}
    secrets: dict[str, str] = {}
    for field in form:
        name = f"{prefix}{field.key}"
        if field.kind == "secret":
            secrets[field.key] = request.POST.get(name, "")
        elif field.kind == "tick":
            given[field.key] = request.POST.get(name) == "1"
        elif name in request.POST:
            given[field.key] = request.POST[name].strip()
    return given, secrets
