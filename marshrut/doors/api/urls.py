"""Addresses of the JSON door."""

from __future__ import annotations

from django.urls import path

from . import events, pages, views
from .door import api

__all__ = ["urlpatterns", "views"]

urlpatterns = [
    path("openapi.json", pages.openapi),
    path("docs", pages.docs),
    path("onec/events", events.take),
    path("", api.urls),
]
