"""Where each door hangs."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from .health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("api/", include("marshrut.doors.api.urls")),
    path("", include("marshrut.doors.web.urls")),
]

handler500 = "marshrut.config.outage.broken"
