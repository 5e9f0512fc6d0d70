"""Addresses of channels: all of them, rules for everybody, the log of deliveries."""

from __future__ import annotations

from django.urls import path

from .views import channel_rules, channels, deliveries

urlpatterns = [
    path("channels/", channels.show_all),
    path("channels/rules/", channel_rules.for_everybody),
    path("channels/log/", deliveries.log),
    path("channels/log/<int:delivery_id>/retry", deliveries.retry),
    path("channels/<slug:channel>/", channels.show),
    path("channels/<slug:channel>/edit/", channels.edit),
    path("channels/<slug:channel>/switch", channels.switch),
]
