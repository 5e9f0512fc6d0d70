"""Addresses of the HTML door."""

from __future__ import annotations

from django.urls import path

from .views import app, kit

urlpatterns = [
    path("sw.js", app.service_worker),
    path("manifest.webmanifest", app.manifest),
    path("offline/", app.offline),
    path("ui-kit/", kit.kit),
    path("ui-kit/suggest/", kit.suggest),
    path("ui-kit/palette/", kit.palette),
    path("ui-kit/page.svg", kit.page),
    path("ui-kit/<slug:name>/", kit.sample),
]
