"""Addresses of rehearsals and of packs that are published."""

from __future__ import annotations

from django.urls import path

from .views import rehearsals

urlpatterns = [
    path("rehearsals/", rehearsals.show_all),
    path("rehearsals/new/", rehearsals.new),
    path("rehearsals/<int:rehearsal>/", rehearsals.show),
    path("rehearsals/<int:rehearsal>/export", rehearsals.export),
    path("rehearsals/<int:rehearsal>/remove", rehearsals.remove),
    path("cards/<int:card_id>/rehearse", rehearsals.of_card),
]
