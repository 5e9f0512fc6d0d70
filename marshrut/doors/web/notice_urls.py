"""Addresses of notices: the list, where they come to, where a colleague is found."""

from __future__ import annotations

from django.urls import path

from .views import notices, person_channels, telling

urlpatterns = [
    path("notifications/", notices.show),
    path("notifications/read", notices.read),
    path("notifications/<int:notice_id>/", notices.follow),
    path("profile/notifications/", telling.show),
    path("profile/notifications/reset", telling.as_company),
    path("profile/notifications/order", telling.move),
    path("profile/notifications/test", telling.test),
    path("profile/notifications/link", telling.link),
    path("profile/notifications/link/<int:ticket_id>/", telling.waits),
    path("profile/notifications/browser", telling.browser),
    path("profile/notifications/unlink", telling.unlink_all),
    path("profile/notifications/<int:address_id>/confirm", telling.confirm),
    path("profile/notifications/<int:address_id>/unlink", telling.unlink),
    path("org/people/<int:person_id>/channels/", person_channels.show),
    path("org/people/<int:person_id>/channels/unlink", person_channels.unlink_all),
    path("org/people/<int:person_id>/channels/<int:address_id>/unlink", person_channels.unlink),
    path("org/people/<int:person_id>/channels/<int:address_id>/again", person_channels.again),
]
