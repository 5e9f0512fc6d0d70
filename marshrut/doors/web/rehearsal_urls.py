"""Addresses of rehearsals and of packs that are published."""

from __future__ import annotations

from django.urls import path

from .views import publishing, rehearsals

urlpatterns = [
    path("rehearsals/", rehearsals.show_all),
    path("rehearsals/new/", rehearsals.new),
    path("rehearsals/<int:rehearsal>/", rehearsals.show),
    path("rehearsals/<int:rehearsal>/export", rehearsals.export),
    path("rehearsals/<int:rehearsal>/remove", rehearsals.remove),
    path("routes/publish/", publishing.start),
    path("routes/publish/versions/<int:version>/files", publishing.version_files),
    path("routes/publish/<int:draft>/", publishing.show),
    path("routes/publish/<int:draft>/files", publishing.files),
    path("routes/publish/<int:draft>/publish", publishing.publish),
    path("routes/publish/<int:draft>/discard", publishing.discard),
    path("cards/<int:card_id>/rehearse", rehearsals.of_card),
]
