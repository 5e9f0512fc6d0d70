"""Addresses of moving running cards to another version."""

from __future__ import annotations

from django.urls import path

from .views import moving

urlpatterns = [
    path("routes/<slug:pack>/moving/", moving.show),
    path("routes/<slug:pack>/moving/<int:moving_id>/", moving.one),
    path("routes/<slug:pack>/moving/<int:moving_id>/revert", moving.revert),
]
