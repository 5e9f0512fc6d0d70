"""Where each door hangs."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
]
