"""Addresses of «Что если»."""

from __future__ import annotations

from django.urls import path

from .views import whatif

urlpatterns = [
    path("rehearsals/whatif/", whatif.ask, name="whatif"),
    path("rehearsals/whatif/<int:whatif>/", whatif.show),
]
