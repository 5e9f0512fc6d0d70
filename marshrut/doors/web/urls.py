"""Addresses of the HTML door."""

from __future__ import annotations

from django.urls import path

from .views import kit

urlpatterns = [
    path("ui-kit/", kit.kit),
    path("ui-kit/suggest/", kit.suggest),
    path("ui-kit/page.svg", kit.page),
    path("ui-kit/<slug:name>/", kit.sample),
]
