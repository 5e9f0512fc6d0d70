"""Addresses of routes."""

from __future__ import annotations

from django.urls import path

from .views import routes

urlpatterns = [
    path("routes/", routes.show_all),
    path("routes/<slug:pack>/<slug:card_type>/", routes.show),
]
