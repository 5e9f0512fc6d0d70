"""The description of the door for programs, and a plain page of it for people. Neither needs a token."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from . import openapi as description


@require_GET
def openapi(request: HttpRequest) -> HttpResponse:
    return HttpResponse(description.text(), content_type="application/json", headers={"Cache-Control": "no-cache"})


@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    """Loads nothing from anywhere."""
    document = description.schema()
    operations = [
        {"path": path, "method": method.upper(), **operation, "statuses": ", ".join(operation["responses"])}
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    return render(request, "api/docs.html", {"document": document, "operations": operations})
